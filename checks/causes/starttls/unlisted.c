/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* STARTTLS is not in the list, or not by its name. */

#include "checks/causes/open.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "model/service.h"
#include "model/text/ascii.h"

static cause_match match_unlisted;
static cause_match match_misnamed;

const struct cause cause_starttls_unlisted = {
	.id = "starttls-unlisted",
	.first = AUDIENCE_ADMIN,
	.title = "The server encrypts on request but does not offer it",
	.explanation =
		"Mail programs that are set to STARTTLS look for it in the "
		"list of what the server supports. If it is not there, they "
		"refuse to go on without encryption, although the server would "
		"start it. This server did start it when asked.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not turn off encryption. {encrypted} Tell "
				"the provider that STARTTLS does not work.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider that the server accepts "
				"STARTTLS but does not list it, so mail "
				"programs do not use it.",
			[AUDIENCE_ADMIN] =
				"Make the server list the command before "
				"encryption starts. If the configuration has a "
				"list of capabilities of its own, add it "
				"there.",
			[AUDIENCE_NETWORK] =
				"If it is listed when asked from another "
				"network, find the device that removes it.",
		},
	.confirm = "From another network, the server's list lacks the command "
		   "too, and the server accepts it.",
	.example = "C: a1 CAPABILITY\n"
		   "S: * CAPABILITY IMAP4rev1 LOGINDISABLED\n"
		   "C: a2 STARTTLS\n"
		   "S: a2 OK Begin TLS negotiation now",
	.reference = "RFC 2595 section 3.2 and section 4; RFC 3207 section 4",
	.match = match_unlisted,
};

const struct cause cause_starttls_misnamed = {
	.id = "starttls-misnamed",
	.first = AUDIENCE_ADMIN,
	.title = "The server offers encryption under a wrong name",
	.explanation =
		"POP3 calls the command that starts encryption STLS; IMAP and "
		"SMTP call it STARTTLS. This server lists the other name, "
		"which mail programs do not look for, so to them it offers no "
		"encryption.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not turn off encryption. {encrypted} Tell "
				"the provider that STARTTLS does not work.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider which name the server "
				"lists, and which the protocol has.",
			[AUDIENCE_ADMIN] =
				"Make the server list and accept the command "
				"by the name that its protocol has. Update the "
				"software if it cannot.",
		},
	.confirm = "The server's own list shows the wrong name from another "
		   "network too.",
	.example = "C: CAPA\n"
		   "S: +OK\n"
		   "S: STARTTLS\n"
		   "S: .",
	.reference = "RFC 2595 section 4; RFC 3207 section 4; RFC 9051 section "
		     "6.2.1",
	.match = match_misnamed,
};

static void match_unlisted(struct work *work, const struct view *view)
{
	struct stop stop = stop_of(view);
	const char *starttls = say_starttls(view->endpoint->service);
	struct theory *theory;

	if (stop.kind != STOP_UNLISTED)
		return;
	theory = theory_suppose(work, view, &cause_starttls_unlisted,
		CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));
	theory_tell(theory,
		arena_printf(work->arena,
			"The server at {places} accepts %s but does not list "
			"it, so mail programs that are set to STARTTLS refuse "
			"to go on.",
			starttls),
		"{Server} can encrypt but does not say so, and your mail "
		"program relies on that.");
	theory_add_evidence(work, theory, "%s does not list %s",
		view_place(work, view), starttls);
	theory_add_evidence(work, theory,
		stop.probe->tls.completed
			? "asked for %s all the same, it starts encryption"
			: "asked for %s all the same, it agrees",
		starttls);
	stop_advise_implicit(work, theory, view);
}

static void match_misnamed(struct work *work, const struct view *view)
{
	struct stop stop = stop_of(view);
	const char *starttls = say_starttls(view->endpoint->service);
	struct theory *theory;

	if (stop.kind != STOP_MISNAMED)
		return;
	theory = theory_suppose(work, view, &cause_starttls_misnamed,
		CONFIDENCE_LIKELY, OF_ALL, view_place(work, view));
	theory_tell(theory,
		arena_printf(work->arena,
			"The server at {places} offers encryption under a name "
			"that %s does not have, so mail programs do not find "
			"it.",
			service_label(view->endpoint->service)),
		"{Server} offers encryption in a way that your mail program "
		"cannot find.");
	theory_add_evidence(work, theory,
		"%s lists %s; the command of %s is %s", view_place(work, view),
		say_quote(work->arena,
			*stop_misnamed(view->endpoint->service, stop.probe)),
		service_label(view->endpoint->service), starttls);
	if (stop.probe->starttls_agreed)
		theory_add_evidence(
			work, theory, "asked for %s, it agrees", starttls);
	else if (stop.probe->starttls_sent && stop.probe->reply.length)
		theory_add_evidence(work, theory, "asked for %s, it replies %s",
			starttls, say_quote(work->arena, stop.probe->reply));
	stop_advise_implicit(work, theory, view);
}
