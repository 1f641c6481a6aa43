/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A connection, and then nothing: silence, or the end of it. */

#include "checks/causes/advice.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "evidence/reached.h"
#include "evidence/witness.h"
#include "model/service.h"

static cause_match match_silence;

const struct cause cause_connection_dropped = {
	.id = "connection-dropped",
	.first = AUDIENCE_HELPDESK,
	.title = "The server ends the connection without a word",
	.explanation = "The connection comes about and is ended at once. "
		       "Servers and firewalls do so with addresses that "
		       "connect too often, that they distrust, or that come "
		       "from a country they do not serve; a faulty service "
		       "does so with everybody.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close other mail programs, wait ten "
					  "minutes and try again. If it stays "
					  "so, try from another network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it "
				"works there, the server turns this "
				"network away; if not, the service is "
				"faulty. Tell the provider which.",
			[AUDIENCE_ADMIN] = "Look in the log for this client's "
					   "address: a limit, a block list, a "
					   "country filter, or a service that "
					   "stops as it starts.",
		},
	.confirm = "From another network the server greets: it turns "
		   "this one away.",
	.example = "-  connected to 192.0.2.25 port 143\n"
		   "-  closed by the server before any greeting",
	.match = match_silence,
};

const struct cause cause_server_silent = {
	.id = "server-silent",
	.first = AUDIENCE_ADMIN,
	.title = "The server accepts the connection and then says "
		 "nothing",
	.summary = "{places} accepts the connection and then says nothing.",
	.user_summary = "{Server} takes the call, but does not answer. It is "
			"probably overloaded or faulty.",
	.explanation = "Something takes the connection and then stays silent "
		       "until the time is up. The service behind the port "
		       "hangs or is overloaded, or a proxy takes connections "
		       "for a server that is gone.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait and try again later.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it "
				"is silent there too, tell the "
				"provider that the service hangs.",
			[AUDIENCE_ADMIN] =
				"See whether the service still runs "
				"and answers locally, whether it waits "
				"for a reverse look-up, and whether a "
				"load balancer sends connections to a "
				"server that is gone.",
		},
	.confirm = "The port is silent from another network, and in "
		   "the other mode, too.",
	.example = "-  connected to 192.0.2.25 port 143\n"
		   "-  no greeting in 10 seconds",
	.match = match_silence,
};

static bool was_made(const struct probe_facts *probe)
{
	return reached_by(probe);
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

static void suppose_silent(struct work *work, const struct view *view)
{
	const struct probe_facts *other =
		witness_follow_up(view->facts, QUESTION_OTHER_MODE, was_made);
	bool by_port = view->endpoint->mode != MODE_IMPLICIT && !other &&
		       is_implicit_port(view->endpoint);
	struct theory *theory;

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
		witness_follow_up(view->facts, QUESTION_OTHER_MODE, was_made);
	struct theory *theory = theory_suppose(work, view, &cause_server_silent,
		asked ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_HANDSHAKE,
		view->endpoint->host);

	theory_tell(theory,
		"{places} accepts the connection and then says nothing.",
		"{Server} takes the call, but does not answer. It is probably "
		"overloaded or faulty.");
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
	if (reached_greeting(view->facts) || !(open_checks(view) & OF_ALL))
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
