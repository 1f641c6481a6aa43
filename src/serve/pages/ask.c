/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/pages/ask.h"

#include "settings/library/policy.h"

#include <string.h>

static void put_token(const struct markup *out, const struct visit *visit)
{
	markup_put(out, "<input type=\"hidden\" name=\"token\" value=\"%\">\n",
		visit->server->token.digits);
}

/* list = name *( "," name ) */
static bool is_among(const char *list, const char *name)
{
	size_t length = strlen(name);

	while (*list) {
		size_t word = strcspn(list, ",");

		if (word == length && strncmp(list, name, length) == 0)
			return true;
		list += word + (list[word] != '\0');
	}
	return false;
}

static void put_policies(const struct markup *out, const char *chosen)
{
	const char **names = policy_names(out->arena);

	markup_raw(out, "<fieldset><legend>Compare with standards, up to eight"
			"</legend><div class=\"choices\">\n");
	for (size_t i = 0; names[i]; i++)
		markup_put(out,
			"<label class=\"check\"><input type=\"checkbox\" "
			"name=\"policy\" value=\"%\"%>%</label>\n",
			names[i], is_among(chosen, names[i]) ? " checked" : "",
			names[i]);
	markup_raw(out, "</div><p class=\"small\"><a href=\"/policies\">What "
			"these standards are</a></p></fieldset>\n");
}

/* What put_more() lets a visitor choose, as the order has it. */
static void put_same(const struct markup *out, const struct order *order)
{
	markup_put(out,
		"<input type=\"hidden\" name=\"policy\" value=\"%\">\n"
		"<input type=\"hidden\" name=\"depth\" value=\"%\">\n",
		order->policies, order->full_depth ? "full" : "");
}

static void put_more(const struct markup *out, const struct order *order)
{
	markup_raw(out, order->full_depth || *order->policies
				? "<details class=\"more\" open>"
				: "<details class=\"more\">");
	markup_raw(out, "<summary>Standards and depth</summary>\n");
	put_policies(out, order->policies);
	markup_put(out,
		"<p><label class=\"check\"><input type=\"checkbox\" "
		"name=\"depth\" value=\"full\"%>List everything that the "
		"servers offer in TLS (more connections)</label></p>\n"
		"</details>\n",
		order->full_depth ? " checked" : "");
}

/* A text can be shown again, with lines that end as those of HTML do; what has
 * a NUL was a file. */
static const char *text_of(struct arena *arena, const struct order *order)
{
	const char *text = (const char *)order->text.data;
	size_t length = 0;
	char *copy;

	if (!text || memchr(text, '\0', order->text.length))
		return "";
	copy = arena_alloc(arena, order->text.length + 1);
	for (size_t i = 0; i < order->text.length; i++)
		if (text[i] != '\r')
			copy[length++] = text[i];
	copy[length] = '\0';
	return copy;
}

void ask_put_text(const struct markup *out, const struct visit *visit,
	const struct order *order)
{
	markup_raw(out, "<form method=\"post\" action=\"/check\" "
			"enctype=\"multipart/form-data\">\n");
	put_token(out, visit);
	markup_put(out,
		"<p><label for=\"settings\" class=\"hidden\">What the mail "
		"program says</label><textarea id=\"settings\" "
		"name=\"settings\" rows=\"8\" autofocus spellcheck=\"false\" "
		"autocapitalize=\"off\" aria-describedby=\"hint\">%"
		"</textarea></p>\n",
		text_of(out->arena, order));
	markup_raw(out,
		"<div class=\"go\"><button type=\"submit\" class=\"first\">"
		"Check</button>\n<button type=\"submit\" name=\"look\" "
		"value=\"1\">Show recognised settings</button>\n"
		"<p class=\"file\"><label for=\"file\">or a file of settings"
		"</label><input type=\"file\" id=\"file\" name=\"file\"></p>"
		"</div>\n");
	put_more(out, order);
	markup_raw(out, "</form>\n");
}

void ask_put_rows(const struct markup *out, const struct visit *visit,
	const struct order *order, const struct rows *rows, const char *button)
{
	markup_raw(out, "<form method=\"post\" action=\"/check\">\n");
	put_token(out, visit);
	rows_put(out, order, rows);
	put_more(out, order);
	markup_put(out,
		"<div class=\"go\"><button type=\"submit\" class=\"first\">%"
		"</button></div>\n</form>\n",
		button);
}

void ask_put_button(const struct markup *out, const struct visit *visit,
	const struct order *order, const struct rows *rows, const char *button)
{
	markup_raw(out, "<form method=\"post\" action=\"/check\" "
			"class=\"screen\">\n");
	put_token(out, visit);
	rows_put_hidden(out, order, rows);
	put_same(out, order);
	markup_put(out, "<p><button type=\"submit\">%</button></p></form>\n",
		button);
}

void ask_put_search(
	const struct markup *out, const struct visit *visit, const char *domain)
{
	markup_raw(out,
		"<form method=\"post\" action=\"/check\" class=\"note\">\n");
	put_token(out, visit);
	markup_put(out,
		"<input type=\"hidden\" name=\"settings\" value=\"%\">\n"
		"<p>Is this a mail domain, the part of an address after the @? "
		"<button type=\"submit\" name=\"search\" value=\"1\">Find "
		"the settings of %</button></p></form>\n",
		domain, domain);
}

void ask_put_back(const struct markup *out, const struct order *order)
{
	markup_put(out,
		"<form method=\"post\" action=\"/\" "
		"enctype=\"multipart/form-data\">\n"
		"<input type=\"hidden\" name=\"settings\" value=\"%\">\n",
		text_of(out->arena, order));
	put_same(out, order);
	markup_raw(out, "<p class=\"go\"><button type=\"submit\">Back to the "
			"form</button></p></form>\n");
}

static const char *null_if_empty(const char *text)
{
	return *text ? text : NULL;
}

struct order ask_order(const struct fields *sent)
{
	struct order order = {
		.policies = fields_list(sent, "policy"),
		.full_depth = strcmp(fields_text(sent, "depth"), "full") == 0,
		.name = null_if_empty(fields_text(sent, "said-name")),
	};

	if (*fields_text(sent, "rows"))
		order.text = rows_carried(sent);
	else
		order.text =
			fields_octets(sent, "settings", "file", &order.name);
	return order;
}

bool ask_is_own(const struct visit *visit, const struct fields *sent)
{
	return strcmp(fields_text(sent, "token"),
		       visit->server->token.digits) == 0;
}
