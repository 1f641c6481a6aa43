/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the checks of a server's certificate share. */
#ifndef MAILSONDE_CHECKS_CERTIFICATE_CERTIFICATE_H
#define MAILSONDE_CHECKS_CERTIFICATE_CERTIFICATE_H

#include "checks/check.h"

/* A name of it, as a report shows it. */
const char *certificate_excerpt(struct arena *arena, struct octets text);

/* The same of a distinguished name, whose backslashes stay single. */
const char *certificate_dn(struct arena *arena, struct octets name);

/* Concludes a check for which there is no chain to look at. TLS without a
 * certificate is possible, and no good. */
bool certificate_conclude_none(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding);

/* What is told of that chain is told of the connections that saw it. */
struct judge_context certificate_context(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct tls_facts *tls);

bool certificate_out_of_date(
	const struct certificate *certificate, int64_t now_s);

/* The first certificate above the server's own that is out of date, or NULL.
 */
const struct certificate *certificate_stale_issuer(
	const struct tls_facts *tls, int64_t now_s);

#endif
