/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What holds of every diagnosis, and the tables that they read. */

#include "checks/causes/certificate/interceptor.h"
#include "checks/causes/name/spelling.h"
#include "checks/causes/remedy.h"
#include "checks/product.h"
#include "tests/unit/causes/diagnose_grounds.h"
#include "tests/unit/causes/diagnose_scenes.h"
#include "tests/unit/unit.h"

#include <string.h>

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
	scene_misspelt(run);
	run_diagnose(run);
	diagnosis = run->report.diagnoses;
	assert_non_null(strstr(diagnosis->summary,
		"imap.gmial.com. Did you mean imap.gmail.com"));
	assert_non_null(strstr(diagnosis->remedies[0].text, "imap.gmail.com"));
	run_free(run);

	run = run_new();
	scene_clear_and_starttls(run);
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
	scene_exchange_stopped(run);
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
	scene_closed_port(run);
	run_diagnose(run);
	count = run->report.diagnosis_count;
	/* It says the same of one port and of two. */
	assert_null(strstr(run->report.diagnoses[0].summary, "that port"));
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
		{SMTP,
			"220-mx.example.com ESMTP Exim 4.96.2 #2 Sat, 24 Aug "
			"2024 12:25:53 -0400 \n220-We do not authorize\n220 x",
			"exim-cpanel"},
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
		assert_true(
			cause->match || cause->match_rest || cause->supposed);
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

static bool greets(const struct remedy_row *row, enum service service)
{
	if (row->services && !(row->services & 1u << service))
		return false;
	for (size_t i = 0; i < product_count; i++)
		if (product_table[i].service == service &&
			strncmp(product_table[i].id, row->product,
				strlen(row->product)) == 0)
			return true;
	return false;
}

/* A row that no greeting leads to is never read. */
static void test_remedies(void **state)
{
	(void)state;
	for (size_t i = 0; i < remedy_count; i++) {
		const struct remedy_row *row = &remedy_table[i];

		if (!greets(row, SERVICE_IMAP) && !greets(row, SERVICE_POP3) &&
			!greets(row, SERVICE_SMTP))
			fail_msg("no greeting of %s: %s", row->product,
				row->text);
	}
}

/* A file that one service reads is no advice for another. */
static void test_remedy_files(void **state)
{
	static const struct {
		const char *file;
		enum service service;
	} rows[] = {
		{"imapserver.xml", SERVICE_IMAP},
		{"smtpserver.xml", SERVICE_SMTP},
		{"imapd-ssl", SERVICE_IMAP},
		{"pop3d-ssl", SERVICE_POP3},
		{" esmtpd.", SERVICE_SMTP},
	};

	(void)state;
	for (size_t i = 0; i < remedy_count; i++)
		for (size_t j = 0; j < COUNT_OF(rows); j++)
			if (strstr(remedy_table[i].text, rows[j].file) &&
				remedy_table[i].services !=
					1u << rows[j].service)
				fail_msg("%s", remedy_table[i].text);
}

/* GnuTLS refuses a list that only takes away. */
static void test_priorities(void **state)
{
	(void)state;
	for (size_t i = 0; i < remedy_count; i++)
		if (strstr(remedy_table[i].text, "-VERS-TLS") &&
			!strstr(remedy_table[i].text, "NORMAL:-VERS-TLS"))
			fail_msg("%s", remedy_table[i].text);
}

/* cPanel overwrites Exim's own file: its rows stand before those of Exim. */
static void test_overwritten(void **state)
{
	bool told[REMEDY_TOPICS] = {false};

	(void)state;
	for (size_t i = 0; i < remedy_count; i++) {
		const struct remedy_row *row = &remedy_table[i];

		if (strcmp(row->product, "exim-cpanel") == 0)
			told[row->topic] = true;
		else if (strcmp(row->product, "exim") == 0 &&
			 strstr(row->text, "tls_") && !told[row->topic])
			fail_msg("%s", row->text);
	}
}

/* The advice about an encrypted port is empty where that port fails: nothing
 * may lean on it. */
static void test_leaning_steps(void **state)
{
	(void)state;
	for (size_t i = 0; i < cause_count; i++)
		for (int a = 0; a < AUDIENCE_COUNT; a++) {
			const char *step = cause_table[i]->remedies[a];

			if (step &&
				(strstr(step, "{encrypted} If ") ||
					strstr(step, "{encrypted} Otherwise")))
				fail_msg("%s: %s", cause_table[i]->id, step);
		}
}

/* What every server shows is ground for nothing. */
static void test_grounds(void **state)
{
	struct run *run = run_new();
	size_t all[] = {0, 1, 2}, wrong = 0;

	(void)state;
	good(run, IMAP, IMPLICIT, HOST);
	good(run, POP3, EXPLICIT, HOST);
	good(run, SMTP, EXPLICIT, HOST);
	run_diagnose(run);
	assert_int_equal(run->report.diagnosis_count, 0);
	for (size_t i = 0; i < cause_count; i++) {
		struct diagnosis diagnosis = {.id = cause_table[i]->id,
			.endpoints = all,
			.endpoint_count = 3};

		if (!grounds_hold(&run->report, &diagnosis))
			continue;
		print_error(
			"%s rests on what every server shows\n", diagnosis.id);
		wrong++;
	}
	run_free(run);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grounds),
		cmocka_unit_test(test_remedies),
		cmocka_unit_test(test_remedy_files),
		cmocka_unit_test(test_priorities),
		cmocka_unit_test(test_overwritten),
		cmocka_unit_test(test_leaning_steps),
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
