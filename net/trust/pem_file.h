/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Files of certificates and keys that the user names. */
#ifndef MAILSONDE_NET_TRUST_PEM_FILE_H
#define MAILSONDE_NET_TRUST_PEM_FILE_H

#include <gnutls/gnutls.h>
#include <stdbool.h>
#include <stddef.h>

#define PEM_FILE_OCTETS ((size_t)16 * 1024 * 1024)

/* Reads the file, to be freed with gnutls_free(); a NUL that does not count
 * stands behind it. Waits for no writer of a named pipe, and takes no more than
 * PEM_FILE_OCTETS. Answers false with errno set. */
bool pem_file_read(const char *path, gnutls_datum_t *ret_data)
	__attribute__((warn_unused_result));

#endif
