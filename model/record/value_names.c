/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How names and sets are spelled, and read back. */
#include "model/record/rows.h"

#include "model/text/escape.h"
#include "model/text/spell.h"

#include <string.h>

bool record_find_name(const struct record_value *value, const char *text,
	unsigned *ret_number)
{
	for (unsigned i = 0; i < value->names; i++) {
		const char *name = value->name(i);

		if (name && i >= value->least && strcmp(name, text) == 0) {
			*ret_number = i;
			return true;
		}
	}
	return false;
}

/* One of the names, kept as text. */
static bool read_name(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	unsigned number;

	(void)context;
	if (!record_find_name(field->value, text, &number))
		return false;
	*(const char **)member = field->value->name(number);
	return true;
}

static const char *spell_named(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)arena;
	return field->value->name(*(const unsigned *)member);
}

static bool read_named(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	(void)context;
	return record_find_name(field->value, text, member);
}

static const char *spell_system_error(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return spell_errno(arena, *(const int *)member);
}

static bool read_system_error(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	(void)context;
	(void)field;
	return spell_errno_from(text, member);
}

static const char *spell_version(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	(void)arena;
	return tls_version_name(*(const enum tls_version *)member);
}

static bool read_version(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	(void)context;
	(void)field;
	return tls_version_from_name(text, member);
}

static const char *spell_version_set(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return spell_versions(arena, *(const unsigned *)member, " ");
}

static bool read_versions(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	(void)context;
	(void)field;
	return spell_versions_from(text, member);
}

static const char *spell_flaws(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return spell_trust_flaws(arena, *(const unsigned *)member);
}

static bool read_flaws(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	(void)context;
	(void)field;
	return spell_trust_flaws_from(text, member);
}

static const char *spell_usage(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return spell_key_usage(arena, *(const unsigned *)member);
}

static bool read_usage(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	(void)context;
	(void)field;
	return spell_key_usage_from(text, member);
}

static const char *spell_key_flaw_set(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return spell_key_flaws(arena, *(const unsigned *)member);
}

static bool read_key_flaws(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	(void)context;
	(void)field;
	return spell_key_flaws_from(text, member);
}

/* What a report and an endpoint can conclude. */
static const char *overall_name(unsigned verdict)
{
	return verdict == VERDICT_WARNING || verdict == VERDICT_INFO
		       ? NULL
		       : verdict_name((enum verdict)verdict);
}

static const char *source_kind(unsigned kind)
{
	static const char *const kinds[] = {
		"profile", "file", "url", "text", "discovery"};

	return kinds[kind];
}

static bool is_zero(const void *member)
{
	return !*(const unsigned *)member;
}

static bool is_negative(const void *member)
{
	return *(const int *)member < 0;
}

static bool no_string(const void *member)
{
	return !*(const char *const *)member;
}

static const char *spell_kept(const struct record_field *field,
	struct arena *arena, const void *member)
{
	const char *text = *(const char *const *)member;

	(void)field;
	return text ? escape_clean(arena, text) : NULL;
}

#define NAMED_STRING(value, schema_, name_, first, names_)                     \
	const struct record_value record_##value = {.schema = schema_,         \
		.is_empty = no_string,                                         \
		.spell = spell_kept,                                           \
		.read = read_name,                                             \
		.name = name_,                                                 \
		.least = first,                                                \
		.names = names_}

NAMED_STRING(source_kind, "source-kind", source_kind, 0, 5);
NAMED_STRING(source_certainty, "certainty",
	(const char *(*)(unsigned))certainty_name, 1, CERTAINTY_COUNT);

const struct record_value record_system_error = {
	.schema = "errno",
	.is_empty = is_zero,
	.spell = spell_system_error,
	.read = read_system_error,
};
const struct record_value record_version = {
	.schema = "tls-version",
	.is_empty = is_negative,
	.spell = spell_version,
	.read = read_version,
};

#define SET(value, schema_, spell_, read_)                                     \
	const struct record_value record_##value = {.schema = schema_,         \
		.json = RECORD_WORDS,                                          \
		.is_empty = is_zero,                                           \
		.spell = spell_,                                               \
		.read = read_}

SET(versions, "tls-versions", spell_version_set, read_versions);
SET(flaws, "flaws", spell_flaws, read_flaws);
SET(key_flaws, "words", spell_key_flaw_set, read_key_flaws);
SET(key_usage, "words", spell_usage, read_usage);

/* Names of an enumeration that begins with 0, of which `first` is the first to
 * have a place in the record. 0 is nothing worth being written, unless the row
 * says otherwise. */
#define NAMED(value, schema_, name_, first, names_)                            \
	const struct record_value record_##value = {.schema = schema_,         \
		.is_empty = is_zero,                                           \
		.spell = spell_named,                                          \
		.read = read_named,                                            \
		.name = (const char *(*)(unsigned))name_,                      \
		.least = first,                                                \
		.names = names_}

NAMED(answer, "answer", answer_name, 0, ANSWER_COUNT);
NAMED(audience, "audience", audience_name, 0, AUDIENCE_COUNT);
NAMED(certainty, "certainty", certainty_name, 1, CERTAINTY_COUNT);
NAMED(close, "close-kind", spell_peer_close, 1, CLOSE_RESET + 1);
NAMED(confidence, "confidence", confidence_name, 0, CONFIDENCE_COUNT);
NAMED(demand, "demand", demand_name, 1, DEMAND_COUNT);
NAMED(login_held, "login-held", login_held_name, 1, LOGIN_HELD_COUNT);
NAMED(mode, "mode", mode_name, 0, MODE_COUNT);
NAMED(name_type, "name-type", spell_name_type, 0, NAME_OTHER + 1);
NAMED(ocsp, "ocsp-result", spell_ocsp, 1, OCSP_UNVERIFIED + 1);
NAMED(outcome, "outcome", outcome_name, 0, OUTCOME_COUNT);
NAMED(purpose, "purpose", purpose_name, 0, PURPOSE_COUNT);
NAMED(question, "question", question_name, 1, QUESTION_COUNT);
NAMED(rating, "rating", rating_name, 1, RATING_COUNT);
NAMED(remark_kind, "remark-kind", spell_remark_kind, 0, REMARK_COUNT);
NAMED(revocation, "revocation-result", spell_revocation, 1, REVOCATION_COUNT);
NAMED(service, "service", service_name, 0, SERVICE_COUNT);
NAMED(severity, "severity", severity_name, 0, SEVERITY_COUNT);
NAMED(stage, "stage", stage_name, 0, STAGE_COUNT);
NAMED(status, "status", status_name, 0, ST_COUNT);
NAMED(trust, "trust-result", spell_trust, 0, TRUST_BAD + 1);
NAMED(unasked, "unasked-reason", unasked_name, 1, UNASKED_COUNT);
NAMED(verdict, "verdict", overall_name, 0, VERDICT_COUNT);
NAMED(finding_status, "finding-status", verdict_name, 0, VERDICT_COUNT);
