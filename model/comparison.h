/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What differs between two reports. Plain data; strings are in the arena of
 * whoever compared. */
#ifndef MAILSONDE_MODEL_COMPARISON_H
#define MAILSONDE_MODEL_COMPARISON_H

#include "model/report.h"

enum change_kind {
	CHANGE_WORSE,    /* a finding: what passed or warned does less well,
			  * or fails and was not there; a new endpoint that
			  * fails */
	CHANGE_LOST,     /* was tested, and is not any more */
	CHANGE_BETTER,   /* a finding does better */
	CHANGE_FOUND,    /* was not tested, and is now */
	CHANGE_APPEARED, /* an endpoint, a capability, an address ... */
	CHANGE_VANISHED,
	CHANGE_OTHER, /* a fact that is another one now */
	CHANGE_COUNT,
};

/* What the change is of. */
enum change_subject {
	SUBJECT_ENDPOINT,
	SUBJECT_FINDING,
	SUBJECT_CERTIFICATE,
	SUBJECT_TLS,
	SUBJECT_CIPHER_SUITE,
	SUBJECT_GROUP,     /* of a key exchange */
	SUBJECT_SIGNATURE, /* of handshakes */
	SUBJECT_ORDER,     /* of cipher suites */
	SUBJECT_PRIME,     /* of finite-field Diffie-Hellman */
	SUBJECT_EXTENSION, /* or signal, or what the server tolerates */
	SUBJECT_CLIENT,    /* what a mail program would get */
	SUBJECT_CAPABILITY,
	SUBJECT_MECHANISM,
	SUBJECT_ADDRESS,
	SUBJECT_COUNT,
};

struct change {
	enum change_kind kind;
	enum change_subject subject;
	const struct endpoint *endpoint;
	const char *name;    /* of a check or rule, a capability ...; "" */
	const char *policy;  /* of a rule; NULL */
	const char *before;  /* escaped; NULL where it was not there */
	const char *after;   /* escaped; NULL where it is not there any more */
	const char *summary; /* of the finding as it is now; NULL */
	const char *remedy;  /* NULL if there is none */
};

struct comparison {
	const struct report *before;
	const struct report *after;
	struct change *changes; /* by endpoint, the gravest first */
	size_t change_count;
	size_t counts[CHANGE_COUNT];
};

/* Whether the change is that an endpoint cannot be reached any more, or can be
 * reached again. */
bool comparison_went_down(const struct change *change);
bool comparison_came_back(const struct change *change);

/* How many changes from the first on are of its endpoint. */
size_t comparison_endpoint_changes(const struct change *first, size_t count);

const char *comparison_kind_name(enum change_kind kind); /* "worse" */
const char *comparison_subject_name(
	enum change_subject subject); /* "finding" */

#endif
