/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Certificates to facts (RFC 5280), and what OCSP says of them (RFC 6960). */
#ifndef MAILSONDE_NET_X509_CERTIFICATE_H
#define MAILSONDE_NET_X509_CERTIFICATE_H

#include "net/trust/certificate_memo.h"
#include "net/trust/trust.h"

/* Keeps the facts of each certificate in `facts->tls.chain`. One that cannot
 * be parsed keeps its fingerprint. At most 16 are looked at, those that `memo`
 * knows not once more. */
void certificate_keep_chain(struct certificate_memo *memo,
	const gnutls_datum_t *certificates, size_t count,
	struct probe_facts *facts);

/* Reads one certificate; of one that cannot be parsed the fingerprint alone.
 * Answers false if its key would take minutes to compute with. */
bool certificate_read(struct arena *arena, struct octets der,
	struct certificate *ret_certificate)
	__attribute__((warn_unused_result));

/* Keeps the fingerprint alone. Answers as certificate_read() does. */
bool certificate_read_fingerprint(struct arena *arena, struct octets der,
	struct certificate *ret_certificate)
	__attribute__((warn_unused_result));

/* The name in RFC 4514's form, of a distinguished name in DER; empty if it
 * cannot be read. */
struct octets certificate_name(struct arena *arena, struct octets der);

/* Reads when the certificate in DER begins and ends; a date that cannot be
 * read is CERTIFICATE_NO_DATE, and the answer is false. */
bool certificate_read_dates(
	struct octets der, int64_t *ret_not_before_s, int64_t *ret_not_after_s);

/* Keeps one certificate with its fingerprint alone. */
void certificate_keep_fingerprint(
	const gnutls_datum_t *certificate, struct probe_facts *facts);

#endif
