/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/token/show.h"

#include "model/oauth/scope.h"
#include "model/table.h"
#include "model/text/escape.h"

#include <string.h>
#include <time.h>

#define LABEL 12

static void show(const struct page *page, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	page_field(page, 0, LABEL, PAINT_NONE, label,
		escape_octets(page->arena,
			(struct octets){
				(const unsigned char *)text, strlen(text)}));
}

static const char *time_words(struct arena *arena, int64_t seconds)
{
	time_t when = (time_t)seconds;
	char text[40];
	struct tm tm;

	if (!seconds || !gmtime_r(&when, &tm))
		return "not stated";
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &tm);
	return arena_strdup(arena, text);
}

/* A sentence for each; the scope stands for the "%s". */
static const char *misfit_words(struct arena *arena, enum token_misfit misfit,
	const struct token_scope *scope)
{
	switch (misfit) {
	case TOKEN_FITS:
		return "the token fits";
	case TOKEN_UNKNOWN:
		return "not known: the token does not state what it allows";
	case TOKEN_EXPIRED:
		return "the token has expired; renew it";
	case TOKEN_NOT_YET_VALID:
		return "the token is not yet valid; check this computer's "
		       "clock";
	case TOKEN_OTHER_AUDIENCE:
		return "the token is for another service than the mail server; "
		       "request the scopes of Exchange Online";
	case TOKEN_NO_SCOPE:
		return arena_printf(arena, "the scope %s is missing",
			scope ? scope->granted : "");
	case TOKEN_OTHER_TENANT:
		return "the token is from another tenant than the user's";
	case TOKEN_OTHER_USER:
		return "the token was issued to another user";
	case TOKEN_MISFIT_COUNT:
		break;
	}
	return "";
}

static enum paint misfit_paint(enum token_misfit misfit)
{
	if (misfit == TOKEN_FITS)
		return PAINT_GOOD;
	return misfit == TOKEN_UNKNOWN ? PAINT_DOUBT : PAINT_BAD;
}

/* What the token says itself; else what the provider said with it. */
static struct jwt look_into(struct arena *arena, const struct grant *grant)
{
	struct jwt jwt = {0};

	if (!jwt_read(arena, locked_octets(grant->access), &jwt))
		jwt = (struct jwt){0};
	if (!jwt.scope)
		jwt.scope = grant->scope;
	if (!jwt.expires)
		jwt.expires = grant->expires;
	return jwt;
}

bool token_show(const struct page *page, const struct grant *grant,
	const char *user, const char *tenant)
{
	static const enum service services[] = {
		SERVICE_IMAP, SERVICE_POP3, SERVICE_SMTP};
	struct jwt jwt = look_into(page->arena, grant);
	bool good = false;

	show(page, "Provider", grant->provider);
	show(page, "Client id", grant->client);
	show(page, "Issuer", jwt.issuer);
	show(page, "Audience", jwt.audience);
	show(page, "Scope", jwt.scope);
	show(page, "User", jwt.user);
	show(page, "Tenant", jwt.tenant);
	show(page, "Expires", time_words(page->arena, jwt.expires));
	show(page, "Renewable",
		grant->refresh->length ? "yes, with a refresh token" : "no");
	for (size_t i = 0; i < COUNT_OF(services); i++) {
		const struct token_purpose purpose = {
			.provider = grant->provider,
			.service = services[i],
			.user = user,
			.tenant = tenant,
			.now = (int64_t)time(NULL),
		};
		const struct token_scope *scope;
		enum token_misfit misfit =
			scope_compare(&jwt, &purpose, &scope);

		good = good || misfit == TOKEN_FITS || misfit == TOKEN_UNKNOWN;
		page_field(page, 0, LABEL, misfit_paint(misfit),
			service_label(services[i]),
			misfit_words(page->arena, misfit, scope));
	}
	return good;
}
