/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/witness.h"
#include "model/service.h"

#include <string.h>

static cause_match match_unended;

const struct cause cause_greeting_unended = {
	.id = "greeting-unended",
	.first = AUDIENCE_ADMIN,
	.title = "The greeting's line is never terminated",
	.summary = "The server at {places} sends a greeting without the end of "
		   "its line (CRLF), so mail programs wait for more.",
	.user_summary = "{Server} begins to answer and then stops. It is "
			"faulty.",
	.explanation =
		"Every line of a mail protocol ends with carriage return and "
		"line feed (CRLF). The greeting came at once but lacks them, "
		"and nothing followed: a mail program waits for the rest until "
		"it times out. Scripts, home-made servers and devices that "
		"rewrite greetings make this mistake.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If it is the "
				"same there, tell the provider that the "
				"greeting is not ended by CRLF.",
			[AUDIENCE_ADMIN] =
				"End the greeting's line with CRLF. If the "
				"greeting is set by hand or by a proxy, look "
				"there first.",
		},
	.confirm = "From another network, the greeting has no end either.",
	.example = "S: * OK IMAP4rev1 ready (without CRLF)\n"
		   "-  no more in 10 seconds",
	.reference = "RFC 5321 section 2.3.8; RFC 9051 section 2.2; RFC 1939 "
		     "section 3",
	.match = match_unended,
};

/* What came makes a greeting but for its end, and was not followed by anything
 * for most of the time: a server that is only slow goes on. */
static bool is_unended(const struct probe_facts *probe)
{
	struct octets begun = probe->reply;

	return probe->stage == STAGE_GREETING && probe->status == ST_TIMEOUT &&
	       begun.length > 8 && !memchr(begun.data, '\n', begun.length) &&
	       probe->heard_us >= 0 && probe->heard_us < probe->duration_us / 2;
}

static void match_unended(struct work *work, const struct view *view)
{
	const struct probe_facts *probe =
		witness_first(view->facts, is_unended);
	struct theory *theory;

	if (!probe || reached_greeting(view->facts) ||
		!(open_checks(view) & OF_ALL) ||
		!service_greets(view->endpoint->service, probe->reply))
		return;
	theory = theory_suppose(work, view, &cause_greeting_unended,
		CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);
	theory_add_evidence(work, theory,
		"%s sends %s after %.1f seconds, without CRLF, and nothing "
		"more until %.1f seconds",
		view_place(work, view), say_quote(work->arena, probe->reply),
		(double)probe->heard_us / 1e6,
		(double)probe->duration_us / 1e6);
}
