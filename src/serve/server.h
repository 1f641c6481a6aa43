/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The page, the programs' interface and the exporter, by HTTP. */
#ifndef MAILSONDE_SRC_SERVE_SERVER_H
#define MAILSONDE_SRC_SERVE_SERVER_H

#include "src/serve/admit/configuration.h"
#include "src/serve/guard.h"
#include "src/serve/job/job.h"
#include "src/serve/token.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <sys/socket.h>

struct server {
	struct jobs *jobs;
	const struct configuration *config;
	const struct door *door;
	bool for_others;                 /* it listens to other computers */
	struct sockaddr_storage address; /* where it listens */
	char host[INET6_ADDRSTRLEN + 2]; /* as a URL has it: "[::1]" */
	unsigned port;
	struct keyholder *keyholder; /* NULL: HTTP */
	bool keyless; /* its process ended, and so did the server */
	struct guard *guard;
	struct room *room;
	struct token token; /* in forms that this run has made */
	atomic_ulong visits;
	/* Readable with a signalfd_siginfo: the certificate is to be read
	 * again; -1: never. `renewed` is told how that went. */
	int renew_fd;
	void (*renewed)(void *context, const char *words,
		const struct problem *problem);
	void *context;
};

/* Reads "ADDRESS:PORT" or "[ADDRESS]:PORT". Answers NULL, or why it cannot be
 * used. */
const char *server_read_listen(const char *text, struct server *ret_server);

/* Serves until `until_fd` is readable. Answers false with errno set if nobody
 * can be served there. `started` is called once the port is open. */
bool server_run(struct server *server, int until_fd,
	void (*started)(const struct server *server));

/* Whether visitors come by HTTPS at this port. */
bool server_is_https(const struct server *server);

#endif
