/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Sets of TLS versions that rules speak of. */
#ifndef MAILSONDE_CHECKS_RULES_TLS_VERSIONS_H
#define MAILSONDE_CHECKS_RULES_TLS_VERSIONS_H

#include "checks/rules/rule.h"

/* The versions of a list: "1.0 1.1". */
unsigned versions_of(const char *list);

/* What is not known of the versions: not looked for, or no clear answer. */
unsigned versions_open(const struct rule_view *view, unsigned versions);

/* Says that of them; NULL where nothing was reached, and the gate tells more.
 */
const char *versions_say_open(const struct rule_view *view, unsigned open);

#endif
