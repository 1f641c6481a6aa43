/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Sets of TLS versions that rules speak of. */
#ifndef MAILSONDE_CHECKS_RULES_TLS_VERSIONS_H
#define MAILSONDE_CHECKS_RULES_TLS_VERSIONS_H

#include "checks/rules/rule.h"

/* The versions of a list: "1.0 1.1". */
unsigned versions_of(const char *list);

/* All versions that anybody may have been asked about: SSL 3.0 only by hellos
 * made by hand. */
unsigned versions_all(const struct rule_view *view);

/* The versions that the server speaks. */
unsigned versions_spoken(const struct rule_view *view);

/* Whether it is known to speak none of them; not of an empty set. */
bool versions_are_off(const struct rule_view *view, unsigned versions);

/* What is not known of the versions: not looked for, or no clear answer. */
unsigned versions_open(const struct rule_view *view, unsigned versions);

/* Says that of them; NULL where nothing was reached, and the gate tells more.
 */
const char *versions_say_open(const struct rule_view *view, unsigned open);

#endif
