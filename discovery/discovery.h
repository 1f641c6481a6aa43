/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Finds the settings of a mail domain in every way that mail programs know,
 * all at once: the providers that are built in, SRV records (RFC 6186, RFC
 * 8314), autoconfig files and Thunderbird's database of them, Exchange's
 * Autodiscover (MS-OXDSCLI), and as a last resort the usual names, which are a
 * guess. No credentials are ever sent, nothing but https is read, and no label
 * of the domain is left out. */
#ifndef MAILSONDE_DISCOVERY_DISCOVERY_H
#define MAILSONDE_DISCOVERY_DISCOVERY_H

#include "engine/engine.h"
#include "model/problem.h"
#include "model/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SOURCES 64
#define REDIRECTS 10

enum source_kind {
	SOURCE_BUILTIN,
	SOURCE_SRV,
	SOURCE_AUTOCONFIG,
	SOURCE_AUTODISCOVER,
	SOURCE_REDIRECT, /* Autodiscover's plain http, for its redirect alone */
	SOURCE_GUESS,
};

enum source_state {
	SOURCE_WAITING,
	SOURCE_FOUND,   /* settings */
	SOURCE_NOTHING, /* it answered that there is nothing */
	SOURCE_STOPPED, /* it answered in a way that must not be followed */
	SOURCE_FAILED,  /* no answer */
	SOURCE_SKIPPED, /* not asked */
	SOURCE_STATE_COUNT,
};

/* How far an answer can be trusted: smaller is further. Also the order in
 * which the sources are believed. */
enum rank {
	RANK_BUILTIN = 1,
	RANK_DOMAIN_HTTPS, /* autoconfig over https from the mail domain */
	RANK_SRV_SURE,     /* signed, or a target within the mail domain */
	RANK_AUTODISCOVER,
	RANK_DATABASE,
	RANK_INDIRECT, /* by the MX, by an unsigned SRV, by a redirect */
	RANK_CLEARTEXT,
	RANK_GUESS,
	RANK_COUNT,
};

struct source_answer {
	enum source_kind kind;
	enum source_state state;
	enum rank rank;
	const char *name;   /* what was asked: a URL without the address, or
			     * records */
	const char *detail; /* what came, for people; NULL */
	const char *dnssec; /* "signed", "not signed", "forged"; NULL: no DNS */
	int64_t duration_us;
	struct matrix matrix; /* of SOURCE_FOUND */
};

/* How it is asked. */
struct discovery_request {
	const char *dns_server; /* ADDRESS[@PORT]; NULL: the system's */
	const char *dns_anchor; /* file of DNSSEC's anchor; NULL: the root's */
	const char *ca_file;    /* NULL: the system's */
	const struct resolve_override *resolves;
	size_t resolve_count;
	const struct connect_override *connects;
	size_t connect_count;
	int family; /* AF_UNSPEC, AF_INET or AF_INET6 */
	/* Of other addresses only those that `resolves` and `connects` name */
	bool public_only;
	int64_t timeout_us;
};

struct discovery {
	struct arena *arena;
	struct discovery_request request;
	const char *address; /* NULL: none was given, or it must not be sent */
	const char *domain;  /* as it is looked up */
	struct source_answer sources[SOURCES];
	size_t source_count;
	int64_t begin_us;
	int64_t deadline_us;
	int interrupt_fd;
	bool interrupted;
	/* Told of each source that is done; NULL. */
	void (*told)(void *context, const struct source_answer *source);
	void *told_context;
};

/* Asks every source, and returns once all are done, the deadline has passed or
 * the user interrupts. Answers false with the problem if that cannot be done at
 * all. */
bool discovery_run(struct discovery *d, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* The answer to use: the one that can be trusted furthest. NULL if nothing was
 * found. */
const struct source_answer *discovery_best(const struct discovery *d);

/* Where others say something else for a service that the best one names; one
 * sentence each, `*ret_count` of them, in the arena. */
const char **discovery_disagreements(
	const struct discovery *d, size_t *ret_count);

/* The matrix of the best answer, with what the reader should know. */
struct matrix discovery_matrix(const struct discovery *d);

#endif
