/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The forms that settings come in: a row for each, in a file of its own. */
#ifndef MAILSONDE_SETTINGS_FORMS_FORMS_H
#define MAILSONDE_SETTINGS_FORMS_FORMS_H

#include "settings/forms/form.h"

extern const struct form form_profile;
extern const struct form form_autoconfig;
extern const struct form form_autodiscover;
extern const struct form form_mobileconfig;
extern const struct form form_prefs;
extern const struct form form_prf;
extern const struct form form_getmail;
extern const struct form form_offlineimap;
extern const struct form form_mbsync;
extern const struct form form_msmtp;
extern const struct form form_fetchmail;
extern const struct form form_neomutt;
extern const struct form form_claws;
extern const struct form form_evolution;
extern const struct form form_k9;
extern const struct form form_zone;
extern const struct form form_domains;
extern const struct form form_csv;
extern const struct form form_panel;

/* In the order in which they are asked. */
extern const struct form *const forms_table[];
extern const size_t forms_count;

/* NULL if there is none of that name. */
const struct form *forms_find(const char *name);

/* Their names, with commas between them. */
const char *forms_names(struct arena *arena);

/* Whether the text could be in one of them. */
bool forms_could_be(struct octets text);

struct forms_options {
	const char *host; /* for endpoints that a profile leaves open; NULL */
	struct records_user user;
};

/* Takes the text for `form`, or for what it looks most like if NULL, and reads
 * it. The profile's own form (urn:mailsonde:profile:1) is one of them.
 * `options` may be NULL. */
bool forms_read(struct arena *arena, const char *place, struct octets text,
	const struct form *form, const struct forms_options *options,
	struct matrix *ret_matrix, struct problem *ret_problem)
	__attribute__((warn_unused_result));

#endif
