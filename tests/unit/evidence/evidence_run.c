/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/unit.h"

#include "evidence/closed/drop.h"
#include "tests/unit/evidence/evidence_run.h"

int evidence_index(
	const struct endpoint_facts *facts, const struct probe_facts *probe)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (facts->probes[i] == probe)
			return (int)i;
	return NOBODY;
}

static bool check_case(const struct evidence_case *row,
	int (*ask)(const struct endpoint_facts *facts))
{
	struct run *run = run_new();
	struct endpoint_report *endpoint =
		add(run, row->service, row->mode, HOST);
	int answer;

	row->build(endpoint);
	drop_settle(&endpoint->facts);
	answer = ask(&endpoint->facts);
	if (answer != row->want)
		print_error("%s: %d, in place of %d\n", row->name, answer,
			row->want);
	run_free(run);
	return answer == row->want;
}

void evidence_check(const struct evidence_case *cases, size_t count,
	int (*ask)(const struct endpoint_facts *facts))
{
	size_t bad = 0;

	for (size_t i = 0; i < count; i++)
		bad += !check_case(&cases[i], ask);
	assert_int_equal(bad, 0);
}
