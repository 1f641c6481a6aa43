/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is served under each path; each answers the visit. */
#ifndef MAILSONDE_SRC_SERVE_PAGES_H
#define MAILSONDE_SRC_SERVE_PAGES_H

#include "model/policy.h"
#include "src/serve/visit.h"

typedef void pages_function(struct visit *visit);

pages_function pages_front;        /* the form */
pages_function pages_front_again;  /* the form, with what was sent */
pages_function pages_begin;        /* what the form sends */
pages_function pages_result;       /* a check, under way or ready */
pages_function pages_events;       /* how it goes on, as server-sent events */
pages_function pages_profiles;     /* providers, or one of them */
pages_function pages_policies;     /* standards, or one of them */
pages_function pages_explain;      /* what results mean, or one of them */
pages_function pages_compare;      /* the form for two results */
pages_function pages_comparison;   /* what differs between them */
pages_function pages_api_check;    /* the report of what is sent */
pages_function pages_api_explain;  /* what a check or a cause means */
pages_function pages_api_profiles; /* names */
pages_function pages_api_policies; /* names */
pages_function pages_api_discover; /* the settings of an address */
pages_function pages_api_openapi;  /* what programs can ask */
pages_function pages_probe;        /* metrics of one target */
pages_function pages_metrics;      /* metrics of the server itself */

/* Writes a report in the format that a type of HTTP or a name of -o stands
 * for; answers false, with the visit refused, if there is none. */
bool pages_report(
	struct visit *visit, const struct report *report, const char *wanted);

/* Whether that stands for one. */
bool pages_has_format(const char *wanted);

/* Finds the rule of that id in any policy. */
bool pages_find_rule(struct arena *arena, const char *id,
	struct policy *ret_policy, const struct rule **ret_rule)
	__attribute__((warn_unused_result));

#endif
