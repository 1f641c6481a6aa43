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

/* Connects to the first of `addresses` that answers on `port`, racing them as
 * RFC 8305 section 5 does, and keeps how each one went in `facts->attempts`.
 * With `only` one address alone is tried, by its index, or all of them for
 * CONNECT_ALL, beginning with the one that is `first` among those of the family
 * that the list begins with, counted round. Many probes share the list: it is
 * only read. An address outside of `reach` is left alone.
 *
 * On ST_OK `*ret_fd` is a non-blocking socket with TCP_NODELAY, the caller's
 * to close. Otherwise returns what kept the most promising address from
 * answering: ST_CONN_REFUSED, ST_TIMEOUT, ST_UNREACHABLE, ST_NO_NETWORK,
 * ST_NOT_PUBLIC, ST_RESET, ST_CANCELLED or ST_LOCAL, with the errno in `facts`.
 */
#define CONNECT_ALL SIZE_MAX
enum status connect_race(const struct addresses *addresses, size_t only,
	size_t first, unsigned port, const struct reach *reach,
	const struct deadline *deadline, struct probe_facts *facts, int *ret_fd)
	__attribute__((warn_unused_result));

#endif
