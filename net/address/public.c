/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/address/public.h"

#include "model/table.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct block {
	unsigned char octets[16];
	unsigned bits;
};

/* RFC 6890 and its registry, multicast and what is reserved. */
static const struct block special_ipv4[] = {
	{{0}, 8},
	{{10}, 8},
	{{100, 64}, 10},
	{{127}, 8},
	{{169, 254}, 16},
	{{172, 16}, 12},
	{{192, 0, 0}, 24},
	{{192, 0, 2}, 24},
	{{192, 88, 99}, 24},
	{{192, 168}, 16},
	{{198, 18}, 15},
	{{198, 51, 100}, 24},
	{{203, 0, 113}, 24},
	{{224}, 3},
};

/* Within 2000::/3: Teredo, benchmarks, documentation. */
static const struct block special_ipv6[] = {
	{{0x20, 0x01}, 23},
	{{0x20, 0x01, 0x0d, 0xb8}, 32},
	{{0x3f, 0xff}, 20},
};

static const struct block global_unicast = {{0x20}, 3};

/* What has an IPv4 address in it, and where. */
static const struct embedding {
	struct block block;
	size_t at;
} embeddings[] = {
	{{{[10] = 0xff, [11] = 0xff}, 96}, 12},
	{{{0x00, 0x64, 0xff, 0x9b}, 96}, 12},
	{{{0x20, 0x02}, 16}, 2},
};

static bool is_within(const unsigned char *address, const struct block *block)
{
	size_t whole = block->bits / 8;
	unsigned mask = 0xff00u >> block->bits % 8 & 0xff;

	return memcmp(address, block->octets, whole) == 0 &&
	       (!mask || (address[whole] & mask) ==
				 (block->octets[whole] & mask));
}

static bool is_within_any(
	const unsigned char *address, const struct block *blocks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_within(address, &blocks[i]))
			return true;
	return false;
}

static bool is_public_ipv4(const unsigned char *address)
{
	return !is_within_any(address, special_ipv4, COUNT_OF(special_ipv4));
}

static bool is_public_ipv6(const unsigned char *address)
{
	for (size_t i = 0; i < COUNT_OF(embeddings); i++)
		if (is_within(address, &embeddings[i].block))
			return is_public_ipv4(address + embeddings[i].at);
	return is_within(address, &global_unicast) &&
	       !is_within_any(address, special_ipv6, COUNT_OF(special_ipv6));
}

bool address_is_public(const struct sockaddr *socket)
{
	struct sockaddr_in ipv4;
	struct sockaddr_in6 ipv6;

	switch (socket->sa_family) {
	case AF_INET:
		memcpy(&ipv4, socket, sizeof(ipv4));
		return is_public_ipv4((const unsigned char *)&ipv4.sin_addr);
	case AF_INET6:
		memcpy(&ipv6, socket, sizeof(ipv6));
		return is_public_ipv6(ipv6.sin6_addr.s6_addr);
	default:
		return false;
	}
}
