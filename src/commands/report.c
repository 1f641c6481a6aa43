/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is done with a report that was kept: written in other formats,
 * verified, and judged again. */
#include "config.h"

#include "src/commands/commands.h"

#include "engine/engine.h"
#include "model/text/escape.h"
#include "model/text/spell.h"
#include "net/x509/signature.h"
#include "src/check_run.h"
#include "src/kept_report.h"
#include "src/output/formats.h"
#include "src/output/plugin.h"
#include "src/output/terminal.h"
#include "src/policies.h"
#include "src/version.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* With what the reports are signed with at hand. */
static int write_signed(const struct options *options, struct arena *arena,
	const struct report *report)
{
	struct options own = *options;
	struct signer *signer;
	int status = formats_open_signer(options, &signer);

	if (status != EX_OK)
		return status;
	own.signer = signer;
	status = formats_write(&own, arena, report);
	signer_free(signer);
	return status;
}

static int say_bad(const char *file, enum signature_result result,
	const struct signature_facts *facts)
{
	const char *advice =
		result == SIGNATURE_UNTRUSTED
			? "; name the signer's certificate or its issuer's "
			  "with --ca-file"
			: "";

	if (facts->signer)
		complain_aloud("%s.p7s: %s; signed by %s%s", file,
			facts->problem, facts->signer, advice);
	else
		complain_aloud("%s.p7s: %s%s", file, facts->problem, advice);
	return 1;
}

static int say_result(const char *file, enum signature_result result,
	const struct signature_facts *facts, struct arena *arena)
{
	const char *signer = facts->signer ? facts->signer : "(no name)";

	if (result != SIGNATURE_GOOD)
		return say_bad(file, result, facts);
	if (facts->time_s)
		printf("%s: unchanged since it was signed by %s at %s\n", file,
			signer, spell_time(arena, facts->time_s));
	else
		printf("%s: unchanged since it was signed by %s\n", file,
			signer);
	if (facts->expired)
		printf("%s: the signer's certificate has expired since then\n",
			file);
	return terminal_finish();
}

/* A report with one octet changed may be no report any more: whether it is the
 * one that was signed comes first. */
static int verify(const struct options *options, struct arena *arena,
	struct octets octets)
{
	const char *file = options->operands[0];
	const char *shown = escape_clean(arena, file);
	struct signature_facts facts;
	struct octets signature;
	int status = kept_file_read(
		arena, arena_printf(arena, "%s.p7s", file), &signature);

	if (status != EX_OK)
		return status;
	return say_result(shown,
		signature_check(
			arena, octets, signature, options->ca_file, &facts),
		&facts, arena);
}

static int read_verified(const struct options *options, struct arena *arena,
	struct report *ret_report)
{
	struct octets octets;
	int status = kept_file_read(arena, options->operands[0], &octets);

	if (status == EX_OK)
		status = verify(options, arena, octets);
	return status == EX_OK ? kept_report_parse(arena, options->operands[0],
					 octets, ret_report)
			       : status;
}

int command_report(const struct options *options, struct arena *arena)
{
	struct options own = *options;
	struct report report;
	struct kept kept = {0};
	int status = options->verify
			     ? read_verified(options, arena, &report)
			     : kept_report_read(arena, options->operands[0],
				       &report, &kept);

	if (status != EX_OK)
		return status;
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

static int judge(const struct options *options, struct arena *arena,
	struct report *report)
{
	const struct policy *const *policies;
	size_t count;
	int status = policies_read_all(options, arena, &policies, &count);

	if (status != EX_OK)
		return status;
	engine_judge(arena, policies, count, report);
	status = write_signed(options, arena, report);
	return status == EX_OK ? check_exit_status(options, report) : status;
}

int command_judge(const struct options *options, struct arena *arena)
{
	struct report report;
	int status =
		kept_report_read(arena, options->operands[0], &report, NULL);

	if (status != EX_OK)
		return status;
	begin_anew(options, arena, &report);
	status = judge(options, arena, &report);
	report_clear(&report);
	return status;
}
