/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The two forms: what the mail program says, and what was understood. */
#ifndef MAILSONDE_SRC_SERVE_PAGES_ASK_H
#define MAILSONDE_SRC_SERVE_PAGES_ASK_H

#include "reports/page/markup.h"
#include "src/serve/pages/fields.h"
#include "src/serve/pages/rows.h"

/* The form with one field; what `order` says stands in it. */
void ask_put_text(const struct markup *out, const struct visit *visit,
	const struct order *order);

/* The form with the rows, and an empty one; what stands in `order` beside its
 * rows goes along. `button` is what sends it. */
void ask_put_rows(const struct markup *out, const struct visit *visit,
	const struct order *order, const struct rows *rows, const char *button);

/* The rows behind a button alone, with what else the order has. */
void ask_put_button(const struct markup *out, const struct visit *visit,
	const struct order *order, const struct rows *rows, const char *button);

/* A button that looks for the settings of a mail domain instead. */
void ask_put_search(const struct markup *out, const struct visit *visit,
	const char *domain);

/* A button that leads back to the form, with what `order` says in it: sent, so
 * that no address stands in a URL. */
void ask_put_back(const struct markup *out, const struct order *order);

/* What either form sent. */
struct order ask_order(const struct fields *sent);

/* Whether the form is one of ours: it holds what no other page can know. */
bool ask_is_own(const struct visit *visit, const struct fields *sent);

#endif
