/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Seccomp, without a library: which calls of the system are refused. */
#ifndef MAILSONDE_SRC_SANDBOX_SECCOMP_H
#define MAILSONDE_SRC_SANDBOX_SECCOMP_H

#include <stdbool.h>

bool seccomp_is_there(void);

/* From now on this thread, and all that it starts, is refused (EPERM) what a
 * client never does: to trace others, to change users, mounts or the kernel;
 * unless `may_run`, to start programs, and unless `may_listen`, to listen. */
void seccomp_enter(bool may_run, bool may_listen);

#endif
