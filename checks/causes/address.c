/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A name with several addresses that do not all behave alike. */

#include "checks/causes/match.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/say.h"
#include "evidence/witness.h"

#include <string.h>

#define ADDRESSES 16

/* What became of one address over all the probes. */
struct standing {
	const struct attempt *attempt; /* the one that tells most */
	size_t completed;              /* dialogues that came to their end */
	size_t broken;                 /* that did not, though connected */
	const struct probe_facts *broke;
};

struct standings {
	struct standing list[ADDRESSES];
	size_t count;
};

static bool has_failed(const struct attempt *attempt)
{
	return attempt->tried && !attempt->connected && !attempt->overtaken &&
	       (attempt->status == ST_TIMEOUT ||
		       attempt->status == ST_CONN_REFUSED ||
		       attempt->status == ST_UNREACHABLE ||
		       attempt->status == ST_RESET);
}

static struct standing *find_standing(
	struct standings *standings, const struct attempt *attempt)
{
	for (size_t i = 0; i < standings->count; i++)
		if (strcmp(standings->list[i].attempt->address,
			    attempt->address) == 0)
			return &standings->list[i];
	if (standings->count == ADDRESSES)
		return NULL;
	standings->list[standings->count] =
		(struct standing){.attempt = attempt};
	return &standings->list[standings->count++];
}

static void note(struct standings *standings, const struct probe_facts *probe,
	const struct attempt *attempt)
{
	struct standing *standing = find_standing(standings, attempt);

	if (!standing || !attempt->tried)
		return;
	if (attempt->connected ||
		(has_failed(attempt) && !standing->attempt->connected))
		standing->attempt = attempt;
	if (!attempt->connected || probe->connect_only ||
		probe->status == ST_THROTTLED)
		return;
	if (probe->outcome == OUTCOME_COMPLETED) {
		standing->completed++;
	} else if (probe->purpose == PURPOSE_BEST ||
		   probe->question == QUESTION_ADDRESS) {
		standing->broken++;
		standing->broke = probe;
	}
}

static bool asks_the_endpoint(const struct probe_facts *probe)
{
	return witness_is(probe) || probe->question == QUESTION_ADDRESS;
}

static struct standings stand(const struct view *view)
{
	struct standings standings = {.count = 0};

	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		for (size_t j = 0;
			asks_the_endpoint(probe) && j < probe->attempt_count;
			j++)
			note(&standings, probe, &probe->attempts[j]);
	}
	return standings;
}

static void add_standings(struct work *work, struct theory *theory,
	const struct view *view, const struct standings *standings)
{
	for (size_t i = 0; i < standings->count; i++) {
		const struct standing *standing = &standings->list[i];
		const char *words = "not needed";

		if (standing->completed)
			words = "works";
		else if (standing->broken)
			words = say_stop(work->arena, standing->broke);
		else if (standing->attempt->connected)
			words = "connected";
		else if (has_failed(standing->attempt))
			words = status_words(standing->attempt->status);
		theory_add_evidence(work, theory, "%s, port %u: %s",
			standing->attempt->address, view->endpoint->port,
			words);
	}
}

/* Connections, by family. */
struct families {
	size_t good[2]; /* IPv4, IPv6 */
	size_t bad[2];
};

static struct families count_families(const struct standings *standings)
{
	struct families families = {{0, 0}, {0, 0}};

	for (size_t i = 0; i < standings->count; i++) {
		const struct attempt *attempt = standings->list[i].attempt;

		if (attempt->connected)
			families.good[attempt->ipv6]++;
		else if (has_failed(attempt))
			families.bad[attempt->ipv6]++;
	}
	return families;
}

/* Another host for which this family fails, or works. */
static const struct view *other_host(
	struct work *work, const struct view *view, bool ipv6, bool good)
{
	for (size_t i = 0; i < work->view_count; i++) {
		struct standings standings;
		struct families families;

		if (view_same_host(view, &work->views[i]))
			continue;
		standings = stand(&work->views[i]);
		families = count_families(&standings);
		if (good ? families.good[ipv6] > 0
			 : families.bad[ipv6] && !families.good[ipv6])
			return &work->views[i];
	}
	return NULL;
}

static void suppose_family(struct work *work, const struct view *view,
	const struct standings *standings, bool ipv6)
{
	const char *broken = ipv6 ? "IPv6" : "IPv4";
	const struct view *like = other_host(work, view, ipv6, false);
	const struct view *unlike = other_host(work, view, ipv6, true);
	struct theory *theory;

	if (unlike) {
		theory = theory_suppose(work, view, &cause_one_server_down,
			CONFIDENCE_LIKELY, OF_CONNECT, view->endpoint->host);
		theory_tell(theory,
			arena_printf(work->arena,
				"The %s address of {hosts} does not answer, "
				"though %s works from here to other servers.",
				broken, broken),
			"One of the computers behind {server} does not answer. "
			"Mail may take longer than usual.");
		add_standings(work, theory, view, standings);
		theory_add_evidence(work, theory, "%s was reached over %s",
			unlike->endpoint->host, broken);
		return;
	}
	theory = theory_suppose(work, view,
		ipv6 ? &cause_ipv6_broken : &cause_ipv4_broken,
		like ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_CONNECT, "");
	theory_tell(theory,
		arena_printf(work->arena,
			"Connections over %s do not come about, while those "
			"over %s do: the line for %s is broken.",
			broken, ipv6 ? "IPv4" : "IPv6", broken),
		"One of the two ways from this network to the Internet is "
		"broken. Mail programs try it first and wait, so that mail "
		"comes late or not at all.");
	add_standings(work, theory, view, standings);
	if (!like)
		theory_beside(work, view, theory, &cause_one_server_down,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static void suppose_one_down(struct work *work, const struct view *view,
	const struct standings *standings)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_one_server_down,
			CONFIDENCE_LIKELY, OF_CONNECT, view->endpoint->host);

	theory_tell(theory,
		"{hosts} stands for several computers, and at least one of "
		"them does not answer.",
		"One of the computers behind {server} does not answer. It "
		"works or not depending on which one your program happens to "
		"take.");
	add_standings(work, theory, view, standings);
}

static void suppose_unlike(struct work *work, const struct view *view,
	const struct standings *standings)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_members_differ,
			CONFIDENCE_LIKELY, OF_ALL, view->endpoint->host);

	theory_tell(theory,
		"{hosts} stands for several computers, and they do not behave "
		"alike: some work and some do not.",
		"{Server} consists of several computers, and one of them is "
		"faulty. It works or not depending on which one your program "
		"happens to take.");
	add_standings(work, theory, view, standings);
}

void match_addresses(struct work *work, const struct view *view)
{
	struct standings standings = stand(view);
	struct families families = count_families(&standings);
	size_t working = 0, broken = 0;

	for (size_t i = 0; i < standings.count; i++) {
		working += standings.list[i].completed > 0;
		broken += standings.list[i].broken > 0 &&
			  !standings.list[i].completed;
	}
	if (working && broken)
		suppose_unlike(work, view, &standings);
	if (!(open_checks(view) & OF_CONNECT) || !view_connected(view))
		return;
	for (int ipv6 = 1; ipv6 >= 0; ipv6--)
		if (families.bad[ipv6] && !families.good[ipv6] &&
			families.good[!ipv6]) {
			suppose_family(work, view, &standings, ipv6);
			return;
		}
	if (families.bad[0] + families.bad[1])
		suppose_one_down(work, view, &standings);
}
