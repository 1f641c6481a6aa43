/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/say.h"
#include "evidence/greeting.h"
#include "evidence/tls/differ.h"
#include "evidence/version.h"
#include "evidence/witness.h"

#include <string.h>

static cause_match match_answers;

const struct cause cause_answers_differ = {
	.id = "answers-differ",
	.first = AUDIENCE_ADMIN,
	.title = "The server answers differently from one connection to the "
		 "next",
	.summary = "{Server} answers differently from one connection to the "
		   "next: some work and some do not.",
	.user_summary =
		"{Server} is unreliable. Whether mail works depends on the "
		"moment.",
	.explanation =
		"Connections to the same place were answered differently. "
		"Several computers probably share it, as with a load balancer, "
		"and are not configured alike. What works with one fails with "
		"another, so the fault comes and goes.",
	.remedies =
		{
			[AUDIENCE_USER] = "Try again; the next attempt may "
					  "work. If it keeps happening, tell "
					  "your provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider what differs between the "
				"connections. The caller does not need to "
				"change any settings.",
			[AUDIENCE_ADMIN] =
				"Compare the computers behind the load "
				"balancer, or the answers in the server's log, "
				"and configure them alike.",
		},
	.confirm = "Further checks show both answers again.",
	.example = "S: +OK POP3 ready\n"
		   "-  the next connection\n"
		   "S: SSH-2.0-OpenSSH_9.2",
	.at_times = true,
	.match = match_answers,
};

static const struct finding *find_failed(
	const struct view *view, const char *check)
{
	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (strcmp(finding->check, check) == 0 &&
			finding->status == VERDICT_FAIL)
			return finding;
	}
	return NULL;
}

static struct theory *suppose(struct work *work, const struct view *view,
	const struct finding *finding, unsigned explains)
{
	struct theory *theory;

	if (!finding)
		return NULL;
	theory = theory_suppose(work, view, &cause_answers_differ,
		CONFIDENCE_LIKELY, explains, view_place(work, view));
	theory_add_evidence(work, theory, "%s: %s", view_place(work, view),
		finding->observed);
	return theory;
}

/* What was seen where the handshake was made is a fault of its own. */
static unsigned except_seen(const struct view *view)
{
	return OF_ALL &
	       ~(open_failures(view) & (OF_CERTIFICATE | OF_STRENGTH | OF_AUTH |
					       OF_CLEARTEXT | OF_INJECTION));
}

static const char *say_difference(
	struct work *work, const struct differ_tally *tally)
{
	if (tally->alone)
		return arena_printf(work->arena,
			"{Server} refuses %s on some connections and accepts "
			"it on others.",
			say_versions(work->arena, tally->alone));
	return version_made(tally->first) == TLS_NONE
		       ? "{Server} refuses encryption on some connections and "
			 "accepts the same offer on others."
		       : "{Server} chooses an outdated TLS version on some "
			 "connections and a newer one on others.";
}

static void suppose_tls(struct work *work, const struct view *view)
{
	struct differ_tally tally = differ_count(view->facts);
	const struct finding *finding = find_failed(view, "tls-varies");
	struct theory *theory = suppose(work, view, finding,
		tally.alone ? OF_DIFFERS : except_seen(view));

	if (theory)
		theory_tell(theory, say_difference(work, &tally), NULL);
}

static bool agreed(const struct probe_facts *probe)
{
	return probe->starttls_agreed;
}

static bool lists_starttls(const struct probe_facts *probe)
{
	return probe->cleartext.starttls;
}

static bool refused(const struct probe_facts *probe)
{
	return probe->starttls_sent && !probe->starttls_agreed &&
	       (probe->status == ST_REFUSED || probe->status == ST_NOT_OFFERED);
}

static bool lacks_starttls(const struct probe_facts *probe)
{
	return probe->cleartext.seen && !probe->cleartext.starttls;
}

/* Whichever of the connections it was: one that lists no STARTTLS, and takes
 * it all the same, is another matter. */
static bool encrypts_at_times(const struct endpoint_facts *facts)
{
	return facts->endpoint.mode == MODE_EXPLICIT &&
	       witness_first(facts, agreed) &&
	       (witness_first(facts, refused) ||
		       (witness_first(facts, lists_starttls) &&
			       witness_first(facts, lacks_starttls)));
}

static void match_answers(struct work *work, const struct view *view)
{
	if ((open_failures(view) & OF_STARTTLS) &&
		encrypts_at_times(view->facts))
		suppose(work, view, find_failed(view, "capability-starttls"),
			except_seen(view));
	if (!(open_failures(view) & OF_DIFFERS) ||
		greeting_awaits_client(view->facts))
		return;
	suppose(work, view, find_failed(view, "greeting-varies"),
		except_seen(view));
	suppose_tls(work, view);
	suppose(work, view, find_failed(view, "capability-varies"),
		OF_DIFFERS | OF_AUTH);
}
