/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Something in this network answers instead of the server. */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/reached.h"
#include "evidence/speaker.h"
#include "evidence/witness.h"

static cause_match match_portal;
static cause_match match_anything;

const struct cause cause_captive_portal = {
	.id = "captive-portal",
	.first = AUDIENCE_USER,
	.title = "A login page of this network answers in place of the "
		 "server",
	.summary = "Something in this network answers in place of {hosts}: "
		   "most likely a login page, as guest networks have it, that "
		   "has not been passed yet.",
	.user_summary = "This network (often a guest Wi-Fi) wants you to log "
			"in or to accept its terms in a web browser first. "
			"Until then no mail server can be reached.",
	.explanation = "Guest networks in hotels, trains or cafes answer "
		       "every connection themselves until somebody has logged "
		       "in or accepted their terms in a web browser. Mail "
		       "programs cannot show that page.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open a web browser and go to any page "
				"that begins with http://. If a login "
				"page appears, log in or accept the "
				"terms. Then try mail again.",
			[AUDIENCE_HELPDESK] = "Have the caller open a web page "
					      "first, or use a mobile phone's "
					      "network for comparison.",
			[AUDIENCE_NETWORK] =
				"Let mail through for those who have "
				"logged in, or exempt ports 993, 995, "
				"465 and 587.",
		},
	.confirm = "A web browser in this network shows a login page.",
	.example = "-  TLS handshake begins\n"
		   "S: HTTP/1.1 302 Found\n"
		   "S: Location: http://login.example.net/",
	.match = match_portal,
};

const struct cause cause_transparent_proxy = {
	.id = "transparent-proxy",
	.first = AUDIENCE_NETWORK,
	.title = "Something on the way takes every connection itself",
	.summary = "Something in this network takes every connection in place "
		   "of {hosts}, even to ports where no server listens: a proxy "
		   "or a firewall on the way.",
	.user_summary = "Something in this network steps in between your "
			"computer and the mail server, and mail does not get "
			"through it.",
	.explanation = "A connection even to a port that nobody uses was "
		       "accepted. So it is not the server that answers first, "
		       "but a proxy, a firewall or a security program on the "
		       "way, and mail does not get through it as it should.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try from another network, your mobile "
				"phone's say. If it works there, tell "
				"whoever runs this network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If a "
				"security program runs on the "
				"computer, compare with its mail or "
				"web protection turned off for a "
				"moment.",
			[AUDIENCE_NETWORK] =
				"Exempt the mail ports 993, 995, 465, "
				"587, 143 and 110 from the proxy.",
		},
	.confirm = "From another network a port that is not used does "
		   "not answer.",
	.example = "-  connecting to 192.0.2.25 port 4: connected\n"
		   "-  connecting to 192.0.2.25 port 993: connected\n"
		   "-  closed before any greeting",
	.match = match_anything,
};

/* The words of a web server that came where mail was expected. */
static struct octets web_words(const struct view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];
		const struct octets texts[] = {
			probe->unexpected, probe->greeting.text, probe->reply};

		for (size_t j = 0; j < 3; j++)
			if (speaker_of(texts[j]) == SPEAKER_HTTP)
				return texts[j];
	}
	return (struct octets){0};
}

static const struct view *web_stranger(
	const struct work *work, const struct view *view)
{
	for (size_t i = 0; i < work->view_count; i++)
		if (view_is_stranger(view, &work->views[i]) &&
			web_words(&work->views[i]).length)
			return &work->views[i];
	return NULL;
}

static void match_portal(struct work *work, const struct view *view)
{
	struct octets words = web_words(view);
	const struct view *stranger = web_stranger(work, view);
	bool anything = witness_follow_up(
		view->facts, QUESTION_UNUSED_PORT, reached_by);
	struct theory *theory;

	if (!open_failures(view) || !words.length ||
		(!stranger && !anything &&
			!wording_have(words, "302 |303 |307 |511 |portal")))
		return;
	theory = theory_suppose(work, view, &cause_captive_portal,
		CONFIDENCE_LIKELY, OF_ALL, "");
	theory_add_evidence(work, theory, "%s answers as a web server: %s",
		view_place(work, view), say_quote(work->arena, words));
	if (anything)
		theory_add_evidence(work, theory,
			"a connection to a port of %s that nobody uses comes "
			"about all the same",
			view->endpoint->host);
	if (stranger)
		theory_add_evidence(work, theory,
			"%s answers as a web server, too",
			view_place(work, stranger));
}

static void match_anything(struct work *work, const struct view *view)
{
	const struct probe_facts *unused = witness_follow_up(
		view->facts, QUESTION_UNUSED_PORT, reached_by);
	struct theory *theory;

	if (!unused || !open_failures(view) || !view_connected(view))
		return;
	theory = theory_suppose(work, view, &cause_transparent_proxy,
		CONFIDENCE_LIKELY, OF_ALL, "");
	theory_add_evidence(work, theory,
		"port %u of %s, which nobody uses, accepts connections",
		unused->port, view->endpoint->host);
	if (view->most && view->most->status != ST_OK)
		theory_add_evidence(work, theory, "%s: %s",
			view_place(work, view),
			say_stop(work->arena, view->most));
}
