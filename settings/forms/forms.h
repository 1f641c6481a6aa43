/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The forms that settings come in: a row for each, in a file of its own. */
#ifndef MAILSONDE_SETTINGS_FORMS_FORMS_H
#define MAILSONDE_SETTINGS_FORMS_FORMS_H

#include "settings/forms/form.h"

/* All of them, in the order in which they are asked. */
#define FORM_LIST(FORM)                                                        \
	FORM(form_profile)                                                     \
	FORM(form_autoconfig)                                                  \
	FORM(form_autodiscover)                                                \
	FORM(form_mobileconfig)                                                \
	FORM(form_prefs)                                                       \
	FORM(form_prf)                                                         \
	FORM(form_getmail)                                                     \
	FORM(form_offlineimap)                                                 \
	FORM(form_mbsync)                                                      \
	FORM(form_msmtp)                                                       \
	FORM(form_fetchmail)                                                   \
	FORM(form_mailx)                                                       \
	FORM(form_neomutt)                                                     \
	FORM(form_pine)                                                        \
	FORM(form_ssmtp)                                                       \
	FORM(form_esmtp)                                                       \
	FORM(form_dma)                                                         \
	FORM(form_nullmailer)                                                  \
	FORM(form_claws)                                                       \
	FORM(form_evolution)                                                   \
	FORM(form_k9)                                                          \
	FORM(form_fairemail)                                                   \
	FORM(form_zone)                                                        \
	FORM(form_domains)                                                     \
	FORM(form_urls)                                                        \
	FORM(form_csv)                                                         \
	FORM(form_panel)

#define FORM_DECLARE(name) extern const struct form name;
FORM_LIST(FORM_DECLARE)
#undef FORM_DECLARE

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
