/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/ascii.h"
#include "net/resolve.h"
#include "settings/host.h"
#include "src/options/values.h"

#include <string.h>

/* Takes the next part of HOST:...; an IPv6 address stands in brackets. */
static char *take_part(char **at)
{
	char *part = *at, *end;

	if (!part)
		return NULL;
	if (*part == '[' && (end = strchr(part, ']'))) {
		*end++ = '\0';
		part++;
		if (*end && *end != ':')
			return NULL;
		*at = *end ? end + 1 : NULL;
		return part;
	}
	strsep(at, ":");
	return part;
}

/* The name as targets have it: an international one in A-labels. An empty one
 * stands for any. NULL if it is none. */
static const char *read_host(struct reading *r, const char *text)
{
	const char *host, *reason;

	if (!text || !*text)
		return text;
	return host_read(r->arena, text, &host, &reason) ? host : NULL;
}

/* A second address for a host is one more of it. */
static bool join_address(
	struct reading *r, const struct resolve_override *override)
{
	for (size_t i = 0; i < r->options->run.resolve_count; i++) {
		struct resolve_override *known =
			(struct resolve_override *)(uintptr_t)&r->options->run
				.resolves[i];

		if (ascii_compare(known->host, override->host) != 0)
			continue;
		known->address = arena_printf(
			r->arena, "%s,%s", known->address, override->address);
		return true;
	}
	return false;
}

void option_set_resolve(struct reading *r, const char *value)
{
	char *at = arena_strdup(r->arena, value);
	struct resolve_override override = {
		.host = read_host(r, take_part(&at))};
	struct address address;
	size_t length;

	/* The address is the rest: it may hold colons, bare or in brackets. */
	if (at && *at == '[' && (length = strlen(at)) > 2 &&
		at[length - 1] == ']') {
		at[length - 1] = '\0';
		at++;
	}
	override.address = at;
	if (!override.host || !*override.host || !at ||
		!address_parse(at, &address)) {
		option_set_error(r, value,
			"is not HOST:ADDRESS; example: "
			"imap.example.com:192.0.2.1");
		return;
	}
	if (join_address(r, &override))
		return;
	r->options->run.resolves = arena_grow(r->arena,
		(void *)(uintptr_t)r->options->run.resolves,
		r->options->run.resolve_count, sizeof(override));
	memcpy((struct resolve_override *)(uintptr_t)r->options->run.resolves +
			r->options->run.resolve_count++,
		&override, sizeof(override));
}

static bool read_port(const char *text, unsigned *ret_port)
{
	unsigned long port;

	*ret_port = 0;
	if (!*text)
		return true;
	if (!option_read_number(text, 65535, &port) || !port)
		return false;
	*ret_port = (unsigned)port;
	return true;
}

void option_set_connect_to(struct reading *r, const char *value)
{
	char *at = arena_strdup(r->arena, value);
	struct connect_override to = {.host = read_host(r, take_part(&at))};
	char *port = take_part(&at), *to_port;

	to.to_host = read_host(r, take_part(&at));
	to_port = take_part(&at);
	if (!to.host || !port || !to.to_host || !to_port || at ||
		!read_port(port, &to.port) ||
		!read_port(to_port, &to.to_port)) {
		option_set_error(r, value,
			"is not HOST:PORT:HOST2:PORT2; example: "
			"imap.example.com:993:127.0.0.1:10993");
		return;
	}
	r->options->run.connects = arena_grow(r->arena,
		(void *)(uintptr_t)r->options->run.connects,
		r->options->run.connect_count, sizeof(to));
	memcpy((struct connect_override *)(uintptr_t)r->options->run.connects +
			r->options->run.connect_count++,
		&to, sizeof(to));
}
