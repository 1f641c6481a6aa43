/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/mailbox/token.h"

#include "model/table.h"

#include <string.h>
#include <time.h>

static const struct fit {
	const char *name; /* token_misfit_name() */
	const char *summary;
	const char *user_summary;
	const char *helpdesk;
	enum confidence confidence;
} fits[] = {
	{"expired", "{places} refused the access token, which has expired.",
		"The sign-in of your mail program at {server} has expired.",
		"Renew the token, or have the caller sign in again. Access "
		"tokens are valid for about an hour.",
		CONFIDENCE_CERTAIN},
	{"not-yet-valid",
		"{places} refused the access token, which is not yet valid by "
		"this computer's clock.",
		"The clock of your computer seems to be wrong.",
		"Check this computer's clock, then get a new token.",
		CONFIDENCE_LIKELY},
	{"other-audience",
		"{places} refused the access token, which was issued for "
		"another service (audience).",
		"Your mail program has signed in to another service than "
		"{server}.",
		"Request the token with the scopes of the mail service. A "
		"token for Microsoft Graph (graph.microsoft.com) is not valid "
		"for IMAP, POP3 or SMTP; these need scopes that begin with "
		"https://outlook.office.com/.",
		CONFIDENCE_CERTAIN},
	{"no-scope",
		"{places} refused the access token, which lacks the permission "
		"(scope) for this service.",
		"Your mail program has no permission to use {server}.",
		"Request the token with the scope that is named as required. "
		"The application must have this permission, and the user or "
		"an administrator must consent to it.",
		CONFIDENCE_CERTAIN},
	{"other-tenant",
		"{places} refused the access token, which was issued by "
		"another tenant than the mailbox's.",
		"Your mail program has signed in to another organisation.",
		"Get the token from the tenant that the mailbox belongs to.",
		CONFIDENCE_CERTAIN},
	{"other-user",
		"{places} refused the access token, which was issued to "
		"another user than the one who signs in.",
		"Your mail program has signed in as another user.",
		"Sign in with the address that the token was issued to. For a "
		"shared mailbox, that user needs full access to it.",
		CONFIDENCE_LIKELY},
};

static const struct fit *find_fit(const char *name)
{
	for (size_t i = 0; name && i < COUNT_OF(fits); i++)
		if (strcmp(fits[i].name, name) == 0)
			return &fits[i];
	return NULL;
}

static void add_text(struct work *work, struct theory *theory,
	const char *label, const char *text)
{
	if (text)
		theory_add_evidence(work, theory, "%s: %s", label, text);
}

static void add_evidence(struct work *work, struct theory *theory,
	const struct token_facts *token)
{
	char date[40];
	time_t when = (time_t)token->expires;
	struct tm tm;

	if (token->opaque)
		theory_add_evidence(work, theory,
			"The token is opaque: it does not state what it is "
			"for");
	add_text(work, theory, "The token's audience", token->audience);
	add_text(work, theory, "The token's scope", token->scope);
	add_text(work, theory, "The scope that the service requires",
		token->needed);
	add_text(work, theory, "The token's user", token->user);
	add_text(work, theory, "The token's tenant", token->tenant);
	if (token->expires && gmtime_r(&when, &tm) &&
		strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S UTC", &tm))
		theory_add_evidence(
			work, theory, "The token's expiry: %s", date);
}

void token_explain(struct work *work, struct theory *theory,
	const struct token_facts *token)
{
	const struct fit *fit = find_fit(token->misfit);

	if (!token->looked_into)
		return;
	add_evidence(work, theory, token);
	if (!fit || theory->cause != &cause_login_token)
		return;
	theory->confidence = fit->confidence;
	theory_tell(theory, fit->summary, fit->user_summary);
	theory_advise(theory, AUDIENCE_HELPDESK, fit->helpdesk);
}
