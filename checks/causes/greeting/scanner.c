/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/product.h"
#include "checks/say.h"
#include "evidence/witness.h"

static cause_match match_scanner;

const struct cause cause_antivirus_proxy = {
	.id = "antivirus-proxy",
	.first = AUDIENCE_USER,
	.title = "A virus scanner on this computer answers in place of "
		 "the server",
	.explanation = "A security program takes over the connections of the "
		       "mail program in order to look for viruses, and speaks "
		       "to the server itself. Here it answers in the server's "
		       "place, and does not get through or does not do what "
		       "the program expects.",
	.remedies =
		{
			[AUDIENCE_USER] = "Open your virus scanner's settings "
					  "and turn the protection of mail "
					  "(\"mail shield\", \"mail scanner\") "
					  "off; the protection of files stays "
					  "on. Then try again.",
			[AUDIENCE_HELPDESK] =
				"Have the mail protection of the virus "
				"scanner turned off, or this account "
				"exempted from it.",
		},
	.confirm = "With the mail protection turned off the server "
		   "itself greets.",
	.example = "S: * OK avast! IMAP Proxy\n"
		   "S: * BYE Cannot connect to IMAP server 192.0.2.25:143",
	.match = match_scanner,
};

static bool is_scanner(enum service service, struct octets words)
{
	const struct product *product = product_of_greeting(service, words);

	return product && product->kind == PRODUCT_OF_SCANNER;
}

static void suppose_scanner(
	struct work *work, const struct view *view, struct octets words)
{
	const struct product *product =
		product_of_greeting(view->endpoint->service, words);
	struct theory *theory = theory_suppose(work, view,
		&cause_antivirus_proxy, CONFIDENCE_LIKELY, OF_ALL, product->id);

	theory_tell(theory,
		arena_printf(work->arena,
			"Not the mail server but %s answers, a program on this "
			"computer that reads mail on its way.",
			product->name),
		arena_printf(work->arena,
			"A virus scanner on this computer (%s) stands between "
			"your mail program and {server}, and keeps mail from "
			"coming through.",
			product->name));
	theory_add_evidence(work, theory, "%s answers %s",
		view_place(work, view), say_quote(work->arena, words));
}

static void match_scanner(struct work *work, const struct view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];
		struct octets words = probe->greeting.text.length
					      ? probe->greeting.text
					      : probe->unexpected;

		if (witness_is(probe) &&
			is_scanner(view->endpoint->service, words)) {
			suppose_scanner(work, view, words);
			return;
		}
	}
}
