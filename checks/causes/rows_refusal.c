/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The server turns us away, or says nothing. */

#include "checks/causes/cause.h"

const struct cause cause_throttled = {
	.id = "throttled",
	.first = AUDIENCE_USER,
	.title = "The server has no time for further connections just "
		 "now",
	.explanation = "A server allows only so many connections in a while, "
		       "and asks to come back later. This is not a fault, but "
		       "it keeps the check (and programs) from being served.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close mail programs on your "
					  "other devices, wait ten "
					  "minutes and try again.",
			[AUDIENCE_HELPDESK] =
				"Wait and check again. If it happens "
				"all the time, find out how many "
				"devices use the account at once.",
			[AUDIENCE_ADMIN] = "If this client is welcome, see the "
					   "limits per address and per user.",
		},
	.confirm = "After some minutes of rest the same check succeeds.",
	.example = "S: 421 4.7.0 Try again later",
	.reference = "RFC 5321 section 3.8; RFC 5530; RFC 3206",
};

const struct cause cause_connections_limit = {
	.id = "connections-limit",
	.first = AUDIENCE_USER,
	.title = "Too many connections at the same time",
	.explanation = "Servers allow a certain number of connections for "
		       "each account or each network. Phones, tablets and "
		       "programs that are left open hold theirs for hours, "
		       "and all computers behind one router count as one.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Close mail programs on your other "
				"devices, or turn mail off there for a "
				"moment. Wait ten minutes and try "
				"again.",
			[AUDIENCE_HELPDESK] =
				"Count the devices that use the "
				"account; have the number of "
				"connections in the mail program set "
				"to two or less.",
			[AUDIENCE_ADMIN] =
				"Raise the limit of connections per "
				"address or per user if many share one "
				"address.",
		},
	.confirm = "With other programs closed the connection succeeds.",
	.example = "S: * BYE Maximum number of connections from "
		   "user+IP exceeded",
	.reference = "RFC 5530 section 3; RFC 2449 section 8.1.2",
};

const struct cause cause_maintenance = {
	.id = "maintenance",
	.first = AUDIENCE_USER,
	.title = "The server is out of service for the moment",
	.explanation = "The server answers and says that it cannot "
		       "serve now. Whoever runs it is working on it, "
		       "or a part of it is down.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait and try again later. There is "
					  "nothing to set in the mail program.",
			[AUDIENCE_HELPDESK] =
				"Look for a notice of the provider. If "
				"there is none and it lasts, tell the "
				"provider.",
			[AUDIENCE_ADMIN] =
				"See the state of the service. In "
				"Exchange, see the component states of "
				"the server.",
		},
	.confirm = "Later the same check succeeds.",
	.example = "S: 421 4.3.2 Service not active",
	.reference = "RFC 5321 section 4.2.3; RFC 5530 section 3",
};

const struct cause cause_greylisted = {
	.id = "greylisted",
	.first = AUDIENCE_USER,
	.title = "The server puts unknown senders off for some minutes",
	.explanation = "Servers that exchange mail among themselves tell "
		       "those they do not know to come back later; junk "
		       "mailers rarely do. A mail program meets this only if "
		       "it uses the wrong entrance, or does not log in.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program open the "
				"settings of the outgoing server: use "
				"port 465 with SSL/TLS or 587 with "
				"STARTTLS, and turn on that it logs "
				"in.",
			[AUDIENCE_HELPDESK] =
				"See that the caller uses port 465 or "
				"587 with log-in, not 25.",
			[AUDIENCE_ADMIN] = "Exempt clients that log in "
					   "from greylisting.",
		},
	.confirm = "After fifteen minutes the same connection is "
		   "accepted.",
	.example = "S: 451 4.7.1 Greylisted, please try again in 300 "
		   "seconds",
	.reference = "RFC 6647 section 2",
};

const struct cause cause_address_blocked = {
	.id = "address-blocked",
	.first = AUDIENCE_HELPDESK,
	.title = "The server does not accept this network's address",
	.explanation = "The server knows the Internet address that you come "
		       "from, and turns it away: the address stands on a "
		       "block list of senders of junk mail, or the server "
		       "serves certain networks only. All computers behind "
		       "one router share that address.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try from another network, your mobile "
				"phone's say. If you send mail by port "
				"25, use 465 or 587 instead, with "
				"log-in.",
			[AUDIENCE_HELPDESK] =
				"Look the public address of this "
				"network up in the list that the "
				"server names, and have the computers "
				"here looked at for viruses.",
			[AUDIENCE_ADMIN] =
				"Exempt clients that log in on 587 and "
				"465 from block lists.",
			[AUDIENCE_NETWORK] =
				"Find what sends junk mail from this "
				"network, stop it, and ask the list "
				"for removal.",
		},
	.confirm = "From another network the server is friendly.",
	.example = "S: 554 5.7.1 Service unavailable; client host "
		   "[192.0.2.1] blocked using a block list",
	.reference = "RFC 5321 section 3.1; RFC 5782",
};

const struct cause cause_server_refuses = {
	.id = "server-refuses",
	.first = AUDIENCE_HELPDESK,
	.title = "The server turns the connection away",
	.explanation = "The server answers only to say that it will not serve "
		       "this computer, and not why in a way that a program "
		       "understands. Too many connections, maintenance and a "
		       "blocked address are the usual reasons.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close other mail programs, wait ten "
					  "minutes and try again. If it stays "
					  "so, try from another network.",
			[AUDIENCE_HELPDESK] =
				"Read the server's own words below. "
				"Compare with another network, and "
				"tell the provider.",
			[AUDIENCE_ADMIN] = "Look in the log why this "
					   "client is turned away.",
		},
	.confirm = "From another network, or after some time, the "
		   "server greets.",
	.example = "S: * BYE Connection refused",
	.reference = "RFC 9051 section 7.1.5",
};

const struct cause cause_server_silent = {
	.id = "server-silent",
	.first = AUDIENCE_ADMIN,
	.title = "The server accepts the connection and then says "
		 "nothing",
	.explanation = "Something takes the connection and then stays silent "
		       "until the time is up. The service behind the port "
		       "hangs or is overloaded, or a proxy takes connections "
		       "for a server that is gone.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait and try again later.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it "
				"is silent there too, tell the "
				"provider that the service hangs.",
			[AUDIENCE_ADMIN] =
				"See whether the service still runs "
				"and answers locally, whether it waits "
				"for a reverse look-up, and whether a "
				"load balancer sends connections to a "
				"server that is gone.",
		},
	.confirm = "The port is silent from another network, and in "
		   "the other mode, too.",
	.example = "-  connected to 192.0.2.25 port 143\n"
		   "-  no greeting in 10 seconds",
};

const struct cause cause_server_slow = {
	.id = "server-slow",
	.first = AUDIENCE_ADMIN,
	.title = "The server answers too slowly",
	.explanation = "Some answers came and others did not come in time. "
		       "The server is overloaded, waits for another service "
		       "(a reverse look-up, a directory), or slows strangers "
		       "down on purpose.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait and try again later. In the "
					  "program's settings a longer waiting "
					  "time (timeout) may help.",
			[AUDIENCE_HELPDESK] = "Check again later with "
					      "a longer --timeout.",
			[AUDIENCE_ADMIN] = "See the load of the server, and "
					   "whether its name service and "
					   "directory answer quickly.",
		},
	.confirm = "With a longer timeout all answers come.",
	.example = "-  connected to 192.0.2.25 port 587\n"
		   "-  12 seconds later\n"
		   "S: 220 mail.example.com ESMTP",
};

const struct cause cause_greeting_broken = {
	.id = "greeting-broken",
	.first = AUDIENCE_HELPDESK,
	.title = "What answers cannot be understood",
	.explanation = "Something sends octets that no mail server sends: "
		       "another kind of service, a device on the way that "
		       "damages the data, or a service that is broken.",
	.remedies =
		{
			[AUDIENCE_USER] = "Compare the server's name and the "
					  "port number with those that your "
					  "provider publishes, and try from "
					  "another network.",
			[AUDIENCE_HELPDESK] =
				"Compare host and port with the "
				"provider's instructions, and the "
				"result with another network.",
			[AUDIENCE_ADMIN] = "See what listens on this port.",
		},
	.confirm = "From another network a proper greeting comes, or "
		   "the same octets.",
	.example = "-  connected to 192.0.2.25 port 143\n"
		   "S: \\x00\\x00\\x00\\x01",
};
