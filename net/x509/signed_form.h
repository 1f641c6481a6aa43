/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The parts of signed data (RFC 5652 section 5) that no signature covers and
 * that the library passes over. */
#ifndef MAILSONDE_NET_X509_SIGNED_FORM_H
#define MAILSONDE_NET_X509_SIGNED_FORM_H

#include "net/cursor.h"

/* Whether versions, digest algorithms and their parameters, in DER, say what
 * the rest makes them say: where they do not, the file was changed. */
bool signed_form_is_good(struct octets der);

/* Whether no signer has more attributes than the library reads in a moment.
 * What is not DER all through may have so many octets. */
bool signed_form_is_bearable(struct octets octets, size_t octets_of_ber);

#endif
