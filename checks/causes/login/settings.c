/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Settings that say two things at once, while the server is well. */

#include "checks/causes/advice.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"

static cause_match match_settings;

const struct cause cause_settings_contradict = {
	.id = "settings-contradict",
	.first = AUDIENCE_USER,
	.title = "The security setting and the port do not match",
	.explanation = "A port usually supports one kind of encryption. Here "
		       "the server works, but the settings name a kind of "
		       "encryption that does not match the port. A mail "
		       "program that follows them literally cannot connect.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's settings in your mail "
				"program and choose the connection security "
				"that matches the port.",
			[AUDIENCE_HELPDESK] =
				"Have the caller set the connection security "
				"that matches the port, and keep the port.",
		},
	.confirm = "With the security setting changed, the mail program can "
		   "connect.",
	.example = "nothing: the settings say SSL for port 587, where the "
		   "server greets unencrypted and offers STARTTLS",
	.match = match_settings,
	.of_settings = true,
};

static const struct remark *find_contradiction(const struct view *view)
{
	const struct matrix_entry *entry = view->report->entry;

	for (size_t i = 0; i < entry->remark_count; i++)
		if (entry->remarks[i].kind == REMARK_MODE_CONTRADICTS)
			return &entry->remarks[i];
	return NULL;
}

static void match_settings(struct work *work, const struct view *view)
{
	const struct remark *remark;
	const char *where = view->report->entry->origin.place;
	const char *said;
	const struct endpoint *endpoint = view->endpoint;
	struct theory *theory;
	bool well = view_has_tls(view) && open_failures(view) == OF_SETTINGS;

	if (!(open_failures(view) & OF_SETTINGS))
		return;
	remark = find_contradiction(view);
	if (!remark)
		return;
	said = remark->said ? remark->said : "";
	theory = theory_suppose(work, view, &cause_settings_contradict,
		well ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_SETTINGS,
		endpoint->host);
	if (where)
		theory_add_evidence(work, theory,
			"in %s, the settings say \"%s\" for port %u", where,
			said, endpoint->port);
	else
		theory_add_evidence(work, theory,
			"the settings say \"%s\" for port %u", said,
			endpoint->port);
	if (well)
		theory_add_evidence(work, theory, "with %s, %s works",
			wording_mode(endpoint->mode), view_place(work, view));
	theory_tell(theory,
		arena_printf(work->arena,
			"The settings for {places} say \"%s\", but the port is "
			"for %s.",
			said, wording_mode(endpoint->mode)),
		"Two of the settings of your mail account do not match.");
	advice_settings(
		work, theory, view, NULL, endpoint->port, endpoint->mode);
}
