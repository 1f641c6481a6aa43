/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What mailsonde and mailsonde-revocation say to each other over a pair of
 * sockets. Both run on one machine and come from one build. */
#ifndef MAILSONDE_SRC_REVOCATION_WIRE_H
#define MAILSONDE_SRC_REVOCATION_WIRE_H

#include <stdint.h>

#define WIRE_LIST_OCTETS ((size_t)8 * 1024 * 1024) /* of a CRL */
#define WIRE_RESPONSE_OCTETS ((size_t)64 * 1024)   /* of an OCSP response */
#define WIRE_URL_OCTETS 2048
#define WIRE_REQUEST_OCTETS 4096

/* Followed by the URL, and by what is sent to it. */
struct wire_question {
	uint32_t id;
	uint32_t list; /* 1: a CRL; 0: a responder */
	uint32_t url_octets;
	uint32_t request_octets;
	int64_t timeout_us;
};

/* Followed by the answer, or by why there is none. */
struct wire_answer {
	uint32_t id;
	uint32_t failed;
	uint32_t octets;
};

#endif
