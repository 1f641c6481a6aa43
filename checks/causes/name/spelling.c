/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/name/spelling.h"

#include "model/text/ascii.h"

#include <string.h>

#define NAME 80 /* longer ones are no provider's */

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned spelling_distance(const char *one, const char *other, unsigned limit)
{
	/* Damerau's distance by dynamic programming, three rows at a time. */
	unsigned rows[3][NAME + 1];
	size_t rows_used = strlen(one), columns = strlen(other);

	if (rows_used > NAME || columns > NAME ||
		(rows_used > columns ? rows_used - columns
				     : columns - rows_used) > limit)
		return limit + 1;
	for (size_t j = 0; j <= columns; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= rows_used; i++) {
		unsigned *row = rows[i % 3], *above = rows[(i - 1) % 3];
		int mine = ascii_to_lower(one[i - 1]);

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= columns; j++) {
			int theirs = ascii_to_lower(other[j - 1]);

			row[j] = least(least(above[j], row[j - 1]) + 1,
				above[j - 1] + (mine != theirs));
			if (i > 1 && j > 1 &&
				mine == ascii_to_lower(other[j - 2]) &&
				theirs == ascii_to_lower(one[i - 2]))
				row[j] = least(
					row[j], rows[(i - 2) % 3][j - 2] + 1);
		}
	}
	return least(rows[rows_used % 3][columns], limit + 1);
}

/* What may be off before a name is another one: short names are near to
 * everything. */
static unsigned tolerance(const char *name)
{
	size_t length = strlen(name);

	if (length < 6)
		return 0;
	return length < 11 ? 1 : 2;
}

static const struct known_host *nearest_host(
	const char *host, enum service service)
{
	const struct known_host *found = NULL;
	unsigned best = tolerance(host) + 1;

	for (size_t i = 0; i < known_host_count; i++) {
		const struct known_host *known = &known_hosts[i];
		unsigned distance =
			spelling_distance(host, known->host, tolerance(host));

		if (distance < best || (distance == best && found &&
					       found->service != service &&
					       known->service == service)) {
			best = distance;
			found = known;
		}
	}
	return found;
}

static const struct known_host *nearest_domain(
	const char *domain, enum service service)
{
	const char *provider = NULL;
	unsigned best = tolerance(domain) + 1;

	for (size_t i = 0; i < known_domain_count; i++) {
		unsigned distance = spelling_distance(
			domain, known_domains[i].domain, tolerance(domain));

		if (distance < best) {
			best = distance;
			provider = known_domains[i].provider;
		}
	}
	return provider ? known_of_provider(provider, service) : NULL;
}

enum likeness spelling_like(const char *host, enum service service,
	const struct known_host **ret_known)
{
	const struct known_host *known;

	if (known_by_host(host, service))
		return LIKENESS_NONE;
	known = nearest_host(host, service);
	if (known && known->service == service) {
		*ret_known = known;
		return LIKENESS_HOST;
	}
	/* The name as a whole, then what stands behind each dot. */
	for (const char *tail = host; tail; tail = strchr(tail, '.')) {
		if (*tail == '.')
			tail++;
		if (!strchr(tail, '.'))
			break;
		known = known_by_domain(tail, service);
		if (known) {
			*ret_known = known;
			return LIKENESS_LABEL;
		}
	}
	for (const char *tail = host; tail; tail = strchr(tail, '.')) {
		if (*tail == '.')
			tail++;
		if (!strchr(tail, '.'))
			break;
		known = nearest_domain(tail, service);
		if (known) {
			*ret_known = known;
			return LIKENESS_DOMAIN;
		}
	}
	known = nearest_host(host, service);
	if (known)
		*ret_known = known;
	return known ? LIKENESS_HOST : LIKENESS_NONE;
}
