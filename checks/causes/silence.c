/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A connection, and then nothing: silence, or the end of it. */

#include "checks/causes/advice.h"
#include "checks/causes/follow_up.h"
#include "checks/causes/match.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/witness.h"

#define SLOW_US 5000000

static bool was_made(const struct probe_facts *probe)
{
	return follow_up_connected(probe);
}

static bool is_implicit_port(const struct endpoint *endpoint)
{
	return endpoint->port == service_port(endpoint->service, MODE_IMPLICIT);
}

static void tell_tls_wanted(
	struct work *work, struct theory *theory, const struct view *view)
{
	theory_tell(theory,
		arena_printf(work->arena,
			"{places} waits for encryption from the first moment, "
			"as port %u usually does: the mail program should be "
			"set to SSL/TLS in place of STARTTLS.",
			view->endpoint->port),
		"Name and password are probably not the problem: the kind of "
		"encryption set for {server} does not fit the port number "
		"beside it.");
	advice_settings(
		work, theory, view, NULL, view->endpoint->port, MODE_IMPLICIT);
}

static void tell_silent(
	struct work *work, struct theory *theory, const struct view *view)
{
	theory_tell(theory,
		"{places} accepts the connection and then says nothing.",
		"{Server} takes the call, but does not answer. It is probably "
		"overloaded or faulty.");
	theory_add_evidence(work, theory,
		"%s: connected, and silent from then on",
		view_place(work, view));
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
		"{places} is so slow that not even its first line came in "
		"time.",
		"{Server} is very slow at the moment.");
	theory_add_evidence(work, theory,
		"%s: by the time the line should have been there, all of it "
		"was %s",
		view_place(work, view), say_quote(work->arena, begun));
}

static void suppose_silent(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	const struct probe_facts *other =
		follow_up_find(view->facts, QUESTION_OTHER_MODE, was_made);
	bool by_port = view->endpoint->mode != MODE_IMPLICIT && !other &&
		       is_implicit_port(view->endpoint);
	struct theory *theory;

	if (probe->reply.length || probe->greeting.text.length) {
		suppose_dripping(work, view, probe);
		return;
	}
	if (by_port) {
		theory = theory_suppose(work, view, &cause_mode_tls_wanted,
			CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));
		tell_tls_wanted(work, theory, view);
		theory_add_evidence(work, theory,
			"port %u is the one for SSL/TLS", view->endpoint->port);
		theory_add_evidence(work, theory,
			"%s: connected, and silent from then on, as a port is "
			"that waits for TLS",
			view_place(work, view));
		theory = theory_beside(work, view, theory, &cause_server_silent,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
		tell_silent(work, theory, view);
		return;
	}
	theory = theory_suppose(work, view, &cause_server_silent,
		other ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_ALL,
		view->endpoint->host);
	tell_silent(work, theory, view);
	if (other)
		theory_add_evidence(work, theory,
			"tried with %s, the same port is as silent",
			other->mode == MODE_IMPLICIT
				? "TLS from the first octet"
				: "a greeting in clear text");
	else if (view->endpoint->mode != MODE_IMPLICIT)
		tell_tls_wanted(work,
			theory_beside(work, view, theory,
				&cause_mode_tls_wanted, CONFIDENCE_POSSIBLE,
				view_place(work, view)),
			view);
}

static bool speaks_elsewhere(const struct view *sibling)
{
	return reached_greeting(sibling->facts);
}

static void suppose_dropped(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	const struct view *sibling = view_sibling(work, view, speaks_elsewhere);
	struct theory *theory =
		theory_suppose(work, view, &cause_connection_dropped,
			CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);

	theory_tell(theory,
		"{places} accepts the connection and ends it at once, without "
		"a word: the server or a firewall turns this network away, or "
		"the service behind the port is faulty.",
		"{Server} takes the call and hangs up at once.");
	theory_add_evidence(work, theory, "%s: %s before any word",
		view_place(work, view),
		probe->status == ST_RESET ? "reset" : "closed");
	if (sibling)
		theory_add_evidence(work, theory,
			"%s does speak to this computer",
			view_place(work, sibling));
	if (view->endpoint->mode != MODE_IMPLICIT &&
		is_implicit_port(view->endpoint) &&
		!follow_up_find(view->facts, QUESTION_OTHER_MODE, NULL))
		tell_tls_wanted(work,
			theory_beside(work, view, theory,
				&cause_mode_tls_wanted, CONFIDENCE_POSSIBLE,
				view_place(work, view)),
			view);
}

static bool somebody_got_in(const struct view *view)
{
	return reached_greeting(view->facts);
}

void match_silence(struct work *work, const struct view *view)
{
	static const struct {
		enum stage stage;
		enum status status;
	} stops[] = {
		{STAGE_GREETING, ST_TIMEOUT},
		{STAGE_GREETING, ST_EOF},
		{STAGE_GREETING, ST_RESET},
		{STAGE_CONNECT, ST_RESET},
		{STAGE_CONNECT, ST_EOF},
	};

	if (somebody_got_in(view))
		return;
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++) {
		const struct probe_facts *probe = witness_stopped(
			view->facts, stops[i].stage, stops[i].status);

		if (!probe)
			continue;
		if (probe->status == ST_TIMEOUT)
			suppose_silent(work, view, probe);
		else
			suppose_dropped(work, view, probe);
		return;
	}
}

/* The longest that the peer let anybody wait for one step. */
static int64_t longest_wait(const struct view *view)
{
	int64_t longest = 0;

	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];
		int64_t last = 0;

		for (int stage = 0; witness_is(probe) && stage < STAGE_COUNT;
			stage++) {
			int64_t left = probe->stage_us[stage];

			if (left < 0)
				continue;
			if (left - last > longest)
				longest = left - last;
			last = left;
		}
	}
	return longest;
}

static bool timed_out(const struct probe_facts *probe)
{
	return probe->status == ST_TIMEOUT && follow_up_connected(probe);
}

static const struct probe_facts *find_timeout(const struct view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++)
		if (witness_is(view->facts->probes[i]) &&
			timed_out(view->facts->probes[i]))
			return view->facts->probes[i];
	return NULL;
}

static void suppose_slow(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_server_slow,
		CONFIDENCE_POSSIBLE, OF_ALL, view->endpoint->host);
	int64_t wait = longest_wait(view);

	theory_tell(theory,
		"{places} is so slow that some answers did not come in time.",
		"{Server} is very slow at the moment.");
	theory_add_evidence(work, theory,
		"%s: no answer in time at the stage \"%s\"",
		view_place(work, view), stage_name(probe->stage));
	if (wait >= SLOW_US)
		theory_add_evidence(work, theory,
			"%s: one step took %.1f seconds, and came through",
			view_place(work, view), (double)wait / 1000000);
}

/* Not every answer came, though the server serves. */
void match_rest(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = find_timeout(view);
	unsigned open = open_checks(view);
	struct theory *theory;

	if (!probe)
		return;
	if (probe->stage != STAGE_HANDSHAKE || (open & ~OF_VERSIONS) ||
		longest_wait(view) >= SLOW_US) {
		suppose_slow(work, view, probe);
		return;
	}
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
