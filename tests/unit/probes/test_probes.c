/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The dialogues, one row for each way in which a peer can behave.  Every row
 * is played with the server's octets cut in every way: the facts must not
 * depend on it. */

#include "tests/unit/unit.h"

#include "tests/unit/probes/dialogue_rows.h"
#include "tests/unit/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Plays the row, and answers with how many octets the server had sent. */
static size_t play(const struct dialogue_row *row, enum cut cut, size_t at)
{
	struct probe_facts *facts = probe_facts_new();
	struct script *script;
	const char *got;
	size_t octets;

	facts->purpose = row->purpose;
	facts->mode = row->mode;
	facts->offer = row->offer;
	facts->tls_offered = row->mode == MODE_CLEARTEXT ? 0 : TLS_PROBED;
	script = script_new(row->script, cut, at, facts);
	probe_speak(script_wire(script), row->service, false);
	got = describe_facts(facts);
	if (script_problem(script))
		fail_msg("%s (cut %d at %zu): %s\n%s", row->name, (int)cut, at,
			script_problem(script), got);
	if (strcmp(got, row->want) != 0)
		fail_msg("%s (cut %d at %zu): got\n%swanted\n%s", row->name,
			(int)cut, at, got, row->want);
	octets = script_octets(script);
	script_free(script);
	probe_facts_free(facts);
	return octets;
}

static void play_cut(const struct dialogue_row *row)
{
	size_t octets = play(row, CUT_WHOLE, 0);

	play(row, CUT_LINES, 0);
	play(row, CUT_EACH, 0);
	for (size_t at = 1; at < octets; at++)
		play(row, CUT_AT, at);
}

static void play_all(const struct dialogue_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		play_cut(&rows->rows[i]);
}

static void test_imap(void **state)
{
	(void)state;
	play_all(&dialogue_rows_imap);
}

static void test_pop3(void **state)
{
	(void)state;
	play_all(&dialogue_rows_pop3);
}

static void test_sieve(void **state)
{
	(void)state;
	play_all(&dialogue_rows_sieve);
}

static void test_smtp(void **state)
{
	(void)state;
	play_all(&dialogue_rows_smtp);
}

/* What may stay of a probe, its transcript included, however much came. */
#define FLOOD_KEPT ((size_t)512 * 1024)

/* A peer that repeats a line, or an octet, for ever. */
struct flood {
	struct wire wire;
	const char *first;
	const char *line;
	size_t at;
};

static enum status flood_read(
	struct wire *wire, void *data, size_t size, size_t *ret_length)
{
	struct flood *flood = (struct flood *)wire;
	const char *from = flood->first ? flood->first : flood->line;
	size_t length = strlen(from);

	if (length > size)
		length = size;
	memcpy(data, from, length);
	if (flood->first)
		flood->first = from[length] ? from + length : NULL;
	*ret_length = length;
	flood->at += length;
	return flood->at > PROBE_OCTETS ? ST_PROBE_TOO_LONG : ST_OK;
}

static enum status flood_write(
	struct wire *wire, const void *data, size_t length)
{
	(void)wire;
	(void)data;
	(void)length;
	return ST_OK;
}

static void flood_hurry(struct wire *wire, int64_t duration_us)
{
	(void)wire;
	(void)duration_us;
}

static void flood_finish(struct wire *wire)
{
	(void)wire;
}

static const struct wire_ops flood_ops = {
	.read = flood_read,
	.write = flood_write,
	.hurry = flood_hurry,
	.finish = flood_finish,
};

static void check_flood(enum service service, const char *first,
	const char *line, enum status status, enum stage stage)
{
	struct probe_facts *facts = probe_facts_new();
	struct flood flood = {
		.wire = {.ops = &flood_ops, .facts = facts},
		.first = first,
		.line = line,
	};

	facts->mode = MODE_EXPLICIT;
	probe_speak(&flood.wire, service, true);
	assert_string_equal(status_name(facts->status), status_name(status));
	assert_string_equal(stage_name(facts->stage), stage_name(stage));
	assert_int_equal(facts->outcome, OUTCOME_FAILED);
	assert_true(arena_size(facts->arena) < FLOOD_KEPT);
	probe_facts_free(facts);
}

static void test_bounds(void **state)
{
	(void)state;
	check_flood(SERVICE_IMAP, NULL, "xxxxxxxx", ST_LINE_TOO_LONG,
		STAGE_GREETING);
	check_flood(SERVICE_SMTP, NULL, "220-more\r\n", ST_REPLY_TOO_LONG,
		STAGE_GREETING);
	check_flood(SERVICE_SMTP, "220 mx\r\n", "250-more\r\n",
		ST_REPLY_TOO_LONG, STAGE_CAPABILITIES);
	check_flood(SERVICE_POP3, "+OK\r\n+OK\r\n", "MORE\r\n",
		ST_REPLY_TOO_LONG, STAGE_CAPABILITIES);
	check_flood(SERVICE_IMAP, "* OK\r\n", "* OK more\r\n",
		ST_REPLY_TOO_LONG, STAGE_CAPABILITIES);
}

/* Of a few long lines: text that is kept has an end before the reply has. */
static void test_long_replies(void **state)
{
	char line[LINE_OCTETS / 2];
	char refusal[LINE_OCTETS / 2];

	(void)state;
	memset(line, 'x', sizeof(line) - 3);
	memcpy(line + sizeof(line) - 3, "\r\n", 3);
	memcpy(line, "220-", 4);
	check_flood(
		SERVICE_SMTP, NULL, line, ST_REPLY_TOO_LONG, STAGE_GREETING);
	memcpy(refusal, line, sizeof(line));
	memcpy(refusal, "554-", 4);
	check_flood(SERVICE_SMTP, "220 mx\r\n", refusal, ST_REPLY_TOO_LONG,
		STAGE_CAPABILITIES);
	check_flood(SERVICE_SMTP, "220 mx\r\n250-mx\r\n250 STARTTLS\r\n",
		refusal, ST_REPLY_TOO_LONG, STAGE_STARTTLS);
}

/* A list that has more than any server has to say is no reason for hours of
 * looking through it. */
static void test_long_lists(void **state)
{
	char reply[8192] = "220 mx\r\n250-mx\r\n250-AUTH";
	char many[sizeof(reply) + 16];
	char line[LINE_OCTETS / 2];

	(void)state;
	memset(line, 'x', sizeof(line) - 3);
	memcpy(line + sizeof(line) - 3, "\r\n", 3);
	memcpy(line, "250-", 4);
	check_flood(SERVICE_SMTP, "220 mx\r\n250-mx\r\n", line,
		ST_PROBE_TOO_LONG, STAGE_CAPABILITIES);
	memcpy(line, "* CAPABILITY ", 13);
	check_flood(SERVICE_IMAP, "* OK\r\n", line, ST_PROBE_TOO_LONG,
		STAGE_CAPABILITIES);
	memcpy(line, "X", 1);
	check_flood(SERVICE_POP3, "+OK\r\n+OK\r\n", line, ST_PROBE_TOO_LONG,
		STAGE_CAPABILITIES);
	check_flood(SERVICE_IMAP, "* OK\r\n", "* CAPABILITY A B C\r\n",
		ST_PROBE_TOO_LONG, STAGE_CAPABILITIES);
	for (int i = 0; i < LIST_MECHANISMS; i++)
		snprintf(reply + strlen(reply), sizeof(reply) - strlen(reply),
			" M%d m1", i);
	snprintf(many, sizeof(many), "%s MORE\r\n", reply);
	check_flood(SERVICE_SMTP, many, "250 OK\r\n", ST_PROBE_TOO_LONG,
		STAGE_CAPABILITIES);
	/* As many as there may be; the same again counts once. */
	strcat(reply, "\r\n250 OK\r\n");
	check_flood(SERVICE_SMTP, reply, "500 what\r\n", ST_NOT_OFFERED,
		STAGE_STARTTLS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_imap),
		cmocka_unit_test(test_pop3),
		cmocka_unit_test(test_sieve),
		cmocka_unit_test(test_smtp),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_long_replies),
		cmocka_unit_test(test_long_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
