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
	.title = "A different server product answers",
	.explanation = "The settings say which product runs on this server, "
		       "but the greeting is another product's. The host is not "
		       "the intended one, something in between answers in its "
		       "place, or the server was replaced.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Compare the server name in your mail program "
				"with the one that your provider publishes. "
				"Try another network.",
			[AUDIENCE_HELPDESK] =
				"Compare host and port with the provider's "
				"instructions, and the result with another "
				"network. Look for an antivirus program that "
				"scans mail.",
			[AUDIENCE_ADMIN] =
				"If the server was replaced or its greeting "
				"changed, update the settings.",
		},
	.confirm = "From another network, a different greeting arrives.",
	.example = "S: * OK [CAPABILITY IMAP4rev1] Dovecot ready.",
	.match = match_product,
};

static const char *summarise(
	struct work *work, const struct product *seen, const char *expected)
{
	if (seen && expected)
		return arena_printf(work->arena,
			"The server at {places} is %s, not %s. The settings "
			"point to a different server than intended.",
			seen->name, expected);
	if (expected)
		return arena_printf(work->arena,
			"The server at {places} is not %s. The settings point "
			"to a different server than intended.",
			expected);
	return "The server at {places} is a different product than the "
	       "settings expect. They point to a different server than "
	       "intended.";
}

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
	theory_tell(theory, summarise(work, product, expected),
		"The settings point to a different server than the one they "
		"were made for.");
	theory_add_evidence(work, theory, "%s greets with %s",
		view_place(work, view),
		say_quote(work->arena, probe->greeting.text));
	if (product_front_end(work->arena, probe->greeting.text))
		theory_add_evidence(work, theory, "it is the front end %s",
			product_front_end(work->arena, probe->greeting.text));
}
