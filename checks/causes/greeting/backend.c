/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "evidence/reached.h"
#include "evidence/witness.h"

#include <inttypes.h>

static cause_match match_backend;

const struct cause cause_backend_down = {
	.id = "backend-down",
	.first = AUDIENCE_ADMIN,
	.title = "Encryption works, but no mail server answers behind it",
	.summary = "The connection to {places} is encrypted and then closed "
		   "without a greeting: most likely the mail server behind "
		   "the encryption is down.",
	.user_summary = "{Server} can be reached, but the mail service behind "
			"it does not answer.",
	.explanation =
		"The handshake succeeded, but the connection was closed before "
		"the mail server sent its greeting. Often a load balancer or a "
		"TLS proxy handles the encryption for a mail server that is "
		"down; or the mail server itself exits as soon as it starts.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait and try again later. You do "
					  "not need to change any settings.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider that TLS works and that no "
				"greeting follows.",
			[AUDIENCE_ADMIN] =
				"Make sure that the mail service behind the "
				"proxy or load balancer is running, that it "
				"expects what they send (such as a PROXY "
				"header), and that it does not exit at once.",
		},
	.confirm = "From the proxy itself, the mail service does not greet "
		   "either.",
	.example = "-  TLS is up\n"
		   "-  closed by the server before any greeting",
	.match = match_backend,
};

static bool closed_inside(const struct probe_facts *probe)
{
	return probe->mode == MODE_IMPLICIT && probe->tls.completed &&
	       probe->stage == STAGE_GREETING &&
	       (probe->status == ST_EOF || probe->status == ST_RESET) &&
	       !probe->greeting.text.length && !probe->reply.length;
}

/* It was not closed at once: what is behind the encryption waited, too. */
static void tell_kept(struct work *work, struct theory *theory, int64_t kept)
{
	theory_tell(theory,
		arena_printf(work->arena,
			"The connection to {places} is encrypted, and then "
			"closed without a greeting after %" PRId64 ".%" PRId64
			" seconds.",
			kept / 1000, kept % 1000 / 100),
		NULL);
	theory_explain(theory,
		"The handshake succeeded, and the mail server behind it "
		"waited instead of sending its greeting. A proxy that ends "
		"TLS and forwards to a port that expects TLS once more looks "
		"like this, and so does a port that expects the PROXY "
		"protocol.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"If a proxy or load balancer ends TLS, make it forward to the "
		"unencrypted port of the mail service, and make sure that both "
		"agree on the PROXY protocol. Otherwise check that the mail "
		"service is running.");
}

static void match_backend(struct work *work, const struct view *view)
{
	const struct probe_facts *probe =
		witness_first(view->facts, closed_inside);
	struct theory *theory;

	if (!probe || reached_greeting(view->facts) ||
		!(open_checks(view) & OF_ALL))
		return;
	theory = theory_suppose(work, view, &cause_backend_down,
		CONFIDENCE_LIKELY,
		OF_ALL & ~(open_failures(view) & OF_CERTIFICATE),
		view->endpoint->host);
	if (reached_kept_ms(probe, STAGE_HANDSHAKE))
		tell_kept(
			work, theory, reached_kept_ms(probe, STAGE_HANDSHAKE));
	theory_add_evidence(work, theory,
		"%s: TLS is up, then the connection is %s before any greeting",
		view_place(work, view),
		probe->status == ST_RESET ? "reset" : "closed");
}
