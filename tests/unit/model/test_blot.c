/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Nothing that a server repeats of a secret may be left. */
#include "tests/unit/unit.h"

#include "model/login/blot.h"
#include "model/table.h"

#include <string.h>

static const char *blotted(const char *secret, char *text)
{
	struct blot *blot = blot_new(
		(struct octets){(const unsigned char *)secret, strlen(secret)});

	blot_out(blot, (unsigned char *)text, strlen(text));
	blot_free(blot);
	return text;
}

static void test_forms(void **state)
{
	static const struct {
		const char *secret;
		const char *said;
		const char *left;
	} rows[] = {
		{"open sesame", "NO open sesame?", "NO ***********?"},
		{"open sesame", "BAD \"OPEN SESAME\"", "BAD \"***********\""},
		{"a\"b\\c", "NO \"a\\\"b\\\\c\" is wrong",
			"NO \"*******\" is wrong"},
		{"<&>'", "NO &lt;&amp;&gt;&apos;", "NO *******************"},
		{"p%ss w\xc3\xb6rd", "NO p%25ss%20w%C3%B6rd.",
			"NO ******************."},
		{"w\xc3\xb6rd", "NO w\\xc3\\xb6rd", "NO ***********"},
		{"sesame", "NO 736573616D65", "NO ************"},
		/* "\0user\0sesame", "user:sesame", "sesame" */
		{"sesame", "501 AHVzZXIAc2VzYW1l", "501 AHVzZXIA********"},
		{"sesame", "501 dXNlcjpzZXNhbWU=", "501 dXNlcjp*******U="},
		{"sesame", "501 c2VzYW1l", "501 ********"},
		{"\xff\xfb\xfe\xff\xfb", "NO __v-__s=", "NO ******s="},
		{"aaa", "aaaaa b", "***** b"},
		{"abab", "ababab", "******"},
		/* Too short to be told from anything else. */
		{"x", "NO x eA==", "NO * eA=="},
		{"sesame", "NO no such thing", "NO no such thing"},
		{"sesame", "", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[64];

		strcpy(text, rows[i].said);
		assert_string_equal(
			blotted(rows[i].secret, text), rows[i].left);
	}
	blot_out(NULL, NULL, 0);
	blot_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
