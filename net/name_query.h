/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the name service says of a name that has no address: whether its
 * domain exists, where its mail goes (MX), and what server RFC 6186 names for
 * the service. Asked only after a look-up failed. */
#ifndef MAILSONDE_NET_NAME_QUERY_H
#define MAILSONDE_NET_NAME_QUERY_H

#include "model/facts.h"

struct name_query; /* opaque: questions under way */

/* Starts asking in a thread of its own, which adds 1 to the eventfd
 * `notify_fd` when it is done; a few seconds at the most. Free the result with
 * name_query_free(), at any time. NULL if no thread can be had. */
struct name_query *name_query_start(const char *host, enum service service,
	enum tls_mode mode, int notify_fd) __attribute__((warn_unused_result));

/* Copies the answers to `*ret_name`, their strings to `arena`. Answers false
 * if they are not there yet. */
bool name_query_answer(struct name_query *query, struct arena *arena,
	struct name_facts *ret_name) __attribute__((warn_unused_result));

void name_query_free(struct name_query *query);

/* Writes the name that the first record of the type (ns_t_mx or ns_t_srv) in a
 * name server's answer leads to. Answers false if there is none. */
#define NAME_QUERY_OCTETS 1025
bool name_query_read(struct octets answer, int type, char *target);

#endif
