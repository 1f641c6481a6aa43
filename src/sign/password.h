/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The password of the key that reports are signed with. */
#ifndef MAILSONDE_SRC_SIGN_PASSWORD_H
#define MAILSONDE_SRC_SIGN_PASSWORD_H

#include <stdbool.h>

#define PASSWORD_VARIABLE "MAILSONDE_KEY_PASSWORD"

struct password; /* opaque */

/* Takes it out of the environment for good: what the system shows of this
 * process's environment is overwritten, too. Call it before any thread starts.
 * NULL if there is none, or it is not `wanted`. While it is held there are no
 * core dumps. To be freed with password_free(). */
struct password *password_take(bool wanted);

/* Wipes it; it is empty then. */
void password_wipe(struct password *password);
void password_free(struct password *password);

/* NULL for NULL. */
const char *password_text(const struct password *password);

/* No core dump, and no look by another process, from here on. */
void password_hide_process(void);

#endif
