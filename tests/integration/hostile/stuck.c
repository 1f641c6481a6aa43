/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Preloaded into the program: no handshake with a server at $STUCK_PORT ever
 * ends, and none waits for anything. */
#include <dlfcn.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

int gnutls_handshake(void *session);

static _Thread_local unsigned port; /* that the thread connected to last */

int connect(int fd, const struct sockaddr *address, socklen_t length)
{
	int (*next)(int, const struct sockaddr *, socklen_t) =
		(int (*)(int, const struct sockaddr *, socklen_t))(
			uintptr_t)dlsym(RTLD_NEXT, "connect");

	if (address->sa_family == AF_INET)
		port = ntohs(((const struct sockaddr_in *)address)->sin_port);
	return next(fd, address, length);
}

int gnutls_handshake(void *session)
{
	int (*next)(void *) = (int (*)(void *))(uintptr_t)dlsym(
		RTLD_NEXT, "gnutls_handshake");
	const char *stuck = getenv("STUCK_PORT");
	volatile unsigned long sum = 0;

	while (stuck && port == strtoul(stuck, NULL, 10))
		sum = sum + 1;
	return next(session);
}
