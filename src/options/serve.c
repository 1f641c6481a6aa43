/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/values.h"

void option_set_config(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->config);
}

void option_set_auth_file(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->auth_file);
}

void option_set_certificate(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->certificate);
}

void option_set_key(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->key);
}

void option_set_client_ca(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->client_ca);
}

void option_set_allow(struct reading *r, const char *value)
{
	struct options *options = r->options;

	options->allowed = arena_grow(r->arena, options->allowed,
		options->allowed_count, sizeof(*options->allowed));
	options->allowed[options->allowed_count++] = value;
}

void option_set_keep(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->keep);
}

void option_set_listen(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->listen);
}
