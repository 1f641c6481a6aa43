/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* No encryption that is good enough for both sides. */

#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/theory.h"
#include "checks/causes/tls/handshake.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/speaker.h"
#include "evidence/witness.h"

static cause_match match_too_old;
static cause_match match_no_common;

const struct cause cause_tls_too_old_server = {
	.id = "tls-too-old-server",
	.first = AUDIENCE_ADMIN,
	.title = "The server supports only outdated encryption",
	.explanation =
		"The newest TLS version that the server supports was "
		"deprecated years ago. Current mail programs refuse it, so "
		"they cannot connect; older ones connect, but not securely.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing that you can safely change: "
				"do not allow outdated encryption in your mail "
				"program. Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider that the server must "
				"support TLS 1.2 or newer.",
			[AUDIENCE_ADMIN] = "Update the server so that it "
					   "supports TLS 1.2 and TLS 1.3.",
		},
	.example = "-  TLS handshake begins (1.0 to 1.3)\n"
		   "-  TLS 1.0 is up",
	.reference = "RFC 8996; RFC 9325 section 3.1.1",
	.match = match_too_old,
};

const struct cause cause_tls_no_common = {
	.id = "tls-no-common",
	.first = AUDIENCE_ADMIN,
	.title = "Server and program have no encryption method in common",
	.summary = "The server at {places} finds no encryption method that "
		   "both sides support. Its ciphers or its certificate are "
		   "misconfigured or outdated.",
	.user_summary = "{Server} and your mail program have no encryption "
			"method in common.",
	.explanation =
		"Each side lists the encryption methods that it supports, and "
		"no method is in both lists. This happens with servers that "
		"are configured very strictly or are very old, and with "
		"servers whose certificate is missing.",
	.remedies =
		{
			[AUDIENCE_USER] = "Update your mail program. If it is "
					  "up to date, there is nothing to "
					  "change: tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with an up-to-date program. If that "
				"fails too, inform the provider.",
			[AUDIENCE_ADMIN] =
				"Make sure that the server has a certificate "
				"that it can use, and allows current ciphers. "
				"Its log says more.",
		},
	.confirm = "The server's log says \"no shared cipher\" or something "
		   "similar.",
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
			"The server at {places} supports no newer encryption "
			"than %s, which current programs refuse.",
			say_tls(work->arena, version)),
		"{Server} is too old for your mail program: its encryption is "
		"no longer accepted.");
	theory_add_evidence(work, theory,
		"%s: the newest version that it accepts is %s",
		view_place(work, view), say_tls(work->arena, version));
	remedy_advise(work, theory, view, REMEDY_VERSIONS);
}

static bool answers_in_ssl2(const struct probe_facts *probe)
{
	return speaker_of(probe->unexpected) == SPEAKER_SSL2;
}

static void suppose_ssl2(struct work *work, const struct view *view)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_tls_too_old_server,
			CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);

	theory_tell(theory,
		"The server at {places} answers in SSL 2.0, of 1995, which no "
		"current program accepts.",
		"{Server} is too old for your mail program: its encryption is "
		"no longer accepted.");
	theory_add_evidence(work, theory,
		"%s answers the ClientHello with the ServerHello of SSL 2.0",
		view_place(work, view));
	remedy_advise(work, theory, view, REMEDY_VERSIONS);
}

static void match_too_old(struct work *work, const struct view *view)
{
	struct handshake handshake = handshake_of(view);

	if (handshake.kind == HANDSHAKE_OLD)
		suppose_old_server(work, view, handshake.version);
	else if (witness_first(view->facts, answers_in_ssl2) &&
		 (open_checks(view) & OF_ALL))
		suppose_ssl2(work, view);
}

static void suppose_no_common(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_tls_no_common,
		CONFIDENCE_LIKELY, OF_HANDSHAKE, view->endpoint->host);
	handshake_add_evidence(work, theory, view, probe);
	theory_add_evidence(work, theory,
		"offered: %s, with all common ciphers",
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
