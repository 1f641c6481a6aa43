/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A connection, and then nothing: silence, or the end of it. */

#include "checks/causes/advice.h"
#include "checks/causes/greeting/heard.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "evidence/reached.h"
#include "evidence/witness.h"
#include "model/service.h"

#include <inttypes.h>

static cause_match match_silence;

const struct cause cause_connection_dropped = {
	.id = "connection-dropped",
	.first = AUDIENCE_HELPDESK,
	.title = "The server closes the connection without a word",
	.summary = "The server at {places} accepts the connection and closes "
		   "it at once. The server or a firewall rejects this network, "
		   "or the service is faulty.",
	.user_summary =
		"{Server} accepts the connection and closes it at once.",
	.explanation =
		"The connection is accepted and closed at once. Servers and "
		"firewalls do that to addresses that connect too often, that "
		"they distrust, or that come from a country that they do not "
		"serve. A faulty service does it to everyone.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close other mail programs, wait ten "
					  "minutes and try again. If it still "
					  "fails, try another network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If mail works "
				"there, the server rejects this network; if it "
				"does not, the service is faulty. Tell the "
				"provider which.",
			[AUDIENCE_ADMIN] =
				"Search the log for this client's address: "
				"look for a connection limit, a blocklist, a "
				"country filter, or a service that stops as "
				"soon as it starts.",
		},
	.confirm = "From another network the server greets, so it rejects this "
		   "one.",
	.example = "-  connected to 192.0.2.25 port 143\n"
		   "-  closed by the server before any greeting",
	.match = match_silence,
};

const struct cause cause_server_silent = {
	.id = "server-silent",
	.first = AUDIENCE_ADMIN,
	.title = "The server accepts the connection and sends nothing",
	.summary = "The server at {places} accepts the connection and then "
		   "sends nothing.",
	.user_summary = "{Server} accepts the connection but does not respond. "
			"It is probably overloaded or faulty.",
	.explanation =
		"The connection is accepted, and then nothing is sent before "
		"the timeout. The service hangs or is overloaded, or a "
		"proxy accepts connections for a server that is down.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait and try again later. If it "
					  "still fails, tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If the server "
				"is silent there too, tell the provider that "
				"the service hangs.",
			[AUDIENCE_ADMIN] =
				"Check whether the service is running and "
				"answers locally, whether it waits for a "
				"reverse DNS lookup, and whether a load "
				"balancer forwards connections to a server "
				"that is down.",
		},
	.confirm = "The port is silent from another network too.",
	.example = "-  connected to 192.0.2.25 port 143\n"
		   "-  no greeting in 10 seconds",
	.match = match_silence,
};

/* Connected in the other mode, and nothing at all came. */
static bool was_silent(const struct probe_facts *probe)
{
	return reached_by(probe) && probe->status == ST_TIMEOUT &&
	       !probe->greeting.text.length && !probe->reply.length &&
	       !probe->unexpected.length && !probe->begun.length &&
	       !probe->tls.server_hello;
}

static bool was_made(const struct probe_facts *probe)
{
	return reached_by(probe);
}

static bool was_nudged(const struct probe_facts *probe)
{
	return probe->nudged && !probe->reply.length;
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
			"The server at {places} waits for encryption to start, "
			"as port %u usually does. Set the mail program to "
			"SSL/TLS.",
			view->endpoint->port),
		"One setting is probably wrong: the encryption selected for "
		"{server} does not match the port number.");
	advice_settings(
		work, theory, view, NULL, view->endpoint->port, MODE_IMPLICIT);
}

/* TLS came up, and nothing came through it. */
static bool is_silent_inside(const struct probe_facts *probe)
{
	return probe->mode == MODE_IMPLICIT && probe->tls.completed &&
	       probe->stage == STAGE_GREETING && probe->status == ST_TIMEOUT;
}

static void tell_silent_inside(struct theory *theory)
{
	theory_tell(theory,
		"The server at {places} completes the TLS handshake and then "
		"sends nothing.",
		NULL);
	theory_explain(theory,
		"The TLS handshake completes, and then no greeting comes "
		"before the timeout. The mail service hangs or is overloaded, "
		"or a proxy handles the encryption for a server that is down.");
}

static void tell_silent(
	struct work *work, struct theory *theory, const struct view *view)
{
	theory_add_evidence(work, theory,
		witness_first(view->facts, is_silent_inside)
			? "%s: the TLS handshake answered, then silent"
			: "%s: connected, then silent",
		view_place(work, view));
	if (witness_first(view->facts, was_nudged))
		theory_add_evidence(
			work, theory, "a command gets no answer either");
}

static void suppose_silent(struct work *work, const struct view *view)
{
	const struct probe_facts *other =
		witness_follow_up(view->facts, QUESTION_OTHER_MODE, was_made);
	bool by_port = view->endpoint->mode != MODE_IMPLICIT && !other &&
		       is_implicit_port(view->endpoint);
	bool inside = witness_first(view->facts, is_silent_inside);
	struct theory *theory;

	if (by_port) {
		theory = theory_suppose(work, view, &cause_mode_tls_wanted,
			CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));
		tell_tls_wanted(work, theory, view);
		theory_add_evidence(work, theory,
			"port %u is the usual port for SSL/TLS",
			view->endpoint->port);
		theory_add_evidence(work, theory,
			"%s: connected, then silent, like a port waiting for "
			"TLS",
			view_place(work, view));
		theory = theory_beside(work, view, theory, &cause_server_silent,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
		tell_silent(work, theory, view);
		return;
	}
	theory = theory_suppose(work, view, &cause_server_silent,
		other ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_ALL,
		inside ? view_place(work, view) : view->endpoint->host);
	if (inside)
		tell_silent_inside(theory);
	tell_silent(work, theory, view);
	if (other && was_silent(other))
		theory_add_evidence(work, theory,
			"tried with %s, the same port is as silent",
			other->mode == MODE_IMPLICIT
				? "TLS from the start"
				: "an unencrypted greeting");
	else if (!other && view->endpoint->mode != MODE_IMPLICIT)
		theory_beside(work, view, theory, &cause_mode_tls_wanted,
			CONFIDENCE_POSSIBLE, view_place(work, view));
}

static bool speaks_elsewhere(const struct view *sibling)
{
	return reached_greeting(sibling->facts);
}

static void tell_kept(struct work *work, struct theory *theory, int64_t kept)
{
	theory_tell(theory,
		arena_printf(work->arena,
			"The server at {places} accepts the connection, sends "
			"nothing, and closes it after %" PRId64 ".%" PRId64
			" seconds.",
			kept / 1000, kept % 1000 / 100),
		"{Server} accepts the connection and closes it without an "
		"answer.");
	theory_explain(theory,
		"The server waits and then gives up without a greeting. A port "
		"that expects the PROXY protocol of a load balancer does that "
		"to every other client, and so does a service whose own "
		"look-ups fail.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"Check whether this port expects the PROXY protocol (in "
		"Dovecot, haproxy = yes of its inet_listener; in Postfix, "
		"smtpd_upstream_proxy_protocol; in Exim, hosts_proxy): only "
		"the load balancer can use it then. Search the log for this "
		"client's address.");
	theory_advise(theory, AUDIENCE_USER,
		"Try again later. If it still fails, tell your provider.");
}

static void suppose_dropped(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	int64_t kept = reached_kept_ms(probe, STAGE_CONNECT);
	const struct view *sibling = view_sibling(view, speaks_elsewhere);
	struct theory *theory =
		theory_suppose(work, view, &cause_connection_dropped,
			CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);

	if (kept)
		tell_kept(work, theory, kept);
	theory_add_evidence(work, theory, "%s: %s before any word",
		view_place(work, view),
		probe->status == ST_RESET ? "reset" : "closed");
	if (sibling)
		theory_add_evidence(work, theory, "%s answers this computer",
			view_place(work, sibling));
	if (view->endpoint->mode != MODE_IMPLICIT &&
		is_implicit_port(view->endpoint) &&
		!witness_follow_up(view->facts, QUESTION_OTHER_MODE, NULL))
		tell_tls_wanted(work,
			theory_beside(work, view, theory,
				&cause_mode_tls_wanted, CONFIDENCE_POSSIBLE,
				view_place(work, view)),
			view);
}

static void suppose_no_answer(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	bool asked =
		witness_follow_up(view->facts, QUESTION_OTHER_MODE, was_silent);
	struct theory *theory = theory_suppose(work, view, &cause_server_silent,
		asked ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_HANDSHAKE,
		view->endpoint->host);

	handshake_add_evidence(work, theory, view, probe);
	if (asked)
		theory_add_evidence(
			work, theory, "without TLS the same port is as silent");
	theory_beside(work, view, theory, &cause_hello_too_large,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void match_silence(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);
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

	if (handshake.kind == HANDSHAKE_SILENT)
		suppose_no_answer(work, view, handshake.probe);
	/* Not silent to everybody: one was asked something, and heard. */
	if (reached_greeting(view->facts) || !(open_checks(view) & OF_ALL) ||
		heard_open(view).kind == HEARD_BROKEN)
		return;
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++) {
		const struct probe_facts *probe = witness_stopped(
			view->facts, stops[i].stage, stops[i].status);

		if (!probe)
			continue;
		if (probe->reply.length || probe->greeting.text.length)
			return; /* it began to speak */
		if (probe->status == ST_TIMEOUT)
			suppose_silent(work, view);
		else
			suppose_dropped(work, view, probe);
		return;
	}
}
