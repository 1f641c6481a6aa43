/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "net/address/reach.h"

#include "net/address/public.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

bool reach_read_network(const char *text, struct network *ret_network)
{
	char address[INET6_ADDRSTRLEN];
	size_t length = strcspn(text, "/");
	const char *digits = text + length + 1;
	unsigned long bits;
	unsigned most = 32;
	char *end;

	if (length >= sizeof(address))
		return false;
	memcpy(address, text, length);
	address[length] = '\0';
	*ret_network = (struct network){.family = AF_INET};
	if (inet_pton(AF_INET, address, ret_network->octets) != 1) {
		ret_network->family = AF_INET6;
		most = 128;
		if (inet_pton(AF_INET6, address, ret_network->octets) != 1)
			return false;
	}
	ret_network->bits = most;
	if (!text[length])
		return true;
	bits = strtoul(digits, &end, 10);
	if (*digits < '0' || *digits > '9' || *end || bits > most)
		return false;
	ret_network->bits = (unsigned)bits;
	return true;
}

static bool holds(const struct network *network, const uint8_t *octets)
{
	unsigned whole = network->bits / 8, rest = network->bits % 8;

	return memcmp(network->octets, octets, whole) == 0 &&
	       (!rest ||
		       (network->octets[whole] ^ octets[whole]) >> (8 - rest) ==
			       0);
}

/* An IPv4 address within an IPv6 one (RFC 4291 section 2.5.5.2) is that one. */
static const uint8_t *octets_of(
	const struct sockaddr *socket, sa_family_t *ret_family)
{
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)socket;

	*ret_family = socket->sa_family;
	if (socket->sa_family == AF_INET)
		return (const uint8_t *)&((const struct sockaddr_in *)socket)
			->sin_addr;
	if (!IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
		return v6->sin6_addr.s6_addr;
	*ret_family = AF_INET;
	return v6->sin6_addr.s6_addr + 12;
}

bool reach_allows(const struct reach *reach, const struct sockaddr *socket)
{
	const uint8_t *octets;
	sa_family_t family;

	if (!reach)
		return true;
	octets = octets_of(socket, &family);
	for (size_t i = 0; i < reach->count; i++)
		if (reach->networks[i].family == family &&
			holds(&reach->networks[i], octets))
			return true;
	return !reach->nothing_public && address_is_public(socket);
}
