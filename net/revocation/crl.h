/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a list of revoked certificates says (RFC 5280 section 5). */
#ifndef MAILSONDE_NET_REVOCATION_CRL_H
#define MAILSONDE_NET_REVOCATION_CRL_H

#include "model/arena.h"

#include <gnutls/x509.h>
#include <stdbool.h>

/* Of which certificate the list is asked. */
struct crl_question {
	gnutls_x509_crt_t leaf;
	gnutls_x509_crt_t issuer; /* on a path that was verified */
	const char *const *urls;  /* where the leaf says that such lists are:
				   * one that names its own place must be from
				   * one of them */
	size_t url_count;
	int64_t now_s;
};

struct crl_answer {
	bool revoked;
	int64_t this_update; /* seconds since 1970 */
	int64_t next_update; /* 0: not told */
	int64_t revoked_s;
	int64_t invalid_s; /* since when it is suspect (RFC 5280 section
			    * 5.3.2); 0: not told */
};

/* Reads the list in DER. NULL with the answer; else why the list does not
 * count, which is static. One that is out of date still counts where it says
 * "revoked". Takes time in proportion to its length, whatever it is. */
const char *crl_judge(struct octets list, const struct crl_question *question,
	struct crl_answer *ret_answer);

#endif
