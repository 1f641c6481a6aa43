/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/commands/signature.h"

#include "model/text/builder.h"
#include "model/text/escape.h"
#include "model/text/spell.h"
#include "net/x509/signature.h"
#include "src/commands/commands.h"
#include "src/kept_report.h"
#include "src/output/terminal.h"

#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define BAD 1
#define UNTESTED 2

/* What is said, and of which file. */
struct telling {
	const struct options *options;
	struct arena *arena;
	const char *file; /* the report; escaped */
	const struct signature_facts *facts;
};

static const char *time_of(const struct telling *t, int64_t seconds)
{
	return spell_time(t->arena, seconds);
}

static const char *advise_anchor(const struct telling *t)
{
	return t->options->ca_file || t->options->signer_name
		       ? "if you trust it, add the signer's certificate or its "
			 "issuer's to the file of --ca-file"
		       : "name the signer's certificate or its issuer's with "
			 "--ca-file";
}

/* Of a signature that matches, and is not to be relied on. */
static const char *say_distrust(
	const struct telling *t, const struct signature_signer *signer)
{
	struct arena *arena = t->arena;

	switch (signer->result) {
	case SIGNATURE_EXPIRED:
		return arena_printf(arena,
			"the signature matches, but the certificate of its "
			"signer %s or of an issuer expired at %s, and no time "
			"stamp shows that it was made before",
			signer->name, time_of(t, signer->date_s));
	case SIGNATURE_EARLY:
		return arena_printf(arena,
			"the signature matches, but the certificate of its "
			"signer %s or of an issuer is not valid before %s",
			signer->name, time_of(t, signer->date_s));
	case SIGNATURE_REVOKED:
		return arena_printf(arena,
			signer->suspect
				? "the signature matches, but the certificate "
				  "of its signer %s was revoked as suspect "
				  "since %s, and no time stamp shows that it "
				  "was made before"
				: "the signature matches, but the certificate "
				  "of its signer %s was revoked at %s, and no "
				  "time stamp shows that it was made before",
			signer->name, time_of(t, signer->date_s));
	case SIGNATURE_UNTOLD:
		return arena_printf(arena,
			"the signature matches, but whether the certificate of "
			"its signer %s was revoked is unknown: %s",
			signer->name, signer->why);
	case SIGNATURE_UNSUITABLE:
		return arena_printf(arena,
			"the signature matches, but the certificate of its "
			"signer %s is unsuitable: %s",
			signer->name, signer->why);
	case SIGNATURE_UNKNOWN:
		return arena_printf(arena,
			"the signature matches, but its signer is not trusted: "
			"no trust anchor confirms the certificate that names "
			"%s; %s",
			signer->name, advise_anchor(t));
	default:
		return NULL;
	}
}

static const char *say_fault(
	const struct telling *t, const struct signature_signer *signer)
{
	const char *distrust = say_distrust(t, signer);

	if (distrust)
		return distrust;
	switch (signer->result) {
	case SIGNATURE_WEAK:
		return "the signature or a certificate uses MD5, SHA-1 or a "
		       "key that is too short, so that it proves nothing";
	case SIGNATURE_NO_CERTIFICATE:
		return "the signature does not contain its signer's "
		       "certificate; name it with --ca-file";
	case SIGNATURE_CHANGED:
		return "the signature does not match the report: one of the "
		       "two files was changed";
	default:
		return "the signature uses an algorithm that cannot be checked";
	}
}

static void say_good(
	const struct telling *t, const struct signature_signer *signer)
{
	if (signer->time_s)
		printf("%s: unchanged since it was signed by %s at %s\n",
			t->file, signer->name, time_of(t, signer->time_s));
	else
		printf("%s: unchanged since it was signed by %s\n", t->file,
			signer->name);
	if (signer->listed_s)
		printf(signer->stamped_s
				? "%s: the issuer's revocation list of %s does "
				  "not list the signer's certificate as "
				  "revoked "
				  "before the time stamp\n"
				: "%s: the issuer's revocation list of %s does "
				  "not list the signer's certificate as "
				  "revoked\n",
			t->file, time_of(t, signer->listed_s));
	if (signer->stamped_s)
		printf("%s: a time stamp shows that it was signed before %s\n",
			t->file, time_of(t, signer->stamped_s));
}

static void say_signer(
	const struct telling *t, const struct signature_signer *signer)
{
	if (signer->result != SIGNATURE_GOOD)
		complain_aloud(t->options, "%s.p7s: %s", t->file,
			say_fault(t, signer));
	else if (t->facts->result == SIGNATURE_GOOD)
		say_good(t, signer);
	else if (t->facts->result == SIGNATURE_OTHER_SIGNER)
		complain_aloud(t->options,
			"%s.p7s: signed by %s, and not by the signer "
			"named with --signer",
			t->file, signer->name);
	else
		complain_aloud(t->options,
			"%s.p7s: another signature, by %s, is valid", t->file,
			signer->name);
}

static int say_timestamp(const struct telling *t)
{
	const struct timestamp *timestamp = &t->facts->timestamp;

	if (!t->facts->has_timestamp)
		return EX_OK;
	if (timestamp->result != TIMESTAMP_GOOD) {
		complain_aloud(t->options,
			"%s: this time stamp is not valid: %s",
			escape_clean(t->arena, t->options->timestamp),
			timestamp->problem);
		return BAD;
	}
	if (t->facts->result != SIGNATURE_GOOD)
		return EX_OK;
	printf(t->facts->covered == SIGNATURE_COVERS_REPORT
			? "%s: the report existed at %s, according to the time "
			  "stamp by %s; it does not cover the signature\n"
			: "%s: the signature existed at %s, according to the "
			  "time stamp by %s\n",
		t->file, time_of(t, timestamp->time_s), timestamp->authority);
	return EX_OK;
}

static int say_facts(const struct telling *t)
{
	int status;

	if (t->facts->problem) {
		complain_aloud(
			t->options, "%s.p7s: %s", t->file, t->facts->problem);
		return BAD;
	}
	for (size_t i = 0; i < t->facts->count; i++)
		say_signer(t, &t->facts->signers[i]);
	if (t->facts->result == SIGNATURE_GOOD && !t->options->crl_count)
		printf("%s: whether a certificate was revoked was not "
		       "checked\n",
			t->file);
	status = say_timestamp(t);
	if (status == EX_OK && t->facts->result != SIGNATURE_GOOD)
		status = t->facts->result == SIGNATURE_UNTOLD ? UNTESTED : BAD;
	return status == EX_OK ? terminal_finish() : status;
}

static int read_lists(const struct options *options, struct arena *arena,
	struct signature_request *request)
{
	struct octets *lists =
		arena_alloc(arena, (options->crl_count + 1) * sizeof(*lists));
	int status = EX_OK;

	for (size_t i = 0; i < options->crl_count && status == EX_OK; i++)
		status = kept_file_read(
			options, arena, options->crls[i], &lists[i]);
	request->crls = lists;
	request->crl_count = options->crl_count;
	return status;
}

/* Reads the signature, and the time stamp and lists if there are any. */
static int read_files(const struct options *options, struct arena *arena,
	struct signature_request *request)
{
	int status = kept_file_read(options, arena,
		arena_printf(arena, "%s.p7s", options->operands[0]),
		&request->signature);

	if (status == EX_OK && options->timestamp)
		status = kept_file_read(options, arena, options->timestamp,
			&request->timestamp);
	return status == EX_OK ? read_lists(options, arena, request) : status;
}

int signature_verify_kept(const struct options *options, struct arena *arena,
	struct octets report)
{
	struct signature_request request = {
		.data = report,
		.ca_file = options->ca_file,
		.timestamp_ca_file = options->timestamp_ca,
		.signer = options->signer_name,
		.now_s = time(NULL),
	};
	struct signature_facts facts;
	const char *problem, *file;
	int status = read_files(options, arena, &request);

	if (status != EX_OK)
		return status;
	if (!signature_check(arena, &request, &facts, &problem, &file)) {
		complain_aloud(options, "%s: %s",
			file ? escape_clean(arena, file)
			     : "the system's trust anchors",
			problem);
		return EX_DATAERR;
	}
	return say_facts(&(const struct telling){options, arena,
		escape_clean(arena, options->operands[0]), &facts});
}

static const char *describe_signer(
	const struct telling *t, const struct signature_signer *signer)
{
	if (signer->result != SIGNATURE_GOOD)
		return arena_printf(
			t->arena, "%s.p7s: %s.", t->file, say_fault(t, signer));
	if (!signer->time_s)
		return arena_printf(t->arena,
			"Unchanged since it was signed by %s.", signer->name);
	return arena_printf(t->arena,
		"Unchanged since it was signed by %s at %s.", signer->name,
		time_of(t, signer->time_s));
}

static const char *describe_facts(const struct telling *t)
{
	struct builder list = {.arena = t->arena};

	if (t->facts->problem)
		return arena_printf(
			t->arena, "%s.p7s: %s.", t->file, t->facts->problem);
	for (size_t i = 0; i < t->facts->count; i++)
		builder_item(
			&list, " ", describe_signer(t, &t->facts->signers[i]));
	if (t->facts->result == SIGNATURE_GOOD && !t->options->crl_count)
		builder_item(&list, " ",
			"Whether a certificate was revoked was not checked.");
	return list.length ? builder_text(&list) : NULL;
}

const char *signature_describe_kept(
	const struct options *options, struct arena *arena)
{
	const char *file = options->operands[0];
	struct signature_request request = {
		.ca_file = options->ca_file,
		.timestamp_ca_file = options->timestamp_ca,
		.signer = options->signer_name,
		.now_s = time(NULL),
	};
	struct signature_facts facts;
	const char *problem, *anchors;

	if (access(arena_printf(arena, "%s.p7s", file), R_OK) != 0 ||
		read_files(options, arena, &request) != EX_OK ||
		kept_file_read(options, arena, file, &request.data) != EX_OK)
		return NULL;
	if (!signature_check(arena, &request, &facts, &problem, &anchors))
		return arena_printf(arena, "%s.p7s: %s.",
			escape_clean(arena, file), problem);
	return describe_facts(&(const struct telling){
		options, arena, escape_clean(arena, file), &facts});
}
