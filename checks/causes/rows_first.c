/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the server says first. */

#include "checks/causes/cause.h"

const struct cause cause_antivirus_proxy = {
	.id = "antivirus-proxy",
	.first = AUDIENCE_USER,
	.title = "A virus scanner on this computer answers in place of "
		 "the server",
	.explanation = "A security program takes over the connections of the "
		       "mail program in order to look for viruses, and speaks "
		       "to the server itself. Here it answers in the server's "
		       "place, and does not get through or does not do what "
		       "the program expects.",
	.remedies =
		{
			[AUDIENCE_USER] = "Open your virus scanner's settings "
					  "and turn the protection of mail "
					  "(\"mail shield\", \"mail scanner\") "
					  "off; the protection of files stays "
					  "on. Then try again.",
			[AUDIENCE_HELPDESK] =
				"Have the mail protection of the virus "
				"scanner turned off, or this account "
				"exempted from it.",
		},
	.confirm = "With the mail protection turned off the server "
		   "itself greets.",
	.example = "S: * OK avast! IMAP Proxy\n"
		   "S: * BYE Cannot connect to IMAP server 192.0.2.25:143",
};

const struct cause cause_mode_starttls_wanted = {
	.id = "mode-starttls-wanted",
	.first = AUDIENCE_USER,
	.title = "The mail program is set to SSL/TLS where STARTTLS is "
		 "needed",
	.explanation = "There are two ways to encrypt mail: from the first "
		       "moment (programs call it SSL/TLS), or after a short "
		       "greeting in clear text (STARTTLS). Each port knows "
		       "one of them. The program and the port do not agree "
		       "here, so that neither understands the other.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program open the "
				"account's server settings. Where it "
				"asks for the connection security (or "
				"encryption), choose STARTTLS in place "
				"of SSL/TLS, and leave the port number "
				"as it is.",
			[AUDIENCE_HELPDESK] =
				"Have the caller choose STARTTLS in "
				"place of SSL/TLS for this port, or "
				"the port for SSL/TLS: 993 for IMAP, "
				"995 for POP3, 465 for SMTP.",
			[AUDIENCE_ADMIN] = "If this port is meant for TLS from "
					   "the first octet, turn that on.",
		},
	.confirm = "With STARTTLS chosen for this port the connection "
		   "works.",
	.example = "-  TLS handshake begins\n"
		   "S: * OK IMAP4rev1 ready",
	.reference = "RFC 8314 section 3",
};

const struct cause cause_mode_tls_wanted = {
	.id = "mode-tls-wanted",
	.first = AUDIENCE_USER,
	.title = "The mail program is set to STARTTLS where SSL/TLS is "
		 "needed",
	.explanation = "There are two ways to encrypt mail: from the first "
		       "moment (programs call it SSL/TLS), or after a short "
		       "greeting in clear text (STARTTLS). Each port knows "
		       "one of them. Here the program waits for a greeting, "
		       "and the server waits for encryption to begin.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program open the "
				"account's server settings. Where it "
				"asks for the connection security (or "
				"encryption), choose SSL/TLS in place "
				"of STARTTLS, and leave the port "
				"number as it is.",
			[AUDIENCE_HELPDESK] =
				"Have the caller choose SSL/TLS in "
				"place of STARTTLS for this port, or "
				"the port for STARTTLS: 143 for IMAP, "
				"110 for POP3, 587 for SMTP.",
		},
	.confirm = "With SSL/TLS chosen for this port the connection "
		   "works.",
	.example = "-  connected to 192.0.2.25 port 993\n"
		   "-  no greeting\n"
		   "-  the same port with TLS from the first octet: "
		   "TLS is up",
	.reference = "RFC 8314 section 3",
};

const struct cause cause_service_swapped = {
	.id = "service-swapped",
	.first = AUDIENCE_USER,
	.title = "A server for another purpose stands in these settings",
	.explanation = "Fetching mail (IMAP or POP3) and sending it (SMTP) "
		       "are different services with different ports, and "
		       "often different hosts. Here the server of one service "
		       "answers where another one is expected.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in "
				"your mail program and compare host "
				"and port of the incoming and the "
				"outgoing server with what your "
				"provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare both servers and both ports "
				"with the provider's instructions: two "
				"of them have most likely changed "
				"places.",
		},
	.confirm = "The provider publishes this host and port for the "
		   "other service.",
	.example = "-  connected to 192.0.2.25 port 995\n"
		   "-  TLS is up\n"
		   "S: +OK POP3 ready",
	.reference = "RFC 8314 section 3",
};

const struct cause cause_service_other = {
	.id = "service-other",
	.first = AUDIENCE_USER,
	.title = "What answers there has nothing to do with mail",
	.explanation = "The connection reaches a web server, a file "
		       "server or something else. The host or the port "
		       "in the settings is wrong, or a proxy answers "
		       "in place of the mail server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in "
				"your mail program and compare the "
				"server's name and the port number "
				"with those that your provider "
				"publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare host and port with the "
				"provider's instructions. If they are "
				"right, compare with another network.",
			[AUDIENCE_ADMIN] = "See what listens on this port, and "
					   "what a load balancer or a proxy "
					   "before it does.",
			[AUDIENCE_NETWORK] =
				"See whether a proxy of this network "
				"answers in place of the server.",
		},
	.confirm = "The provider publishes another host or port.",
	.example = "S: SSH-2.0-OpenSSH_9.2",
};
