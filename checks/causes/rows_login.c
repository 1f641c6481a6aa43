/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Products and ways to log in; and what is left. */

#include "checks/causes/cause.h"

const struct cause cause_settings_contradict = {
	.id = "settings-contradict",
	.first = AUDIENCE_USER,
	.title = "The settings say one thing, and their port means "
		 "another",
	.explanation = "Each port knows one way to encrypt. Here the server "
		       "is well, and the word for encryption in the settings "
		       "is not the one that goes with the port. A mail "
		       "program that takes it at its word does not get "
		       "through.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's settings in your "
				"mail program, and choose the security "
				"that goes with the port: SSL/TLS for "
				"993, 995 and 465, STARTTLS for 143, "
				"110 and 587.",
			[AUDIENCE_HELPDESK] =
				"Have the security set to the one that "
				"goes with the port, and the port left "
				"as it is.",
		},
	.confirm = "With the security changed, the mail program gets "
		   "through.",
	.example = "nothing: the settings say SSL for port 587, where "
		   "the server greets in clear text and offers "
		   "STARTTLS",
};

const struct cause cause_wrong_connector = {
	.id = "wrong-connector",
	.first = AUDIENCE_USER,
	.title = "An entrance for servers is used in place of the one "
		 "for programs",
	.explanation = "Exchange Server has several entrances for mail. Those "
		       "on port 25 and, in its usual set-up, on port 465 are "
		       "for servers among themselves; mail programs use port "
		       "587 with STARTTLS.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program open the "
				"settings of the outgoing server. Set "
				"the port to 587 and the connection "
				"security to STARTTLS, and turn on "
				"that it logs in.",
			[AUDIENCE_HELPDESK] =
				"Have the caller use port 587 with "
				"STARTTLS and log-in.",
			[AUDIENCE_ADMIN] =
				"See that port 587 leads to the "
				"connector \"Client Frontend\", and "
				"that nothing forwards it to the one "
				"of port 25.",
		},
	.confirm = "On port 587 the server offers a way to log in.",
	.example = "C: EHLO [127.0.0.1]\n"
		   "S: 250-mail.example.com\n"
		   "S: 250-X-ANONYMOUSTLS\n"
		   "S: 250 XRDST",
	.reference = "RFC 6409 section 3.1",
};

const struct cause cause_other_product = {
	.id = "other-product",
	.first = AUDIENCE_HELPDESK,
	.title = "Another product answers than the settings say",
	.explanation = "The settings say which product serves here, and the "
		       "greeting is that of another. The host is not the one "
		       "that is meant, something on the way answers in its "
		       "place, or the server was replaced.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Compare the server's name in your "
				"mail program with the one that your "
				"provider publishes. Try from another "
				"network.",
			[AUDIENCE_HELPDESK] =
				"Compare host and port with the "
				"provider's instructions, and the "
				"result with another network. Look for "
				"a virus scanner that reads mail.",
			[AUDIENCE_ADMIN] =
				"If the server was replaced or its "
				"greeting changed, bring the settings "
				"up to date.",
		},
	.confirm = "From another network another greeting comes.",
	.example = "S: * OK [CAPABILITY IMAP4rev1] Dovecot ready.",
};

const struct cause cause_encryption_required = {
	.id = "encryption-required",
	.first = AUDIENCE_USER,
	.title = "The server takes passwords over encrypted "
		 "connections only",
	.explanation = "The settings ask for a connection without "
		       "encryption, and the server does not accept a "
		       "password there. That is how it should be.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program choose STARTTLS "
				"for this port, or SSL/TLS with its "
				"own port (993 for IMAP, 995 for POP3, "
				"465 for sending).",
			[AUDIENCE_HELPDESK] =
				"Have the caller turn encryption on.",
		},
	.confirm = "With encryption turned on the server offers a way "
		   "to log in.",
	.example = "S: * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED",
	.reference = "RFC 9051 section 6.2.3; RFC 8314 section 4.1",
};

const struct cause cause_passwords_off = {
	.id = "passwords-off",
	.first = AUDIENCE_USER,
	.title = "The server no longer takes passwords from mail "
		 "programs",
	.explanation = "Large providers have switched passwords off for mail "
		       "programs. The program must open the provider's own "
		       "sign-in page and gets a pass from there (OAuth 2.0). "
		       "A right password is refused as well as a wrong one, "
		       "so changing it does not help.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Update your mail program, remove the "
				"account and add it anew: a sign-in "
				"page of your provider should open. If "
				"the program cannot do that, use "
				"another one.",
			[AUDIENCE_HELPDESK] =
				"Have the account set up anew with "
				"OAuth 2.0 (\"modern authentication\") "
				"in a program that can do so. Do not "
				"have the password changed.",
			[AUDIENCE_ADMIN] =
				"Devices and programs that cannot do "
				"OAuth need another way, such as a "
				"relay of your own.",
		},
	.confirm = "A program that uses OAuth 2.0 can log in.",
	.example = "S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2 "
		   "LOGINDISABLED SASL-IR",
	.reference = "RFC 7628; RFC 9051 section 6.2.3",
};

const struct cause cause_auth_domain_only = {
	.id = "auth-domain-only",
	.first = AUDIENCE_ADMIN,
	.title = "Only computers of the organisation's domain can log "
		 "in",
	.explanation = "The server offers log-in for computers that "
		       "belong to its Windows domain (GSSAPI, NTLM), "
		       "and none for a name and password.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Use a computer of the organisation, "
				"or ask its support how to log in from "
				"yours.",
			[AUDIENCE_HELPDESK] =
				"Ask whether the caller's computer "
				"should belong to the domain.",
			[AUDIENCE_ADMIN] =
				"Turn on Basic authentication over TLS "
				"(PLAIN or LOGIN) or OAuth if others "
				"shall log in.",
		},
	.confirm = "From a computer of the domain the log-in works.",
	.example = "S: 250 AUTH GSSAPI NTLM",
	.reference = "RFC 4752; RFC 4954 section 3",
};

const struct cause cause_auth_missing = {
	.id = "auth-missing",
	.first = AUDIENCE_ADMIN,
	.title = "The ways to log in that the settings name are not "
		 "offered",
	.explanation = "The server lists the ways to log in that it "
		       "takes, and not all that the settings count on "
		       "are among them. The settings are out of date, "
		       "or this is another server or another entrance.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program choose the "
				"log-in that the provider names in its "
				"instructions, and compare server and "
				"port with them.",
			[AUDIENCE_HELPDESK] =
				"Compare host, port and log-in with "
				"the provider's instructions.",
			[AUDIENCE_ADMIN] =
				"Turn the missing way on, or bring the "
				"settings up to date.",
		},
	.confirm = "The provider's instructions name the ways to log "
		   "in that are listed below.",
	.example = "C: EHLO [127.0.0.1]\n"
		   "S: 250-mail.example.com\n"
		   "S: 250 8BITMIME",
	.reference = "RFC 4954 section 3; RFC 9051 section 6.2.2; RFC "
		     "5034 section 3",
};

const struct cause cause_auth_unexpected = {
	.id = "auth-unexpected",
	.first = AUDIENCE_ADMIN,
	.title = "The server offers ways to log in that it should not",
	.explanation = "The settings rule some ways to log in out, and the "
		       "server offers them. Users are not hindered; but such "
		       "a way may be weaker than the organisation wants.",
	.remedies =
		{
			[AUDIENCE_USER] = "There is nothing for you to "
					  "set; mail works.",
			[AUDIENCE_HELPDESK] =
				"Tell whoever runs the server. Callers "
				"are not affected.",
			[AUDIENCE_ADMIN] = "Turn the way off, or bring "
					   "the settings up to date.",
		},
	.confirm = "The administrator says what is meant to be offered.",
	.example = "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2",
};

const struct cause cause_capability_differs = {
	.id = "capability-differs",
	.first = AUDIENCE_ADMIN,
	.title = "The server offers other things than the settings say",
	.explanation = "Servers list what they can do, and programs "
		       "build on it. The list differs from the one in "
		       "the settings: the server was changed, or is "
		       "not the one that is meant.",
	.remedies =
		{
			[AUDIENCE_USER] = "Compare the server's name in your "
					  "mail program with the one that your "
					  "provider publishes.",
			[AUDIENCE_HELPDESK] = "Compare host and port with the "
					      "provider's instructions.",
			[AUDIENCE_ADMIN] =
				"Put the server's list right, or bring "
				"the settings up to date.",
		},
	.confirm = "The administrator says what is meant to be offered.",
	.example = "C: a1 CAPABILITY\n"
		   "S: * CAPABILITY IMAP4rev1 IDLE",
};

const struct cause cause_passwords_in_clear = {
	.id = "passwords-in-clear",
	.first = AUDIENCE_ADMIN,
	.title = "The server takes passwords before the connection is "
		 "encrypted",
	.explanation = "One wrong setting in a program is enough, and the "
		       "password travels so that anybody on the way can read "
		       "it. A server should take passwords only once the "
		       "connection is encrypted.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"See that your mail program is set to "
				"SSL/TLS or STARTTLS, and not to "
				"\"none\" or \"if available\".",
			[AUDIENCE_HELPDESK] =
				"See that the caller's program has "
				"encryption turned on.",
			[AUDIENCE_ADMIN] =
				"Accept log-ins over encrypted "
				"connections only (Dovecot: "
				"disable_plaintext_auth = yes; "
				"Postfix: smtpd_tls_auth_only = yes; "
				"Exchange: LoginType SecureLogin).",
		},
	.example = "S: * CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN",
	.reference = "RFC 8314 section 4.1; RFC 2595 section 2.3",
};

const struct cause cause_unknown = {
	.id = "unknown",
	.first = AUDIENCE_HELPDESK,
	.title = "mailsonde does not know",
	.explanation = "What was seen fits none of the causes that mailsonde "
		       "knows. The evidence is shown as it is, so that "
		       "somebody who knows the server can make sense of it.",
	.remedies =
		{
			[AUDIENCE_USER] = "Give this report to your "
					  "helpdesk or your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network and "
				"another computer. Send the report, "
				"with the transcript of the check "
				"(--transcript), to whoever runs the "
				"server.",
			[AUDIENCE_ADMIN] =
				"Look in the server's log for the time "
				"of this report.",
		},
	.confirm = "The server's log for the time of this report.",
	.example = "-  whatever came",
};
