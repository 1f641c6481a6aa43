/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/certificate/clocks.h"

#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "evidence/greeting.h"
#include "evidence/witness.h"

#include <inttypes.h>

#define MINUTE INT64_C(60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define WITNESSES 20 /* are enough */

static int64_t magnitude(int64_t value)
{
	return value < 0 ? -value : value;
}

struct clocks clocks_ask(struct work *work)
{
	struct clocks clocks = {.now_s = work->report->local.now_s};

	if (work->clocks)
		return *work->clocks;
	if (!clocks.now_s)
		clocks.now_s = work->report->started_s;
	for (size_t i = 0; i < work->view_count &&
			   clocks.agree + clocks.disagree < WITNESSES;
		i++) {
		const struct view *view = &work->views[i];
		int64_t time_s = greeting_time_s(view->facts);
		int64_t skew = time_s - clocks.now_s;
		bool known = false;

		for (size_t j = 0; time_s && j < view->peer_count && !known;
			j++)
			known = view->peers[j]->index < i &&
				greeting_time_s(view->peers[j]->facts);
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

bool clocks_in_date(const struct certificate *certificate, int64_t at_s)
{
	return at_s >= certificate->not_before &&
	       at_s <= certificate->not_after;
}

bool clocks_issuers_too(const struct tls_facts *tls, int64_t now_s)
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

void clocks_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct clocks *clocks)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	theory_add_evidence(work, theory, "%s: certificate valid from %s to %s",
		view_place(work, view),
		say_date(work->arena, tls->chain[0].not_before),
		say_date(work->arena, tls->chain[0].not_after));
	theory_add_evidence(work, theory, "this computer's clock says %s",
		say_date(work->arena, clocks->now_s));
	if (!clocks->witness)
		return;
	if (magnitude(clocks->witness_s - clocks->now_s) > DAY)
		theory_add_evidence(work, theory, "the clock of %s says %s",
			clocks->witness->endpoint->host,
			say_date(work->arena, clocks->witness_s));
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
