/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Dates as X.509 writes them. */
#include "tests/unit/unit.h"

#include "model/table.h"
#include "net/x509/der.h"

#include <string.h>

#define BAD INT64_MIN

static const struct {
	unsigned tag;
	const char *text;
	int64_t seconds;
} rows[] = {
	{DER_UTC_TIME, "700101000000Z", 0},
	{DER_UTC_TIME, "500101000000Z", -631152000},
	{DER_UTC_TIME, "491231235959Z", 2524607999},
	{DER_UTC_TIME, "261127120000Z", 1795780800},
	{DER_UTC_TIME, "2611271200Z", 1795780800},
	{DER_GENERALIZED_TIME, "20261127120000Z", 1795780800},
	{DER_GENERALIZED_TIME, "20261127120000.250Z", 1795780800},
	{DER_GENERALIZED_TIME, "99991231235959Z", 253402300799},
	{DER_GENERALIZED_TIME, "00010101000000Z", -62135596800},
	{DER_UTC_TIME, "20261127120000Z", BAD},
	{DER_GENERALIZED_TIME, "261127120000Z", BAD},
	{DER_UTC_TIME, "261127120000", BAD},
	{DER_UTC_TIME, "261127120000+0100", BAD},
	{DER_UTC_TIME, "261327120000Z", BAD},
	{DER_UTC_TIME, "261100120000Z", BAD},
	{DER_UTC_TIME, "26112712000aZ", BAD},
	{DER_UTC_TIME, "261127120000ZZ", BAD},
	{DER_UTC_TIME, "", BAD},
	{DER_INTEGER, "261127120000Z", BAD},
};

static void test_times(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct cursor content = {
			(const unsigned char *)rows[i].text,
			strlen(rows[i].text), false};
		int64_t seconds = BAD;
		bool read = der_read_time(rows[i].tag, content, &seconds);

		if (read != (rows[i].seconds != BAD) ||
			seconds != rows[i].seconds)
			fail_msg("%s: %lld", rows[i].text, (long long)seconds);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_times)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
