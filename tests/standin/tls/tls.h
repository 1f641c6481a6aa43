/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#ifndef STANDIN_TLS_H
#define STANDIN_TLS_H

#include <gnutls/gnutls.h>
#include <stdbool.h>

/* A certificate with a set of versions and suites: what a TLS server needs.
 * Shared by all its sessions. */
struct tls_config {
	gnutls_certificate_credentials_t credentials;
	gnutls_priority_t priority;
	gnutls_datum_t ticket_key;
};

/* What one handshake has beside the usual. */
struct tls_wishes {
	bool certificate; /* of the client, which must have one */
	bool tickets;
	bool early_data; /* tickets that allow it */
};

/* Reads DIRECTORY/NAME.pem, chain and key, and DIRECTORY/ca.pem as the anchor
 * for client certificates.  `versions` is a set; `priority`, which may be
 * NULL, is appended to the priority string.  Complains to standard error and
 * returns NULL when something is amiss.  To be freed with
 * tls_config_free(). */
struct tls_config *tls_config_new(const char *directory, const char *name,
	unsigned versions, const char *priority);
void tls_config_free(struct tls_config *config);

/* Whether the leaf certificate is good for the host name. */
bool tls_config_has_name(const struct tls_config *config, const char *name);

/* Does the server's side of a handshake on a blocking socket.  Returns 0 and
 * the session, to be freed with gnutls_deinit(), or a GnuTLS error; the alert
 * that goes with it was sent then, and `*ret_alert` is the one that came from
 * the peer, or -1. */
int tls_handshake(const struct tls_config *config, int fd,
	const struct tls_wishes *wishes, gnutls_session_t *ret_session,
	int *ret_alert);

/* Sends a fatal alert by hand, unprotected, on a socket without a session. The
 * record names `version`, a set of one. */
void tls_send_alert(int fd, unsigned version, unsigned alert);

#endif
