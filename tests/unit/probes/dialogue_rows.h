/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One row for each way in which a peer can behave in a dialogue. */
#ifndef MAILSONDE_TESTS_UNIT_PROBES_DIALOGUE_ROWS_H
#define MAILSONDE_TESTS_UNIT_PROBES_DIALOGUE_ROWS_H

#include "probes/probe.h"

struct dialogue_row {
	const char *name;
	enum service service;
	enum tls_mode mode;
	enum purpose purpose;
	enum offer_id offer; /* of a rule */
	const char *script;
	const char *want;
};

struct dialogue_rows {
	const struct dialogue_row *rows;
	size_t count;
};

extern const struct dialogue_rows dialogue_rows_imap;
extern const struct dialogue_rows dialogue_rows_pop3;
extern const struct dialogue_rows dialogue_rows_sieve;
extern const struct dialogue_rows dialogue_rows_smtp; /* and LMTP */

#endif
