/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A note to send: what was checked, from where, what is wrong, what speaks for
 * it and what to do, for whoever gets the ticket. Plain ASCII of at most 72
 * columns, fit for an e-mail. */
#ifndef MAILSONDE_REPORTS_TEXT_TICKET_H
#define MAILSONDE_REPORTS_TEXT_TICKET_H

#include "model/report.h"

#include <stdio.h>

/* Writes the note to `stream`. Errors are the stream's: ask ferror(). */
void report_write_ticket(FILE *stream, const struct report *report);

#endif
