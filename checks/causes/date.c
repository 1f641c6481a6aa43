/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Certificates out of date: is it theirs, or is the clock here wrong? */

#include "checks/causes/match.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "evidence/greeting.h"
#include "evidence/witness.h"

#include <inttypes.h>
#include <string.h>

#define MINUTE INT64_C(60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define YEAR (365 * DAY)
#define WITNESSES 20 /* are enough */

/* What the clocks of servers say of the one here. */
struct clocks {
	int64_t now_s;
	size_t agree;    /* hosts within an hour */
	size_t disagree; /* by more than a day */
	int64_t skew_s;  /* theirs less ours, of the last that disagrees */
	const struct view *witness;
	int64_t witness_s;
};

static int64_t magnitude(int64_t value)
{
	return value < 0 ? -value : value;
}

static struct clocks ask_clocks(struct work *work)
{
	struct clocks clocks = {.now_s = work->report->local.now_s};

	if (work->clocks)
		return *work->clocks;
	if (!clocks.now_s)
		clocks.now_s = work->report->started_s;
	for (size_t i = 0; i < work->view_count &&
			   clocks.agree + clocks.disagree < WITNESSES;
		i++) {
		int64_t time_s = greeting_time_s(work->views[i].facts);
		int64_t skew = time_s - clocks.now_s;
		bool known = false;

		for (size_t j = 0; j < i && !known; j++)
			known = view_same_host(
					&work->views[i], &work->views[j]) &&
				greeting_time_s(work->views[j].facts);
		if (!time_s || known)
			continue;
		if (magnitude(skew) < HOUR) {
			clocks.agree++;
		} else if (magnitude(skew) > DAY) {
			clocks.disagree++;
			clocks.skew_s = skew;
		}
		if (!clocks.witness || magnitude(skew) > DAY) {
			clocks.witness = &work->views[i];
			clocks.witness_s = time_s;
		}
	}
	work->clocks = arena_alloc(work->arena, sizeof(clocks));
	*work->clocks = clocks;
	return clocks;
}

static bool in_date(const struct certificate *certificate, int64_t at_s)
{
	return at_s >= certificate->not_before &&
	       at_s <= certificate->not_after;
}

/* Whether a certificate above the server's own is out of date as well, in the
 * same direction: those last for years. */
static bool issuers_too(const struct tls_facts *tls, int64_t now_s)
{
	bool early = now_s < tls->chain[0].not_before;

	if (tls->trust_dates_bad)
		return true;
	for (size_t i = 1; i < tls->chain_count; i++)
		if (early ? now_s < tls->chain[i].not_before
			  : now_s > tls->chain[i].not_after)
			return true;
	return false;
}

/* Another host whose certificate, another one, is out of date too, while none
 * in the run is in date. */
static bool everybody_is_off(
	const struct work *work, const struct view *view, int64_t now_s)
{
	const struct tls_facts *mine = chain_judged(view->facts);
	bool other = false;

	for (size_t i = 0; i < work->view_count; i++) {
		const struct tls_facts *tls =
			chain_judged(work->views[i].facts);

		if (!tls)
			continue;
		if (in_date(&tls->chain[0], now_s))
			return false;
		if (!view_same_host(view, &work->views[i]) &&
			strcmp(tls->chain[0].sha256, mine->chain[0].sha256) !=
				0)
			other = true;
	}
	return other;
}

static const char *date(struct work *work, int64_t seconds)
{
	return say_date(work->arena, seconds);
}

static void add_dates(struct work *work, struct theory *theory,
	const struct view *view, const struct clocks *clocks)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	theory_add_evidence(work, theory, "%s: certificate valid from %s to %s",
		view_place(work, view), date(work, tls->chain[0].not_before),
		date(work, tls->chain[0].not_after));
	theory_add_evidence(work, theory, "this computer's clock says %s",
		date(work, clocks->now_s));
	if (!clocks->witness)
		return;
	if (magnitude(clocks->witness_s - clocks->now_s) > DAY)
		theory_add_evidence(work, theory, "the clock of %s says %s",
			clocks->witness->endpoint->host,
			date(work, clocks->witness_s));
	else if (magnitude(clocks->witness_s - clocks->now_s) > 5 * MINUTE)
		theory_add_evidence(work, theory,
			"the clock of %s is %" PRId64 " minutes off this one",
			clocks->witness->endpoint->host,
			magnitude(clocks->witness_s - clocks->now_s) / MINUTE);
	else
		theory_add_evidence(work, theory,
			"the clock of %s agrees with this computer's",
			clocks->witness->endpoint->host);
}

/* How sure it is that the clock here is wrong; false if nothing says so. */
static bool clock_is_wrong(const struct work *work, const struct view *view,
	const struct clocks *clocks, enum confidence *ret_confidence)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	if (clocks->disagree && !clocks->agree) {
		*ret_confidence = clocks->disagree > 1 ? CONFIDENCE_CERTAIN
						       : CONFIDENCE_LIKELY;
		return in_date(&tls->chain[0], clocks->now_s + clocks->skew_s);
	}
	if (clocks->agree)
		return false;
	*ret_confidence = CONFIDENCE_LIKELY;
	if (issuers_too(tls, clocks->now_s) ||
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
			"The date of this computer is wrong: it says %s, and "
			"by that the certificate of {hosts} is out of date.",
			date(work, clocks->now_s)),
		arena_printf(work->arena,
			"The date or time of your computer is wrong: it says "
			"%s. The proof of identity of {server} looks out of "
			"date because of that.",
			date(work, clocks->now_s)));
	if (clocks->witness && clocks->disagree)
		theory_advise(theory, AUDIENCE_USER,
			arena_printf(work->arena,
				"Set the date and time of your computer right "
				"(the server says it is %s), turn on setting "
				"them automatically, and try again.",
				date(work, clocks->witness_s)));
}

void match_clock(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	struct clocks clocks;
	enum confidence confidence;
	struct theory *theory;

	if (!tls || !(open_failures(view) & OF_EXPIRY))
		return;
	clocks = ask_clocks(work);
	if (!clocks.now_s || in_date(&tls->chain[0], clocks.now_s) ||
		!clock_is_wrong(work, view, &clocks, &confidence))
		return;
	theory = theory_suppose(work, view, &cause_clock_wrong, confidence,
		OF_EXPIRY | (tls->trust == TRUST_OK ? OF_TRUST : 0), "");
	tell_clock(work, theory, &clocks);
	add_dates(work, theory, view, &clocks);
	if (issuers_too(tls, clocks.now_s))
		theory_add_evidence(work, theory,
			"those who vouch for it are out of date as well, "
			"though they last for years");
	if (confidence != CONFIDENCE_CERTAIN)
		theory_beside(work, view, theory,
			clocks.now_s < tls->chain[0].not_before
				? &cause_certificate_not_yet_valid
				: &cause_certificate_expired,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void suppose_expired(struct work *work, const struct view *view,
	const struct clocks *clocks, const struct certificate *leaf)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_expired,
			clocks->agree ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
			OF_EXPIRY, view->endpoint->host);

	theory_tell(theory,
		arena_printf(work->arena,
			"The certificate of {places} ran out on %s and was not "
			"replaced.",
			date(work, leaf->not_after)),
		arena_printf(work->arena,
			"The proof of identity of {server} ran out on %s. "
			"Whoever runs the server has to renew it.",
			date(work, leaf->not_after)));
	add_dates(work, theory, view, clocks);
	if (!clocks->agree)
		theory_advise(theory, AUDIENCE_USER,
			arena_printf(work->arena,
				"Your computer says that today is %s. If that "
				"is wrong, set its date. If it is right, there "
				"is nothing for you to set; do not tell "
				"the program to accept the certificate, and "
				"wait for the provider.",
				date(work, clocks->now_s)));
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
			"The certificate of {places} is good only from %s on, "
			"and that day has not come yet.",
			date(work, leaf->not_before)),
		arena_printf(work->arena,
			"The proof of identity of {server} is good only from "
			"%s on.",
			date(work, leaf->not_before)));
	add_dates(work, theory, view, clocks);
	if (!clocks->agree) {
		theory = theory_beside(work, view, theory, &cause_clock_wrong,
			CONFIDENCE_POSSIBLE, "");
		tell_clock(work, theory, clocks);
		add_dates(work, theory, view, clocks);
	}
}

static void suppose_stale(struct work *work, const struct view *view,
	const struct clocks *clocks, const struct tls_facts *tls)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_certificate_issuer_expired,
			CONFIDENCE_LIKELY, OF_TRUST, view->endpoint->host);

	theory_tell(theory,
		"The certificate of {places} is in date, but one of those that "
		"vouch for it has run out.",
		"The proof of identity of {server} rests on another one that "
		"has run out. Whoever runs the server has to put that right.");
	for (size_t i = 1; i < tls->chain_count; i++)
		if (!in_date(&tls->chain[i], clocks->now_s))
			theory_add_evidence(work, theory,
				"%s: valid from %s to %s",
				say_quote(work->arena, tls->chain[i].subject),
				date(work, tls->chain[i].not_before),
				date(work, tls->chain[i].not_after));
	add_dates(work, theory, view, clocks);
}

void match_dates(struct work *work, const struct view *view)
{
	const struct tls_facts *tls = chain_judged(view->facts);
	struct clocks clocks;

	if (!tls || !(open_failures(view) & (OF_EXPIRY | OF_TRUST)))
		return;
	clocks = ask_clocks(work);
	if (!clocks.now_s)
		return;
	if ((open_failures(view) & OF_TRUST) && tls->trust == TRUST_OK &&
		tls->trust_dates_bad)
		suppose_stale(work, view, &clocks, tls);
	if (!(open_failures(view) & OF_EXPIRY))
		return;
	if (clocks.now_s < tls->chain[0].not_before)
		suppose_early(work, view, &clocks, &tls->chain[0]);
	else
		suppose_expired(work, view, &clocks, &tls->chain[0]);
}
