/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Distance on one machine: everything arrives later, by the same time. */
#ifndef MAILSONDE_BENCH_RELAY_H
#define MAILSONDE_BENCH_RELAY_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Octets or a packet under way. None at all stand for the end. */
struct parcel {
	struct parcel *next;
	int64_t due_ns;
	size_t length;
	size_t sent;
	unsigned char data[];
};

/* First in, first out: all have the same way to go. */
struct queue {
	struct parcel *first;
	struct parcel **last;
};

void queue_init(struct queue *queue);
void queue_clear(struct queue *queue);
void queue_put(
	struct queue *queue, int64_t due_ns, const void *data, size_t length);
void queue_drop_first(struct queue *queue);

int64_t now_ns(void);

/* The time from now to `due_ns`, none if that has passed. */
struct timespec time_until(int64_t due_ns);

/* What cannot go on ends the program, with errno's words. */
_Noreturn void give_up(const char *what);

/* Relays TCP connections from 127.0.0.1 `from[i]` (0: a free port) to `host`
 * `to[i]`, for ever. Says "listening PORT -> PORT" and then "ready".
 *
 * The loopback's own handshake is not delayed: connect() returns at once, not
 * after a round trip. So what a client sends in its first round trip leaves
 * when that is over, and the connection to the server is made when the last
 * part of a handshake would have reached it. From the first octet that a
 * client receives everything is as late as over a real line; only the time of
 * the connect itself is seen too short. */
_Noreturn void relay_streams(int64_t delay_ns, const char *host,
	const unsigned *from, const unsigned *to, size_t count);

/* Runs `command` in a network namespace of its own where 192.0.2.1 is this
 * machine and 192.0.2.2 is this machine, too, at a distance: what listens on
 * the first is reached by the second, and every packet is late, those of the
 * handshake too. Returns the command's exit status, or 77 where the kernel
 * does not let us. */
int relay_packets(int64_t delay_ns, char **command);

#endif
