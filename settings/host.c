/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/host.h"

#include <arpa/inet.h>
#include <idn2.h>
#include <net/if.h>
#include <string.h>

/* RFC 1035 section 2.3.4, without the octets of the root and of the first
 * label's length. */
#define NAME_OCTETS 253
#define LABEL_OCTETS 63

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool is_zone(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && length < IF_NAMESIZE &&
	       strspn(text, LETTERS UPPER DIGITS "._-") == length;
}

/* IPv6address [ "%" zone_id ], RFC 4007 section 11.2 */
static bool read_ipv6(struct arena *arena, const char *text, const char **ret)
{
	const char *zone = strchr(text, '%');
	char *address = arena_strdup(arena, text);
	struct in6_addr octets;
	char canonical[INET6_ADDRSTRLEN];

	if (zone)
		address[zone - text] = '\0';
	if (inet_pton(AF_INET6, address, &octets) != 1)
		return false;
	if (zone && !is_zone(zone + 1))
		return false;
	inet_ntop(AF_INET6, &octets, canonical, sizeof(canonical));
	*ret = arena_printf(arena, "%s%s", canonical, zone ? zone : "");
	return true;
}

static bool read_address(
	struct arena *arena, const char *host, const char **ret)
{
	size_t length = strlen(host);
	struct in_addr octets;
	char *inner;

	if (inet_pton(AF_INET, host, &octets) == 1) {
		*ret = arena_strdup(arena, host);
		return true;
	}
	if (length < 2 || host[0] != '[' || host[length - 1] != ']')
		return read_ipv6(arena, host, ret);
	inner = arena_strdup(arena, host + 1);
	inner[length - 2] = '\0';
	return read_ipv6(arena, inner, ret);
}

static bool has_blank_or_control(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text <= ' ' || *text == 0x7f)
			return true;
	return false;
}

/* Why a host as a person gave it cannot be one; NULL if it may be. */
static const char *judge_given(const char *host)
{
	const char *colon = strchr(host, ':');

	if (!host[0])
		return "it is blank";
	if (has_blank_or_control(host))
		return "there is a blank or a control character in it";
	if (strstr(host, "://"))
		return "leave out the scheme, such as imaps://";
	if (strchr(host, '@'))
		return "leave out the user name";
	if (strchr(host, '/'))
		return "leave out the path";
	if (host[0] == '[')
		return "only an IPv6 address may be in brackets";
	if (colon && strchr(colon + 1, ':'))
		return "it contains colons but is not an IPv6 address";
	if (colon)
		return "leave out the port";
	return NULL;
}

static const char *judge_label(const char *label, size_t length)
{
	if (!length)
		return "it has two dots in a row, or begins with one";
	if (length > LABEL_OCTETS)
		return "one of its labels is longer than 63 octets";
	if (label[0] == '-' || label[length - 1] == '-')
		return "one of its labels begins or ends with a hyphen";
	/* No host name has an underscore (RFC 952), but names in the DNS do,
	 * and servers were found under such. */
	if (strspn(label, LETTERS DIGITS "-_") < length)
		return "only letters, digits, hyphens and dots are allowed";
	return NULL;
}

static bool is_number(const char *label)
{
	if (label[0] == '0' && label[1] == 'x')
		return strspn(label + 2, DIGITS "abcdef") == strlen(label + 2);
	return strspn(label, DIGITS) == strlen(label);
}

/* Why a name in A-labels cannot be looked up; NULL if it can. */
static const char *judge_name(const char *name)
{
	const char *label = name;
	const char *reason;

	if (strlen(name) > NAME_OCTETS)
		return "it is longer than 253 octets";
	for (;;) {
		size_t length = strcspn(label, ".");

		reason = judge_label(label, length);
		if (reason)
			return reason;
		if (!label[length])
			break;
		label += length + 1;
	}
	/* getaddrinfo() would take 127.1 and 127.0.0.0x1 for addresses. */
	if (is_number(label))
		return "it ends like an IPv4 address but is not one";
	return NULL;
}

/* IDNA 2008 (RFC 5891), and what it leaves to older rules by those (UTS 46);
 * to be freed with idn2_free(). NULL if it is no such name. */
static char *map_labels(const char *host)
{
	char *mapped;
	int result = idn2_to_ascii_8z(host, &mapped, IDN2_NONTRANSITIONAL);

	if (result == IDN2_DISALLOWED)
		result = idn2_to_ascii_8z(host, &mapped, IDN2_TRANSITIONAL);
	return result == IDN2_OK ? mapped : NULL;
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

/* In A-labels, lower case and without the dot of the root. */
static const char *to_a_labels(struct arena *arena, const char *host)
{
	/* What is ASCII stays: names with underscores are looked up, too. */
	char *mapped = is_ascii(host) ? NULL : map_labels(host);
	char *name;
	size_t length;

	if (!mapped && !is_ascii(host))
		return NULL;
	name = arena_strdup(arena, mapped ? mapped : host);
	idn2_free(mapped);
	for (char *at = name; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at += 'a' - 'A';
	length = strlen(name);
	if (length > 1 && name[length - 1] == '.')
		name[length - 1] = '\0';
	return name;
}

bool host_read(struct arena *arena, const char *host, const char **ret_host,
	const char **ret_reason)
{
	const char *found, *reason;

	if (read_address(arena, host, ret_host))
		return true;
	reason = judge_given(host);
	if (!reason) {
		found = to_a_labels(arena, host);
		reason = found ? judge_name(found)
			       : "it is not a valid internationalized domain "
				 "name";
	}
	if (reason)
		*ret_reason = reason;
	else
		*ret_host = found;
	return !reason;
}
