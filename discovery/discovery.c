/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The driver: asks all sources, and waits for their answers. */
#include "discovery/discovery.h"

#include "discovery/source.h"
#include "discovery/sources/autoconfig.h"
#include "discovery/sources/autodiscover.h"
#include "discovery/sources/builtin.h"
#include "discovery/sources/database.h"
#include "discovery/sources/guess.h"
#include "discovery/sources/mx.h"
#include "discovery/sources/srv.h"
#include "net/io.h"

#include <poll.h>

#define SLICE_US 100000

/* In the order in which they are source_shown. */
static const struct source_row {
	void (*ask)(struct run *run);
	void (*conclude)(struct run *run); /* if nothing was found; NULL */
} rows[] = {
	{builtin_ask, NULL},
	{srv_ask, NULL},
	{mx_ask, NULL},
	{autoconfig_ask, NULL},
	{database_ask, NULL},
	{autodiscover_ask, NULL},
	{guess_ask, guess_conclude},
};
#define ROWS (sizeof(rows) / sizeof(*rows))

static bool has_settings(const struct discovery *d)
{
	for (size_t i = 0; i < d->source_count; i++)
		if (d->sources[i].state == SOURCE_FOUND)
			return true;
	return false;
}

/* What did not answer in time */
static void give_up(struct run *run)
{
	for (size_t i = 0; i < run->d->source_count; i++) {
		struct source_answer *source = &run->d->sources[i];

		if (source->state == SOURCE_WAITING)
			source_done(run->d, source, SOURCE_FAILED,
				run->d->interrupted ? "interrupted"
						    : "no response in time");
	}
}

static bool is_waiting(const struct run *run)
{
	return fetch_waiting(run->fetcher) > 0 ||
	       (run->dns && dns_waiting(run->dns) > 0);
}

static bool is_interrupted(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

	return fd >= 0 && poll(&poll_fd, 1, 0) > 0;
}

static void wait_for_answers(struct run *run)
{
	struct discovery *d = run->d;

	while (is_waiting(run)) {
		int64_t left_us = d->deadline_us - io_now_us();
		int fds[2];
		size_t count = 0;

		if (is_interrupted(d->interrupt_fd))
			d->interrupted = true;
		if (left_us <= 0 || d->interrupted)
			break;
		if (run->dns)
			fds[count++] = dns_fd(run->dns);
		if (d->interrupt_fd >= 0)
			fds[count++] = d->interrupt_fd;
		fetch_process(run->fetcher, fds, count,
			left_us < SLICE_US ? left_us : SLICE_US);
		if (run->dns)
			dns_process(run->dns);
	}
}

bool discovery_run(struct discovery *d, struct problem *ret_problem)
{
	struct run *run = arena_alloc(d->arena, sizeof(*run));

	*run = (struct run){.d = d};
	d->begin_us = io_now_us();
	d->deadline_us = d->begin_us + d->request.timeout_us;
	run->fetcher = fetch_new(d);
	if (!run->fetcher)
		return problem_set(d->arena, PROBLEM_INTERNAL, NULL,
			ret_problem, "libcurl cannot be set up");
	run->dns = dns_new(d, &run->dns_problem);
	for (size_t i = 0; i < ROWS; i++)
		rows[i].ask(run);
	wait_for_answers(run);
	give_up(run);
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].conclude && !has_settings(d) && !d->interrupted)
			rows[i].conclude(run);
	fetch_free(run->fetcher);
	dns_free(run->dns);
	return true;
}
