/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Whose names and passwords are let in. */
#ifndef MAILSONDE_SRC_SERVE_ADMIT_ACCOUNTS_H
#define MAILSONDE_SRC_SERVE_ADMIT_ACCOUNTS_H

#include "model/problem.h"

#include <sys/socket.h>

struct accounts; /* opaque */

/* Reads a file of "name:hash" lines, as htpasswd -B writes them; hashes are
 * those of crypt(5) but for its old ones. What it answers with lives until the
 * process ends. */
bool accounts_read(struct arena *arena, const char *path,
	struct accounts **ret_accounts, struct problem *ret_problem);

/* The same from what the file says now. Who was let in by a password that is no
 * longer there is not any more. Answers false with all as it was. */
bool accounts_read_again(struct arena *arena, struct accounts *accounts,
	const char *path, struct problem *ret_problem)
	__attribute__((warn_unused_result));

enum accounts_answer {
	ACCOUNTS_UNKNOWN, /* the name, or the password */
	ACCOUNTS_KNOWN,
	ACCOUNTS_LATER, /* too many wrong ones came from there */
};

/* Whether the password is that user's. Any thread may ask. What was right is
 * remembered for some minutes, by a digest with a key of this run. From an
 * address that sent twenty wrong ones, another is looked at every six seconds;
 * what is remembered is let in all the same. */
enum accounts_answer accounts_ask(struct accounts *accounts,
	const struct sockaddr *from, const char *name, const char *password);

#endif
