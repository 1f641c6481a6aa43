/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What this program is made of. */
#ifndef MAILSONDE_SRC_VERSION_H
#define MAILSONDE_SRC_VERSION_H

#include "model/arena.h"

/* "GnuTLS 3.7.9, libxml2 2.9.14, gcc 12.2.0": the libraries as they run, and
 * what compiled it. In `arena`. */
const char *version_build(struct arena *arena);

#endif
