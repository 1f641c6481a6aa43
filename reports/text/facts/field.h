/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Facts as lines of a label and a value. */
#ifndef MAILSONDE_REPORTS_TEXT_FACTS_FIELD_H
#define MAILSONDE_REPORTS_TEXT_FACTS_FIELD_H

#include "model/facts.h"
#include "model/record/record.h"
#include "model/text/builder.h"
#include "reports/text/page.h"

#define FIELD_COLUMNS 14 /* of a label */

/* Nothing, where `text` is NULL or empty. */
void field_put(const struct page *page, const char *label, const char *text);

/* Text of a peer, one field line for each of its lines. */
void field_put_lines(
	const struct page *page, const char *label, struct octets text);

void field_put_octets(
	const struct page *page, const char *label, struct octets octets);

void field_put_capabilities(const struct page *page, const char *label,
	enum service service, const struct capabilities *caps);

/* The rows that have a line of their own. */
void field_put_rows(const struct page *page, const struct record_type *type,
	const struct endpoint *endpoint, const void *object);

/* The rows that are a part of their object's line. */
void field_join_rows(struct builder *list, const struct record_type *type,
	const void *object);

#endif
