/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The server does not want us. */

#include "checks/causes/greeting/refused.h"

#include "checks/causes/greeting/mode.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"

static cause_match match_refused;
static cause_match match_refused_rest;

const struct cause cause_greylisted = {
	.id = "greylisted",
	.first = AUDIENCE_USER,
	.title = "The server puts unknown senders off for some minutes",
	.summary = "{places} puts unknown senders off for some minutes "
		   "(greylisting), as servers do among themselves.",
	.user_summary = "{Server} asks to come back in some minutes, as it "
			"does with everybody it does not know yet.",
	.explanation = "Servers that exchange mail among themselves tell "
		       "those they do not know to come back later; junk "
		       "mailers rarely do. A mail program meets this only if "
		       "it uses the wrong entrance, or does not log in.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program open the "
				"settings of the outgoing server: use "
				"port 465 with SSL/TLS or 587 with "
				"STARTTLS, and turn on that it logs "
				"in.",
			[AUDIENCE_HELPDESK] =
				"See that the caller uses port 465 or "
				"587 with log-in, not 25.",
			[AUDIENCE_ADMIN] = "Exempt clients that log in "
					   "from greylisting.",
		},
	.confirm = "After fifteen minutes the same connection is "
		   "accepted.",
	.example = "S: 451 4.7.1 Greylisted, please try again in 300 "
		   "seconds",
	.reference = "RFC 6647 section 2",
	.match = match_refused,
	.match_rest = match_refused_rest,
};

const struct cause cause_address_blocked = {
	.id = "address-blocked",
	.first = AUDIENCE_HELPDESK,
	.title = "The server does not accept this network's address",
	.summary = "{places} turns this network's Internet address away: it "
		   "stands on a block list, or the server takes no connections "
		   "from here.",
	.user_summary = "{Server} does not accept connections from the network "
			"that you are in. It does not know who you are yet, so "
			"your account is not the reason.",
	.explanation = "The server knows the Internet address that you come "
		       "from, and turns it away: the address stands on a "
		       "block list of senders of junk mail, or the server "
		       "serves certain networks only. All computers behind "
		       "one router share that address.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Try from another network, your mobile "
				"phone's say. If you send mail by port "
				"25, use 465 or 587 instead, with "
				"log-in.",
			[AUDIENCE_HELPDESK] =
				"Look the public address of this "
				"network up in the list that the "
				"server names, and have the computers "
				"here looked at for viruses.",
			[AUDIENCE_ADMIN] =
				"Exempt clients that log in on 587 and "
				"465 from block lists.",
			[AUDIENCE_NETWORK] =
				"Find what sends junk mail from this "
				"network, stop it, and ask the list "
				"for removal.",
		},
	.confirm = "From another network the server is friendly.",
	.example = "S: 554 5.7.1 Service unavailable; client host "
		   "[192.0.2.1] blocked using a block list",
	.reference = "RFC 5321 section 3.1; RFC 5782",
	.match = match_refused,
	.match_rest = match_refused_rest,
};

const struct cause cause_server_refuses = {
	.id = "server-refuses",
	.first = AUDIENCE_HELPDESK,
	.title = "The server turns the connection away",
	.summary = "{places} answers only to say that it will not serve this "
		   "computer now.",
	.user_summary = "{Server} answers, but turns the connection away.",
	.explanation = "The server answers only to say that it will not serve "
		       "this computer, and not why in a way that a program "
		       "understands. Too many connections, maintenance and a "
		       "blocked address are the usual reasons.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close other mail programs, wait ten "
					  "minutes and try again. If it stays "
					  "so, try from another network.",
			[AUDIENCE_HELPDESK] =
				"Read the server's own words below. "
				"Compare with another network, and "
				"tell the provider.",
			[AUDIENCE_ADMIN] = "Look in the log why this "
					   "client is turned away.",
		},
	.confirm = "From another network, or after some time, the "
		   "server greets.",
	.example = "S: * BYE Connection refused",
	.reference = "RFC 9051 section 7.1.5",
	.match = match_refused,
	.match_rest = match_refused_rest,
};

void refused_suppose(struct work *work, const struct view *view,
	const struct cause *cause, const struct refusal *refusal,
	unsigned explains)
{
	struct theory *theory = theory_suppose(work, view, cause,
		refusal->confidence, explains, view->endpoint->host);

	refusal_add_evidence(work, theory, view, refusal);
	if (explains != OF_ALL)
		return;
	if (view->endpoint->mode == MODE_IMPLICIT &&
		refusal->probe->unexpected.length)
		mode_suppose_beside(work, view, theory);
	else if (refusal->confidence == CONFIDENCE_POSSIBLE)
		theory_beside(work, view, theory, &cause_server_refuses,
			CONFIDENCE_POSSIBLE, view->endpoint->host);
}

static const struct cause *cause_of(enum refusal_kind kind)
{
	switch (kind) {
	case REFUSAL_GREYLIST:
		return &cause_greylisted;
	case REFUSAL_BLOCK:
		return &cause_address_blocked;
	case REFUSAL_OTHER:
		return &cause_server_refuses;
	default:
		return NULL;
	}
}

static void match_refused(struct work *work, const struct view *view)
{
	struct refusal refusal = refusal_of_all(view);

	if (cause_of(refusal.kind))
		refused_suppose(
			work, view, cause_of(refusal.kind), &refusal, OF_ALL);
}

static void match_refused_rest(struct work *work, const struct view *view)
{
	struct refusal refusal = refusal_of_some(view);
	unsigned open = open_checks(view) & ~open_failures(view);

	if (cause_of(refusal.kind))
		refused_suppose(
			work, view, cause_of(refusal.kind), &refusal, open);
}
