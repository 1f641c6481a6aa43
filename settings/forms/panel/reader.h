/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is known while one line is read, from left to right: for line.c and the
 * files that it calls. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_READER_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_READER_H

#include "settings/forms/panel/line.h"

/* What separates tokens, beside the colon behind a label */
#define READER_SEPARATORS " \t,;|()[]{}<>\"'="

struct panel_reader {
	struct arena *arena;
	struct panel_line *line;
	const char *text;             /* of the line */
	const char *folded;           /* the same, see settings/tongues.h */
	struct panel_label label;     /* of what is read now */
	const char *label_text;       /* NULL if there is none */
	const char *phrase;           /* where the next label begins, at most */
	size_t label_items;           /* that were there before it */
	size_t value_items;           /* that are there before its value */
	bool value_begun;             /* behind a label */
	bool word_fresh;              /* a word for the mode is asked about */
	bool other;                   /* the label is of a server for no mail */
	bool ended;                   /* a sentence, behind the value */
	bool stopped;                 /* the token has a full stop */
	bool negated;                 /* the token before was "without" */
	bool was_negated;             /* ... before the present one */
	const char *at;               /* where the present token is */
	const char *before;           /* the token before, folded; NULL */
	bool port_due;                /* by its place: in a list or a cell */
	const char *port_end;         /* of the last one; NULL */
	bool after_port;              /* the token before was the word "port" */
	bool usual;                   /* the label is of what is not set */
	bool telephone;               /* what follows is its number */
	size_t values;                /* tokens behind the label */
	struct panel_item *user_item; /* what the label asked for, or NULL */
	size_t words;                 /* tokens */
	bool either;                  /* "or" stands behind the last server */
	bool answered;                /* a yes or a no, about encryption */
	/* Reads one token, whatever it is; its octets may be changed. */
	void (*take)(struct panel_reader *r, char *token);
};

/* Adds an item to the line; beyond LINE_ITEMS, the last one is used again. */
struct panel_item *panel_reader_add(
	struct panel_reader *r, enum item_kind kind);
void panel_reader_add_text(
	struct panel_reader *r, enum item_kind kind, const char *text);
void panel_reader_add_word(
	struct panel_reader *r, enum mode_word word, const char *said);
void panel_reader_add_port(struct panel_reader *r, unsigned port);

/* The item that was added last; NULL if there is none. */
struct panel_item *panel_reader_last(struct panel_reader *r);

#endif
