/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* IANA's names of the numbers that TLS sends for groups and signatures. */
#ifndef MAILSONDE_MODEL_TLS_NUMBERS_H
#define MAILSONDE_MODEL_TLS_NUMBERS_H

/* NULL for a number that has no name here. */
const char *numbers_group_name(unsigned number);
const char *numbers_signature_name(unsigned number);

#endif
