/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Names, and the service that looks them up. */

#include "checks/causes/cause.h"

const struct cause cause_interrupted = {
	.id = "interrupted",
	.first = AUDIENCE_HELPDESK,
	.title = "The run was broken off",
	.explanation = "The check ended before all questions were asked, by a "
		       "key, a signal or its time limit. What was not asked "
		       "says nothing about the server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Run the check again and wait until it "
				"ends by itself.",
			[AUDIENCE_HELPDESK] = "Run the check again and "
					      "let it end by itself.",
		},
	.confirm = "A run that ends by itself.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  interrupted",
};

const struct cause cause_network_down = {
	.id = "network-down",
	.first = AUDIENCE_USER,
	.title = "This computer has no network",
	.explanation = "A computer that is not connected cannot reach "
		       "any server. Nothing is known of the mail "
		       "servers until it is.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"See that the network cable is plugged "
				"in or the Wi-Fi is connected, and "
				"that flight mode is off. If a VPN is "
				"in use, connect it. Then try again.",
			[AUDIENCE_HELPDESK] =
				"Have the caller open any web page. If "
				"that fails too, this is no matter of "
				"mail: treat it as a network fault.",
			[AUDIENCE_NETWORK] =
				"See why this computer has no address "
				"or no default route.",
		},
	.confirm = "No web page opens on this computer either.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  Network is unreachable",
};

const struct cause cause_name_service_down = {
	.id = "name-service-down",
	.first = AUDIENCE_USER,
	.title = "The name service of this network does not answer",
	.explanation = "Every server has a name for people and an address for "
		       "computers. A name service (DNS) turns one into the "
		       "other; here it gave no answer, so that no connection "
		       "could even be tried.",
	.remedies =
		{
			[AUDIENCE_USER] = "Open a web page that you have not "
					  "visited today. If that fails too, "
					  "restart the Wi-Fi router, or ask "
					  "whoever runs the network. Your mail "
					  "settings are not the reason.",
			[AUDIENCE_HELPDESK] =
				"Nothing needs to be changed in the "
				"mail program. Find out whether web "
				"pages open on this computer, and "
				"which name servers it uses.",
			[AUDIENCE_NETWORK] =
				"See that the name servers which this "
				"computer is given answer, and that "
				"port 53 to them is open.",
		},
	.confirm = "Other names cannot be looked up from this computer "
		   "either.",
	.example = "-  looking up imap.example.com\n"
		   "-  no answer from the name service (192.0.2.53)",
	.reference = "RFC 1035 section 7.2",
};

const struct cause cause_name_servers_failing = {
	.id = "name-servers-failing",
	.first = AUDIENCE_ADMIN,
	.title = "The name servers of the mail server's domain fail",
	.explanation = "The name service here works, but those who must "
		       "answer for this one domain do not, or answer in a way "
		       "that cannot be trusted (DNSSEC). Only whoever runs "
		       "the domain can repair that.",
	.remedies =
		{
			[AUDIENCE_USER] = "There is nothing to set. "
					  "Try again later; other "
					  "accounts are not affected.",
			[AUDIENCE_HELPDESK] =
				"Look the name up from another "
				"network. If it fails there too, tell "
				"the provider.",
			[AUDIENCE_ADMIN] =
				"See that all name servers of the "
				"domain answer and agree, and that its "
				"DNSSEC signatures have not run out.",
		},
	.confirm = "The same name cannot be looked up from another "
		   "network either, while others can.",
	.example = "-  looking up imap.example.com\n"
		   "-  SERVFAIL\n"
		   "-  looking up imap.example.net: 192.0.2.25",
	.reference = "RFC 1035 section 4.1.1; RFC 4035 section 5.5",
};

const struct cause cause_name_service_wrong = {
	.id = "name-service-wrong",
	.first = AUDIENCE_USER,
	.title = "The name service here gives a wrong answer",
	.explanation = "The name is right, but the name service of this "
		       "network (or a hosts file, a filter or a block list on "
		       "this computer) denies it or leads it to a wrong "
		       "place, often to this computer itself.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"If you use an ad blocker, a parental "
				"filter or a guest network, turn it "
				"off or log in to it, and try again. "
				"Otherwise ask whoever runs the "
				"network.",
			[AUDIENCE_HELPDESK] =
				"Look the name up from another network "
				"and compare. If the answers differ, "
				"the fault is in this network or on "
				"this computer.",
			[AUDIENCE_NETWORK] =
				"See what the name service here, its "
				"filters and the hosts file of this "
				"computer say of the name.",
		},
	.confirm = "The same name has another address when looked up "
		   "elsewhere.",
	.example = "-  looking up imap.example.com: 127.0.0.1\n"
		   "-  connecting to 127.0.0.1 port 993\n"
		   "-  connection refused",
};

const struct cause cause_name_misspelt = {
	.id = "name-misspelt",
	.first = AUDIENCE_USER,
	.title = "The server's name is probably misspelt",
	.explanation = "No server has this name, but a well-known "
		       "provider has one that is nearly the same. One "
		       "letter too many, too few or in the wrong place "
		       "is enough for a program to find nothing.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in "
				"your mail program and compare the "
				"name letter by letter with the one "
				"that your provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Read the right name out to the "
				"caller, and have it entered anew "
				"instead of corrected.",
		},
	.confirm = "The suggested name is the one that the provider of "
		   "this account publishes.",
	.example = "-  looking up imap.gmial.com\n"
		   "-  the name does not exist",
};

const struct cause cause_name_is_mail_domain = {
	.id = "name-is-mail-domain",
	.first = AUDIENCE_USER,
	.title = "A mail domain stands where a server's name belongs",
	.explanation = "What stands behind the @ of an address is a domain. "
		       "The servers of that domain have names of their own, "
		       "which the provider publishes; the domain itself often "
		       "leads nowhere, or to a web site.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Look up in your provider's "
				"instructions what the incoming and "
				"the outgoing mail server are called, "
				"and enter those names.",
			[AUDIENCE_HELPDESK] =
				"Look the server names up for the "
				"caller, or let the program find them "
				"by the mail address.",
		},
	.confirm = "The provider publishes other names for its mail "
		   "servers.",
	.example = "-  looking up example.com: no address\n"
		   "-  mail for example.com goes to mx1.example.net",
	.reference = "RFC 5321 section 5.1; RFC 6186",
};

const struct cause cause_name_without_address = {
	.id = "name-without-address",
	.first = AUDIENCE_USER,
	.title = "The name exists, but no computer stands behind it",
	.explanation = "The name is known, but nobody has said which "
		       "address belongs to it, or only one of a kind "
		       "that was not asked for.",
	.remedies =
		{
			[AUDIENCE_USER] = "Compare the server's name with the "
					  "one that your provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare the name with the provider's "
				"instructions. If it is right, tell "
				"the provider that it has no address.",
			[AUDIENCE_ADMIN] =
				"Give the name an address (A and AAAA "
				"records) in the DNS.",
		},
	.confirm = "The name has no address from another network either.",
	.example = "-  looking up mail.example.com: no A or AAAA record",
};

const struct cause cause_service_not_offered = {
	.id = "service-not-offered",
	.first = AUDIENCE_USER,
	.title = "The provider says that it does not offer this service",
	.explanation = "A provider can say in the DNS which services "
		       "it has. For this one it says: none.",
	.remedies =
		{
			[AUDIENCE_USER] = "Choose the other kind of account "
					  "(IMAP in place of POP3, or the "
					  "reverse), or a program that works "
					  "with the provider in its own way.",
			[AUDIENCE_HELPDESK] =
				"See in the provider's instructions "
				"which services it offers.",
		},
	.confirm = "The provider's instructions do not name this service.",
	.example = "-  _pop3s._tcp.example.com SRV 0 0 0 .",
	.reference = "RFC 6186 section 3.4",
};

const struct cause cause_name_unknown = {
	.id = "name-unknown",
	.first = AUDIENCE_USER,
	.title = "The server's name does not exist",
	.explanation = "The name service was asked for the name and "
		       "says that there is none like it. Either it is "
		       "not written as the provider publishes it, or "
		       "the provider has given it up.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in "
				"your mail program and compare the "
				"name letter by letter with the one "
				"that your provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare the name with the provider's "
				"instructions. If it is right, ask "
				"whoever runs the domain.",
			[AUDIENCE_ADMIN] =
				"If the name is meant to exist, put it "
				"back into the DNS.",
		},
	.confirm = "The name does not exist from another network either.",
	.example = "-  looking up imap.example.com\n"
		   "-  the name does not exist (NXDOMAIN)",
	.reference = "RFC 1035 section 4.1.1",
};
