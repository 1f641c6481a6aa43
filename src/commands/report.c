/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is done with a report that was kept: written in other formats,
 * verified, and judged again. */
#include "config.h"

#include "src/commands/commands.h"

#include "checks/check.h"
#include "engine/engine.h"
#include "model/text/escape.h"
#include "model/text/spell.h"
#include "src/check_run.h"
#include "src/commands/signature.h"
#include "src/kept_report.h"
#include "src/output/formats.h"
#include "src/output/plugin.h"
#include "src/output/terminal.h"
#include "src/policies.h"
#include "src/sign/keeper.h"
#include "src/version.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define JUDGEMENTS ((size_t)500000) /* about 200 MiB */
#define OCTETS_EACH 160

/* With what the reports are signed with at hand. */
static int write_signed(const struct options *options, struct arena *arena,
	const struct report *report)
{
	struct options own = *options;
	struct keeper *keeper;
	int status = formats_open_keeper(options, arena, &keeper);

	if (status != EX_OK)
		return status;
	own.keeper = keeper;
	status = formats_write(&own, arena, report);
	keeper_free(keeper);
	return status;
}

/* A report with one octet changed may be no report any more: whether it is the
 * one that was signed comes first. */
static int read_verified(const struct options *options, struct arena *arena,
	struct report *ret_report)
{
	struct octets octets;
	int status =
		kept_file_read(options, arena, options->operands[0], &octets);

	if (status == EX_OK)
		status = signature_verify_kept(options, arena, octets);
	return status == EX_OK
		       ? kept_report_parse(options, arena, options->operands[0],
				 octets, ret_report)
		       : status;
}

static bool makes_page(const struct options *options)
{
	for (size_t i = 0; i < options->output_count; i++)
		if (options->outputs[i].format == FORMAT_HTML)
			return true;
	return false;
}

int command_report(const struct options *options, struct arena *arena)
{
	struct options own = *options;
	struct report report;
	struct kept kept = {0};
	int status;

	if (options->timestamp_query)
		return signature_write_query(options, arena);
	if (options->attach_timestamp)
		return signature_attach_stamp(options, arena);
	status = options->verify
			 ? read_verified(options, arena, &report)
			 : kept_report_read(options, arena,
				   options->operands[0], &report, &kept);

	if (status != EX_OK)
		return status;
	if (kept.file && makes_page(options))
		kept.signature = signature_describe_kept(options, arena);
	own.kept = &kept;
	if (!options->verify)
		status = write_signed(&own, arena, &report);
	if (status == EX_OK && plugin_wanted(options))
		status = check_exit_status(options, &report);
	report_clear(&report);
	return status;
}

/* The facts stay; who judges them is told, unless nothing of this machine may
 * stand in what is made. */
static void begin_anew(const struct options *options, struct arena *arena,
	struct report *report)
{
	report->diagnoses = NULL;
	report->diagnosis_count = 0;
	if (options->reproducible)
		return;
	report->tool_version = PACKAGE_VERSION;
	report->tool_build = version_build(arena);
}

/* A short file may list endpoints without end, each of which every check and
 * rule would say something of. What a run saw is longer. */
static bool are_too_many(const struct report *report, size_t octets,
	const struct policy *const *policies, size_t count)
{
	size_t each = check_count;

	for (size_t i = 0; i < count; i++)
		each += policies[i]->rule_count;
	return report->endpoint_count >
	       (JUDGEMENTS + octets / OCTETS_EACH) / each;
}

static int judge(const struct options *options, struct arena *arena,
	struct report *report, size_t octets)
{
	const struct policy *const *policies;
	size_t count;
	int status = policies_read_all(options, arena, &policies, &count);

	if (status != EX_OK)
		return status;
	if (are_too_many(report, octets, policies, count)) {
		complain_aloud(options,
			"%s: its %zu endpoints and these policies would give "
			"too many results; name fewer policies, or split the "
			"report",
			escape_clean(arena, options->operands[0]),
			report->endpoint_count);
		return EX_DATAERR;
	}
	engine_judge(arena, policies, count, report);
	status = write_signed(options, arena, report);
	return status == EX_OK ? check_exit_status(options, report) : status;
}

int command_judge(const struct options *options, struct arena *arena)
{
	struct report report;
	struct kept kept = {0};
	int status = kept_report_read(
		options, arena, options->operands[0], &report, &kept);

	if (status != EX_OK)
		return status;
	begin_anew(options, arena, &report);
	status = judge(options, arena, &report, kept.octets);
	report_clear(&report);
	return status;
}
