/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_NET_TRUST_TRUST_H
#define MAILSONDE_NET_TRUST_TRUST_H

#include "model/facts.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

struct trust_store; /* opaque; may be used by several threads at once */

/* Returns a store of the anchors in the PEM file `ca_file`, or in the
 * system's bundle for NULL; to be freed with trust_store_free(). Nothing is
 * read yet. */
struct trust_store *trust_store_new(const char *ca_file);
void trust_store_free(struct trust_store *store);

/* Looks whether there is any anchor at all, which takes no time; answers false
 * with the reason in `*ret_problem`. */
bool trust_store_open(struct trust_store *store, const char **ret_problem)
	__attribute__((warn_unused_result));

/* Reads the anchors, if that has not happened. Returns how many there are; a
 * file that cannot be read has none, with the reason in `*ret_problem`
 * (static or the store's; NULL if there is none). `ret_problem` may be NULL. */
size_t trust_store_load(struct trust_store *store, const char **ret_problem);

/* Judges a chain as the server sent it (RFC 5280 section 6), names apart.
 * Writes `trust`, `trust_detail` and `trust_dates_bad` of `facts->tls`. Only
 * the anchors that the chain names are parsed: reading all takes longer than
 * the handshake. A chain judged in the last minute is not judged again. No
 * thread waits long for another that judges. */
void trust_judge(struct trust_store *store, const gnutls_datum_t *chain,
	size_t count, struct probe_facts *facts);

/* Returns the certificate of whoever issued the first certificate of the chain,
 * on a path to an anchor whose signatures hold: an anchor, or another one of
 * the chain. The caller's, to be freed with gnutls_x509_crt_deinit(); NULL if
 * there is none. Dates are not looked at. `*ret_is_anchor`, which may be NULL,
 * says whether the path ends there. */
gnutls_x509_crt_t trust_find_issuer(struct trust_store *store,
	const gnutls_datum_t *chain, size_t count, bool *ret_is_anchor);

#endif
