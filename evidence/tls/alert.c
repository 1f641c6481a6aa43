/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/tls/alert.h"

const struct alert *alert_fatal(const struct probe_facts *probe)
{
	const struct tls_facts *tls = &probe->tls;

	for (size_t i = tls->alert_count; i > 0; i--)
		if (tls->alerts[i - 1].received &&
			(tls->alerts[i - 1].fatal ||
				tls->alerts[i - 1].code == 0))
			return &tls->alerts[i - 1];
	return NULL;
}

bool alert_demands_certificate(const struct probe_facts *probe)
{
	const struct alert *alert = alert_fatal(probe);

	if (probe->status != ST_ALERT || !alert)
		return false;
	if (alert->code == 116)
		return true;
	return probe->tls.wants_certificate && alert->code >= 40 &&
	       alert->code <= 49;
}
