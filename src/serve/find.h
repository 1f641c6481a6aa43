/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Finds the settings of an address or a mail domain. */
#ifndef MAILSONDE_SRC_SERVE_FIND_H
#define MAILSONDE_SRC_SERVE_FIND_H

#include "engine/engine.h"

/* How it is asked, as on the command line. */
struct find_request {
	const char *dns_server;
	const char *dns_anchor;
	const char *ca_file;
};

struct find_source {
	const char *name;
	const char *state;  /* "found", "nothing", "no answer" ... */
	const char *detail; /* NULL */
	const char *trust;  /* how far it can be trusted; NULL if not found */
	const struct matrix_entry *entries;
	size_t entry_count;
};

struct find_result {
	struct find_source *sources; /* in the order in which they are asked */
	size_t source_count;
	const char *from; /* the one that is believed; NULL if none is */
	const char *trust;
	const char **disagreements; /* a sentence each */
	size_t disagreement_count;
};

/* Told of each source that is done. */
typedef void find_told(void *context, const char *words);

/* Asks all sources, by the addresses that `request` allows. Answers true with
 * the matrix; else false with the problem, and with the sources if it came to
 * that. All is in `arena`. */
bool find_settings(struct arena *arena, const struct find_request *how,
	const struct engine_request *request, const char *address,
	int cancel_fd, find_told *told, void *context,
	struct matrix *ret_matrix, struct find_result *ret_result,
	struct problem *ret_problem) __attribute__((warn_unused_result));

#endif
