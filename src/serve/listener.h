/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The open port, and what serves those who come in there. All of this is for
 * one thread. */
#ifndef MAILSONDE_SRC_SERVE_LISTENER_H
#define MAILSONDE_SRC_SERVE_LISTENER_H

#include "src/serve/admit/keyholder.h"

#include <microhttpd.h>
#include <stdbool.h>
#include <sys/socket.h>

struct listener; /* opaque */

/* Called for visitors, as libmicrohttpd does, each on its own thread; `accept`
 * before they have one. */
struct listener_calls {
	MHD_AcceptPolicyCallback accept;
	MHD_AccessHandlerCallback request;
	MHD_RequestCompletedCallback end;
	MHD_NotifyConnectionCallback connection;
	void *context;
};

/* Opens the port, to be closed with listener_close(). NULL with errno set. */
struct listener *listener_open(const struct sockaddr_storage *address,
	const struct listener_calls *calls);
void listener_close(struct listener *listener);

unsigned listener_port(const struct listener *listener);

/* Serves whoever comes in from now on; by TLS with what is held, whose identity
 * is the listener's then; NULL: without. Those who came before are served to
 * their end. Answers false if nothing has changed. */
bool listener_serve(struct listener *listener, const struct held *held);

/* Forgets those who came before, once they are gone. Answers whether some are
 * left: ask again within seconds. */
bool listener_tidy(struct listener *listener);

#endif
