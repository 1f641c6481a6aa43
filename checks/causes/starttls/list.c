/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/capability.h"

#include <string.h>

static cause_match match_list_refused;

const struct cause cause_capability_refused = {
	.id = "capability-refused",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not say what it supports",
	.summary = "The server at {places} refuses to list what it supports, "
		   "so mail programs cannot tell whether it encrypts, or how "
		   "to log in.",
	.user_summary = "{Server} does not tell mail programs what it "
			"supports. It is very old or faulty, or something in "
			"between changes its answers.",
	.explanation =
		"Mail programs ask a server for a list of what it supports, "
		"such as encryption and ways to log in. This server refuses "
		"the question. Very old servers have no such list; a firewall "
		"that changes the dialogue has the same effect.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Your settings are not the reason. {encrypted}",
			[AUDIENCE_HELPDESK] = "Compare with another network, "
					      "and inform the provider.",
			[AUDIENCE_ADMIN] =
				"Update the server's software, or turn on the "
				"list (CAPA, CAPABILITY, EHLO).",
			[AUDIENCE_NETWORK] = "Check whether a mail inspection "
					     "changes the commands in transit.",
		},
	.confirm = "From another network, the server gives the list.",
	.example = "C: EHLO [127.0.0.1]\n"
		   "S: 502 5.5.1 Command not implemented",
	.reference = "RFC 2449 section 5; RFC 9051 section 6.1.1; RFC 5321 "
		     "section 4.1.1.1",
	.match = match_list_refused,
};

/* A command that is not known, or not implemented: RFC 5321 section 4.2.4. */
static void suppose_list_refused(struct work *work, const struct view *view,
	struct octets words, bool before)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_capability_refused, CONFIDENCE_LIKELY,
		OF_ALL & ~(open_failures(view) & (OF_CERTIFICATE | OF_TLS)),
		view_place(work, view));

	if (view->endpoint->service == SERVICE_LMTP && words.length >= 3 &&
		(memcmp(words.data, "500", 3) == 0 ||
			memcmp(words.data, "502", 3) == 0))
		theory_tell(theory,
			"The server at {places} does not know LHLO, the first "
			"command of LMTP. Most likely it is an SMTP server.",
			NULL);
	theory_add_evidence(work, theory,
		"asked for its capabilities, %s replies %s",
		view_place(work, view), say_quote(work->arena, words));
	if (view->endpoint->service == SERVICE_SMTP && before)
		theory_beside(work, view, theory, &cause_starttls_masked,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

/* A reply of 4yz is no word on the command. */
static bool puts_off(const struct capabilities *caps)
{
	return caps->refusal.length && *caps->refusal.data == '4';
}

static void match_list_refused(struct work *work, const struct view *view)
{
	const struct capabilities *before =
		capability_refusal(view->facts, CAPABILITY_BEFORE);
	const struct capabilities *final =
		capability_refusal(view->facts, CAPABILITY_FINAL);
	unsigned open = open_checks(view);

	if (stop_of(view).kind == STOP_NO_LIST)
		suppose_list_refused(work, view, before->refusal, true);
	else if (final && !puts_off(final) && (open & (OF_AUTH | OF_LIST)))
		suppose_list_refused(work, view, final->refusal, false);
	else if (before && (open & (OF_AUTH | OF_LIST | OF_CLEARTEXT)) &&
		 !(open_failures(view) & OF_CLEARTEXT))
		suppose_list_refused(work, view, before->refusal, true);
}
