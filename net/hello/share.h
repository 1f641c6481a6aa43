/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Public keys for a hello that a server of TLS 1.3 is to answer with a
 * ServerHello, not with a HelloRetryRequest. */
#ifndef MAILSONDE_NET_HELLO_SHARE_H
#define MAILSONDE_NET_HELLO_SHARE_H

#include "model/arena.h"

/* A key share of the group (RFC 8446 section 4.2.8); empty if there is none. */
struct octets share_of_group(unsigned group);

#endif
