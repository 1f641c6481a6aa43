/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Readers of settings: one for each form that settings come in. */
#ifndef MAILSONDE_SETTINGS_SETTINGS_H
#define MAILSONDE_SETTINGS_SETTINGS_H

#include "model/arena.h"
#include "model/settings.h"

#include <stdbool.h>

/* Why a target cannot be used; `message` names the place (file and line, or
 * the argument) and says what to do. `exit_status` is EX_USAGE (64) for what
 * stands on the command line and EX_DATAERR (65) for what stands in a file. */
struct settings_error {
	int exit_status;
	const char *message;
};

/* An XML file that is built into the program. */
struct builtin_file {
	const char *name; /* without folder and suffix: "office365" */
	const unsigned char *xml;
	size_t length;
};
extern const struct builtin_file builtin_profiles[];
extern const size_t builtin_profile_count;
extern const struct builtin_file builtin_policies[];
extern const size_t builtin_policy_count;
extern const struct builtin_file builtin_schemas[]; /* "profile-1" */
extern const size_t builtin_schema_count;
extern const struct builtin_file builtin_stylesheets[]; /* "report" */
extern const size_t builtin_stylesheet_count;

/* How a target is to be taken. */
struct target_options {
	const char *host; /* for endpoints that a profile leaves open; NULL */
	const char *form; /* --as: a form's name, NULL: by content */
	const char *profile; /* --profile: the provider to compare with; NULL:
			      * the one that is known for host or domain */
};

/* Reads a target: the name of a profile or a provider's mail domain, a file of
 * settings in any form (settings/form.h), "-" for standard input, or a URL.
 * Everything in `*ret_matrix` is in `arena`. On failure answers false, with
 * `*ret_error` filled in. */
bool settings_read_target(struct arena *arena, const char *target,
	const struct target_options *options, struct matrix *ret_matrix,
	struct settings_error *ret_error);

/* Reads settings that were given themselves: --settings TEXT. */
bool settings_read_given(struct arena *arena, const char *text,
	const struct target_options *options, struct matrix *ret_matrix,
	struct settings_error *ret_error);

/* Fills in `documented` of every entry whose host or mail domain is a known
 * provider's, or by the profile named in `profile` (NULL: none). Answers false
 * if there is no profile of that name. Thousands of entries are no trouble. */
bool settings_compare(struct arena *arena, const char *profile,
	struct matrix *matrix, struct settings_error *ret_error);

/* Finds the profile that serves a mail domain ("gmail.com"); NULL if none of
 * those built in does. */
const char *settings_profile_of_domain(struct arena *arena, const char *domain);

/* Reads a URL alone: imaps://host[:port][?mode=cleartext]. */
bool settings_read_url(struct arena *arena, const char *url,
	struct matrix *ret_matrix, struct settings_error *ret_error);

/* Reads a profile (urn:mailsonde:profile:1) from memory, after validating it
 * against the schema; `place` is what messages call it: a file's name. */
bool settings_read_profile(struct arena *arena, const char *place,
	const void *xml, size_t length, const char *host,
	struct matrix *ret_matrix, struct settings_error *ret_error);

/* Finds a profile by name: a file NAME.xml in the user's and the machine's
 * profile folders, else the one built in. Answers false with no error message
 * (NULL) if there is none of that name. An open host is left NULL. */
bool settings_find_profile(struct arena *arena, const char *name,
	const char *host, struct matrix *ret_matrix,
	struct settings_error *ret_error);

/* Returns the names of all profiles that can be found, sorted, NULL at the
 * end; owned by `arena`. */
const char **settings_profile_names(struct arena *arena);

/* Brings a host as a person gave it to the form that is looked up: IDNA
 * A-labels (RFC 5891), lower case, an IPv6 address without its brackets.
 * Answers false with a reason in `*ret_reason` for what cannot be a host. */
bool settings_host(struct arena *arena, const char *host, const char **ret_host,
	const char **ret_reason);

#endif
