/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The handshake breaks off. */

#include "checks/causes/match.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/alert.h"
#include "evidence/drop.h"
#include "evidence/reached.h"
#include "evidence/version.h"
#include "evidence/witness.h"

static bool completed(const struct probe_facts *probe)
{
	return probe->tls.completed;
}

static bool was_connected(const struct probe_facts *probe)
{
	return reached_by(probe);
}

/* Alerts that say: the octets that came were not the ones that were sent, or
 * made no sense (RFC 8446 section 6.2). */
static bool alert_tells_damage(unsigned code)
{
	switch (code) {
	case 10: /* unexpected_message */
	case 20: /* bad_record_mac */
	case 21: /* decryption_failed */
	case 22: /* record_overflow */
	case 47: /* illegal_parameter */
	case 50: /* decode_error */
	case 51: /* decrypt_error */
		return true;
	default:
		return false;
	}
}

void match_handshake_end(struct work *work, struct theory *theory,
	const struct view *view, const struct probe_facts *probe)
{
	theory_add_evidence(work, theory, "%s: the handshake fails: %s",
		view_place(work, view), say_stop(work->arena, probe));
}

static void suppose_client_certificate(struct work *work,
	const struct view *view, const struct probe_facts *probe)
{
	const struct alert *alert = alert_fatal(probe);
	bool sure = alert && alert->code == 116;
	struct theory *theory =
		theory_suppose(work, view, &cause_client_certificate_wanted,
			sure ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
			OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		"{places} lets in only programs that show a certificate of "
		"their own, as some organisations hand out to their members.",
		"{Server} asks your program for a digital identity card, "
		"which some organisations hand out.");
	match_handshake_end(work, theory, view, probe);
	if (probe->tls.wants_certificate)
		theory_add_evidence(work, theory,
			"%s asks for a certificate in the handshake",
			view_place(work, view));
}

static void suppose_not_relayed(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_starttls_proxy,
			probe->unexpected.length ? CONFIDENCE_LIKELY
						 : CONFIDENCE_POSSIBLE,
			OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		"{places} agrees to encrypt, and then no encryption comes: "
		"most likely a proxy or a firewall on the way answers, but "
		"does not let TLS through.",
		"Something between your computer and {server} keeps the "
		"connection from being encrypted.");
	if (probe->unexpected.length)
		theory_add_evidence(work, theory,
			"%s agrees to encrypt, and then says %s unencrypted",
			view_place(work, view),
			say_quote(work->arena, probe->unexpected));
	else
		theory_add_evidence(work, theory,
			"%s agrees to encrypt, and then: %s",
			view_place(work, view), status_words(probe->status));
	theory_beside(work, view, theory,
		probe->status == ST_TIMEOUT ? &cause_hello_too_large
					    : &cause_tls_server_fault,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void suppose_name_refused(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct probe_facts *without)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_server_name_unknown,
			CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		"The server at {places} does not know the name {hosts}: it "
		"goes by another one.",
		"The computer that answers does not go by the name that is set "
		"in your program for {server}.");
	match_handshake_end(work, theory, view, probe);
	if (without)
		theory_add_evidence(work, theory,
			"when no name is given, the handshake succeeds");
}

static void suppose_sni(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_sni_needed,
		CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		"{places} wants to be asked for by name, and the settings give "
		"a number (an IP address) only.",
		"The settings name {server} by a number. The server wants to "
		"be called by its name.");
	match_handshake_end(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"%s is an address, so that no name could be sent",
		view->endpoint->host);
}

static void suppose_intolerant(struct work *work, const struct view *view,
	const struct probe_facts *probe, unsigned accepted)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_tls_intolerant,
			CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		"{places} fails when a program offers all TLS versions at "
		"once, as programs of today do, though single ones work.",
		"{Server} cannot deal with the greeting of a modern mail "
		"program.");
	match_handshake_end(work, theory, view, probe);
	theory_add_evidence(work, theory, "offered alone, works: %s",
		match_list_versions(work, accepted));
}

static void suppose_fault(struct work *work, const struct view *view,
	const struct probe_facts *probe, const struct cause *cause,
	enum confidence confidence)
{
	struct theory *theory = theory_suppose(work, view, cause, confidence,
		OF_HANDSHAKE, view->endpoint->host);
	bool damaged = confidence == CONFIDENCE_POSSIBLE;

	theory_tell(theory,
		damaged ? "The handshake with {places} is garbled: something "
			  "on the way damages it, or one side is faulty."
			: "{places} fails by a fault of its own while "
			  "encryption begins: its certificate or key cannot be "
			  "read, most often.",
		damaged ? "The encryption with {server} breaks down. Something "
			  "between you and it, or the server itself, is faulty."
			: "{Server} has a fault of its own and cannot encrypt "
			  "the connection.");
	match_handshake_end(work, theory, view, probe);
	if (probe->detail)
		theory_add_evidence(work, theory, "%s", probe->detail);
}

static void suppose_large(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_hello_too_large,
			CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		"Small packets get through to {places}, large ones do not: a "
		"router on the way drops them.",
		"The line between you and {server} loses large pieces of data. "
		"That is a fault of the network, often of a VPN or a router.");
	match_handshake_end(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"with a smaller hello the handshake with "
		"%s succeeds",
		view_place(work, view));
}

static void suppose_drop(struct work *work, const struct view *view,
	const struct probe_facts *probe, bool small_works)
{
	const struct view *sibling = view_sibling(work, view, view_has_tls);
	struct theory *theory = theory_suppose(work, view, &cause_hello_dropped,
		small_works ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
		OF_HANDSHAKE, view->endpoint->host);

	theory_tell(theory,
		"{places} hangs up, without a word, as soon as a program asks "
		"for encryption: the server or a firewall does not like the "
		"request, or the server's TLS is broken.",
		"{Server} hangs up as soon as the encryption is to begin.");
	match_handshake_end(work, theory, view, probe);
	if (small_works)
		theory_add_evidence(work, theory,
			"a smaller request, with TLS 1.2 alone, succeeds");
	if (sibling)
		theory_add_evidence(work, theory, "%s does encrypt",
			view_place(work, sibling));
	if (small_works)
		return;
	theory_beside(work, view, theory, &cause_tls_server_fault,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
	if (view_is_address(view))
		theory_beside(work, view, theory, &cause_sni_needed,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
	if (probe->starttls_agreed)
		theory_beside(work, view, theory, &cause_starttls_proxy,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void suppose_no_answer(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	bool asked = witness_follow_up(
		view->facts, QUESTION_OTHER_MODE, was_connected);
	struct theory *theory = theory_suppose(work, view, &cause_server_silent,
		asked ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_HANDSHAKE,
		view->endpoint->host);

	theory_tell(theory,
		"{places} accepts the connection and then says nothing.",
		"{Server} takes the call, but does not answer. It is probably "
		"overloaded or faulty.");
	match_handshake_end(work, theory, view, probe);
	if (asked)
		theory_add_evidence(
			work, theory, "without TLS the same port is as silent");
	theory_beside(work, view, theory, &cause_hello_too_large,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
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

static void match_alert(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	const struct alert *alert = alert_fatal(probe);
	const struct probe_facts *without = without_name(view, probe);
	const struct probe_facts *small =
		witness_follow_up(view->facts, QUESTION_SMALL_HELLO, completed);

	if (!alert)
		return;
	if (small && !without &&
		(probe->tls_offered & TLS_BIT(small->tls.version))) {
		suppose_intolerant(
			work, view, probe, TLS_BIT(small->tls.version));
	} else if (alert->code == 70) {
		match_nothing_common(work, view, probe);
	} else if (alert->code == 112 || without) {
		if (view_is_address(view))
			suppose_sni(work, view, probe);
		else
			suppose_name_refused(work, view, probe, without);
	} else if (alert_tells_damage(alert->code)) {
		suppose_fault(work, view, probe, &cause_tls_damaged,
			CONFIDENCE_POSSIBLE);
	} else if (alert->code == 80) {
		suppose_fault(work, view, probe, &cause_tls_server_fault,
			CONFIDENCE_LIKELY);
	} else if (alert->code == 40 || alert->code == 71) {
		match_nothing_common(work, view, probe);
	} else {
		suppose_fault(work, view, probe, &cause_tls_damaged,
			CONFIDENCE_POSSIBLE);
	}
}

static void match_hang_up(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	const struct probe_facts *small =
		witness_follow_up(view->facts, QUESTION_SMALL_HELLO, completed);
	const struct probe_facts *without = without_name(view, probe);
	bool silent = probe->status == ST_TIMEOUT;

	if (without)
		suppose_name_refused(work, view, probe, without);
	else if (small && !(probe->tls_offered & TLS_BIT(small->tls.version)))
		match_nothing_common(work, view, probe);
	else if (small && silent)
		suppose_large(work, view, probe);
	else if (small)
		suppose_drop(work, view, probe, true);
	else if (silent && probe->mode == MODE_EXPLICIT)
		suppose_not_relayed(work, view, probe);
	else if (silent)
		suppose_no_answer(work, view, probe);
	else
		suppose_drop(work, view, probe, false);
}

/* What tells most of how the handshake fails: the best connection, else any
 * that came so far. */
static const struct probe_facts *broken_handshake(const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);

	if (best && best->tls.started && best->outcome != OUTCOME_COMPLETED)
		return best;
	for (size_t i = 0; !best && i < view->facts->probe_count; i++)
		if (witness_is(view->facts->probes[i]) &&
			view->facts->probes[i]->stage == STAGE_HANDSHAKE)
			return view->facts->probes[i];
	return NULL;
}

static void match_broken(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	unsigned accepted = version_accepted(view->facts);

	if (wants_certificate(probe))
		suppose_client_certificate(work, view, probe);
	else if (accepted && probe->stage == STAGE_HANDSHAKE)
		suppose_intolerant(work, view, probe, accepted);
	else if (probe->status == ST_NOT_TLS)
		suppose_not_relayed(work, view, probe);
	else if (probe->status == ST_TLS_VERSION)
		match_old_server(work, view, probe->tls.version);
	else if (probe->status == ST_ALERT)
		match_alert(work, view, probe);
	else if (probe->status == ST_EOF || probe->status == ST_RESET ||
		 probe->status == ST_TIMEOUT)
		match_hang_up(work, view, probe);
	else if (probe->status == ST_TLS)
		suppose_fault(work, view, probe, &cause_tls_damaged,
			CONFIDENCE_POSSIBLE);
}

/* Whether the same hello was served on another connection. */
static bool was_served(const struct view *view, const struct probe_facts *probe)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *other = view->facts->probes[i];

		if (other->tls_offered == probe->tls_offered &&
			other->mode == probe->mode &&
			other->port == probe->port && !other->no_sni &&
			!other->small_hello &&
			other->outcome == OUTCOME_COMPLETED)
			return true;
	}
	return false;
}

/* Some connections are dropped whatever they offer. */
static bool drops_at_random(const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);

	if (!best || !drop_after_hello(best))
		return false;
	for (size_t i = 0; i < view->facts->probe_count; i++)
		if (witness_is(view->facts->probes[i]) &&
			drop_after_hello(view->facts->probes[i]) &&
			was_served(view, view->facts->probes[i]))
			return true;
	return false;
}

void match_handshake(struct work *work, const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);
	const struct probe_facts *probe = broken_handshake(view);

	if (best && best->tls.completed && best->outcome == OUTCOME_COMPLETED) {
		if (open_failures(view) & OF_TLS_BEST)
			match_old_server(work, view, best->tls.version);
	} else if (probe && !drops_at_random(view)) {
		match_broken(work, view, probe);
	}
}

static bool timed_out(const struct probe_facts *probe)
{
	return probe->stage == STAGE_HANDSHAKE && probe->status == ST_TIMEOUT;
}

/* No answer at all to some versions, though the server serves. */
void match_hello_rest(struct work *work, const struct view *view)
{
	unsigned open = open_checks(view);
	struct theory *theory;

	if (!witness_first(view->facts, timed_out))
		return;
	theory = theory_suppose(work, view, &cause_hello_dropped,
		CONFIDENCE_POSSIBLE, OF_VERSIONS, view->endpoint->host);
	theory_tell(theory,
		"{places} serves programs of today, and gives no answer at all "
		"to those that speak certain older or newer versions only.",
		"{Server} does not answer every kind of mail program.");
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (open & OF_VERSION(v))
			theory_add_evidence(work, theory,
				"%s: silent when only %s is "
				"offered",
				view_place(work, view),
				say_tls(work->arena, (enum tls_version)v));
}
