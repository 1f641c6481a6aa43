/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/pages/fields.h"

#include "model/text/builder.h"

#include <string.h>

#define PIECE_OCTETS 4096

struct reader {
	struct fields sent;
	struct builder *values; /* of each field */
	bool skipping;          /* the field under way is left out */
};

static void add_field(struct reader *reader, const char *name, const char *file)
{
	struct fields *sent = &reader->sent;

	sent->fields[sent->count] = (struct field){
		.name = arena_strdup(sent->arena, name),
		.file = arena_strdup(sent->arena, file),
	};
	reader->values[sent->count] = (struct builder){.arena = sent->arena};
	sent->count++;
}

/* Whether that begins a field: an empty first piece may be told twice. */
static bool begins(
	const struct reader *reader, const char *name, uint64_t offset)
{
	size_t count = reader->sent.count;

	return !offset &&
	       !(count && !reader->values[count - 1].length &&
		       strcmp(reader->sent.fields[count - 1].name, name) == 0);
}

static enum MHD_Result take_piece(void *context, enum MHD_ValueKind kind,
	const char *key, const char *file, const char *type,
	const char *encoding, const char *data, uint64_t offset, size_t size)
{
	struct reader *reader = context;

	(void)kind;
	(void)type;
	(void)encoding;
	if (key && begins(reader, key, offset)) {
		reader->skipping = reader->sent.count == FIELDS_MOST;
		if (!reader->skipping)
			add_field(reader, key, file);
	}
	if (key && size && reader->sent.count && !reader->skipping)
		builder_add_octets(&reader->values[reader->sent.count - 1],
			(struct octets){(const unsigned char *)data, size});
	return MHD_YES;
}

static void read_pieces(const struct visit *visit, struct reader *reader)
{
	struct MHD_PostProcessor *processor = MHD_create_post_processor(
		visit->connection, PIECE_OCTETS, take_piece, reader);

	if (!processor)
		return;
	MHD_post_process(
		processor, (const char *)visit->body.data, visit->body.length);
	MHD_destroy_post_processor(processor);
}

struct fields fields_read(const struct visit *visit)
{
	struct arena *arena = visit->arena;
	struct reader reader = {.sent.arena = arena};

	reader.sent.fields =
		arena_alloc(arena, FIELDS_MOST * sizeof(struct field));
	reader.values =
		arena_alloc(arena, FIELDS_MOST * sizeof(struct builder));
	read_pieces(visit, &reader);
	for (size_t i = 0; i < reader.sent.count; i++)
		reader.sent.fields[i].value = (struct octets){
			(unsigned char *)builder_text(&reader.values[i]),
			reader.values[i].length};
	return reader.sent;
}

static const struct field *find(const struct fields *sent, const char *name)
{
	for (size_t i = 0; i < sent->count; i++)
		if (strcmp(sent->fields[i].name, name) == 0)
			return &sent->fields[i];
	return NULL;
}

const char *fields_text(const struct fields *sent, const char *name)
{
	const struct field *field = find(sent, name);

	return field ? (const char *)field->value.data : "";
}

const char *fields_text_of(
	const struct fields *sent, const char *name, size_t number)
{
	return fields_text(
		sent, arena_printf(sent->arena, "%s-%zu", name, number));
}

const char *fields_list(const struct fields *sent, const char *name)
{
	struct builder list = {.arena = sent->arena};

	for (size_t i = 0; i < sent->count; i++)
		if (strcmp(sent->fields[i].name, name) == 0 &&
			sent->fields[i].value.length)
			builder_item(&list, ",",
				(const char *)sent->fields[i].value.data);
	return list.length ? builder_text(&list) : "";
}

struct octets fields_octets(const struct fields *sent, const char *text,
	const char *file, const char **ret_name)
{
	const struct field *upload = find(sent, file);

	*ret_name = NULL;
	if (upload && upload->value.length) {
		*ret_name = upload->file;
		return upload->value;
	}
	upload = find(sent, text);
	return upload ? upload->value : (struct octets){0};
}
