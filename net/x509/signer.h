/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Signs reports: detached CMS signed data (RFC 5652, PKCS #7) in DER form, with
 * the signer's certificates inside and a signed attribute that names the first
 * (RFC 5035). SHA-256, or what EdDSA demands (RFC 8419). What openssl cms
 * -verify -binary -inform DER checks, too. */
#ifndef MAILSONDE_NET_X509_SIGNER_H
#define MAILSONDE_NET_X509_SIGNER_H

#include "model/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct signer; /* opaque */

/* Reads a file in PEM form that has a private key and its certificate, with
 * those of its issuers behind it if there are any. A key that is encrypted is
 * opened with `password`, which may be NULL. The certificate must be one that
 * path_find() could take for a signer's at `now_s`. Returns NULL with the
 * reason in `*ret_problem`. */
struct signer *signer_new(const char *file, const char *password, int64_t now_s,
	const char **ret_problem);
void signer_free(struct signer *signer);

/* Signs `data`. With `timed`, the time of signing goes along. `*ret_signature`
 * is in `arena`. Answers false with the reason in `*ret_problem`. */
bool signer_sign(const struct signer *signer, struct arena *arena, bool timed,
	struct octets data, struct octets *ret_signature,
	const char **ret_problem) __attribute__((warn_unused_result));

#endif
