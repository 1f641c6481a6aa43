/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a stapled response (RFC 6960; RFC 6066 section 8) says. */
#ifndef MAILSONDE_NET_REVOCATION_OCSP_H
#define MAILSONDE_NET_REVOCATION_OCSP_H

#include "net/trust/trust.h"

/* Keeps what the session's stapled response says of the first certificate, and
 * judges that certificate anew where it is revoked, or demands a response that
 * is missing or bad (RFC 7633). The response must come from whoever issued the
 * certificate on a path to an anchor, or from a responder that this issuer has
 * named (RFC 6960 section 4.2.2.2). */
void ocsp_keep(struct trust_store *trust, gnutls_session_t session,
	const gnutls_datum_t *certificates, size_t count,
	struct probe_facts *facts);

/* What a response of the issuer's, or of a responder that it has named, says of
 * the certificate: `ocsp` and its dates. Left alone if it says nothing. */
void ocsp_judge(struct arena *arena, struct octets response,
	gnutls_x509_crt_t leaf, gnutls_x509_crt_t issuer,
	struct tls_facts *tls);

/* The same of a response that is there, and of what it says alone. */
void ocsp_read(struct trust_store *trust, struct octets response,
	const gnutls_datum_t *certificates, size_t count,
	struct probe_facts *facts);

#endif
