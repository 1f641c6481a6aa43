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
	.title = "The mail program is set to SSL/TLS where STARTTLS is "
		 "needed",
	.explanation = "There are two ways to encrypt mail: from the first "
		       "moment (programs call it SSL/TLS), or after a short "
		       "greeting in clear text (STARTTLS). Each port knows "
		       "one of them. The program and the port do not agree "
		       "here, so that neither understands the other.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program open the "
				"account's server settings. Where it "
				"asks for the connection security (or "
				"encryption), choose STARTTLS in place "
				"of SSL/TLS, and leave the port number "
				"as it is.",
			[AUDIENCE_HELPDESK] =
				"Have the caller choose STARTTLS in "
				"place of SSL/TLS for this port, or "
				"the port for SSL/TLS: 993 for IMAP, "
				"995 for POP3, 465 for SMTP.",
			[AUDIENCE_ADMIN] = "If this port is meant for TLS from "
					   "the first octet, turn that on.",
		},
	.confirm = "With STARTTLS chosen for this port the connection "
		   "works.",
	.example = "-  TLS handshake begins\n"
		   "S: * OK IMAP4rev1 ready",
	.reference = "RFC 8314 section 3",
	.match = match_mode_starttls,
};

const struct cause cause_mode_tls_wanted = {
	.id = "mode-tls-wanted",
	.first = AUDIENCE_USER,
	.title = "The mail program is set to STARTTLS where SSL/TLS is "
		 "needed",
	.explanation = "There are two ways to encrypt mail: from the first "
		       "moment (programs call it SSL/TLS), or after a short "
		       "greeting in clear text (STARTTLS). Each port knows "
		       "one of them. Here the program waits for a greeting, "
		       "and the server waits for encryption to begin.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program open the "
				"account's server settings. Where it "
				"asks for the connection security (or "
				"encryption), choose SSL/TLS in place "
				"of STARTTLS, and leave the port "
				"number as it is.",
			[AUDIENCE_HELPDESK] =
				"Have the caller choose SSL/TLS in "
				"place of STARTTLS for this port, or "
				"the port for STARTTLS: 143 for IMAP, "
				"110 for POP3, 587 for SMTP.",
		},
	.confirm = "With SSL/TLS chosen for this port the connection "
		   "works.",
	.example = "-  connected to 192.0.2.25 port 993\n"
		   "-  no greeting\n"
		   "-  the same port with TLS from the first octet: "
		   "TLS is up",
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
			"{places} begins in clear text and turns to encryption "
			"afterwards: the mail program must be set to %s in "
			"place of SSL/TLS for this port.",
			say_starttls_choice(work->arena, endpoint->service)),
		"Name and password are not the problem: one setting of the "
		"encryption for {server} does not fit the port number beside "
		"it.");
	theory_add_evidence(work, theory, "in place of TLS came %s",
		say_quote(work->arena, heard->text));
	if (proof)
		theory_add_evidence(work, theory,
			"asked for %s, the same port %s",
			say_starttls(endpoint->service),
			proof->tls.completed ? "turned to encryption"
					     : "offers it");
	if (service_port_is(endpoint->service, endpoint->port, MODE_EXPLICIT))
		theory_advise(theory, AUDIENCE_HELPDESK,
			arena_printf(work->arena,
				"Have the caller choose STARTTLS in place of "
				"SSL/TLS for port %u; or keep SSL/TLS and set "
				"the port to %u.",
				endpoint->port,
				service_port(
					endpoint->service, MODE_IMPLICIT)));
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
		"{places} may begin in clear text and turn to encryption "
		"afterwards: then the mail program must be set to STARTTLS in "
		"place of SSL/TLS.",
		"It may also be that one setting of the encryption for "
		"{server} does not fit the port number beside it.");
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
		"{places} is encrypted from the first moment: the mail program "
		"must be set to SSL/TLS in place of STARTTLS for this port.",
		"Name and password are not the problem: one setting of the "
		"encryption for {server} does not fit the port number beside "
		"it.");
	theory_add_evidence(work, theory,
		"no greeting in clear text came from port %u", endpoint->port);
	theory_add_evidence(work, theory,
		proof ? "tried with TLS from the first octet, the same port "
			"answered with TLS"
		      : "octets of TLS came in place of a greeting");
	if (endpoint->port == service_port(endpoint->service, MODE_IMPLICIT))
		theory_advise(theory, AUDIENCE_HELPDESK,
			arena_printf(work->arena,
				"Have the caller choose SSL/TLS in place of "
				"STARTTLS for port %u; or keep STARTTLS and "
				"set the port to %u.",
				endpoint->port,
				service_port(
					endpoint->service, MODE_EXPLICIT)));
	advice_settings(
		work, theory, view, NULL, endpoint->port, MODE_IMPLICIT);
}

static void match_mode_tls(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);

	if (heard.kind == HEARD_TLS)
		suppose_tls(work, view, &heard);
}
