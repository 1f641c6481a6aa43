/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* STARTTLS is missing, refused or tampered with; replies that are cut. */

#include "checks/causes/advice.h"
#include "checks/causes/greeting/heard.h"
#include "checks/causes/match.h"
#include "checks/causes/name/spelling.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/product.h"
#include "checks/say.h"
#include "evidence/witness.h"

static const struct probe_facts *find_probe(
	const struct view *view, bool (*holds)(const struct probe_facts *probe))
{
	for (size_t i = 0; i < view->facts->probe_count; i++)
		if (witness_is(view->facts->probes[i]) &&
			holds(view->facts->probes[i]))
			return view->facts->probes[i];
	return NULL;
}

static bool is_preauth(const struct probe_facts *probe)
{
	return probe->greeting.preauth;
}

static bool is_masked(const struct probe_facts *probe)
{
	return probe->cleartext.masked && !probe->cleartext.starttls;
}

static bool is_missing(const struct probe_facts *probe)
{
	return probe->cleartext.seen && !probe->cleartext.starttls;
}

static bool is_offered(const struct probe_facts *probe)
{
	return probe->cleartext.starttls;
}

static bool was_refused(const struct probe_facts *probe)
{
	return probe->starttls_sent && !probe->starttls_agreed &&
	       probe->status == ST_REFUSED;
}

static bool has_no_list(const struct probe_facts *probe)
{
	return probe->cleartext.refused;
}

static bool was_injected(const struct probe_facts *probe)
{
	return probe->injected.length > 0;
}

static void match_injection(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = find_probe(view, was_injected);
	struct theory *theory;

	if (!probe)
		return;
	theory = theory_suppose(work, view, &cause_starttls_injection,
		CONFIDENCE_LIKELY, OF_INJECTION, view_place(work, view));
	theory_tell(theory,
		"{places} takes in, or sends, clear text at the very moment "
		"when encryption begins: a fault through which somebody on the "
		"way could slip in commands.",
		"The way in which {server} begins its encryption has a gap. "
		"Somebody on the way could use it.");
	theory_add_evidence(work, theory,
		"%s: behind the consent to encrypt came, unencrypted, %s",
		view_place(work, view),
		say_quote(work->arena, probe->injected));
}

static void suppose_preauth(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_preauth,
		CONFIDENCE_CERTAIN, OF_ALL, view_place(work, view));

	theory_tell(theory,
		"{places} says that the connection is logged in already, so "
		"that no encryption can begin: a strange set-up, or somebody "
		"on the way who wants to prevent encryption.",
		"{Server} behaves in a way that keeps the connection from "
		"being encrypted. Do not send your password there.");
	theory_add_evidence(work, theory, "%s greets with %s",
		view_place(work, view),
		say_quote(work->arena, probe->greeting.text));
}

static bool is_firewall(const struct probe_facts *probe)
{
	const struct product *product =
		product_of_greeting(SERVICE_SMTP, probe->greeting.text);

	return product && product->kind == PRODUCT_OF_FIREWALL;
}

static void suppose_masked(struct work *work, const struct view *view,
	const struct probe_facts *masked, const struct probe_facts *stars)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_starttls_masked,
			masked ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, OF_ALL,
			view->endpoint->host);

	theory_tell(theory,
		"A firewall on the way to {places} writes over the server's "
		"words and so keeps mail from being encrypted.",
		"A firewall between your computer and {server} keeps the "
		"connection from being encrypted.");
	if (stars)
		theory_add_evidence(work, theory,
			"the greeting is blotted out: %s",
			say_quote(work->arena, stars->greeting.text));
	for (size_t i = 0; masked && i < masked->cleartext.item_count; i++)
		if (wording_have(masked->cleartext.items[i], "XXXX"))
			theory_add_evidence(work, theory,
				"among the capabilities stands %s",
				say_quote(work->arena,
					masked->cleartext.items[i]));
	if (masked)
		theory_add_evidence(work, theory,
			"where STARTTLS should stand, there is a row of X");
	advice_settings(work, theory, view, NULL, 465, MODE_IMPLICIT);
}

/* What else there is for encryption on this host. */
static void advise_other_way(
	struct work *work, struct theory *theory, const struct view *view)
{
	struct other_way way;

	if (!advice_other_way(work, view, &way) || way.mode != MODE_IMPLICIT)
		return;
	theory_add_evidence(work, theory,
		"port %u of the same server is encrypted", way.port);
	advice_settings(work, theory, view, NULL, way.port, way.mode);
}

static bool publishes_starttls(const struct view *view)
{
	for (size_t i = 0; i < spelling_host_count; i++) {
		const struct known_host *known = &spelling_hosts[i];

		if (known->service == view->endpoint->service &&
			known->port == view->endpoint->port &&
			known->mode == MODE_EXPLICIT &&
			spelling_distance(
				known->host, view->endpoint->host, 0) == 0)
			return !view->facts->connected_to;
	}
	return false;
}

static void tell_stripped(struct theory *theory)
{
	theory_tell(theory,
		"Something on the way to {places} takes out the server's offer "
		"to encrypt.",
		"Something between your computer and {server} keeps the "
		"connection from being encrypted. Do not send your password "
		"from this network.");
}

static void tell_missing(struct theory *theory)
{
	theory_tell(theory,
		"{places} does not offer to encrypt the connection.",
		"{Server} offers no encryption at this place, so a password "
		"would travel readable for anybody.");
}

static void suppose_missing(struct work *work, const struct view *view)
{
	bool stripped = publishes_starttls(view);
	const char *about = view_place(work, view);
	struct theory *theory = theory_suppose(work, view,
		stripped ? &cause_starttls_stripped : &cause_starttls_missing,
		CONFIDENCE_LIKELY, OF_ALL, about);
	struct theory *second = theory_beside(work, view, theory,
		stripped ? &cause_starttls_missing : &cause_starttls_stripped,
		CONFIDENCE_POSSIBLE, about);

	tell_stripped(stripped ? theory : second);
	tell_missing(stripped ? second : theory);
	theory_add_evidence(work, theory,
		"%s: asked for its capabilities, it does not list %s", about,
		say_starttls(view->endpoint->service));
	if (stripped)
		theory_add_evidence(work, theory,
			"the provider of %s publishes this port with STARTTLS",
			view->endpoint->host);
	advise_other_way(work, theory, view);
}

/* The same where TLS was due at once. */
static bool starttls_absent(const struct probe_facts *probe)
{
	return probe->mode == MODE_EXPLICIT && probe->cleartext.seen &&
	       !probe->cleartext.starttls;
}

static void suppose_no_encryption(
	struct work *work, const struct view *view, const struct heard *heard)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_starttls_missing,
			CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));

	theory_tell(theory,
		"{places} speaks in clear text and has no encryption to offer, "
		"neither at once nor later.",
		"{Server} offers no encryption at this place, so a password "
		"would travel readable for anybody.");
	theory_add_evidence(work, theory, "in place of TLS came %s",
		say_quote(work->arena, heard->text));
	theory_add_evidence(work, theory,
		"asked for its capabilities, it does not "
		"list STARTTLS");
	theory_beside(work, view, theory, &cause_starttls_stripped,
		CONFIDENCE_POSSIBLE, view_place(work, view));
}

void match_no_encryption(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);

	if (heard.kind == HEARD_CLEARTEXT &&
		witness_follow_up(
			view->facts, QUESTION_OTHER_MODE, starttls_absent))
		suppose_no_encryption(work, view, &heard);
}

static bool is_unknown_command(const struct probe_facts *probe)
{
	return probe->reply_code >= 500 && probe->reply_code <= 502;
}

static void suppose_unavailable(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	bool plain = probe->reply_code == 454;
	struct theory *theory =
		theory_suppose(work, view, &cause_starttls_unavailable,
			plain ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, OF_ALL,
			view_place(work, view));

	theory_tell(theory,
		"{places} offers to encrypt the connection, and then cannot: "
		"its certificate or its set-up is missing or broken.",
		"{Server} cannot encrypt the connection at the moment. Whoever "
		"runs it has to repair that.");
	theory_add_evidence(work, theory, "asked to encrypt, %s says %s",
		view_place(work, view), say_quote(work->arena, probe->reply));
	advise_other_way(work, theory, view);
	if (is_unknown_command(probe))
		theory_beside(work, view, theory, &cause_starttls_masked,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void suppose_list_refused(
	struct work *work, const struct view *view, struct octets words)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_capability_refused, CONFIDENCE_LIKELY,
		OF_ALL & ~(open_failures(view) & (OF_CERTIFICATE | OF_TLS)),
		view_place(work, view));

	theory_tell(theory,
		"{places} refuses to say what it can do, so that nobody can "
		"tell how to log in there, or whether it encrypts.",
		"{Server} does not tell programs what it can do. It is very "
		"old, faulty, or something on the way alters its words.");
	theory_add_evidence(work, theory,
		"asked for its capabilities, %s says %s",
		view_place(work, view), say_quote(work->arena, words));
	if (view->endpoint->service == SERVICE_SMTP &&
		view->endpoint->mode != MODE_IMPLICIT)
		theory_beside(work, view, theory, &cause_starttls_masked,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

void match_starttls(struct work *work, const struct view *view)
{
	const struct probe_facts *masked = find_probe(view, is_masked);
	const struct probe_facts *stars = find_probe(view, is_firewall);
	const struct probe_facts *refused = find_probe(view, was_refused);
	const struct probe_facts *preauth = find_probe(view, is_preauth);
	const struct probe_facts *no_list;

	if (open_failures(view) & OF_INJECTION)
		match_injection(work, view);
	if (!(open_failures(view) & OF_STARTTLS))
		return;
	no_list = find_probe(view, has_no_list);
	if (preauth)
		suppose_preauth(work, view, preauth);
	else if (masked || stars)
		suppose_masked(work, view, masked, stars);
	else if (refused && find_probe(view, is_offered))
		suppose_unavailable(work, view, refused);
	else if (find_probe(view, is_missing))
		suppose_missing(work, view);
	else if (no_list)
		suppose_list_refused(work, view, no_list->cleartext.refusal);
	else if (refused)
		suppose_unavailable(work, view, refused);
}

static bool list_refused_inside(const struct probe_facts *probe)
{
	return probe->protected.refused;
}

static bool broke_off(const struct probe_facts *probe)
{
	if (probe->stage != STAGE_CAPABILITIES &&
		probe->stage != STAGE_STARTTLS)
		return false;
	switch (probe->status) {
	case ST_EOF:
	case ST_RESET:
	case ST_TIMEOUT:
	case ST_SYNTAX:
	case ST_LINE_TOO_LONG:
	case ST_REPLY_TOO_LONG:
	case ST_PROBE_TOO_LONG:
		return true;
	default:
		return false;
	}
}

static void suppose_dialogue(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_dialogue_broken, CONFIDENCE_LIKELY,
		OF_ALL & ~(open_failures(view) & OF_CERTIFICATE),
		view_place(work, view));

	theory_tell(theory,
		"{places} greets, and then breaks the dialogue off or answers "
		"in a way that cannot be understood.",
		"{Server} begins to answer and then fails. It is faulty, or "
		"something on the way disturbs it.");
	theory_add_evidence(work, theory, "%s, at the stage \"%s\": %s",
		view_place(work, view), stage_name(probe->stage),
		say_stop(work->arena, probe));
}

/* After the greeting; before TLS or inside it. */
void match_dialogue(struct work *work, const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);
	const struct probe_facts *refused =
		find_probe(view, list_refused_inside);

	if (best && best->outcome != OUTCOME_COMPLETED && broke_off(best))
		suppose_dialogue(work, view, best);
	if (refused && (open_checks(view) & (OF_AUTH | OF_LIST)))
		suppose_list_refused(work, view, refused->protected.refusal);
	else if ((refused = find_probe(view, has_no_list)) &&
		 (open_checks(view) & (OF_AUTH | OF_LIST | OF_CLEARTEXT)) &&
		 !(open_failures(view) & OF_CLEARTEXT))
		suppose_list_refused(work, view, refused->cleartext.refusal);
}
