/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was written is read back, and written again the same. */
#include "model/table.h"
#include "tests/unit/unit.h"

#include "model/offer.h"
#include "reports/record/read.h"
#include "reports/record/xml.h"
#include "tests/unit/reports/sample_reports.h"

#include <stdlib.h>
#include <string.h>

#define OCTETS(literal)                                                        \
	{                                                                      \
		(const unsigned char *)(literal), sizeof(literal) - 1          \
	}

static bool read_back(struct arena *arena, const char *xml, size_t length,
	struct report *ret_report, const char **ret_why)
{
	struct problem problem = {0};
	bool read = record_read_xml(
		arena, "x.xml", xml, length, ret_report, &problem);

	*ret_why = read ? NULL : problem_say(arena, &problem);
	return read;
}

/* Where the texts part. */
static void assert_same(const char *name, const char *a, const char *b)
{
	size_t i = 0;

	while (a[i] && a[i] == b[i])
		i++;
	if (a[i] || b[i])
		fail_msg("%s: %.80s ... in place of ... %.80s", name,
			b + (i > 20 ? i - 20 : 0), a + (i > 20 ? i - 20 : 0));
}

static void check_round(
	struct arena *arena, const char *name, const struct report *report)
{
	size_t length, again_length;
	char *xml = report_to_xml(report, true, &length), *again;
	struct report read = {0};
	const char *why;

	assert_non_null(xml);
	if (!read_back(arena, xml, length, &read, &why))
		fail_msg("%s: %s", name, why);
	again = report_to_xml(&read, true, &again_length);
	assert_non_null(again);
	assert_same(name, xml, again);
	report_clear(&read);
	free(xml);
	free(again);
}

static void test_samples(void **state)
{
	static const struct {
		const char *name;
		sample_function *sample;
	} samples[] = {
		{"office365", sample_office365},
		{"url", sample_url},
		{"failing", sample_failing},
		{"unreachable", sample_unreachable},
		{"throttled", sample_throttled},
		{"interrupted", sample_interrupted},
		{"hostile", sample_hostile},
		{"empty", sample_empty},
		{"judged", sample_judged},
		{"wrong-mode", sample_wrong_mode},
		{"filtered", sample_filtered},
		{"misspelt", sample_misspelt},
		{"resolver", sample_resolver},
		{"several", sample_several},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		struct arena *arena = arena_new();

		check_round(arena, samples[i].name, samples[i].sample(arena));
		arena_free(arena);
	}
}

/* Facts that no sample has. */
static void test_rare_facts(void **state)
{
	static enum unasked unasked[128];
	struct arena *arena = arena_new();
	struct report *report = sample_office365(arena);
	struct endpoint_facts *facts = &report->endpoints[0].facts;
	struct probe_facts *probe = facts->probes[0];
	struct probe_facts *rule = probe_facts_new();
	struct certificate *leaf;

	(void)state;
	assert_true(OFFER_COUNT <= COUNT_OF(unasked));
	unasked[offer_find("addresses")] = UNASKED_ONE_ADDRESS;
	facts->unasked = unasked;
	rule->purpose = PURPOSE_RULE;
	rule->mode = facts->endpoint.mode;
	rule->offer = OFFER_ACT_PIPELINED;
	rule->act = (struct act_facts){true, ANSWER_NEGATIVE, 503,
		{(const unsigned char *)"503  two  blanks\n", 17}};
	facts->rule_probes = arena_alloc(arena, sizeof(*facts->rule_probes));
	facts->rule_probes[0] = rule;
	facts->rule_probe_count = 1;
	probe->tls.encrypt_then_mac = true;
	probe->tls.dh_bits = 2048;
	probe->sys_errno = 111;
	assert_true(probe->tls.chain_count > 0);
	leaf = &probe->tls.chain[0];
	leaf->version = 3;
	strcpy(leaf->serial, "-00ff");
	leaf->curve = "SECP256R1";
	leaf->ca = true;
	leaf->path_length = 0;
	leaf->key_usage = KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_OTHER;
	leaf->has_purposes = leaf->for_servers = true;
	leaf->names_responder = leaf->must_staple = leaf->has_scts = true;
	check_round(arena, "rare", report);
	facts->rule_probe_count = 0;
	probe_facts_free(rule);
	arena_free(arena);
}

/* Cut anywhere, or changed against the schema, it is refused. */
static void test_refused(void **state)
{
	struct arena *arena = arena_new();
	const struct report *report = sample_several(arena);
	size_t length;
	char *xml = report_to_xml(report, false, &length);
	struct report read;
	const char *why;
	char *verdict;

	(void)state;
	for (size_t i = 0; i < length - 2; i += 997)
		assert_false(read_back(arena, xml, i, &read, &why));
	verdict = strstr(xml, "verdict=\"fail\"");
	assert_non_null(verdict);
	memcpy(verdict, "verdict=\"evil\"", 14);
	assert_false(read_back(arena, xml, length, &read, &why));
	assert_non_null(strstr(why, "x.xml:"));
	free(xml);
	arena_free(arena);
}

/* `xml` with every `from` in it changed, in `arena`. */
static char *change(
	struct arena *arena, const char *xml, const char *from, const char *to)
{
	size_t count = 0;
	const char *found;
	char *changed, *at;

	for (found = xml; (found = strstr(found, from)); found++)
		count++;
	assert_true(count > 0);
	changed = arena_alloc(arena, strlen(xml) + count * strlen(to) + 1);
	at = changed;
	while ((found = strstr(xml, from))) {
		memcpy(at, xml, (size_t)(found - xml));
		at = stpcpy(at + (found - xml), to);
		xml = found + strlen(from);
	}
	strcpy(at, xml);
	return changed;
}

/* A schema only grows: what is not known is left alone wherever it stands,
 * and what is known is held to the schema all the same. */
static void test_later_version(void **state)
{
	static const struct {
		const char *from;
		const char *to;
		bool read;
	} changes[] = {
		{"<report ", "<report later='1' ", true},
		{"<finding ", "<later a='1'><b>c</b></later><finding ", true},
		{"<finding ", "<finding later='1' ", true},
		{"<attempt ", "<later/><attempt later='1' ", true},
		{"<summary>", "<summary later='1'>", true},
		{"</summary>", "<later>not for us</later></summary>", true},
		{"</tls>", "<later/></tls>", true},
		{"<endpoint ", "<x:y xmlns:x='urn:x'/><endpoint ", true},
		{"<endpoint ", "<endpoint xmlns:x='urn:x' x:host='h' ", true},
		{"</report>", "<later/></report>", true},
		{"<finding ", "<later/>text<finding ", false},
		{"<report ", "<report later='1' verdict='evil' x", false},
		{"<finding ", "<finding later='1' policy='' rating='x' ",
			false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct arena *arena = arena_new();
		size_t length, again_length;
		char *xml = report_to_xml(sample_several(arena), true, &length);
		char *later =
			change(arena, xml, changes[i].from, changes[i].to);
		struct report read = {0};
		const char *why;

		if (read_back(arena, later, strlen(later), &read, &why) !=
			changes[i].read)
			fail_msg("%s: %s", changes[i].to, why ? why : "read");
		if (changes[i].read) {
			char *again = report_to_xml(&read, true, &again_length);

			assert_same(changes[i].to, xml, again);
			free(again);
			report_clear(&read);
		}
		free(xml);
		arena_free(arena);
	}
}

/* An escape that nobody writes, and an endpoint that is not there. */
static void test_beyond_schema(void **state)
{
	static const struct {
		sample_function *sample;
		const char *from;
		const char *to;
	} changes[] = {
		{sample_office365, "<item>", "<item>\\ "},
		{sample_office365, "<item>", "<item>\\x0G"},
		{sample_office365, "</item>", "\\</item>"},
		{sample_resolver, "endpoints=\"1 2", "endpoints=\"1 9"},
		{sample_resolver, "rank=\"1\"", "rank=\"7\""},
		{sample_several, "<endpoint ", "<endpoint source=\"3\" "},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		struct arena *arena = arena_new();
		size_t length;
		char *xml =
			report_to_xml(changes[i].sample(arena), false, &length);
		const char *bad =
			change(arena, xml, changes[i].from, changes[i].to);
		struct report read;
		const char *why = NULL;

		if (read_back(arena, bad, strlen(bad), &read, &why))
			fail_msg("%s was read", changes[i].to);
		assert_non_null(why);
		free(xml);
		arena_free(arena);
	}
}

/* Logins that went every way. */
static void test_logins(void **state)
{
	struct arena *arena = arena_new();
	struct report *report = sample_office365(arena);
	struct endpoint_facts *facts = &report->endpoints[1].facts;
	struct probe_facts *probe = probe_facts_new();
	struct probe_facts *logins[] = {probe};

	(void)state;
	facts->login_wanted = true;
	facts->logins = logins;
	facts->login_count = 1;
	probe->purpose = PURPOSE_LOGIN;
	probe->mode = facts->endpoint.mode;
	probe->port = facts->endpoint.port;
	probe->stage = STAGE_DONE;
	probe->signed_in.seen = true;
	for (int held = 0; held < LOGIN_HELD_COUNT; held++) {
		probe->login = (struct login_facts){true, "user@example.com",
			held % 2, (enum login_held)held, "SCRAM-SHA-256",
			held != 0, ANSWER_NEGATIVE, 535, OCTETS("no \n\x01"),
			OCTETS("{\"status\":\"400\"}"), held % 2};
		probe->mailbox = (struct mailbox_facts){true, ANSWER_POSITIVE,
			OCTETS("a4 OK"), held != 0, 7,
			held % 2 ? ANSWER_NEGATIVE : ANSWER_POSITIVE,
			OCTETS("-ERR"), held != 0, 0, ANSWER_POSITIVE,
			ANSWER_NEGATIVE, OCTETS("NIL"), held != 0};
		probe->send = (struct send_facts){held % 2, "user@example.com",
			ANSWER_NEGATIVE, 550, OCTETS("550 5.7.60")};
		probe->trip = (struct trip_facts){.asked = true,
			.message_id = "<mailsonde.1.x@example.com>",
			.answer = ANSWER_POSITIVE,
			.imap = {held != 0, held % 2, !(held % 2), 7000},
			.pop3 = {true, held == 1, held != 1, 9000},
			.deleted = held != 0};
		probe->option = (struct option_facts){.asked = true,
			.invited = held != 0,
			.requested = true,
			.read = held % 2,
			.unwatched = !(held % 2),
			.watched_us = held % 2 ? 1000000 : 0};
		check_round(arena, "login", report);
	}
	facts->login_count = 0;
	probe_facts_free(probe);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_rare_facts),
		cmocka_unit_test(test_logins),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_later_version),
		cmocka_unit_test(test_beyond_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
