/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is the clock here wrong? */

#include "checks/causes/certificate/clocks.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "evidence/witness.h"

#include <inttypes.h>
#include <string.h>

static cause_match match_clock;
static cause_match match_early;

const struct cause cause_clock_wrong = {
	.id = "clock-wrong",
	.first = AUDIENCE_USER,
	.title = "The date of this computer is wrong",
	.explanation = "A certificate is valid from one date to another. If "
		       "the computer's clock is wrong, valid certificates look "
		       "expired or not yet valid. An empty battery on the main "
		       "board is the usual reason.",
	.remedies =
		{
			[AUDIENCE_USER] = "Correct the date, time and time "
					  "zone of your computer, turn on "
					  "automatic time, and try again.",
			[AUDIENCE_HELPDESK] =
				"Ask the caller to read out the date, "
				"including the year, that the computer shows. "
				"If it is lost again at every start, the "
				"battery is empty.",
			[AUDIENCE_NETWORK] =
				"Make sure that this network lets computers "
				"set their clocks (NTP).",
		},
	.confirm = "The computer shows a different date than a phone does.",
	.example = "-  clock of this computer: 2011-01-01\n"
		   "S: 220 mail.example.com ESMTP Exim; Tue, 03 Nov 2026 "
		   "10:00:00 +0000\n"
		   "-  certificate valid from 2026-10-01",
	.reference = "RFC 5280 section 4.1.2.5",
	.match = match_clock,
};

const struct cause cause_certificate_not_yet_valid = {
	.id = "certificate-not-yet-valid",
	.first = AUDIENCE_ADMIN,
	.title = "The server's certificate is not valid yet",
	.explanation =
		"A certificate is valid from a certain date, which has not "
		"come yet. Either it was installed too early, or it was issued "
		"by a computer with a wrong clock, or the clock here is wrong.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"First check this computer's date. If it is "
				"right, there is nothing for you to change.",
			[AUDIENCE_HELPDESK] =
				"Compare the date of the caller's computer "
				"with your own. If it is right, inform the "
				"provider.",
			[AUDIENCE_ADMIN] =
				"Install the previous certificate again until "
				"the new one is valid, and check the clock of "
				"the issuing system.",
		},
	.confirm = "Another computer with the correct date reports the same.",
	.example =
		"-  certificate: CN=mail.example.com, valid from 2026-12-01\n"
		"-  clock of this computer: 2026-11-22",
	.reference = "RFC 5280 section 4.1.2.5",
	.match = match_early,
};

#define YEAR (INT64_C(365) * 24 * 60 * 60)

/* Another host whose certificate, another one, is out of date too, while none
 * in the run is in date. */
static bool everybody_is_off(
	const struct work *work, const struct view *view, int64_t now_s)
{
	const struct tls_facts *mine = chain_judged(view->facts);
	bool other = false;

	for (size_t i = 0; i < view_other_count(work); i++) {
		const struct tls_facts *tls =
			chain_judged(work->views[i].facts);

		if (!tls)
			continue;
		if (clocks_in_date(&tls->chain[0], now_s))
			return false;
		if (!view_same_host(view, &work->views[i]) &&
			strcmp(tls->chain[0].sha256, mine->chain[0].sha256) !=
				0)
			other = true;
	}
	return other && view_other_count(work) == work->view_count;
}

/* How sure it is that the clock here is wrong; false if nothing says so. */
static bool clock_is_wrong(const struct work *work, const struct view *view,
	const struct clocks *clocks, enum confidence *ret_confidence)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	if (clocks->disagree && !clocks->agree) {
		*ret_confidence = clocks->disagree > 1 ? CONFIDENCE_CERTAIN
						       : CONFIDENCE_LIKELY;
		return clocks_in_date(
			&tls->chain[0], clocks->now_s + clocks->skew_s);
	}
	if (clocks->agree)
		return false;
	*ret_confidence = CONFIDENCE_LIKELY;
	if (clocks_issuers_too(tls, clocks->now_s) ||
		everybody_is_off(work, view, clocks->now_s))
		return true;
	*ret_confidence = CONFIDENCE_POSSIBLE;
	return tls->chain_count < 2 &&
	       tls->chain[0].not_before - clocks->now_s > YEAR / 2;
}

static void tell_clock(
	struct work *work, struct theory *theory, const struct clocks *clocks)
{
	theory_tell(theory,
		arena_printf(work->arena,
			"The date of this computer is wrong: it says %s, so "
			"the certificate of {hosts} looks out of date.",
			say_date(work->arena, clocks->now_s)),
		arena_printf(work->arena,
			"The date or time of your computer is wrong: it says "
			"%s. That makes the certificate of {server} look out "
			"of date.",
			say_date(work->arena, clocks->now_s)));
	if (clocks->witness && clocks->disagree)
		theory_advise(theory, AUDIENCE_USER,
			arena_printf(work->arena,
				"Correct the date and time of your computer "
				"(the server says that it is %s), turn on "
				"automatic time, and try again.",
				say_date(work->arena, clocks->witness_s)));
}

static void match_clock(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	struct clocks clocks;
	enum confidence confidence;
	struct theory *theory;

	if (!tls || !(open_failures(view) & OF_EXPIRY))
		return;
	clocks = clocks_ask(work);
	if (!clocks.now_s || clocks_in_date(&tls->chain[0], clocks.now_s) ||
		!clock_is_wrong(work, view, &clocks, &confidence))
		return;
	theory = theory_suppose(work, view, &cause_clock_wrong, confidence,
		OF_EXPIRY | (tls->trust == TRUST_OK ? OF_TRUST : 0), "");
	tell_clock(work, theory, &clocks);
	clocks_add_evidence(work, theory, view, &clocks);
	if (clocks_issuers_too(tls, clocks.now_s))
		theory_add_evidence(work, theory,
			"the issuers' certificates are out of date too, "
			"although they last for years");
	if (confidence != CONFIDENCE_CERTAIN)
		theory_beside(work, view, theory,
			clocks.now_s < tls->chain[0].not_before
				? &cause_certificate_not_yet_valid
				: &cause_certificate_expired,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void suppose_early(struct work *work, const struct view *view,
	const struct clocks *clocks, const struct certificate *leaf)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	bool supported = clocks->agree || tls->chain_count > 1;
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_not_yet_valid,
			supported ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
			OF_EXPIRY, view->endpoint->host);

	theory_tell(theory,
		arena_printf(work->arena,
			"The certificate of {places} is valid only from %s on, "
			"and that date has not come yet.",
			say_date(work->arena, leaf->not_before)),
		arena_printf(work->arena,
			"The certificate of {server} is valid only from %s on.",
			say_date(work->arena, leaf->not_before)));
	clocks_add_evidence(work, theory, view, clocks);
	if (!clocks->agree) {
		theory = theory_beside(work, view, theory, &cause_clock_wrong,
			CONFIDENCE_POSSIBLE, "");
		tell_clock(work, theory, clocks);
		clocks_add_evidence(work, theory, view, clocks);
	}
}

static void match_early(struct work *work, const struct view *view)
{
	const struct certificate *leaf = chain_leaf(view->facts);
	struct clocks clocks;

	if (!leaf || !(open_failures(view) & OF_EXPIRY))
		return;
	clocks = clocks_ask(work);
	if (clocks.now_s && clocks.now_s < leaf->not_before)
		suppose_early(work, view, &clocks, leaf);
}
