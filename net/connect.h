/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_NET_CONNECT_H
#define MAILSONDE_NET_CONNECT_H

#include "model/facts.h"
#include "net/address/reach.h"
#include "net/io.h"
#include "net/resolve.h"

#include <stdint.h>

/* RFC 8305 section 8: how long one address has before the next is tried. */
#define ATTEMPT_DELAY_US 250000

/* A port that has not answered by then is called filtered: three SYNs went
 * out in that time. */
#define CONNECT_LIMIT_US 5000000

#define CONNECT_ALL SIZE_MAX

/* Which addresses are raced, and on which port. */
struct connect_runners {
	const struct addresses *addresses; /* many probes share it: only read */
	size_t only;  /* that one alone, by its index; or CONNECT_ALL */
	size_t first; /* begins the race, among those of the family that the
		       * list begins with, counted round */
	unsigned port;
	const struct reach *reach; /* an address outside of it is left alone */
};

/* Connects to the first of the runners that answers, racing them as RFC 8305
 * section 5 does, and keeps how each one went in `facts->attempts`.
 *
 * On ST_OK `*ret_fd` is a non-blocking socket with TCP_NODELAY, the caller's
 * to close. Otherwise returns what kept the most promising address from
 * answering: ST_CONN_REFUSED, ST_TIMEOUT, ST_UNREACHABLE, ST_NO_NETWORK,
 * ST_NOT_PUBLIC, ST_RESET, ST_CANCELLED or ST_LOCAL, with the errno in `facts`.
 */
enum status connect_race(const struct connect_runners *runners,
	const struct deadline *deadline, struct probe_facts *facts, int *ret_fd)
	__attribute__((warn_unused_result));

#endif
