/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What certificates say, by their fingerprints: servers send the same ones in
 * every connection, and to read one costs as much as half a handshake. */
#ifndef MAILSONDE_NET_TRUST_CERTIFICATE_MEMO_H
#define MAILSONDE_NET_TRUST_CERTIFICATE_MEMO_H

#include "model/tls/certificate.h"

struct certificate_memo; /* opaque; may be used by several threads at once */

struct certificate_memo *certificate_memo_new(void);
void certificate_memo_free(struct certificate_memo *memo); /* NULL is fine */

/* Fills in the certificate whose fingerprint stands in `certificate`, all of it
 * in `arena`. Answers false if it is not known. */
bool certificate_memo_find(struct certificate_memo *memo, struct arena *arena,
	struct certificate *certificate) __attribute__((warn_unused_result));

/* Keeps a copy, perhaps in the place of another. One of which nothing but the
 * fingerprint is known is not kept, nor one with very many names. */
void certificate_memo_keep(
	struct certificate_memo *memo, const struct certificate *certificate);

#endif
