/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Parts of which sample reports are made. */
#ifndef MAILSONDE_TESTS_SAMPLE_BUILD_H
#define MAILSONDE_TESTS_SAMPLE_BUILD_H

#include "model/report.h"

#define OCTETS(literal)                                                        \
	(struct octets)                                                        \
	{                                                                      \
		(const unsigned char *)(literal), sizeof(literal) - 1          \
	}
#define STARTED_S INT64_C(1795342530) /* 2026-11-22T10:15:30Z */
#define DAYS(n) (INT64_C(86400) * (n))
#define ALL_VERSIONS                                                           \
	(TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1) | TLS_BIT(TLS_1_2) |              \
		TLS_BIT(TLS_1_3))

extern const struct endpoint sample_office_pop3, sample_office_imap,
	sample_office_smtp;

struct report *sample_new_report(struct arena *arena, const char *kind,
	const char *name, const char *title);
/* Gives the report these endpoints, with the demands of a profile. */
void sample_add_endpoints(struct arena *arena, struct report *report,
	const struct endpoint *const *endpoints, size_t count);
struct finding *sample_add_finding(struct arena *arena,
	struct endpoint_report *endpoint, const char *check,
	enum verdict status, const char *expected, const char *observed,
	const char *words);
struct probe_facts *sample_add_probe(struct arena *arena,
	struct endpoint_report *endpoint, enum purpose purpose,
	unsigned versions, enum stage stage);
void sample_add_attempts(
	struct arena *arena, struct probe_facts *probe, unsigned port);
void sample_add_tls(struct arena *arena, struct probe_facts *probe,
	enum tls_version version);
/* The probe completed, with `version`. */
struct probe_facts *sample_add_completed(struct arena *arena,
	struct endpoint_report *endpoint, enum purpose purpose,
	unsigned versions, enum tls_version version);
/* One that was made for a rule; it stands apart. */
struct probe_facts *sample_add_rule_probe(struct arena *arena,
	struct endpoint_report *endpoint, const char *offer,
	enum tls_version version);
struct probe_facts *sample_add_refused(struct arena *arena,
	struct endpoint_report *endpoint, enum tls_version version);
/* An endpoint of Microsoft's that is in order. */
void sample_add_good_facts(
	struct arena *arena, struct endpoint_report *endpoint);
struct report *sample_new_office365(struct arena *arena);
struct report *sample_new_url(
	struct arena *arena, const char *url, const char *title);
void sample_add_caused(struct arena *arena, struct endpoint_report *endpoint,
	const char *cause);

#endif
