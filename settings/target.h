/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Takes what the user names as a target, whatever it turns out to be. */
#ifndef MAILSONDE_SETTINGS_TARGET_H
#define MAILSONDE_SETTINGS_TARGET_H

#include "model/settings.h"
#include "settings/forms/form.h"
#include "settings/library/provider.h"
#include "settings/refuse.h"

/* How a target is to be taken. */
struct target_options {
	const char *host; /* for endpoints that a profile leaves open; NULL */
	const struct form *form; /* NULL: by content */
	const char *profile; /* the provider to compare with; NULL: the one that
			      * is known for host or domain */
	struct provider_index *providers; /* for many targets; NULL */
	struct records_user user;
};

/* Reads a target: the name of a profile or a provider's mail domain, a file of
 * settings in any form (settings/forms/form.h), "-" for standard input, or a
 * URL. Everything in `*ret_matrix` is in `arena`. A host that the target leaves
 * open is NULL. On failure answers false, with `*ret_problem` filled in. */
bool target_read(struct arena *arena, const char *target,
	const struct target_options *options, struct matrix *ret_matrix,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* Reads settings that were given themselves; `place` is what messages call
 * them. */
bool target_read_given(struct arena *arena, const char *place, const char *text,
	const struct target_options *options, struct matrix *ret_matrix,
	struct problem *ret_problem) __attribute__((warn_unused_result));

/* Reads what a visitor typed or uploaded: the name of a profile, a mail address
 * or domain of a known provider, a URL, or settings in any form. No file is
 * opened that the visitor names. */
bool target_read_typed(struct arena *arena, const char *place,
	struct octets text, const struct target_options *options,
	struct matrix *ret_matrix, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* What that is when it is no settings yet. */
enum target_typed {
	TARGET_TYPED_SETTINGS, /* or nobody knows */
	TARGET_TYPED_ADDRESS,  /* of no provider that is built in */
	TARGET_TYPED_HOST,     /* a server or a domain alone */
};

/* Answers with the word itself in `*ret_word`, where it is a single one. */
enum target_typed target_typed(struct arena *arena, struct octets text,
	const char **ret_word) __attribute__((warn_unused_result));

#endif
