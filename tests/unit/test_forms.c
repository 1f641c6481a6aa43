/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The readers of settings: what each form says, as one line for each server;
 * what cannot be read, with its place; and that nothing secret gets out. */

#include "reports/words.h"
#include "settings/form.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* "imap imap.example.com:993 implicit 2\"SSL\" as jo, mode-word 4" */
static const char *describe_entry(
	struct arena *arena, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	const char *line = arena_printf(arena, "%s %s:%u %s %u\"%s\"",
		service_name(endpoint->service), endpoint->host, endpoint->port,
		mode_name(endpoint->mode), entry->origin.line,
		entry->origin.said ? entry->origin.said : "");

	if (entry->account.user_name)
		line = arena_printf(
			arena, "%s as %s", line, entry->account.user_name);
	for (size_t i = 0; i < entry->account.authentication_count; i++)
		line = arena_printf(arena, "%s by %s", line,
			entry->account.authentications[i]);
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (entry->expectation.tls[v].demand == DEMAND_REQUIRED)
			line = arena_printf(
				arena, "%s TLS %s", line, tls_version_name(v));
	for (size_t i = 0; i < entry->remark_count; i++)
		line = arena_printf(arena, "%s, %s %u", line,
			remark_kind_name(entry->remarks[i].kind),
			entry->remarks[i].line);
	return line;
}

static const char *describe(struct arena *arena, const struct matrix *matrix)
{
	const char *text = "";

	for (size_t i = 0; i < matrix->entry_count; i++)
		text = arena_printf(arena, "%s%s\n", text,
			describe_entry(arena, &matrix->entries[i]));
	return text;
}

/* What is read of the text; the message, if nothing is. */
static const char *result_of(struct arena *arena, const char *name,
	const char *data, size_t length, const char **ret_form)
{
	const struct form *form = name ? form_find(name) : NULL;
	const struct octets text = arena_octets(arena, data, length);
	struct settings_error error = {0};
	struct matrix matrix;

	*ret_form = NULL;
	if (!settings_read_text(
		    arena, "here", text, form, NULL, &matrix, &error)) {
		assert_int_equal(error.exit_status, EX_DATAERR);
		return error.message;
	}
	*ret_form = matrix.form;
	return describe(arena, &matrix);
}

struct sample {
	const char *name;
	const char *form; /* that it is taken for */
	const char *text;
	const char *want;
};

static void check_samples(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		const char *form;
		const char *got = result_of(arena, NULL, samples[i].text,
			strlen(samples[i].text), &form);

		if (strcmp(got, samples[i].want) != 0)
			fail_msg("%s: instead of\n%sthere is\n%s",
				samples[i].name, samples[i].want, got);
		assert_non_null(form);
		assert_string_equal(form, samples[i].form);
		arena_free(arena);
	}
}

static const struct sample panels[] = {
#include "tests/unit/panels.inc"
};

static void pasted_text(void **state)
{
	(void)state;
	check_samples(panels, COUNT_OF(panels));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(pasted_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
