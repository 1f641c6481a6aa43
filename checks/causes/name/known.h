/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Hosts and mail domains of well-known providers. */
#ifndef MAILSONDE_CHECKS_CAUSES_NAME_KNOWN_H
#define MAILSONDE_CHECKS_CAUSES_NAME_KNOWN_H

#include "model/service.h"

/* What a provider publishes. */
struct known_host {
	const char *provider; /* "gmx-net" */
	const char *title;    /* "GMX" */
	enum service service;
	const char *host;
	unsigned port;
	enum tls_mode mode;
};

extern const struct known_host known_hosts[];
extern const size_t known_host_count;

/* What stands behind the @, and what their servers' names end in. */
struct known_domain {
	const char *domain;
	const char *provider;
};

extern const struct known_domain known_domains[];
extern const size_t known_domain_count;

/* Returns the provider's entry for `service`, or any if it has none; NULL if
 * the provider is not known. */
const struct known_host *known_of_provider(
	const char *provider, enum service service);

/* Returns what a provider publishes under exactly this host, for `service` if
 * there is such an entry; NULL if the host is not known. */
const struct known_host *known_by_host(const char *host, enum service service);

/* Returns the provider whose mail domain this is, as its entry for `service`
 * (or any, if it has none); NULL if the domain is not known. */
const struct known_host *known_by_domain(
	const char *domain, enum service service);

#endif
