/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/advice.h"
#include "checks/causes/open.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/witness.h"

static cause_match match_masked;

const struct cause cause_starttls_masked = {
	.id = "starttls-masked",
	.first = AUDIENCE_NETWORK,
	.title = "A firewall overwrites the offer of encryption",
	.summary = "A firewall in front of {places} overwrites what the "
		   "server says, which prevents encryption.",
	.user_summary = "A firewall between your computer and {server} "
			"prevents encryption.",
	.explanation = "Some firewalls inspect mail connections and overwrite "
		       "what they do not support: the greeting becomes a row "
		       "of asterisks, STARTTLS a row of X. That keeps mail "
		       "unencrypted, usually without anyone intending it.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Do not turn off encryption. {encrypted} Such "
				"firewalls leave SSL/TLS alone.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If STARTTLS is "
				"offered there, tell this network's "
				"administrator that a firewall hides it; "
				"otherwise tell the provider. {encrypted}",
			[AUDIENCE_ADMIN] =
				"If the firewall protects the server, turn off "
				"its mail inspection, or allow TLS in it. For "
				"SMTP on Cisco devices it is called \"inspect "
				"esmtp\" or \"fixup protocol smtp\".",
			[AUDIENCE_NETWORK] =
				"If the firewall protects this network, turn "
				"off its mail inspection, or allow TLS in it.",
		},
	.confirm = "If the greeting is readable and STARTTLS is offered in "
		   "another network, the firewall is here.",
	.example = "S: 220 ************************\n"
		   "C: EHLO [127.0.0.1]\n"
		   "S: 250-mail.example.com\n"
		   "S: 250 XXXXXXXA",
	.reference = "RFC 3207 section 6",
	.match = match_masked,
};

static void suppose_masked(struct work *work, const struct view *view,
	const struct probe_facts *masked, const struct probe_facts *stars)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_starttls_masked,
			masked ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, OF_ALL,
			view->endpoint->host);

	if (stars)
		theory_add_evidence(work, theory,
			"the greeting is overwritten: %s",
			say_quote(work->arena, stars->greeting.text));
	for (size_t i = 0; masked && i < masked->cleartext.item_count; i++)
		if (wording_have(masked->cleartext.items[i], "XXXX"))
			theory_add_evidence(work, theory,
				"the capabilities include %s",
				say_quote(work->arena,
					masked->cleartext.items[i]));
	if (masked)
		theory_add_evidence(work, theory,
			"%s is overwritten with a row of X",
			say_starttls(view->endpoint->service));
	stop_advise_implicit(work, theory, view);
}

static void match_masked(struct work *work, const struct view *view)
{
	struct stop stop = stop_of(view);

	if (stop.kind == STOP_MASKED)
		suppose_masked(work, view,
			witness_first(view->facts, stop_is_masked),
			witness_first(view->facts, stop_is_firewall));
}
