/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The recognised settings, as rows of a form that can be edited. */
#ifndef MAILSONDE_SRC_SERVE_PAGES_ROWS_H
#define MAILSONDE_SRC_SERVE_PAGES_ROWS_H

#include "reports/page/markup.h"
#include "src/serve/order.h"
#include "src/serve/pages/fields.h"

/* More of them are checked as they are, and cannot be edited. */
#define ROWS_MOST 40

/* An endpoint as it stands in the form, right or wrong. */
struct row {
	const char *service, *host, *port, *mode;
	bool left_out;
};

struct rows {
	struct row *list;
	size_t count;
};

struct row rows_row_of(struct arena *arena, const struct endpoint *endpoint);

/* The rows of what was read. */
struct rows rows_of(struct arena *arena, const struct matrix *matrix);

/* The usual ways to a server of which no more than its name is known. */
struct rows rows_of_host(struct arena *arena, const char *host);

/* Whether these can be edited. */
bool rows_can_edit(const struct order *order, const struct rows *rows);

/* The fields of a form: the rows, an empty one, and what the order's text is,
 * which goes along. */
void rows_put(const struct markup *out, const struct order *order,
	const struct rows *rows);

/* The same of a form that shows nothing of them. */
void rows_put_hidden(const struct markup *out, const struct order *order,
	const struct rows *rows);

/* What a form with them sent. */
struct rows rows_sent(const struct fields *sent);
struct octets rows_carried(const struct fields *sent);

/* Makes them those of the order. Answers false with the problem. */
bool rows_take(struct arena *arena, const struct rows *rows,
	struct order *order, struct problem *ret_problem)
	__attribute__((warn_unused_result));

#endif
