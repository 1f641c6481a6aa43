/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/greeting.h"

#include "evidence/speaker.h"
#include "evidence/witness.h"

bool greeting_is_welcome(const struct probe_facts *probe, enum service service)
{
	const struct greeting *greeting = &probe->greeting;
	bool turned_away =
		probe->stage == STAGE_GREETING &&
		(probe->status == ST_REFUSED || probe->status == ST_THROTTLED);

	return greeting->seen && greeting->known_service &&
	       greeting->service == service && !turned_away;
}

static bool was_tls(const struct probe_facts *probe)
{
	if (probe->purpose == PURPOSE_FOLLOW_UP)
		return probe->mode == MODE_IMPLICIT &&
		       (probe->tls.completed || probe->tls.server_hello);
	return probe->stage == STAGE_GREETING &&
	       (speaker_of(probe->reply) == SPEAKER_TLS ||
		       speaker_of(probe->unexpected) == SPEAKER_TLS ||
		       speaker_of(probe->greeting.text) == SPEAKER_TLS);
}

bool greeting_was_tls(const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (was_tls(facts->probes[i]))
			return true;
	return false;
}
