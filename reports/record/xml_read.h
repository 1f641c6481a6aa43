/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The XML report, read back into what it was written from: written again, it
 * is the same octets. */
#ifndef MAILSONDE_REPORTS_RECORD_XML_READ_H
#define MAILSONDE_REPORTS_RECORD_XML_READ_H

#include "model/report.h"

#include <libxml/tree.h>

/* Fills in `*ret_report` from the root of a document that is valid by
 * data/schemas/report-1.xsd. What a later version added is left alone. Strings
 * are in `arena`; facts, endpoints and their lists are as the runner makes
 * them, for report_clear() to free. Answers false with what is wrong in
 * `*ret_why`, and its line in `*ret_line`. */
bool report_from_xml(struct arena *arena, const xmlNode *root,
	struct report *ret_report, const char **ret_why, long *ret_line);

#endif
