/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Several addresses, and connections that end at once. */

#include "checks/causes/cause.h"

const struct cause cause_ipv6_broken = {
	.id = "ipv6-broken",
	.first = AUDIENCE_NETWORK,
	.title = "Connections over IPv6 do not come about",
	.explanation = "The server can be reached in two ways, by IPv6 and by "
		       "IPv4. From here IPv6 leads nowhere; programs try it "
		       "first, wait, and some never try the other.",
	.remedies =
		{
			[AUDIENCE_USER] = "Mail may work after a delay. If it "
					  "does not, try from another network, "
					  "and tell whoever runs this one.",
			[AUDIENCE_HELPDESK] =
				"Compare with a web page that is "
				"reachable over IPv6 only. For the "
				"time being IPv6 can be turned off on "
				"the computer.",
			[AUDIENCE_NETWORK] = "Repair the IPv6 uplink, or stop "
					     "announcing IPv6 in this network.",
		},
	.confirm = "No other server can be reached over IPv6 from here "
		   "either.",
	.example = "-  connecting to 2001:db8::25 port 993: no answer\n"
		   "-  connecting to 192.0.2.25 port 993: connected",
	.reference = "RFC 8305 section 5",
};

const struct cause cause_ipv4_broken = {
	.id = "ipv4-broken",
	.first = AUDIENCE_NETWORK,
	.title = "Connections over IPv4 do not come about",
	.explanation = "The server can be reached in two ways, by IPv6 and by "
		       "IPv4. From here IPv4 leads nowhere; programs that "
		       "know nothing else do not get through.",
	.remedies =
		{
			[AUDIENCE_USER] = "Mail may work after a delay. If it "
					  "does not, try from another network, "
					  "and tell whoever runs this one.",
			[AUDIENCE_HELPDESK] = "Compare with another network.",
			[AUDIENCE_NETWORK] = "Repair the IPv4 uplink, or the "
					     "translation to it.",
		},
	.confirm = "No other server can be reached over IPv4 from here "
		   "either.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 2001:db8::25 port 993: connected",
	.reference = "RFC 8305 section 5",
};

const struct cause cause_one_server_down = {
	.id = "one-server-down",
	.first = AUDIENCE_ADMIN,
	.title = "One of several computers behind the name does not "
		 "answer",
	.explanation = "The name stands for several computers that share the "
		       "work. Programs that happen to take the dead one wait "
		       "or give up; the next attempt may work.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try again; the next attempt may reach "
				"a computer that works.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider which address does "
				"not answer. Do not have the number "
				"entered in place of the name.",
			[AUDIENCE_ADMIN] =
				"Repair the computer at the address "
				"named here, or take it out of the DNS "
				"until it works.",
		},
	.confirm = "The same address does not answer from another "
		   "network either.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 192.0.2.26 port 993: connected",
};

const struct cause cause_members_differ = {
	.id = "members-differ",
	.first = AUDIENCE_ADMIN,
	.title = "The computers behind the name do not behave alike",
	.explanation = "The name stands for several computers that "
		       "share the work, and they are not set up alike: "
		       "what works with one fails with another, so "
		       "that the fault comes and goes.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try again; the next attempt may reach "
				"a computer that works. If it keeps "
				"happening, tell your provider.",
			[AUDIENCE_HELPDESK] = "Tell the provider which address "
					      "behaves in which way.",
			[AUDIENCE_ADMIN] =
				"Bring the set-up of the computer "
				"named here into line with the others, "
				"or take it out of the DNS.",
		},
	.confirm = "The same address fails and the others work, each "
		   "time.",
	.example = "-  192.0.2.25: handshake_failure\n"
		   "-  192.0.2.26: TLS is up",
};

const struct cause cause_connection_dropped = {
	.id = "connection-dropped",
	.first = AUDIENCE_HELPDESK,
	.title = "The server ends the connection without a word",
	.explanation = "The connection comes about and is ended at once. "
		       "Servers and firewalls do so with addresses that "
		       "connect too often, that they distrust, or that come "
		       "from a country they do not serve; a faulty service "
		       "does so with everybody.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close other mail programs, wait ten "
					  "minutes and try again. If it stays "
					  "so, try from another network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it "
				"works there, the server turns this "
				"network away; if not, the service is "
				"faulty. Tell the provider which.",
			[AUDIENCE_ADMIN] = "Look in the log for this client's "
					   "address: a limit, a block list, a "
					   "country filter, or a service that "
					   "stops as it starts.",
		},
	.confirm = "From another network the server greets: it turns "
		   "this one away.",
	.example = "-  connected to 192.0.2.25 port 143\n"
		   "-  closed by the server before any greeting",
};
