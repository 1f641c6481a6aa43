/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which settings can be handed on to a mail program, and what is told of
 * them. */
#ifndef MAILSONDE_SRC_HANDING_H
#define MAILSONDE_SRC_HANDING_H

#include "model/report.h"
#include "settings/clients/client.h"

struct handing_list {
	const struct matrix_entry **list;
	size_t count;
};

void handing_add(struct arena *arena, struct handing_list *list,
	const struct matrix_entry *entry);

/* Whether the endpoint was verified. */
bool handing_is_good(const struct endpoint_report *endpoint);

/* Whether the finding is a warning beside settings that demand TLS, though the
 * server fails at it. */
bool handing_only_warns(
	const struct endpoint_report *endpoint, const struct finding *finding);

/* The finding that keeps the endpoint from being handed on. */
const char *handing_why_not(
	struct arena *arena, const struct endpoint_report *endpoint);

/* Whether an address can stand in a file of settings. */
bool handing_is_address(struct arena *arena, const char *address);

enum handing_lack {
	HANDING_LACKS_NOTHING,
	HANDING_LACKS_USER,
	HANDING_LACKS_DOMAIN,
	HANDING_LACKS_INCOMING,
	HANDING_LACKS_OUTGOING,
	HANDING_LACKS_WORDS, /* for both servers at once */
};

/* What the program is to write, of entries that it can say; or what it lacks
 * for that. `user` is the address or NULL, `checked` how the settings were
 * verified. All is in `arena`, but for what it borrows. */
enum handing_lack handing_make(struct arena *arena, const struct client *client,
	const struct matrix *matrix, const struct handing_list *entries,
	const char *user, const char *checked, struct setup *ret_setup)
	__attribute__((warn_unused_result));

#endif
