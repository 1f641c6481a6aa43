/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/builder.h"
#include "settings/library/profile.h"

#include "settings/xml/quote.h"

struct writer {
	FILE *stream;
	struct arena *arena;
	const char *today;
};

static void put_attribute(struct writer *w, const char *name, const char *value)
{
	if (value && *value)
		fprintf(w->stream, " %s=\"%s\"", name,
			quote_xml(w->arena, value));
}

static void put_source(struct writer *w, const struct source *source)
{
	fputs("  <source", w->stream);
	put_attribute(w, "title", source->title);
	put_attribute(w, "url", source->url);
	put_attribute(w, "looked-up",
		source->looked_up ? source->looked_up : w->today);
	put_attribute(w, "certainty",
		source->certainty ? source->certainty : "reported");
	fprintf(w->stream, ">%s</source>\n",
		source->note ? quote_xml(w->arena, source->note) : "");
}

static void put_sources(struct writer *w, const struct matrix *matrix)
{
	const struct source made = {
		.title = arena_printf(w->arena, "%s%s%s%s", matrix->name,
			matrix->form ? " (" : "",
			matrix->form ? matrix->form : "",
			matrix->form ? ")" : ""),
		.certainty = "reported",
	};

	for (size_t i = 0; i < matrix->source_count; i++)
		put_source(w, &matrix->sources[i]);
	if (!matrix->source_count)
		put_source(w, &made);
}

static void put_expectation(
	struct writer *w, const struct expectation *expectation)
{
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		const struct tls_expectation *tls = &expectation->tls[v];

		if (tls->demand == DEMAND_NONE)
			continue;
		fprintf(w->stream,
			"    <tls version=\"%s\" expect=\"%s\" severity=\"%s\"",
			tls_version_name(v), demand_name(tls->demand),
			severity_name(tls->severity));
		put_attribute(w, "note", tls->note);
		fputs("/>\n", w->stream);
	}
	if (expectation->tls_at_least != TLS_NONE)
		fprintf(w->stream, "    <tls-best at-least=\"%s\"/>\n",
			tls_version_name(expectation->tls_at_least));
	if (expectation->greeting_count) {
		fputs("    <greeting", w->stream);
		put_attribute(w, "product", expectation->product);
		fputs(">\n", w->stream);
		for (size_t i = 0; i < expectation->greeting_count; i++)
			fprintf(w->stream, "      <pattern>%s</pattern>\n",
				quote_xml(w->arena,
					expectation->greetings[i].pattern));
		fputs("    </greeting>\n", w->stream);
	}
	for (size_t i = 0; i < expectation->mechanism_count; i++) {
		const struct mechanism_expectation *row =
			&expectation->mechanisms[i];

		fputs("    <auth", w->stream);
		put_attribute(w, "mechanism", row->mechanism);
		fprintf(w->stream, " expect=\"%s\" severity=\"%s\"/>\n",
			demand_name(row->demand), severity_name(row->severity));
	}
	for (size_t i = 0; i < expectation->capability_count; i++) {
		const struct capability_expectation *row =
			&expectation->capabilities[i];

		fputs("    <capability", w->stream);
		put_attribute(w, "name", row->capability);
		fprintf(w->stream, " expect=\"%s\" severity=\"%s\"/>\n",
			demand_name(row->demand), severity_name(row->severity));
	}
}

static void put_entry(struct writer *w, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	struct builder list = {.arena = w->arena};

	for (size_t i = 0; i < entry->account.authentication_count; i++)
		builder_item(&list, " ", entry->account.authentications[i]);
	fputs("  <endpoint", w->stream);
	put_attribute(w, "service", service_name(endpoint->service));
	put_attribute(w, "host", endpoint->host);
	fprintf(w->stream, " port=\"%u\" mode=\"%s\"", endpoint->port,
		mode_name(endpoint->mode));
	put_attribute(w, "authentication", builder_text(&list));
	put_attribute(w, "user-name", entry->account.user_name);
	fputs(">\n", w->stream);
	put_expectation(w, &entry->expectation);
	fputs("  </endpoint>\n", w->stream);
}

/* name = 1*64( a-z / 0-9 / "-" ), as the schema has it */
static const char *make_name(struct arena *arena, const char *from)
{
	char *name = arena_alloc(arena, 65);
	size_t length = 0;

	for (; *from && length < 64; from++) {
		char octet = *from;

		if (octet >= 'A' && octet <= 'Z')
			octet = (char)(octet + 32);
		if ((octet >= 'a' && octet <= 'z') ||
			(octet >= '0' && octet <= '9'))
			name[length++] = octet;
		else if (length && name[length - 1] != '-')
			name[length++] = '-';
	}
	while (length && name[length - 1] == '-')
		name[--length] = '\0';
	return length ? name : "settings";
}

void profile_write(FILE *stream, struct arena *arena,
	const struct matrix *matrices, size_t count, const char *name,
	const char *today)
{
	struct writer w = {stream, arena, today};

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	      "<profile xmlns=\"urn:mailsonde:profile:1\"",
		stream);
	put_attribute(&w, "name", make_name(arena, name));
	put_attribute(&w, "title",
		count && matrices[0].title ? matrices[0].title : name);
	fputs(">\n", stream);
	for (size_t i = 0; i < count; i++)
		if (matrices[i].note)
			fprintf(stream, "  <note>%s</note>\n",
				quote_xml(arena, matrices[i].note));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < matrices[i].domain_count; k++)
			fprintf(stream, "  <domain>%s</domain>\n",
				quote_xml(arena, matrices[i].domains[k]));
	for (size_t i = 0; i < count; i++)
		put_sources(&w, &matrices[i]);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < matrices[i].entry_count; k++)
			put_entry(&w, &matrices[i].entries[k]);
	fputs("</profile>\n", stream);
}
