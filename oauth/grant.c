/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "oauth/grant.h"

#include "model/table.h"
#include "model/text/ascii.h"
#include "model/text/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LONGEST_S                                                              \
	(INT64_C(400) * 24 * 60 * 60) /* that a token may be valid             \
				       */

void grant_init(struct grant *grant)
{
	*grant = (struct grant){
		.access = locked_new(GRANT_TOKEN_OCTETS),
		.refresh = locked_new(GRANT_TOKEN_OCTETS),
	};
}

void grant_clear(struct grant *grant)
{
	locked_free(grant->access);
	locked_free(grant->refresh);
	*grant = (struct grant){0};
}

static const char *find_text(
	struct arena *arena, struct octets object, const char *name)
{
	struct octets value;

	return json_find(object, name, &value) ? json_string(arena, value)
					       : NULL;
}

/* A token has visible ASCII alone (RFC 6749 appendix A.12), so that it can
 * stand in a header or in a SASL message. */
static bool is_token(const struct locked *token)
{
	for (size_t i = 0; i < token->length; i++)
		if (token->text[i] < '!' || token->text[i] > '~')
			return false;
	return token->length > 0;
}

/* Answers false if it is there and cannot be used; without one, what was there
 * before stays. */
static bool take_token(
	struct octets object, const char *name, struct locked *token)
{
	struct octets value;

	if (!json_find(object, name, &value) ||
		json_kind_of(value) == JSON_NULL)
		return true;
	locked_clear(token);
	return json_read_string(
		       value, token->text, token->size + 1, &token->length) &&
	       is_token(token);
}

/* "expires_in": some servers write it as a string. */
static int64_t find_lifetime(struct arena *arena, struct octets object)
{
	struct octets value;
	const char *text;
	int64_t seconds;

	if (!json_find(object, "expires_in", &value))
		return 0;
	text = json_kind_of(value) == JSON_STRING ? json_string(arena, value)
						  : NULL;
	if (text)
		value = (struct octets){
			(const unsigned char *)text, strlen(text)};
	if (!json_read_integer(value, &seconds) || seconds < 0)
		return 0;
	return seconds < LONGEST_S ? seconds : LONGEST_S;
}

static bool is_bearer(struct arena *arena, struct octets object)
{
	const char *type = find_text(arena, object, "token_type");

	return type && ascii_compare(type, "Bearer") == 0;
}

enum grant_result grant_read_answer(struct arena *arena, struct octets body,
	int64_t now, struct grant *grant, struct grant_refusal *ret_refusal)
{
	struct octets object, value;
	const char *code, *scope;
	int64_t lifetime;

	if (!json_read(body, &object) || json_kind_of(object) != JSON_OBJECT)
		return GRANT_UNUSABLE;
	code = find_text(arena, object, "error");
	if (code) {
		const char *text =
			find_text(arena, object, "error_description");

		*ret_refusal = (struct grant_refusal){code, text ? text : ""};
		return GRANT_REFUSED;
	}
	if (!json_find(object, "access_token", &value) ||
		!is_bearer(arena, object) ||
		!take_token(object, "access_token", grant->access) ||
		!take_token(object, "refresh_token", grant->refresh))
		return GRANT_UNUSABLE;
	scope = find_text(arena, object, "scope");
	if (scope)
		grant->scope = scope;
	lifetime = find_lifetime(arena, object);
	grant->expires = lifetime ? now + lifetime : 0;
	return GRANT_GIVEN;
}

static bool add(struct locked *text, const char *more)
{
	return locked_add(text, more, strlen(more));
}

/* Of what is no secret either: tokens have no character that needs it. */
static bool add_quoted(struct locked *text, const char *value)
{
	char escape[8];

	for (; *value; value++) {
		unsigned char octet = (unsigned char)*value;

		if (octet >= ' ' && octet != '"' && octet != '\\') {
			if (!locked_add(text, value, 1))
				return false;
			continue;
		}
		snprintf(escape, sizeof(escape), "\\u%04x", octet);
		if (!add(text, escape))
			return false;
	}
	return true;
}

static bool add_member(struct locked *text, const char *name, const char *value)
{
	return !value || !*value ||
	       (add(text, ",\n  \"") && add(text, name) &&
		       add(text, "\": \"") && add_quoted(text, value) &&
		       add(text, "\""));
}

bool grant_write(const struct grant *grant, struct locked *ret_text)
{
	char expires[64];

	snprintf(expires, sizeof(expires), ",\n  \"expires\": %" PRId64 "\n}\n",
		grant->expires);
	return add(ret_text, "{\n  \"mailsonde\": 1") &&
	       add_member(ret_text, "provider", grant->provider) &&
	       add_member(ret_text, "client_id", grant->client) &&
	       add_member(ret_text, "token_endpoint", grant->token_endpoint) &&
	       add_member(ret_text, "scope", grant->scope) &&
	       add_member(ret_text, "access_token", grant->access->text) &&
	       add_member(ret_text, "refresh_token", grant->refresh->text) &&
	       add(ret_text, expires);
}

bool grant_read(struct arena *arena, struct octets text, const char *place,
	struct grant *grant, struct problem *ret_problem)
{
	struct octets object, value;

	if (!json_read(text, &object) ||
		!json_find(object, "mailsonde", &value) ||
		!take_token(object, "access_token", grant->access) ||
		!take_token(object, "refresh_token", grant->refresh) ||
		!grant->access->length)
		return problem_set(arena, PROBLEM_DATA, place, ret_problem,
			"no token that mailsonde stored is in it");
	grant->provider = find_text(arena, object, "provider");
	grant->client = find_text(arena, object, "client_id");
	grant->token_endpoint = find_text(arena, object, "token_endpoint");
	grant->scope = find_text(arena, object, "scope");
	if (!json_find(object, "expires", &value) ||
		!json_read_integer(value, &grant->expires))
		grant->expires = 0;
	return true;
}

static const struct {
	const char *begin; /* of a word in the description; NULL */
	const char *code;  /* NULL */
	const char *meaning;
} meanings[] = {
#include "oauth/refusals.inc"
};

const char *grant_explain(const struct grant_refusal *refusal)
{
	for (size_t i = 0; i < COUNT_OF(meanings); i++)
		if (meanings[i].begin
				? strstr(refusal->description,
					  meanings[i].begin) != NULL
				: strcmp(refusal->code, meanings[i].code) == 0)
			return meanings[i].meaning;
	return NULL;
}
