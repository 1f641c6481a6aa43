/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Host names to addresses, through getaddrinfo() as in every mail program,
 * but without being held up by it. */
#ifndef MAILSONDE_NET_RESOLVE_H
#define MAILSONDE_NET_RESOLVE_H

#include "model/names.h"

#include <stdint.h>
#include <sys/socket.h>

/* A name with more addresses than this is cut short. */
#define ADDRESSES_MAX 32

struct address {
	struct sockaddr_storage socket; /* its port is set when connecting */
	socklen_t length;
};

struct addresses {
	enum status status; /* ST_OK, ST_NO_NAME, ST_NO_ADDRESS,
			     * ST_NO_RESOLVER or ST_LOCAL */
	const char *detail; /* the resolver's words, static; NULL if none */
	size_t count;
	struct address list[ADDRESSES_MAX]; /* in the order to try them */
};

struct resolution; /* opaque: a look-up under way; several may hold it */

/* Starts looking up the addresses of `host` of `family` (AF_UNSPEC, AF_INET
 * or AF_INET6) in a thread of its own, which adds 1 to the eventfd
 * `notify_fd` when it is done. An address, or
 * several with commas between them, is done at once. Free the
 * result with resolve_free(), at any time: a look-up that hangs is left behind
 * and does no harm. `notify_fd` is duplicated. NULL if no thread can be had. */
struct resolution *resolve_start(const char *host, int family, int notify_fd)
	__attribute__((warn_unused_result));

/* Tells `notify_fd`, too, unless it is done already. Answers false if that
 * cannot be had. */
bool resolve_notify(struct resolution *resolution, int notify_fd)
	__attribute__((warn_unused_result));

/* Returns the same for one more holder, who frees it, too. */
struct resolution *resolve_hold(struct resolution *resolution)
	__attribute__((warn_unused_result));

/* Returns the answer, owned by `resolution`, or NULL if it is not there yet. */
const struct addresses *resolve_answer(struct resolution *resolution);

/* NULL is fine. Does not wait: a lookup that is under way ends by itself, and
 * its answer is dropped. */
void resolve_free(struct resolution *resolution);

/* Reads a numeric address (with a scope id, if any) into `*ret_address`.
 * Answers false if it is none. */
bool address_parse(const char *text, struct address *ret_address)
	__attribute__((warn_unused_result));

/* Writes the numeric form, without the port. */
void address_format(const struct address *address, char *text, size_t size);

#endif
