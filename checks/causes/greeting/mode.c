/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The word for encryption in the settings does not go with the port. */

#include "checks/causes/greeting/mode.h"

#include "checks/causes/advice.h"
#include "checks/causes/greeting/heard.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/witness.h"
#include "model/service.h"

static cause_match match_mode_starttls;
static cause_match match_mode_tls;

const struct cause cause_mode_starttls_wanted = {
	.id = "mode-starttls-wanted",
	.first = AUDIENCE_USER,
	.title = "This port needs STARTTLS instead of SSL/TLS",
	.explanation =
		"Mail is encrypted in one of two ways: from the start (mail "
		"programs call it SSL/TLS), or after an unencrypted greeting "
		"(STARTTLS). A port usually supports only one of them. Here "
		"the mail program's setting does not match the port.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in your "
				"mail program. Set the connection security (or "
				"encryption) to STARTTLS instead of SSL/TLS, "
				"and keep the port number.",
			[AUDIENCE_HELPDESK] =
				"Have the caller set the connection security "
				"to STARTTLS instead of SSL/TLS for this port.",
			[AUDIENCE_ADMIN] =
				"If this port should be encrypted from the "
				"start, turn on implicit TLS for it.",
		},
	.confirm =
		"With STARTTLS selected for this port, the connection works.",
	.example = "-  TLS handshake begins\n"
		   "S: * OK IMAP4rev1 ready",
	.reference = "RFC 8314 section 3",
	.match = match_mode_starttls,
};

const struct cause cause_mode_tls_wanted = {
	.id = "mode-tls-wanted",
	.first = AUDIENCE_USER,
	.title = "This port needs SSL/TLS from the start",
	.explanation =
		"Mail is encrypted in one of two ways: from the start (mail "
		"programs call it SSL/TLS), or after an unencrypted greeting "
		"(STARTTLS). A port usually supports only one of them. Here "
		"the mail program waits for a greeting while the server waits "
		"for encryption to start.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in your "
				"mail program. Set the connection security (or "
				"encryption) to SSL/TLS, and keep the port "
				"number.",
			[AUDIENCE_HELPDESK] =
				"Have the caller set the connection security "
				"to SSL/TLS for this port.",
		},
	.confirm = "With SSL/TLS selected for this port, the connection works.",
	.example = "-  connected to 192.0.2.25 port 993\n"
		   "-  no greeting\n"
		   "-  the same port with TLS from the start: TLS is up",
	.reference = "RFC 8314 section 3",
	.match = match_mode_tls,
};

static bool starttls_worked(const struct probe_facts *probe)
{
	return probe->mode == MODE_EXPLICIT &&
	       (probe->starttls_agreed || probe->cleartext.starttls);
}

static bool starttls_absent(const struct probe_facts *probe)
{
	return probe->mode == MODE_EXPLICIT && probe->cleartext.seen &&
	       !probe->cleartext.starttls;
}

static void suppose_starttls(
	struct work *work, const struct view *view, const struct heard *heard)
{
	const struct endpoint *endpoint = view->endpoint;
	const struct probe_facts *proof = witness_follow_up(
		view->facts, QUESTION_OTHER_MODE, starttls_worked);
	struct theory *theory =
		theory_suppose(work, view, &cause_mode_starttls_wanted,
			proof ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
			OF_ALL | OF_SETTINGS, view_place(work, view));

	theory_tell(theory,
		arena_printf(work->arena,
			"The connection to {places} starts unencrypted and is "
			"upgraded with %s. Set the mail program to STARTTLS "
			"instead of SSL/TLS for this port.",
			say_starttls_choice(work->arena, endpoint->service)),
		"One setting is wrong: the encryption selected for {server} "
		"does not match the port number. Your name and password are "
		"not the reason.");
	theory_add_evidence(work, theory, "instead of TLS, this arrived: %s",
		say_quote(work->arena, heard->text));
	if (proof)
		theory_add_evidence(work, theory,
			proof->tls.completed
				? "asked for %s, the same port started "
				  "encryption"
				: "the same port offers %s",
			say_starttls(endpoint->service));
	advice_settings(
		work, theory, view, NULL, endpoint->port, MODE_EXPLICIT);
}

static void match_mode_starttls(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);

	if (heard.kind == HEARD_CLEARTEXT &&
		!witness_follow_up(
			view->facts, QUESTION_OTHER_MODE, starttls_absent))
		suppose_starttls(work, view, &heard);
}

void mode_suppose_beside(
	struct work *work, const struct view *view, struct theory *first)
{
	theory_tell(
		theory_beside(work, view, first, &cause_mode_starttls_wanted,
			CONFIDENCE_POSSIBLE, view_place(work, view)),
		"The connection to {places} may start unencrypted and be "
		"upgraded with STARTTLS. In that case the mail program must be "
		"set to STARTTLS instead of SSL/TLS.",
		"Another possible reason is that the encryption selected for "
		"{server} does not match the port number.");
}

static void suppose_tls(
	struct work *work, const struct view *view, const struct heard *heard)
{
	const struct endpoint *endpoint = view->endpoint;
	const struct probe_facts *proof = heard->probe;
	bool sure = proof && proof->greeting.known_service;
	struct theory *theory;

	theory = theory_suppose(work, view, &cause_mode_tls_wanted,
		sure ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
		OF_ALL | OF_SETTINGS, view_place(work, view));

	theory_tell(theory,
		endpoint->mode == MODE_CLEARTEXT
			? "The settings ask for no encryption, and the "
			  "connection to {places} is encrypted from the start. "
			  "Set the mail program to SSL/TLS for this port."
			: "The connection to {places} is encrypted from the "
			  "start. Set the mail program to SSL/TLS for this "
			  "port.",
		"One setting is wrong: the encryption selected for {server} "
		"does not match the port number. Your name and password are "
		"not the reason.");
	theory_add_evidence(work, theory,
		"no unencrypted greeting arrived from port %u", endpoint->port);
	theory_add_evidence(work, theory,
		proof ? "tried with TLS from the start, the same port answered "
			"with TLS"
		      : "TLS data arrived instead of a greeting");
	advice_settings(
		work, theory, view, NULL, endpoint->port, MODE_IMPLICIT);
}

static void match_mode_tls(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);

	if (heard.kind == HEARD_TLS)
		suppose_tls(work, view, &heard);
}
