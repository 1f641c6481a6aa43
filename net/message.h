/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a server's handshake messages say that GnuTLS does not tell. They are
 * read beside GnuTLS, which judges them: what is malformed says nothing. */
#ifndef MAILSONDE_NET_MESSAGE_H
#define MAILSONDE_NET_MESSAGE_H

#include "model/facts.h"

/* Each takes the message's body, behind its type and length. */

/* ServerHello: point formats (RFC 8422 section 5.1.2) and, in TLS 1.3, the
 * key share with its public key. */
void message_keep_hello(struct octets body, struct tls_facts *tls);

/* ServerKeyExchange of TLS 1.2 and before: the public key of ECDHE (`ecdhe`,
 * RFC 8422 section 5.4) or of DHE (RFC 5246 section 7.4.3). */
void message_keep_key(struct octets body, bool ecdhe, struct tls_facts *tls);

/* NewSessionTicket (RFC 5077 section 3.3; of TLS 1.3 RFC 8446 section 4.6.1).
 */
void message_keep_ticket(
	struct octets body, bool tls_1_3, struct tls_facts *tls);

/* CertificateRequest of TLS 1.3 (RFC 8446 section 4.3.2): the authorities
 * (section 4.2.4). */
void message_keep_request(
	struct octets body, struct arena *arena, struct tls_facts *tls);

#endif
