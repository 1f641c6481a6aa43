/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/certificate/order.h"

#include "checks/certificate/certificate.h"

#include <string.h>

static bool is_same(struct octets one, struct octets other)
{
	return one.data && other.data && one.length == other.length &&
	       memcmp(one.data, other.data, one.length) == 0;
}

/* By their names: more of them is not known. */
static bool is_issuer(
	const struct certificate *issuer, const struct certificate *certificate)
{
	return issuer != certificate &&
	       is_same(issuer->subject, certificate->issuer);
}

const struct certificate *order_find_stale_copy(
	const struct tls_facts *tls, int64_t now_s)
{
	for (size_t i = 1; i < tls->chain_count; i++) {
		if (!certificate_out_of_date(&tls->chain[i], now_s))
			continue;
		for (size_t k = 1; k < tls->chain_count; k++)
			if (is_same(tls->chain[k].subject,
				    tls->chain[i].subject) &&
				!certificate_out_of_date(&tls->chain[k], now_s))
				return &tls->chain[i];
	}
	return NULL;
}

/* Whether it issued one of the certificates from `from` to `to`, exclusive */
static bool is_issuer_of(const struct tls_facts *tls,
	const struct certificate *issuer, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (is_issuer(issuer, &tls->chain[i]) &&
			!tls->chain[i].self_issued)
			return true;
	return false;
}

const struct certificate *order_find_early(const struct tls_facts *tls)
{
	for (size_t i = 1; i < tls->chain_count; i++)
		if (!is_issuer_of(tls, &tls->chain[i], 0, i) &&
			is_issuer_of(
				tls, &tls->chain[i], i + 1, tls->chain_count))
			return &tls->chain[i];
	return NULL;
}

const struct certificate *order_find_unneeded(const struct tls_facts *tls)
{
	for (size_t i = 1; i < tls->chain_count; i++) {
		if (!tls->chain[i].subject.data)
			continue;
		for (size_t k = 0; k < i; k++)
			if (strcmp(tls->chain[i].sha256,
				    tls->chain[k].sha256) == 0)
				return &tls->chain[i];
		if (!is_issuer_of(tls, &tls->chain[i], 0, tls->chain_count))
			return &tls->chain[i];
	}
	return NULL;
}
