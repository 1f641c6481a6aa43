/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/offer.h"

#include <string.h>

#define BEFORE_1_3 (TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1) | TLS_BIT(TLS_1_2))
#define MODERN (TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3))

#define OFFER(name, words, line, set, hello, ...)                              \
	[OFFER_##name] = {                                                     \
		.id = words, .title = line, .versions = set, __VA_ARGS__},

const struct offer offer_table[OFFER_COUNT] = {
#include "model/offers.inc"
};

enum offer_id offer_find(const char *id)
{
	for (int i = OFFER_NONE + 1; i < OFFER_COUNT; i++)
		if (strcmp(offer_table[i].id, id) == 0)
			return (enum offer_id)i;
	return OFFER_NONE;
}
