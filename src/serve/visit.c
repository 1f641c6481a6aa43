/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/visit.h"

#include "model/memory.h"
#include "model/text/builder.h"
#include "src/serve/admit/room.h"

#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#define FIELD_OCTETS 4096

const char *visit_query(const struct visit *visit, const char *name)
{
	return MHD_lookup_connection_value(
		visit->connection, MHD_GET_ARGUMENT_KIND, name);
}

const char *visit_header(const struct visit *visit, const char *name)
{
	const char *value = MHD_lookup_connection_value(
		visit->connection, MHD_HEADER_KIND, name);

	return value ? value : "";
}

const char *visit_scheme(const struct visit *visit)
{
	const char *forwarded = visit_header(visit, "X-Forwarded-Proto");

	return visit->server->config->files.chain ||
			       (visit->server->config->behind_proxy &&
				       strcmp(forwarded, "https") == 0)
		       ? "https"
		       : "http";
}

const char *visit_text(const struct visit *visit)
{
	return visit->body.data ? (const char *)visit->body.data : "";
}

struct field {
	const char *name;
	struct builder value;
	bool found;
};

static enum MHD_Result take_field(void *context, enum MHD_ValueKind kind,
	const char *key, const char *file, const char *type,
	const char *encoding, const char *data, uint64_t offset, size_t size)
{
	struct field *field = context;

	(void)kind;
	(void)file;
	(void)type;
	(void)encoding;
	(void)offset;
	if (!key || strcmp(key, field->name) != 0)
		return MHD_YES;
	field->found = true;
	builder_add_octets(&field->value,
		(struct octets){(const unsigned char *)data, size});
	return MHD_YES;
}

const char *visit_field(const struct visit *visit, const char *name)
{
	struct field field = {.name = name, .value = {.arena = visit->arena}};
	struct MHD_PostProcessor *reader = MHD_create_post_processor(
		visit->connection, FIELD_OCTETS, take_field, &field);

	if (!reader)
		return NULL;
	MHD_post_process(
		reader, (const char *)visit->body.data, visit->body.length);
	MHD_destroy_post_processor(reader);
	return field.found ? builder_text(&field.value) : NULL;
}

void visit_answer(struct visit *visit, unsigned status, const char *type)
{
	if (visit->stream)
		fclose(visit->stream);
	free(visit->text);
	visit->text = NULL;
	visit->status = status;
	visit->type = type;
	visit->stream = open_memstream(&visit->text, &visit->length);
	if (!visit->stream)
		memory_exhausted();
	/* It is one thread's; a scrape writes to it four hundred times. */
	__fsetlocking(visit->stream, FSETLOCKING_BYCALLER);
}

void visit_begin_long(struct visit *visit)
{
	room_enter(visit->server->room);
}

void visit_redirect(struct visit *visit, const char *location)
{
	visit_answer(visit, MHD_HTTP_SEE_OTHER, "text/plain; charset=utf-8");
	visit->location = location;
	fprintf(visit->stream, "%s\n", location);
}

static const char policy_served[] =
	"default-src 'none'; style-src 'self'; script-src 'self'; "
	"img-src 'self'; connect-src 'self'; form-action 'self'; "
	"base-uri 'none'; frame-ancestors 'none'";

/* A report names the digests of its own, which counts beside this. */
static const char policy_embedded[] =
	"default-src 'none'; style-src 'unsafe-inline'; "
	"script-src 'unsafe-inline'; form-action 'none'; "
	"base-uri 'none'; frame-ancestors 'none'";

/* Nothing of ours is framed, guessed at, kept, or loads from anywhere else. */
static void add_headers(const struct visit *visit, struct MHD_Response *to)
{
	static const char *const headers[][2] = {
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "same-origin"}, /* for Origin */
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
	};

	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++)
		MHD_add_response_header(to, headers[i][0], headers[i][1]);
	MHD_add_response_header(to, "Content-Security-Policy",
		visit->embeds ? policy_embedded : policy_served);
	MHD_add_response_header(to, "Cache-Control",
		visit->keeps ? "private, max-age=300" : "no-store");
	MHD_add_response_header(to, "Content-Type", visit->type);
	if (visit->location)
		MHD_add_response_header(to, "Location", visit->location);
	if (visit->allow)
		MHD_add_response_header(to, "Allow", visit->allow);
	if (visit->file)
		MHD_add_response_header(to, "Content-Disposition",
			arena_printf(visit->arena,
				"attachment; filename=\"%s\"", visit->file));
	if (visit->status == MHD_HTTP_UNAUTHORIZED)
		MHD_add_response_header(to, "WWW-Authenticate",
			"Basic realm=\"mailsonde\", charset=\"UTF-8\"");
	if (visit->status == MHD_HTTP_SERVICE_UNAVAILABLE)
		MHD_add_response_header(to, "Retry-After", "60");
	if (visit->status == MHD_HTTP_TOO_MANY_REQUESTS)
		MHD_add_response_header(to, "Retry-After", "5");
}

enum MHD_Result visit_send(struct visit *visit)
{
	struct MHD_Response *response = visit->response;
	enum MHD_Result sent;

	if (visit->stream)
		fclose(visit->stream);
	visit->stream = NULL;
	if (!response) {
		response = MHD_create_response_from_buffer(
			visit->length, visit->text, MHD_RESPMEM_MUST_FREE);
		visit->text = NULL;
	}
	if (!response)
		return MHD_NO;
	add_headers(visit, response);
	sent = MHD_queue_response(visit->connection, visit->status, response);
	MHD_destroy_response(response);
	return sent;
}
