/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* IMAP commands, and what is noted of the responses to them. */
#ifndef MAILSONDE_PROBES_TRIP_NOTED_H
#define MAILSONDE_PROBES_TRIP_NOTED_H

#include "probes/services/imap.h"

#define STALE_MOST 50 /* messages that are deleted in one run */

struct noted {
	uint64_t next;
	uint64_t uids[STALE_MOST];
	size_t uid_count;
	const char *wanted;      /* a Message-ID */
	int64_t stale;           /* or what is older; 0 */
	const char *token;       /* of those, with this one; NULL: any */
	uint64_t first;          /* UID that counts */
	uint64_t found;          /* UID of what was wanted; 0 */
	struct octets header;    /* of the last message */
	struct octets structure; /* likewise */
	bool seen;               /* likewise */
	bool exists;             /* something came */
	struct octets verdict;   /* the line that ended the reply */
};

/* Says a command, and hears its end or a continuation request. */
enum imap_completion noted_say(
	struct dialogue *d, const char *command, struct noted *noted);
enum imap_completion noted_hear(struct dialogue *d, struct noted *noted);

/* Notes an untagged response, of which `line` is the first line. Answers false,
 * and stops the dialogue, if it is a BYE. */
bool noted_take(struct dialogue *d, struct noted *noted, struct octets line);

#endif
