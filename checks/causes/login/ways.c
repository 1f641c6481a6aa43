/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/login/ways.h"

#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/capability.h"
#include "model/text/builder.h"

#include <string.h>

static bool only_these(const struct capabilities *caps, const char *words)
{
	for (size_t i = 0; i < caps->mechanism_count; i++) {
		const char *name = caps->mechanisms[i];
		const char *at = strstr(words, name);
		size_t length = strlen(name);

		if (!at || (at > words && at[-1] != '|') ||
			(at[length] && at[length] != '|'))
			return false;
	}
	return caps->mechanism_count > 0;
}

static const char *list_mechanisms(
	struct work *work, const struct capabilities *caps)
{
	struct builder list = {.arena = work->arena};

	for (size_t i = 0; i < caps->mechanism_count; i++)
		builder_item(&list, ", ", caps->mechanisms[i]);
	return list.length ? builder_text(&list) : "none";
}

static bool lists_item(const struct capabilities *caps, const char *words)
{
	for (size_t i = 0; i < caps->item_count; i++)
		if (wording_have(caps->items[i], words))
			return true;
	return false;
}

/* What kind of thing keeps the ways to log in from being as expected. */
static enum ways_kind judge(
	const struct view *view, const struct capabilities *caps)
{
	bool password =
		capability_takes_password(view->endpoint->service, caps);

	if (view->endpoint->mode == MODE_CLEARTEXT &&
		(caps->login_disabled ||
			(caps->starttls && !caps->mechanism_count)))
		return WAYS_ENCRYPTED;
	if (password)
		return WAYS_MISSING;
	if (only_these(caps, "XOAUTH2|OAUTHBEARER"))
		return WAYS_TOKENS;
	if (only_these(caps, "GSSAPI|NTLM|GSS-SPNEGO|NEGOTIATE"))
		return WAYS_DOMAIN;
	if (!caps->mechanism_count && view->endpoint->service == SERVICE_SMTP &&
		lists_item(caps, "X-ANONYMOUSTLS|XRDST|X-EXPS"))
		return WAYS_SERVERS;
	return WAYS_MISSING;
}

static bool breaks(const struct mechanism_expectation *claim,
	const struct view *view, const struct capabilities *caps,
	enum demand demand)
{
	bool offered = capability_has_login(
		view->endpoint->service, caps, claim->mechanism);

	return claim->demand == demand && claim->severity == SEVERITY_ERROR &&
	       offered == (demand == DEMAND_FORBIDDEN);
}

static const char *list_broken(struct work *work, const struct view *view,
	const struct capabilities *caps, enum demand demand)
{
	const struct expectation *expectation =
		&view->report->entry->expectation;
	const char *list = NULL;

	for (size_t i = 0; i < expectation->mechanism_count; i++)
		if (breaks(&expectation->mechanisms[i], view, caps, demand))
			list = say_list(work->arena, list,
				expectation->mechanisms[i].mechanism);
	return list;
}

struct ways ways_of(struct work *work, const struct view *view)
{
	struct ways ways = {.kind = WAYS_FINE,
		.list = capability_list(view->facts, CAPABILITY_FINAL)};

	if (!ways.list || !(open_failures(view) & OF_AUTH))
		return ways;
	ways.missing = list_broken(work, view, ways.list, DEMAND_REQUIRED);
	ways.unwanted = list_broken(work, view, ways.list, DEMAND_FORBIDDEN);
	ways.kind = !ways.missing && ways.unwanted ? WAYS_UNEXPECTED
						   : judge(view, ways.list);
	return ways;
}

void ways_add_evidence(struct work *work, struct theory *theory,
	const struct view *view, const struct ways *ways)
{
	theory_add_evidence(work, theory,
		ways->list->login_disabled
			? "%s: authentication methods offered: %s; "
			  "LOGINDISABLED"
			: "%s: authentication methods offered: %s",
		view_place(work, view), list_mechanisms(work, ways->list));
	if (ways->missing)
		theory_add_evidence(
			work, theory, "the settings require %s", ways->missing);
}
