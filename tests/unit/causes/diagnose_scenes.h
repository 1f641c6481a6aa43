/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Runs that several programs of tests build. */
#ifndef MAILSONDE_TESTS_DIAGNOSE_SCENES_H
#define MAILSONDE_TESTS_DIAGNOSE_SCENES_H

#include "tests/unit/causes/diagnose_run.h"

#define CERTAIN CONFIDENCE_CERTAIN
#define LIKELY CONFIDENCE_LIKELY
#define POSSIBLE CONFIDENCE_POSSIBLE

void scene_misspelt(struct run *run);
void scene_each_says(struct endpoint_report *endpoint, enum stage stage,
	enum status status, const char *text);
void scene_closed_port(struct run *run);
void scene_exchange_stopped(struct run *run);
void scene_clear_and_starttls(struct run *run);
void scene_issue(
	struct endpoint_report *endpoint, const char *issuer, enum trust trust);
void scene_shield(struct run *run);
void scene_demand(struct endpoint_report *endpoint, enum tls_version version,
	enum demand scene_demand);
void scene_clear_passwords(struct run *run);
void scene_refuse_list(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text);
void scene_clear_on_implicit(struct run *run);

#endif
