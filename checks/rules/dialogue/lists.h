/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Lists of capabilities that rules speak of. */
#ifndef MAILSONDE_CHECKS_RULES_DIALOGUE_LISTS_H
#define MAILSONDE_CHECKS_RULES_DIALOGUE_LISTS_H

#include "checks/rules/rule.h"

/* Those that were given "before" TLS, "inside" it (which is the same as NULL),
 * or in "either" place; writes them to `lists`, and returns how many. */
size_t lists_of(const struct rule_view *view, const char *when,
	const struct capabilities *lists[2]);

/* Whether the server refused to give a list. */
bool lists_refused(const struct rule_view *view);

/* What is ruled where no list was given. */
enum ruling lists_leave(const struct rule_view *view, const char **ret_observed)
	__attribute__((warn_unused_result));

#endif
