/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/alert.h"

const struct alert *alert_fatal(const struct probe_facts *probe)
{
	const struct tls_facts *tls = &probe->tls;

	for (size_t i = tls->alert_count; i > 0; i--)
		if (tls->alerts[i - 1].received && tls->alerts[i - 1].fatal)
			return &tls->alerts[i - 1];
	return NULL;
}
