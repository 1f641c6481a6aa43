/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/witness.h"
#include "model/service.h"

static cause_match match_dialogue;
static cause_match match_reply;

const struct cause cause_dialogue_broken = {
	.id = "dialogue-broken",
	.first = AUDIENCE_ADMIN,
	.title = "The server breaks off the dialogue",
	.summary = "The server at {places} greets, and then breaks off the "
		   "dialogue or answers in a way that cannot be understood.",
	.user_summary = "{Server} starts to answer and then fails. It is "
			"faulty, or something in between disturbs it.",
	.explanation =
		"The server greets, and then stops in the middle of an answer, "
		"hangs up, or sends what no mail program understands. It is "
		"faulty, or something in between disturbs the connection.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try again later, and from another network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it is the "
				"same there, inform the provider and attach "
				"the transcript of the check.",
			[AUDIENCE_ADMIN] = "Look in the service's log at the "
					   "moment of the break.",
			[AUDIENCE_NETWORK] =
				"If this happens in this network only, find "
				"out what disturbs long replies.",
		},
	.confirm = "If the dialogue is complete in another network, the fault "
		   "is here.",
	.example = "C: a1 CAPABILITY\n"
		   "S: * CAPABILITY IMAP4rev1\n"
		   "-  closed by the server",
	.match = match_dialogue,
};

const struct cause cause_reply_broken = {
	.id = "reply-broken",
	.first = AUDIENCE_ADMIN,
	.title = "A reply breaks the protocol",
	.summary = "The server at {places} sends a reply that the protocol "
		   "does not allow, which mail programs may misread or refuse.",
	.user_summary = "{Server} answers in a way that mail programs cannot "
			"rely on. Its administrator has to fix that.",
	.explanation =
		"What the server answers does not follow the rules of its "
		"protocol, such as one code for all lines of a reply. One mail "
		"program takes it for a success and another for a failure, or "
		"hangs up. Home-made servers, plug-ins and devices that "
		"rewrite replies do this.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it is the "
				"same there, send the evidence to the "
				"provider.",
			[AUDIENCE_ADMIN] =
				"Find the program, plug-in or proxy that "
				"writes this reply, and update or correct it.",
			[AUDIENCE_NETWORK] =
				"If this happens in this network only, find "
				"the device that rewrites replies.",
		},
	.confirm = "From another network, the reply is the same.",
	.example = "C: EHLO " SERVICE_CLIENT_NAME "\n"
		   "S: 250-mail.example.com\n"
		   "S: 500-oops",
	.reference = "RFC 5321 section 4.2.1; RFC 9051 section 2.2.2; RFC 1939 "
		     "section 3",
	.match = match_reply,
};

static bool broke_off(const struct probe_facts *probe)
{
	/* In the middle of a greeting of several lines. */
	if (probe->stage == STAGE_GREETING && probe->greeting.text.length)
		return probe->status == ST_EOF || probe->status == ST_RESET;
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

/* In which way: each has its own words. */
static void tell_break(struct theory *theory, const struct probe_facts *probe)
{
	if (probe->status == ST_TIMEOUT) {
		theory_tell(theory,
			"The server at {places} greets, and then stops "
			"answering.",
			NULL);
		theory_explain(theory,
			"The server greets, and then no complete answer comes "
			"before the timeout. The server is overloaded or "
			"faulty, or something in between stops what it "
			"sends.");
	} else if (probe->status == ST_EOF || probe->status == ST_RESET) {
		theory_tell(theory,
			"The connection to {places} is closed in the middle of "
			"the dialogue.",
			NULL);
		theory_explain(theory,
			"The connection ends before an answer is complete. The "
			"server is faulty, or something in between disturbs "
			"the connection.");
	}
}

static void suppose_dialogue(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_dialogue_broken, CONFIDENCE_LIKELY,
		OF_ALL & ~(open_failures(view) & OF_CERTIFICATE),
		view_place(work, view));

	tell_break(theory, probe);
	theory_add_evidence(work, theory, "%s, at the stage \"%s\": %s",
		view_place(work, view), stage_name(probe->stage),
		say_stop(work->arena, probe));
}

/* IMAP repeats the first word of what it was sent as the tag. */
static bool answers_proxy(const struct probe_facts *probe)
{
	return wording_have(probe->reply, "PROXY BAD|PROXY NO");
}

static void tell_proxy(struct theory *theory)
{
	theory_tell(theory,
		"The server at {places} answers a PROXY line that this check "
		"did not send: a load balancer announces the client to a "
		"server that does not expect it.",
		"{Server} is not set up correctly. Your settings may be "
		"right.");
	theory_explain(theory,
		"A load balancer in front of the server begins each connection "
		"with a line of the PROXY protocol. The server takes it for a "
		"command and answers it, and mail programs take that answer "
		"for one to their own first command.");
	stop_advise_proxy(theory);
}

/* A whole line came that is not one. */
static void match_reply(struct work *work, const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);
	struct theory *theory;

	if (!best || best->outcome == OUTCOME_COMPLETED ||
		best->status != ST_SYNTAX || !broke_off(best) ||
		!(open_checks(view) & OF_ALL))
		return;
	theory = theory_suppose(work, view, &cause_reply_broken,
		CONFIDENCE_LIKELY,
		OF_ALL & ~(open_failures(view) & OF_CERTIFICATE),
		view_place(work, view));
	if (answers_proxy(best))
		tell_proxy(theory);
	theory_add_evidence(work, theory, "%s, at the stage \"%s\": %s",
		view_place(work, view), stage_name(best->stage),
		say_stop(work->arena, best));
	if (answers_proxy(best))
		theory_add_evidence(work, theory, "%s says %s",
			view_place(work, view),
			say_quote(work->arena, best->reply));
	if (best->detail)
		theory_add_evidence(work, theory, "%s", best->detail);
}

/* After the greeting; before TLS or inside it. */
static void match_dialogue(struct work *work, const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);

	if (best && best->outcome != OUTCOME_COMPLETED && broke_off(best) &&
		(open_checks(view) & OF_ALL))
		suppose_dialogue(work, view, best);
}
