/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/names.h"

#include "model/table.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* The row of `name` in `names`, or -1. */
static int find(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	return -1;
}

static const char *row(const char *const *names, size_t count, int index)
{
	assert(index >= 0 && (size_t)index < count);
	(void)count;
	return names[index];
}

#define NAME(enumerator, name, ...) [enumerator] = (name),
#define WORDS(enumerator, name, words) [enumerator] = (words),

/* PREFIX_name() and PREFIX_from_name() over PREFIX_names. */
#define NAMES(prefix, type, LIST)                                              \
	static const char *const prefix##_names[] = {LIST(NAME)};              \
	const char *prefix##_name(type value)                                  \
	{                                                                      \
		return row(                                                    \
			prefix##_names, COUNT_OF(prefix##_names), (int)value); \
	}                                                                      \
	bool prefix##_from_name(const char *name, type *ret_##prefix)          \
	{                                                                      \
		int found =                                                    \
			find(prefix##_names, COUNT_OF(prefix##_names), name);  \
                                                                               \
		if (found >= 0)                                                \
			*ret_##prefix = (type)found;                           \
		return found >= 0;                                             \
	}

NAMES(mode, enum tls_mode, MODE_LIST)
NAMES(severity, enum severity, SEVERITY_LIST)
NAMES(verdict, enum verdict, VERDICT_LIST)
NAMES(rating, enum rating, RATING_LIST)
NAMES(certainty, enum certainty, CERTAINTY_LIST)
NAMES(purpose, enum purpose, PURPOSE_LIST)
NAMES(question, enum question, QUESTION_LIST)
NAMES(answer, enum answer, ANSWER_LIST)
NAMES(unasked, enum unasked, UNASKED_LIST)
NAMES(confidence, enum confidence, CONFIDENCE_LIST)
NAMES(audience, enum audience, AUDIENCE_LIST)
NAMES(outcome, enum outcome, OUTCOME_LIST)
NAMES(stage, enum stage, STAGE_LIST)
NAMES(status, enum status, STATUS_LIST)

static const char *const tls_version_names[] = {TLS_VERSION_LIST(NAME)};

const char *tls_version_name(enum tls_version version)
{
	if (version == TLS_NONE)
		return "none";
	return row(
		tls_version_names, COUNT_OF(tls_version_names), (int)version);
}

bool tls_version_from_name(const char *name, enum tls_version *ret_version)
{
	int found = find(tls_version_names, COUNT_OF(tls_version_names), name);

	if (found >= 0)
		*ret_version = (enum tls_version)found;
	return found >= 0;
}

static const char *const demand_names[] = {DEMAND_LIST(NAME)};

const char *demand_name(enum demand demand)
{
	return row(demand_names, COUNT_OF(demand_names), (int)demand);
}

bool demand_from_name(const char *name, enum demand *ret_demand)
{
	int found = find(demand_names, COUNT_OF(demand_names), name);

	/* That nothing is demanded is said by saying nothing. */
	if (found <= DEMAND_NONE)
		return false;
	*ret_demand = (enum demand)found;
	return true;
}

const char *unasked_words(enum unasked unasked)
{
	static const char *const words[] = {UNASKED_LIST(WORDS)};

	return row(words, COUNT_OF(words), (int)unasked);
}

const char *status_words(enum status status)
{
	static const char *const words[] = {STATUS_LIST(WORDS)};

	return row(words, COUNT_OF(words), (int)status);
}

/* The names of RFC 8446 section 6 and the older ones, without the word
 * RESERVED that the registry puts behind those no longer in use: an old
 * server may send them all the same. */
static const char *const alert_names[] = {
	[0] = "close_notify",
	[10] = "unexpected_message",
	[20] = "bad_record_mac",
	[21] = "decryption_failed",
	[22] = "record_overflow",
	[30] = "decompression_failure",
	[40] = "handshake_failure",
	[41] = "no_certificate",
	[42] = "bad_certificate",
	[43] = "unsupported_certificate",
	[44] = "certificate_revoked",
	[45] = "certificate_expired",
	[46] = "certificate_unknown",
	[47] = "illegal_parameter",
	[48] = "unknown_ca",
	[49] = "access_denied",
	[50] = "decode_error",
	[51] = "decrypt_error",
	[52] = "too_many_cids_requested",
	[60] = "export_restriction",
	[70] = "protocol_version",
	[71] = "insufficient_security",
	[80] = "internal_error",
	[86] = "inappropriate_fallback",
	[90] = "user_canceled",
	[100] = "no_renegotiation",
	[109] = "missing_extension",
	[110] = "unsupported_extension",
	[111] = "certificate_unobtainable",
	[112] = "unrecognized_name",
	[113] = "bad_certificate_status_response",
	[114] = "bad_certificate_hash_value",
	[115] = "unknown_psk_identity",
	[116] = "certificate_required",
	[117] = "general_error",
	[120] = "no_application_protocol",
	[121] = "ech_required",
};

const char *name_of_alert(unsigned alert)
{
	if (alert >= COUNT_OF(alert_names) || alert_names[alert] == NULL)
		return "unknown";
	return alert_names[alert];
}
