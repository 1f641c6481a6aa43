/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/product.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/greeting.h"

static cause_match match_product;

const struct cause cause_other_product = {
	.id = "other-product",
	.first = AUDIENCE_HELPDESK,
	.title = "Another product answers than the settings say",
	.explanation = "The settings say which product serves here, and the "
		       "greeting is that of another. The host is not the one "
		       "that is meant, something on the way answers in its "
		       "place, or the server was replaced.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Compare the server's name in your "
				"mail program with the one that your "
				"provider publishes. Try from another "
				"network.",
			[AUDIENCE_HELPDESK] =
				"Compare host and port with the "
				"provider's instructions, and the "
				"result with another network. Look for "
				"a virus scanner that reads mail.",
			[AUDIENCE_ADMIN] =
				"If the server was replaced or its "
				"greeting changed, bring the settings "
				"up to date.",
		},
	.confirm = "From another network another greeting comes.",
	.example = "S: * OK [CAPABILITY IMAP4rev1] Dovecot ready.",
	.match = match_product,
};

static void match_product(struct work *work, const struct view *view)
{
	const struct expectation *expectation =
		&view->report->entry->expectation;
	const struct probe_facts *probe = greeting_welcome(view->facts);
	const struct product *product;
	const char *expected = expectation->product;
	struct theory *theory;

	if (!probe || !(open_failures(view) & OF_GREETING))
		return;
	product = product_of_greeting(
		view->endpoint->service, probe->greeting.text);
	theory = theory_suppose(work, view, &cause_other_product,
		CONFIDENCE_LIKELY,
		OF_GREETING | (open_failures(view) & (OF_AUTH | OF_LIST)),
		product ? product->id : "unknown");
	theory_tell(theory,
		arena_printf(work->arena,
			"What answers at {places} is %s%s%s%s: the settings "
			"lead to another server than they mean.",
			product ? product->name : "another product",
			expected ? ", and not " : "", expected ? expected : "",
			product ? "" : " than expected"),
		"The settings lead to another server than they were made "
		"for.");
	theory_add_evidence(work, theory, "%s greets with %s",
		view_place(work, view),
		say_quote(work->arena, probe->greeting.text));
	if (product_front_end(work->arena, probe->greeting.text))
		theory_add_evidence(work, theory, "it is the front end %s",
			product_front_end(work->arena, probe->greeting.text));
}
