/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_NET_LOCAL_H
#define MAILSONDE_NET_LOCAL_H

#include "model/facts.h"

/* Notes what is true of this computer: routes and resolvers. Sends nothing. */
void local_look(struct arena *arena, struct local_facts *ret_local);

/* For whoever asks many times a second: looks once a second at most. */
struct local_view; /* opaque; may be used by several threads at once */
struct local_view *local_view_new(void);
void local_view_free(struct local_view *view); /* NULL is fine */

/* What local_look() said within the last second; the texts are in `arena`. */
void local_view_get(struct local_view *view, struct arena *arena,
	struct local_facts *ret_local);

#endif
