/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a request says of where it comes from and what it is for. */
#ifndef MAILSONDE_SRC_SERVE_ADMIT_MANNERS_H
#define MAILSONDE_SRC_SERVE_ADMIT_MANNERS_H

#include "src/serve/visit.h"

/* Whether everybody on the way reads it alike (RFC 9112 section 6.3): one host,
 * one length at most, and no length beside chunks. What a proxy takes for one
 * request must not be two here. */
bool manners_is_clear(const struct visit *visit);

/* Whether the name in it is one of ours. A page of elsewhere whose name was
 * made to lead here would have its own name there. */
bool manners_own_host(const struct visit *visit);

/* Whether it comes from one of our own pages. Browsers say where a form was
 * that is sent; other programs say nothing. */
bool manners_own_origin(const struct visit *visit);

/* Whether another site's page made a browser ask, without a person who followed
 * a link there (W3C Fetch Metadata). Other programs say nothing. */
bool manners_is_brought(const struct visit *visit);

#endif
