/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a request says of where it comes from and what it is for. */
#ifndef MAILSONDE_SRC_SERVE_ADMIT_MANNERS_H
#define MAILSONDE_SRC_SERVE_ADMIT_MANNERS_H

#include "src/serve/visit.h"

/* Whether the name in it is one of ours. A page of elsewhere whose name was
 * made to lead here would have its own name there. */
bool manners_own_host(const struct visit *visit);

/* Whether it comes from one of our own pages. Browsers say where a form was
 * that is sent; other programs say nothing. */
bool manners_own_origin(const struct visit *visit);

#endif
