/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/tls/handshake.h"

#include "checks/causes/greeting/heard.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/closed/drop.h"
#include "evidence/pick.h"
#include "evidence/tls/alert.h"
#include "evidence/tls/differ.h"
#include "evidence/version.h"
#include "evidence/witness.h"
#include "model/service.h"
#include "model/table.h"

#include <string.h>

static bool completed(const struct probe_facts *probe)
{
	return probe->tls.completed;
}

static bool wants_certificate(const struct probe_facts *probe)
{
	const struct alert *alert = alert_fatal(probe);

	if (alert && alert->code == 116)
		return true;
	if (!probe->tls.wants_certificate)
		return false;
	return alert ? alert->code >= 40 && alert->code <= 49
		     : probe->status == ST_EOF || probe->status == ST_RESET;
}

/* The same hello without a name, if that got through. */
static const struct probe_facts *without_name(
	const struct view *view, const struct probe_facts *probe)
{
	const struct probe_facts *without =
		witness_follow_up(view->facts, QUESTION_NO_SNI, completed);

	return without && without->tls_offered == probe->tls_offered ? without
								     : NULL;
}

static bool stopped_in_handshake(const struct probe_facts *probe)
{
	return probe->stage == STAGE_HANDSHAKE;
}

/* What tells most of how the handshake fails: the best connection, else any
 * that came so far. */
static const struct probe_facts *broken_handshake(const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);

	if (best && best->tls.started && best->outcome != OUTCOME_COMPLETED)
		return best;
	return best ? NULL : witness_first(view->facts, stopped_in_handshake);
}

static bool served_alike(const struct probe_facts *other, const void *wanted)
{
	const struct probe_facts *probe = wanted;

	return other->tls_offered == probe->tls_offered &&
	       other->mode == probe->mode && other->port == probe->port &&
	       !other->no_sni && !other->small_hello &&
	       other->outcome == OUTCOME_COMPLETED;
}

/* Whether it was dropped, and the same hello was served on another
 * connection. */
static bool was_dropped_alone(
	const struct probe_facts *probe, const void *facts)
{
	return drop_after_hello(probe) &&
	       pick_first(facts, PICK_ALL, served_alike, probe);
}

/* Some connections are dropped whatever they offer. */
static bool drops_some(const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);

	return best && drop_after_hello(best) &&
	       pick_first(view->facts, PICK_WITNESSES, was_dropped_alone,
		       view->facts);
}

static bool takes_unoffered(const struct probe_facts *other, const void *probe)
{
	const struct probe_facts *wanted = probe;

	return other->tls.completed &&
	       !(wanted->tls_offered & TLS_BIT(other->tls.version));
}

/* Whether a version was taken that this probe did not offer. */
static bool takes_another(
	const struct view *view, const struct probe_facts *probe)
{
	return pick_first(view->facts, PICK_ALL, takes_unoffered, probe);
}

static enum handshake_kind judge_nothing_common(
	const struct view *view, const struct probe_facts *probe)
{
	const struct alert *alert = alert_fatal(probe);
	bool version = alert && alert->code == 70;
	bool limited = (probe->tls_offered & TLS_PROBED) != TLS_PROBED;

	return limited && (version || !alert || takes_another(view, probe))
		       ? HANDSHAKE_LIMITED
		       : HANDSHAKE_NO_COMMON;
}

static void judge_alert(const struct view *view, struct handshake *handshake)
{
	const struct probe_facts *probe = handshake->probe;
	const struct alert *alert = alert_fatal(probe);
	const struct probe_facts *without = without_name(view, probe);
	const struct probe_facts *small =
		witness_follow_up(view->facts, QUESTION_SMALL_HELLO, completed);

	if (!alert)
		return;
	if (small && !without &&
		(probe->tls_offered & TLS_BIT(small->tls.version))) {
		handshake->kind = HANDSHAKE_INTOLERANT;
		handshake->accepted = TLS_BIT(small->tls.version);
	} else if (alert->code == 70) {
		handshake->kind = judge_nothing_common(view, probe);
	} else if (alert->code == 112 || without) {
		handshake->kind = view_is_address(view) ? HANDSHAKE_NO_SNI
							: HANDSHAKE_NAME;
		handshake->nameless_works = without != NULL;
	} else if (alert->code == 80) {
		handshake->kind = HANDSHAKE_FAULT;
	} else if (alert->code == 40 || alert->code == 71) {
		handshake->kind = judge_nothing_common(view, probe);
	} else {
		handshake->kind = HANDSHAKE_DAMAGED;
	}
}

static void judge_hang_up(const struct view *view, struct handshake *handshake)
{
	const struct probe_facts *probe = handshake->probe;
	const struct probe_facts *small =
		witness_follow_up(view->facts, QUESTION_SMALL_HELLO, completed);
	bool silent = probe->status == ST_TIMEOUT;

	handshake->small_works = small != NULL;
	handshake->nameless_works = without_name(view, probe) != NULL;
	if (handshake->nameless_works)
		handshake->kind = HANDSHAKE_NAME;
	else if (small && !(probe->tls_offered & TLS_BIT(small->tls.version)))
		handshake->kind = judge_nothing_common(view, probe);
	else if (small && silent)
		handshake->kind = HANDSHAKE_LARGE;
	else if (small || !silent)
		handshake->kind = HANDSHAKE_DROPPED;
	else
		handshake->kind = probe->mode == MODE_EXPLICIT
					  ? HANDSHAKE_NOT_RELAYED
					  : HANDSHAKE_SILENT;
}

/* Too large by our own measure, which `detail` tells, or too small by the
 * library's. */
static bool refuses_key(const struct probe_facts *probe)
{
	const char *name = probe->tls.library_name;

	return probe->detail ||
	       (name &&
		       (strcmp(name, "GNUTLS_E_DH_PRIME_UNACCEPTABLE") == 0 ||
			       strcmp(name, "GNUTLS_E_INSUFFICIENT_SECURITY") ==
				       0 ||
			       strcmp(name,
				       "GNUTLS_E_INSUFFICIENT_CREDENTIALS") ==
				       0));
}

static bool forbids_usage(const struct probe_facts *probe)
{
	const char *name = probe->tls.library_name;

	return name && strcmp(name, "GNUTLS_E_KEY_USAGE_VIOLATION") == 0;
}

/* What the library says of certificates alone: errors of ASN.1 may be those of
 * a signature, too. */
static bool cannot_read_certificate(const struct probe_facts *probe)
{
	static const char *const names[] = {"GNUTLS_E_CERTIFICATE_ERROR",
		"GNUTLS_E_CERTIFICATE_TIME_ERROR", "GNUTLS_E_ASN1_TIME_ERROR",
		"GNUTLS_E_X509_DUPLICATE_EXTENSION",
		"GNUTLS_E_X509_UNKNOWN_SAN"};
	const char *name = probe->tls.library_name;

	for (size_t i = 0; name && i < COUNT_OF(names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static enum handshake_kind judge_library(const struct probe_facts *probe)
{
	if (refuses_key(probe))
		return HANDSHAKE_KEY;
	if (cannot_read_certificate(probe))
		return HANDSHAKE_MALFORMED;
	return forbids_usage(probe) ? HANDSHAKE_USAGE : HANDSHAKE_DAMAGED;
}

/* What was said in place of TLS tells whether the server fails, or somebody
 * took our hello for a command. */
static enum handshake_kind judge_words(
	const struct view *view, struct octets words)
{
	enum service service = view->endpoint->service;

	if (wording_have(words, "tls|ssl|certificate|handshake|initiali"))
		return HANDSHAKE_FAULT;
	if (!service_turns_away(service, words) ||
		wording_have(words,
			"* BAD|command|unrecogni|syntax|unknown|not "
			"implemented"))
		return HANDSHAKE_NOT_RELAYED;
	return HANDSHAKE_FAULT;
}

static void judge(const struct view *view, struct handshake *handshake)
{
	const struct probe_facts *probe = handshake->probe;

	handshake->accepted = version_accepted(view->facts);
	if (wants_certificate(probe))
		handshake->kind = HANDSHAKE_CERTIFICATE;
	else if (handshake->accepted && probe->stage == STAGE_HANDSHAKE)
		handshake->kind = HANDSHAKE_INTOLERANT;
	else if (probe->status == ST_NOT_TLS)
		handshake->kind = probe->mode == MODE_EXPLICIT
					  ? judge_words(view, probe->unexpected)
					  : HANDSHAKE_FINE;
	else if (probe->status == ST_TLS_VERSION)
		handshake->kind = HANDSHAKE_OLD;
	else if (probe->status == ST_ALERT)
		judge_alert(view, handshake);
	else if (probe->tls.completed)
		return; /* what breaks off inside TLS is another matter */
	else if (heard_is_echo(probe))
		handshake->kind = HANDSHAKE_FINE;
	else if ((probe->begun.length || probe->tls.server_hello) &&
		 probe->status != ST_TLS)
		handshake->kind = HANDSHAKE_CUT;
	else if (probe->status == ST_EOF || probe->status == ST_RESET ||
		 probe->status == ST_TIMEOUT)
		judge_hang_up(view, handshake);
	else if (probe->status == ST_TLS)
		handshake->kind = judge_library(probe);
}

static bool best_differs(const struct view *view)
{
	struct differ_tally tally = differ_count(view->facts);

	return tally.first && !tally.alone;
}

struct handshake handshake_of(const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);
	struct handshake handshake = {.kind = HANDSHAKE_FINE};

	if (!(open_checks(view) & OF_HANDSHAKE) || best_differs(view))
		return handshake;
	if (best && best->tls.completed && best->outcome == OUTCOME_COMPLETED) {
		handshake.version = best->tls.version;
		if (open_failures(view) & OF_TLS_BEST)
			handshake.kind = HANDSHAKE_OLD;
		return handshake;
	}
	handshake.probe = broken_handshake(view);
	if (!handshake.probe || drops_some(view))
		return handshake;
	handshake.version = handshake.probe->tls.version;
	judge(view, &handshake);
	return handshake;
}

void handshake_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct probe_facts *probe)
{
	theory_add_evidence(work, theory, "%s: the handshake fails: %s",
		view_place(work, view), say_stop(work->arena, probe));
}

const char *handshake_versions(struct work *work, unsigned versions)
{
	const char *list = NULL;

	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (versions & TLS_BIT(v))
			list = say_list(work->arena, list,
				say_tls(work->arena, (enum tls_version)v));
	return list ? list : "none";
}
