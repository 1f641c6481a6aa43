/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Trust anchors of a file in PEM form. Once all are decoded they stay as they
 * are; before that, whoever shares them takes turns. */
#ifndef MAILSONDE_NET_TRUST_ANCHORS_H
#define MAILSONDE_NET_TRUST_ANCHORS_H

#include <gnutls/x509.h>
#include <stdbool.h>
#include <stddef.h>

struct anchors {
	char *file; /* NULL: the system's */
	bool opened;
	const char *problem;
	gnutls_datum_t bundle; /* the file, while not all of it is decoded */
	const char *rest;      /* of it; NULL once there is none */
	gnutls_datum_t *ders;
	size_t count;
};

/* Of the file, or of the system's bundle for NULL; to be cleared with
 * anchors_clear(). Nothing is read yet. */
void anchors_init(struct anchors *anchors, const char *file);
void anchors_clear(struct anchors *anchors);

/* Reads the file once; `problem` says why it cannot be read. */
void anchors_open(struct anchors *anchors);

/* Decodes the rest of the bundle, or no further than its first certificate:
 * the hundred of a system take milliseconds. */
void anchors_decode(struct anchors *anchors, bool only_first);

/* Imports the anchors that signed `certificate` (itself, perhaps), or for
 * `by_name` those whose subject is its issuer, whatever their key. Returns how
 * many were put in `ret_anchors`, which are the caller's. */
size_t anchors_find(const struct anchors *anchors,
	gnutls_x509_crt_t certificate, bool by_name,
	gnutls_x509_crt_t *ret_anchors, size_t room);

#endif
