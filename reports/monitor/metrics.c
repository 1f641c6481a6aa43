/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/metrics.h"

#include "model/text/builder.h"
#include "model/text/escape.h"

#include <string.h>

/* `text` as it stands between the quotes of a label. */
static const char *quoted(struct arena *arena, const char *text)
{
	static const char special[] = "\n\"\\";
	struct builder b = {.arena = arena};
	size_t length;

	text = escape_clean(arena, text);
	if (!text[strcspn(text, special)])
		return text;
	for (; *text; text += length) {
		length = strcspn(text, special);
		if (length) {
			builder_add_octets(
				&b, (struct octets){(const unsigned char *)text,
					    length});
			continue;
		}
		builder_add(&b, *text == '\n'  ? "\\n"
				: *text == '"' ? "\\\""
					       : "\\\\");
		length = 1;
	}
	return builder_text(&b);
}

void metrics_put_label(const struct metrics *m, const char *separator,
	const char *name, const char *value)
{
	fputs(separator, m->stream);
	fputs(name, m->stream);
	fputs("=\"", m->stream);
	fputs(quoted(m->arena, value), m->stream);
	fputc('"', m->stream);
}

static const char *labels_of(
	struct arena *arena, const struct endpoint *endpoint)
{
	return arena_printf(arena,
		"{service=\"%s\",host=\"%s\",port=\"%u\",mode=\"%s\"",
		service_name(endpoint->service), quoted(arena, endpoint->host),
		endpoint->port, mode_name(endpoint->mode));
}

void metrics_label_endpoints(struct metrics *m)
{
	m->labels = arena_alloc(
		m->arena, (m->endpoint_count + 1) * sizeof(*m->labels));
	for (size_t i = 0; i < m->endpoint_count; i++)
		m->labels[i] =
			labels_of(m->arena, &m->endpoints[i]->entry->endpoint);
}

void metrics_put_endpoint(const struct metrics *m, size_t endpoint)
{
	fputs(m->name, m->stream);
	fputs(m->labels[endpoint], m->stream);
}

void metrics_end_count(const struct metrics *m, size_t count)
{
	if (count < 10) {
		const char text[] = {'}', ' ', (char)('0' + count), '\n', '\0'};

		fputs(text, m->stream);
		return;
	}
	fprintf(m->stream, "} %zu\n", count);
}
