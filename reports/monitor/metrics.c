/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/metrics.h"

#include "model/text/escape.h"

static void put_value(const struct metrics *m, const char *text)
{
	for (const char *at = escape_clean(m->arena, text); *at; at++) {
		if (*at == '\n') {
			fputs("\\n", m->stream);
			continue;
		}
		if (*at == '"' || *at == '\\')
			fputc('\\', m->stream);
		fputc(*at, m->stream);
	}
}

void metrics_put_label(const struct metrics *m, const char *separator,
	const char *name, const char *value)
{
	fprintf(m->stream, "%s%s=\"", separator, name);
	put_value(m, value);
	fputc('"', m->stream);
}

void metrics_put_endpoint(
	const struct metrics *m, const struct endpoint_report *endpoint)
{
	const struct endpoint *names = &endpoint->entry->endpoint;

	fputs(m->name, m->stream);
	metrics_put_label(m, "{", "service", service_name(names->service));
	metrics_put_label(m, ",", "host", names->host);
	fprintf(m->stream, ",port=\"%u\"", names->port);
	metrics_put_label(m, ",", "mode", mode_name(names->mode));
}

void metrics_end_count(const struct metrics *m, size_t count)
{
	fprintf(m->stream, "} %zu\n", count);
}
