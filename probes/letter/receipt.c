/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/receipt.h"

#include "model/text/ascii.h"
#include "probes/letter/header.h"
#include "probes/letter/structure.h"

#include <nettle/base64.h>
#include <string.h>

/* Exchange writes the part in base64 where an address has other letters. */
static struct octets decode(struct arena *arena, const struct part *part)
{
	struct octets content = part->content;
	struct base64_decode_ctx context;
	unsigned char *data;
	size_t length = 0;

	if (!part->encoding || ascii_compare(part->encoding, "base64") != 0)
		return content;
	data = arena_alloc(arena, BASE64_DECODE_LENGTH(content.length) + 1);
	base64_decode_init(&context);
	if (!base64_decode_update(&context, &length, data, content.length,
		    (const char *)content.data))
		return (struct octets){(const unsigned char *)"", 0};
	return (struct octets){data, length};
}

/* disposition-field = "Disposition:" action-mode "/" sending-mode ";"
 * disposition-type ["/" modifiers] (section 3.2.6) */
static void read_disposition(
	struct arena *arena, const char *value, struct receipt *receipt)
{
	const char *type = strchr(value, ';');

	receipt->automatic =
		ascii_compare_n(value, "automatic-action", 16) == 0;
	if (!type)
		return;
	type += 1 + strspn(type + 1, " \t");
	receipt->disposition =
		arena_printf(arena, "%.*s", (int)strcspn(type, "/ \t;"), type);
}

bool receipt_read(
	struct arena *arena, struct octets message, struct receipt *ret_receipt)
{
	struct structure structure;
	const char *value;

	structure_of_message(arena, message, &structure);
	if (!structure_part_is(&structure.parts[0], "multipart", "report") ||
		!structure.parts[0].report ||
		ascii_compare(structure.parts[0].report,
			"disposition-notification") != 0)
		return false;
	*ret_receipt = (struct receipt){0};
	for (size_t i = 1; i < structure.count; i++) {
		const struct part *part = &structure.parts[i];
		struct octets fields;

		if (!structure_part_is(
			    part, "message", "disposition-notification"))
			continue;
		fields = decode(arena, part);
		ret_receipt->message_id =
			header_find(arena, fields, "Original-Message-ID", 0);
		value = header_find(arena, fields, "Disposition", 0);
		if (value)
			read_disposition(arena, value, ret_receipt);
		break;
	}
	return true;
}
