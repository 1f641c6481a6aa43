/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/cell.h"

#include "evidence/version.h"

#include <string.h>

static enum verdict version_status(
	const struct endpoint_report *endpoint, enum tls_version version)
{
	for (size_t i = 0; i < endpoint->finding_count; i++) {
		const char *check = endpoint->findings[i].check;

		if (strncmp(check, "tls-", 4) == 0 &&
			strcmp(check + 4, tls_version_name(version)) == 0)
			return endpoint->findings[i].status;
	}
	return VERDICT_INFO;
}

enum cell cell_of(
	const struct endpoint_report *endpoint, enum tls_version version)
{
	bool required = endpoint->entry->expectation.tls[version].demand ==
			DEMAND_REQUIRED;
	enum version_result result =
		required ? version_result(&endpoint->facts, version, NULL)
			 : version_told(&endpoint->facts, version, NULL);
	enum verdict status = version_status(endpoint, version);
	bool yes = result == VERSION_ACCEPTED;

	if (result == VERSION_NOT_ASKED)
		return CELL_NONE;
	if (result == VERSION_UNKNOWN || status == VERDICT_NOT_TESTED)
		return CELL_UNKNOWN;
	if (status == VERDICT_FAIL)
		return yes ? CELL_YES_WRONG : CELL_NO_WRONG;
	if (status == VERDICT_WARNING)
		return yes ? CELL_YES_WARNING : CELL_NO_WARNING;
	return yes ? CELL_YES : CELL_NO;
}
