/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Keys that current programs refuse, and whose they are. */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "checks/several/strength.h"
#include "model/table.h"

static cause_match match_strength;

const struct cause cause_dh_group_weak = {
	.id = "dh-group-weak",
	.first = AUDIENCE_ADMIN,
	.title = "The server's Diffie-Hellman group is too small",
	.summary = "The Diffie-Hellman group of {places} is so small that "
		   "current mail programs refuse it.",
	.user_summary = "{Server} uses an outdated kind of encryption that "
			"current mail programs refuse.",
	.explanation =
		"The server exchanges keys over a Diffie-Hellman group of 1024 "
		"bits or less. Such a group can be broken with enough effort, "
		"so current programs end the handshake with an error such as "
		"\"dh key too small\".",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings. Tell your provider.",
			[AUDIENCE_HELPDESK] = "Inform the provider.",
			[AUDIENCE_ADMIN] =
				"Prefer ECDHE, or use a group of at least 2048 "
				"bits: Dovecot's ssl_dh (from 2.4 on, "
				"ssl_server_dh_file), Postfix's "
				"smtpd_tls_dh1024_param_file and Exim's "
				"tls_dhparam name it.",
		},
	.confirm = "`openssl s_client` reports the same size as \"Server Temp "
		   "Key\".",
	.example = "-  TLS 1.2, DHE with 1024 bits",
	.reference = "RFC 9325 section 4.1; RFC 7919",
	.match = match_strength,
};

static void match_strength(struct work *work, const struct view *view)
{
	static const struct cause *const causes[] = {
		[WEAK_NOTHING] = &cause_unknown,
		[WEAK_KEY] = &cause_certificate_weak,
		[WEAK_SIGNATURE] = &cause_certificate_weak,
		[WEAK_AUTHORITY] = &cause_certificate_wrong_purpose,
		[WEAK_STAPLE] = &cause_certificate_ocsp,
		[WEAK_GROUP] = &cause_dh_group_weak,
	};
	static_assert(COUNT_OF(causes) == WEAK_GROUP + 1, "a weakness's cause");
	struct weak_place place;
	enum weakness weakness;
	struct theory *theory;

	if (!(open_failures(view) & OF_STRENGTH))
		return;
	weakness = strength_find(view->facts, &place);
	if (weakness == WEAK_NOTHING)
		return;
	theory =
		theory_suppose(work, view, causes[weakness], CONFIDENCE_CERTAIN,
			OF_STRENGTH | OF_TRUST, view->endpoint->host);
	if (weakness == WEAK_GROUP) {
		theory_add_evidence(work, theory,
			"%s: with %s the group has %u bits",
			view_place(work, view),
			say_tls(work->arena, place.probe->tls.version),
			place.probe->tls.dh_bits);
		return;
	}
	theory_add_evidence(work, theory,
		"%s: %s has a key of %u bits (%s) and is signed with %s",
		view_place(work, view),
		say_quote(work->arena, place.certificate->subject),
		place.certificate->key_bits,
		place.certificate->key ? place.certificate->key : "unknown",
		place.certificate->signature ? place.certificate->signature
					     : "an unknown algorithm");
}
