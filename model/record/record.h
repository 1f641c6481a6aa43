/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The fields of the record, one row each: what a fact is called in the XML and
 * JSON reports, where it is kept, how it is spelled, when it is written, and
 * what -v says of it. The writers, the reader and the text walk these tables,
 * and a test holds data/schemas/report-1.xsd against them. A new fact is a
 * member, a row, and its word in the schema. */
#ifndef MAILSONDE_MODEL_RECORD_RECORD_H
#define MAILSONDE_MODEL_RECORD_RECORD_H

#include "model/report.h"
#include "model/text/intern.h"

#define RECORD_NAME_SPACE "urn:mailsonde:report:1"

struct record_field;
struct record_type;

/* What a row may need beside the object that it belongs to. */
struct record_context {
	struct arena *arena;             /* for what is spelled or read */
	const struct report *report;     /* that is written */
	size_t index;                    /* of its endpoint that is written */
	const struct endpoint *endpoint; /* whose facts come */
	bool transcript;                 /* is written, too */

	/* While a record is read. */
	struct report *reading;
	struct intern *strings;
	size_t *sources; /* of each endpoint, counted from 0 */
	unsigned *ranks; /* of each diagnosis, counted from 1 */
	const char *why; /* the first thing wrong; NULL while all is well */
};

enum record_json {
	RECORD_STRING,
	RECORD_FIGURE,  /* a number or a truth value */
	RECORD_WORDS,   /* several, with blanks between: an array */
	RECORD_NUMBERS, /* the same of numbers */
};

/* How a member is spelled. */
struct record_value {
	const char *schema; /* its type in report-1.xsd */
	enum record_json json;
	/* Whether it holds nothing that is worth being written. */
	bool (*is_empty)(const void *member);
	/* Its spelling, in `arena` or constant; NULL if there is none. */
	const char *(*spell)(const struct record_field *field,
		struct arena *arena, const void *member);
	/* The reverse. Answers whether `text` can be read. */
	bool (*read)(const struct record_context *context,
		const struct record_field *field, const char *text,
		void *member);
	/* Of an enumeration: the names of its values, and how many there
	 * are. */
	const char *(*name)(unsigned value);
	unsigned names;
	/* Of a number. */
	int64_t least;
	int64_t most;
};

enum record_form {
	RECORD_ATTRIBUTE,
	RECORD_CONTENT, /* the text of the object's own element */
	RECORD_TEXT,    /* an element with text alone */
	RECORD_TEXTS,   /* several of them: an array of values */
	RECORD_CHILD,   /* an element with fields of its own */
	RECORD_LIST,    /* several of them */
	RECORD_GROUP,   /* fields of another structure, in the same element */
};

/* A list that is no plain array. */
struct record_list {
	size_t (*count)(
		const struct record_context *context, const void *owner);
	/* The item, perhaps made in `room`; NULL: there is none at `i`. */
	const void *(*item)(const struct record_context *context,
		const void *owner, size_t i, void *room);
	/* Reading: what is to be filled in; NULL here: a zeroed room. */
	void *(*add)(struct record_context *context, void *owner);
	/* Once it is filled in. Answers false, with `why`, if it has no place
	 * in `owner`. */
	bool (*keep)(struct record_context *context, void *owner, void *item);
};

struct record_field {
	const char *name; /* of the attribute or element */
	enum record_form form;
	const struct record_value *value;
	const struct record_type *type;
	const struct record_list *items;
	size_t offset; /* of the member */
	size_t size;   /* of the member, or of an item */
	size_t count;  /* of a list: offset of its size_t */
	bool pointer;  /* the member points to the object, or each item does */

	bool required; /* by the schema; written whatever it holds */
	bool always;   /* written whatever it holds; a list: [] in JSON */
	size_t seen;   /* 1 + offset of a bool that says whether it was seen:
			* it is written only then, and sets it when read; 0 */
	bool (*when)(const struct record_context *context, const void *object);

	const char *list; /* the array in JSON of what may stand several times:
			   * "certificates" */
	bool apart;       /* an item is written apart from the others */
	const char *tag;  /* of a child: the attribute, and its value, that
			   * tell it from others of its name */
	const char *tag_value;

	/* Of a value that is no member. `get` answers NULL if there is
	 * nothing to write; without `set`, what is read is left alone. */
	const char *(*get)(
		const struct record_context *context, const void *object);
	bool (*set)(
		struct record_context *context, void *object, const char *text);

	/* With -v. With a label it has a line of its own: the phrase, or the
	 * value. With a phrase alone it is a part of its object's line. In the
	 * phrase, %s is the value; a flag that is false is `unsaid`. */
	const char *label;
	const char *phrase;
	const char *unsaid;
};

struct record_type {
	const char *name; /* its type in report-1.xsd */
	const struct record_field *fields;
	size_t count;
	size_t size; /* of the structure */
	/* Each may be NULL. Before it is read: what is not zero by default. */
	void (*begin)(struct record_context *context, void *object);
	/* Between its attributes and what is inside, read or written. */
	void (*enter)(struct record_context *context, const void *object);
	/* Once it was read: what follows from its fields. Answers false, with
	 * `why`, if they do not fit together. */
	bool (*end)(struct record_context *context, void *object);
};

extern const struct record_type record_report;
extern const struct record_type record_endpoint;
extern const struct record_type record_probe;
extern const struct record_type record_greeting;
extern const struct record_type record_tls;

/* Whether the field is written of this object. */
bool record_is_written(const struct record_field *field,
	const struct record_context *context, const void *object);

/* Its spelling; NULL if there is nothing to write. Of a field with a value
 * that is written. */
const char *record_spell(const struct record_field *field,
	const struct record_context *context, const void *object);

/* The object of a child or group, inside `object`; NULL if there is none. */
const void *record_inner(const struct record_field *field, const void *object);

/* How many items the list has, and one of them; NULL if there is none at `i`.
 * `room` has the size of the field's type. */
size_t record_list_count(const struct record_field *field,
	const struct record_context *context, const void *object);
const void *record_list_item(const struct record_field *field,
	const struct record_context *context, const void *object, size_t i,
	void *room);

/* Reads a value into the object. Answers false if it cannot be read. */
bool record_read(const struct record_field *field,
	struct record_context *context, void *object, const char *text);

#endif
