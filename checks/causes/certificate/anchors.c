/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "evidence/chain.h"

static cause_match match_no_anchors;

const struct cause cause_anchors_missing = {
	.id = "anchors-missing",
	.first = AUDIENCE_ADMIN,
	.title = "This computer has no list of trusted certificate authorities",
	.summary = "This computer has no list of trusted certificate "
		   "authorities, so no server's certificate could be verified.",
	.user_summary =
		"This computer lacks the list that it needs to recognise "
		"genuine servers. The servers are not at fault.",
	.explanation =
		"Certificates are verified with a list of trusted certificate "
		"authorities on each computer. Here it is missing or empty, so "
		"nothing can be verified. The servers are not at fault.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change anything "
					  "in your mail program. Ask the "
					  "administrator of this computer.",
			[AUDIENCE_HELPDESK] = "Run the check on a computer "
					      "that has the list.",
			[AUDIENCE_ADMIN] =
				"Install the package ca-certificates on this "
				"computer, or name a file with trust anchors.",
		},
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  no trust anchors on this computer",
	.reference = "RFC 5280 section 6.1.1",
	.match = match_no_anchors,
};

static void suppose_no_anchors(
	struct work *work, const struct view *view, const struct tls_facts *tls)
{
	struct theory *theory = theory_suppose(work, view,
		&cause_anchors_missing, CONFIDENCE_CERTAIN, OF_TRUST, "");

	theory_add_evidence(work, theory,
		tls->trust_detail ? "no trust anchors were found here: %s"
				  : "no trust anchors were found here",
		tls->trust_detail);
}

static void match_no_anchors(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	if (tls && (open_checks(view) & OF_TRUST) &&
		tls->trust == TRUST_NO_ANCHORS)
		suppose_no_anchors(work, view, tls);
}
