/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The way to the server. */

#include "checks/causes/cause.h"

const struct cause cause_captive_portal = {
	.id = "captive-portal",
	.first = AUDIENCE_USER,
	.title = "A login page of this network answers in place of the "
		 "server",
	.explanation = "Guest networks in hotels, trains or cafes answer "
		       "every connection themselves until somebody has logged "
		       "in or accepted their terms in a web browser. Mail "
		       "programs cannot show that page.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open a web browser and go to any page "
				"that begins with http://. If a login "
				"page appears, log in or accept the "
				"terms. Then try mail again.",
			[AUDIENCE_HELPDESK] = "Have the caller open a web page "
					      "first, or use a mobile phone's "
					      "network for comparison.",
			[AUDIENCE_NETWORK] =
				"Let mail through for those who have "
				"logged in, or exempt ports 993, 995, "
				"465 and 587.",
		},
	.confirm = "A web browser in this network shows a login page.",
	.example = "-  TLS handshake begins\n"
		   "S: HTTP/1.1 302 Found\n"
		   "S: Location: http://login.example.net/",
};

const struct cause cause_transparent_proxy = {
	.id = "transparent-proxy",
	.first = AUDIENCE_NETWORK,
	.title = "Something on the way takes every connection itself",
	.explanation = "A connection even to a port that nobody uses was "
		       "accepted. So it is not the server that answers first, "
		       "but a proxy, a firewall or a security program on the "
		       "way, and mail does not get through it as it should.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try from another network, your mobile "
				"phone's say. If it works there, tell "
				"whoever runs this network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If a "
				"security program runs on the "
				"computer, compare with its mail or "
				"web protection turned off for a "
				"moment.",
			[AUDIENCE_NETWORK] =
				"Exempt the mail ports 993, 995, 465, "
				"587, 143 and 110 from the proxy.",
		},
	.confirm = "From another network a port that is not used does "
		   "not answer.",
	.example = "-  connecting to 192.0.2.25 port 4: connected\n"
		   "-  connecting to 192.0.2.25 port 993: connected\n"
		   "-  closed before any greeting",
};

const struct cause cause_address_family_missing = {
	.id = "address-family-missing",
	.first = AUDIENCE_NETWORK,
	.title = "The server is reachable in a way that this network "
		 "does not have",
	.explanation = "There are two kinds of Internet addresses, IPv4 and "
		       "IPv6. The server has addresses of one kind only, and "
		       "this network has a connection of the other kind only.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try from another network, "
					  "your mobile phone's say.",
			[AUDIENCE_HELPDESK] = "Compare with another network.",
			[AUDIENCE_ADMIN] = "Give the server addresses "
					   "of both kinds.",
			[AUDIENCE_NETWORK] = "Offer both IPv4 and IPv6, or a "
					     "translation between them.",
		},
	.confirm = "From a network with both kinds it works.",
	.example = "-  looking up mail.example.com: 2001:db8::25\n"
		   "-  connecting to 2001:db8::25 port 993\n"
		   "-  Network is unreachable",
	.reference = "RFC 8305",
};

const struct cause cause_port_25_blocked = {
	.id = "port-25-blocked",
	.first = AUDIENCE_USER,
	.title = "This network blocks port 25",
	.explanation = "Port 25 is the entrance by which mail servers "
		       "hand mail to each other. Nearly every access "
		       "provider blocks it for its customers, since "
		       "infected computers sent junk mail there. Mail "
		       "programs use another entrance.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program open the "
				"settings of the outgoing mail server. "
				"Set the port to 465 with SSL/TLS, or "
				"to 587 with STARTTLS, and turn on "
				"that it logs in with your name and "
				"password.",
			[AUDIENCE_HELPDESK] =
				"Have the caller use port 465 with "
				"SSL/TLS or 587 with STARTTLS, with "
				"log-in.",
			[AUDIENCE_NETWORK] =
				"Port 25 is best left blocked; see "
				"that 465 and 587 are open.",
		},
	.confirm = "Port 25 of a server of another owner does not "
		   "answer from here either, and port 587 does.",
	.example = "-  connecting to 192.0.2.25 port 25\n"
		   "-  no answer\n"
		   "-  connecting to 192.0.2.25 port 587: connected",
	.reference = "RFC 5068 section 3.1; RFC 8314 section 3.3",
};

const struct cause cause_mail_ports_filtered = {
	.id = "mail-ports-filtered",
	.first = AUDIENCE_NETWORK,
	.title = "This network lets no mail programs through",
	.explanation = "Web pages come through this network, but all the "
		       "ports that mail programs use stay silent. Companies, "
		       "schools and guest networks set their firewalls so.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try from another network, your mobile "
				"phone's say. There is nothing to set "
				"in the mail program; the web mail of "
				"your provider works in this network.",
			[AUDIENCE_HELPDESK] =
				"Have the caller compare with a mobile "
				"phone's network. If it works there, "
				"refer them to whoever runs this "
				"network.",
			[AUDIENCE_NETWORK] =
				"Open the ports 993, 995, 465 and 587 "
				"outwards, or say that mail programs "
				"are not wanted here.",
		},
	.confirm = "From another network the same ports answer.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 192.0.2.25 port 587: no answer\n"
		   "-  connecting to 192.0.2.25 port 443: connected",
};

const struct cause cause_network_blocked = {
	.id = "network-blocked",
	.first = AUDIENCE_NETWORK,
	.title = "Nothing outside can be reached from this network",
	.explanation = "No server of any owner answers, on any port that was "
		       "tried. It is unlikely that all of them are down at "
		       "once: most likely this network, or a firewall on this "
		       "computer, lets nothing out.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open any web page. If that fails too, "
				"restart the router or ask whoever "
				"runs the network. If a VPN is in use, "
				"turn it off and on again.",
			[AUDIENCE_HELPDESK] =
				"See whether anything else on the "
				"Internet works on this computer. If "
				"not, treat this as a network fault.",
			[AUDIENCE_NETWORK] =
				"See what the firewall and the uplink "
				"of this network do with connections "
				"from this computer.",
		},
	.confirm = "Nothing else on the Internet can be reached either.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 198.51.100.7 port 587: no answer\n"
		   "-  connecting to 192.0.2.25 port 443: no answer",
};

const struct cause cause_host_unreachable = {
	.id = "host-unreachable",
	.first = AUDIENCE_NETWORK,
	.title = "There is no way to the server",
	.explanation = "A router answered in the server's place: it "
		       "knows no way there, or is told to let nothing "
		       "through. The server may be switched off, its "
		       "address may be wrong, or a VPN may be missing.",
	.remedies =
		{
			[AUDIENCE_USER] = "If the server belongs to your "
					  "company, connect the VPN first. "
					  "Otherwise try from another network.",
			[AUDIENCE_HELPDESK] =
				"Ask whether a VPN is needed. Compare "
				"with another network.",
			[AUDIENCE_ADMIN] =
				"See that the server runs and that its "
				"address in the DNS is right.",
			[AUDIENCE_NETWORK] =
				"See the routes and firewall rules for "
				"this address.",
		},
	.confirm = "From another network it answers, or it does not "
		   "there either.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  No route to host",
	.reference = "RFC 1812 section 5.2.7.1",
};

const struct cause cause_port_filtered = {
	.id = "port-filtered",
	.first = AUDIENCE_NETWORK,
	.title = "A firewall swallows the connection",
	.explanation = "The request for a connection was sent and nothing "
		       "came back, neither a yes nor a no. A server that runs "
		       "would answer; so something on the way, or at the "
		       "server's own door, drops the request without a word.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try from another network, your mobile "
				"phone's say. If it works there, tell "
				"whoever runs this network; if not, "
				"tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare the port with the provider's "
				"instructions, and the result with "
				"another network.",
			[AUDIENCE_ADMIN] = "See that the server's own firewall "
					   "lets this port in.",
			[AUDIENCE_NETWORK] =
				"See that the firewall of this network "
				"lets this port out.",
		},
	.confirm = "From another network the port answers: the block "
		   "is here. It does not: the block is at the server.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  no answer in 5 seconds",
	.reference = "RFC 9293 section 3.5",
};

const struct cause cause_host_down = {
	.id = "host-down",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not answer at all",
	.explanation = "Nothing that was tried of this server answers. "
		       "It is switched off, cut off, or hidden by a "
		       "firewall that drops everything.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Wait a while and try again. There is "
				"nothing to set in the mail program.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network, and "
				"look for a notice of the provider. If "
				"nobody reaches the server, tell the "
				"provider.",
			[AUDIENCE_ADMIN] =
				"See that the server runs, is "
				"connected, and has the address that "
				"the DNS gives.",
		},
	.confirm = "The server does not answer from another network "
		   "either.",
	.example = "-  connecting to 192.0.2.25 port 993: no answer\n"
		   "-  connecting to 192.0.2.25 port 443: no answer",
};

const struct cause cause_port_closed = {
	.id = "port-closed",
	.first = AUDIENCE_USER,
	.title = "No mail service is open at this port",
	.explanation = "The computer answers at once that nothing listens on "
		       "this port. Either the port number is wrong, or the "
		       "mail service on it is not running.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in "
				"your mail program and compare the "
				"port number with the one that your "
				"provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare port and host with the "
				"provider's instructions. If they are "
				"right, tell whoever runs the server "
				"that the service is not running.",
			[AUDIENCE_ADMIN] =
				"Start the service and see that it "
				"listens on this port and on the outer "
				"address, not only on the computer "
				"itself.",
		},
	.confirm = "The provider publishes another port; or the same "
		   "port is closed from another network too.",
	.example = "-  connecting to 192.0.2.25 port 993\n"
		   "-  connection refused",
	.reference = "RFC 9293 section 3.5.2",
};
