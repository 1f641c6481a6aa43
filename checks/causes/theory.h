/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Theories of what is wrong.
 *
 * A matcher looks at what is still unexplained and supposes a theory. One that
 * explains something takes its findings, so that what is more fundamental must
 * be matched first. Theories of the same cause about the same thing are one. */
#ifndef MAILSONDE_CHECKS_CAUSES_THEORY_H
#define MAILSONDE_CHECKS_CAUSES_THEORY_H

#include "checks/causes/cause.h"
#include "checks/causes/view.h"

struct theory {
	const struct cause *cause;
	enum confidence confidence;
	const char *about;    /* host, endpoint, fingerprint ... */
	struct theory *after; /* the likelier one that this stands beside */
	struct theory *beside, *next_beside; /* of which the newest is first */
	/* Texts may hold {places}, {hosts}, {server} and {Server}, which stand
	 * for all of the endpoints, and what advice.h has. NULL: the row's, if
	 * it has one. */
	const char *summary;
	const char *user_summary;
	const char *explanation;
	const char *remedies[AUDIENCE_COUNT];
	const struct endpoint *advised; /* what to set instead; NULL */
	const char *confirm;
	const char **evidence;
	size_t evidence_count;
	size_t evidence_left_out;
	size_t *endpoints;
	size_t endpoint_count;
	size_t last;     /* the highest of them */
	size_t failed;   /* findings explained that fail */
	size_t followed; /* and others */
};

/* Supposes the cause of what is open among `explains` and of what
 * followed from that. Returns the theory, perhaps one that is there already
 * from another endpoint; its confidence is the best that anybody had. */
struct theory *theory_suppose(struct work *work, const struct view *view,
	const struct cause *cause, enum confidence confidence,
	unsigned explains, const char *about);

/* Names another cause that fits too, less likely than `first`. */
struct theory *theory_beside(struct work *work, const struct view *view,
	struct theory *first, const struct cause *cause,
	enum confidence confidence, const char *about);

/* Frees what finds them. */
void theory_clear(struct work *work);

/* The theory that this one stands beside, or itself. */
const struct theory *theory_root(const struct theory *theory);

/* Adds a fact that speaks for the theory; once, whoever says it. */
void theory_add_evidence(struct work *work, struct theory *theory,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Gives the words, unless the theory has some already. */
void theory_tell(
	struct theory *theory, const char *summary, const char *user_summary);
void theory_advise(
	struct theory *theory, enum audience audience, const char *text);
void theory_explain(struct theory *theory, const char *text);
void theory_confirm(struct theory *theory, const char *text);

#endif
