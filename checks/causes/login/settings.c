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
	.title = "The settings say one thing, and their port means "
		 "another",
	.explanation = "Each port knows one way to encrypt. Here the server "
		       "is well, and the word for encryption in the settings "
		       "is not the one that goes with the port. A mail "
		       "program that takes it at its word does not get "
		       "through.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Open the account's settings in your "
				"mail program, and choose the security "
				"that goes with the port: SSL/TLS for "
				"993, 995 and 465, STARTTLS for 143, "
				"110 and 587.",
			[AUDIENCE_HELPDESK] =
				"Have the security set to the one that "
				"goes with the port, and the port left "
				"as it is.",
		},
	.confirm = "With the security changed, the mail program gets "
		   "through.",
	.example = "nothing: the settings say SSL for port 587, where "
		   "the server greets in clear text and offers "
		   "STARTTLS",
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
	const struct endpoint *endpoint = view->endpoint;
	struct theory *theory;
	bool well = view_has_tls(view) && open_failures(view) == OF_SETTINGS;

	if (!(open_failures(view) & OF_SETTINGS))
		return;
	remark = find_contradiction(view);
	if (!remark)
		return;
	theory = theory_suppose(work, view, &cause_settings_contradict,
		well ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, OF_SETTINGS,
		endpoint->host);
	theory_add_evidence(work, theory,
		"the settings say \"%s\" for port %u%s%s",
		remark->said ? remark->said : "", endpoint->port,
		view->report->entry->origin.place ? " in " : "",
		view->report->entry->origin.place
			? view->report->entry->origin.place
			: "");
	if (well)
		theory_add_evidence(work, theory,
			"with %s, %s answers as it should",
			wording_mode(endpoint->mode), view_place(work, view));
	theory_tell(theory,
		arena_printf(work->arena,
			"The settings for {places} say \"%s\", but the port "
			"is for %s.",
			remark->said ? remark->said : "",
			wording_mode(endpoint->mode)),
		"Two of the settings of your mail account do not go together.");
	advice_settings(
		work, theory, view, NULL, endpoint->port, endpoint->mode);
}
