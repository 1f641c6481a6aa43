/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What GnuTLS is told for each question of a rule. */
#ifndef MAILSONDE_NET_OFFER_H
#define MAILSONDE_NET_OFFER_H

#include "model/offer.h"

/* Writes the priority string of the offer (model/offer.h) with
 * these TLS versions to `text`, of `size` octets. Answers false for one that is
 * offered all that an ordinary handshake is. */
bool offer_priority(
	enum offer_id offer, unsigned versions, char *text, size_t size);

/* Whether the offer is less, or other, than that of an ordinary handshake. */
bool offer_has_priority(enum offer_id offer);

/* Whether the key exchange may be without a certificate. */
bool offer_is_anonymous(enum offer_id offer);

#endif
