/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/version.h"

#include "evidence/basis.h"
#include "evidence/offered/heard.h"
#include "evidence/tls/alert.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"

static bool is_single(unsigned versions)
{
	return versions && !(versions & (versions - 1));
}

/* Exchange completes the handshake, and says then that it does not serve this
 * version: "421 4.7.66 TLS 1.0 and 1.1 are not supported". */
bool version_turned_away(const struct probe_facts *probe)
{
	return probe->tls.completed && probe->tls.version < TLS_1_2 &&
	       !(probe->tls_offered >> TLS_1_2) &&
	       (probe->status == ST_THROTTLED || probe->status == ST_REFUSED) &&
	       ascii_contains(probe->reply, "TLS");
}

/* One that then asked for a client's certificate was made all the same. */
enum tls_version version_made(const struct probe_facts *facts)
{
	const struct tls_facts *tls = &facts->tls;

	if (!tls->server_hello || !witness_is(facts))
		return TLS_NONE;
	if (tls->version < TLS_1_0 ||
		!(facts->tls_offered & TLS_BIT(tls->version)))
		return TLS_NONE;
	if (tls->wants_certificate)
		return tls->version;
	if (version_turned_away(facts))
		return TLS_NONE;
	/* It was chosen, and nothing more was asked for. */
	if (facts->by_hello)
		return tls->version;
	/* TLS 1.3 is complete only once the server answered inside it: its
	 * refusal of the client comes after the client's last message. */
	if (tls->completed && (tls->version < TLS_1_3 || tls->confirmed))
		return tls->version;
	return TLS_NONE;
}

unsigned version_accepted(const struct endpoint_facts *facts)
{
	unsigned accepted = 0;

	for (size_t i = 0; i < facts->probe_count; i++) {
		enum tls_version version = version_made(facts->probes[i]);

		if (version == TLS_NONE)
			continue;
		basis_add_probe(facts, facts->probes[i]);
		accepted |= TLS_BIT(version);
	}
	return accepted;
}

/* Whether another version was accepted. */
static bool accepts_other(
	const struct endpoint_facts *facts, enum tls_version version)
{
	size_t mark = basis_mark(facts);
	unsigned accepted = version_accepted(facts);

	basis_rewind(facts, mark);
	return accepted & ~TLS_BIT(version);
}

/* Alerts that answer the question of the version: no common version, nothing
 * in common (GnuTLS), too weak, and what OpenSSL 3 says of versions that its
 * security level forbids.  The others answer another question: the name, the
 * client's certificate, a damaged record. */
static bool alert_refuses_version(unsigned code)
{
	switch (code) {
	case 0:   /* close_notify: Courier with GnuTLS */
	case 40:  /* handshake_failure */
	case 47:  /* illegal_parameter */
	case 70:  /* protocol_version */
	case 71:  /* insufficient_security */
	case 80:  /* internal_error */
	case 86:  /* inappropriate_fallback */
	case 109: /* missing_extension */
	case 110: /* unsupported_extension */
		return true;
	default:
		return false;
	}
}

/* Whether the peer ended the handshake, in whatever way; silence is none, nor
 * is what we would not compute. */
static bool was_ended(const struct probe_facts *probe)
{
	switch (probe->status) {
	case ST_ALERT:
		return !alert_demands_certificate(probe);
	case ST_EOF:
	case ST_RESET:
		return probe->tls.server_hello;
	case ST_NOT_TLS:
	case ST_TLS_VERSION:
		return true;
	case ST_TLS:
		return !probe->detail;
	default:
		return false;
	}
}

/* Some answers say no by themselves. Others do where another version was taken:
 * it is the version then that makes the difference. */
static bool refuses_version(const struct endpoint_facts *facts,
	const struct probe_facts *probe, enum tls_version version)
{
	const struct tls_facts *tls = &probe->tls;

	if (version_turned_away(probe))
		return true;
	if (tls->completed || !tls->started)
		return false;
	if (probe->outcome == OUTCOME_REFUSED && probe->status != ST_ALERT)
		return true;
	if (probe->status == ST_ALERT && !tls->server_hello &&
		tls->alert_count &&
		alert_refuses_version(tls->alerts[tls->alert_count - 1].code))
		return true;
	return was_ended(probe) && accepts_other(facts, version);
}

/* One hello may ask for several versions that were dropped before: an alert to
 * it says no to each. */
static bool speaks_of(const struct endpoint_facts *facts,
	const struct probe_facts *probe, enum tls_version version)
{
	if (!(probe->tls_offered & TLS_BIT(version)) || !witness_is(probe))
		return false;
	return is_single(probe->tls_offered) ||
	       version_made(probe) == version ||
	       (probe->question == QUESTION_DROPPED_AGAIN &&
		       refuses_version(facts, probe, version));
}

enum version_result version_result(const struct endpoint_facts *facts,
	enum tls_version version, const struct probe_facts **ret_probe)
{
	enum version_result result = VERSION_NOT_ASKED;
	const struct probe_facts *decisive = NULL;

	if (facts->versions_asked & TLS_BIT(version))
		result = VERSION_UNKNOWN;
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];
		bool accepts = version_made(probe) == version;

		if (!speaks_of(facts, probe, version))
			continue;
		if (accepts) {
			result = VERSION_ACCEPTED;
			decisive = probe;
			break;
		}
		if (refuses_version(facts, probe, version)) {
			result = VERSION_REFUSED;
			decisive = probe;
		} else if (result == VERSION_UNKNOWN &&
			   (!decisive || probe->stage >= decisive->stage)) {
			decisive = probe;
		}
	}
	if (result == VERSION_ACCEPTED || result == VERSION_REFUSED)
		basis_add_probe(facts, decisive);
	if (ret_probe)
		*ret_probe = decisive;
	return result;
}

unsigned version_with(const struct endpoint_facts *facts, unsigned versions,
	enum version_result result)
{
	unsigned found = 0;

	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if ((versions & TLS_BIT(v)) &&
			version_result(facts, (enum tls_version)v, NULL) ==
				result)
			found |= TLS_BIT(v);
	return found;
}

bool version_refuses_all(const struct endpoint_facts *facts, unsigned versions,
	const struct probe_facts **ret_probe)
{
	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if ((versions & TLS_BIT(v)) &&
			version_result(facts, (enum tls_version)v, ret_probe) !=
				VERSION_REFUSED)
			return false;
	return versions != 0;
}

bool version_is_off(const struct endpoint_facts *facts,
	enum tls_version version, const struct probe_facts **ret_probe)
{
	const struct probe_facts *probe;
	const struct alert *alert;
	size_t mark = basis_mark(facts);
	bool off = version_result(facts, version, &probe) == VERSION_REFUSED;

	if (off) {
		if (ret_probe)
			*ret_probe = probe;
		alert = alert_fatal(probe);
		off = probe->status == ST_TLS_VERSION ||
		      (probe->status == ST_ALERT && alert && alert->code == 70);
	}
	if (!off)
		basis_rewind(facts, mark);
	return off;
}

bool version_are_off(const struct endpoint_facts *facts, unsigned versions,
	const struct probe_facts **ret_probe)
{
	size_t mark = basis_mark(facts);

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if ((versions & TLS_BIT(v)) &&
			!version_is_off(
				facts, (enum tls_version)v, ret_probe)) {
			basis_rewind(facts, mark);
			return false;
		}
	return versions != 0;
}

static enum version_result heard_result(
	const struct endpoint_facts *facts, enum tls_version version)
{
	switch (heard_version(facts, version)) {
	case OFFERED_ACCEPTED:
		return VERSION_ACCEPTED;
	case OFFERED_REFUSED:
		return VERSION_REFUSED;
	case OFFERED_UNKNOWN:
		return VERSION_UNKNOWN;
	default:
		return VERSION_NOT_ASKED;
	}
}

enum version_result version_spoken(const struct endpoint_facts *facts,
	enum tls_version version, const struct probe_facts **ret_probe)
{
	const struct probe_facts *probe = NULL;
	size_t mark = basis_mark(facts);
	enum version_result heard = heard_result(facts, version);
	size_t heard_mark = basis_mark(facts);
	enum version_result result = version_result(facts, version, &probe);

	if (result == VERSION_REFUSED && !version_is_off(facts, version, NULL))
		result = VERSION_UNKNOWN;
	if (heard == VERSION_ACCEPTED ||
		(heard == VERSION_REFUSED && result != VERSION_ACCEPTED)) {
		if (result != heard)
			probe = NULL;
		result = heard;
		basis_rewind(facts, heard_mark);
		basis_add_probe(facts, probe);
	} else {
		basis_rewind(facts, mark);
		if (result != VERSION_UNKNOWN)
			basis_add_probe(facts, probe);
	}
	if (ret_probe)
		*ret_probe = probe;
	return result;
}

enum version_result version_told(const struct endpoint_facts *facts,
	enum tls_version version, const struct probe_facts **ret_probe)
{
	const struct probe_facts *probe = NULL;
	enum version_result result = version_result(facts, version, &probe);
	size_t mark = basis_mark(facts);

	if (ret_probe)
		*ret_probe = probe;
	if (result == VERSION_NOT_ASKED || result == VERSION_ACCEPTED ||
		(probe && version_turned_away(probe)))
		return result;
	if (heard_result(facts, version) == VERSION_ACCEPTED)
		return VERSION_ACCEPTED;
	basis_rewind(facts, mark);
	return result;
}

unsigned version_spoken_with(const struct endpoint_facts *facts,
	unsigned versions, enum version_result result)
{
	unsigned found = 0;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if ((versions & TLS_BIT(v)) &&
			version_spoken(facts, (enum tls_version)v, NULL) ==
				result)
			found |= TLS_BIT(v);
	return found;
}

const struct probe_facts *version_completed(
	const struct endpoint_facts *facts, unsigned versions, size_t *at)
{
	const struct probe_facts *probe;

	while ((probe = witness_next(facts, at)))
		if (probe->tls.completed && probe->tls.version >= 0 &&
			(versions & TLS_BIT(probe->tls.version))) {
			basis_add_probe(facts, probe);
			return probe;
		}
	return NULL;
}
