/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What holds of every check: whole findings, stops, severities, verdicts. */

#include "checks/name.h"
#include "tests/unit/checks/check_scene.h"

#include <string.h>

/* What holds of every finding, whatever was seen. */
static void assert_whole(
	const struct endpoint_report *report, const struct finding *finding)
{
	const struct finding *cause =
		finding->cause ? scene_find(report, finding->cause) : NULL;

	assert_non_null(finding->expected);
	assert_non_null(finding->observed);
	assert_non_null(finding->explanation);
	assert_non_null(finding->reference);
	assert_non_null(finding->summary);
	assert_non_null(strstr(finding->summary, "mail.example.com"));
	assert_int_equal(finding->status == VERDICT_PASS ||
				 finding->status == VERDICT_INFO,
		!finding->remedy);
	if (!finding->cause)
		return;
	assert_int_equal(finding->status, VERDICT_NOT_TESTED);
	assert_non_null(cause);
	assert_ptr_not_equal(cause, finding);
	assert_true(cause->status == VERDICT_FAIL ||
		    cause->status == VERDICT_NOT_TESTED);
	assert_null(cause->cause);
}

/* Which stage must be reached before a check can pass. */
static enum stage stage_needed(const char *check, enum tls_mode mode)
{
	if (strcmp(check, "connect") == 0)
		return STAGE_GREETING;
	if (strcmp(check, "mode") == 0 || strcmp(check, "greeting") == 0)
		return mode == MODE_IMPLICIT ? STAGE_LOGIN : STAGE_CAPABILITIES;
	if (strcmp(check, "capability-starttls") == 0 ||
		strcmp(check, "cleartext-login") == 0)
		return STAGE_STARTTLS;
	return STAGE_LOGIN;
}

static void assert_stopped(
	enum service service, enum tls_mode mode, int stage, int status)
{
	struct scene *scene = scene_new(service, mode);
	size_t passed = 0;

	scene_stopped(scene, (enum stage)stage, (enum status)status);
	scene_judge(scene);
	for (size_t i = 0; i < scene->report.finding_count; i++) {
		const struct finding *finding = &scene->report.findings[i];

		assert_whole(&scene->report, finding);
		if (stage <= STAGE_CONNECT && i > 0)
			assert_string_equal(finding->cause ? finding->cause
							   : finding->check,
				"connect");
		if (finding->status != VERDICT_PASS)
			continue;
		passed++;
		if (stage < (int)stage_needed(finding->check, mode))
			fail_msg("%s passes at %s with %s", finding->check,
				stage_name((enum stage)stage),
				status_name((enum status)status));
	}
	if (mode != MODE_CLEARTEXT)
		assert_true(passed < scene->report.finding_count);
	scene_free(scene);
}

/* What only states are wanted of is judged alike, and says nothing. */
static void assert_same_states(
	enum service service, enum tls_mode mode, int stage, int status)
{
	struct scene *told = scene_new(service, mode);
	struct scene *quiet = scene_new(service, mode);

	quiet->context.states_only = true;
	scene_stopped(told, (enum stage)stage, (enum status)status);
	scene_stopped(quiet, (enum stage)stage, (enum status)status);
	scene_judge(told);
	scene_judge(quiet);
	assert_int_equal(
		told->report.finding_count, quiet->report.finding_count);
	for (size_t i = 0; i < told->report.finding_count; i++) {
		const struct finding *one = &told->report.findings[i];
		const struct finding *other = &quiet->report.findings[i];

		assert_string_equal(one->check, other->check);
		assert_int_equal(one->status, other->status);
		assert_int_equal(one->severity, other->severity);
		assert_string_equal(one->cause ? one->cause : "",
			other->cause ? other->cause : "");
		assert_string_not_equal(one->summary, "");
		if (strcmp(one->check, "connect") != 0)
			assert_string_equal(other->summary, "");
	}
	scene_free(told);
	scene_free(quiet);
}

/* Wherever every probe stops, and for whatever reason, nothing beyond passes.
 */
static void test_every_stop(void **state)
{
	(void)state;
	for (int service = 0; service < SERVICE_COUNT; service++)
		for (int mode = 0; mode < MODE_COUNT; mode++)
			for (int stage = 0; stage < STAGE_QUIT; stage++)
				for (int status = 1; status < ST_COUNT;
					status++) {
					assert_stopped((enum service)service,
						(enum tls_mode)mode, stage,
						status);
					assert_same_states(
						(enum service)service,
						(enum tls_mode)mode, stage,
						status);
				}
}

/* What is asked of every server with STARTTLS. */
static void pipeline(struct scene *scene)
{
	struct probe_facts *probe =
		scene_add_probe(scene, PURPOSE_FOLLOW_UP, TLS_PROBED);

	probe->question = QUESTION_INJECTION;
	scene_complete(scene, probe, TLS_1_3);
	probe->act.said = true;
}

static void test_healthy(void **state)
{
	(void)state;
	for (int service = 0; service < SERVICE_COUNT; service++)
		for (int mode = 0; mode < MODE_CLEARTEXT; mode++) {
			struct scene *scene = scene_new(
				(enum service)service, (enum tls_mode)mode);

			scene_healthy(scene);
			if (mode == MODE_EXPLICIT)
				pipeline(scene);
			scene_judge(scene);
			assert_true(scene->report.finding_count > 10);
			for (size_t i = 0; i < scene->report.finding_count;
				i++) {
				assert_whole(&scene->report,
					&scene->report.findings[i]);
				assert_int_equal(
					scene->report.findings[i].status,
					VERDICT_PASS);
			}
			scene_free(scene);
		}
}

/* The severity is the settings' own. */
static void test_severity(void **state)
{
	struct scene *scene = scene_new(IMAP, IMPLICIT);

	(void)state;
	scene_require_10(scene);
	scene_judge(scene);
	assert_int_equal(scene_find(&scene->report, "tls-1.0")->severity,
		SEVERITY_ERROR);
	assert_int_equal(scene_find(&scene->report, "tls-1.1")->severity,
		SEVERITY_WARNING);
	scene_free(scene);
}

static void test_table(void **state)
{
	(void)state;
	assert_ptr_equal(check_find("settings-mode"), check_table[0]);
	assert_null(check_find("tls-1"));
	for (size_t i = 0; i < check_count; i++) {
		assert_ptr_equal(
			check_find(check_table[i]->id), check_table[i]);
		assert_non_null(check_table[i]->title);
		assert_non_null(check_table[i]->explanation);
		assert_non_null(check_table[i]->remedy);
		assert_non_null(check_table[i]->reference);
		assert_non_null(check_table[i]->judge);
	}
}

struct name_row {
	const char *host;
	enum name_type type;
	const char *presented;
	bool matches;
};

static const struct name_row name_rows[] = {
	{"mail.example.com", NAME_DNS, "mail.example.com", true},
	{"mail.example.com", NAME_DNS, "MAIL.Example.COM", true},
	{"mail.example.com.", NAME_DNS, "mail.example.com", true},
	{"mail.example.com", NAME_DNS, "mail.example.com.", false},
	{"mail.example.com", NAME_DNS, "example.com", false},
	{"mail.example.com", NAME_DNS, "xmail.example.com", false},
	{"mail.example.com", NAME_DNS, "mail.example.co", false},
	{"mail.example.com", NAME_DNS, "", false},
	{"mail.example.com", NAME_OTHER, "mail.example.com", false},
	{"mail.example.com", NAME_IP, "mail.example.com", false},
	/* wildcards */
	{"mail.example.com", NAME_DNS, "*.example.com", true},
	{"mail.example.com", NAME_DNS, "*.EXAMPLE.com", true},
	{"mail.example.com.", NAME_DNS, "*.example.com", true},
	{"a.mail.example.com", NAME_DNS, "*.example.com", false},
	{"example.com", NAME_DNS, "*.example.com", false},
	{".example.com", NAME_DNS, "*.example.com", false},
	{"example.com", NAME_DNS, "*.com", false},
	{"example.com", NAME_DNS, "*.com.", false},
	{"localhost", NAME_DNS, "*", false},
	{"mail.example.com", NAME_DNS, "*", false},
	{"mail.example.com", NAME_DNS, "*.", false},
	{"mail.example.com", NAME_DNS, "m*.example.com", false},
	{"mail.example.com", NAME_DNS, "*l.example.com", false},
	{"mail.example.com", NAME_DNS, "mail.*.com", false},
	{"a.mail.example.com", NAME_DNS, "*.*.example.com", false},
	/* A-labels */
	{"xn--bcher-kva.example.com", NAME_DNS, "XN--bcher-kva.example.com",
		true},
	{"xn--bcher-kva.example.com", NAME_DNS, "*.example.com", true},
	{"mail.xn--bcher-kva.example", NAME_DNS, "*.xn--bcher-kva.example",
		true},
	{"xn--bcher-kva.example.com", NAME_DNS, "xn--*.example.com", false},
	/* addresses */
	{"192.0.2.1", NAME_IP, "192.0.2.1", true},
	{"192.0.2.1", NAME_IP, "192.0.2.2", false},
	{"192.0.2.1", NAME_DNS, "192.0.2.1", false},
	{"192.0.2.1", NAME_DNS, "*.0.2.1", false},
	{"2001:db8::1", NAME_IP, "2001:DB8:0:0:0:0:0:1", true},
	{"[2001:db8::1]", NAME_IP, "2001:db8::1", true},
	{"2001:db8::1", NAME_IP, "2001:db8::2", false},
	{"::ffff:192.0.2.1", NAME_IP, "192.0.2.1", false},
	{"192.0.2.1", NAME_IP, "", false},
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(name_rows); i++) {
		struct presented_name name = {name_rows[i].type,
			scene_octets(name_rows[i].presented)};

		if (name_matches(name_rows[i].host, &name) !=
			name_rows[i].matches)
			fail_msg("%s against %s", name_rows[i].host,
				name_rows[i].presented);
	}
}

static void test_label_of_address(void **state)
{
	struct scene *scene = scene_new(IMAP, IMPLICIT);

	(void)state;
	scene_endpoint(scene)->host = "2001:db8::1";
	scene_healthy(scene);
	scene_judge(scene);
	assert_string_equal(scene_find(&scene->report, "connect")->summary,
		"[2001:db8::1]:993 (IMAP) can be reached.");
	scene_free(scene);
}

static void test_conclude(void **state)
{
	struct finding good[] = {{.status = VERDICT_PASS},
		{.status = VERDICT_WARNING}, {.status = VERDICT_INFO}};
	struct finding unknown[] = {
		{.status = VERDICT_NOT_TESTED}, {.status = VERDICT_PASS}};
	struct finding bad[] = {
		{.status = VERDICT_NOT_TESTED}, {.status = VERDICT_FAIL}};
	struct endpoint_report endpoints[] = {
		{.findings = good, .finding_count = 3},
		{.findings = unknown, .finding_count = 2},
		{.findings = bad, .finding_count = 2},
		{.findings = NULL},
	};
	struct report report = {.endpoints = endpoints, .endpoint_count = 4};

	(void)state;
	report_conclude(&report);
	assert_int_equal(endpoints[0].verdict, VERDICT_PASS);
	assert_int_equal(endpoints[1].verdict, VERDICT_NOT_TESTED);
	assert_int_equal(endpoints[2].verdict, VERDICT_FAIL);
	assert_int_equal(endpoints[3].verdict, VERDICT_NOT_TESTED);
	assert_int_equal(report.verdict, VERDICT_FAIL);
	assert_int_equal(report.counts[VERDICT_PASS], 2);
	assert_int_equal(report.counts[VERDICT_FAIL], 1);
	assert_int_equal(report.counts[VERDICT_NOT_TESTED], 2);
	report.endpoint_count = 2;
	report_conclude(&report);
	assert_int_equal(report.verdict, VERDICT_NOT_TESTED);
	assert_int_equal(report.counts[VERDICT_FAIL], 0);
	report.endpoint_count = 1;
	report_conclude(&report);
	assert_int_equal(report.verdict, VERDICT_PASS);
	report.endpoint_count = 0;
	report_conclude(&report);
	assert_int_equal(report.verdict, VERDICT_NOT_TESTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_stop),
		cmocka_unit_test(test_healthy),
		cmocka_unit_test(test_severity),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_label_of_address),
		cmocka_unit_test(test_conclude),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
