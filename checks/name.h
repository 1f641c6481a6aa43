/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does a certificate stand for the host that the user named? (RFC 9525 section
 * 6) */
#ifndef MAILSONDE_CHECKS_NAME_H
#define MAILSONDE_CHECKS_NAME_H

#include "model/facts.h"

/* Whether the presented identifier stands for the reference identifier
 * `host`: a DNS name in A-labels, with or without its last dot, or an IP
 * address, with or without brackets. */
bool name_matches(const char *host, const struct presented_name *presented);

/* Whether any subjectAltName of the certificate does. Its common name does not
 * count. */
bool name_in_certificate(const char *host, const struct certificate *leaf);

/* Whether the common name would stand for the host, if it counted. */
bool name_in_common_name(const char *host, const struct certificate *leaf);

#endif
