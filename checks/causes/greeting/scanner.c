/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/product.h"
#include "checks/say.h"
#include "evidence/pick.h"

static cause_match match_scanner;

const struct cause cause_antivirus_proxy = {
	.id = "antivirus-proxy",
	.first = AUDIENCE_USER,
	.title = "An antivirus program on this computer answers instead of the "
		 "server",
	.explanation =
		"A security program takes over the mail program's connections "
		"to scan mail for viruses, and connects to the server itself. "
		"Here it answers in the server's place, but cannot reach the "
		"server or does not do what the mail program expects.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open your antivirus program's settings and "
				"turn off mail protection (\"mail shield\", "
				"\"mail scanner\"); file protection stays on. "
				"Then try again.",
			[AUDIENCE_HELPDESK] =
				"Have the caller turn off the antivirus "
				"program's mail protection, or exclude this "
				"account from it.",
		},
	.confirm = "With mail protection turned off, the server itself greets.",
	.example = "S: * OK avast! IMAP Proxy\n"
		   "S: * BYE Cannot connect to IMAP server 192.0.2.25:143",
	.match = match_scanner,
};

static struct octets words_of(const struct probe_facts *probe)
{
	return probe->greeting.text.length ? probe->greeting.text
					   : probe->unexpected;
}

static bool is_scanner(const struct probe_facts *probe, const void *service)
{
	const struct product *product = product_of_greeting(
		*(const enum service *)service, words_of(probe));

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
			"%s answers instead of the mail server. It is a "
			"program on this computer that scans mail.",
			product->name),
		arena_printf(work->arena,
			"An antivirus program on this computer (%s) stands "
			"between your mail program and {server}, and mail does "
			"not get through.",
			product->name));
	theory_add_evidence(work, theory, "%s answers %s",
		view_place(work, view), say_quote(work->arena, words));
}

static void match_scanner(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = pick_first(view->facts,
		PICK_WITNESSES, is_scanner, &view->endpoint->service);

	if (probe)
		suppose_scanner(work, view, words_of(probe));
}
