/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/apple/cms.h"

#include "model/text/ascii.h"

#include <string.h>

#define PEM_BEGIN "-----BEGIN "
#define DEPTH 16

/* Tags (X.690 section 8.1.2) */
#define TAG_OCTET_STRING 0x04
#define TAG_OBJECT_IDENTIFIER 0x06
#define TAG_SEQUENCE 0x30
#define TAG_CONTEXT_0 0xa0
#define TAG_CONSTRUCTED 0x20

/* A value that begins in `body`. One of indefinite length ends somewhere in
 * it, with two octets that are zero. */
struct element {
	unsigned tag;
	bool indefinite;
	struct octets body;
};

static void skip(struct octets *text, size_t length)
{
	text->data += length;
	text->length -= length;
}

/* identifier length (X.690 sections 8.1.2 and 8.1.3); tags of several octets
 * occur nowhere here. `*text` moves to the body. */
static bool take_head(struct octets *text, struct element *ret_element)
{
	size_t length = 0, octets;

	if (text->length < 2)
		return false;
	*ret_element = (struct element){.tag = text->data[0]};
	octets = text->data[1];
	skip(text, 2);
	ret_element->indefinite = octets == 0x80;
	if (octets < 0x80) {
		length = octets;
	} else if (octets == 0x80) {
		length = text->length;
	} else {
		octets -= 0x80;
		if (octets > sizeof(unsigned) || octets > text->length)
			return false;
		for (size_t i = 0; i < octets; i++)
			length = length << 8 | text->data[i];
		skip(text, octets);
	}
	ret_element->body = (struct octets){text->data, length};
	return length <= text->length;
}

static bool is_end(struct octets text)
{
	return text.length >= 2 && !text.data[0] && !text.data[1];
}

/* Moves behind a whole element. */
static bool skip_element(struct octets *text, unsigned depth)
{
	struct element element;

	if (depth == DEPTH || !take_head(text, &element))
		return false;
	if (!element.indefinite) {
		skip(text, element.body.length);
		return true;
	}
	while (!is_end(*text))
		if (!skip_element(text, depth + 1))
			return false;
	skip(text, 2);
	return true;
}

/* Moves into the element, which must have this tag. */
static bool enter(struct octets *text, unsigned tag)
{
	struct element element;

	if (!take_head(text, &element) || element.tag != tag)
		return false;
	*text = element.body;
	return true;
}

/* An octet string, or the parts that make it up (X.690 section 8.7). `to` has
 * room for all of `*text`. */
static bool take_string(
	struct octets *text, unsigned char *to, size_t *length, unsigned depth)
{
	struct element element;
	struct octets parts;

	if (depth == DEPTH || !take_head(text, &element) ||
		(element.tag & ~(unsigned)TAG_CONSTRUCTED) != TAG_OCTET_STRING)
		return false;
	parts = element.body;
	if (!(element.tag & TAG_CONSTRUCTED)) {
		memcpy(to + *length, parts.data, parts.length);
		*length += parts.length;
		skip(text, parts.length);
		return !element.indefinite;
	}
	while (parts.length && !(element.indefinite && is_end(parts)))
		if (!take_string(&parts, to, length, depth + 1))
			return false;
	if (element.indefinite && !is_end(parts))
		return false;
	skip(text, (size_t)(parts.data - text->data) +
			   (element.indefinite ? 2 : 0));
	return true;
}

/* ContentInfo = SEQUENCE { OBJECT IDENTIFIER, [0] SignedData }
 * SignedData = SEQUENCE { version, digestAlgorithms, EncapsulatedContentInfo
 *                         ... }
 * EncapsulatedContentInfo = SEQUENCE { OBJECT IDENTIFIER, [0] OCTET STRING } */
static bool find_content(
	struct arena *arena, struct octets text, struct octets *ret_content)
{
	static const unsigned char signed_data[] = {TAG_OBJECT_IDENTIFIER, 9,
		0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};
	unsigned char *content;
	size_t length = 0;

	if (!enter(&text, TAG_SEQUENCE) || text.length < sizeof(signed_data) ||
		memcmp(text.data, signed_data, sizeof(signed_data)) != 0)
		return false;
	skip(&text, sizeof(signed_data));
	if (!enter(&text, TAG_CONTEXT_0) || !enter(&text, TAG_SEQUENCE) ||
		!skip_element(&text, 0) || !skip_element(&text, 0) ||
		!enter(&text, TAG_SEQUENCE) || !skip_element(&text, 0) ||
		!enter(&text, TAG_CONTEXT_0))
		return false;
	content = arena_alloc(arena, text.length + 1);
	if (!take_string(&text, content, &length, 0))
		return false;
	content[length] = '\0';
	*ret_content = (struct octets){content, length};
	return true;
}

static int base64_value(int octet)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789+/";
	const char *found = octet ? strchr(alphabet, octet) : NULL;

	return found ? (int)(found - alphabet) : -1;
}

/* What stands between the lines of hyphens (RFC 7468). */
static struct octets decode_pem(struct arena *arena, struct octets text)
{
	unsigned char *decoded = arena_alloc(arena, text.length);
	const unsigned char *at = memchr(text.data, '\n', text.length);
	const unsigned char *end = text.data + text.length;
	unsigned bits = 0, value = 0;
	size_t length = 0;

	for (; at && at < end && *at != '-' && *at != '='; at++) {
		int six = base64_value(*at);

		if (six < 0)
			continue;
		value = (value << 6 | (unsigned)six) & 0xffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			decoded[length++] = (unsigned char)(value >> bits);
		}
	}
	return (struct octets){decoded, length};
}

static bool is_pem(struct octets text)
{
	return ascii_begins(text, PEM_BEGIN "PKCS7") ||
	       ascii_begins(text, PEM_BEGIN "CMS");
}

bool cms_is_signed(struct octets text)
{
	/* A SEQUENCE of indefinite or long length */
	return is_pem(text) ||
	       (text.length > 64 && text.data[0] == TAG_SEQUENCE &&
		       text.data[1] & 0x80);
}

bool cms_content(
	struct arena *arena, struct octets text, struct octets *ret_content)
{
	return find_content(arena,
		is_pem(text) ? decode_pem(arena, text) : text, ret_content);
}
