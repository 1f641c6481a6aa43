/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/witness.h"

static cause_match match_dropped;
static cause_match match_quiet_versions;

const struct cause cause_hello_dropped = {
	.id = "hello-dropped",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not answer when encryption starts",
	.summary =
		"The server at {places} closes the connection without a word "
		"as soon as a program asks for encryption. The server or a "
		"firewall rejects the request, or the server's TLS is broken.",
	.user_summary =
		"{Server} closes the connection as soon as encryption starts.",
	.explanation =
		"The connection works until the mail program asks for "
		"encryption, and then ends or goes silent without giving a "
		"reason. A firewall or a server that rejects something in the "
		"request does that, and so does a server without working TLS.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try another network. If it fails "
					  "there too, tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network and another "
				"program. Tell the provider which one works.",
			[AUDIENCE_ADMIN] =
				"Look in the server's log: is there a "
				"certificate, and does a load balancer or a "
				"firewall end the connection?",
			[AUDIENCE_NETWORK] =
				"If it fails in this network only, check "
				"whether a firewall filters by server name or "
				"by the kind of request.",
		},
	.confirm = "If the handshake succeeds in another network, the fault is "
		   "in this one; if it does not, the fault is on the server.",
	.example = "-  TLS handshake begins\n"
		   "-  reset by the server",
	.match = match_dropped,
	.match_rest = match_quiet_versions,
};

/* Where the client speaks first, nobody sees whether it was heard: the server
 * may have closed the connection whatever came. */
static void tell_unheard(
	struct work *work, struct theory *theory, const struct view *view)
{
	theory_tell(theory,
		"The server at {places} closes the connection without a word "
		"when encryption should start: it rejects this network or the "
		"request, or its TLS is broken.",
		"{Server} closes the connection before encryption starts.");
	theory_explain(theory,
		"With SSL/TLS the mail program speaks first. The connection "
		"is accepted and then closed without a reason. Servers and "
		"firewalls do that to addresses that connect too often or that "
		"they distrust, when they reject something in the request for "
		"encryption, or without working TLS.");
	theory_beside(work, view, theory, &cause_connection_dropped,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void suppose_drop(struct work *work, const struct view *view,
	const struct handshake *handshake)

{
	const struct probe_facts *probe = handshake->probe;
	bool small_works = handshake->small_works;
	const struct view *sibling = view_sibling(view, view_has_tls);
	struct theory *theory = theory_suppose(work, view, &cause_hello_dropped,
		small_works ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
		OF_HANDSHAKE, view->endpoint->host);

	handshake_add_evidence(work, theory, view, probe);
	if (small_works)
		theory_add_evidence(work, theory,
			"a smaller request with TLS 1.2 alone succeeds");
	if (sibling)
		theory_add_evidence(work, theory,
			"%s starts encryption without problems",
			view_place(work, sibling));
	if (small_works)
		return;
	if (view->endpoint->mode == MODE_IMPLICIT &&
		probe->status != ST_TIMEOUT)
		tell_unheard(work, theory, view);
	theory_beside(work, view, theory, &cause_tls_server_fault,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
	if (view_is_address(view))
		theory_beside(work, view, theory, &cause_sni_needed,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
	if (probe->starttls_agreed)
		theory_beside(work, view, theory, &cause_starttls_proxy,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void match_dropped(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_DROPPED)
		suppose_drop(work, view, &handshake);
}

static bool timed_out(const struct probe_facts *probe)
{
	return probe->stage == STAGE_HANDSHAKE && probe->status == ST_TIMEOUT;
}

/* No answer at all to some versions, though the server serves. */
static void match_quiet_versions(struct work *work, const struct view *view)
{
	unsigned open = open_checks(view);
	struct theory *theory;

	if (!witness_first(view->facts, timed_out))
		return;
	theory = theory_suppose(work, view, &cause_hello_dropped,
		CONFIDENCE_POSSIBLE, OF_VERSIONS, view->endpoint->host);
	theory_tell(theory,
		"The server at {places} works with current programs, but does "
		"not answer at all when only certain older or newer TLS "
		"versions are offered.",
		"{Server} does not answer some kinds of mail programs.");
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (open & OF_VERSION(v))
			theory_add_evidence(work, theory,
				"%s: silent when only %s is offered",
				view_place(work, view),
				say_tls(work->arena, (enum tls_version)v));
}
