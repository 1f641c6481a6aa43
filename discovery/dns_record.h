/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a name server's record says, from its octets. */
#ifndef MAILSONDE_DISCOVERY_DNS_RECORD_H
#define MAILSONDE_DISCOVERY_DNS_RECORD_H

#include "discovery/dns.h"

/* Adds an MX or SRV record to the answer, unless it is none of a host's name;
 * of other types only that there is one is noted. Names are in `arena`. */
void dns_record_read(struct arena *arena, int type, struct octets data,
	struct dns_answer *answer);

/* The best first. */
void dns_record_sort(struct dns_answer *answer);

#endif
