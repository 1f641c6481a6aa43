/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/plain/manifest.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "settings/text/likeness.h"
#include "settings/text/lines.h"

#include <string.h>

/* Whether the document publishes ports, by a line of its own: "kind: Service"
 */
static bool is_publisher(const char *line, size_t length)
{
	static const char *const kinds[] = {
		"kind: Service", "kind: Ingress", "kind: NetworkPolicy", NULL};

	while (length && ascii_is_space(line[length - 1]))
		length--;
	for (const char *const *kind = kinds; *kind; kind++)
		if (length == strlen(*kind) &&
			strncmp(line, *kind, length) == 0)
			return true;
	return false;
}

static bool is_separator(const char *line, size_t length)
{
	return length >= 3 && strncmp(line, "---", 3) == 0 &&
	       (length == 3 || ascii_is_space(line[3]));
}

/* Writes what was read of a document; of a publisher's, its lines' ends. */
static void put_document(struct builder *out, struct builder *document,
	size_t lines, bool publisher)
{
	if (!publisher && document->length)
		builder_printf(out, "%s", builder_text(document));
	for (; publisher && lines; lines--)
		builder_printf(out, "\n");
	*document = (struct builder){.arena = document->arena};
}

struct octets panel_manifest_read(struct arena *arena, struct octets text)
{
	struct lines lines = lines_begin(text);
	struct builder document = {.arena = arena}, out = {.arena = arena};
	const char *line;
	size_t length, count = 0;
	bool publisher = false;

	if (!likeness_has(text, "kind: "))
		return text;
	while (lines_next(&lines, &line, &length)) {
		if (is_separator(line, length)) {
			put_document(&out, &document, count, publisher);
			publisher = false;
			count = 0;
		}
		publisher = publisher || is_publisher(line, length);
		builder_printf(&document, "%.*s\n", (int)length, line);
		count++;
	}
	put_document(&out, &document, count, publisher);
	return arena_octets(
		arena, (const unsigned char *)builder_text(&out), out.length);
}
