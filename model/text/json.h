/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* JSON (RFC 8259) read where it is: a value is the octets that it is written
 * with, and only what the caller asks for is copied, to where the caller wants
 * it. So a secret in it stands in no other place. */
#ifndef MAILSONDE_MODEL_TEXT_JSON_H
#define MAILSONDE_MODEL_TEXT_JSON_H

#include "model/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define JSON_DEPTH 32 /* of arrays and objects in one another */

enum json_kind {
	JSON_OBJECT,
	JSON_ARRAY,
	JSON_STRING,
	JSON_NUMBER,
	JSON_TRUE,
	JSON_FALSE,
	JSON_NULL,
};

/* Finds the one value that the text is. Answers false if it is none, something
 * follows it, or it is deeper than JSON_DEPTH. The functions below take what
 * this one and they themselves answer with. */
bool json_read(struct octets text, struct octets *ret_value)
	__attribute__((warn_unused_result));

/* By its first octet: the value has to be one that was read as JSON. */
enum json_kind json_kind_of(struct octets value);

/* Finds a member of an object; the last one if several have that name, as
 * RFC 7519 section 4 allows. Answers false if there is none, or `object` is no
 * object. */
bool json_find(struct octets object, const char *name, struct octets *ret_value)
	__attribute__((warn_unused_result));

/* Begins with `*rest` as an array's value, takes its next element off, and
 * answers false at its end or if it was no array. */
bool json_next(struct octets *rest, struct octets *ret_value)
	__attribute__((warn_unused_result));

/* Writes a string to `buffer`, with a NUL behind it. Answers false if the value
 * is no string, is not well-formed UTF-8, holds U+0000, or does not fit;
 * `buffer` may be overwritten then. */
bool json_read_string(struct octets value, char *buffer, size_t size,
	size_t *ret_length) __attribute__((warn_unused_result));

/* The same in `arena`; NULL if it cannot be read. For what is no secret. */
const char *json_string(struct arena *arena, struct octets value);

/* Reads a number, cut to whole ones. Answers false for another kind and beyond
 * the 2^53 that every program agrees on. */
bool json_read_integer(struct octets value, int64_t *ret_number);

#endif
