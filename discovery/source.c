/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "discovery/source.h"

#include "model/text/escape.h"
#include "net/io.h"

#include <string.h>

#define SHOWN 160

struct source_answer *source_add(struct discovery *d, enum source_kind kind,
	enum rank rank, const char *name)
{
	struct source_answer *source;

	if (d->source_count == SOURCES)
		return NULL;
	source = &d->sources[d->source_count++];
	*source = (struct source_answer){
		.kind = kind, .rank = rank, .name = name};
	return source;
}

void source_done(struct discovery *d, struct source_answer *source,
	enum source_state state, const char *detail)
{
	source->state = state;
	source->detail = detail;
	source->duration_us = io_now_us() - d->begin_us;
	if (d->told)
		d->told(d->told_context, source);
}

const char *source_shown(struct arena *arena, const char *text)
{
	return escape_excerpt(arena,
		(struct octets){(const unsigned char *)text, strlen(text)},
		SHOWN);
}

void source_void_forged(struct run *run, const char *what)
{
	struct discovery *d = run->d;
	struct source_answer *source = source_add(d, SOURCE_SRV, RANK_INDIRECT,
		arena_printf(d->arena, "%s of %s", what, d->domain));

	if (!source)
		return;
	source->dnssec = "forged";
	source_done(d, source, SOURCE_STOPPED, "DNSSEC validation failed");
}
