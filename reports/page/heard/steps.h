/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One connection as a tree of its steps. */
#ifndef MAILSONDE_REPORTS_PAGE_HEARD_STEPS_H
#define MAILSONDE_REPORTS_PAGE_HEARD_STEPS_H

#include "reports/page/sheet.h"

/* An item of a list: how the connection went, which opens to its steps in their
 * order, each with its time and result, and opens to what was seen. */
void steps_put(const struct sheet *sheet, const struct probe_facts *probe);

#endif
