/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Something in this network answers instead of the server. */

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/pick.h"
#include "evidence/reached.h"
#include "evidence/speaker.h"
#include "evidence/witness.h"
#include "model/table.h"

static cause_match match_portal;
static cause_match match_anything;

const struct cause cause_captive_portal = {
	.id = "captive-portal",
	.first = AUDIENCE_USER,
	.title = "A login page of this network answers instead of the server",
	.summary = "Something in this network answers instead of {hosts}, most "
		   "likely the login page of a guest network.",
	.user_summary = "This network, often a guest Wi-Fi, wants you to log "
			"in or accept its terms in a web browser first. Until "
			"then you cannot use mail here.",
	.explanation = "Guest networks in hotels, trains and cafes answer "
		       "every connection themselves until the user has logged "
		       "in or accepted their terms in a web browser. Mail "
		       "programs cannot show that page.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open a web browser and go to any address that "
				"begins with http://. If a login page appears, "
				"log in or accept the terms. Then try mail "
				"again.",
			[AUDIENCE_HELPDESK] = "Ask the caller to open a web "
					      "page first, or to try a mobile "
					      "phone's network for comparison.",
			[AUDIENCE_NETWORK] =
				"Allow mail for users who have logged in, or "
				"exempt ports {mail ports}.",
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
	.title = "A proxy or firewall accepts every connection itself",
	.summary = "Something in this network, such as a proxy or a firewall, "
		   "accepts connections instead of {hosts}, even on a port "
		   "where no server listens.",
	.user_summary = "Something in this network intercepts the connection "
			"to {server}, and mail does not get through.",
	.explanation = "A connection to an unused port was accepted. So the "
		       "first to answer is not the server but a proxy, a "
		       "firewall or a security program in between, and mail "
		       "does not get through it properly.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try another network, for example your mobile "
				"phone's. If mail works there, tell the "
				"administrator of this network.",
			[AUDIENCE_HELPDESK] =
				"Compare with another network. If a security "
				"program runs on the computer, turn off its "
				"mail or web protection for a moment and "
				"compare.",
			[AUDIENCE_NETWORK] =
				"Exempt the mail ports {mail ports} from the "
				"proxy.",
		},
	.confirm = "From another network, an unused port of the server does "
		   "not accept connections.",
	.example = "-  connecting to 192.0.2.25 port 4: connected\n"
		   "-  connecting to 192.0.2.25 port 993: connected\n"
		   "-  closed before any greeting",
	.match = match_anything,
};

static struct octets web_words_of(const struct probe_facts *probe)
{
	const struct octets texts[] = {
		probe->unexpected, probe->greeting.text, probe->reply};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (speaker_of(texts[i]) == SPEAKER_HTTP)
			return texts[i];
	return (struct octets){0};
}

static bool heard_web(const struct probe_facts *probe, const void *wanted)
{
	(void)wanted;
	return web_words_of(probe).length;
}

/* The words of a web server that came where mail was expected. */
static struct octets web_words(const struct view *view)
{
	const struct probe_facts *probe =
		pick_first(view->facts, PICK_ALL, heard_web, NULL);

	return probe ? web_words_of(probe) : (struct octets){0};
}

static const struct view *web_stranger(
	const struct work *work, const struct view *view)
{
	for (size_t i = 0; i < view_other_count(work); i++)
		if (view_is_stranger(view, &work->views[i]) &&
			web_words(&work->views[i]).length)
			return &work->views[i];
	return NULL;
}

static void match_portal(struct work *work, const struct view *view)
{
	struct octets words = web_words(view);
	const struct view *stranger;
	bool anything = witness_follow_up(
		view->facts, QUESTION_UNUSED_PORT, reached_by);
	struct theory *theory;

	if (!open_failures(view) || !words.length)
		return;
	stranger = web_stranger(work, view);
	if (!stranger && !anything &&
		!wording_have(words, "302 |303 |307 |511 |portal"))
		return;
	theory = theory_suppose(work, view, &cause_captive_portal,
		CONFIDENCE_LIKELY, OF_ALL, "");
	theory_add_evidence(work, theory, "%s answers like a web server: %s",
		view_place(work, view), say_quote(work->arena, words));
	if (anything)
		theory_add_evidence(work, theory,
			"a connection to an unused port of %s is accepted too",
			view->endpoint->host);
	if (stranger)
		theory_add_evidence(work, theory,
			"%s answers like a web server too",
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
		"port %u of %s accepts connections, although no service uses "
		"that port",
		unused->port, view->endpoint->host);
	if (view->most && view->most->status != ST_OK)
		theory_add_evidence(work, theory, "%s: %s",
			view_place(work, view),
			say_stop(work->arena, view->most));
}
