/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The record as elements and attributes, in XML or in JSON. */
#ifndef MAILSONDE_REPORTS_RECORD_WRITE_H
#define MAILSONDE_REPORTS_RECORD_WRITE_H

#include "reports/record/xml_writer.h"

/* The root element, and one endpoint's. */
void record_write(struct xml *xml, const struct report *report);
void record_write_endpoint(
	struct xml *xml, const struct report *report, size_t index);

#endif
