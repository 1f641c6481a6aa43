/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/oauth/jwt.h"

#include "model/memory.h"
#include "model/table.h"
#include "model/text/builder.h"
#include "model/text/json.h"

#include <nettle/base64.h>
#include <stdlib.h>
#include <string.h>

#define VALUES 64 /* of one claim that are read */

/* A token's parts have no padding (RFC 7515 section 2), and nettle wants it. */
static bool decode(struct octets part, unsigned char *data, size_t *ret_length)
{
	struct base64_decode_ctx context;
	size_t length = part.length, rest = 0;
	size_t padding = part.length % 4 ? 4 - part.length % 4 : 0;

	base64url_decode_init(&context);
	if (!base64_decode_update(&context, &length, data, part.length,
		    (const char *)part.data))
		return false;
	rest = BASE64_DECODE_LENGTH(padding);
	if (padding && !base64_decode_update(
			       &context, &rest, data + length, padding, "==="))
		return false;
	*ret_length = length + (padding ? rest : 0);
	return base64_decode_final(&context);
}

/* jwt = header "." claims "." signature; five parts are an encrypted one. */
static bool find_claims(struct octets token, struct octets *ret_part)
{
	const unsigned char *end = token.data + token.length;
	const unsigned char *first, *second;

	if (!token.length || token.length > JWT_OCTETS)
		return false;
	first = memchr(token.data, '.', token.length);
	if (!first)
		return false;
	second = memchr(first + 1, '.', (size_t)(end - first - 1));
	if (!second || memchr(second + 1, '.', (size_t)(end - second - 1)))
		return false;
	*ret_part = (struct octets){first + 1, (size_t)(second - first - 1)};
	return ret_part->length > 0;
}

/* The first of these claims that is a text. */
static const char *find_text(struct arena *arena, struct octets claims,
	const char *const *names, size_t count)
{
	struct octets value;

	for (size_t i = 0; i < count; i++)
		if (json_find(claims, names[i], &value) &&
			json_kind_of(value) == JSON_STRING)
			return json_string(arena, value);
	return NULL;
}

/* One text, or several in an array. */
static const char *find_list(struct arena *arena, struct octets claims,
	const char *name, size_t most)
{
	struct builder list = {.arena = arena};
	struct octets values, value;

	if (!json_find(claims, name, &values))
		return NULL;
	if (json_kind_of(values) == JSON_STRING)
		return json_string(arena, values);
	for (size_t i = 0; i < most && json_next(&values, &value); i++) {
		const char *text = json_string(arena, value);

		if (text)
			builder_item(&list, " ", text);
	}
	return list.length ? builder_text(&list) : NULL;
}

static int64_t find_time(struct octets claims, const char *name)
{
	struct octets value;
	int64_t seconds;

	return json_find(claims, name, &value) &&
			       json_read_integer(value, &seconds) && seconds > 0
		       ? seconds
		       : 0;
}

static void read_scope(
	struct arena *arena, struct octets claims, struct jwt *jwt)
{
	static const char *const names[] = {"scp", "scope"};

	for (size_t i = 0; !jwt->scope && i < COUNT_OF(names); i++)
		jwt->scope = find_list(arena, claims, names[i], VALUES);
	if (jwt->scope)
		return;
	jwt->scope = find_list(arena, claims, "roles", VALUES);
	jwt->application = jwt->scope != NULL;
}

static void read_claims(
	struct arena *arena, struct octets claims, struct jwt *ret_jwt)
{
	static const char *const issuer[] = {"iss"}, *const tenant[] = {"tid"};
	static const char *const user[] = {
		"upn", "preferred_username", "unique_name", "email"};
	static const char *const client[] = {"appid", "azp", "client_id"};

	*ret_jwt = (struct jwt){
		.issuer = find_text(arena, claims, issuer, COUNT_OF(issuer)),
		.audience = find_list(arena, claims, "aud", 1),
		.tenant = find_text(arena, claims, tenant, COUNT_OF(tenant)),
		.user = find_text(arena, claims, user, COUNT_OF(user)),
		.client = find_text(arena, claims, client, COUNT_OF(client)),
		.expires = find_time(claims, "exp"),
		.not_before = find_time(claims, "nbf"),
	};
	read_scope(arena, claims, ret_jwt);
}

bool jwt_read(struct arena *arena, struct octets token, struct jwt *ret_jwt)
{
	struct octets part, claims;
	unsigned char *data;
	size_t length;
	bool read;

	if (!find_claims(token, &part))
		return false;
	data = memory_calloc(1, BASE64_DECODE_LENGTH(part.length) + 4);
	read = decode(part, data, &length) &&
	       json_read((struct octets){data, length}, &claims) &&
	       json_kind_of(claims) == JSON_OBJECT;
	if (read)
		read_claims(arena, claims, ret_jwt);
	explicit_bzero(data, BASE64_DECODE_LENGTH(part.length) + 4);
	free(data);
	return read;
}
