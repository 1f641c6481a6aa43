/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_PROBES_SERVICES_POP3_H
#define MAILSONDE_PROBES_SERVICES_POP3_H

#include "probes/dialogue.h"

/* Reads the line of a response. Answers whether it is positive; a negative one
 * does not stop the dialogue. */
bool pop3_hear(struct dialogue *d, struct octets *ret_line);

#endif
