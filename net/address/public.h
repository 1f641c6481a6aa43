/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which addresses are everybody's. */
#ifndef MAILSONDE_NET_ADDRESS_PUBLIC_H
#define MAILSONDE_NET_ADDRESS_PUBLIC_H

#include <stdbool.h>
#include <sys/socket.h>

/* Whether `socket` is a unicast address of the public Internet, by the IANA's
 * registries of special-purpose addresses: nothing of this computer, of the
 * networks around it or of a protocol. Where an IPv4 address is embedded (RFC
 * 4291 section 2.5.5, RFC 6052, RFC 3056), that one is judged. Asked of what is
 * connected to, right before: a name may have another address by then. */
bool address_is_public(const struct sockaddr *socket);

#endif
