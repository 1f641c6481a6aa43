/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/domain.h"

#include "model/text/ascii.h"

#include <string.h>

bool domain_is_within(const char *host, const char *domain)
{
	size_t length = strlen(host), part = strlen(domain);

	return length >= part &&
	       ascii_compare(host + length - part, domain) == 0 &&
	       (length == part || host[length - part - 1] == '.');
}

static size_t count_labels(const char *host)
{
	size_t count = 1;

	for (; *host; host++)
		count += *host == '.';
	return count;
}

const char *domain_of_mx(struct arena *arena, const char *host)
{
	const char *dot = strchr(host, '.');
	const char *base = domain_registered(arena, host);

	/* What lies above the registered domain is everybody's. */
	if (!dot || count_labels(dot + 1) < 2 || !base ||
		!domain_is_within(dot + 1, base))
		return NULL;
	return arena_strdup(arena, dot + 1);
}

/* Second labels below which others register: enough not to ask somebody else
 * where the MX lies in one of these. */
static bool is_shared(const char *label, size_t length)
{
	static const char *const shared[] = {"co", "com", "net", "org", "ac",
		"gov", "edu", "or", "ne", "go", "gob", "gouv", "mil", "nom",
		"ltd", "plc", "sch", "gen", "ind", "firm", "web", "asn", "id"};

	for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++)
		if (strlen(shared[i]) == length &&
			ascii_compare_n(shared[i], label, length) == 0)
			return true;
	return false;
}

const char *domain_registered(struct arena *arena, const char *host)
{
	size_t labels = count_labels(host), wanted = 2;
	const char *at = host;

	if (labels < 2)
		return NULL;
	for (size_t left = labels; left > 2; left--)
		at = strchr(at, '.') + 1;
	/* mail.example.co.uk: three labels */
	if (is_shared(at, strcspn(at, ".")) &&
		strlen(strrchr(host, '.') + 1) == 2)
		wanted = 3;
	if (labels < wanted)
		return NULL;
	at = host;
	for (size_t left = labels; left > wanted; left--)
		at = strchr(at, '.') + 1;
	return arena_strdup(arena, at);
}

/* inet_aton() makes an address of a name that ends so: 127.0.0.0x1 */
static bool is_number(const char *label)
{
	bool hexadecimal = ascii_compare_n(label, "0x", 2) == 0;
	const char *digits =
		hexadecimal ? "0123456789abcdefABCDEF" : "0123456789";

	label += hexadecimal ? 2 : 0;
	return label[strspn(label, digits)] == '\0';
}

/* A name of the internet's, as a server for everybody has it: whoever answers
 * must not have us look at this machine or the network around it. */
bool domain_is_public(const char *host)
{
	static const char *const local[] = {
		"localhost", "local", "internal", "localdomain", "home.arpa"};
	const char *dot = strrchr(host, '.');

	if (!dot || strpbrk(host, ":[]%") || is_number(dot + 1))
		return false;
	for (size_t i = 0; i < sizeof(local) / sizeof(*local); i++)
		if (domain_is_within(host, local[i]))
			return false;
	return true;
}
