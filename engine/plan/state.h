/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is known of an endpoint, and what was ordered: what planning rests on.
 */
#ifndef MAILSONDE_ENGINE_PLAN_STATE_H
#define MAILSONDE_ENGINE_PLAN_STATE_H

#include "model/facts.h"
#include "model/offer.h"

/* Polite to every server, whatever it does: so many connections to the port of
 * an endpoint, and so many more to find out why it fails. */
#define ENDPOINT_CONNECTIONS 8
#define FOLLOW_UPS 8
/* One that is given before it is known whether its answer counts, in vain. */
#define IDLE_ORDERS 1
/* One that the server ended without a word, and would serve at other times, has
 * cost it nothing: it is made again, so that no answer depends on luck. */
#define LAPSES_FORGIVEN 12
/* So many one after the other are no chance: it serves us no more. */
#define LAPSES_IN_A_ROW 6
#define PROBES_MAX                                                             \
	(ENDPOINT_CONNECTIONS + FOLLOW_UPS + IDLE_ORDERS + LAPSES_FORGIVEN)

/* A probe to make. */
struct probe_order {
	enum purpose purpose;
	enum tls_mode mode;
	unsigned versions;      /* to offer; 0 in cleartext */
	enum question question; /* of a follow-up */
	unsigned port;          /* 0: the endpoint's */
	size_t only_address;    /* 1 for the first; 0: all are raced */
	size_t first_address;   /* 0 for the first; begins the race */
	bool full;
	bool connect_only;
	bool no_sni;
	bool small_hello;
	bool by_hello;                     /* one version, and no handshake */
	enum offer_id offer;               /* of a rule (model/offer.h) */
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
	bool by_hello;     /* of a version nothing but its answer to a hello is
			    * wanted */
	bool follow_up;    /* the user allows them */
	size_t addresses;  /* that the host has */
	int64_t left_us;   /* until the endpoint's deadline */
	int64_t follow_left_us; /* until that of its follow-ups */
	int64_t timeout_us;
	int64_t now_s; /* by the clock; 0: not known */
};

/* Whether it goes elsewhere than a mail program would: to another port, or to
 * an address that it would not have used. */
bool order_is_elsewhere(const struct probe_order *order);

/* Whether it may be given before it is known that its answer counts, which it
 * does once TLS was taken. */
bool order_is_ahead(const struct probe_order *order);

/* Whether there is room and time for a probe that begins after that delay. */
bool state_may_begin(const struct plan_state *state, int64_t delay_us);

/* How many probes of this kind have ended. */
size_t state_count_ended(const struct endpoint_facts *facts,
	enum purpose purpose, enum tls_mode mode, unsigned versions);

/* Writes a follow-up to the endpoint's own port. Answers true. */
bool state_follow_up(struct probe_order *ret_order, enum question question,
	enum tls_mode mode, unsigned versions, const char *reason,
	int64_t delay_us);

/* Whether a hello alone can ask for these versions: for one, and not an old
 * one, which some servers take to say no only inside TLS. */
bool state_is_for_hello(const struct plan_state *state, unsigned versions);

/* How many more connections may go to the endpoint's own port. */
unsigned state_room(const struct plan_state *state);

/* How long a silent peer keeps us from asking another way. */
int64_t state_patience_us(const struct plan_state *state);

#endif
