/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The server has no time for us now. */

#include "checks/causes/cause.h"
#include "checks/causes/greeting/refusal.h"
#include "checks/causes/greeting/refused.h"
#include "checks/causes/open.h"
#include "checks/causes/view.h"

static cause_match match_busy;
static cause_match match_busy_rest;

const struct cause cause_throttled = {
	.id = "throttled",
	.first = AUDIENCE_USER,
	.title = "The server has no time for further connections just "
		 "now",
	.summary = "{places} has no time for further connections just now, and "
		   "asks to come back later.",
	.user_summary = "{Server} is busy and asks to try again later.",
	.explanation = "A server allows only so many connections in a while, "
		       "and asks to come back later. This is not a fault, but "
		       "it keeps the check (and programs) from being served.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close mail programs on your "
					  "other devices, wait ten "
					  "minutes and try again.",
			[AUDIENCE_HELPDESK] =
				"Wait and check again. If it happens "
				"all the time, find out how many "
				"devices use the account at once.",
			[AUDIENCE_ADMIN] = "If this client is welcome, see the "
					   "limits per address and per user.",
		},
	.confirm = "After some minutes of rest the same check succeeds.",
	.example = "S: 421 4.7.0 Try again later",
	.reference = "RFC 5321 section 3.8; RFC 5530; RFC 3206",
	.match = match_busy,
	.match_rest = match_busy_rest,
};

const struct cause cause_connections_limit = {
	.id = "connections-limit",
	.first = AUDIENCE_USER,
	.title = "Too many connections at the same time",
	.summary = "{places} has too many connections open already, from this "
		   "network or this account.",
	.user_summary = "Too many programs or devices are connected to "
			"{server} at the same time.",
	.explanation = "Servers allow a certain number of connections for "
		       "each account or each network. Phones, tablets and "
		       "programs that are left open hold theirs for hours, "
		       "and all computers behind one router count as one.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Close mail programs on your other "
				"devices, or turn mail off there for a "
				"moment. Wait ten minutes and try "
				"again.",
			[AUDIENCE_HELPDESK] =
				"Count the devices that use the "
				"account; have the number of "
				"connections in the mail program set "
				"to two or less.",
			[AUDIENCE_ADMIN] =
				"Raise the limit of connections per "
				"address or per user if many share one "
				"address.",
		},
	.confirm = "With other programs closed the connection succeeds.",
	.example = "S: * BYE Maximum number of connections from "
		   "user+IP exceeded",
	.reference = "RFC 5530 section 3; RFC 2449 section 8.1.2",
	.match = match_busy,
	.match_rest = match_busy_rest,
};

const struct cause cause_maintenance = {
	.id = "maintenance",
	.first = AUDIENCE_USER,
	.title = "The server is out of service for the moment",
	.summary = "{places} is out of service for the moment, and says so.",
	.user_summary = "{Server} is out of service for the moment.",
	.explanation = "The server answers and says that it cannot "
		       "serve now. Whoever runs it is working on it, "
		       "or a part of it is down.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait and try again later. There is "
					  "nothing to set in the mail program.",
			[AUDIENCE_HELPDESK] =
				"Look for a notice of the provider. If "
				"there is none and it lasts, tell the "
				"provider.",
			[AUDIENCE_ADMIN] =
				"See the state of the service. In "
				"Exchange, see the component states of "
				"the server.",
		},
	.confirm = "Later the same check succeeds.",
	.example = "S: 421 4.3.2 Service not active",
	.reference = "RFC 5321 section 4.2.3; RFC 5530 section 3",
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

/* Some probes came through and others did not. */
static void match_busy_rest(struct work *work, const struct view *view)
{
	struct refusal refusal = refusal_of_some(view);
	unsigned open = open_checks(view) & ~open_failures(view);

	if (cause_of(refusal.kind))
		refused_suppose(
			work, view, cause_of(refusal.kind), &refusal, open);
}
