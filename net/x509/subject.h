/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whom a certificate is for, as people are told. */
#ifndef MAILSONDE_NET_X509_SUBJECT_H
#define MAILSONDE_NET_X509_SUBJECT_H

#include "model/arena.h"

#include <gnutls/x509.h>
#include <stdbool.h>

/* The subject (RFC 4514), or the first mail address or name if that is empty;
 * escaped, `arena`'s. */
const char *subject_shown(struct arena *arena, gnutls_x509_crt_t certificate);

/* Whether `name` is its subject, common name, or a mail address or DNS name in
 * subjectAltName. */
bool subject_is(
	struct arena *arena, gnutls_x509_crt_t certificate, const char *name);

#endif
