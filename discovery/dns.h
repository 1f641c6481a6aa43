/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Records with their DNSSEC state, through libunbound. */
#ifndef MAILSONDE_DISCOVERY_DNS_H
#define MAILSONDE_DISCOVERY_DNS_H

#include "discovery/discovery.h"

#define DNS_RECORDS 16

struct dns_record {
	unsigned priority;
	unsigned weight;    /* SRV */
	unsigned port;      /* SRV */
	const char *target; /* lower case, without the last dot; "." itself */
};

struct dns_answer {
	bool failed;       /* no answer */
	bool bogus;        /* DNSSEC says that it is forged */
	const char *state; /* "signed", "not signed", "forged", "not checked" */
	const char *reason;                     /* why it failed, NULL */
	struct dns_record records[DNS_RECORDS]; /* the best first */
	size_t count;
	bool exists; /* there are records of a type that is not read */
};

struct dns; /* opaque */

/* Whether this is ADDRESS[@PORT]. */
bool dns_is_server(const char *server);

/* Returns a resolver, to be freed with dns_free(); NULL with a reason in
 * `*ret_problem`. */
struct dns *dns_new(struct discovery *d, const char **ret_problem);
void dns_free(struct dns *dns);

/* Asks for records of the name: ns_t_srv, ns_t_mx, ns_t_a or ns_t_aaaa, of
 * which only their existence is told. `heard` is called from dns_process().
 * Answers false if it cannot be asked. */
bool dns_ask(struct dns *dns, const char *name, int type,
	void (*heard)(void *context, const struct dns_answer *answer),
	void *context);

int dns_fd(const struct dns *dns);
void dns_process(struct dns *dns);
size_t dns_waiting(const struct dns *dns);

#endif
