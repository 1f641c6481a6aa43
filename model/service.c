/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/service.h"

#include "model/text/ascii.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const struct service_row rows[] = {
#define SERVICE(id, word, dialogue, ...)                                       \
	[SERVICE_##id] = {.name = #word, __VA_ARGS__},
#include "model/services.inc"
#undef SERVICE
};
static_assert(sizeof(rows) / sizeof(*rows) == SERVICE_COUNT, "a row for each");

const struct service_row *service_row(enum service service)
{
	assert(service < SERVICE_COUNT);
	return &rows[service];
}

const char *service_name(enum service service)
{
	return service_row(service)->name;
}

const char *service_label(enum service service)
{
	return service_row(service)->label;
}

bool service_from_name(const char *name, enum service *ret_service)
{
	for (int i = 0; i < SERVICE_COUNT; i++)
		if (strcmp(rows[i].name, name) == 0) {
			*ret_service = (enum service)i;
			return true;
		}
	return false;
}

bool service_is_outgoing(enum service service)
{
	return service_row(service)->direction == DIRECTION_OUTGOING;
}

bool service_is_incoming(enum service service)
{
	return service_row(service)->direction == DIRECTION_INCOMING;
}

bool service_is_for_mail(enum service service)
{
	return service_is_incoming(service) || service_is_outgoing(service);
}

unsigned service_set_for_mail(void)
{
	unsigned set = 0;

	for (int i = 0; i < SERVICE_COUNT; i++)
		if (service_is_for_mail((enum service)i))
			set |= 1u << i;
	return set;
}

bool service_next_way(enum service *service, const struct service_way **way)
{
	if (!*way) {
		*service = 0;
		*way = rows[0].ways;
		return true;
	}
	++*way;
	if (*way < rows[*service].ways + SERVICE_WAYS && (*way)->scheme)
		return true;
	if (*service + 1 == SERVICE_COUNT)
		return false;
	*way = rows[++*service].ways;
	return true;
}

const struct service_way *service_way_of_mode(
	enum service service, enum tls_mode mode)
{
	const struct service_row *row = service_row(service);

	if (mode == MODE_CLEARTEXT)
		mode = MODE_EXPLICIT;
	for (size_t i = 0; i < SERVICE_WAYS && row->ways[i].scheme; i++)
		if (row->ways[i].mode == mode)
			return &row->ways[i];
	return NULL;
}

const struct service_way *service_way_of_port(
	enum service service, unsigned port)
{
	const struct service_row *row = service_row(service);

	for (size_t i = 0; i < SERVICE_WAYS && row->ways[i].scheme; i++)
		if (row->ways[i].port == port)
			return &row->ways[i];
	return NULL;
}

bool service_port_is(enum service service, unsigned port, enum tls_mode mode)
{
	const struct service_way *way = service_way_of_port(service, port);

	return way && way->mode == mode;
}

unsigned service_port(enum service service, enum tls_mode mode)
{
	const struct service_way *way = service_way_of_mode(service, mode);

	return way ? way->port : 0;
}

static bool same_octet(char want, unsigned char octet)
{
	if (want == '#')
		return octet >= '0' && octet <= '9';
	return ascii_to_lower(want) == ascii_to_lower(octet);
}

/* Whether the greeting begins with these words. */
static bool begins(struct octets greeting, const char *words, size_t length)
{
	const char *ends = words[length - 1] == '#' ? " \t\r\n-" : " \t\r\n";

	if (greeting.length < length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (!same_octet(words[i], greeting.data[i]))
			return false;
	return greeting.length == length ||
	       memchr(ends, greeting.data[length], strlen(ends));
}

static bool begins_with_one(struct octets greeting, const char *at)
{
	while (*at) {
		size_t length = strcspn(at, "|");

		if (begins(greeting, at, length))
			return true;
		at += length;
		at += *at == '|';
	}
	return false;
}

bool service_turns_away(enum service service, struct octets greeting)
{
	return begins_with_one(greeting, service_row(service)->refusals);
}

bool service_greets(enum service service, struct octets greeting)
{
	return begins_with_one(greeting, service_row(service)->greetings) ||
	       service_turns_away(service, greeting);
}

bool service_is_refusal(struct octets words)
{
	for (int i = 0; i < SERVICE_COUNT; i++)
		if (service_turns_away((enum service)i, words))
			return true;
	return false;
}

bool service_of_greeting(struct octets greeting, enum service expected,
	enum service *ret_service)
{
	if (service_greets(expected, greeting)) {
		*ret_service = expected;
		return true;
	}
	if (service_is_refusal(greeting))
		return false;
	for (int i = 0; i < SERVICE_COUNT; i++)
		if (service_greets((enum service)i, greeting)) {
			*ret_service = (enum service)i;
			return true;
		}
	return false;
}
