/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/pages/sources.h"

#include "reports/words.h"

static void put_source(
	const struct markup *out, const struct find_source *source)
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
	markup_put(out, "</td><td data-label=\"Trust\">%</td></tr>\n",
		source->trust ? source->trust : "");
}

void sources_put_found(
	const struct markup *out, const struct find_result *found)
{
	markup_raw(out, "<section aria-labelledby=\"sources\">"
			"<h2 id=\"sources\">Where the settings come from</h2>"
			"\n");
	if (found->from)
		markup_put(
			out, "<p>From %: %.</p>\n", found->from, found->trust);
	for (size_t i = 0; i < found->disagreement_count; i++)
		markup_put(out, "<p class=\"note\">%</p>\n",
			found->disagreements[i]);
	markup_raw(out, found->from ? "<details>" : "<details open>");
	markup_raw(out,
		"<summary>Every source that was asked</summary>\n"
		"<table class=\"sources stack\"><caption class=\"hidden\">"
		"Sources</caption><thead><tr><th scope=\"col\">Source</th>"
		"<th scope=\"col\">Answer</th><th scope=\"col\">How far it can "
		"be trusted</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < found->source_count; i++)
		put_source(out, &found->sources[i]);
	markup_raw(out, "</tbody></table></details></section>\n");
}
