/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How much there is in a certificate. The library builds a tree of what it
 * reads, half a kilobyte for a name of two octets, and compares the attributes
 * of a distinguished name with each other: 6,000 of them cost it 18 MB and half
 * a second, in each connection. They are counted before the library has them.
 */
#ifndef MAILSONDE_NET_BULK_H
#define MAILSONDE_NET_BULK_H

#include "model/arena.h"

#define BULK_ELEMENTS_MAX 4096u  /* of one message's certificates together */
#define BULK_ELEMENTS_MANY 512u  /* above that, one such message at a time */
#define BULK_ATTRIBUTES_MAX 256u /* of distinguished names in all of them */

struct bulk {
	size_t elements;   /* of DER, in what extensions contain, too */
	size_t attributes; /* of distinguished names, wherever they are */
};

/* Adds what is in `der`. Linear, and never past its end; what is malformed
 * counts as far as it can be read, which is as far as the library gets. */
void bulk_count(struct octets der, struct bulk *bulk);

/* Answers NULL if that can be read, or why not, in words of `arena`. */
const char *bulk_refuse(struct arena *arena, const struct bulk *bulk);
/* The same of what is in `der` alone. */
const char *bulk_refuse_octets(struct arena *arena, struct octets der);

#endif
