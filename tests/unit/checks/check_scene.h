/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One endpoint with what its probes may have seen, and what the checks make
 * of it. */
#ifndef MAILSONDE_TESTS_CHECK_SCENE_H
#define MAILSONDE_TESTS_CHECK_SCENE_H

#include "checks/judge.h"
#include "model/table.h"
#include "tests/unit/unit.h"

#define DAY INT64_C(86400)
#define NOW (INT64_C(20500) * DAY) /* 2026-02-16 */
#define PROBES 8

struct octets scene_octets(const char *text);
struct scene {
	struct arena *arena;
	struct matrix_entry entry;
	struct endpoint_report report;
	struct probe_facts *probes[PROBES];
	struct judge_context context;
};

struct scene *scene_new(enum service service, enum tls_mode mode);
void scene_free(struct scene *scene);
struct endpoint *scene_endpoint(struct scene *scene);
struct probe_facts *scene_add_probe(
	struct scene *scene, enum purpose purpose, unsigned offered);
struct attempt *scene_add_attempt(
	struct probe_facts *probe, const char *address, enum status status);
void scene_add_alert(struct probe_facts *probe, unsigned code);
void scene_greet(struct probe_facts *probe, enum service service);
void scene_offer(struct probe_facts *probe, struct capabilities *caps,
	const char *mechanism);
void scene_add_certificate(struct probe_facts *probe, const char *name);
void scene_connect_probe(struct probe_facts *probe);
/* Up to the point where our ClientHello is out. */
void scene_start_tls(struct scene *scene, struct probe_facts *probe);

void scene_complete(struct scene *scene, struct probe_facts *probe,
	enum tls_version version);
void scene_refuse_version(
	struct scene *scene, struct probe_facts *probe, unsigned code);
struct probe_facts *scene_best(struct scene *scene);
struct probe_facts *scene_pinned(struct scene *scene, enum tls_version version);
/* A good server: TLS 1.2 and 1.3, and a certificate in order. */
void scene_healthy(struct scene *scene);

/* Every probe stopped at the same place, for the same reason. */
void scene_stopped(struct scene *scene, enum stage stage, enum status status);

void scene_each_probe(
	struct scene *scene, void (*change)(struct probe_facts *probe));
void scene_not_offered(struct scene *scene);
void scene_best_breaks(struct scene *scene);
void scene_set_demand(struct scene *scene, enum tls_version version,
	enum demand demand, enum severity severity, const char *note);
void scene_require_10(struct scene *scene);

#define NOT_OWED VERDICT_COUNT

/* What one check makes of one scene. */
struct scene_row {
	enum service service;
	enum tls_mode mode;
	void (*arrange)(struct scene *scene);
	const char *check;
	enum verdict status;
	const char *cause;    /* NULL: none */
	const char *observed; /* words that must stand in it */
	const char *summary;  /* NULL, or words that must stand in it */
};

#define POP3 SERVICE_POP3
#define IMAP SERVICE_IMAP
#define SMTP SERVICE_SMTP
#define IMPLICIT MODE_IMPLICIT
#define EXPLICIT MODE_EXPLICIT
#define CLEARTEXT MODE_CLEARTEXT
#define PASS VERDICT_PASS
#define FAIL VERDICT_FAIL
#define WARNING VERDICT_WARNING
#define INFO VERDICT_INFO
#define NOT_TESTED VERDICT_NOT_TESTED

const struct finding *scene_find(
	const struct endpoint_report *report, const char *check);
void scene_judge(struct scene *scene);

/* Every row holds, or the test fails and names those that do not. */
void scene_check_rows(const struct scene_row *rows, size_t count);

#endif
