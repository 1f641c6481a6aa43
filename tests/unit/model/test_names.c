/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/names.h"
#include "tests/unit/unit.h"

#include <string.h>

/* A row that was left out of a table would be NULL. */
static void is_word(const char *name)
{
	assert_non_null(name);
	assert_true(strlen(name) > 1);
	assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz-0123456789."),
		strlen(name));
}

static void every_name_is_there(void **state)
{
	(void)state;
	for (int i = 0; i < MODE_COUNT; i++)
		is_word(mode_name((enum tls_mode)i));
	for (int i = TLS_1_0; i < TLS_VERSION_COUNT; i++)
		is_word(tls_version_name((enum tls_version)i));
	for (int i = DEMAND_NONE; i <= DEMAND_FORBIDDEN; i++)
		is_word(demand_name((enum demand)i));
	for (int i = 0; i < SEVERITY_COUNT; i++)
		is_word(severity_name((enum severity)i));
	for (int i = 0; i < VERDICT_COUNT; i++)
		is_word(verdict_name((enum verdict)i));
	for (int i = 0; i < PURPOSE_COUNT; i++)
		is_word(purpose_name((enum purpose)i));
	for (int i = 0; i < AUDIENCE_COUNT; i++)
		is_word(audience_name((enum audience)i));
	for (int i = 0; i < OUTCOME_COUNT; i++)
		is_word(outcome_name((enum outcome)i));
	for (int i = 0; i < STAGE_COUNT; i++)
		is_word(stage_name((enum stage)i));
	for (int i = 0; i < ST_COUNT; i++) {
		is_word(status_name((enum status)i));
		assert_non_null(status_words((enum status)i));
	}
	assert_string_equal(tls_version_name(TLS_SSL3), "SSL3");
	assert_string_equal(tls_version_name(TLS_NONE), "none");
}

static void names_lead_back(void **state)
{
	(void)state;
	for (int i = 0; i < MODE_COUNT; i++) {
		enum tls_mode mode = MODE_COUNT;

		assert_true(mode_from_name(mode_name((enum tls_mode)i), &mode));
		assert_int_equal(mode, i);
	}
	for (int i = 0; i < TLS_VERSION_COUNT; i++) {
		enum tls_version version = TLS_NONE;

		assert_true(tls_version_from_name(
			tls_version_name((enum tls_version)i), &version));
		assert_int_equal(version, i);
	}
	for (int i = DEMAND_REQUIRED; i <= DEMAND_FORBIDDEN; i++) {
		enum demand demand = DEMAND_NONE;

		assert_true(
			demand_from_name(demand_name((enum demand)i), &demand));
		assert_int_equal(demand, i);
	}
	for (int i = 0; i < SEVERITY_COUNT; i++) {
		enum severity severity = SEVERITY_COUNT;

		assert_true(severity_from_name(
			severity_name((enum severity)i), &severity));
		assert_int_equal(severity, i);
	}
}

static void unknown_names_change_nothing(void **state)
{
	static const char *const unknown[] = {"", "Explicit", "1.4", "1",
		"TLS1.2", "none", "unspecified", "Required", "fatal"};

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++) {
		enum tls_mode mode = MODE_CLEARTEXT;
		enum tls_version version = TLS_1_1;
		enum demand demand = DEMAND_ALLOWED;
		enum severity severity = SEVERITY_WARNING;

		assert_false(mode_from_name(unknown[i], &mode));
		assert_false(tls_version_from_name(unknown[i], &version));
		assert_false(demand_from_name(unknown[i], &demand));
		assert_false(severity_from_name(unknown[i], &severity));
		assert_int_equal(mode, MODE_CLEARTEXT);
		assert_int_equal(version, TLS_1_1);
		assert_int_equal(demand, DEMAND_ALLOWED);
		assert_int_equal(severity, SEVERITY_WARNING);
	}
}

static void alerts(void **state)
{
	(void)state;
	assert_string_equal(name_of_alert(0), "close_notify");
	assert_string_equal(name_of_alert(40), "handshake_failure");
	assert_string_equal(name_of_alert(70), "protocol_version");
	assert_string_equal(name_of_alert(80), "internal_error");
	assert_string_equal(name_of_alert(112), "unrecognized_name");
	assert_string_equal(name_of_alert(121), "ech_required");
	assert_string_equal(name_of_alert(1), "unknown");
	assert_string_equal(name_of_alert(122), "unknown");
	assert_string_equal(name_of_alert(255), "unknown");
	assert_string_equal(name_of_alert(4000000000u), "unknown");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_is_there),
		cmocka_unit_test(names_lead_back),
		cmocka_unit_test(unknown_names_change_nothing),
		cmocka_unit_test(alerts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
