/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which addresses may be connected to, where others say what to connect to. */
#ifndef MAILSONDE_NET_ADDRESS_REACH_H
#define MAILSONDE_NET_ADDRESS_REACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* Addresses that have their first `bits` bits in common. */
struct network {
	sa_family_t family; /* AF_INET or AF_INET6 */
	uint8_t octets[16];
	unsigned bits;
};

/* Beside what is everybody's (net/address/public.h), these networks */
struct reach {
	const struct network *networks;
	size_t count;
	bool nothing_public; /* these networks alone */
};

/* Reads "192.0.2.0/24", "2001:db8::/32" or an address alone. Answers false for
 * anything else. */
bool reach_read_network(const char *text, struct network *ret_network)
	__attribute__((warn_unused_result));

/* Whether `socket` may be connected to; without a reach, all may. */
bool reach_allows(const struct reach *reach, const struct sockaddr *socket);

#endif
