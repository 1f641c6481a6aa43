/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/setup.h"

#include <string.h>

static const char *replace(struct arena *arena, const char *text,
	const char *sign, const char *value)
{
	const char *at = strstr(text, sign);

	if (!at)
		return text;
	return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, value,
		at + strlen(sign));
}

const char *setup_user_name(
	const struct setup *setup, const struct matrix_entry *entry)
{
	const char *name = entry->account.user_name;
	const char *at = setup->user ? strrchr(setup->user, '@') : NULL;

	/* Somebody's own name in a file is not that of another user. */
	if (!name ||
		(at && !strchr(name, '%') &&
			(strlen(name) != (size_t)(at - setup->user) ||
				strncmp(name, setup->user, strlen(name)) != 0)))
		name = "%EMAILADDRESS%";
	if (!at)
		return name;
	name = replace(setup->arena, name, "%EMAILADDRESS%", setup->user);
	name = replace(setup->arena, name, "%EMAILDOMAIN%", at + 1);
	return replace(setup->arena, name, "%EMAILLOCALPART%",
		arena_printf(setup->arena, "%.*s", (int)(at - setup->user),
			setup->user));
}

bool setup_wants_oauth(const struct matrix_entry *entry)
{
	return entry->account.authentication_count > 0 &&
	       strcmp(entry->account.authentications[0], "OAuth2") == 0;
}

bool setup_forbids_old_tls(const struct matrix_entry *entry)
{
	return entry->expectation.tls[TLS_1_0].demand == DEMAND_FORBIDDEN &&
	       entry->expectation.tls[TLS_1_1].demand == DEMAND_FORBIDDEN;
}

const char *setup_quote(const struct setup *setup, const char *text)
{
	char *quoted = arena_alloc(setup->arena, 2 * strlen(text) + 3);
	char *to = quoted;

	*to++ = '"';
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			*to++ = '\\';
		*to++ = *text;
	}
	*to = '"';
	return quoted;
}
