/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/share.h"

#include <netinet/in.h>
#include <string.h>

#define WAYS 8 /* places that a network may have */

static struct share_network of_v4(const unsigned char *octets)
{
	struct share_network network = {{4}};

	if (octets[0] == 127)
		return (struct share_network){{0}};
	memcpy(network.octets + 1, octets, 4);
	return network;
}

static struct share_network of_v6(const struct in6_addr *address)
{
	struct share_network network = {{6}};

	if (IN6_IS_ADDR_LOOPBACK(address))
		return (struct share_network){{0}};
	if (IN6_IS_ADDR_V4MAPPED(address))
		return of_v4(address->s6_addr + 12);
	memcpy(network.octets + 1, address->s6_addr, 8);
	return network;
}

struct share_network share_network_of(const struct sockaddr *address)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	if (address && address->sa_family == AF_INET) {
		memcpy(&v4, address, sizeof(v4));
		return of_v4((const unsigned char *)&v4.sin_addr);
	}
	if (address && address->sa_family == AF_INET6) {
		memcpy(&v6, address, sizeof(v6));
		return of_v6(&v6.sin6_addr);
	}
	return (struct share_network){{0}};
}

bool share_is_network(const struct share_network *network)
{
	return network->octets[0] != 0;
}

bool share_is_same(
	const struct share_network *one, const struct share_network *other)
{
	return memcmp(one->octets, other->octets, sizeof(one->octets)) == 0;
}

bool share_has(struct share_credit *credit, const struct share_rate *rate,
	int64_t now_ms)
{
	int64_t most = (int64_t)rate->burst * 1000;

	if (!credit->counted_ms)
		credit->left = most;
	else
		credit->left +=
			(now_ms - credit->counted_ms) * rate->per_second;
	if (credit->left > most)
		credit->left = most;
	credit->counted_ms = now_ms;
	return credit->left >= 1000;
}

void share_take(struct share_credit *credit)
{
	credit->left -= 1000;
}

/* FNV-1a */
static size_t hash(const struct share_network *network)
{
	uint32_t sum = 2166136261u;

	for (size_t i = 0; i < sizeof(network->octets); i++)
		sum = (sum ^ network->octets[i]) * 16777619u;
	return sum % (SHARE_NETWORKS / WAYS) * WAYS;
}

struct share_credit *share_find(
	struct share_table *table, const struct share_network *network)
{
	size_t first = hash(network), oldest = first;

	for (size_t i = first; i < first + WAYS; i++) {
		if (share_is_same(&table->rows[i].network, network))
			return &table->rows[i].credit;
		if (table->rows[i].credit.counted_ms <
			table->rows[oldest].credit.counted_ms)
			oldest = i;
	}
	table->rows[oldest].network = *network;
	table->rows[oldest].credit = (struct share_credit){0};
	return &table->rows[oldest].credit;
}
