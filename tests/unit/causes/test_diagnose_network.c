/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Names and networks: what is diagnosed first, and what must not be. */

#include "tests/unit/causes/diagnose_claims.h"
#include "tests/unit/causes/diagnose_scenes.h"
#include "tests/unit/unit.h"

#include <string.h>

static void nothing_wrong(struct run *run)
{
	good(run, POP3, IMPLICIT, HOST);
	good(run, IMAP, EXPLICIT, HOST);
	good(run, SMTP, EXPLICIT, "smtp.example.com");
	good(run, IMAP, CLEARTEXT, HOST);
}

static void old_versions_accepted(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);

	for (int v = TLS_1_0 - 1; v <= TLS_1_3; v++)
		complete(endpoint,
			add_probe(endpoint,
				v < TLS_1_0 ? PURPOSE_BEST
					    : PURPOSE_TLS_VERSION,
				v < TLS_1_0 ? TLS_PROBED : TLS_BIT(v)),
			v < TLS_1_0 ? TLS_1_3 : (enum tls_version)v);
}

/* As on many computers: the name has ::1, and nobody listens there. */
static void loopback_half(struct run *run)
{
	struct endpoint_report *endpoint =
		good(run, IMAP, IMPLICIT, "localhost");

	add_attempt(best(endpoint), "::1", ST_CONN_REFUSED);
}

static void no_ipv6_here(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	run->report.local.has_ipv6_route = false;
	add_attempt(best(endpoint), "2001:db8::1", ST_NO_NETWORK);
}

static void broken_off(struct run *run)
{
	add(run, IMAP, IMPLICIT, HOST)->facts.interrupted = true;
}

static void give_up(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text)
{
	(void)endpoint;
	probe->detail = text;
}

static void given_up(struct run *run)
{
	each(bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_LOCAL), give_up,
		"still computing at its deadline");
}

static void broken_off_after_failure(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);

	endpoint->facts.interrupted = true;
}

static void no_resolver(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_RESOLVE, ST_NO_RESOLVER);
	bad(run, SMTP, EXPLICIT, "smtp.example.org", STAGE_RESOLVE,
		ST_NO_RESOLVER);
}

static void no_resolver_no_route(struct run *run)
{
	no_resolver(run);
	run->report.local.has_ipv4_route = false;
	run->report.local.has_ipv6_route = false;
}

static void no_network(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_NO_NETWORK);
	bad(run, SMTP, EXPLICIT, HOST, STAGE_CONNECT, ST_NO_NETWORK);
	run->report.local.has_ipv4_route = false;
	run->report.local.has_ipv6_route = false;
}

static void silent_resolver(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_RESOLVE, ST_TIMEOUT);
	good(run, SMTP, EXPLICIT, "192.0.2.9");
}

static void one_domain_fails(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_RESOLVE, ST_NO_RESOLVER);
	good(run, SMTP, EXPLICIT, "smtp.example.org");
}

static void domain_fails_asked(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_RESOLVE, ST_NO_RESOLVER);

	endpoint->facts.name = (struct name_facts){
		.asked = true, .answered = true, .domain = "example.com"};
}

static void known_name_denied(struct run *run)
{
	bad(run, IMAP, IMPLICIT, "imap.gmail.com", STAGE_RESOLVE, ST_NO_NAME);
	bad(run, POP3, IMPLICIT, "pop.gmail.com", STAGE_RESOLVE, ST_NO_NAME);
}

static void known_name_astray(struct run *run)
{
	struct endpoint_report *endpoint =
		add(run, IMAP, IMPLICIT, "imap.gmail.com");
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);

	add_attempt(probe, "0.0.0.0", ST_CONN_REFUSED);
	probe->stage = STAGE_CONNECT;
	probe->status = ST_CONN_REFUSED;
}

static void sent_elsewhere(struct run *run)
{
	known_name_astray(run);
	run->report.endpoints[0].facts.connected_to = "127.0.0.1";
}

static void misspelt_outlook(struct run *run)
{
	bad(run, POP3, IMPLICIT, "outlook.ofice365.com", STAGE_RESOLVE,
		ST_NO_NAME);
}

static void wrong_label(struct run *run)
{
	bad(run, IMAP, IMPLICIT, "mailserver.gmail.com", STAGE_RESOLVE,
		ST_NO_NAME);
}

static void unknown_name(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_RESOLVE, ST_NO_NAME);

	bad(run, POP3, IMPLICIT, HOST, STAGE_RESOLVE, ST_NO_NAME);
	endpoint->facts.name = (struct name_facts){.asked = true,
		.answered = true,
		.domain_exists = true,
		.domain = "example.com"};
}

static void mail_domain(struct run *run)
{
	struct endpoint_report *endpoint = bad(run, IMAP, IMPLICIT,
		"example.com", STAGE_RESOLVE, ST_NO_ADDRESS);

	endpoint->facts.name = (struct name_facts){.asked = true,
		.answered = true,
		.domain_exists = true,
		.domain = "com",
		.mx = "mx1.example.net"};
}

static void mail_domain_silent(struct run *run)
{
	bad(run, IMAP, IMPLICIT, "gmail.com", STAGE_CONNECT, ST_TIMEOUT);
}

static void no_address(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_RESOLVE, ST_NO_ADDRESS);
}

static void not_offered(struct run *run)
{
	struct endpoint_report *endpoint = bad(run, POP3, IMPLICIT,
		"example.com", STAGE_RESOLVE, ST_NO_ADDRESS);

	endpoint->facts.name =
		(struct name_facts){.asked = true, .srv_target = "."};
}

static void portal_page(struct run *run)
{
	scene_each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE,
		ST_NOT_TLS, "HTTP/1.1 302 Found\r\n");
	scene_each_says(add(run, SMTP, EXPLICIT, "smtp.example.org"),
		STAGE_GREETING, ST_SYNTAX, "HTTP/1.1 302 Found\r\n");
}

static void foreign_leaf(struct probe_facts *probe, struct certificate *leaf)
{
	leaf->names[0].value = octets("hotel.example.net");
	memcpy(leaf->sha256, "hotel", sizeof("hotel"));
	probe->tls.trust = TRUST_OK;
}

static void portal_certificate(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), foreign_leaf);
	each_leaf(good(run, SMTP, EXPLICIT, "smtp.example.org"), foreign_leaf);
}

/* Two customers of one company: the same address. */
static void shared_hosting(struct run *run)
{
	portal_certificate(run);
	for (size_t i = 0; i < run->report.endpoint_count; i++) {
		struct endpoint_facts *facts = &run->report.endpoints[i].facts;

		for (size_t j = 0; j < facts->probe_count; j++)
			memcpy(facts->probes[j]->attempts[0].address,
				"192.0.2.1", sizeof("192.0.2.1"));
	}
}

static void connects_to_anything(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_EOF);
	struct probe_facts *probe =
		follow_up(endpoint, QUESTION_UNUSED_PORT, EXPLICIT);

	probe->port = 4;
	probe->outcome = OUTCOME_COMPLETED;
	probe->status = ST_OK;
}

static void connects_not_to_anything(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_EOF);

	follow_up(endpoint, QUESTION_UNUSED_PORT, EXPLICIT)->port = 4;
}

static void only_ipv6(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);

	run->report.local.has_ipv6_route = false;
	add_attempt(probe, "2001:db8::1", ST_NO_NETWORK);
	probe->stage = STAGE_CONNECT;
	probe->status = ST_NO_NETWORK;
}

static void port_follow_up(struct endpoint_report *endpoint,
	enum question question, unsigned port, bool connected)
{
	struct probe_facts *probe = follow_up(endpoint, question, IMPLICIT);

	probe->port = port;
	if (!connected)
		return;
	probe->stage = probe->connect_only ? STAGE_CONNECT : STAGE_DONE;
	probe->status = ST_OK;
	probe->outcome = OUTCOME_COMPLETED;
}

/* A host that refuses is there, whatever its mail port does. */
static void web_refused(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);

	port_follow_up(endpoint, QUESTION_PORT_443, 443, false);
	endpoint->facts.probes[endpoint->facts.probe_count - 1]->status =
		ST_CONN_REFUSED;
}

static void port_25(struct run *run)
{
	struct endpoint_report *endpoint = add(run, SMTP, EXPLICIT, HOST);

	set_port(endpoint, 25);
	stopped(endpoint, STAGE_CONNECT, ST_TIMEOUT);
	port_follow_up(endpoint, QUESTION_OTHER_PORT, 465, true);
	port_follow_up(endpoint, QUESTION_PORT_443, 443, false);
}

static void port_25_alone(struct run *run)
{
	struct endpoint_report *endpoint = add(run, SMTP, EXPLICIT, HOST);

	set_port(endpoint, 25);
	stopped(endpoint, STAGE_CONNECT, ST_TIMEOUT);
}

static void mail_ports(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);

	bad(run, SMTP, EXPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
	for (size_t i = 0; i < 2; i++) {
		endpoint = &run->report.endpoints[i];
		port_follow_up(endpoint, QUESTION_OTHER_PORT, 143, false);
		port_follow_up(endpoint, QUESTION_PORT_443, 443, true);
	}
}

static void filtered(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);

	port_follow_up(endpoint, QUESTION_OTHER_PORT, 143, true);
	port_follow_up(endpoint, QUESTION_PORT_443, 443, true);
}

static void filtered_no_follow_up(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

static void rejected_by_firewall(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_UNREACHABLE);

	port_follow_up(endpoint, QUESTION_PORT_443, 443, true);
}

static void unreachable(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_UNREACHABLE);
}

static void dead_host(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);

	port_follow_up(endpoint, QUESTION_OTHER_PORT, 143, false);
	port_follow_up(endpoint, QUESTION_PORT_443, 443, false);
	good(run, SMTP, EXPLICIT, "smtp.example.org");
}

static void dead_network(struct run *run)
{
	static const char *const hosts[] = {HOST, "smtp.example.org"};

	for (size_t i = 0; i < 2; i++)
		port_follow_up(bad(run, IMAP, IMPLICIT, hosts[i], STAGE_CONNECT,
				       ST_TIMEOUT),
			QUESTION_PORT_443, 443, false);
}

static void ipv6_dead(struct run *run)
{
	static const char *const hosts[] = {HOST, "smtp.example.org"};

	for (size_t i = 0; i < 2; i++)
		add_attempt(best(good(run, IMAP, IMPLICIT, hosts[i])),
			arena_printf(run->arena, "2001:db8::%zu", i + 1),
			ST_TIMEOUT);
}

static void ipv6_dead_once(struct run *run)
{
	add_attempt(best(good(run, IMAP, IMPLICIT, HOST)), "2001:db8::1",
		ST_TIMEOUT);
}

static void ipv6_dead_here_alone(struct run *run)
{
	struct endpoint_report *endpoint;

	ipv6_dead_once(run);
	endpoint = good(run, IMAP, IMPLICIT, "imap.example.org");
	add_attempt(best(endpoint), "2001:db8::2", ST_OK);
}

static void ipv4_dead(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	memcpy(best(endpoint)->attempts[0].address, "2001:db8::1",
		sizeof("2001:db8::1"));
	best(endpoint)->attempts[0].ipv6 = true;
	for (size_t i = 1; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->attempt_count = 0;
	add_attempt(best(endpoint), "192.0.2.77", ST_TIMEOUT);
}

static void one_of_two_dead(struct run *run)
{
	add_attempt(best(good(run, IMAP, IMPLICIT, HOST)), "192.0.2.250",
		ST_CONN_REFUSED);
}

static void one_of_two_odd(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_BEST, TLS_PROBED);

	add_attempt(probe, "192.0.2.250", ST_OK);
	refuse(endpoint, probe, 80);
	for (int v = TLS_1_2; v <= TLS_1_3; v++)
		complete(endpoint,
			add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(v)),
			(enum tls_version)v);
}

static void greets_otherwise_at_times(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);

	complete(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_PROBED),
		TLS_1_3);
	for (int v = TLS_1_2; v <= TLS_1_3; v++)
		complete(endpoint,
			add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(v)),
			(enum tls_version)v);
	say_greeting(
		endpoint, endpoint->facts.probes[1], "SSH-2.0-OpenSSH_9.2");
	endpoint->facts.probes[1]->greeting.seen = true;
}

static void old_at_times(struct run *run)
{
	take_or_leave(good(run, IMAP, IMPLICIT, HOST), TLS_1_1);
}

static void new_at_times(struct run *run)
{
	take_or_leave(good(run, IMAP, IMPLICIT, HOST), TLS_1_2);
}

static void older_at_times(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	complete(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_PROBED),
		TLS_1_1);
}

static void greets_otherwise(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_SYNTAX);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		say_greeting(endpoint, endpoint->facts.probes[i],
			"SSH-2.0-OpenSSH_9.2");
}

static void dropped(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_RESET);
	struct probe_facts *probe =
		follow_up(endpoint, QUESTION_OTHER_MODE, IMPLICIT);

	connect_probe(probe);
	probe->stage = STAGE_HANDSHAKE;
	probe->status = ST_RESET;
}

/* After its own time to wait, as behind a load balancer. */
static void kept_and_closed(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_EOF);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		probe->stage_us[STAGE_CONNECT] = 4000;
		probe->duration_us = 3020000;
	}
}

static void deny_starttls(struct endpoint_report *endpoint, enum status status)
{
	struct probe_facts *probe = best(endpoint);

	probe->tls = (struct tls_facts){0};
	probe->protected = (struct capabilities){0};
	probe->cleartext.starttls = false;
	probe->starttls_sent = true;
	probe->starttls_agreed = false;
	probe->stage = STAGE_STARTTLS;
	probe->status = status;
	probe->outcome = OUTCOME_FAILED;
}

static void encrypts_at_times(struct run *run)
{
	deny_starttls(good(run, IMAP, EXPLICIT, HOST), ST_NOT_OFFERED);
}

static void lists_at_times(struct run *run)
{
	deny_starttls(good(run, SMTP, EXPLICIT, HOST), ST_REFUSED);
}

static const struct diagnose_case cases[] = {
	{"nothing wrong", nothing_wrong, NULL, 0, NULL, NULL, NULL},
	{"warnings", old_versions_accepted, NULL, 0, NULL, NULL, NULL},
	{"nobody at ::1", loopback_half, NULL, 0, NULL, NULL, NULL},
	{"no IPv6 here", no_ipv6_here, NULL, 0, NULL, NULL, "ipv6-broken"},
	{"broken off", broken_off, "interrupted", CERTAIN, "connect", NULL,
		"unknown"},
	{"given up here", given_up, "local-fault", LIKELY, "tls-best", NULL,
		"unknown"},
	{"broken off, not given up", broken_off, "interrupted", CERTAIN,
		"connect", NULL, "local-fault"},
	{"broken off later", broken_off_after_failure, "port-closed", LIKELY,
		"connect", NULL, "interrupted"},
	{"no resolver", no_resolver, "name-service-down", LIKELY, "tls-best",
		"network-down", "name-servers-failing"},
	{"no resolver, no route", no_resolver_no_route, "network-down", CERTAIN,
		"connect", NULL, "name-service-down"},
	{"no network", no_network, "network-down", CERTAIN, "connect", NULL,
		"host-down"},
	{"resolver alone is dead", silent_resolver, "name-service-down", LIKELY,
		"connect", NULL, "network-down"},
	{"one domain fails", one_domain_fails, "name-servers-failing", LIKELY,
		"connect", NULL, "name-service-down"},
	{"domain fails, asked", domain_fails_asked, "name-servers-failing",
		LIKELY, "connect", NULL, "name-unknown"},
	{"known name denied", known_name_denied, "name-service-wrong", LIKELY,
		"connect", "name-unknown", "name-misspelt"},
	{"known name astray", known_name_astray, "name-service-wrong", LIKELY,
		"connect", "port-closed", NULL},
	{"sent elsewhere on purpose", sent_elsewhere, "port-closed", LIKELY,
		"connect", NULL, "name-service-wrong"},
	{"misspelt", scene_misspelt, "name-misspelt", LIKELY, "connect",
		"name-unknown", NULL},
	{"misspelt outlook", misspelt_outlook, "name-misspelt", LIKELY,
		"connect", NULL, NULL},
	{"wrong label", wrong_label, "name-misspelt", LIKELY, NULL, NULL, NULL},
	{"unknown name", unknown_name, "name-unknown", LIKELY, "connect", NULL,
		"name-misspelt"},
	{"mail domain", mail_domain, "name-is-mail-domain", LIKELY, "connect",
		NULL, "name-without-address"},
	{"provider's domain", mail_domain_silent, "name-is-mail-domain", LIKELY,
		"connect", NULL, "port-filtered"},
	{"no address", no_address, "name-without-address", LIKELY, "connect",
		NULL, "name-is-mail-domain"},
	{"not offered", not_offered, "service-not-offered", LIKELY, "connect",
		NULL, "name-unknown"},
	{"no SRV", mail_domain, "name-is-mail-domain", LIKELY, NULL, NULL,
		"service-not-offered"},
	{"portal page", portal_page, "captive-portal", LIKELY, "mode", NULL,
		"service-other"},
	{"portal certificate", portal_certificate, "captive-portal", LIKELY,
		"certificate-name", NULL, "certificate-name-mismatch"},
	{"shared hosting", shared_hosting, "certificate-name-mismatch", LIKELY,
		"certificate-name", NULL, "captive-portal"},
	{"connects to anything", connects_to_anything, "transparent-proxy",
		LIKELY, "greeting", NULL, "connection-dropped"},
	{"connects not to anything", connects_not_to_anything,
		"connection-dropped", LIKELY, "greeting", NULL,
		"transparent-proxy"},
	{"only IPv6", only_ipv6, "address-family-missing", LIKELY, "connect",
		NULL, "network-down"},
	{"port 25", port_25, "port-25-blocked", LIKELY, "connect", NULL,
		"host-down"},
	{"port 25, no follow-up", port_25_alone, "port-25-blocked", POSSIBLE,
		"connect", "host-down", "port-filtered"},
	{"mail ports", mail_ports, "mail-ports-filtered", LIKELY, "connect",
		"port-filtered", "host-down"},
	{"filtered", filtered, "port-filtered", LIKELY, "connect", NULL,
		"mail-ports-filtered"},
	{"filtered, no follow-up", filtered_no_follow_up, "port-filtered",
		POSSIBLE, "connect", "host-down", "port-25-blocked"},
	{"rejected by a firewall", rejected_by_firewall, "port-filtered",
		LIKELY, "connect", NULL, "host-unreachable"},
	{"unreachable", unreachable, "host-unreachable", LIKELY, "connect",
		NULL, "address-family-missing"},
	{"dead host", dead_host, "host-down", LIKELY, "connect",
		"port-filtered", "network-blocked"},
	{"dead network", dead_network, "network-blocked", POSSIBLE, "connect",
		"host-down", NULL},
	{"closed port", scene_closed_port, "port-closed", LIKELY,
		"certificate-name", NULL, "port-filtered"},
	{"Exchange, stopped", scene_exchange_stopped, "port-closed", LIKELY,
		"connect", NULL, NULL},
	{"provider's host, filtered", filtered, "port-filtered", LIKELY, NULL,
		NULL, "port-closed"},
	{"IPv6 dead", ipv6_dead, "ipv6-broken", LIKELY, "connect", NULL,
		"one-server-down"},
	{"IPv6 dead once", ipv6_dead_once, "ipv6-broken", POSSIBLE, "connect",
		"one-server-down", "ipv4-broken"},
	{"IPv6 dead here alone", ipv6_dead_here_alone, "one-server-down",
		LIKELY, "connect", NULL, "ipv6-broken"},
	{"IPv4 dead", ipv4_dead, "ipv4-broken", POSSIBLE, "connect",
		"one-server-down", NULL},
	{"one of two dead", one_of_two_dead, "one-server-down", LIKELY,
		"connect", NULL, "members-differ"},
	{"one of two odd", one_of_two_odd, "members-differ", LIKELY, "tls-best",
		NULL, "tls-server-fault"},
	{"another greeting at times", greets_otherwise_at_times,
		"answers-differ", LIKELY, "greeting-varies", NULL,
		"service-other"},
	{"TLS 1.1 at times", old_at_times, NULL, 0, NULL, NULL, NULL},
	{"TLS 1.2 at times", new_at_times, "answers-differ", LIKELY,
		"tls-varies", NULL, "tls-intolerant"},
	{"an older version at times", older_at_times, "answers-differ", LIKELY,
		"tls-varies", NULL, "tls-too-old-server"},
	{"STARTTLS at times", encrypts_at_times, "answers-differ", LIKELY,
		"capability-starttls", NULL, "starttls-missing"},
	{"STARTTLS listed at times", lists_at_times, "answers-differ", LIKELY,
		"capability-starttls", NULL, "unknown"},
	{"another greeting each time", greets_otherwise, "service-other",
		CERTAIN, "greeting", NULL, "answers-differ"},
	{"kept and closed", kept_and_closed, "connection-dropped", LIKELY,
		"greeting", NULL, "server-silent"},
	{"dropped", dropped, "connection-dropped", LIKELY, "greeting", NULL,
		"mode-tls-wanted"},
};

static void test_claims(void **state)
{
	(void)state;
	claims_check(cases, COUNT_OF(cases));
}

static void test_cases(void **state)
{
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

static void test_coverage(void **state)
{
	(void)state;
	check_coverage(
		cases, COUNT_OF(cases), "interrupted", "connection-dropped");
}

static const struct words_case words_cases[] = {
	{unknown_name, "the domain example.com exists"},
	{mail_domain, "is delivered to mx1.example.net"},
	{known_name_astray, "DNS returns 0.0.0.0 for"},
	{mail_domain_silent, "enter the server name imap.gmail.com"},
	{no_resolver, "DNS servers configured here: 192.0.2.53"},
	{portal_page, "\"HTTP/1.1 302 Found\""},
	{connects_to_anything, "port 4 of mail.example.com"},
	{port_25, "Set the port to 465 and the connection security (some "
		  "programs call it encryption) to SSL/TLS"},
	{mail_ports, "3 mail ports of mail.example.com"},
	{web_refused, "port 443 of mail.example.com, for the web, refuses"},
	{web_refused, "although the server answers elsewhere"},
	{dead_host, "smtp.example.org:587 (SMTP) answers from here"},
	{scene_closed_port,
		"mail.example.com:993 (IMAP), mail.example.com:995"},
	{one_of_two_odd, "192.0.2.250, port 993: alert 80"},
	{one_of_two_odd, "192.0.2.39, port 993: works"},
	{ipv6_dead_here_alone, "imap.example.org was reached over IPv6"},
};

static void test_said(void **state)
{
	(void)state;
	check_words(words_cases, COUNT_OF(words_cases));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
