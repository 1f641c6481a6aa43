/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* An element of the record that is open while it is read: which of its type's
 * rows came, and the list that its children make. */
#ifndef MAILSONDE_REPORTS_RECORD_FRAME_H
#define MAILSONDE_REPORTS_RECORD_FRAME_H

#include "model/record/record.h"

struct frame {
	const struct record_type *type;   /* NULL: text alone */
	const struct record_field *field; /* of its parent; NULL: the root */
	void *object;  /* what is filled in; of text: its parent's */
	unsigned last; /* the row that came last */
	uint64_t seen; /* bits by row */
	const struct record_field *list; /* that grows; NULL: none */
	void *list_owner;
	char *items; /* of malloc(), kept for the next frame at this depth */
	size_t count;
	size_t size;
};

/* Where a row's value goes. `index` counts the rows of groups, too. */
struct place {
	const struct record_field *field;
	void *object;
	unsigned index;
};

/* Of an element that comes. */
struct attribute {
	const char *name;
	const char *value; /* without an end of its own */
	size_t length;
};

void frame_begin(struct frame *frame, const struct record_type *type,
	const struct record_field *field, void *object);

/* The row of the element's own text; NULL if it has none. */
const struct record_field *frame_content(const struct record_type *type);

/* Each answers false if there is no such row. The structure of a group is made
 * in `arena`, should it be missing. A child's attributes may tell it from
 * others of its name. */
bool frame_find_attribute(struct frame *frame, struct arena *arena,
	const char *name, struct place *ret_place)
	__attribute__((warn_unused_result));
bool frame_find_child(struct frame *frame, struct arena *arena,
	const char *name, const struct attribute *attributes, size_t count,
	struct place *ret_place) __attribute__((warn_unused_result));

/* Whether there is one of that name, whatever its tag. */
bool frame_knows_child(const struct frame *frame, const char *name);

/* The first attribute, or else element, that is required and was not seen;
 * NULL if none is missing. */
const char *frame_missing(const struct frame *frame, bool attributes);

/* What the child at that place fills in. */
void *frame_open(struct frame *frame, struct record_context *context,
	const struct place *place);

/* Of a frame of text: the value goes to its parent's object. */
bool frame_read_text(
	struct frame *frame, struct record_context *context, const char *text);

/* Once the child was filled in: to its place, if it was made apart from it. */
bool frame_keep(struct frame *frame, struct record_context *context,
	const struct record_field *field, void *object);

/* Once all children came: the list to its owner. */
void frame_flush(struct frame *frame, struct arena *arena);

#endif
