/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/header.h"

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "probes/letter/trace.h"
#include "probes/trip/trip.h"

#include <string.h>

static struct octets octets_of(const char *text)
{
	return (struct octets){
		(const unsigned char *)text, text ? strlen(text) : 0};
}

/* From the first server to the last: it stands the other way round. */
static struct octets join_path(struct arena *arena, const struct trace *trace)
{
	struct builder path = {.arena = arena};

	for (size_t i = trace->count; i--;)
		if (trace->hops[i].by)
			builder_item(&path, " > ", trace->hops[i].by);
	return octets_of(path.length ? builder_text(&path) : NULL);
}

void trip_note_header(struct arena *arena, struct octets header,
	const struct letter *letter, struct trip_facts *trip)
{
	const char *from = header_find(arena, header, "From", 0);
	struct trace trace;

	trace_read(arena, header, &trace);
	trip->path = join_path(arena, &trace);
	trip->hops = (unsigned)trace.count;
	trip->spf = octets_of(trace.spf);
	trip->dkim = octets_of(trace.dkim);
	trip->dmarc = octets_of(trace.dmarc);
	if (from && !ascii_find(from, letter->from))
		trip->from = octets_of(from);
}
