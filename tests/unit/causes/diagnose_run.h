/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A run of a few endpoints, made up of facts, for the tests of diagnoses. */
#ifndef MAILSONDE_TESTS_DIAGNOSE_RUN_H
#define MAILSONDE_TESTS_DIAGNOSE_RUN_H

#include "checks/causes/cause.h"
#include "checks/causes/diagnose.h"
#include "checks/check.h"
#include "model/table.h"

#define DAY INT64_C(86400)
#define NOW (INT64_C(20500) * DAY) /* 2026-02-16 */

#define POP3 SERVICE_POP3
#define IMAP SERVICE_IMAP
#define SMTP SERVICE_SMTP
#define IMPLICIT MODE_IMPLICIT
#define EXPLICIT MODE_EXPLICIT
#define CLEARTEXT MODE_CLEARTEXT

#define HOST "mail.example.com"

struct run {
	struct arena *arena;
	struct matrix_entry *entries;
	struct report report;
	struct judge_context context;
};

struct run *run_new(void);
void run_free(struct run *run);

/* Adds an endpoint at the default port, without facts. The pointer is good
 * until the run is freed. */
struct endpoint_report *add(struct run *run, enum service service,
	enum tls_mode mode, const char *host);
void set_port(struct endpoint_report *endpoint, unsigned port);
struct expectation *expected(struct endpoint_report *endpoint);

/* Settles, judges, concludes and diagnoses. */
void run_diagnose(struct run *run);

struct octets octets(const char *text);

struct probe_facts *add_probe(struct endpoint_report *endpoint,
	enum purpose purpose, unsigned offered);
struct probe_facts *follow_up(struct endpoint_report *endpoint,
	enum question question, enum tls_mode mode);
/* One that was made for the offer of a policy's rule. */
struct probe_facts *add_rule_probe(
	struct endpoint_report *endpoint, const char *offer);
struct attempt *add_attempt(
	struct probe_facts *probe, const char *address, enum status status);
void connect_probe(struct probe_facts *probe);
void greet(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text);
void start_tls(struct endpoint_report *endpoint, struct probe_facts *probe);
void complete(struct endpoint_report *endpoint, struct probe_facts *probe,
	enum tls_version version);
void add_alert(struct probe_facts *probe, unsigned code);
void refuse(struct endpoint_report *endpoint, struct probe_facts *probe,
	unsigned code);
/* Offers it alone once more: an old version is taken then, a new one refused.
 */
void take_or_leave(struct endpoint_report *endpoint, enum tls_version version);
void offer(struct probe_facts *probe, struct capabilities *caps,
	const char *mechanism);
void add_item(
	struct probe_facts *probe, struct capabilities *caps, const char *item);

/* The best connection and one for each version: all in order. */
void healthy(struct endpoint_report *endpoint);

/* All of them stopped at the same place, for the same reason. */
void stopped(
	struct endpoint_report *endpoint, enum stage stage, enum status status);

/* An endpoint in order, or stopped so, at the default port. */
struct endpoint_report *good(struct run *run, enum service service,
	enum tls_mode mode, const char *host);
struct endpoint_report *bad(struct run *run, enum service service,
	enum tls_mode mode, const char *host, enum stage stage,
	enum status status);

struct probe_facts *best(struct endpoint_report *endpoint);
void each(struct endpoint_report *endpoint,
	void (*change)(struct endpoint_report *endpoint,
		struct probe_facts *probe, const char *text),
	const char *text);

/* Changes for each(). */
void say_greeting(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text);
void say_reply(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text);
void say_unexpected(struct endpoint_report *endpoint, struct probe_facts *probe,
	const char *text);

/* The certificates of every probe that shows some. */
void each_leaf(struct endpoint_report *endpoint,
	void (*change)(struct probe_facts *probe, struct certificate *leaf));
struct certificate *add_issuer(
	struct probe_facts *probe, const char *subject, const char *issuer);

/* One case: what is diagnosed first, and what besides. */
struct diagnose_case {
	const char *name;
	void (*build)(struct run *run);
	const char *first; /* NULL: nothing at all */
	enum confidence confidence;
	const char *explains; /* a check of the first endpoint */
	const char *also;     /* NULL, or the second diagnosis */
	const char *never;    /* NULL, or an id that must not come */
};

/* What the first diagnosis must say somewhere: in its summaries, evidence or
 * remedies. */
struct words_case {
	void (*build)(struct run *run);
	const char *words;
};
void check_words(const struct words_case *cases, size_t count);

/* Runs the cases, and fails if a row of the table from `from` up to `to` is
 * the first diagnosis of none. */
void check_cases(const struct diagnose_case *cases, size_t count);
void check_coverage(const struct diagnose_case *cases, size_t count,
	const char *from, const char *to);

#endif
