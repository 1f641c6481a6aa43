/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which certificates are judged. */
#ifndef MAILSONDE_EVIDENCE_CHAIN_H
#define MAILSONDE_EVIDENCE_CHAIN_H

#include "model/facts.h"

/* Whether more than the fingerprint of the server's own certificate is known:
 * a probe of one version alone keeps no more than that. */
bool chain_is_whole(const struct tls_facts *tls);

/* The chain to judge, known in full: the best connection's; else the first
 * that was held against the trust anchors; else the first. NULL if there is
 * none. */
const struct tls_facts *chain_judged(const struct endpoint_facts *facts);

/* Its first certificate, the server's own; NULL if there is none. */
const struct certificate *chain_leaf(const struct endpoint_facts *facts);

/* The same of a server whose hellos made by hand show no certificate: in TLS
 * 1.3 it is encrypted, and a session alone tells. NULL: they show one, or
 * nothing does. */
const struct certificate *chain_sealed(const struct endpoint_facts *facts);

/* The certificate above the server's that its own issuer has revoked, as that
 * said when it was asked; NULL if there is none. */
const struct issuer_revocation *chain_revoked_issuer(
	const struct tls_facts *chain);

/* Whether any connection showed a certificate, readable or not. */
bool chain_is_sent(const struct endpoint_facts *facts);

/* The next chain that is known in full and begins with another certificate
 * than those before it, or is trusted otherwise: the one to judge first, then
 * those of the witnesses, from `*at` on, which begins as 0; NULL at the end. */
const struct tls_facts *chain_each(
	const struct endpoint_facts *facts, size_t *at);

/* Leaves to the probes of one version alone no more than the fingerprint of a
 * chain that another probe keeps, and to others what that one has, in its
 * place: call it once, when all have ended. */
void chain_keep_once(struct endpoint_facts *facts);

/* The next list of certificates that a witness was sent, known in full, from
 * `*at` on, which begins as 0: where another probe keeps it, that one's. The
 * probe that was sent it goes to `*ret_probe`. NULL at the end. */
const struct tls_facts *chain_next_sent(const struct endpoint_facts *facts,
	size_t *at, const struct probe_facts **ret_probe);

/* Whether the server showed more than one certificate of its own. */
bool chain_differs(const struct endpoint_facts *facts);

/* Whether that probe was shown this chain. */
bool chain_was_shown_to(
	const struct tls_facts *chain, const struct probe_facts *probe);

/* Whether a witness that connected to that address was shown this chain. */
bool chain_shown_at(const struct endpoint_facts *facts,
	const struct tls_facts *chain, const char *address);

/* The TLS versions with which witnesses were shown this chain, as a set. */
unsigned chain_versions(
	const struct endpoint_facts *facts, const struct tls_facts *chain);

/* Whether the chain leads to an anchor of the system's: one of a file may be
 * anybody's. */
bool chain_is_public(const struct tls_facts *tls);

/* Whether both chains begin with the same certificate, by its fingerprint;
 * false where one of them is empty. */
bool chain_is_same(const struct tls_facts *one, const struct tls_facts *other);

#endif
