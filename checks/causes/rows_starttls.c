/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The turn to encryption, and dialogues that break. */

#include "checks/causes/cause.h"

const struct cause cause_starttls_masked = {
	.id = "starttls-masked",
	.first = AUDIENCE_NETWORK,
	.title = "A firewall writes over the offer to encrypt",
	.explanation = "Some firewalls inspect mail and blot out what "
		       "they do not know or do not want: the greeting "
		       "becomes a row of stars, STARTTLS a row of X. "
		       "They keep mail unencrypted that way, most "
		       "often without anybody having meant it.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program choose the port "
				"for SSL/TLS (465 for sending), which "
				"such firewalls leave alone. Do not "
				"turn the encryption off.",
			[AUDIENCE_HELPDESK] =
				"Have the caller use port 465 with "
				"SSL/TLS, and report the firewall.",
			[AUDIENCE_ADMIN] =
				"If the firewall stands before the "
				"server: turn its inspection of SMTP "
				"off there (on Cisco devices \"inspect "
				"esmtp\" or \"fixup protocol smtp\"), "
				"or allow TLS in it.",
			[AUDIENCE_NETWORK] =
				"If the firewall stands before this "
				"network: turn its inspection of SMTP "
				"off, or allow TLS in it.",
		},
	.confirm = "From another network the greeting is readable and "
		   "STARTTLS is offered: the firewall is here.",
	.example = "S: 220 ************************\n"
		   "C: EHLO [127.0.0.1]\n"
		   "S: 250-mail.example.com\n"
		   "S: 250 XXXXXXXA",
	.reference = "RFC 3207 section 6",
};

const struct cause cause_starttls_stripped = {
	.id = "starttls-stripped",
	.first = AUDIENCE_NETWORK,
	.title = "Something on the way takes out the offer to encrypt",
	.explanation = "The provider offers encryption at this port, "
		       "but the offer does not arrive here. Something "
		       "on the way removes it, so that programs send "
		       "in clear text what should be encrypted.",
	.remedies =
		{
			[AUDIENCE_USER] = "Do not turn the encryption off. Use "
					  "the port for SSL/TLS (993, 995 or "
					  "465) if the provider has one, or "
					  "another network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If "
				"STARTTLS is offered there, this "
				"network takes it out: have SSL/TLS "
				"ports used, and report it.",
			[AUDIENCE_NETWORK] =
				"Find what changes mail connections in "
				"this network (inspection, a proxy) "
				"and turn that off.",
		},
	.confirm = "From another network STARTTLS is offered.",
	.example = "C: EHLO [127.0.0.1]\n"
		   "S: 250-mail.example.com\n"
		   "S: 250 8BITMIME",
	.reference = "RFC 3207 section 6; RFC 8314 section 1",
};

const struct cause cause_starttls_missing = {
	.id = "starttls-missing",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not offer encryption at this port",
	.explanation = "On this port encryption begins only if the server "
		       "offers it, and the server does not. A password sent "
		       "here could be read by anybody on the way.",
	.remedies =
		{
			[AUDIENCE_USER] = "Choose the port for SSL/TLS in your "
					  "mail program (993 for IMAP, 995 for "
					  "POP3, 465 for sending) if your "
					  "provider has one. Do not turn the "
					  "encryption off.",
			[AUDIENCE_HELPDESK] =
				"Have the caller use the port for "
				"SSL/TLS. If there is none, this "
				"server cannot be used safely.",
			[AUDIENCE_ADMIN] =
				"Give the service a certificate and "
				"turn STARTTLS on, or close the port "
				"and offer TLS from the first octet.",
		},
	.confirm = "From another network STARTTLS is missing, too; if "
		   "it is there, something on the way takes it out.",
	.example = "C: a1 CAPABILITY\n"
		   "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN\n"
		   "S: a1 OK done",
	.reference = "RFC 8314 section 4.1; RFC 2595 section 4",
};

const struct cause cause_starttls_unavailable = {
	.id = "starttls-unavailable",
	.first = AUDIENCE_ADMIN,
	.title = "The server offers encryption, and then cannot",
	.explanation = "The server lists STARTTLS but refuses when it "
		       "is asked for. Its certificate or key is "
		       "missing, unreadable or does not fit; only its "
		       "administrator can put that right.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing to set. Do not turn "
				"the encryption off; wait until the "
				"provider has repaired the server, or "
				"use the port for SSL/TLS if there is "
				"one.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider, with the server's "
				"own words from below.",
			[AUDIENCE_ADMIN] =
				"See the log of the service at the "
				"moment of this reply: certificate and "
				"key must exist, fit together and be "
				"readable by the service. In Exchange, "
				"see that a certificate is assigned to "
				"the service.",
		},
	.confirm = "The log of the server names the reason.",
	.example = "C: STARTTLS\n"
		   "S: 454 4.7.0 TLS not available due to local problem",
	.reference = "RFC 3207 section 4",
};

const struct cause cause_preauth = {
	.id = "preauth",
	.first = AUDIENCE_ADMIN,
	.title = "The server calls the connection logged in before "
		 "anybody did",
	.explanation = "With this greeting (PREAUTH) encryption can no "
		       "longer be started. Real servers greet so only "
		       "in special set-ups; an attacker on the way "
		       "could use it to keep a connection unencrypted.",
	.remedies =
		{
			[AUDIENCE_USER] = "Do not send your password. "
					  "Use the port for SSL/TLS "
					  "(993) in your mail program.",
			[AUDIENCE_HELPDESK] =
				"Have the caller use port 993 with "
				"SSL/TLS, and compare with another "
				"network.",
			[AUDIENCE_ADMIN] =
				"Do not greet with PREAUTH on a port "
				"that is open to all.",
			[AUDIENCE_NETWORK] =
				"If it is seen from this network only, "
				"find what answers in place of the "
				"server.",
		},
	.example = "S: * PREAUTH IMAP4rev1 ready",
	.reference = "RFC 9051 section 7.1.4",
};

const struct cause cause_starttls_injection = {
	.id = "starttls-injection",
	.first = AUDIENCE_ADMIN,
	.title = "Clear text slips in where encryption begins",
	.explanation = "Between the consent to encrypt and the encryption "
		       "there must be nothing. Here something came in "
		       "between. A program that takes it for a part of the "
		       "encrypted dialogue can be fooled by anybody on the "
		       "way. Most often it is an old fault of the server's "
		       "software.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Use the port for SSL/TLS if there is "
				"one; it does not have this gap.",
			[AUDIENCE_HELPDESK] = "Tell the provider. Compare with "
					      "another network.",
			[AUDIENCE_ADMIN] =
				"Update the server's software, and see "
				"that it throws away what it has read "
				"in clear text when TLS begins.",
			[AUDIENCE_NETWORK] =
				"If it is seen from this network only, "
				"find what meddles with mail "
				"connections.",
		},
	.confirm = "From another network the same octets come: it is "
		   "the server.",
	.example = "C: STARTTLS\n"
		   "S: 220 ready\n"
		   "S: 250 injected\n"
		   "-  TLS handshake begins",
	.reference = "RFC 3207 section 4.2; RFC 9051 section 11.1",
};

const struct cause cause_starttls_proxy = {
	.id = "starttls-proxy",
	.first = AUDIENCE_NETWORK,
	.title = "Something agrees to encrypt and does not let "
		 "encryption through",
	.explanation = "The consent to encrypt comes, and then clear "
		       "text or nothing in place of encryption. Either "
		       "a proxy or a firewall on the way answers the "
		       "request itself and does not understand what "
		       "follows, or the server fails at that moment.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Use the port for SSL/TLS in your mail "
				"program (993, 995 or 465), or another "
				"network. Do not turn the encryption "
				"off.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it "
				"works there, report it to whoever "
				"runs this one.",
			[AUDIENCE_ADMIN] = "See the server's log: does "
					   "the connection arrive, and "
					   "does its TLS begin?",
			[AUDIENCE_NETWORK] =
				"Turn the inspection of mail off, or "
				"let TLS pass through it.",
		},
	.confirm = "From another network the encryption begins.",
	.example = "C: STARTTLS\n"
		   "S: 220 ready\n"
		   "-  TLS handshake begins\n"
		   "S: 500 unrecognized command",
	.reference = "RFC 3207 section 4",
};

const struct cause cause_capability_refused = {
	.id = "capability-refused",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not say what it can do",
	.explanation = "Programs ask a server for the list of what it offers: "
		       "encryption, ways to log in. This one refuses the "
		       "question. Very old servers know no such list; a "
		       "firewall that changes the dialogue does the same.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing to set. Use the port "
				"for SSL/TLS if there is one.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network, and "
				"tell the provider.",
			[AUDIENCE_ADMIN] =
				"Update the server's software, or turn "
				"the list on (CAPA, CAPABILITY, EHLO).",
			[AUDIENCE_NETWORK] =
				"See whether a mail inspection changes "
				"the commands on their way.",
		},
	.confirm = "From another network the list is given.",
	.example = "C: EHLO [127.0.0.1]\n"
		   "S: 502 5.5.1 Command not implemented",
	.reference = "RFC 2449 section 5; RFC 9051 section 6.1.1; RFC "
		     "5321 section 4.1.1.1",
};

const struct cause cause_dialogue_broken = {
	.id = "dialogue-broken",
	.first = AUDIENCE_ADMIN,
	.title = "The server breaks the dialogue off",
	.explanation = "The server greets, and then stops in the "
		       "middle of an answer, hangs up, or says what no "
		       "program understands. It is faulty, or "
		       "something on the way disturbs the connection.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try again later and from "
					  "another network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it "
				"is the same there, tell the provider, "
				"with the transcript of the check.",
			[AUDIENCE_ADMIN] = "See the log of the service at the "
					   "moment of the break.",
			[AUDIENCE_NETWORK] =
				"If it is seen from this network only, "
				"see what disturbs long replies.",
		},
	.confirm = "From another network the dialogue is the same, or "
		   "whole.",
	.example = "C: a1 CAPABILITY\n"
		   "S: * CAPABILITY IMAP4rev1\n"
		   "-  closed by the server",
};
