/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whose settings these are, and what that provider documents. */
#ifndef MAILSONDE_SETTINGS_LIBRARY_PROVIDER_H
#define MAILSONDE_SETTINGS_LIBRARY_PROVIDER_H

#include "model/settings.h"
#include "settings/refuse.h"

/* Fills in `documented` of every entry whose host or mail domain is a known
 * provider's, or by the profile named in `profile` (NULL: none). Answers false
 * if there is no profile of that name. Thousands of entries are no trouble. */
bool provider_compare(struct arena *arena, const char *profile,
	struct matrix *matrix, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* Finds the profile that serves a mail domain ("gmail.com"); NULL if none of
 * those built in does. */
const char *provider_of_domain(const char *domain);

/* Finds the profile of the provider whose mail exchanger this is
 * ("example-com.mail.protection.outlook.com"); NULL if none is known. */
const char *provider_of_exchanger(const char *host);

/* For whoever asks for many domains: made once, it is in the arena. */
struct provider_index; /* opaque */
struct provider_index *provider_index_new(struct arena *arena);
const char *provider_index_domain(
	const struct provider_index *index, const char *domain);

#endif
