/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Theories: what is open, what explains it, and what speaks for it. */

#include "checks/causes/theory.h"
#include "evidence/witness.h"

#include <string.h>

#define EVIDENCE_LINES 10

static const struct {
	const char *check;
	unsigned set;
} sets[] = {
	{"connect", OF_CONNECT},
	{"mode", OF_MODE},
	{"greeting", OF_GREETING},
	{"capability-starttls", OF_STARTTLS},
	{"starttls-injection", OF_INJECTION},
	{"tls-best", OF_TLS_BEST},
	{"tls-1.0", OF_VERSION(TLS_1_0)},
	{"tls-1.1", OF_VERSION(TLS_1_1)},
	{"tls-1.2", OF_VERSION(TLS_1_2)},
	{"tls-1.3", OF_VERSION(TLS_1_3)},
	{"capability-auth", OF_AUTH},
	{"capability-list", OF_LIST},
	{"cleartext-login", OF_CLEARTEXT},
	{"certificate-trust", OF_TRUST},
	{"certificate-name", OF_NAME},
	{"certificate-expiry", OF_EXPIRY},
	{"settings-mode", OF_SETTINGS},
};

unsigned set_of_check(const char *id)
{
	for (size_t i = 0; id && i < sizeof(sets) / sizeof(*sets); i++)
		if (strcmp(sets[i].check, id) == 0)
			return sets[i].set;
	return 0;
}

/* A check that is not known is explained only by what explains all. */
static unsigned set_of_finding(const struct finding *finding)
{
	unsigned set = set_of_check(finding->check);

	return set ? set : 1u << 31;
}

/* Of warnings, only an address that does not answer is a fault with a cause
 * to look for: the rest is for the server's owner to decide. One that refuses
 * here on this computer, as ::1 often does, is none. */
static bool warns_of_address(
	const struct view *view, const struct finding *finding)
{
	if (finding->status != VERDICT_WARNING ||
		strcmp(finding->check, "connect") != 0)
		return false;
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe) && probe->question != QUESTION_ADDRESS)
			continue;
		for (size_t j = 0; j < probe->attempt_count; j++) {
			const struct attempt *attempt = &probe->attempts[j];

			if (attempt->tried && !attempt->connected &&
				!attempt->overtaken &&
				attempt->status != ST_OK &&
				strcmp(attempt->address, "::1") != 0 &&
				strncmp(attempt->address, "127.", 4) != 0)
				return true;
		}
	}
	return false;
}

static bool needs_cause(const struct view *view, const struct finding *finding)
{
	/* A policy's rule is broken by choice, not by a fault. */
	if (finding->policy)
		return false;
	return finding->status == VERDICT_FAIL ||
	       finding->status == VERDICT_NOT_TESTED ||
	       warns_of_address(view, finding);
}

unsigned open_checks(const struct view *view)
{
	unsigned open = 0;

	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (!finding->diagnosis && needs_cause(view, finding))
			open |= set_of_finding(finding);
	}
	return open;
}

unsigned open_failures(const struct view *view)
{
	unsigned open = 0;

	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (!finding->policy && !finding->diagnosis &&
			finding->status == VERDICT_FAIL)
			open |= set_of_finding(finding);
	}
	return open;
}

static void take(
	struct theory *theory, const struct view *view, unsigned explains)
{
	for (size_t i = 0; i < view->report->finding_count; i++) {
		struct finding *finding = &view->report->findings[i];
		unsigned set = set_of_finding(finding) |
			       (finding->status == VERDICT_NOT_TESTED
					       ? set_of_check(finding->cause)
					       : 0);

		if (finding->diagnosis || !(set & explains) ||
			!needs_cause(view, finding))
			continue;
		finding->diagnosis = theory->cause->id;
		if (finding->status == VERDICT_FAIL)
			theory->failed++;
		else if (finding->status == VERDICT_NOT_TESTED)
			theory->followed++;
	}
}

static struct theory *find(
	const struct work *work, const struct cause *cause, const char *about)
{
	for (size_t i = 0; i < work->theory_count; i++)
		if (work->theories[i]->cause == cause &&
			strcmp(work->theories[i]->about, about) == 0)
			return work->theories[i];
	return NULL;
}

static void add_endpoint(
	struct work *work, struct theory *theory, const struct view *view)
{
	for (size_t i = theory->endpoint_count; i > 0; i--)
		if (theory->endpoints[i - 1] == view->index)
			return;
	theory->endpoints = arena_grow(work->arena, theory->endpoints,
		theory->endpoint_count, sizeof(*theory->endpoints));
	theory->endpoints[theory->endpoint_count++] = view->index;
}

static struct theory *find_or_add(struct work *work, const struct view *view,
	const struct cause *cause, enum confidence confidence,
	const char *about)
{
	struct theory *theory = find(work, cause, about);

	if (!theory) {
		theory = arena_alloc(work->arena, sizeof(*theory));
		theory->cause = cause;
		theory->about = about;
		theory->confidence = confidence;
		work->theories = arena_grow(work->arena, work->theories,
			work->theory_count, sizeof(*work->theories));
		work->theories[work->theory_count++] = theory;
	}
	if (confidence < theory->confidence)
		theory->confidence = confidence;
	add_endpoint(work, theory, view);
	return theory;
}

struct theory *suppose(struct work *work, const struct view *view,
	const struct cause *cause, enum confidence confidence,
	unsigned explains, const char *about)
{
	struct theory *theory =
		find_or_add(work, view, cause, confidence, about);

	theory->after = NULL;
	take(theory, view, explains);
	return theory;
}

struct theory *suppose_beside(struct work *work, const struct view *view,
	struct theory *first, const struct cause *cause,
	enum confidence confidence, const char *about)
{
	struct theory *theory = find(work, cause, about);

	/* What stands beside one cause is one, too. */
	for (size_t i = 0; i < work->theory_count; i++)
		if (work->theories[i]->after == first &&
			work->theories[i]->cause == cause)
			about = work->theories[i]->about;
	if (theory)
		return find_or_add(
			work, view, cause, confidence, theory->about);
	theory = find_or_add(work, view, cause, confidence, about);
	theory->after = first;
	return theory;
}

void add_evidence(
	struct work *work, struct theory *theory, const char *format, ...)
{
	va_list arguments;
	const char *line;

	va_start(arguments, format);
	line = arena_vprintf(work->arena, format, arguments);
	va_end(arguments);
	for (size_t i = 0; i < theory->evidence_count; i++)
		if (strcmp(theory->evidence[i], line) == 0)
			return;
	if (theory->evidence_count == EVIDENCE_LINES) {
		theory->evidence_left_out++;
		return;
	}
	theory->evidence = arena_grow(work->arena, theory->evidence,
		theory->evidence_count, sizeof(*theory->evidence));
	theory->evidence[theory->evidence_count++] = line;
}

void tell(struct theory *theory, const char *summary, const char *user_summary)
{
	if (!theory->summary)
		theory->summary = summary;
	if (!theory->user_summary)
		theory->user_summary = user_summary;
}

void advise(struct theory *theory, enum audience audience, const char *text)
{
	if (!theory->remedies[audience])
		theory->remedies[audience] = text;
}

void confirm_by(struct theory *theory, const char *text)
{
	if (!theory->confirm)
		theory->confirm = text;
}
