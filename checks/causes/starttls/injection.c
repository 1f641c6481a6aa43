/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/witness.h"

static cause_match match_injection;

const struct cause cause_starttls_injection = {
	.id = "starttls-injection",
	.first = AUDIENCE_ADMIN,
	.title = "Clear text slips in where encryption begins",
	.summary = "{places} takes in, or sends, clear text at the very moment "
		   "when encryption begins: a fault through which somebody on "
		   "the way could slip in commands.",
	.user_summary = "The way in which {server} begins its encryption has a "
			"gap. Somebody on the way could use it.",
	.explanation = "Between the consent to encrypt and the encryption "
		       "there must be nothing. Here something came in "
		       "between. A program that takes it for a part of the "
		       "encrypted dialogue can be fooled by anybody on the "
		       "way. Most often it is an old fault of the server's "
		       "software.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Use the port for SSL/TLS if there is "
				"one; it does not have this gap.",
			[AUDIENCE_HELPDESK] = "Tell the provider. Compare with "
					      "another network.",
			[AUDIENCE_ADMIN] =
				"Update the server's software, and see "
				"that it throws away what it has read "
				"in clear text when TLS begins.",
			[AUDIENCE_NETWORK] =
				"If it is seen from this network only, "
				"find what meddles with mail "
				"connections.",
		},
	.confirm = "From another network the same octets come: it is "
		   "the server.",
	.example = "C: STARTTLS\n"
		   "S: 220 ready\n"
		   "S: 250 injected\n"
		   "-  TLS handshake begins",
	.reference = "RFC 3207 section 4.2; RFC 9051 section 11.1",
	.match = match_injection,
};

static bool was_injected(const struct probe_facts *probe)
{
	return probe->injected.length > 0;
}

static void match_injection(struct work *work, const struct view *view)
{
	const struct probe_facts *probe =
		witness_first(view->facts, was_injected);
	struct theory *theory;

	if (!probe || !(open_failures(view) & OF_INJECTION))
		return;
	theory = theory_suppose(work, view, &cause_starttls_injection,
		CONFIDENCE_LIKELY, OF_INJECTION, view_place(work, view));
	theory_add_evidence(work, theory,
		"%s: behind the consent to encrypt came, unencrypted, %s",
		view_place(work, view),
		say_quote(work->arena, probe->injected));
}
