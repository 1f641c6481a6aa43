/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/oauth/scope.h"

#include "model/table.h"
#include "model/text/ascii.h"

#include <string.h>

#define SKEW_S 300 /* of two clocks */

/* Of what Microsoft's mail servers take tokens for: Exchange Online by its
 * names and by its number. */
static const char *const microsoft_audiences[] = {
	"https://outlook.office.com",
	"https://outlook.office365.com",
	"https://outlook.office.com/",
	"https://outlook.office365.com/",
	"00000002-0000-0ff1-ce00-000000000000",
	"https://ps.outlook.com",
};

static const char *const microsoft_issuers[] = {
	"https://sts.windows.net/",
	"https://login.microsoftonline.com/",
	"https://login.microsoftonline.us/",
	"https://login.partner.microsoftonline.cn/",
	"https://login.chinacloudapi.cn/",
};

static const struct token_scope scopes[] = {
#include "model/oauth/scopes.inc"
};

const char *token_misfit_name(enum token_misfit misfit)
{
	static const char *const names[] = {
		[TOKEN_FITS] = "fits",
		[TOKEN_UNKNOWN] = "unknown",
		[TOKEN_EXPIRED] = "expired",
		[TOKEN_NOT_YET_VALID] = "not-yet-valid",
		[TOKEN_OTHER_AUDIENCE] = "other-audience",
		[TOKEN_NO_SCOPE] = "no-scope",
		[TOKEN_OTHER_TENANT] = "other-tenant",
		[TOKEN_OTHER_USER] = "other-user",
	};

	static_assert(COUNT_OF(names) == TOKEN_MISFIT_COUNT, "a misfit's name");
	return names[misfit];
}

const struct token_scope *token_scope_find(
	const char *provider, enum service service)
{
	for (size_t i = 0; provider && i < COUNT_OF(scopes); i++)
		if (scopes[i].service == service &&
			strcmp(scopes[i].provider, provider) == 0)
			return &scopes[i];
	return NULL;
}

static bool begins_with(
	const char *text, const char *const *heads, size_t count)
{
	for (size_t i = 0; text && i < count; i++)
		if (strncmp(text, heads[i], strlen(heads[i])) == 0)
			return true;
	return false;
}

static bool is_one_of(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ascii_compare(text, words[i]) == 0)
			return true;
	return false;
}

static const char *provider_of(
	const struct jwt *jwt, const struct token_purpose *purpose)
{
	if (purpose->provider)
		return purpose->provider;
	return begins_with(jwt->issuer, microsoft_issuers,
		       COUNT_OF(microsoft_issuers))
		       ? "microsoft"
		       : NULL;
}

/* Whether the list has the scope, by its short name or with its resource. */
static bool is_granted(const char *list, const char *wanted)
{
	struct octets rest = {(const unsigned char *)list, strlen(list)}, word;
	size_t length = strlen(wanted);

	for (;;) {
		word = ascii_take_word(&rest);
		if (!word.length)
			return false;
		if (word.length > length &&
			word.data[word.length - length - 1] == '/')
			word = (struct octets){
				word.data + word.length - length, length};
		if (ascii_equals(word, wanted))
			return true;
	}
}

static bool allows(const struct jwt *jwt, const struct token_scope *scope)
{
	const char *wanted =
		jwt->application && scope->role ? scope->role : scope->granted;

	return is_granted(jwt->scope, wanted);
}

static bool is_other(const char *said, const char *known)
{
	return said && known && ascii_compare(said, known) != 0;
}

/* A token names its tenant by its id; the domains of a tenant, and the words
 * that stand for many, cannot be compared with that. */
static bool is_other_tenant(const char *said, const char *known)
{
	static const char *const many[] = {
		"common", "organizations", "consumers"};

	return known && !strchr(known, '.') &&
	       !is_one_of(known, many, COUNT_OF(many)) && is_other(said, known);
}

enum token_misfit scope_compare(const struct jwt *jwt,
	const struct token_purpose *purpose,
	const struct token_scope **ret_scope)
{
	const char *provider = provider_of(jwt, purpose);
	const struct token_scope *scope =
		token_scope_find(provider, purpose->service);

	*ret_scope = scope;
	if (jwt->expires && purpose->now >= jwt->expires)
		return TOKEN_EXPIRED;
	if (jwt->not_before > purpose->now + SKEW_S)
		return TOKEN_NOT_YET_VALID;
	if (!scope)
		return TOKEN_UNKNOWN;
	if (jwt->audience && strcmp(provider, "microsoft") == 0 &&
		!is_one_of(jwt->audience, microsoft_audiences,
			COUNT_OF(microsoft_audiences)))
		return TOKEN_OTHER_AUDIENCE;
	if (jwt->scope && !allows(jwt, scope))
		return TOKEN_NO_SCOPE;
	if (is_other_tenant(jwt->tenant, purpose->tenant))
		return TOKEN_OTHER_TENANT;
	if (!jwt->application && is_other(jwt->user, purpose->user))
		return TOKEN_OTHER_USER;
	return TOKEN_FITS;
}
