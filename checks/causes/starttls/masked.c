/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/advice.h"
#include "checks/causes/open.h"
#include "checks/causes/starttls/stop.h"
#include "checks/causes/theory.h"
#include "checks/causes/wording.h"
#include "checks/product.h"
#include "checks/say.h"
#include "evidence/witness.h"

static cause_match match_masked;

const struct cause cause_starttls_masked = {
	.id = "starttls-masked",
	.first = AUDIENCE_NETWORK,
	.title = "A firewall writes over the offer to encrypt",
	.summary = "A firewall on the way to {places} writes over the server's "
		   "words and so keeps mail from being encrypted.",
	.user_summary = "A firewall between your computer and {server} keeps "
			"the connection from being encrypted.",
	.explanation = "Some firewalls inspect mail and blot out what "
		       "they do not know or do not want: the greeting "
		       "becomes a row of stars, STARTTLS a row of X. "
		       "They keep mail unencrypted that way, most "
		       "often without anybody having meant it.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program choose the port "
				"for SSL/TLS (465 for sending), which "
				"such firewalls leave alone. Do not "
				"turn the encryption off.",
			[AUDIENCE_HELPDESK] =
				"Have the caller use port 465 with "
				"SSL/TLS, and report the firewall.",
			[AUDIENCE_ADMIN] =
				"If the firewall stands before the "
				"server: turn its inspection of SMTP "
				"off there (on Cisco devices \"inspect "
				"esmtp\" or \"fixup protocol smtp\"), "
				"or allow TLS in it.",
			[AUDIENCE_NETWORK] =
				"If the firewall stands before this "
				"network: turn its inspection of SMTP "
				"off, or allow TLS in it.",
		},
	.confirm = "From another network the greeting is readable and "
		   "STARTTLS is offered: the firewall is here.",
	.example = "S: 220 ************************\n"
		   "C: EHLO [127.0.0.1]\n"
		   "S: 250-mail.example.com\n"
		   "S: 250 XXXXXXXA",
	.reference = "RFC 3207 section 6",
	.match = match_masked,
};

static bool is_masked(const struct probe_facts *probe)
{
	return probe->cleartext.masked && !probe->cleartext.starttls;
}

static bool is_firewall(const struct probe_facts *probe)
{
	const struct product *product =
		product_of_greeting(SERVICE_SMTP, probe->greeting.text);

	return product && product->kind == PRODUCT_OF_FIREWALL;
}

static void suppose_masked(struct work *work, const struct view *view,
	const struct probe_facts *masked, const struct probe_facts *stars)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_starttls_masked,
			masked ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, OF_ALL,
			view->endpoint->host);

	if (stars)
		theory_add_evidence(work, theory,
			"the greeting is blotted out: %s",
			say_quote(work->arena, stars->greeting.text));
	for (size_t i = 0; masked && i < masked->cleartext.item_count; i++)
		if (wording_have(masked->cleartext.items[i], "XXXX"))
			theory_add_evidence(work, theory,
				"among the capabilities stands %s",
				say_quote(work->arena,
					masked->cleartext.items[i]));
	if (masked)
		theory_add_evidence(work, theory,
			"where STARTTLS should stand, there is a row of X");
	advice_settings(work, theory, view, NULL,
		service_port(SERVICE_SMTP, MODE_IMPLICIT), MODE_IMPLICIT);
}

static void match_masked(struct work *work, const struct view *view)
{
	struct stop stop = stop_of(view);

	if (stop.kind == STOP_MASKED)
		suppose_masked(work, view,
			witness_first(view->facts, is_masked),
			witness_first(view->facts, is_firewall));
}
