/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "commands.h"

#include "checks/check.h"
#include "model/escape.h"
#include "reports/page.h"

#include <string.h>
#include <sysexits.h>

#define TEXT_COLUMNS 100

static struct page stdout_page(struct arena *arena)
{
	unsigned columns = output_columns();

	return (struct page){
		.stream = stdout,
		.columns = columns > TEXT_COLUMNS ? TEXT_COLUMNS : columns,
		.utf8 = output_is_utf8(),
		.arena = arena,
	};
}

static void list_checks(const struct page *page)
{
	for (size_t i = 0; i < check_count; i++)
		page_field(page, 0, 22, PAINT_STRONG, check_table[i].id,
			check_table[i].title);
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_NONE,
		"mailsonde explain ID tells more of one.");
}

static void explain_check(const struct page *page, const struct check *check)
{
	page_field(page, 0, 22, PAINT_STRONG, check->id, check->title);
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_NONE, check->explanation);
	page_newline(page);
	page_field(page, 0, 12, PAINT_STRONG, "What to do", check->remedy);
	page_field(page, 0, 12, PAINT_STRONG, "Severity",
		severity_name(check->severity));
	page_field(page, 0, 12, PAINT_STRONG, "Reference", check->reference);
}

int command_explain(const struct options *options, struct arena *arena)
{
	struct page page = stdout_page(arena);
	const char *id = options->operand_count ? options->operands[0] : NULL;
	const struct check *check = id ? check_find(id) : NULL;

	if (!id) {
		list_checks(&page);
		return finish_stdout();
	}
	if (!check) {
		complain_aloud("'%s' is not the id of a check; mailsonde "
			       "explain lists them",
			escape_excerpt(arena,
				(struct octets){
					(const unsigned char *)id, strlen(id)},
				60));
		return EX_USAGE;
	}
	explain_check(&page, check);
	return finish_stdout();
}
