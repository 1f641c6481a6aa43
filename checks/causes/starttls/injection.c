/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/witness.h"

static cause_match match_injection;

const struct cause cause_starttls_injection = {
	.id = "starttls-injection",
	.first = AUDIENCE_ADMIN,
	.title = "Unencrypted data arrives before encryption has started",
	.summary = "The server at {places} accepts or sends unencrypted data "
		   "at the moment when encryption starts. An attacker in "
		   "between could slip in commands.",
	.user_summary = "{Server} has a gap in the way it starts encryption. "
			"An attacker in between could use it.",
	.explanation = "Between the agreement to encrypt and the encryption "
		       "itself, nothing must be sent. Here something was. A "
		       "mail program that takes it as part of the encrypted "
		       "dialogue can be deceived by anyone in between. Usually "
		       "this is a known fault of old server software.",
	.remedies =
		{
			[AUDIENCE_USER] = "Keep your mail program up to date. "
					  "{encrypted}",
			[AUDIENCE_HELPDESK] = "Inform the provider. Compare "
					      "with another network.",
			[AUDIENCE_ADMIN] =
				"Update the server's software, and make sure "
				"that it discards what it has read unencrypted "
				"when TLS starts.",
			[AUDIENCE_NETWORK] = "If this happens in this network "
					     "only, find the device that "
					     "tampers with mail connections.",
		},
	.confirm = "If the same data arrives in another network, it comes from "
		   "the server.",
	.example = "C: STARTTLS\n"
		   "S: 220 ready\n"
		   "S: 250 injected\n"
		   "-  TLS handshake begins",
	.reference = "RFC 3207 section 4.2; RFC 9051 section 11.1",
	.match = match_injection,
};

static bool was_injected(const struct probe_facts *probe)
{
	return probe->injected.length > 0;
}

static bool took_command(const struct probe_facts *probe)
{
	return probe->act.answer != ANSWER_NONE;
}

static void match_taken(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = witness_follow_up(
		view->facts, QUESTION_INJECTION, took_command);
	struct theory *theory;

	if (!probe)
		return;
	theory = theory_suppose(work, view, &cause_starttls_injection,
		CONFIDENCE_CERTAIN, OF_INJECTION, view_place(work, view));
	theory_add_evidence(work, theory,
		"%s: a command that was sent unencrypted together with %s was "
		"answered inside TLS: %s",
		view_place(work, view), say_starttls(view->endpoint->service),
		say_quote(work->arena, probe->act.reply));
}

/* Each answer is one to the command before: the refusal of the list was one to
 * a line that somebody else had sent. */
static bool is_behind(const struct probe_facts *probe)
{
	return probe->injected.length > 0 && probe->cleartext.refused;
}

static void tell_behind(struct work *work, struct theory *theory,
	const struct view *view, const struct probe_facts *probe)
{
	theory_tell(theory,
		"The server at {places} seems to answer one command late, as "
		"if it had been sent a line before the first one of this "
		"check.",
		"{Server} is not set up correctly. Your settings may be "
		"right.");
	theory_explain(theory,
		"Before a server that does not expect it, a load balancer that "
		"begins each connection with a line of the PROXY protocol has "
		"this effect: the server answers that line, and every later "
		"answer belongs to the command before.");
	stop_advise_proxy(theory);
	theory_add_evidence(work, theory, "%s: to the first command came %s",
		view_place(work, view),
		say_quote(work->arena, probe->cleartext.refusal));
}

static void match_injection(struct work *work, const struct view *view)
{
	const struct probe_facts *probe =
		witness_first(view->facts, was_injected);
	struct theory *theory;

	if (!(open_failures(view) & OF_INJECTION))
		return;
	match_taken(work, view);
	if (!probe)
		return;
	theory = theory_suppose(work, view, &cause_starttls_injection,
		CONFIDENCE_LIKELY, OF_INJECTION, view_place(work, view));
	if (is_behind(probe))
		tell_behind(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"%s: after agreeing to encrypt, the server sent this "
		"unencrypted: %s",
		view_place(work, view),
		say_quote(work->arena, probe->injected));
}
