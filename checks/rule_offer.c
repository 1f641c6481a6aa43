/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/rule.h"

const struct rule_check rule_checks_offer[] = {
	{.name = NULL},
};
