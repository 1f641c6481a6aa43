/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What it means that a connection was closed or reset right after the
 * ClientHello. */
#ifndef MAILSONDE_EVIDENCE_DROP_H
#define MAILSONDE_EVIDENCE_DROP_H

#include "model/facts.h"

/* Whether that is how the probe ended. */
bool drop_after_hello(const struct probe_facts *probe);

/* The last of the probes that offered `version`, and nothing that the server
 * takes, and were dropped right after the hello; NULL if there is none. How
 * many there are goes to `*ret_count`. */
const struct probe_facts *drop_last(const struct endpoint_facts *facts,
	enum tls_version version, size_t *ret_count);

/* Whether a connection was made that began after `drop`. */
bool drop_outlived(
	const struct endpoint_facts *facts, const struct probe_facts *drop);

#endif
