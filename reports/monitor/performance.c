/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/performance.h"

#include "reports/monitor/samples.h"

#include <inttypes.h>
#include <string.h>

struct performance {
	FILE *stream;
	const struct report *report;
	const struct plugin_style *style;
};

static void put_label(const struct performance *p,
	const struct endpoint *endpoint, const char *what)
{
	fprintf(p->stream, " '%s_%s_", service_name(endpoint->service),
		mode_name(endpoint->mode));
	for (const char *at = endpoint->host; *at; at++)
		fputc(strchr("='|\\\"`$ ", *at) || (unsigned char)*at < '!' ||
					(unsigned char)*at > '~'
				? '_'
				: *at,
			p->stream);
	fprintf(p->stream, "_%u_%s'=", endpoint->port, what);
}

static void put_ranges(const struct performance *p,
	const struct plugin_range *warning, const struct plugin_range *critical)
{
	fputc(';', p->stream);
	plugin_range_write(p->stream, warning);
	fputc(';', p->stream);
	plugin_range_write(p->stream, critical);
}

static void put_time(
	const struct performance *p, const struct endpoint_report *endpoint)
{
	const struct plugin_style *style = p->style;
	const struct probe_facts *best = sample_completed(endpoint);

	put_label(p, &endpoint->entry->endpoint, "time");
	if (best) {
		plugin_number_write(p->stream, (double)best->duration_us / 1e6);
		fputc('s', p->stream);
	} else {
		fputc('U', p->stream);
	}
	put_ranges(p, &style->warning.time, &style->critical.time);
	fputs(";0", p->stream);
}

static void put_days(
	const struct performance *p, const struct endpoint_report *endpoint)
{
	const struct plugin_style *style = p->style;
	const struct certificate *certificate = sample_certificate(endpoint);

	put_label(p, &endpoint->entry->endpoint, "days");
	if (certificate)
		fprintf(p->stream, "%" PRId64,
			sample_days(p->report, certificate));
	else
		fputc('U', p->stream);
	put_ranges(p, &style->warning.days, &style->critical.days);
}

static void put_legs(
	const struct performance *p, const struct endpoint_report *endpoint)
{
	struct sample_leg legs[SAMPLE_LEGS];
	size_t count = sample_legs(endpoint, legs);

	for (size_t i = 0; i < count; i++) {
		put_label(p, &endpoint->entry->endpoint, legs[i].name);
		if (legs[i].us >= 0) {
			plugin_number_write(
				p->stream, (double)legs[i].us / 1e6);
			fputc('s', p->stream);
		} else {
			fputc('U', p->stream);
		}
		fputs(";;;0", p->stream);
	}
}

void performance_write(FILE *stream, const struct report *report,
	const struct plugin_style *style,
	const struct endpoint_report *const *endpoints, size_t count)
{
	const struct performance p = {stream, report, style};
	const size_t *totals = report->counts;

	fputs(" |", stream);
	for (size_t i = 0; i < count; i++) {
		put_time(&p, endpoints[i]);
		if (endpoints[i]->entry->endpoint.mode != MODE_CLEARTEXT)
			put_days(&p, endpoints[i]);
		put_legs(&p, endpoints[i]);
	}
	fprintf(stream,
		" 'failed'=%zu;;;0 'warned'=%zu;;;0 'not_tested'=%zu;;;0\n",
		totals[VERDICT_FAIL], totals[VERDICT_WARNING],
		totals[VERDICT_NOT_TESTED]);
}
