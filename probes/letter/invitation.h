/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* In which form a meeting invitation arrived. */
#ifndef MAILSONDE_PROBES_LETTER_INVITATION_H
#define MAILSONDE_PROBES_LETTER_INVITATION_H

#include "probes/letter/structure.h"

enum invitation_form {
	INVITATION_UNKNOWN,    /* none of these: it cannot be told */
	INVITATION_ICALENDAR,  /* a part that mail programs act on */
	INVITATION_LINK,       /* text with a link into the web client */
	INVITATION_TNEF,       /* winmail.dat: neither of the two */
	INVITATION_ATTACHMENT, /* an .ics file, as any message can have one */
	INVITATION_FORM_COUNT,
};

/* A short name for each: "icalendar". */
const char *invitation_form_name(enum invitation_form form);

/* By its header, its structure, and its text as far as that is known; either
 * may be empty. */
enum invitation_form invitation_form_of(struct arena *arena,
	struct octets header, const struct structure *structure,
	struct octets text);

#endif
