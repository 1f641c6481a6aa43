/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a visitor wants checked, and what is understood of it. */
#ifndef MAILSONDE_SRC_SERVE_ORDER_H
#define MAILSONDE_SRC_SERVE_ORDER_H

#include "model/problem.h"
#include "model/settings.h"

#include <stdint.h>

struct policy;

#define ORDER_POLICIES 8

struct order {
	struct octets text;   /* what was typed, pasted or uploaded */
	const char *name;     /* of the file; NULL */
	const char *policies; /* names with commas between; "" for none */
	bool full_depth;
	bool best_only;   /* no version is asked for alone */
	bool states_only; /* nobody reads the findings' sentences */
	/* The text is an address or a mail domain, whose settings are to be
	 * found first. */
	const char *discover;
	/* What is to be asked instead of what the text says; NULL: the same. */
	const struct endpoint *rows;
	size_t row_count;
	int64_t deadline_us; /* 0: none but the engine's own bounds */
	/* In place of what the command line says; 0: the same. */
	int64_t timeout_us;
	unsigned tls_versions;
};

/* Reads what the order names, its servers may still be unknown: then their
 * host is NULL. */
bool order_read(struct arena *arena, const struct order *order,
	struct matrix *ret_matrix, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* Whether they are no more than one check may have; else false with the
 * problem. */
bool order_has_few(struct arena *arena, const struct matrix *matrix,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* Whether each endpoint has a server; else false with the problem. */
bool order_has_hosts(struct arena *arena, const struct matrix *matrix,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* Reads the policies, at most ORDER_POLICIES of them. */
bool order_policies(struct arena *arena, const struct order *order,
	const struct policy **policies, size_t *ret_count,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* A copy in that arena. */
struct order order_copy(struct arena *arena, const struct order *order);

/* Alike for orders that get the same report, and for no others. */
const char *order_key(struct arena *arena, const struct order *order);

/* What a row of a form says. Answers false with the problem. */
bool order_read_row(struct arena *arena, const char *service, const char *host,
	const char *port, const char *mode, struct endpoint *ret_row,
	struct problem *ret_problem) __attribute__((warn_unused_result));

#endif
