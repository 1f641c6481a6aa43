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

/* The template that a name in a file for one user is an example of: that user
 * is not the one who asks. NULL if it is a name of its own. */
static const char *template_of(const struct account *account, const char *user)
{
	const char *address = account->address, *name = account->user_name;
	size_t local;

	if (!address || !strchr(address, '@') || strcmp(address, user) == 0)
		return NULL;
	local = strcspn(address, "@");
	if (strcmp(name, address) == 0)
		return "%EMAILADDRESS%";
	return strlen(name) == local && strncmp(name, address, local) == 0
		       ? "%EMAILLOCALPART%"
		       : NULL;
}

const char *setup_user_name(
	const struct setup *setup, const struct matrix_entry *entry)
{
	const char *name = entry->account.user_name;
	const char *at = setup->user ? strrchr(setup->user, '@') : NULL;
	const char *template =
		name && at ? template_of(&entry->account, setup->user) : NULL;

	if (setup_needs_no_login(entry))
		return NULL;
	if (template)
		name = template;
	if (!name)
		name = "%EMAILADDRESS%";
	if (!at)
		return name;
	name = replace(setup->arena, name, "%EMAILADDRESS%", setup->user);
	name = replace(setup->arena, name, "%EMAILDOMAIN%", at + 1);
	return replace(setup->arena, name, "%EMAILLOCALPART%",
		arena_printf(setup->arena, "%.*s", (int)(at - setup->user),
			setup->user));
}

static bool is_first(const struct matrix_entry *entry, const char *way)
{
	return entry->account.authentication_count > 0 &&
	       strcmp(entry->account.authentications[0], way) == 0;
}

bool setup_needs_no_login(const struct matrix_entry *entry)
{
	return service_is_outgoing(entry->endpoint.service) &&
	       (is_first(entry, "none") ||
		       is_first(entry, "client-IP-address"));
}

bool setup_wants_oauth(const struct matrix_entry *entry)
{
	return is_first(entry, "OAuth2");
}

bool setup_switch_can_say(const struct matrix_entry *entry)
{
	const struct service_way *way = NULL;
	enum tls_mode mode = MODE_IMPLICIT;
	enum service service;

	while (service_next_way(&service, &way))
		if (way->port == entry->endpoint.port)
			mode = way->mode;
	return entry->endpoint.mode == MODE_CLEARTEXT ||
	       entry->endpoint.mode == mode;
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
