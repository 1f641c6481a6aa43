/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Messages to and from a process of ours that holds a key, and nothing else: it
 * has no other descriptor than the socket to us. */
#ifndef MAILSONDE_SRC_SIGN_PASSING_H
#define MAILSONDE_SRC_SIGN_PASSING_H

#include "model/arena.h"

#include <stdbool.h>
#include <sys/types.h>

#define PASSING_FD 3 /* the socket, in that process */

/* Starts it: answers its process and the socket in `*ret_fd`, both to be ended
 * with passing_end(); in the process itself 0, with all other descriptors
 * closed and its memory hidden; -1 with errno set. Call it before any thread
 * starts, and before there is any peer. */
pid_t passing_start(int *ret_fd);
void passing_end(pid_t process, int fd);

/* A word, and octets. Each answers false once the other end is gone. */
bool passing_send(int fd, unsigned word, struct octets octets)
	__attribute__((warn_unused_result));

/* What is longer than `most` is refused. There is a NUL behind the octets,
 * which are `arena`'s. */
bool passing_receive(int fd, struct arena *arena, size_t most,
	unsigned *ret_word, struct octets *ret_octets)
	__attribute__((warn_unused_result));

#endif
