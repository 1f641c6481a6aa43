/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/pages/sources.h"

#include "reports/words.h"
#include "settings/library/profile.h"

#include <string.h>

static void begin_section(const struct markup *out, const char *heading)
{
	markup_put(out,
		"<section aria-labelledby=\"sources\"><h2 id=\"sources\">%"
		"</h2>\n",
		heading);
}

static void put_source(
	const struct markup *out, const struct find_source *source, bool trusts)
{
	markup_put(out,
		"<tr><th scope=\"row\">%</th><td data-label=\"Answer\">%",
		source->name, source->state);
	if (source->detail)
		markup_put(out, ": %", source->detail);
	for (size_t i = 0; i < source->entry_count; i++)
		markup_put(out, "<br>%",
			words_endpoint(
				out->arena, &source->entries[i].endpoint));
	markup_raw(out, "</td>");
	if (trusts)
		markup_put(out, "<td data-label=\"Trust\">%</td>",
			source->trust ? source->trust : "");
	markup_raw(out, "</tr>\n");
}

/* How far each is trusted counts where one of them is believed. */
static void put_every_source(
	const struct markup *out, const struct find_result *found)
{
	markup_raw(out, found->from ? "<details>" : "<details open>");
	markup_raw(out,
		"<summary>Every source that was asked</summary>\n"
		"<table class=\"sources stack\"><caption class=\"hidden\">"
		"Sources</caption><thead><tr><th scope=\"col\">Source</th>"
		"<th scope=\"col\">Answer</th>");
	if (found->from)
		markup_raw(out, "<th scope=\"col\">How far it can be trusted"
				"</th>");
	markup_raw(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < found->source_count; i++)
		put_source(out, &found->sources[i], found->from != NULL);
	markup_raw(out, "</tbody></table></details>\n");
}

void sources_put_found(
	const struct markup *out, const struct find_result *found)
{
	begin_section(out, found->from ? "Where the settings come from"
				       : "Where settings were looked for");
	if (found->from)
		markup_put(
			out, "<p>From %: %.</p>\n", found->from, found->trust);
	for (size_t i = 0; i < found->disagreement_count; i++)
		markup_put(out, "<p class=\"note\">%</p>\n",
			found->disagreements[i]);
	put_every_source(out, found);
	markup_raw(out, "</section>\n");
}

static void put_origin(const struct markup *out, const struct source *source)
{
	markup_raw(out, "<li>");
	if (source->url)
		markup_link(out, source->url, source->title);
	else
		markup_text(out, source->title);
	markup_raw(out, " <span class=\"small\">");
	if (source->looked_up)
		markup_put(out, "looked up %", source->looked_up);
	if (source->certainty)
		markup_put(out, source->looked_up ? ", %" : "%",
			source->certainty);
	if (source->note)
		markup_put(out,
			source->looked_up || source->certainty ? ": %" : "%",
			source->note);
	markup_raw(out, "</span></li>\n");
}

void sources_put_origins(const struct markup *out, const struct matrix *matrix)
{
	markup_raw(out, "<ul class=\"origins\">\n");
	for (size_t i = 0; i < matrix->source_count; i++)
		put_origin(out, &matrix->sources[i]);
	markup_raw(out, "</ul>\n");
}

void sources_put_provider(const struct markup *out, const struct matrix *matrix)
{
	struct problem problem = {0};
	struct matrix known;

	if (!matrix->kind || strcmp(matrix->kind, "profile") != 0 ||
		!profile_find(out->arena, matrix->name, NULL, &known, &problem))
		return;
	begin_section(out, "Where the settings come from");
	markup_put(out,
		"<p>From the settings that mailsonde has on file for "
		"<a href=\"/profiles/%\">%</a>.</p>\n",
		matrix->name, matrix->title ? matrix->title : matrix->name);
	if (matrix->note)
		markup_put(out, "<p>%</p>\n", matrix->note);
	sources_put_origins(out, matrix);
	markup_raw(out, "</section>\n");
}
