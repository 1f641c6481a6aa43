/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a rule says beside its check: parameters, and the lists that they hold.
 */
#ifndef MAILSONDE_CHECKS_RULES_PARAMETER_H
#define MAILSONDE_CHECKS_RULES_PARAMETER_H

#include "checks/rules/rule.h"

/* The value of the rule's parameter; NULL if it has none of that name. */
const char *rule_value(const struct rule_view *view, const char *name);

/* The same as a number that the reader found good; `otherwise` without it. */
long rule_number(
	const struct rule_view *view, const char *name, long otherwise);

/* Whether `word` is one of a list with blanks between. */
bool rule_list_has(const char *list, const char *word);

/* Takes the next word off such a list, in `arena`; NULL at its end. */
const char *rule_next_word(struct arena *arena, const char **at);

/* Takes the next offer off such a list of ids; OFFER_NONE at its end. */
enum offer_id rule_next_offer(const char **at);

/* The offer that this parameter names alone; OFFER_NONE without it. */
enum offer_id rule_offer_value(const struct rule_view *view, const char *name);

/* Whether the host is the one that a rule or an exception names, where
 * "*.example.com" stands for all below. */
bool rule_host_is(const char *host, const char *pattern);

/* One word of a list with blanks between, empty at its end; `*at` goes behind
 * it. */
struct octets rule_next_octets(const char **at);
bool rule_word_is(struct octets word, const char *text);

#endif
