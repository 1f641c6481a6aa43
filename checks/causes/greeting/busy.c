/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The server has no time for us now. */

#include "checks/causes/cause.h"
#include "checks/causes/greeting/refusal.h"
#include "checks/causes/greeting/refused.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

static cause_match match_busy;
static cause_match match_busy_rest;

const struct cause cause_throttled = {
	.id = "throttled",
	.first = AUDIENCE_USER,
	.title = "The server is too busy for more connections",
	.summary = "The server at {places} is too busy for more connections at "
		   "the moment.",
	.user_summary =
		"{Server} is too busy for more connections at the moment.",
	.explanation =
		"A server accepts only a limited number of connections in a "
		"given time and turns the rest away. This is not a fault, but "
		"it keeps the check, and mail programs, from being served.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Close mail programs on your other devices, "
				"wait ten minutes and try again.",
			[AUDIENCE_HELPDESK] =
				"Wait, then run the check again. If this "
				"happens often, find out how many devices use "
				"the account at the same time.",
			[AUDIENCE_ADMIN] =
				"If this client should be allowed, check the "
				"connection limits per address and per user.",
		},
	.confirm = "After a few minutes, the same check succeeds.",
	.example = "S: 421 4.7.0 Try again later",
	.reference = "RFC 5321 section 3.8; RFC 5530; RFC 3206",
	.match = match_busy,
	.match_rest = match_busy_rest,
};

const struct cause cause_connections_limit = {
	.id = "connections-limit",
	.first = AUDIENCE_USER,
	.title = "Too many connections at the same time",
	.summary = "The server at {places} already has too many connections "
		   "from this network or this account.",
	.user_summary = "Too many programs or devices are connected to "
			"{server} at the same time.",
	.explanation = "Servers limit the number of connections per account or "
		       "per network address. Phones, tablets and open mail "
		       "programs keep theirs for hours, and all computers "
		       "behind one router count as one.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Close mail programs on your other devices, or "
				"turn off mail there for a moment. Wait ten "
				"minutes and try again.",
			[AUDIENCE_HELPDESK] =
				"Count the devices that use the account. Set "
				"the number of connections in the mail program "
				"to two or fewer.",
			[AUDIENCE_ADMIN] =
				"If many users share one address, raise the "
				"limit of connections per address or per user.",
		},
	.confirm = "With other mail programs closed, the connection succeeds.",
	.example =
		"S: * BYE Maximum number of connections from user+IP exceeded",
	.reference = "RFC 5530 section 3; RFC 2449 section 8.1.2",
	.match = match_busy,
	.match_rest = match_busy_rest,
};

const struct cause cause_maintenance = {
	.id = "maintenance",
	.first = AUDIENCE_USER,
	.title = "The server is out of service at the moment",
	.summary = "The server at {places} says that it is out of service at "
		   "the moment.",
	.user_summary = "{Server} is out of service at the moment.",
	.explanation =
		"The server answers, but says that it cannot serve anyone now. "
		"It is being maintained, or a component that it needs is down.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait and try again later. You do "
					  "not need to change any settings.",
			[AUDIENCE_HELPDESK] =
				"Look for a service notice from the provider. "
				"If there is none and the problem persists, "
				"inform the provider.",
			[AUDIENCE_ADMIN] = "Look in the service's log at this "
					   "time for the reason, and check "
					   "that the service is running.",
		},
	.confirm = "Later, the same check succeeds.",
	.example = "S: 421 4.3.2 Service not active",
	.reference = "RFC 5321 section 4.2.3; RFC 5530 section 3",
	.match = match_busy,
	.match_rest = match_busy_rest,
};

const struct cause cause_service_fault = {
	.id = "service-fault",
	.first = AUDIENCE_ADMIN,
	.title = "The server reports an internal fault",
	.summary = "The server at {places} answers, but says that something "
		   "that it needs fails.",
	.user_summary = "{Server} has a fault and cannot serve anyone at the "
			"moment.",
	.explanation =
		"The server accepts the connection and then reports that a "
		"part of it fails, such as its authentication, its database, "
		"its "
		"memory or its disk. Nothing is wrong with the settings.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait and try again later. You do "
					  "not need to change any settings.",
			[AUDIENCE_HELPDESK] =
				"Inform the provider, and quote the server's "
				"own words.",
			[AUDIENCE_ADMIN] =
				"Look in the service's log at this time, and "
				"check the part that the words name, the free "
				"memory and the free disk space.",
		},
	.confirm = "The server's log names the fault.",
	.example = "S: * BYE Internal error occurred. Refer to server log",
	.reference = "RFC 5530 section 3; RFC 3463 section 3.4",
	.match = match_busy,
	.match_rest = match_busy_rest,
};

static const struct cause *cause_of(enum refusal_kind kind)
{
	switch (kind) {
	case REFUSAL_BUSY:
		return &cause_throttled;
	case REFUSAL_LIMIT:
		return &cause_connections_limit;
	case REFUSAL_MAINTENANCE:
		return &cause_maintenance;
	case REFUSAL_FAULT:
		return &cause_service_fault;
	default:
		return NULL;
	}
}

static void match_busy(struct work *work, const struct view *view)
{
	struct refusal refusal = refusal_of_all(view);

	if (cause_of(refusal.kind))
		refused_suppose(
			work, view, cause_of(refusal.kind), &refusal, OF_ALL);
}

/* A mail program makes one connection or two, and is served. */
static void blame_ourselves(struct theory *theory)
{
	theory_tell(theory,
		"This check made more connections than {places} accepts: some "
		"were served, and others turned away.",
		"This check made more connections than {server} accepts. Mail "
		"programs, which make fewer, are served.");
	theory_advise(theory, AUDIENCE_USER,
		"Mail is not affected. Repeat the check in ten minutes.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Wait ten minutes, then run the check again with only one "
		"connection at a time to this server.");
}

/* Some probes came through and others did not. */
static void match_busy_rest(struct work *work, const struct view *view)
{
	struct refusal refusal = refusal_of_some(view);
	unsigned open = open_checks(view) & ~open_failures(view);

	struct theory *theory;

	if (!cause_of(refusal.kind))
		return;
	theory = refused_suppose(
		work, view, cause_of(refusal.kind), &refusal, open);
	if (refusal.kind == REFUSAL_BUSY || refusal.kind == REFUSAL_LIMIT)
		blame_ourselves(theory);
}
