/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What all the handshakes of an endpoint tell together. */
#include "tests/unit/unit.h"

#include "evidence/tls/handshake.h"
#include "tests/unit/evidence/evidence_run.h"

#include <stdio.h>
#include <string.h>

static struct probe_facts *shake(
	struct endpoint_report *endpoint, enum tls_version version)
{
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(version));

	complete(endpoint, probe, version);
	return probe;
}

static void nothing(struct endpoint_report *endpoint)
{
	(void)endpoint;
}

static void key(struct endpoint_report *endpoint, enum tls_version version,
	const char *text)
{
	snprintf(shake(endpoint, version)->tls.server_key,
		sizeof(((struct tls_facts *)0)->server_key), "%s", text);
}

static void one_key(struct endpoint_report *endpoint)
{
	key(endpoint, TLS_1_2, "aa");
	shake(endpoint, TLS_1_2);
}

static void new_keys(struct endpoint_report *endpoint)
{
	one_key(endpoint);
	key(endpoint, TLS_1_2, "bb");
}

static void same_keys(struct endpoint_report *endpoint)
{
	new_keys(endpoint);
	key(endpoint, TLS_1_2, "bb");
}

/* A key of another version is of another kind. */
static void other_version(struct endpoint_report *endpoint)
{
	one_key(endpoint);
	key(endpoint, TLS_1_3, "aa");
}

static void asked_again(struct endpoint_report *endpoint)
{
	struct probe_facts *again = add_rule_probe(endpoint, "keys-again");

	one_key(endpoint);
	complete(endpoint, again, TLS_1_2);
	strcpy(again->tls.server_key, "aa");
}

static int ask_keys(const struct endpoint_facts *facts)
{
	struct handshake_keys keys = handshake_compare_keys(facts);

	return keys.same ? -1 : (int)keys.compared;
}

static const struct evidence_case keys[] = {
	{"none", nothing, IMAP, IMPLICIT, 0},
	{"one", one_key, IMAP, IMPLICIT, 0},
	{"a new one each time", new_keys, IMAP, IMPLICIT, 2},
	{"of two versions", other_version, IMAP, IMPLICIT, 0},
	{"the same", same_keys, IMAP, IMPLICIT, -1},
	{"the same when asked again", asked_again, IMAP, IMPLICIT, -1},
};

static void the_keys(void **state)
{
	(void)state;
	evidence_check(keys, COUNT_OF(keys), ask_keys);
}

static struct probe_facts *resume(struct endpoint_report *endpoint)
{
	return add_rule_probe(endpoint, "resume-1.2");
}

static void unfinished(struct endpoint_report *endpoint)
{
	resume(endpoint)->tls.tickets = 1;
}

static void no_ticket(struct endpoint_report *endpoint)
{
	unfinished(endpoint);
	complete(endpoint, resume(endpoint), TLS_1_2);
}

static void ticket(struct endpoint_report *endpoint, unsigned lifetime_s)
{
	struct probe_facts *probe = resume(endpoint);

	complete(endpoint, probe, TLS_1_2);
	probe->tls.tickets = 1;
	probe->tls.ticket_lifetime_s = lifetime_s;
}

static void for_ever(struct endpoint_report *endpoint)
{
	ticket(endpoint, 0);
}

static void two_tickets(struct endpoint_report *endpoint)
{
	ticket(endpoint, 7200);
	ticket(endpoint, 300);
}

static void early_data(struct endpoint_report *endpoint)
{
	two_tickets(endpoint);
	endpoint->facts.rule_probes[0]->tls.max_early_data = 16384;
}

static int ask_early_data(const struct endpoint_facts *facts)
{
	struct handshake_tickets tickets = {0};

	handshake_add_tickets(facts, OFFER_RESUME_1_2, &tickets);
	return (int)tickets.max_early_data;
}

static const struct evidence_case early[] = {
	{"none", two_tickets, IMAP, IMPLICIT, 0},
	{"in the first ticket", early_data, IMAP, IMPLICIT, 16384},
};

static void the_early_data(void **state)
{
	(void)state;
	evidence_check(early, COUNT_OF(early), ask_early_data);
}

/* The lifetime, or 2 for a ticket without one, 1 for none, 0 for no word. */
static int ask_tickets(const struct endpoint_facts *facts)
{
	struct handshake_tickets tickets = {0};

	handshake_add_tickets(facts, OFFER_RESUME_1_2, &tickets);
	return tickets.lifetime_s ? (int)tickets.lifetime_s
				  : tickets.told + tickets.issued;
}

static const struct evidence_case tickets[] = {
	{"not asked", new_keys, IMAP, IMPLICIT, 0},
	{"not finished", unfinished, IMAP, IMPLICIT, 0},
	{"none issued", no_ticket, IMAP, IMPLICIT, 1},
	{"no lifetime", for_ever, IMAP, IMPLICIT, 2},
	{"the longest", two_tickets, IMAP, IMPLICIT, 7200},
};

static void the_tickets(void **state)
{
	(void)state;
	evidence_check(tickets, COUNT_OF(tickets), ask_tickets);
}

static void groups(struct endpoint_report *endpoint)
{
	shake(endpoint, TLS_1_3);
	shake(endpoint, TLS_1_2)->tls.dh_bits = 2048;
	shake(endpoint, TLS_1_1)->tls.dh_bits = 1024;
	follow_up(endpoint, QUESTION_OTHER_PORT, IMPLICIT)->tls.dh_bits = 512;
}

static int ask_bits(const struct endpoint_facts *facts)
{
	return (int)handshake_least_dh_bits(facts);
}

static const struct evidence_case bits[] = {
	{"none", new_keys, IMAP, IMPLICIT, 0},
	{"the least, and of this port", groups, IMAP, IMPLICIT, 1024},
};

static void the_bits(void **state)
{
	(void)state;
	evidence_check(bits, COUNT_OF(bits), ask_bits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_keys),
		cmocka_unit_test(the_tickets),
		cmocka_unit_test(the_early_data),
		cmocka_unit_test(the_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
