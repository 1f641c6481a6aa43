/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What all TLS handshakes of a run share. GnuTLS stays behind this file, the
 * connection and the trust store. */
#ifndef MAILSONDE_NET_TLS_H
#define MAILSONDE_NET_TLS_H

#include "model/facts.h"
#include "net/connection/turn.h"
#include "net/trust/trust.h"

#include <gnutls/gnutls.h>

/* Sets GnuTLS up so that neither Debian's nor the user's system-wide priority
 * settings decide what can be probed. Call it first of all, before any thread
 * starts; answers false if the library cannot be used. */
bool tls_library_init(void) __attribute__((warn_unused_result));

/* The version of GnuTLS as it runs: "3.7.9". */
const char *tls_library_version(void);

struct tls_context; /* opaque; shared by all threads */

/* Returns a context that judges by `trust`, which stays the caller's and must
 * outlive it; to be freed with tls_context_free(). NULL if GnuTLS fails. */
struct tls_context *tls_context_new(struct trust_store *trust);
void tls_context_free(struct tls_context *context);

/* For what takes the memory of many certificates. */
struct turn *tls_turn(const struct tls_context *context);

/* Returns a client session that offers exactly `versions`, everything in them
 * that is not hopelessly dear for a client, and nothing that would skip the
 * server's certificate; to be freed with gnutls_deinit(). NULL on failure.
 * With `small`, TLS 1.2 alone in a ClientHello of little more than a hundred
 * octets, for servers and paths that a usual one is too much for. */
gnutls_session_t tls_session_new(
	struct tls_context *context, unsigned versions, bool small);

/* What such sessions offer, as GnuTLS keeps it; of `context`. NULL on
 * failure. */
gnutls_priority_t tls_priority(struct tls_context *context, unsigned versions);

/* The same for what a rule has offered (model/offer.h), with these
 * of its versions. */
gnutls_session_t tls_offer_session_new(
	struct tls_context *context, enum offer_id offer, unsigned versions);

/* Whether GnuTLS can offer that at all. */
bool tls_can_offer(enum offer_id offer);

/* Keeps what was negotiated in `facts->tls`; with `chain`, the certificates
 * and how they stand to the trust anchors too, else only the server's own
 * certificate's fingerprint. */
void tls_keep_facts(const struct tls_context *context, gnutls_session_t session,
	bool chain, struct probe_facts *facts);

enum tls_version tls_version_from_gnutls(gnutls_protocol_t version);

/* The version of a ServerHello in the first octets of a server's flight, by
 * its legacy_version (RFC 5246 section 7.4.1.3): what GnuTLS does not tell of
 * a version that it did not offer. TLS_NONE if there is no ServerHello. */
enum tls_version tls_version_of_hello(
	const unsigned char *flight, size_t length);

/* Whether these first octets can begin a TLS record (RFC 8446 section 5.1). */
bool tls_looks_like_record(const unsigned char *octets, size_t length);

#endif
