/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One request of a visitor, and what it is answered. A visit belongs to one
 * thread. */
#ifndef MAILSONDE_SRC_SERVE_VISIT_H
#define MAILSONDE_SRC_SERVE_VISIT_H

#include "model/problem.h"
#include "src/serve/admit/share.h"
#include "src/serve/server.h"

#include <microhttpd.h>
#include <stdio.h>

#define VISIT_BODY_OCTETS ((size_t)256 * 1024)

struct visit {
	struct server *server;
	struct MHD_Connection *connection;
	struct share_network network; /* none behind a proxy */
	const char *method;
	const char *path;
	struct arena *arena;
	struct octets body; /* as it came */
	bool too_long;
	bool clear; /* see manners_is_clear() */
	/* The answer. `stream` writes what becomes its body. */
	FILE *stream;
	char *text;
	size_t length;
	size_t taken; /* of the room for long answers */
	unsigned status;
	const char *type;
	const char *location; /* NULL, or where to go on */
	const char *allow;    /* NULL, or the methods that there are */
	const char *file;     /* NULL, or the name that it is saved under */
	bool keeps;           /* it is the same each time */
	bool embeds;          /* its style and script are within it */
	struct MHD_Response *response; /* NULL, or in place of the text */
};

/* What stands in the query; NULL if it is missing. */
const char *visit_query(const struct visit *visit, const char *name);

/* What stands in a form that was sent, in whatever encoding of forms; NULL if
 * it is missing. */
const char *visit_field(const struct visit *visit, const char *name);

/* A header; "" if it is missing. */
const char *visit_header(const struct visit *visit, const char *name);

/* "https" or "http", as the visitor's browser has it. */
const char *visit_scheme(const struct visit *visit);

/* The body as a text, which ends at its first NUL. */
const char *visit_text(const struct visit *visit);

/* Begins the answer; its body is written to `visit->stream`. */
void visit_answer(struct visit *visit, unsigned status, const char *type);

/* Before one is written that may be long: waits until nobody else writes any.
 * decline_if_full() is due. */
void visit_begin_long(struct visit *visit);

void visit_redirect(struct visit *visit, const char *location);

/* Sends the answer. */
enum MHD_Result visit_send(struct visit *visit);

#endif
