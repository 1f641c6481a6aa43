/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whose settings these are, and what that provider documents. */
#ifndef MAILSONDE_SETTINGS_LIBRARY_PROVIDER_H
#define MAILSONDE_SETTINGS_LIBRARY_PROVIDER_H

#include "model/settings.h"
#include "settings/refuse.h"

/* What the providers that are built in document, read once each; for whoever
 * asks more than once. It is in the arena, as is what is found by it. */
struct provider_index; /* opaque */
struct provider_index *provider_index_new(struct arena *arena);

/* Fills in `documented` of every entry whose host or mail domain is a known
 * provider's, or by the profile named in `profile` (NULL: none). Without an
 * index (NULL) it reads what is needed for this matrix alone. Answers false if
 * there is no profile of that name. Thousands of entries are no trouble. */
bool provider_compare(struct arena *arena, struct provider_index *index,
	const char *profile, struct matrix *matrix, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* Finds the profile that serves a mail domain ("gmail.com"); NULL if none of
 * those built in does. */
const char *provider_of_domain(const char *domain);

/* Finds the profile of the provider whose mail exchanger this is
 * ("example-com.mail.protection.outlook.com"); NULL if none is known. */
const char *provider_of_exchanger(const char *host);

#endif
