/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Words that turn a client away: for now, or for good. */
#ifndef MAILSONDE_PROBES_TURN_AWAY_H
#define MAILSONDE_PROBES_TURN_AWAY_H

#include "model/arena.h"

#include <stdbool.h>

/* Whether a later attempt from here would fare no better: by the reply's code
 * or, where there is none, by its words. */
bool turn_away_is_final(struct octets words);

/* Whether a response code asks to come again later, with `words` what stands
 * behind -ERR or NO (RFC 2449 section 8, RFC 3206, RFC 5530). */
bool turn_away_asks_later(struct octets words);

/* Whether an answer to STARTTLS says that TLS itself cannot begin, as 454 does
 * (RFC 3207 section 4): that is no matter of this client, nor of time. */
bool turn_away_lacks_tls(struct octets words);

#endif
