/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_LISTENER_H
#define STANDIN_LISTENER_H

#include "tests/standin/faults.h"
#include "tests/standin/io/channel.h"
#include "tests/standin/persona.h"
#include "tests/standin/tls/tls.h"

#include <pthread.h>

enum mode {
	MODE_IMPLICIT,
	MODE_EXPLICIT,
	MODE_CLEARTEXT,
};

/* One port, and how it behaves. */
struct listener {
	enum service service;
	enum mode mode;
	struct persona *persona;
	/* NULL in cleartext mode. */
	struct tls_config *tls;
	struct fault_set faults;
	struct pacing pacing;
	char address[64];
	unsigned port;
	int fd;
	/* "SERVICE MODE PORT", for the log. */
	char who[48];

	pthread_mutex_t lock;
	unsigned long accepted;
	unsigned long open;
	/* For throttle-after: connections in this window, and when the pause
	 * ends that began after them (CLOCK_MONOTONIC, milliseconds). */
	unsigned long in_window;
	unsigned long long throttled_until_ms;
};

bool mode_parse(const char *name, enum mode *ret_mode);
const char *mode_name(enum mode mode);

/* What the counters of a listener say about a new connection. */
enum admission {
	ADMITTED,
	ADMITTED_THROTTLED,
	ADMITTED_RESET,
};

/* Counts a connection in, and out again. */
enum admission listener_enter(struct listener *l);
void listener_leave(struct listener *l);

/* Opens the socket; with port 0 a free one is found and put into `port`.
 * Complains to standard error and returns false when it cannot. */
bool listener_open(struct listener *l);
/* Frees `l` with all it holds.  It has no connections any more. */
void listener_free(struct listener *l);

#endif
