/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/openmetrics.h"
#include "reports/format.h"

#include "evidence/version.h"
#include "evidence/witness.h"
#include "reports/monitor/metrics.h"
#include "reports/monitor/samples.h"

#include <inttypes.h>

/* One row a family of metrics. Names, labels and units are stable. */
struct family {
	const char *name; /* with its unit at the end */
	const char *unit; /* NULL: none */
	const char *help;
	void (*write)(struct metrics *m);
};

static void put_seconds(const struct metrics *m, int64_t us)
{
	fprintf(m->stream, " %" PRId64 ".%06" PRId64 "\n", us / 1000000,
		us % 1000000);
}

static void end_seconds(const struct metrics *m, int64_t us)
{
	fputc('}', m->stream);
	put_seconds(m, us);
}

/* Of the run */

static void write_build(struct metrics *m)
{
	fputs(m->name, m->stream);
	metrics_put_label(m, "{", "version", m->report->tool_version);
	metrics_end_count(m, 1);
}

static void write_timestamp(struct metrics *m)
{
	fprintf(m->stream, "%s %" PRId64 ".%03u\n", m->name,
		m->report->started_s, m->report->started_ms);
}

static void write_duration(struct metrics *m)
{
	fputs(m->name, m->stream);
	put_seconds(m, m->report->duration_us);
}

static void write_interrupted(struct metrics *m)
{
	fprintf(m->stream, "%s %d\n", m->name, m->report->interrupted);
}

static const enum verdict verdicts[] = {
	VERDICT_PASS, VERDICT_FAIL, VERDICT_NOT_TESTED};
#define VERDICTS (sizeof(verdicts) / sizeof(*verdicts))

static void write_verdict(struct metrics *m)
{
	for (size_t i = 0; i < VERDICTS; i++) {
		fputs(m->name, m->stream);
		metrics_put_label(m, "{", "verdict", verdict_name(verdicts[i]));
		metrics_end_count(m, m->report->verdict == verdicts[i]);
	}
}

static void write_endpoints(struct metrics *m)
{
	fprintf(m->stream, "%s %zu\n", m->name, m->endpoint_count);
}

/* Of each endpoint */

static void write_endpoint_verdicts(struct metrics *m)
{
	for (size_t i = 0; i < m->endpoint_count; i++)
		for (size_t k = 0; k < VERDICTS; k++) {
			metrics_put_endpoint(m, i);
			metrics_put_label(
				m, ",", "verdict", verdict_name(verdicts[k]));
			metrics_end_count(
				m, m->endpoints[i]->verdict == verdicts[k]);
		}
}

static void write_successes(struct metrics *m)
{
	for (size_t i = 0; i < m->endpoint_count; i++) {
		if (!witness_best(&m->endpoints[i]->facts))
			continue;
		metrics_put_endpoint(m, i);
		metrics_end_count(m, sample_completed(m->endpoints[i]) != NULL);
	}
}

static void write_durations(struct metrics *m)
{
	for (size_t i = 0; i < m->endpoint_count; i++) {
		const struct probe_facts *best =
			witness_best(&m->endpoints[i]->facts);

		if (!best)
			continue;
		metrics_put_endpoint(m, i);
		end_seconds(m, best->duration_us);
	}
}

static void write_stages(struct metrics *m)
{
	for (size_t i = 0; i < m->endpoint_count; i++) {
		const struct probe_facts *best =
			witness_best(&m->endpoints[i]->facts);
		int64_t us[STAGE_COUNT];

		if (!best)
			continue;
		sample_stages(best, us);
		for (int s = 0; s < STAGE_COUNT; s++) {
			if (us[s] < 0)
				continue;
			metrics_put_endpoint(m, i);
			metrics_put_label(
				m, ",", "stage", stage_name((enum stage)s));
			end_seconds(m, us[s]);
		}
	}
}

static void write_legs(struct metrics *m)
{
	for (size_t i = 0; i < m->endpoint_count; i++) {
		struct sample_leg legs[SAMPLE_LEGS];
		size_t count = sample_legs(m->endpoints[i], legs);

		for (size_t k = 0; k < count; k++) {
			if (legs[k].us < 0)
				continue;
			metrics_put_endpoint(m, i);
			metrics_put_label(m, ",", "leg", legs[k].name);
			end_seconds(m, legs[k].us);
		}
	}
}

static void write_versions(struct metrics *m)
{
	for (size_t i = 0; i < m->endpoint_count; i++)
		for (int v = TLS_1_0; v < TLS_VERSION_COUNT; v++) {
			enum version_result result =
				version_told(&m->endpoints[i]->facts,
					(enum tls_version)v, NULL);

			if (result != VERSION_ACCEPTED &&
				result != VERSION_REFUSED)
				continue;
			metrics_put_endpoint(m, i);
			metrics_put_label(m, ",", "version",
				tls_version_name((enum tls_version)v));
			metrics_end_count(m, result == VERSION_ACCEPTED);
		}
}

static void write_not_before(struct metrics *m)
{
	for (size_t i = 0; i < m->endpoint_count; i++) {
		const struct certificate *certificate =
			sample_certificate(m->endpoints[i]);

		if (!certificate || !certificate_has_dates(certificate))
			continue;
		metrics_put_endpoint(m, i);
		fprintf(m->stream, "} %" PRId64 "\n", certificate->not_before);
	}
}

static void write_not_after(struct metrics *m)
{
	for (size_t i = 0; i < m->endpoint_count; i++) {
		const struct certificate *certificate =
			sample_certificate(m->endpoints[i]);

		if (!certificate || !certificate_has_dates(certificate))
			continue;
		metrics_put_endpoint(m, i);
		fprintf(m->stream, "} %" PRId64 "\n", certificate->not_after);
	}
}

static const struct family families[] = {
	{
		.name = "mailsonde_build_info",
		.help = "The version of mailsonde; always 1.",
		.write = write_build,
	},
	{
		.name = "mailsonde_run_timestamp_seconds",
		.unit = "seconds",
		.help = "Start of the run, in seconds since 1970.",
		.write = write_timestamp,
	},
	{
		.name = "mailsonde_run_duration_seconds",
		.unit = "seconds",
		.help = "Duration of the run.",
		.write = write_duration,
	},
	{
		.name = "mailsonde_run_interrupted",
		.help = "1 if the run was interrupted, 0 otherwise.",
		.write = write_interrupted,
	},
	{
		.name = "mailsonde_run_verdict",
		.help = "1 for the verdict of the run, 0 for the others.",
		.write = write_verdict,
	},
	{
		.name = "mailsonde_run_endpoints",
		.help = "Number of endpoints to check.",
		.write = write_endpoints,
	},
	{
		.name = "mailsonde_endpoint_verdict",
		.help = "1 for the verdict of the endpoint, 0 for the others.",
		.write = write_endpoint_verdicts,
	},
	{
		.name = "mailsonde_probe_success",
		.help = "1 if the connection that offers everything was "
			"completed, 0 otherwise.",
		.write = write_successes,
	},
	{
		.name = "mailsonde_probe_duration_seconds",
		.unit = "seconds",
		.help = "Duration of that connection, until it ended or "
			"failed.",
		.write = write_durations,
	},
	{
		.name = "mailsonde_probe_stage_duration_seconds",
		.unit = "seconds",
		.help = "Duration of each completed stage of that connection.",
		.write = write_stages,
	},
	{
		.name = "mailsonde_mailbox_leg_duration_seconds",
		.unit = "seconds",
		.help = "Duration of each leg of the login and of the round "
			"trip that succeeded.",
		.write = write_legs,
	},
	{
		.name = "mailsonde_tls_version_accepted",
		.help = "1 if the TLS version is accepted, 0 if it is "
			"refused.",
		.write = write_versions,
	},
	{
		.name = "mailsonde_certificate_not_before_timestamp_seconds",
		.unit = "seconds",
		.help = "Start of the certificate's validity, in seconds since "
			"1970.",
		.write = write_not_before,
	},
	{
		.name = "mailsonde_certificate_not_after_timestamp_seconds",
		.unit = "seconds",
		.help = "End of the certificate's validity, in seconds since "
			"1970.",
		.write = write_not_after,
	},
	{
		.name = "mailsonde_findings",
		.help = "Number of checks per status.",
		.write = metrics_write_findings,
	},
	{
		.name = "mailsonde_check_passed",
		.help = "1 if the check passed, 0 if it failed or warned.",
		.write = metrics_write_checks,
	},
	{
		.name = "mailsonde_diagnosis_endpoints",
		.help = "Number of endpoints that the diagnosis explains.",
		.write = metrics_write_diagnoses,
	},
	{
		.name = "mailsonde_policy_rules",
		.help = "Number of the policy's rules per status, over all "
			"endpoints.",
		.write = metrics_write_policies,
	},
};

/* What a scrape has most of; fputs() takes a tenth of what fprintf() does. */
static void put_line(
	FILE *stream, const char *begin, const char *name, const char *words)
{
	fputs(begin, stream);
	fputs(name, stream);
	fputc(' ', stream);
	fputs(words, stream);
	fputc('\n', stream);
}

void report_write_openmetrics(FILE *stream, const struct report *report)
{
	struct metrics m = {
		.stream = stream,
		.arena = arena_new(),
		.report = report,
	};

	m.endpoints = sample_endpoints(m.arena, report, &m.endpoint_count);
	metrics_label_endpoints(&m);
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		const struct family *family = &families[i];

		m.name = family->name;
		put_line(stream, "# TYPE ", family->name, "gauge");
		if (family->unit)
			put_line(stream, "# UNIT ", family->name, family->unit);
		put_line(stream, "# HELP ", family->name, family->help);
		family->write(&m);
	}
	fputs("# EOF\n", stream);
	arena_free(m.arena);
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	(void)style;
	report_write_openmetrics(stream, report);
	return true;
}

const struct format_row format_openmetrics = {
	.name = "openmetrics", .write = write_format};
