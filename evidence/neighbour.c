/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/neighbour.h"

#include "model/text/ascii.h"

bool neighbour_shares_host(
	const struct endpoint *one, const struct endpoint *other)
{
	return ascii_compare(one->host, other->host) == 0;
}

bool neighbour_is_same(const struct endpoint *one, const struct endpoint *other)
{
	return one->service == other->service && one->mode == other->mode &&
	       one->port == other->port && neighbour_shares_host(one, other);
}

const struct endpoint_report *neighbour_next(const struct report *report,
	const struct endpoint *endpoint, size_t *at)
{
	while (*at < report->endpoint_count) {
		const struct endpoint_report *other = &report->endpoints[*at];
		const struct endpoint *names = &other->facts.endpoint;

		++*at;
		if (neighbour_shares_host(names, endpoint) &&
			!neighbour_is_same(names, endpoint))
			return other;
	}
	return NULL;
}
