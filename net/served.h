/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Our own side of TLS, where we are the server: what is served with, and who
 * visits. */
#ifndef MAILSONDE_NET_SERVED_H
#define MAILSONDE_NET_SERVED_H

#include "model/arena.h"

#include <stdbool.h>

/* A private key with the chain of its certificate, for the process that holds
 * it. */
struct served_key; /* opaque */

/* What others may know of a key: GnuTLS's number of its algorithm. */
struct served_kind {
	unsigned algorithm;
	unsigned bits;
};

/* Reads both in PEM form, to be freed with served_key_free(). NULL with the
 * reason if the first certificate of `chain` is not that of `key`. */
struct served_key *served_key_new(
	const char *chain, const char *key, const char **ret_problem);
void served_key_free(struct served_key *key);

struct served_kind served_key_kind(const struct served_key *key);

/* The certificate of that number, in DER form; no octets behind the last. */
struct octets served_key_certificate(
	const struct served_key *key, unsigned number);

/* What is to be signed: by which of GnuTLS's signature algorithms, and whether
 * it is hashed already. */
struct served_text {
	unsigned algorithm;
	bool hashed;
	struct octets octets;
};

bool served_key_sign(const struct served_key *key, struct arena *arena,
	const struct served_text *text, struct octets *ret_signature)
	__attribute__((warn_unused_result));

/* What visitors are shown, and who signs for it: the key is elsewhere. */
struct served_identity; /* opaque */

struct served_signer {
	bool (*sign)(void *context, struct arena *arena,
		const struct served_text *text, struct octets *ret_signature);
	void (*end)(void *context); /* once the identity is freed */
	void *context;
};

/* `clients` are the anchors of visitors' certificates in PEM form, or NULL.
 * To be freed with served_identity_free() once no session uses it; NULL if
 * GnuTLS cannot use it, or the signer does not sign. */
struct served_identity *served_identity_new(const struct served_kind *kind,
	const struct octets *chain, size_t count, const char *clients,
	const struct served_signer *signer);
void served_identity_free(struct served_identity *identity);

/* Serves the session (a gnutls_session_t before its handshake) with it. */
bool served_identity_use(const struct served_identity *identity, void *session);

/* For MHD_OPTION_HTTPS_CERT_CALLBACK: no session goes without an identity. */
int served_nothing(void);

/* Whether there are certificates in PEM form, to trust visitors by. */
bool served_has_anchors(const char *pem);

/* Whether the visitor of this session (a gnutls_session_t that asked for a
 * certificate) has shown one that is valid now and issued for clients by the
 * anchors of the session. */
bool served_client_is_trusted(void *session);

#endif
