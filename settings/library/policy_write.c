/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/builder.h"
#include "settings/library/policy.h"

#include "model/service.h"
#include "settings/xml/quote.h"

#define ALL_MODES ((1u << MODE_COUNT) - 1)

struct writer {
	FILE *stream;
	struct arena *arena;
};

static void put_attribute(struct writer *w, const char *name, const char *value)
{
	if (value && *value)
		fprintf(w->stream, " %s=\"%s\"", name,
			quote_xml(w->arena, value));
}

static void put_element(struct writer *w, const char *name, const char *text)
{
	if (text)
		fprintf(w->stream, "    <%s>%s</%s>\n", name,
			quote_xml(w->arena, text), name);
}

/* Nothing where all by which mail programs fetch and send are meant. */
static void put_services(struct writer *w, unsigned services)
{
	struct builder list = {.arena = w->arena};

	if (services == service_set_for_mail())
		return;
	for (int s = 0; s < SERVICE_COUNT; s++)
		if (services & (1u << s))
			builder_item(&list, " ", service_name((enum service)s));
	put_attribute(w, "services", builder_text(&list));
}

static void put_modes(struct writer *w, unsigned modes)
{
	struct builder list = {.arena = w->arena};

	if (modes == ALL_MODES)
		return;
	for (int m = 0; m < MODE_COUNT; m++)
		if (modes & (1u << m))
			builder_item(&list, " ", mode_name((enum tls_mode)m));
	put_attribute(w, "modes", builder_text(&list));
}

static void put_rule(struct writer *w, const struct rule *rule)
{
	fputs("  <rule", w->stream);
	put_attribute(w, "id", rule->id);
	put_attribute(w, "level", rule->level);
	fputs("\n     ", w->stream);
	put_attribute(w, "title", rule->title);
	fputs("\n     ", w->stream);
	put_attribute(w, "reference", rule->reference);
	put_attribute(w, "edition", rule->edition);
	put_attribute(w, "url", rule->url);
	put_attribute(w, "rating", rating_name(rule->rating));
	put_attribute(w, "certainty", certainty_name(rule->certainty));
	fputs("\n     ", w->stream);
	put_services(w, rule->services);
	put_modes(w, rule->modes);
	put_attribute(w, "host", rule->host);
	if (rule->port)
		fprintf(w->stream, " port=\"%u\"", rule->port);
	put_attribute(w, "check", rule->check);
	put_attribute(w, "not-observed", rule->reason);
	fputs(">\n", w->stream);
	for (size_t i = 0; i < rule->parameter_count; i++) {
		fputs("    <parameter", w->stream);
		put_attribute(w, "name", rule->parameters[i].name);
		put_attribute(w, "value", rule->parameters[i].value);
		fputs("/>\n", w->stream);
	}
	put_element(w, "explanation", rule->explanation);
	put_element(w, "fix", rule->fix);
	fputs("  </rule>\n", w->stream);
}

void policy_write(
	FILE *stream, struct arena *arena, const struct policy *policy)
{
	struct writer w = {stream, arena};

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	      "<policy xmlns=\"urn:mailsonde:policy:1\"",
		stream);
	put_attribute(&w, "name", policy->name);
	fputs("\n   ", stream);
	put_attribute(&w, "title", policy->title);
	put_attribute(&w, "publisher", policy->publisher);
	put_attribute(&w, "edition", policy->edition);
	put_attribute(&w, "url", policy->url);
	put_attribute(&w, "looked-up", policy->looked_up);
	fputs(">\n", stream);
	if (policy->note)
		fprintf(stream, "  <note>%s</note>\n",
			quote_xml(arena, policy->note));
	for (size_t i = 0; i < policy->rule_count; i++)
		put_rule(&w, &policy->rules[i]);
	fputs("</policy>\n", stream);
}
