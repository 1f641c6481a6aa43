/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Names, networks, first octets and STARTTLS: what is diagnosed first, and
 * what is not. */

#include "tests/unit/unit.h"

#include "tests/unit/diagnose_run.h"

#include "checks/causes/certificate/interceptor.h"
#include "checks/causes/name/spelling.h"
#include "checks/product.h"

#include <string.h>

#define CERTAIN CONFIDENCE_CERTAIN
#define LIKELY CONFIDENCE_LIKELY
#define POSSIBLE CONFIDENCE_POSSIBLE

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

/* Names. */

static void broken_off(struct run *run)
{
	add(run, IMAP, IMPLICIT, HOST)->facts.interrupted = true;
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

static void misspelt(struct run *run)
{
	bad(run, IMAP, IMPLICIT, "imap.gmial.com", STAGE_RESOLVE, ST_NO_NAME);
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

/* Networks. */

static void each_says(struct endpoint_report *endpoint, enum stage stage,
	enum status status, const char *text)
{
	stopped(endpoint, stage, status);
	if (status == ST_NOT_TLS)
		each(endpoint, say_unexpected, text);
	else
		each(endpoint, say_reply, text);
}

static void portal_page(struct run *run)
{
	each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE, ST_NOT_TLS,
		"HTTP/1.1 302 Found\r\n");
	each_says(add(run, SMTP, EXPLICIT, "smtp.example.org"), STAGE_GREETING,
		ST_SYNTAX, "HTTP/1.1 302 Found\r\n");
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

static void closed_port(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
	bad(run, POP3, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
	good(run, SMTP, EXPLICIT, HOST);
}

static void exchange_stopped(struct run *run)
{
	struct endpoint_report *other;

	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
	other = good(run, SMTP, EXPLICIT, HOST);
	greet(other, best(other),
		"220 mail.example.com Microsoft ESMTP MAIL Service ready at "
		"Mon, 16 Feb 2026 00:00:00 +0000");
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

/* First octets. */

static void scanner(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_THROTTLED);

	each(endpoint, say_greeting,
		"* BYE Cannot connect to IMAP server 192.0.2.1:143");
}

static void scanner_on_implicit(struct run *run)
{
	each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE, ST_NOT_TLS,
		"* OK avast! IMAP Proxy\r\n");
}

static void clear_on_implicit(struct run *run)
{
	each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE, ST_NOT_TLS,
		"* OK IMAP4rev1 ready\r\n");
}

static void clear_and_starttls(struct run *run)
{
	struct endpoint_report *endpoint = add(run, SMTP, IMPLICIT, HOST);
	struct probe_facts *probe;

	set_port(endpoint, 587);
	each_says(endpoint, STAGE_HANDSHAKE, ST_NOT_TLS,
		"220 mail.example.com ESMTP Postfix\r\n");
	probe = follow_up(endpoint, QUESTION_OTHER_MODE, EXPLICIT);
	complete(endpoint, probe, TLS_1_3);
}

static void clear_and_nothing_else(struct run *run)
{
	struct probe_facts *probe;

	clear_on_implicit(run);
	probe = follow_up(
		&run->report.endpoints[0], QUESTION_OTHER_MODE, EXPLICIT);
	connect_probe(probe);
	greet(&run->report.endpoints[0], probe, NULL);
	probe->cleartext.seen = true;
	probe->status = ST_NOT_OFFERED;
}

static void clear_refusal(struct run *run)
{
	each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE, ST_NOT_TLS,
		"* BYE Too many connections\r\n");
}

static void tls_on_explicit(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_TIMEOUT);

	set_port(endpoint, 993);
	complete(endpoint, follow_up(endpoint, QUESTION_OTHER_MODE, IMPLICIT),
		TLS_1_3);
}

static void tls_on_explicit_no_follow_up(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, EXPLICIT, HOST);

	set_port(endpoint, 993);
	stopped(endpoint, STAGE_GREETING, ST_TIMEOUT);
}

static void swap_in_tls(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);

	set_port(endpoint, 995);
	healthy(endpoint);
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		if (!probe->tls.completed)
			continue;
		greet(endpoint, probe, "+OK POP3 ready");
		probe->stage = STAGE_GREETING;
		probe->status = ST_WRONG_SERVICE;
		if (probe->purpose == PURPOSE_BEST)
			probe->outcome = OUTCOME_FAILED;
	}
}

static void swap_of_two(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, "a.example.com", STAGE_GREETING,
		     ST_WRONG_SERVICE),
		say_greeting, "+OK ready");
	each(bad(run, POP3, EXPLICIT, "b.example.com", STAGE_GREETING,
		     ST_WRONG_SERVICE),
		say_greeting, "* OK ready");
}

static void ftp(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_WRONG_SERVICE),
		say_greeting, "220 ProFTPD Server ready");
}

static void ssh(struct run *run)
{
	each_says(add(run, IMAP, EXPLICIT, HOST), STAGE_GREETING, ST_SYNTAX,
		"SSH-2.0-OpenSSH_9.2");
}

static void web_on_implicit(struct run *run)
{
	each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE, ST_NOT_TLS,
		"HTTP/1.1 400 Bad Request\r\n");
}

static void noise(struct run *run)
{
	each_says(add(run, IMAP, EXPLICIT, HOST), STAGE_GREETING, ST_SYNTAX,
		"\a\a\a{places}");
}

static void endless(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_GREETING, ST_LINE_TOO_LONG);
}

static void refuses_with(struct run *run, enum service service,
	enum status status, const char *text)
{
	each(bad(run, service, EXPLICIT, HOST, STAGE_GREETING, status),
		say_greeting, text);
}

static void busy(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED, "421 4.7.0 Try again later");
}

static void busy_for_some(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct probe_facts *probe = endpoint->facts.probes[3];

	probe->greeting = (struct greeting){0};
	probe->tls = (struct tls_facts){.started = true, .version = TLS_NONE};
	probe->stage = STAGE_HANDSHAKE;
	probe->status = ST_RESET;
	probe->outcome = OUTCOME_FAILED;
	probe->tls_offered = TLS_BIT(TLS_1_3);
	endpoint->facts.probes[4]->outcome = OUTCOME_FAILED;
	endpoint->facts.probes[4]->tls = probe->tls;
	endpoint->facts.probes[4]->status = ST_RESET;
	endpoint->facts.probes[4]->stage = STAGE_HANDSHAKE;
}

static void too_many(struct run *run)
{
	refuses_with(run, IMAP, ST_THROTTLED, "* BYE Too many connections");
	refuses_with(
		run, POP3, ST_THROTTLED, "-ERR [IN-USE] Too many connections");
}

static void in_maintenance(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED,
		"421 4.3.2 System down for maintenance");
}

static void not_active(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED, "421 4.3.2 Service not active");
}

static void greylist(struct run *run)
{
	refuses_with(run, SMTP, ST_THROTTLED,
		"451 4.7.1 Greylisted, try again in 300 seconds");
}

static void blocked(struct run *run)
{
	refuses_with(run, SMTP, ST_REFUSED,
		"554 5.7.1 Service unavailable; client host [192.0.2.1] "
		"blocked using zen.spamhaus.org");
}

static void blocked_perhaps(struct run *run)
{
	refuses_with(run, SMTP, ST_REFUSED, "554 No SMTP service here");
}

static void bye(struct run *run)
{
	refuses_with(run, IMAP, ST_THROTTLED,
		"* BYE [ALERT] Please call the helpdesk");
}

static void silent(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_TIMEOUT);
	struct probe_facts *probe =
		follow_up(endpoint, QUESTION_OTHER_MODE, IMPLICIT);

	connect_probe(probe);
	probe->tls.started = true;
	probe->stage = STAGE_HANDSHAKE;
}

static void silent_no_follow_up(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_GREETING, ST_TIMEOUT);
}

static void dripping(struct run *run)
{
	each(bad(run, SMTP, EXPLICIT, HOST, STAGE_GREETING, ST_TIMEOUT),
		say_reply, "220 ma");
}

/* The versions can be told all the same. */
static void blocked_inside_tls(struct run *run)
{
	struct endpoint_report *endpoint = good(run, SMTP, IMPLICIT, HOST);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		if (!probe->tls.completed)
			continue;
		greet(endpoint, probe, "554 blocked using zen.spamhaus.org");
		probe->reply = probe->greeting.text;
		probe->protected = (struct capabilities){0};
		probe->stage = STAGE_GREETING;
		probe->status = ST_REFUSED;
		if (probe->purpose == PURPOSE_BEST)
			probe->outcome = OUTCOME_FAILED;
	}
}

static void slow(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	for (size_t i = 3; i < 5; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		probe->tls = (struct tls_facts){
			.started = true, .version = TLS_NONE};
		probe->greeting = (struct greeting){0};
		probe->stage = STAGE_HANDSHAKE;
		probe->status = ST_TIMEOUT;
		probe->outcome = OUTCOME_FAILED;
	}
	best(endpoint)->stage_us[STAGE_CONNECT] = 1000;
	best(endpoint)->stage_us[STAGE_GREETING] = 9000000;
	/* What the best connection agreed on is known all the same. */
	best(endpoint)->tls.version = TLS_1_3;
}

/* STARTTLS. */

static void mask(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text)
{
	(void)endpoint;
	probe->cleartext.masked = true;
	add_item(probe, &probe->cleartext, text);
}

static void masked(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED);

	each(endpoint, say_greeting, "220 ****************************");
	each(endpoint, mask, "XXXXXXXA");
}

static void starred(struct run *run)
{
	each(bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED),
		say_greeting, "220 ****************************");
}

static void missing(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED);
}

static void missing_with_passwords(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->cleartext.login_disabled = false;
}

static void stripped(struct run *run)
{
	bad(run, SMTP, EXPLICIT, "smtp.office365.com", STAGE_STARTTLS,
		ST_NOT_OFFERED);
}

static void offer_starttls(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	probe->cleartext.starttls = true;
	probe->starttls_sent = true;
	say_reply(endpoint, probe, text);
}

static void unavailable(struct run *run)
{
	each(bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_REFUSED),
		offer_starttls, "454 4.7.0 TLS not available");
}

static void unavailable_imap(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_REFUSED),
		offer_starttls, "a2 NO cannot");
}

static void inject(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text)
{
	(void)endpoint;
	probe->injected = octets(text);
}

static void injected(struct run *run)
{
	each(good(run, IMAP, EXPLICIT, HOST), inject, "a3 OK injected\r\n");
}

static void set_preauth(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	say_greeting(endpoint, probe, text);
	probe->greeting.preauth = true;
}

static void preauth(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_PREAUTH),
		set_preauth, "* PREAUTH ready");
}

static void answered_in_clear(struct run *run)
{
	each_says(add(run, SMTP, EXPLICIT, HOST), STAGE_HANDSHAKE, ST_NOT_TLS,
		"500 unrecognized command\r\n");
}

static void silent_after_starttls(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_HANDSHAKE, ST_TIMEOUT);
}

static void refuse_list(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	(void)endpoint;
	probe->cleartext =
		(struct capabilities){.refused = true, .refusal = octets(text)};
}

static void list_refused(struct run *run)
{
	each(bad(run, IMAP, EXPLICIT, HOST, STAGE_STARTTLS, ST_NOT_OFFERED),
		refuse_list, "a1 BAD unknown");
}

static void ftp_without_ehlo(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_REFUSED);

	each(endpoint, say_greeting, "220 ProFTPD Server (Example)");
	each(endpoint, refuse_list, "500 EHLO not understood");
}

static void list_and_starttls_refused(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, SMTP, EXPLICIT, HOST, STAGE_STARTTLS, ST_REFUSED);

	each(endpoint, refuse_list, "502 unknown");
	each(endpoint, say_reply, "503 wrong order");
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->starttls_sent = true;
}

static void cut_off(struct run *run)
{
	bad(run, IMAP, EXPLICIT, HOST, STAGE_CAPABILITIES, ST_EOF);
}

static const struct diagnose_case cases[] = {
	{"nothing wrong", nothing_wrong, NULL, 0, NULL, NULL, NULL},
	{"warnings", old_versions_accepted, NULL, 0, NULL, NULL, NULL},
	{"nobody at ::1", loopback_half, NULL, 0, NULL, NULL, NULL},
	{"no IPv6 here", no_ipv6_here, NULL, 0, NULL, NULL, "ipv6-broken"},

	{"broken off", broken_off, "interrupted", CERTAIN, "connect", NULL,
		"unknown"},
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
	{"misspelt", misspelt, "name-misspelt", LIKELY, "connect",
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
	{"web server", web_on_implicit, "service-other", LIKELY, "mode", NULL,
		"captive-portal"},
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
	{"closed port", closed_port, "port-closed", LIKELY, "certificate-name",
		NULL, "port-filtered"},
	{"Exchange, stopped", exchange_stopped, "port-closed", LIKELY,
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
	{"dropped", dropped, "connection-dropped", LIKELY, "greeting", NULL,
		"mode-tls-wanted"},

	{"scanner", scanner, "antivirus-proxy", LIKELY, "greeting", NULL,
		"server-refuses"},
	{"scanner on an implicit port", scanner_on_implicit, "antivirus-proxy",
		LIKELY, "mode", NULL, "mode-starttls-wanted"},
	{"clear on implicit", clear_on_implicit, "mode-starttls-wanted", LIKELY,
		"mode", NULL, "antivirus-proxy"},
	{"clear, and STARTTLS works", clear_and_starttls,
		"mode-starttls-wanted", CERTAIN, "certificate-name", NULL,
		"service-swapped"},
	{"clear, and nothing else", clear_and_nothing_else, "starttls-missing",
		LIKELY, "mode", "starttls-stripped", "mode-starttls-wanted"},
	{"clear refusal", clear_refusal, "connections-limit", LIKELY, "mode",
		"mode-starttls-wanted", NULL},
	{"TLS on explicit", tls_on_explicit, "mode-tls-wanted", CERTAIN, "mode",
		NULL, "server-silent"},
	{"TLS on explicit, no follow-up", tls_on_explicit_no_follow_up,
		"mode-tls-wanted", LIKELY, "greeting", "server-silent", NULL},
	{"swap inside TLS", swap_in_tls, "service-swapped", CERTAIN, "greeting",
		NULL, "service-other"},
	{"swap of two", swap_of_two, "service-swapped", CERTAIN, "greeting",
		"service-swapped", NULL},
	{"FTP", ftp, "service-other", LIKELY, "greeting", NULL,
		"service-swapped"},
	{"SSH", ssh, "service-other", LIKELY, "greeting", NULL,
		"greeting-broken"},
	{"noise", noise, "greeting-broken", POSSIBLE, "greeting", NULL,
		"service-other"},
	{"endless", endless, "greeting-broken", POSSIBLE, "greeting", NULL,
		"dialogue-broken"},
	{"busy", busy, "throttled", LIKELY, "greeting", NULL,
		"connections-limit"},
	{"busy for some", busy_for_some, "throttled", LIKELY, "tls-1.2", NULL,
		"hello-dropped"},
	{"too many", too_many, "connections-limit", LIKELY, "greeting", NULL,
		"throttled"},
	{"maintenance", in_maintenance, "maintenance", LIKELY, "greeting", NULL,
		"server-refuses"},
	{"not active", not_active, "maintenance", POSSIBLE, "greeting",
		"server-refuses", "greylisted"},
	{"greylist", greylist, "greylisted", LIKELY, "greeting", NULL,
		"maintenance"},
	{"blocked", blocked, "address-blocked", LIKELY, "greeting", NULL,
		"server-refuses"},
	{"blocked perhaps", blocked_perhaps, "address-blocked", POSSIBLE,
		"greeting", "server-refuses", NULL},
	{"bye", bye, "server-refuses", LIKELY, "greeting", NULL,
		"address-blocked"},
	{"silent", silent, "server-silent", LIKELY, "greeting", NULL,
		"server-slow"},
	{"silent, no follow-up", silent_no_follow_up, "server-silent", POSSIBLE,
		"greeting", "mode-tls-wanted", NULL},
	{"dripping", dripping, "server-slow", LIKELY, "greeting", NULL,
		"server-silent"},
	{"blocked inside TLS", blocked_inside_tls, "address-blocked", LIKELY,
		"greeting", NULL, "unknown"},
	{"slow", slow, "server-slow", POSSIBLE, "tls-1.2", NULL,
		"server-silent"},

	{"masked", masked, "starttls-masked", CERTAIN, "capability-starttls",
		NULL, "starttls-missing"},
	{"starred", starred, "starttls-masked", LIKELY, "capability-starttls",
		NULL, NULL},
	{"missing", missing, "starttls-missing", LIKELY, "capability-starttls",
		"starttls-stripped", "starttls-masked"},
	{"missing, with passwords", missing_with_passwords, "starttls-missing",
		LIKELY, "cleartext-login", NULL, "passwords-in-clear"},
	{"stripped", stripped, "starttls-stripped", LIKELY,
		"capability-starttls", "starttls-missing", NULL},
	{"unavailable", unavailable, "starttls-unavailable", CERTAIN,
		"capability-starttls", NULL, "starttls-stripped"},
	{"unavailable, IMAP", unavailable_imap, "starttls-unavailable", LIKELY,
		"capability-starttls", NULL, "starttls-proxy"},
	{"injected", injected, "starttls-injection", LIKELY,
		"starttls-injection", NULL, "preauth"},
	{"PREAUTH", preauth, "preauth", CERTAIN, "capability-starttls", NULL,
		"starttls-injection"},
	{"answered in clear", answered_in_clear, "starttls-proxy", LIKELY,
		"tls-best", "tls-server-fault", "starttls-unavailable"},
	{"silent after STARTTLS", silent_after_starttls, "starttls-proxy",
		POSSIBLE, "tls-best", "hello-too-large", NULL},
	{"list refused", list_refused, "capability-refused", LIKELY,
		"capability-starttls", NULL, "starttls-missing"},
	{"FTP without EHLO", ftp_without_ehlo, "service-other", LIKELY,
		"capability-starttls", NULL, "capability-refused"},
	{"list and STARTTLS refused", list_and_starttls_refused,
		"capability-refused", LIKELY, "capability-starttls",
		"starttls-masked", "starttls-unavailable"},
	{"cut off", cut_off, "dialogue-broken", LIKELY, "capability-starttls",
		NULL, "capability-refused"},
};

static void test_cases(void **state)
{
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

static void test_coverage(void **state)
{
	(void)state;
	check_coverage(
		cases, COUNT_OF(cases), "interrupted", "dialogue-broken");
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
	{closed_port, "mail.example.com:993 (IMAP), mail.example.com:995"},
	{one_of_two_odd, "192.0.2.250, port 993: alert 80"},
	{one_of_two_odd, "192.0.2.39, port 993: works"},
	{ipv6_dead_here_alone, "imap.example.org was reached over IPv6"},
	{clear_on_implicit, "to STARTTLS. Save"},
	{clear_and_starttls, "the same port started encryption"},
	{clear_and_starttls, "keep SSL/TLS and change the port to 465"},
	{tls_on_explicit, "keep STARTTLS and change the port to 143"},
	{tls_on_explicit, "Set the port to 993 and"},
	{swap_in_tls, "port 995 is a usual port for POP3"},
	{swap_in_tls, "inside TLS, mail.example.com"},
	{swap_of_two, "enter the server name b.example.com"},
	{noise, "\\x07\\x07"},
	{bye, "[ALERT]): show it to the caller word for word"},
	{slow, "one step took 9.0 seconds"},
	{dripping, "\"220 ma\""},
	{silent, "TLS from the start, the same port is as silent"},
	{masked, "a row of X"},
	{masked, "Set the port to 465"},
	{stripped, "publishes this port with STARTTLS"},
	{unavailable, "454 4.7.0 TLS not available"},
};

static void test_said(void **state)
{
	(void)state;
	check_words(words_cases, COUNT_OF(words_cases));
}

/* One cause is one diagnosis, with all its endpoints. */
static void test_merging(void **state)
{
	struct run *run = run_new();
	const struct diagnosis *diagnosis;

	(void)state;
	for (size_t i = 0; i < 5; i++)
		bad(run, (enum service)(i % 3), IMPLICIT, HOST, STAGE_CONNECT,
			ST_NO_NETWORK);
	run_diagnose(run);
	assert_int_equal(run->report.diagnosis_count, 1);
	diagnosis = run->report.diagnoses;
	assert_int_equal(diagnosis->endpoint_count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(diagnosis->endpoints[i], i);
	for (size_t i = 0; i < run->report.endpoints[4].finding_count; i++)
		assert_non_null(run->report.endpoints[4].findings[i].diagnosis);
	run_free(run);
}

static void test_words(void **state)
{
	struct run *run = run_new();
	const struct diagnosis *diagnosis;

	(void)state;
	misspelt(run);
	run_diagnose(run);
	diagnosis = run->report.diagnoses;
	assert_non_null(strstr(diagnosis->summary,
		"imap.gmial.com. Did you mean imap.gmail.com"));
	assert_non_null(strstr(diagnosis->remedies[0].text, "imap.gmail.com"));
	run_free(run);

	run = run_new();
	clear_and_starttls(run);
	run_diagnose(run);
	diagnosis = run->report.diagnoses;
	assert_string_equal(diagnosis->summary,
		"The connection to mail.example.com:587 (SMTP) starts "
		"unencrypted and is upgraded with STARTTLS. Set the mail "
		"program to STARTTLS instead of SSL/TLS for this port.");
	assert_non_null(strstr(diagnosis->remedies[0].text, "587"));
	assert_null(strstr(diagnosis->user_summary, "STARTTLS"));
	assert_int_equal(diagnosis->remedies[0].audience, AUDIENCE_USER);
	run_free(run);

	run = run_new();
	exchange_stopped(run);
	run_diagnose(run);
	diagnosis = run->report.diagnoses;
	for (size_t i = 0; i < diagnosis->remedy_count; i++)
		if (diagnosis->remedies[i].audience == AUDIENCE_ADMIN)
			assert_non_null(strstr(diagnosis->remedies[i].text,
				"Microsoft Exchange POP3"));
	run_free(run);
}

/* A status is never changed, and a second look gives the same. */
static void test_again(void **state)
{
	struct run *run = run_new();
	size_t count;

	(void)state;
	closed_port(run);
	run_diagnose(run);
	count = run->report.diagnosis_count;
	assert_int_equal(run->report.verdict, VERDICT_FAIL);
	diagnose(&run->report, run->arena);
	assert_int_equal(run->report.diagnosis_count, count);
	assert_int_equal(run->report.verdict, VERDICT_FAIL);
	run_free(run);
}

static void test_spelling(void **state)
{
	const struct known_host *known;

	(void)state;
	assert_int_equal(spelling_distance("abc", "acb", 2), 1);
	assert_int_equal(spelling_distance("abc", "ab", 2), 1);
	assert_int_equal(spelling_distance("ABC", "abc", 2), 0);
	assert_int_equal(spelling_distance("abcd", "efgh", 2), 3);
	assert_int_equal(spelling_distance("", "abc", 2), 3);
	assert_int_equal(
		spelling_like("imap.gmial.com", IMAP, &known), LIKENESS_HOST);
	assert_string_equal(known->host, "imap.gmail.com");
	assert_int_equal(spelling_like("outlook.ofice365.com", POP3, &known),
		LIKENESS_HOST);
	assert_int_equal(known->service, POP3);
	assert_int_equal(spelling_like("imap.hotmail.com", IMAP, &known),
		LIKENESS_LABEL);
	assert_string_equal(known->host, "outlook.office365.com");
	assert_int_equal(
		spelling_like("mx.hotmial.com", IMAP, &known), LIKENESS_DOMAIN);
	assert_int_equal(
		spelling_like("mail.example.com", IMAP, &known), LIKENESS_NONE);
	assert_int_equal(
		spelling_like("imap.gmail.com", IMAP, &known), LIKENESS_NONE);
	assert_int_equal(spelling_like("a.test", IMAP, &known), LIKENESS_NONE);
}

static void test_products(void **state)
{
	static const struct {
		enum service service;
		const char *greeting;
		const char *id; /* NULL: not known */
	} rows[] = {
		{IMAP, "* OK Dovecot (Debian) ready.", "dovecot"},
		{IMAP,
			"* OK The Microsoft Exchange IMAP4 service is ready. "
			"[TQBO]",
			"exchange-online"},
		{IMAP, "* OK The Microsoft Exchange IMAP4 service is ready.",
			"exchange"},
		{SMTP,
			"220 AM6.outlook.office365.com Microsoft ESMTP MAIL "
			"Service ready at Sun, 23 Nov 2025 11:12:20 +0000",
			"exchange-online"},
		{SMTP, "220 mx.example.com ESMTP Postfix (Debian/GNU)",
			"postfix"},
		{SMTP, "220-mx.example.com ESMTP Exim 4.96 \n220 no spam",
			"exim"},
		{SMTP, "220 ******************", "firewall-esmtp"},
		{POP3, "+OK Gpop ready for requests from 192.0.2.1 x", "gmail"},
		{POP3, "+OK ready", NULL},
		{SMTP, "", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct product *product = product_of_greeting(
			rows[i].service, octets(rows[i].greeting));

		if (!product != !rows[i].id ||
			(product && strcmp(product->id, rows[i].id) != 0))
			fail_msg("%s: %s", rows[i].greeting,
				product ? product->id : "not known");
	}
}

static void test_marks(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint = good(run, SMTP, EXPLICIT, HOST);

	(void)state;
	assert_null(product_of(&endpoint->facts));
	add_item(best(endpoint), &best(endpoint)->protected, "X-ANONYMOUSTLSX");
	assert_null(product_of(&endpoint->facts));
	add_item(best(endpoint), &best(endpoint)->protected, "x-exps GSSAPI");
	assert_true(product_is_exchange(product_of(&endpoint->facts)));
	assert_false(product_is_exchange(NULL));
	run_free(run);
}

static void test_front_end(void **state)
{
	struct arena *arena = arena_new();
	const char *name = product_front_end(arena,
		octets("* OK ready. [TQBSADIAUAAyADYANABDAEEAMAAwADIAOQAuAEYA"
		       "UgBBAFAAMgA2ADQALgBQAFIATwBEAC4ATwBVAFQATABPAE8ASwAu"
		       "AEMATwBNAA==]"));

	(void)state;
	assert_string_equal(name, "MR2P264CA0029.FRAP264.PROD.OUTLOOK.COM");
	assert_string_equal(product_region(name), "France");
	assert_null(product_region("localhost"));
	/* Not base64, odd, not ASCII, not a host, empty, unclosed. */
	assert_null(product_front_end(arena, octets("* OK [a b]")));
	assert_null(product_front_end(arena, octets("* OK [TQBSADI]")));
	assert_null(product_front_end(arena, octets("* OK [TWFyeSBoYWQ=]")));
	assert_null(product_front_end(arena, octets("* OK [GwBbADIASgA=]")));
	assert_null(product_front_end(arena, octets("* OK []")));
	assert_null(product_front_end(arena, octets("* OK TQBSADI=]")));
	assert_null(product_front_end(arena, octets("")));
	arena_free(arena);
}

static void test_interceptors(void **state)
{
	struct certificate leaf = {
		.issuer = octets("CN=Avast Web/Mail Shield Root,O=Avast")};
	struct tls_facts tls = {.chain = &leaf, .chain_count = 1};

	(void)state;
	assert_string_equal(interceptor_of(&tls)->name, "Avast");
	leaf.issuer = octets("CN=R3,O=Let's Encrypt,C=US");
	assert_null(interceptor_of(&tls));
	leaf.issuer = octets("");
	assert_null(interceptor_of(&tls));
}

static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < cause_count; i++) {
		const struct cause *cause = cause_table[i];

		assert_ptr_equal(cause_find(cause->id), cause);
		assert_non_null(cause->title);
		assert_non_null(cause->explanation);
		assert_non_null(cause->example);
		assert_true(cause->match || cause->match_rest);
		if (!cause->remedies[cause->first] ||
			!cause->remedies[AUDIENCE_USER] ||
			!cause->remedies[AUDIENCE_HELPDESK])
			fail_msg("%s: a remedy is missing", cause->id);
		assert_int_equal(strspn(cause->id, "abcdefghijklmnopqrstuvwxyz"
						   "0123456789-"),
			strlen(cause->id));
		assert_int_not_equal(
			cause->title[strlen(cause->title) - 1], '.');
	}
	assert_null(cause_find("none"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_said),
		cmocka_unit_test(test_merging),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_spelling),
		cmocka_unit_test(test_products),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_front_end),
		cmocka_unit_test(test_interceptors),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
