/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The multi-target exporter: Prometheus names the target, and gets what
 * -o openmetrics writes. */

#include "src/serve/pages.h"

#include "src/serve/decline.h"
#include "src/serve/pages/media.h"

#include <stdlib.h>
#include <string.h>

#define SECOND_US 1000000
#define LEAST_US (SECOND_US / 2) /* kept for the way back */

/* Prometheus says how long it waits; the answer has to be there before. */
static int64_t scrape_deadline_us(const struct visit *visit)
{
	static const char name[] = "X-Prometheus-Scrape-Timeout-Seconds";
	const char *text = visit_header(visit, name);
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds > 0 && seconds < 3600))
		return 0;
	if (seconds > 1)
		return (int64_t)(seconds * SECOND_US) - LEAST_US;
	return (int64_t)(seconds * LEAST_US);
}

/* A module is what a target is held to beside the checks: one of the
 * configuration's, or names of policies with commas between. */
static void take_module(struct visit *visit, struct order *order)
{
	const char *name = visit_query(visit, "module");
	const struct configuration_module *module =
		name ? configuration_find(visit->server->config, name) : NULL;

	order->policies = name ? name : "";
	if (!module)
		return;
	order->policies = module->policies;
	order->full_depth = module->full_depth;
	order->best_only = module->best_only;
	order->timeout_us = module->timeout_us;
	order->tls_versions = module->tls_versions;
}

void pages_probe(struct visit *visit)
{
	const char *target = visit_query(visit, "target");
	struct order order = {
		.text = {(const unsigned char *)target,
			target ? strlen(target) : 0},
		.deadline_us = scrape_deadline_us(visit),
		.states_only = true,
	};
	const struct report *report = NULL;
	struct problem problem = {0};
	struct job *job;

	if (!target) {
		decline_visit(visit, MHD_HTTP_BAD_REQUEST,
			"Name the target: /probe?target=imaps://HOST");
		return;
	}
	take_module(visit, &order);
	job = jobs_begin(
		visit->server->jobs, visit->arena, &order, false, &problem);
	if (job)
		report = job_report(job, &problem);
	if (report)
		pages_report(visit, report, "openmetrics");
	else
		decline_problem(visit, &problem);
	if (job)
		job_release(job);
}

/* The older text format has the suffix of a counter in the name of its family,
 * OpenMetrics in the sample's alone. */
struct own_metrics {
	FILE *stream;
	bool open_metrics;
};

static void put_metric(const struct own_metrics *m, const char *name,
	const char *type, const char *help, unsigned long value)
{
	const char *suffix = strcmp(type, "counter") == 0 ? "_total" : "";
	const char *of_family = m->open_metrics ? "" : suffix;

	fprintf(m->stream,
		"# TYPE mailsonde_serve_%s%s %s\n"
		"# HELP mailsonde_serve_%s%s %s\n"
		"mailsonde_serve_%s%s %lu\n",
		name, of_family, type, name, of_family, help, name, suffix,
		value);
}

/* OpenMetrics for who prefers it, as Prometheus does. */
static struct own_metrics begin_metrics(struct visit *visit)
{
	static const char *const types[] = {
		"text/plain; version=0.0.4; charset=utf-8",
		"application/openmetrics-text; version=1.0.0; charset=utf-8"};
	const char *accept = visit_header(visit, "Accept");
	bool open_metrics =
		media_weigh(accept, types[1]) > media_weigh(accept, types[0]);

	visit_answer(visit, MHD_HTTP_OK, types[open_metrics]);
	return (struct own_metrics){visit->stream, open_metrics};
}

void pages_metrics(struct visit *visit)
{
	struct jobs_counts counts = jobs_count(visit->server->jobs);
	const struct own_metrics m = begin_metrics(visit);

	put_metric(&m, "visits", "counter", "Requests by HTTP.",
		visit->server->visits);
	put_metric(&m, "checks", "counter", "Checks begun.", counts.begun);
	put_metric(&m, "checks_shared", "counter",
		"Requests that joined a check under way.", counts.shared);
	put_metric(&m, "checks_running", "gauge", "Checks under way.",
		counts.running);
	put_metric(&m, "checks_waiting", "gauge", "Checks in the queue.",
		counts.waiting);
	put_metric(&m, "results_kept", "gauge",
		"Results that can still be fetched.", counts.ready);
	if (m.open_metrics)
		fputs("# EOF\n", m.stream);
}
