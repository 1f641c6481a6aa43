/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which list of capabilities counts, and what it offers. */
#include "tests/unit/unit.h"

#include "evidence/capability.h"
#include "tests/unit/evidence/evidence_run.h"

static struct probe_facts *greeted(
	struct endpoint_report *endpoint, enum purpose purpose)
{
	struct probe_facts *probe = add_probe(endpoint, purpose, TLS_PROBED);

	connect_probe(probe);
	greet(endpoint, probe, NULL);
	return probe;
}

static void none(struct endpoint_report *endpoint)
{
	greeted(endpoint, PURPOSE_BEST);
}

static void whole(struct endpoint_report *endpoint)
{
	struct probe_facts *version = greeted(endpoint, PURPOSE_TLS_VERSION);
	struct probe_facts *best = greeted(endpoint, PURPOSE_BEST);

	version->cleartext.seen = version->protected.seen = true;
	best->cleartext.seen = best->protected.seen = true;
}

static void not_the_best(struct endpoint_report *endpoint)
{
	struct probe_facts *version;

	greeted(endpoint, PURPOSE_BEST)->protected.refused = true;
	version = greeted(endpoint, PURPOSE_TLS_VERSION);
	version->cleartext.seen = version->protected.seen = true;
}

/* A greeting that tells the list tells all of it (RFC 3501 section 7.1), but a
 * reply to the question comes first. */
static void announced(struct endpoint_report *endpoint)
{
	struct probe_facts *best = greeted(endpoint, PURPOSE_BEST);

	best->cleartext.announced = best->protected.announced = true;
}

static void announced_and_asked(struct endpoint_report *endpoint)
{
	struct probe_facts *version;

	announced(endpoint);
	version = greeted(endpoint, PURPOSE_TLS_VERSION);
	version->cleartext.seen = version->protected.seen = true;
}

static void before_alone(struct endpoint_report *endpoint)
{
	greeted(endpoint, PURPOSE_BEST)->cleartext.seen = true;
}

static void elsewhere(struct endpoint_report *endpoint)
{
	struct probe_facts *probe;

	greeted(endpoint, PURPOSE_BEST);
	probe = follow_up(endpoint, QUESTION_OTHER_PORT, IMPLICIT);
	probe->cleartext.seen = probe->protected.seen = true;
	probe->cleartext.refused = probe->protected.refused = true;
}

static const struct evidence_case finals[] = {
	{"none", none, IMAP, EXPLICIT, NOBODY},
	{"the best connection's", whole, IMAP, EXPLICIT, 1},
	{"another's", not_the_best, IMAP, EXPLICIT, 1},
	{"announced", announced, IMAP, IMPLICIT, 0},
	{"a reply before it", announced_and_asked, IMAP, IMPLICIT, 1},
	{"void inside TLS", before_alone, IMAP, EXPLICIT, NOBODY},
	{"in the clear", before_alone, IMAP, CLEARTEXT, 0},
	{"another port's", elsewhere, IMAP, IMPLICIT, NOBODY},
};

static const struct evidence_case befores[] = {
	{"none", none, IMAP, EXPLICIT, NOBODY},
	{"the best connection's", whole, IMAP, EXPLICIT, 1},
	{"announced", announced, IMAP, EXPLICIT, 0},
	{"before TLS", before_alone, IMAP, EXPLICIT, 0},
	{"another port's", elsewhere, IMAP, EXPLICIT, NOBODY},
};

static int index_of_list(
	const struct endpoint_facts *facts, const struct capabilities *list)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (list == &facts->probes[i]->cleartext ||
			list == &facts->probes[i]->protected)
			return (int)i;
	return NOBODY;
}

static int ask_final(const struct endpoint_facts *facts)
{
	const struct capabilities *list =
		capability_list(facts, CAPABILITY_FINAL);
	int index = index_of_list(facts, list);

	if (list && facts->endpoint.mode != MODE_CLEARTEXT)
		assert_ptr_equal(list, &facts->probes[index]->protected);
	return index;
}

static int ask_before(const struct endpoint_facts *facts)
{
	const struct capabilities *list =
		capability_list(facts, CAPABILITY_BEFORE);
	int index = index_of_list(facts, list);

	if (list)
		assert_ptr_equal(list, &facts->probes[index]->cleartext);
	return index;
}

static void the_list(void **state)
{
	(void)state;
	evidence_check(finals, COUNT_OF(finals), ask_final);
	evidence_check(befores, COUNT_OF(befores), ask_before);
}

static void refused_before(struct endpoint_report *endpoint)
{
	greeted(endpoint, PURPOSE_BEST);
	greeted(endpoint, PURPOSE_TLS_VERSION)->cleartext.refused = true;
}

static const struct evidence_case refusals[] = {
	{"none", none, POP3, EXPLICIT, NOBODY},
	{"inside TLS", not_the_best, POP3, EXPLICIT, 0},
	{"before it alone", refused_before, POP3, EXPLICIT, NOBODY},
	{"in the clear", refused_before, POP3, CLEARTEXT, 1},
	{"another port's", elsewhere, POP3, EXPLICIT, NOBODY},
};

static int ask_refusal(const struct endpoint_facts *facts)
{
	return index_of_list(
		facts, capability_refusal(facts, CAPABILITY_FINAL));
}

static void the_refusal(void **state)
{
	(void)state;
	evidence_check(refusals, COUNT_OF(refusals), ask_refusal);
}

static void names(void **state)
{
	static const struct {
		const char *item;
		const char *name;
		bool is;
	} rows[] = {
		{"IDLE", "idle", true},
		{"IDLE", "IDL", false},
		{"IDLE", "IDLER", false},
		{"SIZE 1000", "SIZE", true},
		{"SIZE\r\n", "SIZE", true},
		{"SIZEABLE", "SIZE", false},
		{"AUTH=PLAIN", "AUTH", true},
		{"AUTH=PLAIN", "AUTH=PLAIN", true},
		{"AUTH=PLAIN", "AUTH=PLA", false},
		{"AUTH=PLAIN=X", "AUTH=PLAIN", false},
		{"", "IDLE", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (capability_is(octets(rows[i].item), rows[i].name) !=
			rows[i].is)
			fail_msg("%s: %s", rows[i].item, rows[i].name);
}

static void logins(void **state)
{
	static const char *words[] = {"PLAIN"};
	const struct capabilities plain = {
		.mechanisms = words, .mechanism_count = 1};
	const struct capabilities user = {.user = true};
	const struct capabilities off = {.login_disabled = true};
	const struct capabilities bare = {0};
	const struct {
		enum service service;
		const struct capabilities *list;
		const char *way;
		bool has, any;
	} rows[] = {
		{IMAP, &plain, "PLAIN", true, true},
		{IMAP, &bare, "LOGIN", true, true},
		{IMAP, &off, "LOGIN", false, false},
		{IMAP, &off, "PLAIN", false, false},
		{POP3, &user, "USER", true, true},
		{POP3, &bare, "USER", false, false},
		{POP3, &plain, "PLAIN", true, true},
		/* SMTP's LOGIN is a mechanism; there is no command of it. */
		{SMTP, &bare, "LOGIN", false, false},
		{SMTP, &user, "USER", false, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (capability_has_login(rows[i].service, rows[i].list,
			    rows[i].way) != rows[i].has ||
			capability_has_any_login(
				rows[i].service, rows[i].list) != rows[i].any)
			fail_msg("%s: %s", service_name(rows[i].service),
				rows[i].way);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list),
		cmocka_unit_test(the_refusal),
		cmocka_unit_test(names),
		cmocka_unit_test(logins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
