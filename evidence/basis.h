/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a judgement rests on. While somebody judges, the endpoints' facts point
 * to a basis (`basis` in model/facts.h), and the functions of evidence/ note
 * there which probes told what they answer, and what hellos made by hand had
 * offered. Without one nothing is noted. */
#ifndef MAILSONDE_EVIDENCE_BASIS_H
#define MAILSONDE_EVIDENCE_BASIS_H

#include "model/report.h"

#define BASIS_ITEMS 64 /* what is more than that is not told */

struct basis_item {
	const struct endpoint_facts *facts;
	const struct probe_facts *probe; /* NULL: none, but what follows */
	const char *kind;                /* "hello", "check", "rule", ... */
	const char *name;                /* "suites-1.2"; NULL: no name */
};

struct basis {
	struct basis_item items[BASIS_ITEMS];
	size_t count;
};

/* Notes the probe, each once; one of NULL is none. */
void basis_add_probe(
	const struct endpoint_facts *facts, const struct probe_facts *probe);

/* Notes every witness for which `holds`. */
void basis_add_each(const struct endpoint_facts *facts,
	bool (*holds)(const struct probe_facts *probe));

/* The first witness for which `holds`, noted; or NULL. */
const struct probe_facts *basis_first(const struct endpoint_facts *facts,
	bool (*holds)(const struct probe_facts *probe));

/* Notes what hellos had offered: both strings outlive the basis. */
void basis_add_hello(const struct endpoint_facts *facts, const char *offered);

/* Notes something else: another finding, the settings or this program. */
void basis_add(
	const struct endpoint_facts *facts, const char *kind, const char *name);

/* What is noted after basis_mark() is forgotten by basis_rewind(): a question
 * whose answer decided nothing. */
size_t basis_mark(const struct endpoint_facts *facts);
void basis_rewind(const struct endpoint_facts *facts, size_t mark);

/* basis = item *(" " item)
 * item = "probe:" [endpoint "."] number / kind [":" name]
 *
 * Probes are numbered from 1 as the report lists them: with logins before those
 * of rules. Another endpoint's have its number before theirs. In `arena`; NULL
 * if nothing was noted. */
const char *basis_text(struct arena *arena, const struct basis *basis,
	const struct report *report, const struct endpoint_facts *own);

/* The probe with that number; NULL if the endpoint has no such one. */
const struct probe_facts *basis_probe(
	const struct endpoint_facts *facts, size_t number);

#endif
