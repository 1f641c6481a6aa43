/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/name.h"

#include "model/text/ascii.h"

#include <arpa/inet.h>
#include <string.h>

#define ADDRESS_OCTETS 16

/* Reads an IP address. Returns its length, 4 or 16 octets, or 0. */
static size_t read_address(struct octets text, unsigned char *ret_address)
{
	char copy[INET6_ADDRSTRLEN];

	if (text.length >= 2 && text.data[0] == '[' &&
		text.data[text.length - 1] == ']') {
		text.data++;
		text.length -= 2;
	}
	if (text.length == 0 || text.length >= sizeof(copy) ||
		memchr(text.data, '\0', text.length))
		return 0;
	memcpy(copy, text.data, text.length);
	copy[text.length] = '\0';
	if (inet_pton(AF_INET, copy, ret_address) == 1)
		return 4;
	if (inet_pton(AF_INET6, copy, ret_address) == 1)
		return ADDRESS_OCTETS;
	return 0;
}

/* What follows the first dot; empty if there is none. */
static struct octets after_label(struct octets name)
{
	const unsigned char *dot =
		name.length ? memchr(name.data, '.', name.length) : NULL;
	size_t skipped = dot ? (size_t)(dot - name.data) + 1 : name.length;

	return (struct octets){name.data + skipped, name.length - skipped};
}

/* RFC 9525 section 6.3: a wildcard is the whole of the left-most label, and
 * stands for exactly one. With a single label behind it, it would stand for
 * all that a registry has: not accepted, as in browsers. */
static bool wildcard_matches(struct octets host, struct octets pattern)
{
	struct octets domain = {pattern.data + 2, pattern.length - 2};
	struct octets parent = after_label(host);

	return after_label(domain).length > 0 && host.data[0] != '.' &&
	       ascii_same(parent, domain);
}

static bool dns_name_matches(struct octets host, struct octets presented)
{
	if (presented.length == 0 || host.length == 0 ||
		memchr(presented.data, '\0', presented.length))
		return false;
	if (presented.length > 2 && memcmp(presented.data, "*.", 2) == 0)
		return wildcard_matches(host, presented);
	return ascii_same(host, presented);
}

bool name_matches(const char *host, const struct presented_name *presented)
{
	struct octets reference = {(const unsigned char *)host, strlen(host)};
	unsigned char address[ADDRESS_OCTETS], other[ADDRESS_OCTETS];
	size_t length = read_address(reference, address);

	if (length > 0)
		return presented->type == NAME_IP &&
		       read_address(presented->value, other) == length &&
		       memcmp(address, other, length) == 0;
	if (reference.length > 1 && host[reference.length - 1] == '.')
		reference.length--;
	return presented->type == NAME_DNS &&
	       dns_name_matches(reference, presented->value);
}

bool name_in_certificate(const char *host, const struct certificate *leaf)
{
	for (size_t i = 0; i < leaf->name_count; i++)
		if (name_matches(host, &leaf->names[i]))
			return true;
	return false;
}

bool name_in_common_name(const char *host, const struct certificate *leaf)
{
	struct presented_name as_dns = {NAME_DNS, leaf->common_name};
	struct presented_name as_ip = {NAME_IP, leaf->common_name};

	return name_matches(host, &as_dns) || name_matches(host, &as_ip);
}
