/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One endpoint, and what the matchers ask of it and of its neighbours. */
#ifndef MAILSONDE_CHECKS_CAUSES_VIEW_H
#define MAILSONDE_CHECKS_CAUSES_VIEW_H

#include "model/report.h"

/* One endpoint, looked at. */
struct view {
	struct endpoint_report *report;
	const struct endpoint_facts *facts;
	const struct endpoint *endpoint;
	const struct probe_facts *most; /* witness_furthest(); may be NULL */
	size_t index;
	/* Those of its host in the run's order, itself included: the first
	 * VIEW_PEERS of them, as others choose how many there are. */
	const struct view *const *peers;
	size_t peer_count;
};

#define VIEW_PEERS 500
#define VIEW_OTHERS 500

struct work {
	struct report *report;
	struct arena *arena;
	struct view *views;
	size_t view_count;
	bool any_connected;
	struct theory **theories;
	size_t theory_count;
	struct clocks *clocks; /* once they were asked */
	void *by_cause;        /* theories in a tree of tsearch() */
};

/* Finds the peers of all views. */
void view_group(struct work *work);

/* So many views are looked at for what another endpoint shows: what was found
 * stands, and nothing may rest on what was not. */
size_t view_other_count(const struct work *work);

/* Another endpoint of the run with this host for which that holds, or NULL. */
const struct view *view_sibling(
	const struct view *view, bool (*holds)(const struct view *sibling));

bool view_connected(const struct view *view);
bool view_any_connected(const struct work *work);
bool view_has_tls(const struct view *view);
bool view_same_host(const struct view *one, const struct view *other);

/* The order of their hosts, as strcmp() answers: 0 where they are the same. */
int view_compare_hosts(const struct view *one, const struct view *other);

/* Whether two endpoints belong to different owners, by their names, and are
 * different computers, by their addresses. */
bool view_is_stranger(const struct view *one, const struct view *other);

/* The host that was really looked up and connected to. */
const char *view_host(const struct view *view);

/* "imap.example.com:993 (IMAP)" */
const char *view_place(struct work *work, const struct view *view);

/* Whether the endpoint is named by an address in place of a name. */
bool view_is_address(const struct view *view);

/* What is expected of the version. */
enum demand view_demand(const struct view *view, enum tls_version version);

/* Whether the address is one of this computer itself. */
bool view_is_loopback(const char *address);

#endif
