/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Names that do not exist. */

#include "checks/causes/advice.h"
#include "checks/causes/name/lookup.h"
#include "checks/causes/name/spelling.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"

#include <string.h>

static cause_match match_name_unknown;

const struct cause cause_name_misspelt = {
	.id = "name-misspelt",
	.first = AUDIENCE_USER,
	.title = "The server name is probably misspelt",
	.explanation = "No server has this name, but a well-known provider's "
		       "server has almost the same one. A single wrong letter "
		       "is enough to make a mail program find nothing.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in your "
				"mail program and compare the server name, "
				"letter by letter, with the one that your "
				"provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Read the correct name out to the caller and "
				"have it typed in again instead of corrected.",
		},
	.confirm = "The suggested name is the one that the account's provider "
		   "publishes.",
	.example = "-  looking up imap.gmial.com\n"
		   "-  the name does not exist",
	.match = match_name_unknown,
};

const struct cause cause_name_unknown = {
	.id = "name-unknown",
	.first = AUDIENCE_USER,
	.title = "The server name does not exist",
	.explanation = "DNS reports that no such name exists. Either it is not "
		       "the name that the provider publishes, or the provider "
		       "has retired it.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's server settings in your "
				"mail program and compare the server name, "
				"letter by letter, with the one that your "
				"provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare the name with the provider's "
				"instructions. If it is correct, ask the "
				"domain's administrator.",
			[AUDIENCE_ADMIN] = "If the name should exist, add it "
					   "to DNS again.",
		},
	.confirm = "The name does not exist when looked up from another "
		   "network either.",
	.example = "-  looking up imap.example.com\n"
		   "-  the name does not exist (NXDOMAIN)",
	.reference = "RFC 1035 section 4.1.1",
	.match = match_name_unknown,
};

static void suppose_misspelt(struct work *work, const struct view *view,
	enum likeness likeness, const struct known_host *known)
{
	const char *host = view_host(view);
	const char *summary, *user;
	struct theory *theory = theory_suppose(work, view, &cause_name_misspelt,
		likeness == LIKENESS_DOMAIN ? CONFIDENCE_POSSIBLE
					    : CONFIDENCE_LIKELY,
		OF_ALL, host);

	if (likeness == LIKENESS_LABEL) {
		summary = "There is no server called %s. Did you mean %s, the "
			  "%s of %s?";
		user = "There is no server called %s. The name that you need "
		       "is probably %s: it is the %s of %s.";
	} else {
		summary = "There is no server called %s. Did you mean %s, the "
			  "%s of %s?";
		user = "The server name %s looks misspelt. It is probably "
		       "meant to be %s, the %s of %s.";
	}
	/* Constant formats of the same arguments. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	theory_tell(theory,
		arena_printf(work->arena, summary, host, known->host,
			service_row(known->service)->server, known->title),
		arena_printf(work->arena, user, host, known->host,
			service_row(known->service)->server, known->title));
#pragma GCC diagnostic pop
	theory_add_evidence(
		work, theory, "%s: %s", host, status_words(ST_NO_NAME));
	theory_add_evidence(work, theory, "%s publishes %s, port %u with %s",
		known->title, known->host, known->port,
		wording_mode(known->mode));
	if (known->service == view->endpoint->service)
		advice_settings(work, theory, view, known->host, known->port,
			known->mode);
	theory_beside(work, view, theory, &cause_name_unknown,
		CONFIDENCE_POSSIBLE, host);
}

static void suppose_unknown_name(struct work *work, const struct view *view)
{
	const struct name_facts *name = &view->facts->name;
	const char *host = view_host(view);
	struct theory *theory = theory_suppose(work, view, &cause_name_unknown,
		CONFIDENCE_LIKELY, OF_ALL, host);
	const char *summary = arena_printf(work->arena,
		"There is no server called %s: the name does not exist.", host);

	if (name->asked && name->answered && name->domain &&
		strcmp(name->domain, host) != 0)
		summary = arena_printf(work->arena,
			name->domain_exists
				? "There is no server called %s, although the "
				  "domain %s exists. The first part of the "
				  "name is probably wrong."
				: "There is no server called %s: not even the "
				  "domain %s exists.",
			host, name->domain);
	theory_tell(theory, summary,
		arena_printf(work->arena,
			"The server name %s does not exist. Usually a letter "
			"is wrong or missing.",
			host));
	theory_add_evidence(
		work, theory, "%s: %s", host, status_words(ST_NO_NAME));
	lookup_add_evidence(work, theory, view);
}

static void match_name_unknown(struct work *work, const struct view *view)
{
	const struct known_host *known;
	enum likeness likeness;

	if (lookup_status(view) != ST_NO_NAME)
		return;
	likeness =
		spelling_like(view_host(view), view->endpoint->service, &known);
	if (likeness != LIKENESS_NONE)
		suppose_misspelt(work, view, likeness, known);
	else
		suppose_unknown_name(work, view);
}
