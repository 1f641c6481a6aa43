/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Verifies settings: asks servers, judges what they answered, and finds the
 * causes of what fails. An engine holds what many checks in one process share;
 * several threads may check in it at once. Nothing here prints, ends the
 * process or reads options: what goes wrong is a problem, as a value. */
#ifndef MAILSONDE_ENGINE_ENGINE_H
#define MAILSONDE_ENGINE_ENGINE_H

#include "model/problem.h"
#include "model/report.h"
#include "net/address/reach.h"

struct trust_store; /* net/trust.h */

/* Held over all checks of the engine. */
struct engine_limits {
	unsigned jobs;     /* probes in flight */
	unsigned per_host; /* of them, to one host */
};

/* Use this address for the host, or these, with commas between them. */
struct resolve_override {
	const char *host; /* as it is looked up: A-labels */
	const char *address;
};

/* Connect there instead. An empty `host` or a `port` of 0 stands for any, an
 * empty `to_host` or a `to_port` of 0 for the same. */
struct connect_override {
	const char *host;
	unsigned port;
	const char *to_host;
	unsigned to_port;
};

struct blot;     /* model/login/blot.h */
struct sasl_ops; /* probes/login/sasl.h */
struct secret;   /* model/login/secret.h */

/* An account to sign in to, where its services are reached over TLS that was
 * judged good. Either a password or a token, which must stay where they are for
 * as long as the engine does; they are wiped by whoever made them. */
struct engine_login {
	const char *address;
	const char *user; /* the name to sign in with; NULL: what the settings
			   * say, or the address */
	const struct secret *password;
	const struct secret *token;
	const struct blot *blot;     /* of the one or the other */
	const struct sasl_ops *sasl; /* NULL: without SASL mechanisms */
	const char *mechanism;       /* the only one; NULL: the strongest */
	const char *tenant;          /* that a token must be from; NULL */
	bool each_mechanism;         /* all that are offered, one by one */
	bool user_forms;             /* other forms of the name, one by one */
	const char *const *insecure_hosts; /* where anything goes */
	size_t insecure_count;
	/* Called once no secret of it is needed any more; or NULL. */
	void (*over)(void *context);
	void *context;
};

/* What is to be verified, and how. All of it is borrowed: matrices and policies
 * until the report is cleared, the rest until the check ends. */
struct engine_request {
	const struct matrix *matrices;
	size_t matrix_count;
	const struct policy *const *policies; /* judged by beside the checks */
	size_t policy_count;
	unsigned tls_versions; /* TLS_BIT() of each to probe */
	bool best_only;        /* nothing is owed of each version alone */
	const struct resolve_override *resolves;
	size_t resolve_count;
	const struct connect_override *connects;
	size_t connect_count;
	int family;          /* AF_UNSPEC, AF_INET or AF_INET6 */
	int64_t timeout_us;  /* for one endpoint; twice with follow-ups */
	int64_t deadline_us; /* of the whole check, from its start; 0: none */
	/* Where to connect, but for what `resolves` and `connects` name: others
	 * said where the servers are. NULL for anywhere; it outlives the
	 * engine. */
	const struct reach *reach;
	size_t most_octets; /* taken of one probe's peer; 0: PROBE_OCTETS */
	bool keep_transcript;
	bool states_only; /* the findings' sentences are left out */
	bool follow_up;   /* ask further where something failed */
	unsigned topics;  /* TOPIC_ bits (model/tls/offered.h): what else is
			   * asked about TLS, besides what rules need */
	const struct engine_login *login;     /* NULL: nobody signs in */
	const struct engine_revoker *revoker; /* engine/revoker.h; NULL: no
					       * issuer is asked */
	const struct engine_trip *trip; /* engine/trip/trip.h; NULL: no message
					 * is sent */
	const char *tool_version, *tool_build; /* for the report */
};

/* Told, on the caller's thread, how a check goes. Each may be NULL. Of the
 * report they read nothing but the endpoint's entry and its facts. */
struct engine_watcher {
	void *context;
	void (*begins)(void *context, const struct report *report);
	void (*probe_starts)(void *context, size_t endpoint,
		enum purpose purpose, unsigned versions);
	void (*probe_ends)(void *context, size_t endpoint,
		const struct probe_facts *facts);
	/* Nothing more will be asked of it: once for each endpoint. */
	void (*endpoint_ends)(
		void *context, const struct report *report, size_t endpoint);
	/* At least every `tick_us` microseconds. */
	void (*tick)(void *context);
	int64_t tick_us;
};

struct engine; /* opaque */

/* Returns an engine that judges certificates by `trust`, which it owns from
 * here on, whatever is answered; to be freed with engine_free(). NULL with the
 * problem, whose text is static. */
struct engine *engine_new(const struct engine_limits *limits,
	struct trust_store *trust, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* How many probes are in flight at most: as many as the limits allow, or as the
 * descriptors that the process may open are enough for. */
unsigned engine_jobs(const struct engine *engine);

/* How many descriptors so many probes may need: two addresses are tried side by
 * side, a look-up has one, and an endpoint its signal to stop. */
unsigned long engine_descriptors(unsigned jobs);

/* No check may be under way any more. NULL is fine. Answers false if a probe
 * that was abandoned still computes: its thread uses the engine's memory, which
 * stays, and the libraries', so that the process must end by _exit(). */
bool engine_free(struct engine *engine) __attribute__((warn_unused_result));

/* Makes one check, on the caller's thread and the engine's. `watcher` may be
 * NULL. Once `cancel_fd` is readable (-1: never), what is under way stops, and
 * the report says so. Answers true with a report to be cleared with
 * report_clear(), its judgements in `arena`; else false with the problem. */
bool engine_check(struct engine *engine, struct arena *arena,
	const struct engine_request *request,
	const struct engine_watcher *watcher, int cancel_fd,
	struct report *ret_report, struct problem *ret_problem)
	__attribute__((warn_unused_result));

/* Judges anew what a check saw, by the checks and by these policies, which are
 * borrowed until the report is cleared; they must be judgeable
 * (engine/policies.h). */
void engine_judge(struct arena *arena, const struct policy *const *policies,
	size_t count, struct report *report);

#endif
