/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which service speaks that is none of mail, by its first octets. */
#ifndef MAILSONDE_CHECKS_CAUSES_GREETING_STRANGER_H
#define MAILSONDE_CHECKS_CAUSES_GREETING_STRANGER_H

#include "model/facts.h"

struct stranger {
	const char
		*name; /* "an SSH server, for remote login"; NULL: not known */
	bool sure;     /* nothing else speaks so */
};

struct stranger stranger_of(struct octets text);

#endif
