/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/names.h"

#include "model/table.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const char *const mode_names[] = {
	[MODE_IMPLICIT] = "implicit",
	[MODE_EXPLICIT] = "explicit",
	[MODE_CLEARTEXT] = "cleartext",
};
static_assert(COUNT_OF(mode_names) == MODE_COUNT, "a mode's name");

static const char *const tls_version_names[] = {
	[TLS_SSL3] = "SSL3",
	[TLS_1_0] = "1.0",
	[TLS_1_1] = "1.1",
	[TLS_1_2] = "1.2",
	[TLS_1_3] = "1.3",
};
static_assert(COUNT_OF(tls_version_names) == TLS_VERSION_COUNT,
	"a TLS version's name");

static const char *const demand_names[] = {
	[DEMAND_NONE] = "unspecified",
	[DEMAND_REQUIRED] = "required",
	[DEMAND_ALLOWED] = "allowed",
	[DEMAND_FORBIDDEN] = "forbidden",
};
static_assert(
	COUNT_OF(demand_names) == DEMAND_FORBIDDEN + 1, "a demand's name");

static const char *const severity_names[] = {
	[SEVERITY_INFO] = "info",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};
static_assert(COUNT_OF(severity_names) == SEVERITY_COUNT, "a severity's name");

static const char *const verdict_names[] = {
	[VERDICT_PASS] = "pass",
	[VERDICT_FAIL] = "fail",
	[VERDICT_WARNING] = "warning",
	[VERDICT_INFO] = "info",
	[VERDICT_NOT_TESTED] = "not-tested",
};
static_assert(COUNT_OF(verdict_names) == VERDICT_COUNT, "a verdict's name");

static const char *const purpose_names[] = {
	[PURPOSE_BEST] = "best",
	[PURPOSE_TLS_VERSION] = "tls-version",
	[PURPOSE_FOLLOW_UP] = "follow-up",
	[PURPOSE_RULE] = "rule",
};
static_assert(COUNT_OF(purpose_names) == PURPOSE_COUNT, "a purpose's name");

static const char *const rating_names[] = {
	[RATING_NONE] = "none",
	[RATING_INFO] = "info",
	[RATING_LOW] = "low",
	[RATING_MEDIUM] = "medium",
	[RATING_HIGH] = "high",
	[RATING_CRITICAL] = "critical",
};
static_assert(COUNT_OF(rating_names) == RATING_COUNT, "a rating's name");

static const char *const certainty_names[] = {
	[CERTAINTY_NONE] = "none",
	[CERTAINTY_CONFIRMED] = "confirmed",
	[CERTAINTY_REPORTED] = "reported",
	[CERTAINTY_UNCERTAIN] = "uncertain",
};
static_assert(
	COUNT_OF(certainty_names) == CERTAINTY_COUNT, "a certainty's name");

static const char *const question_names[] = {
	[QUESTION_NONE] = "none",
	[QUESTION_OTHER_MODE] = "other-mode",
	[QUESTION_DROPPED_AGAIN] = "dropped-again",
	[QUESTION_CONTROL] = "control",
	[QUESTION_OTHER_PORT] = "other-port",
	[QUESTION_PORT_443] = "port-443",
	[QUESTION_UNUSED_PORT] = "unused-port",
	[QUESTION_ADDRESS] = "address",
	[QUESTION_NO_SNI] = "no-sni",
	[QUESTION_SMALL_HELLO] = "small-hello",
};
static_assert(COUNT_OF(question_names) == QUESTION_COUNT, "a question's name");

static const char *const answer_names[] = {
	[ANSWER_NONE] = "none",
	[ANSWER_POSITIVE] = "positive",
	[ANSWER_NEGATIVE] = "negative",
};
static_assert(COUNT_OF(answer_names) == ANSWER_COUNT, "an answer's name");

static const char *const unasked_names[] = {
	[UNASKED_NONE] = "none",
	[UNASKED_KNOWN] = "known",
	[UNASKED_NO_STEP] = "no-step",
	[UNASKED_VERSIONS] = "versions",
	[UNASKED_ONE_ADDRESS] = "one-address",
	[UNASKED_LIBRARY] = "library",
	[UNASKED_UNREACHED] = "unreached",
	[UNASKED_STOPPED] = "stopped",
	[UNASKED_TIME] = "time",
	[UNASKED_BUDGET] = "budget",
	[UNASKED_INTERRUPTED] = "interrupted",
};
static_assert(COUNT_OF(unasked_names) == UNASKED_COUNT, "a reason's name");

static const char *const unasked_phrases[] = {
	[UNASKED_NONE] = "it was asked",
	[UNASKED_KNOWN] = "a regular connection already showed this",
	[UNASKED_NO_STEP] = "the service has no such step in this mode",
	[UNASKED_VERSIONS] =
		"the server accepts no TLS version that supports this",
	[UNASKED_ONE_ADDRESS] = "there is no other address to compare with",
	[UNASKED_LIBRARY] = "the TLS library does not support this",
	[UNASKED_UNREACHED] = "no TLS connection was established",
	[UNASKED_STOPPED] = "the server deferred or dropped connections",
	[UNASKED_TIME] = "the time limit was reached",
	[UNASKED_BUDGET] = "the limit of connections to one server was reached",
	[UNASKED_INTERRUPTED] = "the run was interrupted",
};
static_assert(COUNT_OF(unasked_phrases) == UNASKED_COUNT, "a reason's words");

static const char *const confidence_names[] = {
	[CONFIDENCE_CERTAIN] = "certain",
	[CONFIDENCE_LIKELY] = "likely",
	[CONFIDENCE_POSSIBLE] = "possible",
};
static_assert(
	COUNT_OF(confidence_names) == CONFIDENCE_COUNT, "a confidence's name");

static const char *const audience_names[] = {
	[AUDIENCE_USER] = "user",
	[AUDIENCE_HELPDESK] = "helpdesk",
	[AUDIENCE_ADMIN] = "admin",
	[AUDIENCE_NETWORK] = "network",
};
static_assert(COUNT_OF(audience_names) == AUDIENCE_COUNT, "an audience's name");

static const char *const outcome_names[] = {
	[OUTCOME_COMPLETED] = "completed",
	[OUTCOME_REFUSED] = "refused",
	[OUTCOME_FAILED] = "failed",
};
static_assert(COUNT_OF(outcome_names) == OUTCOME_COUNT, "an outcome's name");

static const char *const stage_names[] = {
	[STAGE_RESOLVE] = "resolve",
	[STAGE_CONNECT] = "connect",
	[STAGE_GREETING] = "greeting",
	[STAGE_CAPABILITIES] = "capabilities",
	[STAGE_STARTTLS] = "starttls",
	[STAGE_HANDSHAKE] = "handshake",
	[STAGE_QUIT] = "quit",
	[STAGE_DONE] = "done",
};
static_assert(COUNT_OF(stage_names) == STAGE_COUNT, "a stage's name");

static const struct {
	const char *name;
	const char *words;
} statuses[] = {
	[ST_OK] = {"ok", "success"},
	[ST_NO_NAME] = {"no-name", "the host name does not exist"},
	[ST_NO_ADDRESS] = {"no-address",
		"the host name has no address of the requested kind"},
	[ST_NO_RESOLVER] = {"no-resolver",
		"this machine's DNS resolver does not respond"},
	[ST_NO_NETWORK] = {"no-network",
		"this machine has no network route to the server"},
	[ST_NOT_PUBLIC] = {"not-public",
		"the address is not a public one, so it was not contacted"},
	[ST_UNREACHABLE] = {"unreachable",
		"the network reported that the server cannot be reached"},
	[ST_CONN_REFUSED] = {"connection-refused",
		"the connection was refused: no service listens on this port"},
	[ST_TIMEOUT] = {"timeout", "no response arrived in time"},
	[ST_CANCELLED] = {"cancelled", "the probe was cancelled"},
	[ST_EOF] = {"closed", "the server closed the connection unexpectedly"},
	[ST_RESET] = {"reset", "the connection was reset"},
	[ST_LINE_TOO_LONG] = {"line-too-long",
		"the server sent an overlong line"},
	[ST_REPLY_TOO_LONG] = {"reply-too-long",
		"the server sent an overlong reply"},
	[ST_PROBE_TOO_LONG] = {"probe-too-long",
		"the server sent too much data"},
	[ST_SYNTAX] = {"syntax", "the server's reply violates the protocol"},
	[ST_WRONG_SERVICE] = {"wrong-service",
		"a server for another protocol answered"},
	[ST_REFUSED] = {"refused", "the server refused the request"},
	[ST_THROTTLED] = {"throttled", "the server asked to try again later"},
	[ST_NOT_OFFERED] = {"not-offered",
		"the server does not offer what is required"},
	[ST_PREAUTH] = {"preauth", "the server declares the connection already "
				   "authenticated, which rules out STARTTLS"},
	[ST_NOT_TLS] = {"not-tls", "the server did not respond with TLS"},
	[ST_ALERT] = {"alert", "the server sent a fatal TLS alert"},
	[ST_TLS_VERSION] = {"tls-version",
		"the server chose a TLS version that was not offered"},
	[ST_TLS] = {"tls", "the TLS handshake failed"},
	[ST_LOCAL] = {"local", "an error occurred on this machine"},
};
static_assert(COUNT_OF(statuses) == ST_COUNT, "a status's name and words");

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

#define ROW(names, index) row(names, COUNT_OF(names), (int)(index))
#define FIND(names, name) find(names, COUNT_OF(names), name)

const char *mode_name(enum tls_mode mode)
{
	return ROW(mode_names, mode);
}

const char *tls_version_name(enum tls_version version)
{
	return version == TLS_NONE ? "none" : ROW(tls_version_names, version);
}

const char *demand_name(enum demand demand)
{
	return ROW(demand_names, demand);
}

const char *severity_name(enum severity severity)
{
	return ROW(severity_names, severity);
}

const char *verdict_name(enum verdict verdict)
{
	return ROW(verdict_names, verdict);
}

const char *purpose_name(enum purpose purpose)
{
	return ROW(purpose_names, purpose);
}

const char *question_name(enum question question)
{
	return ROW(question_names, question);
}

const char *answer_name(enum answer answer)
{
	return ROW(answer_names, answer);
}

const char *unasked_name(enum unasked unasked)
{
	return ROW(unasked_names, unasked);
}

const char *unasked_words(enum unasked unasked)
{
	return ROW(unasked_phrases, unasked);
}

const char *confidence_name(enum confidence confidence)
{
	return ROW(confidence_names, confidence);
}

const char *audience_name(enum audience audience)
{
	return ROW(audience_names, audience);
}

const char *rating_name(enum rating rating)
{
	return ROW(rating_names, rating);
}

const char *certainty_name(enum certainty certainty)
{
	return ROW(certainty_names, certainty);
}

const char *outcome_name(enum outcome outcome)
{
	return ROW(outcome_names, outcome);
}

const char *stage_name(enum stage stage)
{
	return ROW(stage_names, stage);
}

const char *status_name(enum status status)
{
	assert(status < ST_COUNT);
	return statuses[status].name;
}

const char *status_words(enum status status)
{
	assert(status < ST_COUNT);
	return statuses[status].words;
}

bool mode_from_name(const char *name, enum tls_mode *ret_mode)
{
	int found = FIND(mode_names, name);

	if (found >= 0)
		*ret_mode = (enum tls_mode)found;
	return found >= 0;
}

bool tls_version_from_name(const char *name, enum tls_version *ret_version)
{
	int found = FIND(tls_version_names, name);

	if (found >= 0)
		*ret_version = (enum tls_version)found;
	return found >= 0;
}

bool demand_from_name(const char *name, enum demand *ret_demand)
{
	int found = FIND(demand_names, name);

	/* That nothing is demanded is said by saying nothing. */
	if (found <= DEMAND_NONE)
		return false;
	*ret_demand = (enum demand)found;
	return true;
}

bool audience_from_name(const char *name, enum audience *ret_audience)
{
	int found = FIND(audience_names, name);

	if (found >= 0)
		*ret_audience = (enum audience)found;
	return found >= 0;
}

bool rating_from_name(const char *name, enum rating *ret_rating)
{
	int found = FIND(rating_names, name);

	if (found >= 0)
		*ret_rating = (enum rating)found;
	return found >= 0;
}

bool certainty_from_name(const char *name, enum certainty *ret_certainty)
{
	int found = FIND(certainty_names, name);

	if (found >= 0)
		*ret_certainty = (enum certainty)found;
	return found >= 0;
}

bool verdict_from_name(const char *name, enum verdict *ret_verdict)
{
	int found = FIND(verdict_names, name);

	if (found >= 0)
		*ret_verdict = (enum verdict)found;
	return found >= 0;
}

bool purpose_from_name(const char *name, enum purpose *ret_purpose)
{
	int found = FIND(purpose_names, name);

	if (found >= 0)
		*ret_purpose = (enum purpose)found;
	return found >= 0;
}

bool question_from_name(const char *name, enum question *ret_question)
{
	int found = FIND(question_names, name);

	if (found >= 0)
		*ret_question = (enum question)found;
	return found >= 0;
}

bool answer_from_name(const char *name, enum answer *ret_answer)
{
	int found = FIND(answer_names, name);

	if (found >= 0)
		*ret_answer = (enum answer)found;
	return found >= 0;
}

bool unasked_from_name(const char *name, enum unasked *ret_unasked)
{
	int found = FIND(unasked_names, name);

	if (found >= 0)
		*ret_unasked = (enum unasked)found;
	return found >= 0;
}

bool confidence_from_name(const char *name, enum confidence *ret_confidence)
{
	int found = FIND(confidence_names, name);

	if (found >= 0)
		*ret_confidence = (enum confidence)found;
	return found >= 0;
}

bool outcome_from_name(const char *name, enum outcome *ret_outcome)
{
	int found = FIND(outcome_names, name);

	if (found >= 0)
		*ret_outcome = (enum outcome)found;
	return found >= 0;
}

bool stage_from_name(const char *name, enum stage *ret_stage)
{
	int found = FIND(stage_names, name);

	if (found >= 0)
		*ret_stage = (enum stage)found;
	return found >= 0;
}

bool status_from_name(const char *name, enum status *ret_status)
{
	for (int i = 0; i < ST_COUNT; i++)
		if (strcmp(statuses[i].name, name) == 0) {
			*ret_status = (enum status)i;
			return true;
		}
	return false;
}

bool severity_from_name(const char *name, enum severity *ret_severity)
{
	int found = FIND(severity_names, name);

	if (found >= 0)
		*ret_severity = (enum severity)found;
	return found >= 0;
}

const char *name_of_alert(unsigned alert)
{
	if (alert >= COUNT_OF(alert_names) || alert_names[alert] == NULL)
		return "unknown";
	return alert_names[alert];
}
