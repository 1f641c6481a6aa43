/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* SASL mechanisms by libgsasl, which stays behind this file. */
#ifndef MAILSONDE_SRC_MAILBOX_GSASL_H
#define MAILSONDE_SRC_MAILBOX_GSASL_H

#include "probes/login/sasl.h"

/* Sets the library up. Call it before any thread starts; answers false if it
 * cannot be used. */
bool gsasl_set_up(void) __attribute__((warn_unused_result));

extern const struct sasl_ops gsasl_driver;

#endif
