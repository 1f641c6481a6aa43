/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/run/login_judge.h"

#include "checks/check.h"
#include "engine/judge.h"
#include "model/table.h"

#include <time.h>

/* What has a doubt left, be it that it was not looked at, does not pass. */
static bool passes(const struct check *check,
	const struct endpoint_facts *facts, const struct judge_context *context)
{
	struct finding finding = {
		.check = check->id, .status = VERDICT_NOT_TESTED};

	check->judge(
		check, facts, &context->entry->expectation, context, &finding);
	return finding.status == VERDICT_PASS ||
	       finding.status == VERDICT_WARNING;
}

static bool has_good_certificate(
	const struct login_scruples *scruples, const struct probe_facts *probe)
{
	static const struct check *const checks[] = {&check_certificate_trust,
		&check_certificate_name, &check_certificate_expiry};
	struct probe_facts best = *probe, *probes[] = {&best};
	const struct endpoint_facts facts = {
		.endpoint = scruples->entry->endpoint,
		.probes = probes,
		.probe_count = 1,
	};
	const struct judge_context context = {
		.now_s = time(NULL),
		.expiry_days = JUDGE_EXPIRY_DAYS,
		.arena = arena_new(),
		.entry = scruples->entry,
	};
	bool good = true;

	best.purpose = PURPOSE_BEST;
	for (size_t i = 0; i < COUNT_OF(checks); i++)
		good = good && passes(checks[i], &facts, &context);
	arena_free(context.arena);
	return good;
}

enum login_held login_judge(
	const void *context, const struct probe_facts *probe)
{
	const struct login_scruples *scruples = context;

	if (scruples->insecure)
		return LOGIN_NOT_HELD;
	if (!probe->tls.completed)
		return LOGIN_HELD_CLEARTEXT;
	if (probe->tls.version < TLS_1_2)
		return LOGIN_HELD_VERSION;
	return has_good_certificate(scruples, probe) ? LOGIN_NOT_HELD
						     : LOGIN_HELD_CERTIFICATE;
}
