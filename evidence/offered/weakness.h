/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is wrong with a cipher suite by itself, whoever offers it. */
#ifndef MAILSONDE_EVIDENCE_OFFERED_WEAKNESS_H
#define MAILSONDE_EVIDENCE_OFFERED_WEAKNESS_H

#include "model/tls/cipher_suite.h"

enum weakness {
	WEAKNESS_NONE,
	WEAKNESS_AGED,   /* it should be replaced: no forward secrecy */
	WEAKNESS_BROKEN, /* it must not be offered */
	WEAKNESS_COUNT,
};

/* `*ret_word` names it, "RC4"; NULL if there is none. */
enum weakness weakness_of(
	const struct cipher_suite *suite, const char **ret_word);

#endif
