/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the library does not look at in an OCSP response. */
#ifndef MAILSONDE_NET_REVOCATION_OCSP_FORM_H
#define MAILSONDE_NET_REVOCATION_OCSP_FORM_H

#include "model/arena.h"

#include <stdbool.h>

#define OCSP_ANSWERS_MAX 64u /* that one response may have */

/* Whether all of the response in DER can be understood: it is of version 1 (RFC
 * 6960 section 4.2.1), no extension is critical but the nonce (section 4.4),
 * and it has no more answers than are looked at. */
bool ocsp_form_is_good(struct octets response);

#endif
