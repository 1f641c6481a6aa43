/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/token.h"

#include "model/text/ascii.h"

#include <string.h>

void option_set_provider(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->token.provider);
}

void option_set_client_id(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->token.client);
}

void option_set_client_secret_file(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->token.client_secret_file);
}

/* It becomes part of a URL. */
void option_set_tenant(struct reading *r, const char *value)
{
	for (const char *at = value; *at; at++)
		if (!ascii_is_alphanumeric(*at) && !strchr("-.", *at)) {
			option_set_error(r, value,
				"is not a tenant's domain or id, such as "
				"example.com");
			return;
		}
	option_set_word(r, value, &r->options->token.tenant);
}

void option_set_scope(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->token.scope);
}

void option_set_flow(struct reading *r, const char *value)
{
	if (strcmp(value, "device") == 0)
		r->options->token.flow = TOKEN_FLOW_DEVICE;
	else if (strcmp(value, "browser") == 0)
		r->options->token.flow = TOKEN_FLOW_BROWSER;
	else
		option_set_error(
			r, value, "is not valid; use device or browser");
}

void option_set_store(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->token.store);
}

void option_set_refresh(struct reading *r, const char *value)
{
	(void)value;
	r->options->token.refresh = true;
}

void option_set_print(struct reading *r, const char *value)
{
	(void)value;
	r->options->token.print = true;
}
