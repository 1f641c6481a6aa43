/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What to ask of an endpoint, and when: pure functions over what is known, so
 * that they can be tested without a network. */
#ifndef MAILSONDE_ENGINE_PLAN_H
#define MAILSONDE_ENGINE_PLAN_H

#include "model/facts.h"
#include "model/offer.h"

/* Polite to every server, whatever it does: so many connections to the port of
 * an endpoint, and so many more to find out why it fails. */
#define ENDPOINT_CONNECTIONS 8
#define FOLLOW_UPS 8
#define PROBES_MAX (ENDPOINT_CONNECTIONS + FOLLOW_UPS)

/* A probe to make. */
struct probe_order {
	enum purpose purpose;
	enum tls_mode mode;
	unsigned versions;      /* to offer; 0 in cleartext */
	enum question question; /* of a follow-up */
	unsigned port;          /* 0: the endpoint's */
	size_t only_address;    /* 1 for the first; 0: all are raced */
	bool full;
	bool connect_only;
	bool no_sni;
	bool small_hello;
	const struct offer *offer; /* of a rule (model/offer.h), or NULL */
	const struct probe_facts *resumes; /* its session is taken up again */
	const char *reason; /* of a follow-up, else NULL; static */
	int64_t delay_us;   /* from now */
};

/* A probe that is under way. */
struct probe_flight {
	const struct probe_order *order;
	enum stage stage;
	int64_t age_us;
};

struct plan_state {
	const struct endpoint_facts *facts; /* of the probes that ended */
	const struct probe_flight *flights;
	size_t flight_count;
	const struct probe_order *const *orders; /* all that were given */
	size_t order_count;
	unsigned versions; /* that the best connection offers */
	unsigned used;     /* connections ordered so far, to its own port */
	unsigned followed; /* follow-ups ordered so far, to other places */
	bool follow_up;    /* the user allows them */
	size_t addresses;  /* that the host has */
	int64_t left_us;   /* until the endpoint's deadline */
	int64_t follow_left_us; /* until that of its follow-ups */
	int64_t timeout_us;
};

/* Writes what every endpoint is asked at once, the most telling first, and
 * returns how many orders that is: one for the best connection, which offers
 * all of `versions`, and one for each version alone. */
size_t plan_first(const struct endpoint *endpoint, unsigned versions,
	struct probe_order orders[ENDPOINT_CONNECTIONS]);

/* How long a silent peer keeps us from asking another way. */
int64_t plan_patience_us(const struct plan_state *state);

enum plan_action {
	PLAN_WAIT,   /* for a probe to end, or `*ret_wake_us` to pass */
	PLAN_ORDER,  /* `*ret_order`, and ask again */
	PLAN_CANCEL, /* what is under way cannot tell anything more */
	PLAN_END,    /* nothing is under way, and nothing is left to ask */
};

/* Says what to do next. Called when a probe ended, and again after
 * `*ret_wake_us` microseconds. */
enum plan_action plan_next(const struct plan_state *state,
	struct probe_order *ret_order, int64_t *ret_wake_us);

#endif
