/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How members are spelled, and read back. */
#include "model/record/rows.h"

#include "model/text/ascii.h"
#include "model/text/escape.h"
#include "model/text/spell.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGEST_DIGITS 64

/* Text. */

static bool no_string(const void *member)
{
	return !*(const char *const *)member;
}

static const char *spell_string(const struct record_field *field,
	struct arena *arena, const void *member)
{
	const char *text = *(const char *const *)member;

	(void)field;
	return text ? escape_clean(arena, text) : field->required ? "" : NULL;
}

static bool read_string(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	(void)field;
	*(const char **)member = intern_string(context->strings, text);
	return true;
}

/* words = no DEL, and no control character of C1 (U+0080 to U+009F) */
static bool is_words(const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (*c == 0x7F || (c[0] == 0xC2 && c[1] < 0xA0))
			return false;
	return true;
}

static bool read_words(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	return is_words(text) && read_string(context, field, text, member);
}

/* id = 1*alnum *(("." / "-") 1*alnum) */
static bool is_id(const char *text)
{
	for (;;) {
		if (!ascii_is_alphanumeric((unsigned char)*text))
			return false;
		while (ascii_is_alphanumeric((unsigned char)*text))
			text++;
		if (!*text)
			return true;
		if (*text != '.' && *text != '-')
			return false;
		text++;
	}
}

static bool read_id(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	return is_id(text) && read_string(context, field, text, member);
}

/* day = 4DIGIT ["-" 2DIGIT ["-" 2DIGIT]] */
static bool is_day(const char *text)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++)
		if (i == 4 || i == 7 ? text[i] != '-'
				     : !ascii_is_digit((unsigned char)text[i]))
			return false;
	return length == 4 || length == 7 || length == 10;
}

static bool read_day(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	return is_day(text) && read_string(context, field, text, member);
}

static bool is_digest(const char *text)
{
	return strspn(text, "0123456789abcdef") == DIGEST_DIGITS &&
	       !text[DIGEST_DIGITS];
}

static bool read_digest(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	return is_digest(text) && read_string(context, field, text, member);
}

static bool no_octets(const void *member)
{
	return !((const struct octets *)member)->length;
}

static const char *spell_octets(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return escape_octets(arena, *(const struct octets *)member);
}

static bool read_escaped(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	struct octets *octets = member;

	(void)field;
	if (!strchr(text, '\\')) {
		*octets = intern_octets(context->strings, text, strlen(text));
		return true;
	}
	return escape_undo(context->arena, text, octets);
}

static bool no_chars(const void *member)
{
	return !*(const char *)member;
}

static const char *spell_chars(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return escape_clean(arena, member);
}

static bool read_chars(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	(void)context;
	if (!is_words(text) || strlen(text) >= field->size)
		return false;
	memcpy(member, text, strlen(text) + 1);
	return true;
}

static bool read_hex(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	return is_digest(text) && read_chars(context, field, text, member);
}

/* Truth. */

static bool is_false(const void *member)
{
	return !*(const bool *)member;
}

static bool never(const void *member)
{
	(void)member;
	return false;
}

static const char *spell_truth(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	(void)arena;
	return *(const bool *)member ? "true" : "false";
}

static bool read_truth(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	bool yes = strcmp(text, "true") == 0 || strcmp(text, "1") == 0;

	(void)context;
	(void)field;
	*(bool *)member = yes;
	return yes || strcmp(text, "false") == 0 || strcmp(text, "0") == 0;
}

static bool read_flag(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	return strcmp(text, "true") == 0 &&
	       read_truth(context, field, text, member);
}

/* Numbers. */

static bool is_zero(const void *member)
{
	return !*(const unsigned *)member;
}

static bool is_zero_size(const void *member)
{
	return !*(const size_t *)member;
}

static bool is_zero_64(const void *member)
{
	return !*(const int64_t *)member;
}

static bool is_negative(const void *member)
{
	return *(const int *)member < 0;
}

static const char *spell_unsigned(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return arena_printf(arena, "%u", *(const unsigned *)member);
}

static const char *spell_int(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return arena_printf(arena, "%d", *(const int *)member);
}

static const char *spell_size(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return arena_printf(arena, "%zu", *(const size_t *)member);
}

/* [ "-" ] 1*DIGIT, within the bounds of its value */
static bool read_number(
	const struct record_value *value, const char *text, int64_t *ret_number)
{
	char *end;

	if (!ascii_is_digit((unsigned char)text[*text == '-']))
		return false;
	*ret_number = strtoll(text, &end, 10);
	return !*end && *ret_number >= value->least &&
	       *ret_number <= value->most;
}

static bool read_unsigned(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	int64_t number;

	(void)context;
	if (!read_number(field->value, text, &number))
		return false;
	*(unsigned *)member = (unsigned)number;
	return true;
}

static bool read_int(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	int64_t number;

	(void)context;
	if (!read_number(field->value, text, &number))
		return false;
	*(int *)member = (int)number;
	return true;
}

static bool read_size(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	int64_t number;

	(void)context;
	if (!read_number(field->value, text, &number))
		return false;
	*(size_t *)member = (size_t)number;
	return true;
}

/* The octets themselves tell their length. */
static bool read_nothing(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	int64_t number;

	(void)context;
	(void)member;
	return read_number(field->value, text, &number);
}

/* Times. */

static const char *spell_ms(const struct record_field *field,
	struct arena *arena, const void *member)
{
	int64_t us = *(const int64_t *)member;

	(void)field;
	if (us < 0)
		us = 0;
	return arena_printf(
		arena, "%" PRId64 ".%03d", us / 1000, (int)(us % 1000));
}

/* 1*DIGIT "." 3DIGIT */
static bool read_ms(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	size_t whole = strspn(text, "0123456789");
	const char *part = text + whole;

	(void)context;
	(void)field;
	if (!whole || whole > 15 || *part != '.' ||
		strspn(part + 1, "0123456789") != 3 || part[4])
		return false;
	*(int64_t *)member =
		strtoll(text, NULL, 10) * 1000 + strtoll(part + 1, NULL, 10);
	return true;
}

static const char *spell_whole_ms(const struct record_field *field,
	struct arena *arena, const void *member)
{
	int64_t us = *(const int64_t *)member;

	(void)field;
	return arena_printf(arena, "%" PRId64, us < 0 ? 0 : (us + 500) / 1000);
}

static bool read_whole_ms(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	int64_t number;

	(void)context;
	if (!read_number(field->value, text, &number))
		return false;
	*(int64_t *)member = number * 1000;
	return true;
}

static const char *spell_seconds(const struct record_field *field,
	struct arena *arena, const void *member)
{
	(void)field;
	return spell_time(arena, *(const int64_t *)member);
}

static bool read_seconds(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	unsigned ms;

	(void)context;
	(void)field;
	return spell_time_from(text, member, &ms);
}

/* The values. */

#define STRING(value, schema_, read_)                                          \
	const struct record_value record_##value = {.schema = schema_,         \
		.is_empty = no_string,                                         \
		.spell = spell_string,                                         \
		.read = read_}

STRING(words, "words", read_words);
STRING(string, "xs:string", read_string);
STRING(id, "id", read_id);
STRING(day, "day", read_day);
STRING(digest, "fingerprint", read_digest);

const struct record_value record_octets = {
	.schema = "xs:string",
	.is_empty = no_octets,
	.spell = spell_octets,
	.read = read_escaped,
};
const struct record_value record_chars = {
	.schema = "words",
	.is_empty = no_chars,
	.spell = spell_chars,
	.read = read_chars,
};
const struct record_value record_hex = {
	.schema = "fingerprint",
	.is_empty = no_chars,
	.spell = spell_chars,
	.read = read_hex,
};
const struct record_value record_flag = {
	.schema = "flag",
	.json = RECORD_FIGURE,
	.is_empty = is_false,
	.spell = spell_truth,
	.read = read_flag,
};
const struct record_value record_truth = {
	.schema = "xs:boolean",
	.json = RECORD_FIGURE,
	.is_empty = never,
	.spell = spell_truth,
	.read = read_truth,
};

#define NUMBER(value, schema_, kind, empty, least_, most_)                     \
	const struct record_value record_##value = {.schema = schema_,         \
		.json = RECORD_FIGURE,                                         \
		.is_empty = empty,                                             \
		.spell = spell_##kind,                                         \
		.read = read_##kind,                                           \
		.least = least_,                                               \
		.most = most_}

NUMBER(number, "count", unsigned, is_zero, 0, UINT32_MAX);
NUMBER(total, "count", size, is_zero_size, 0, INT64_MAX);
NUMBER(ordinal, "ordinal", unsigned, is_zero, 1, UINT32_MAX);
NUMBER(port, "port", unsigned, is_zero, 1, 65535);
NUMBER(reply_code, "reply-code", unsigned, is_zero, 0, 999);
NUMBER(alert_code, "alert-code", unsigned, is_zero, 0, 255);
NUMBER(integer, "xs:integer", int, is_zero, INT32_MIN, INT32_MAX);
NUMBER(limit, "count", int, is_negative, 0, INT32_MAX);
NUMBER(whole_ms, "whole-milliseconds", whole_ms, never, 0, INT64_MAX / 1000);

const struct record_value record_length = {
	.schema = "count",
	.json = RECORD_FIGURE,
	.is_empty = is_zero_size,
	.spell = spell_size,
	.read = read_nothing,
	.most = INT64_MAX,
};
const struct record_value record_ms = {
	.schema = "milliseconds",
	.json = RECORD_FIGURE,
	.is_empty = never,
	.spell = spell_ms,
	.read = read_ms,
};
const struct record_value record_time = {
	.schema = "instant",
	.is_empty = is_zero_64,
	.spell = spell_seconds,
	.read = read_seconds,
};
