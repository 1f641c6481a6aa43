/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is left to each network of visitors: an IPv4 address, or the 64 bits of
 * an IPv6 address that one customer has for himself. The computer's own
 * addresses are nobody's network. Not for several threads at once. */
#ifndef MAILSONDE_SRC_SERVE_ADMIT_SHARE_H
#define MAILSONDE_SRC_SERVE_ADMIT_SHARE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct share_network {
	unsigned char octets[9]; /* all 0: none */
};

/* That the address belongs to; none for NULL and for this computer. */
struct share_network share_network_of(const struct sockaddr *address);
bool share_is_network(const struct share_network *network);
bool share_is_same(
	const struct share_network *one, const struct share_network *other);

/* So much at once, and so much more with each second. */
struct share_rate {
	unsigned burst;
	unsigned per_second;
};

/* What is left of it; begins as {0}, which is all. */
struct share_credit {
	int64_t left; /* thousandths */
	int64_t counted_ms;
};

/* Whether there is anything left at that time, and takes one. */
bool share_has(struct share_credit *credit, const struct share_rate *rate,
	int64_t now_ms);
void share_take(struct share_credit *credit);

#define SHARE_NETWORKS 1024

struct share_table {
	struct {
		struct share_network network;
		struct share_credit credit;
	} rows[SHARE_NETWORKS];
};

/* The network's, perhaps in the place of one that asked longer ago. */
struct share_credit *share_find(
	struct share_table *table, const struct share_network *network);

#endif
