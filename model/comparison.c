/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/comparison.h"

#include "model/table.h"

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
