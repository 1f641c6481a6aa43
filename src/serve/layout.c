/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "src/serve/layout.h"

#include "model/table.h"
#include "reports/page/assets.h"
#include "src/serve/look.h"

#include <string.h>

static const struct {
	const char *path;
	const char *words;
} menu[] = {
	{"/", "Check"},
	{"/compare", "Compare"},
	{"/profiles", "Providers"},
	{"/policies", "Standards"},
	{"/explain", "Explanations"},
};

static void put_head(const struct markup *out, const struct layout *layout)
{
	markup_put(out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
		"content=\"width=device-width, initial-scale=1\">\n"
		"<title>%</title>\n"
		"<link rel=\"icon\" href=\"/icon.svg\">\n"
		"<link rel=\"stylesheet\" href=\"/style.css\">\n"
		"<script src=\"/script.js\" defer></script>\n",
		layout->title);
	if (layout->refreshes)
		markup_raw(out, "<noscript><meta http-equiv=\"refresh\" "
				"content=\"1\"></noscript>\n");
	markup_raw(out, "</head>\n");
}

static void put_menu(const struct markup *out, const char *path)
{
	markup_raw(out,
		"<header class=\"top\"><a class=\"brand\" href=\"/\"><svg "
		"viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" "
		"stroke-width=\"2\" stroke-linejoin=\"round\" "
		"aria-hidden=\"true\"><path d=\"M2 5h20v14H2z\"/><path d=\"m2 "
		"6 10 8 10-8\"/></svg>mailsonde</a>"
		"<nav aria-label=\"Pages\"><ul>");
	for (size_t i = 0; i < COUNT_OF(menu); i++)
		markup_put(out,
			path && strcmp(path, menu[i].path) == 0
				? "<li><a href=\"%\" aria-current=\"page\">%"
				  "</a></li>"
				: "<li><a href=\"%\">%</a></li>",
			menu[i].path, menu[i].words);
	markup_raw(out, "</ul></nav></header>\n");
}

struct markup layout_begin(
	struct visit *visit, unsigned status, const struct layout *layout)
{
	struct markup out = {.arena = visit->arena};

	visit_answer(visit, status, "text/html; charset=utf-8");
	out.stream = visit->stream;
	put_head(&out, layout);
	if (layout->events)
		markup_put(&out, "<body data-events=\"%\">\n", layout->events);
	else
		markup_raw(&out, "<body>\n");
	markup_raw(&out, "<a class=\"skip\" href=\"#main\">Skip to the "
			 "content</a>\n");
	put_menu(&out, layout->path);
	markup_put(&out, "<main id=\"main\" tabindex=\"-1\" class=\"%\">\n",
		layout->class ? layout->class : "");
	return out;
}

void layout_end(const struct markup *out)
{
	markup_raw(out,
		"</main>\n<footer class=\"foot\"><p>mailsonde " PACKAGE_VERSION
		". Settings pasted here are not logged; only "
		"the servers that they name are contacted, and no password is "
		"ever sent.</p></footer>\n</body>\n</html>\n");
}

void layout_file(struct visit *visit)
{
	static const struct {
		const char *path;
		const char *type;
		const char *parts[2];
	} files[] = {
		{"/style.css", "text/css; charset=utf-8",
			{assets_style, look_style}},
		{"/script.js", "text/javascript; charset=utf-8",
			{look_script, ""}},
		{"/icon.svg", "image/svg+xml", {look_icon, ""}},
	};

	for (size_t i = 0; i < COUNT_OF(files); i++) {
		if (strcmp(files[i].path, visit->path) != 0)
			continue;
		visit_answer(visit, MHD_HTTP_OK, files[i].type);
		visit->keeps = true;
		fputs(files[i].parts[0], visit->stream);
		fputs(files[i].parts[1], visit->stream);
	}
}
