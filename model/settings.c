/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/settings.h"

#include "model/text/ascii.h"

int endpoint_compare(const struct endpoint *a, const struct endpoint *b)
{
	if (a->service != b->service)
		return a->service < b->service ? -1 : 1;
	if (a->mode != b->mode)
		return a->mode < b->mode ? -1 : 1;
	if (a->port != b->port)
		return a->port < b->port ? -1 : 1;
	return ascii_compare(a->host, b->host);
}
