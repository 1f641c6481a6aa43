/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/comparison.h"

#include "model/table.h"

#include <string.h>

static const char *const kind_names[] = {
	[CHANGE_WORSE] = "worse",
	[CHANGE_LOST] = "lost",
	[CHANGE_BETTER] = "better",
	[CHANGE_FOUND] = "found",
	[CHANGE_APPEARED] = "appeared",
	[CHANGE_VANISHED] = "vanished",
	[CHANGE_OTHER] = "changed",
};
static_assert(COUNT_OF(kind_names) == CHANGE_COUNT, "a name for each kind");

static const char *const subject_names[] = {
	[SUBJECT_ENDPOINT] = "endpoint",
	[SUBJECT_FINDING] = "finding",
	[SUBJECT_CERTIFICATE] = "certificate",
	[SUBJECT_TLS] = "tls",
	[SUBJECT_CIPHER_SUITE] = "cipher-suite",
	[SUBJECT_GROUP] = "group",
	[SUBJECT_SIGNATURE] = "signature",
	[SUBJECT_ORDER] = "order",
	[SUBJECT_PRIME] = "prime",
	[SUBJECT_EXTENSION] = "extension",
	[SUBJECT_CLIENT] = "client",
	[SUBJECT_CAPABILITY] = "capability",
	[SUBJECT_MECHANISM] = "mechanism",
	[SUBJECT_ADDRESS] = "address",
};
static_assert(
	COUNT_OF(subject_names) == SUBJECT_COUNT, "a name for each subject");

const char *comparison_kind_name(enum change_kind kind)
{
	return kind_names[kind];
}

const char *comparison_subject_name(enum change_subject subject)
{
	return subject_names[subject];
}

static bool is_of_connection(const struct change *change)
{
	return change->subject == SUBJECT_FINDING && !change->policy &&
	       strcmp(change->name, "connect") == 0 && change->before;
}

bool comparison_went_down(const struct change *change)
{
	return change->kind == CHANGE_WORSE && is_of_connection(change);
}

bool comparison_came_back(const struct change *change)
{
	return change->kind == CHANGE_BETTER && is_of_connection(change);
}

size_t comparison_endpoint_changes(const struct change *first, size_t count)
{
	size_t same = 1;

	while (same < count && first[same].endpoint == first->endpoint)
		same++;
	return same;
}
