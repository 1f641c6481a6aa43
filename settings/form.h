/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The forms that settings come in: one row for each, one file for each. */
#ifndef MAILSONDE_SETTINGS_FORM_H
#define MAILSONDE_SETTINGS_FORM_H

#include "settings/record.h"

/* How much a text looks like a form. The best row wins, the first of equals. */
enum likeness {
	LIKE_NOT = 0,
	LIKE_PERHAPS = 1, /* words that occur there, and elsewhere too */
	LIKE_MUCH = 2,    /* keywords of this form, where they belong */
	LIKE_SURELY = 3,  /* a root element, a magic line */
};

struct form {
	const char *name;  /* for --as and the report: "autoconfig" */
	const char *title; /* "Thunderbird autoconfig XML" */
	enum likeness (*likeness)(struct octets text);
	/* Reads `text`, which ends with a NUL that does not count, and may
	 * hold others. Adds records; what cannot be read is an
	 * error with place and line that says what was expected there. */
	bool (*read)(struct records *records, struct arena *arena,
		const char *place, struct octets text,
		struct settings_error *ret_error);
};

/* In the order in which they are asked. */
extern const struct form *const form_table[];
extern const size_t form_count;

/* NULL if there is none of that name. */
const struct form *form_find(const char *name);

/* The same, with an error that lists them all. */
const struct form *settings_find_form(struct arena *arena, const char *name,
	struct settings_error *ret_error);

/* Takes the text for `form`, or for what it looks most like if NULL, and reads
 * it. The profile's own form (urn:mailsonde:profile:1) is one of them. */
bool settings_read_text(struct arena *arena, const char *place,
	struct octets text, const struct form *form, const char *host,
	struct matrix *ret_matrix, struct settings_error *ret_error);

#endif
