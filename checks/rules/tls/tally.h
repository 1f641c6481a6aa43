/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How a server took the offers that a rule lists. */
#ifndef MAILSONDE_CHECKS_RULES_TLS_TALLY_H
#define MAILSONDE_CHECKS_RULES_TLS_TALLY_H

#include "checks/rules/rule.h"
#include "model/text/builder.h"

/* In words, with commas between; no text if there are none. */
struct tally {
	struct builder accepted;
	struct builder refused;
	struct builder open;
	size_t asked;
	struct builder impossible; /* cannot be made with this library */
	enum unasked why;          /* the first of those open was not made */
	const char *gap;           /* ... or hellos did not tell; NULL: none */
};

/* Adds words to one of these lists. */
void tally_say(
	const struct rule_view *view, struct builder *list, const char *words);

void tally_add(
	const struct rule_view *view, enum offer_id offer, struct tally *tally);

/* The tally of a list of ids with blanks between. */
struct tally tally_take(const struct rule_view *view, const char *list);

/* Nothing is known of some; where the server was not reached at all, the gate
 * says more. */
enum ruling tally_leave(const struct rule_view *view, const struct tally *tally,
	const char **ret_observed) __attribute__((warn_unused_result));

/* The same of one offer. */
enum ruling tally_leave_offer(const struct rule_view *view, enum offer_id offer,
	const char **ret_observed) __attribute__((warn_unused_result));

/* What the server took: "static RSA ... (TLS_RSA_WITH_AES_128_GCM_SHA256)". */
const char *tally_say_taken(const struct rule_view *view, enum offer_id offer,
	const struct probe_facts *probe);

#endif
