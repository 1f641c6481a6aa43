/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The parts of an answer, in their order. */
#ifndef MAILSONDE_SRC_SERVE_PAGES_ANSWER_H
#define MAILSONDE_SRC_SERVE_PAGES_ANSWER_H

#include "reports/page/parts.h"
#include "src/serve/visit.h"

struct shown {
	struct visit *visit;
	struct job *job;
	struct sheet sheet;
	struct page_causes causes;
	const struct diagnosis *lead; /* NULL: nobody knows, or all is well */
};

/* What it is, in one sentence, and the next step. */
void answer_put_verdict(const struct shown *answer);

/* A button that checks what is advised in place of what fails; nothing if that
 * is no other settings. */
void answer_put_advised(const struct shown *answer);

/* What the user has to do, in their words, and what to set. */
void answer_put_user(const struct shown *answer);

/* The settings that passed, as a file of that mail program. */
void answer_send_setup(
	struct visit *visit, const struct report *report, const char *name);

/* A note for the ticket. */
void answer_put_ticket(const struct shown *answer);

/* The address of the answer, and other forms of it. */
void answer_put_links(const struct shown *answer);

#endif
