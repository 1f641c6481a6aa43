/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Makes the probes of a run: everything that can run at once does, within the
 * limits of the user and the patience of the servers. */
#ifndef MAILSONDE_ENGINE_RUNNER_H
#define MAILSONDE_ENGINE_RUNNER_H

#include "model/report.h"
#include "net/trust.h"

/* Use this address for the host (--resolve). */
struct resolve_override {
	const char *host;
	const char *address;
};

/* Connect there instead (--connect-to). An empty `host` or a `port` of 0
 * stands for any, an empty `to_host` or a `to_port` of 0 for the same. */
struct connect_override {
	const char *host;
	unsigned port;
	const char *to_host;
	unsigned to_port;
};

/* What rules have asked of an endpoint comes last: at most so many connections,
 * so many of them at a time, begun at least so far apart, and all of it within
 * three times the timeout. */
#define RULE_CONNECTIONS 96
#define RULE_FLIGHTS 2
#define RULE_SPACING_US 50000
#define RULE_TIMEOUTS 3
#define RULE_ADDRESSES 8

struct runner_options {
	unsigned tls_versions; /* TLS_BIT() of each to probe */
	const struct resolve_override *resolves;
	size_t resolve_count;
	const struct connect_override *connects;
	size_t connect_count;
	int family;         /* AF_UNSPEC, AF_INET or AF_INET6 */
	int64_t timeout_us; /* for one endpoint; twice with follow-ups */
	unsigned jobs;      /* probes in flight */
	unsigned per_host;  /* of them, to one host */
	bool keep_transcript;
	bool follow_up;     /* ask further where something failed */
	const bool *offers; /* wanted for policies, by number (model/offer.h);
			     * NULL: none */
	struct trust_store *trust;
};

/* Told, on the caller's thread, how the run goes. Each may be NULL. */
struct runner_watcher {
	void *context;
	void (*probe_starts)(void *context, size_t endpoint,
		enum purpose purpose, unsigned versions);
	void (*probe_ends)(void *context, size_t endpoint,
		const struct probe_facts *facts);
	/* Nothing is left to ask of it. */
	void (*endpoint_ends)(void *context, size_t endpoint);
	/* At least every `tick_us` microseconds. */
	void (*tick)(void *context);
	int64_t tick_us;
};

/* Probes all endpoints of `report` and fills in their facts, settled. The
 * endpoints' entries must be set. Once `interrupt_fd` is readable, what is
 * under way stops, and `report->interrupted` is set. Answers false, with
 * errno set, if the run cannot be made at all. */
bool runner_run(const struct runner_options *options,
	const struct runner_watcher *watcher, int interrupt_fd,
	struct report *report);

#endif
