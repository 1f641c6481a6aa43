/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the parts of a run share. */
#ifndef MAILSONDE_ENGINE_RUN_PARTS_H
#define MAILSONDE_ENGINE_RUN_PARTS_H

#include "engine/inbox.h"
#include "engine/limits.h"
#include "engine/plan/plan.h"
#include "engine/run/runner.h"
#include "engine/shared.h"
#include "net/name_query.h"
#include "probes/chain.h"

/* A host that is connected to, looked up once for all its endpoints. */
struct host {
	struct host *next;
	char *name;
	struct resolution *resolution;
	int64_t asked_us;
	struct limits_claim claim;
};

enum run_state {
	RUN_NEW,
	RUN_RESOLVING,
	RUN_NAMING,
	RUN_PROBING,
	RUN_REST,    /* what the server offers, and what rules have asked */
	RUN_LOGINS,  /* nothing else is under way */
	RUN_ISSUERS, /* are asked about certificates */
	RUN_DONE,
};

/* A probe that was ordered: waiting, in flight or ended. */
struct slot {
	struct probe_order order;
	int64_t due_us;
	struct probe_job *job;     /* while in flight */
	struct probe_facts *facts; /* once ended */
	bool dropped;              /* never made, and never will be */
};

struct runner;

struct endpoint_run {
	struct endpoint_report *report;
	size_t index;
	enum run_state state;
	struct host *host;
	unsigned port;
	struct cancel *cancel; /* from RUN_PROBING on */
	bool cancelled;
	int64_t begin_us;         /* of its first probe; 0 until then */
	int64_t deadline_us;      /* of its probes; 0 until one has started */
	int64_t silent_since_us;  /* the server has not answered anything */
	int64_t silent_us;        /* what its silence before that has cost */
	int64_t crowded_us;       /* since when others leave no room; 0 */
	unsigned flying;          /* connections of any kind */
	int64_t wake_us;          /* when to plan again */
	struct name_query *query; /* in RUN_NAMING */
	struct slot slots[PROBES_MAX];
	unsigned used;
	unsigned first_count; /* of the slots: what everybody is asked */
	/* Of the hellos among them that ask for one version alone. */
	struct chain_choice choices[TLS_VERSION_COUNT];
	/* In RUN_REST; allocated only then. */
	bool rules_begun;
	struct slot *rule_slots;
	size_t rule_count, rule_room;
	unsigned rule_flying;
	int64_t rule_next_us;           /* when the next one may begin */
	struct question_run *questions; /* once they began; else NULL */
	struct login_run *login;        /* NULL: nobody signs in there */
	struct slot *login_slot;        /* its; NULL */
	/* Makes of a probe's job one that signs in. */
	void (*equip_login)(const struct runner *runner,
		struct endpoint_run *run, struct probe_job *job);
};

struct login_run;      /* engine/run/login_run.c */
struct question_run;   /* engine/ask/question_run.c */
struct revocation_run; /* engine/run/revocation_run.c */

struct runner {
	struct engine *engine;
	const struct engine_request *request;
	const struct engine_watcher *watcher;
	struct report *report;
	const struct rule_wishes *wishes; /* for policies; NULL: none */
	unsigned topics;                  /* TOPIC_ bits that hellos find out */
	bool *possible; /* [OFFER_COUNT]: GnuTLS can; NULL if not wanted */
	struct revocation_run *revocations; /* NULL: no issuer is asked */
	struct host *hosts;
	struct endpoint_run *runs;
	size_t first;    /* all before are done */
	size_t end;      /* none from here on was started */
	unsigned active; /* endpoints under way */
	unsigned flying; /* probes */
	unsigned resolving;
	struct inbox *inbox;
	int cancel_fd;
	bool interrupted;
	int64_t interrupted_us;
	int64_t begin_us;
};

#endif
