/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* No encryption that is good enough for both sides. */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "checks/say.h"

static cause_match match_too_old;
static cause_match match_no_common;

const struct cause cause_tls_too_old_server = {
	.id = "tls-too-old-server",
	.first = AUDIENCE_ADMIN,
	.title = "The server knows only encryption that is out of date",
	.explanation = "The best that the server can do are versions of TLS "
		       "that were given up years ago. Programs of today "
		       "refuse them, so that no connection comes about; older "
		       "programs connect, and are not safe.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing that you can safely "
				"set: do not allow old encryption in "
				"your program. Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider that the server has "
				"to offer TLS 1.2 or newer.",
			[AUDIENCE_ADMIN] = "Update the server so that "
					   "it offers TLS 1.2 and 1.3.",
		},
	.example = "-  TLS handshake begins (1.0 to 1.3)\n"
		   "-  TLS 1.0 is up",
	.reference = "RFC 8996; RFC 9325 section 3.1.1",
	.match = match_too_old,
};

const struct cause cause_tls_no_common = {
	.id = "tls-no-common",
	.first = AUDIENCE_ADMIN,
	.title = "The two sides find no encryption in common",
	.summary = "{places} finds no kind of encryption that both sides know: "
		   "its ciphers, or its certificate, are set up wrongly or are "
		   "out of date.",
	.user_summary = "{Server} and your program find no encryption that "
			"both of them know.",
	.explanation = "Both sides name the kinds of encryption that they "
		       "know, and there is none in both lists. Servers with a "
		       "very old or a very strict set-up do so, and those "
		       "whose certificate is missing.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Update your mail program. If it is up "
				"to date, there is nothing to set: "
				"tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with a program that is up to "
				"date. If that fails too, tell the "
				"provider.",
			[AUDIENCE_ADMIN] =
				"See that the server has a certificate "
				"that it can use, and offers ciphers "
				"of today; its log says more.",
		},
	.confirm = "The log of the server says \"no shared cipher\" or "
		   "the like.",
	.example = "-  TLS handshake begins\n"
		   "-  alert 40 (handshake_failure)",
	.reference = "RFC 8446 section 6.2; RFC 9325 section 4.2",
	.match = match_no_common,
};

static void suppose_old_server(
	struct work *work, const struct view *view, enum tls_version version)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_tls_too_old_server,
			CONFIDENCE_CERTAIN, OF_TLS, view->endpoint->host);

	theory_tell(theory,
		arena_printf(work->arena,
			"{places} knows no better encryption than %s, which "
			"programs of today refuse.",
			say_tls(work->arena, version)),
		"{Server} is too old for your program: its encryption is no "
		"longer accepted.");
	theory_add_evidence(work, theory,
		"%s: the best that it agrees on is %s", view_place(work, view),
		say_tls(work->arena, version));
}

static void match_too_old(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_OLD)
		suppose_old_server(work, view, handshake.version);
}

static void suppose_no_common(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_tls_no_common,
		CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);
	handshake_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory, "offered: %s, with all usual ciphers",
		handshake_versions(work, probe->tls_offered));
	theory_beside(work, view, theory, &cause_tls_server_fault,
		CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void match_no_common(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_NO_COMMON)
		suppose_no_common(work, view, handshake.probe);
}
