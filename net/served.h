/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Our own side of TLS, where we are the server: what is served with, and who
 * visits. */
#ifndef MAILSONDE_NET_SERVED_H
#define MAILSONDE_NET_SERVED_H

#include <stdbool.h>

/* Whether the first certificate of `chain` is that of `key`, both in PEM form;
 * else false with the reason. */
bool served_pair_fits(
	const char *chain, const char *key, const char **ret_problem);

/* Whether there are certificates in PEM form, to trust visitors by. */
bool served_has_anchors(const char *pem);

/* Whether the visitor of this session (a gnutls_session_t that asked for a
 * certificate) has shown one that is valid now and issued for clients by the
 * anchors of the session. */
bool served_client_is_trusted(void *session);

#endif
