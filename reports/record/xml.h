/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The record: urn:mailsonde:report:1, as data/schemas/report-1.xsd has it. */
#ifndef MAILSONDE_REPORTS_RECORD_XML_H
#define MAILSONDE_REPORTS_RECORD_XML_H

#include "model/report.h"

#include <stdio.h>

/* Returns the whole document in UTF-8, to be freed with free(), and its
 * length in `*ret_length`; NULL if memory ran out. */
char *report_to_xml(
	const struct report *report, bool transcript, size_t *ret_length);

/* The same octets to the stream, one endpoint after the other, whose memory is
 * all that it takes. Answers false if that ran out. */
bool report_write_xml(
	FILE *stream, const struct report *report, bool transcript);

#endif
