/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* STARTTLS is not offered. */

#include "checks/causes/greeting/heard.h"
#include "checks/causes/name/known.h"
#include "checks/causes/name/spelling.h"
#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/witness.h"

static cause_match match_missing;

const struct cause cause_starttls_stripped = {
	.id = "starttls-stripped",
	.first = AUDIENCE_NETWORK,
	.title = "Something in between removes the offer of encryption",
	.explanation = "The provider offers encryption on this port, but the "
		       "offer does not arrive here. Something in between "
		       "removes it, so that mail programs may send unencrypted "
		       "what should be encrypted.",
	.remedies =
		{
			[AUDIENCE_USER] = "Do not turn off encryption; try "
					  "another network. {encrypted}",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If STARTTLS is "
				"offered there, this network removes it: "
				"report that. {encrypted}",
			[AUDIENCE_NETWORK] =
				"Find the device that changes mail connections "
				"in this network, such as a proxy or an "
				"inspection, and turn that off.",
		},
	.confirm = "From another network, STARTTLS is offered.",
	.example = "C: EHLO [127.0.0.1]\n"
		   "S: 250-mail.example.com\n"
		   "S: 250 8BITMIME",
	.reference = "RFC 3207 section 6; RFC 8314 section 1",
	.match = match_missing,
};

const struct cause cause_starttls_missing = {
	.id = "starttls-missing",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not offer encryption on this port",
	.explanation = "On this port, encryption starts only if the server "
		       "offers it, and the server does not. A password sent "
		       "here would not be encrypted.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not turn off encryption. {encrypted}",
			[AUDIENCE_HELPDESK] =
				"Tell the provider that this port offers no "
				"encryption. Do not have the caller turn "
				"encryption off. {encrypted}",
			[AUDIENCE_ADMIN] =
				"Install a certificate and turn on STARTTLS, "
				"or close this port and offer TLS from the "
				"start on another.",
		},
	.confirm = "If STARTTLS is missing in another network too, the server "
		   "does not offer it; if it is there, something in between "
		   "removes it.",
	.example = "C: a1 CAPABILITY\n"
		   "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN\n"
		   "S: a1 OK done",
	.reference = "RFC 8314 section 4.1; RFC 2595 section 4",
	.match = match_missing,
};

static bool publishes_starttls(const struct view *view)
{
	for (size_t i = 0; i < known_host_count; i++) {
		const struct known_host *known = &known_hosts[i];

		if (known->service == view->endpoint->service &&
			known->port == view->endpoint->port &&
			known->mode == MODE_EXPLICIT &&
			spelling_distance(
				known->host, view->endpoint->host, 0) == 0)
			return !view->facts->connected_to;
	}
	return false;
}

static void tell_stripped(struct theory *theory)
{
	theory_tell(theory,
		"Something between this computer and {places} removes the "
		"server's offer "
		"of encryption.",
		"Something between your computer and {server} prevents "
		"encryption. Do not send your password from this network.");
}

static void tell_missing(struct theory *theory)
{
	theory_tell(theory, "The server at {places} does not offer encryption.",
		"{Server} offers no encryption on this port, so your password "
		"would be sent unencrypted.");
}

static void suppose_missing(struct work *work, const struct view *view)
{
	bool stripped = publishes_starttls(view);
	const char *about = view_place(work, view);
	struct theory *theory = theory_suppose(work, view,
		stripped ? &cause_starttls_stripped : &cause_starttls_missing,
		CONFIDENCE_LIKELY, OF_ALL, about);
	struct theory *second = theory_beside(work, view, theory,
		stripped ? &cause_starttls_missing : &cause_starttls_stripped,
		CONFIDENCE_POSSIBLE, about);

	tell_stripped(stripped ? theory : second);
	tell_missing(stripped ? second : theory);
	theory_add_evidence(work, theory,
		"%s: asked for its capabilities, it does not list %s", about,
		say_starttls(view->endpoint->service));
	if (stripped)
		theory_add_evidence(work, theory,
			"the provider of %s publishes this port with STARTTLS",
			view->endpoint->host);
	remedy_advise(work, theory, view, REMEDY_TLS);
	stop_advise_implicit(work, theory, view);
}

static bool starttls_absent(const struct probe_facts *probe)
{
	return probe->mode == MODE_EXPLICIT && probe->cleartext.seen &&
	       !probe->cleartext.starttls;
}

static void suppose_no_encryption(
	struct work *work, const struct view *view, const struct heard *heard)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_starttls_missing,
			CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));

	theory_tell(theory,
		"The server at {places} is unencrypted and does not offer "
		"STARTTLS.",
		"{Server} offers no encryption on this port, so your password "
		"would be sent unencrypted.");
	theory_add_evidence(work, theory, "instead of TLS, this arrived: %s",
		say_quote(work->arena, heard->text));
	theory_add_evidence(work, theory,
		"asked for its capabilities, it does not list STARTTLS");
	theory_beside(work, view, theory, &cause_starttls_stripped,
		CONFIDENCE_POSSIBLE, view_place(work, view));
}

static void match_missing(struct work *work, const struct view *view)
{
	struct heard heard = heard_open(view);

	if (stop_of(view).kind == STOP_MISSING)
		suppose_missing(work, view);
	else if (heard.kind == HEARD_CLEARTEXT &&
		 witness_follow_up(
			 view->facts, QUESTION_OTHER_MODE, starttls_absent))
		suppose_no_encryption(work, view, &heard);
}
