/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/witness.h"

static cause_match match_dripping;
static cause_match match_slow;

const struct cause cause_server_slow = {
	.id = "server-slow",
	.first = AUDIENCE_ADMIN,
	.title = "The server responds too slowly",
	.explanation = "Some answers came, and others did not come in time. "
		       "The server is overloaded, waits for another service "
		       "(such as reverse DNS or a directory), or slows down "
		       "unknown clients on purpose.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Wait and try again later. If your mail "
				"program has a timeout setting, increase it.",
			[AUDIENCE_HELPDESK] = "Run the check again later, with "
					      "a longer timeout.",
			[AUDIENCE_ADMIN] =
				"Check the server's load, and whether DNS and "
				"the directory that it uses respond quickly.",
		},
	.confirm = "With a longer timeout, the missing answers arrive. If they "
		   "do not, the server hangs.",
	.example = "-  connected to 192.0.2.25 port 587\n"
		   "-  12 seconds later\n"
		   "S: 220 mail.example.com ESMTP",
	.match = match_dripping,
	.match_rest = match_slow,
};

#define SLOW_US 5000000
#define DRAGGING_US 2000000

static bool began_to_greet(const struct probe_facts *probe)
{
	return probe->stage == STAGE_GREETING && probe->status == ST_TIMEOUT;
}

/* It began to greet, and the time ran out. */
static void suppose_dripping(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct octets begun =
		probe->reply.length ? probe->reply : probe->greeting.text;
	struct theory *theory = theory_suppose(work, view, &cause_server_slow,
		CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);

	theory_tell(theory,
		"The server at {places} did not complete its first line in "
		"time.",
		"{Server} is very slow at the moment.");
	theory_add_evidence(work, theory,
		"%s: by the time the first line should have been complete, "
		"only this had arrived: %s",
		view_place(work, view), say_quote(work->arena, begun));
}

static bool timed_out(const struct probe_facts *probe)
{
	return probe->status == ST_TIMEOUT && reached_by(probe);
}

static void suppose_slow(struct work *work, const struct view *view,
	const struct probe_facts *probe, enum confidence confidence)
{
	struct theory *theory = theory_suppose(work, view, &cause_server_slow,
		confidence, OF_ALL, view->endpoint->host);
	int64_t wait = reached_longest_us(view->facts);

	theory_tell(theory,
		"The server at {places} is so slow that some answers did not "
		"arrive in time.",
		"{Server} is very slow at the moment.");
	theory_add_evidence(work, theory,
		"%s: no answer in time at the stage \"%s\"",
		view_place(work, view), stage_name(probe->stage));
	if (wait >= DRAGGING_US)
		theory_add_evidence(work, theory,
			"%s: one step took %.1f seconds and succeeded",
			view_place(work, view), (double)wait / 1000000);
}

/* The dialogue ran out of time, and it was the server that had used it up. */
static bool was_used_up(const struct view *view)
{
	const struct probe_facts *best = witness_best(view->facts);
	int64_t wait = reached_longest_us(view->facts);

	return best && timed_out(best) && best->stage > STAGE_GREETING &&
	       wait >= DRAGGING_US && wait >= best->duration_us / 3;
}

static void match_dripping(struct work *work, const struct view *view)
{
	const struct probe_facts *probe =
		witness_first(view->facts, began_to_greet);

	if (probe && (open_checks(view) & OF_ALL) &&
		!reached_greeting(view->facts) &&
		(probe->reply.length || probe->greeting.text.length))
		suppose_dripping(work, view, probe);
	else if ((open_checks(view) & OF_ALL) && was_used_up(view))
		suppose_slow(work, view, witness_best(view->facts),
			CONFIDENCE_LIKELY);
}

/* Not every answer came, though the server serves. */
static void match_slow(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = witness_first(view->facts, timed_out);

	if (probe && (probe->stage != STAGE_HANDSHAKE ||
			     (open_checks(view) & ~OF_VERSIONS) ||
			     reached_longest_us(view->facts) >= SLOW_US))
		suppose_slow(work, view, probe, CONFIDENCE_POSSIBLE);
}
