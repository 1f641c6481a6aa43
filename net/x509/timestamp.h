/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Time stamps (RFC 3161): an authority says that octets existed at a time. */
#ifndef MAILSONDE_NET_X509_TIMESTAMP_H
#define MAILSONDE_NET_X509_TIMESTAMP_H

#include "net/x509/path.h"

enum timestamp_result {
	TIMESTAMP_GOOD,
	TIMESTAMP_OTHER_DATA, /* it is for none of these octets */
	TIMESTAMP_CHANGED,    /* the token itself was altered */
	TIMESTAMP_UNKNOWN,    /* no anchor confirms the authority */
	TIMESTAMP_UNSUITABLE, /* ... its certificate is for something else */
	TIMESTAMP_DATED,      /* ... has expired, or is not valid yet */
	TIMESTAMP_UNREADABLE,
};

struct timestamp {
	enum timestamp_result result;
	size_t covered;        /* of TIMESTAMP_GOOD: which of `data` */
	int64_t time_s;        /* of TIMESTAMP_GOOD */
	const char *authority; /* escaped; NULL if it is not known */
	const char *problem;   /* NULL if it is good */
};

/* The token, in DER, that the response has or that it is, in DER or PEM. */
struct octets timestamp_token(struct arena *arena, struct octets octets);

/* Checks a TimeStampToken or TimeStampResp, in DER or PEM, for one of the
 * `count` pieces of `data`. The authority must be good at `now_s`. */
void timestamp_check(struct arena *arena, struct octets token,
	const struct octets *data, size_t count,
	const struct path_anchors *anchors, int64_t now_s,
	struct timestamp *ret_timestamp);

#endif
