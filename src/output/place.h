/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where an output goes: a directory that stays the same one whatever happens to
 * its path, and a name in it that is never followed. */
#ifndef MAILSONDE_SRC_OUTPUT_PLACE_H
#define MAILSONDE_SRC_OUTPUT_PLACE_H

#include <stdbool.h>
#include <sys/stat.h>

#define PLACE_ASIDE 8 /* octets of what the name of a file aside ends in */

struct place {
	int directory;    /* -1: none */
	bool can_sync;    /* and it can be read, too */
	const char *name; /* in it; borrowed */
	mode_t usual;     /* of a file that is new there */
	mode_t mode;      /* of a plain file that is there; else 0 */
	bool owned;       /* and it is no link's: who owns it is known */
	uid_t owner;
	gid_t group;
	bool unnamed; /* it has no name while it is written */
	char *aside;  /* the name while it is written; NULL */
};

/* Opens the file for writing: aside, or straight where it is a pipe, a device
 * or a descriptor of this process (/dev/stdout, /dev/fd/3). A symbolic link is
 * replaced as a file is, unless it leads to something else than a file. Answers
 * the descriptor, or -1 with errno set; place_close() in either case. */
int place_open(const char *file, struct place *ret_place)
	__attribute__((warn_unused_result));

/* Gives a file aside its name, and the mode of the file that it replaces, with
 * its owner and group as far as this process may; and does not come back before
 * that would survive a power failure. Answers false with errno set if it
 * cannot. */
bool place_take(struct place *place, int fd);

/* Ends it. What is aside still is removed. errno stays. */
void place_close(struct place *place);

/* Whether a name ends like that of the file aside, behind the name that is to
 * be its own: ".k3x5wq2a". A crash may leave one. */
bool place_is_aside(const char *end);

/* What an errno of these means, for people. */
const char *place_problem(int error);

#endif
