/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/login/token.h"

#include "model/oauth/scope.h"
#include "model/text/escape.h"

#include <string.h>

static const char *kept(struct arena *arena, const char *text)
{
	const struct octets octets = {
		(const unsigned char *)text, text ? strlen(text) : 0};

	return octets.length ? escape_excerpt(arena, octets, 500) : NULL;
}

void token_look_into(struct arena *arena, struct octets token,
	const struct token_purpose *purpose, struct token_facts *ret_facts)
{
	const struct token_scope *scope = NULL;
	struct jwt jwt = {0};
	enum token_misfit misfit = TOKEN_UNKNOWN;
	bool read = jwt_read(arena, token, &jwt);

	if (read)
		misfit = scope_compare(&jwt, purpose, &scope);
	*ret_facts = (struct token_facts){
		.looked_into = true,
		.opaque = !read,
		.misfit = token_misfit_name(misfit),
		.needed = scope ? jwt.application && scope->role ? scope->role
								 : scope->scope
				: NULL,
		.issuer = kept(arena, jwt.issuer),
		.audience = kept(arena, jwt.audience),
		.scope = kept(arena, jwt.scope),
		.tenant = kept(arena, jwt.tenant),
		.user = kept(arena, jwt.user),
		.client = kept(arena, jwt.client),
		.expires = jwt.expires,
		.application = jwt.application,
	};
}
