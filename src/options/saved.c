/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/values.h"

void option_set_sign(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->sign);
}

void option_set_baseline(struct reading *r, const char *value)
{
	r->options->baseline = value;
}

void option_set_signer(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->signer_name);
}

void option_set_crl(struct reading *r, const char *value)
{
	struct options *options = r->options;

	options->crls = arena_grow(r->arena, options->crls, options->crl_count,
		sizeof(*options->crls));
	option_set_word(r, value, &options->crls[options->crl_count++]);
}

void option_set_timestamp(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->timestamp);
}

void option_set_timestamp_ca(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->timestamp_ca);
}

void option_set_timestamp_query(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->timestamp_query);
}

void option_set_attach_timestamp(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->attach_timestamp);
}

void option_set_verify(struct reading *r, const char *value)
{
	(void)value;
	r->options->verify = true;
}

void option_set_reproducible(struct reading *r, const char *value)
{
	(void)value;
	r->options->reproducible = true;
}
