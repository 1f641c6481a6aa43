/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The cipher suites, groups or signatures that a server takes in a version,
 * as words. */
#ifndef MAILSONDE_EVIDENCE_OFFERED_SUITES_H
#define MAILSONDE_EVIDENCE_OFFERED_SUITES_H

#include "evidence/offered/offered.h"

struct offered_words {
	const char **words; /* "TLS_AES_128_GCM_SHA256 (TLS 1.3)" */
	size_t count;
	bool whole; /* these are all */
};

/* Of that version, in `arena`. */
struct offered_words offered_words_of(struct arena *arena,
	const struct offered_facts *offered, enum offered_kind kind,
	enum tls_version number);

#endif
