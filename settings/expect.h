/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What settings expect of a server beside its address. */
#ifndef MAILSONDE_SETTINGS_EXPECT_H
#define MAILSONDE_SETTINGS_EXPECT_H

#include "settings/records.h"

/* What an endpoint is held to of which nothing is known but that it is there
 * (RFC 8314, RFC 8996). */
void expect_usual(struct expectation *ret_expectation);

/* What a record with TLS claims; the rest is as usual. */
void expect_record(struct arena *arena, const struct record *record,
	struct expectation *ret_expectation);

#endif
