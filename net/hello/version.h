/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The hello by which one version alone is asked for. */
#ifndef MAILSONDE_NET_HELLO_VERSION_H
#define MAILSONDE_NET_HELLO_VERSION_H

#include "net/hello/hello.h"
#include "net/tls.h"

/* Writes a hello of `version`, TLS 1.0 or later, with the suites, groups and
 * signatures that a session of tls_session_new() offers in it, so that a
 * server answers it as it would that session. Its lists are the arena's or
 * static; `server_name` may be NULL. Answers false if GnuTLS has no suite for
 * the version. */
bool hello_of_version(struct tls_context *context, enum tls_version version,
	const char *server_name, struct arena *arena, struct hello *ret_hello)
	__attribute__((warn_unused_result));

#endif
