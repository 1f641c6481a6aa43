/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The words of reports for people. What takes an arena answers with a string
 * of that arena or a constant; the others with constants. */
#ifndef MAILSONDE_REPORTS_WORDS_H
#define MAILSONDE_REPORTS_WORDS_H

#include "model/report.h"

/* For people. */
const char *words_trust(enum trust trust);
const char *words_ocsp(enum ocsp ocsp);
const char *words_revocation(enum revocation revocation);
const char *words_peer_close(enum peer_close peer_close);
const char *words_mode(enum service service, enum tls_mode mode);

/* Who can act, as a label of at most 12 columns: "For the user". */
const char *words_audience_label(enum audience audience);

/* The same within a sentence: "the server's administrator". */
const char *words_audience(enum audience audience);

/* "Most likely: ..." before a cause of which nobody is sure; the cause as it is
 * where it is certain, or where not knowing is what it says. */
const char *words_supposed(struct arena *arena,
	const struct diagnosis *diagnosis, const char *cause);

/* "imap.example.org:993 (IMAP)", as summaries begin. */
const char *words_place(struct arena *arena, const struct endpoint *endpoint);

/* "a, b and 3 more", as words_place() calls them. */
const char *words_places(struct arena *arena,
	const struct endpoint_report *const *endpoints, size_t count);

/* "imap.example.org:993", with brackets around an IPv6 address. */
const char *words_host_port(
	struct arena *arena, const struct endpoint *endpoint);

/* "12 days left", "expired 1 day ago" */
const char *words_days_left(
	struct arena *arena, int64_t now_s, int64_t not_after);

/* "2026-11-22 10:15:30 UTC" */
const char *words_time(struct arena *arena, int64_t seconds);

/* Where the run was made: "IPv4, but no IPv6; name service 192.0.2.53". NULL
 * if nobody looked. */
const char *words_here(struct arena *arena, const struct local_facts *local);

/* "12 probes in 0.4 s" */
const char *words_run(struct arena *arena, const struct report *report);

/* "12.3 ms" */
const char *words_milliseconds(struct arena *arena, int64_t us);

/* What a probe was for, as a title: "Best connection". */
const char *words_probe(struct arena *arena, const struct probe_facts *facts);

/* How it ended after that duration, and where and why if it was not completed.
 */
const char *words_outcome(struct arena *arena, const struct probe_facts *facts,
	const char *duration);

/* "pass", "FAIL", "NOT TESTED" */
const char *words_verdict(enum verdict verdict);

/* One line for lists: "imap implicit mail.example.com:993". */
const char *words_endpoint(
	struct arena *arena, const struct endpoint *endpoint);

/* The id of its check, with the policy before that of a rule:
 * "rfc9325/VER-003". */
const char *words_finding_id(
	struct arena *arena, const struct finding *finding);

/* The same, with the rule's title: what stays alike from one run to the next,
 * whatever comes of it. */
const char *words_finding(struct arena *arena, const struct finding *finding);

/* Why whoever counts successes should leave it alone: it was not tested, or
 * does not count. NULL otherwise. */
const char *words_finding_skipped(const struct finding *finding);

/* Whether it fails, where warnings do so or not. */
bool words_finding_fails(const struct finding *finding, bool fail_on_warning);

/* "RFC 9325 section 4.2, 2022-11", and whether that was not confirmed. */
const char *words_rule_reference(struct arena *arena, const struct rule *rule);

#endif
