/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Memory for long answers. Each is written while no other is, and stays until
 * its visitor has read it: those who stop reading must not fill the memory, and
 * those of one network not all that there is for such answers. */
#ifndef MAILSONDE_SRC_SERVE_ADMIT_ROOM_H
#define MAILSONDE_SRC_SERVE_ADMIT_ROOM_H

#include "src/serve/admit/share.h"

#include <stddef.h>

struct room; /* opaque */

/* Returns one, to be freed with free(). */
struct room *room_new(void);

/* Waits until nobody else writes a long answer. */
void room_enter(struct room *room);

/* Ends the writing of one of so many octets for that network. Answers false if
 * it must not be sent, since too many long ones are on their way, or on their
 * way there; otherwise `*ret_taken` is what room_clear() has to give back
 * afterwards. Short ones take no room. */
bool room_leave(struct room *room, const struct share_network *network,
	size_t octets, size_t *ret_taken);

void room_clear(
	struct room *room, const struct share_network *network, size_t octets);

#endif
