/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The handshake. */

#include "checks/causes/cause.h"

const struct cause cause_certificate_intercepted = {
	.id = "certificate-intercepted",
	.first = AUDIENCE_USER,
	.title = "Something on the way opens the encryption",
	.explanation = "Between this computer and the mail server a program "
		       "or a device opens the encrypted connection, reads "
		       "along, and closes it again with a certificate of its "
		       "own making. That may be wanted, by a virus scanner or "
		       "a company; but nobody can vouch for the server behind "
		       "it from here.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"If the name below is that of your "
				"virus scanner, open its settings and "
				"turn off that it scans encrypted "
				"connections of mail programs. If you "
				"are in a network of a company or a "
				"school, ask its support.",
			[AUDIENCE_HELPDESK] =
				"Have the mail ports exempted from the "
				"scanning, or the scanner's root "
				"certificate installed in the mail "
				"program. What the check says of TLS "
				"and of the certificate is the "
				"interceptor's, not the server's.",
			[AUDIENCE_NETWORK] =
				"Exempt the mail ports from "
				"inspection, or install the gateway's "
				"root certificate on every computer "
				"and in every mail program.",
		},
	.confirm = "From another computer or network the same server "
		   "shows a certificate of another issuer.",
	.example = "-  certificate: CN=imap.example.com\n"
		   "-  issuer: CN=Avast Web/Mail Shield Root",
};

const struct cause cause_client_certificate_wanted = {
	.id = "client-certificate-wanted",
	.first = AUDIENCE_HELPDESK,
	.title = "The server wants a certificate of the user's program",
	.explanation = "Besides the usual proof of the server, this "
		       "one asks each program for a proof of its own "
		       "(a client certificate), which the organisation "
		       "hands out. Without it there is no connection, "
		       "whatever the password.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Ask the organisation that runs the "
				"mail server whether you should have "
				"received a personal certificate, and "
				"how to install it.",
			[AUDIENCE_HELPDESK] =
				"Find out whether the organisation "
				"uses client certificates, and install "
				"the caller's.",
			[AUDIENCE_ADMIN] =
				"If client certificates are not meant "
				"to be demanded here, turn that off.",
		},
	.confirm = "With a certificate of the organisation the "
		   "connection succeeds.",
	.example = "-  TLS handshake begins\n"
		   "-  alert 116 (certificate_required)",
	.reference = "RFC 8446 section 4.3.2 and section 6.2",
};

const struct cause cause_sni_needed = {
	.id = "sni-needed",
	.first = AUDIENCE_USER,
	.title = "The server must be asked for by its name",
	.explanation = "Many names share one computer. A program says at the "
		       "start which of them it wants; without that the "
		       "computer shows a makeshift certificate, or hangs up.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Enter the server's name, as your "
				"provider publishes it, in place of a "
				"number. If the program is very old, "
				"update it: it may not say the name.",
			[AUDIENCE_HELPDESK] =
				"Have the server's name entered in "
				"place of an IP address, and an old "
				"program updated.",
		},
	.confirm = "With the server's name in the settings the right "
		   "certificate comes.",
	.example = "-  TLS handshake begins (no server name)\n"
		   "-  certificate: CN=invalid2.invalid, OU=No SNI "
		   "provided",
	.reference = "RFC 6066 section 3",
};

const struct cause cause_server_name_unknown = {
	.id = "server-name-unknown",
	.first = AUDIENCE_USER,
	.title = "The server does not go by this name",
	.explanation = "The program says which server it wants, and the "
		       "computer that answers has none of that name. The name "
		       "leads to a computer that was not told about it, or is "
		       "not the one that the provider publishes.",
	.remedies =
		{
			[AUDIENCE_USER] = "Compare the server's name in your "
					  "mail program with the one that your "
					  "provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare the name with the provider's "
				"instructions. If it is right, tell "
				"the provider that its server does not "
				"know it.",
			[AUDIENCE_ADMIN] =
				"Add the name, with a certificate for "
				"it, to the set-up of the server or "
				"the load balancer.",
		},
	.confirm = "With the name that the provider publishes the "
		   "connection succeeds.",
	.example = "-  TLS handshake begins (server name "
		   "mail.example.com)\n"
		   "-  alert 112 (unrecognized_name)",
	.reference = "RFC 6066 section 3",
};

const struct cause cause_hello_too_large = {
	.id = "hello-too-large",
	.first = AUDIENCE_NETWORK,
	.title = "Large packets get lost on the way",
	.explanation = "Short messages get through, and longer ones "
		       "vanish: some part of the way takes only "
		       "packets up to a certain size and does not say "
		       "so. VPNs, DSL lines and mobile networks have "
		       "this fault. Encryption begins with the first "
		       "long messages, and so it fails just there.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Turn a VPN off and try again, or use "
				"another network. Restart the router.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. As a "
				"test, set the packet size (MTU) of "
				"this computer to 1400.",
			[AUDIENCE_NETWORK] =
				"Let ICMP \"fragmentation needed\" "
				"through, or limit the segment size "
				"(MSS clamping) on the tunnel or the "
				"DSL line.",
		},
	.confirm = "With an MTU of 1400 or less, or without the VPN, "
		   "the connection succeeds.",
	.example = "-  connected to 192.0.2.25 port 993\n"
		   "-  TLS handshake begins\n"
		   "-  no answer\n"
		   "-  with a smaller hello: TLS is up",
	.reference = "RFC 2923 section 2.1; RFC 8899",
};

const struct cause cause_tls_intolerant = {
	.id = "tls-intolerant",
	.first = AUDIENCE_ADMIN,
	.title = "The server fails at the offer of a modern program",
	.explanation = "A program offers all the versions of TLS that it "
		       "knows, and the server picks one. This one breaks off "
		       "instead of picking, though it takes single versions. "
		       "Its software, or a device before it, is out of date.",
	.remedies =
		{
			[AUDIENCE_USER] = "There is nothing to set. "
					  "Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider. An older version "
				"of TLS as the highest one, where the "
				"program can be set so, helps until "
				"then.",
			[AUDIENCE_ADMIN] = "Update the TLS software of "
					   "the server, or of the load "
					   "balancer before it.",
		},
	.confirm = "Another program of today fails in the same way, "
		   "and an older one works.",
	.example = "-  TLS handshake begins (1.0 to 1.3)\n"
		   "-  alert 40 (handshake_failure)\n"
		   "-  TLS 1.2 alone: TLS is up",
	.reference = "RFC 8446 section 4.1.2 and appendix D",
};

const struct cause cause_tls_too_old_server = {
	.id = "tls-too-old-server",
	.first = AUDIENCE_ADMIN,
	.title = "The server knows only encryption that is out of date",
	.explanation = "The best that the server can do are versions of TLS "
		       "that were given up years ago. Programs of today "
		       "refuse them, so that no connection comes about; older "
		       "programs connect, and are not safe.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing that you can safely "
				"set: do not allow old encryption in "
				"your program. Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider that the server has "
				"to offer TLS 1.2 or newer.",
			[AUDIENCE_ADMIN] = "Update the server so that "
					   "it offers TLS 1.2 and 1.3.",
		},
	.example = "-  TLS handshake begins (1.0 to 1.3)\n"
		   "-  TLS 1.0 is up",
	.reference = "RFC 8996; RFC 9325 section 3.1.1",
};

const struct cause cause_tls_no_common = {
	.id = "tls-no-common",
	.first = AUDIENCE_ADMIN,
	.title = "The two sides find no encryption in common",
	.explanation = "Both sides name the kinds of encryption that they "
		       "know, and there is none in both lists. Servers with a "
		       "very old or a very strict set-up do so, and those "
		       "whose certificate is missing.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Update your mail program. If it is up "
				"to date, there is nothing to set: "
				"tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with a program that is up to "
				"date. If that fails too, tell the "
				"provider.",
			[AUDIENCE_ADMIN] =
				"See that the server has a certificate "
				"that it can use, and offers ciphers "
				"of today; its log says more.",
		},
	.confirm = "The log of the server says \"no shared cipher\" or "
		   "the like.",
	.example = "-  TLS handshake begins\n"
		   "-  alert 40 (handshake_failure)",
	.reference = "RFC 8446 section 6.2; RFC 9325 section 4.2",
};

const struct cause cause_hello_dropped = {
	.id = "hello-dropped",
	.first = AUDIENCE_ADMIN,
	.title = "The server hangs up, or says nothing, when "
		 "encryption is to begin",
	.explanation = "The connection stands until the program asks "
		       "for encryption, and then ends without a "
		       "reason. A firewall or a server that dislikes "
		       "something in the request does so, and a server "
		       "whose TLS is not set up at all.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try from another network. If it fails "
				"there too, tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network and "
				"another program. Tell the provider "
				"what of the two works.",
			[AUDIENCE_ADMIN] =
				"See the server's log: is there a "
				"certificate, and does a load balancer "
				"or a firewall end the connection?",
			[AUDIENCE_NETWORK] =
				"If it fails from this network only, "
				"see whether a firewall filters by the "
				"server's name or by the kind of "
				"request.",
		},
	.confirm = "From another network the handshake succeeds: it is "
		   "this network. It does not: it is the server.",
	.example = "-  TLS handshake begins\n"
		   "-  reset by the server",
};

const struct cause cause_tls_server_fault = {
	.id = "tls-server-fault",
	.first = AUDIENCE_ADMIN,
	.title = "The server has a fault of its own when encryption "
		 "begins",
	.explanation = "The server says, or shows by hanging up, that "
		       "something went wrong inside it. A certificate or key "
		       "that cannot be read is the usual reason.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing to set. Wait until "
				"the provider has repaired the server.",
			[AUDIENCE_HELPDESK] = "Tell the provider.",
			[AUDIENCE_ADMIN] =
				"See the server's log at the moment of "
				"the handshake; see that certificate "
				"and key exist, fit together and can "
				"be read by the service.",
		},
	.confirm = "The log of the server names the fault.",
	.example = "-  TLS handshake begins\n"
		   "-  alert 80 (internal_error)",
	.reference = "RFC 8446 section 6.2",
};
