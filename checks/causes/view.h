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
};

struct work {
	struct report *report;
	struct arena *arena;
	struct view *views;
	size_t view_count;
	struct theory **theories;
	size_t theory_count;
	struct clocks *clocks; /* once they were asked */
};

/* Another endpoint of the run with this host for which that holds, or NULL. */
const struct view *view_sibling(const struct work *work,
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
