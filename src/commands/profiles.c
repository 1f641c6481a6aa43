/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/builder.h"
#include "src/commands/commands.h"
#include "src/output/terminal.h"

#include "model/text/escape.h"
#include "reports/text/page.h"
#include "reports/words.h"
#include "settings/library/profile.h"
#include "settings/refuse.h"

#include <string.h>
#include <sysexits.h>

#define TEXT_COLUMNS 100
#define LABEL 16

static size_t name_columns(const char **names)
{
	size_t widest = 0;

	for (; *names; names++)
		if (strlen(*names) > widest)
			widest = strlen(*names);
	return widest + 2;
}

static int list_profiles(const struct page *page)
{
	const char **names = profile_names(page->arena);
	size_t width = name_columns(names);

	for (; *names; names++) {
		struct matrix matrix;
		struct problem error = {0};

		if (profile_find(page->arena, *names, NULL, &matrix, &error))
			page_field(page, 0, width, PAINT_STRONG, *names,
				matrix.title);
		else
			page_field(page, 0, width, PAINT_STRONG, *names,
				error.text ? problem_say(page->arena, &error)
					   : "cannot be read");
	}
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_NONE,
		"mailsonde profiles NAME shows a profile; mailsonde check NAME "
		"checks its servers.");
	return terminal_finish();
}

static const char *tls_line(
	const struct page *page, const struct expectation *expectation)
{
	struct builder line = {.arena = page->arena};

	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		const struct tls_expectation *tls = &expectation->tls[v];

		if (tls->demand == DEMAND_NONE)
			continue;
		builder_separate(&line, ", ");
		builder_printf(&line, "%s %s%s%s%s", tls_version_name(v),
			demand_name(tls->demand), tls->note ? " (" : "",
			tls->note ? tls->note : "", tls->note ? ")" : "");
	}
	return builder_text(&line);
}

static const char *mechanism_line(
	const struct page *page, const struct expectation *expectation)
{
	struct builder line = {.arena = page->arena};

	for (size_t i = 0; i < expectation->mechanism_count; i++)
		builder_item_printf(&line, ", ", "%s %s",
			expectation->mechanisms[i].mechanism,
			demand_name(expectation->mechanisms[i].demand));
	return builder_text(&line);
}

static void show_endpoint(
	const struct page *page, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	const struct expectation *expectation = &entry->expectation;

	page_newline(page);
	page_wrap(page, 0, 0, PAINT_STRONG,
		arena_printf(page->arena, "%s  %s, port %u, %s",
			service_label(endpoint->service),
			endpoint->host ? endpoint->host
				       : "(the host given with --host)",
			endpoint->port,
			words_mode(endpoint->service, endpoint->mode)));
	page_field(
		page, 2, LABEL, PAINT_NONE, "TLS", tls_line(page, expectation));
	if (expectation->mechanism_count)
		page_field(page, 2, LABEL, PAINT_NONE, "Authentication",
			mechanism_line(page, expectation));
	if (expectation->product)
		page_field(page, 2, LABEL, PAINT_NONE, "Product",
			expectation->product);
}

static void show_source(const struct page *page, const struct source *source)
{
	page_wrap(page, 0, 2, PAINT_NONE,
		arena_printf(page->arena, "%s (%s, looked up %s)%s%s%s%s",
			source->title, source->certainty, source->looked_up,
			source->note ? ": " : "",
			source->note ? source->note : "",
			source->url ? " " : "",
			source->url ? source->url : ""));
}

static int show_profile(const struct page *page, const struct options *options)
{
	const char *name = options->operands[0];
	struct problem error = {0};
	struct matrix matrix;

	if (!profile_find(page->arena, name, options->host, &matrix, &error)) {
		complain_aloud(options, "%s",
			error.text ? problem_say(page->arena, &error)
				   : arena_printf(page->arena,
					     "'%s' is not a profile; mailsonde "
					     "profiles lists all profiles",
					     escape_clean(page->arena, name)));
		return error.text ? complain_exit_status(error.kind) : EX_USAGE;
	}
	page_field(page, 0, strlen(matrix.name) + 2, PAINT_STRONG, matrix.name,
		matrix.title);
	if (matrix.note) {
		page_newline(page);
		page_wrap(page, 0, 0, PAINT_NONE, matrix.note);
	}
	for (size_t i = 0; i < matrix.entry_count; i++)
		show_endpoint(page, &matrix.entries[i]);
	page_newline(page);
	page_wrap(page, 0, 0, PAINT_STRONG, "Sources");
	for (size_t i = 0; i < matrix.source_count; i++)
		show_source(page, &matrix.sources[i]);
	return terminal_finish();
}

int command_profiles(const struct options *options, struct arena *arena)
{
	unsigned columns = output_columns();
	struct page page = {
		.stream = stdout,
		.columns = columns > TEXT_COLUMNS ? TEXT_COLUMNS : columns,
		.utf8 = output_is_utf8(),
		.arena = arena,
	};

	if (!options->operand_count)
		return list_profiles(&page);
	return show_profile(&page, options);
}
