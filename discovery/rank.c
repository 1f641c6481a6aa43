/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which answer to believe, and what the others say. */

#include "discovery/discovery.h"
#include "model/text/ascii.h"
#include "model/text/builder.h"

#include <string.h>

const struct source_answer *discovery_best(const struct discovery *d)
{
	const struct source_answer *best = NULL;

	for (size_t i = 0; i < d->source_count; i++) {
		const struct source_answer *source = &d->sources[i];

		if (source->state == SOURCE_FOUND &&
			(!best || source->rank < best->rank))
			best = source;
	}
	return best;
}

static bool same_endpoint(const struct endpoint *a, const struct endpoint *b)
{
	return a->service == b->service && a->port == b->port &&
	       a->mode == b->mode && ascii_compare(a->host, b->host) == 0;
}

static bool has_endpoint(
	const struct matrix *matrix, const struct endpoint *endpoint)
{
	for (size_t i = 0; i < matrix->entry_count; i++)
		if (same_endpoint(&matrix->entries[i].endpoint, endpoint))
			return true;
	return false;
}

static const struct endpoint *first_of(
	const struct matrix *matrix, enum service service)
{
	for (size_t i = 0; i < matrix->entry_count; i++)
		if (matrix->entries[i].endpoint.service == service)
			return &matrix->entries[i].endpoint;
	return NULL;
}

static const char *mode_of(const struct endpoint *endpoint)
{
	if (endpoint->mode == MODE_IMPLICIT)
		return "SSL/TLS";
	return endpoint->mode == MODE_EXPLICIT ? "STARTTLS" : "no encryption";
}

/* Field by field: only what differs is named. */
static const char *difference(struct arena *arena, const struct endpoint *one,
	const struct endpoint *other)
{
	struct builder words = {.arena = arena};

	if (ascii_compare(one->host, other->host) != 0)
		builder_item_printf(&words, ", ", "server %s instead of %s",
			other->host, one->host);
	if (one->port != other->port)
		builder_item_printf(&words, ", ", "port %u instead of %u",
			other->port, one->port);
	if (one->mode != other->mode)
		builder_item_printf(&words, ", ", "%s instead of %s",
			mode_of(other), mode_of(one));
	return builder_text(&words);
}

/* An answer that lists one of the best's among others agrees. */
static bool agrees(const struct matrix *best, const struct matrix *other,
	enum service service)
{
	const struct endpoint *theirs = first_of(other, service);

	if (!theirs || !first_of(best, service) || has_endpoint(best, theirs))
		return true;
	for (size_t i = 0; i < other->entry_count; i++)
		if (other->entries[i].endpoint.service == service &&
			has_endpoint(best, &other->entries[i].endpoint))
			return true;
	return false;
}

/* NULL where the source says nothing else for the service. */
static const char *disagreement(const struct discovery *d,
	const struct source_answer *best, const struct source_answer *source,
	enum service service)
{
	if (source == best || source->state != SOURCE_FOUND ||
		agrees(&best->matrix, &source->matrix, service))
		return NULL;
	return arena_printf(d->arena, "%s: %s says %s", service_label(service),
		source->name,
		difference(d->arena, first_of(&best->matrix, service),
			first_of(&source->matrix, service)));
}

const char **discovery_disagreements(
	const struct discovery *d, size_t *ret_count)
{
	const struct source_answer *best = discovery_best(d);
	const char **lines = NULL;

	*ret_count = 0;
	for (size_t i = 0; best && i < d->source_count; i++)
		for (int s = 0; s < SERVICE_COUNT; s++) {
			const char *line = disagreement(
				d, best, &d->sources[i], (enum service)s);

			if (!line)
				continue;
			lines = arena_grow(
				d->arena, lines, *ret_count, sizeof(*lines));
			lines[(*ret_count)++] = line;
		}
	return lines;
}

/* The finding on each endpoint of a service that others have otherwise. */
static void remark_on(const struct discovery *d,
	const struct source_answer *best, struct matrix_entry *entry)
{
	struct remark *remarks;
	struct builder all = {.arena = d->arena};

	for (size_t i = 0; i < d->source_count; i++) {
		const char *line = disagreement(
			d, best, &d->sources[i], entry->endpoint.service);

		if (line)
			builder_item(&all, "; ", line);
	}
	if (!all.length)
		return;
	remarks = arena_alloc(
		d->arena, (entry->remark_count + 1) * sizeof(*remarks));
	for (size_t i = 0; i < entry->remark_count; i++)
		remarks[i] = entry->remarks[i];
	remarks[entry->remark_count] = (struct remark){
		.kind = REMARK_SOURCES_DISAGREE,
		.said = builder_text(&all),
	};
	entry->remarks = remarks;
	entry->remark_count++;
}

static const char *trust_note(enum rank rank)
{
	switch (rank) {
	case RANK_BUILTIN:
	case RANK_DOMAIN_HTTPS:
	case RANK_SRV_SURE:
	case RANK_AUTODISCOVER:
		return NULL;
	case RANK_DATABASE:
		return "These settings come from Thunderbird's database, not "
		       "from the mail domain itself.";
	case RANK_INDIRECT:
	case RANK_CLEARTEXT:
		return "An attacker on the network could have modified these "
		       "settings: make sure that the servers are the "
		       "provider's.";
	case RANK_GUESS:
		return "These settings are guessed from usual server names.";
	case RANK_COUNT:
		break;
	}
	return NULL;
}

struct matrix discovery_matrix(const struct discovery *d)
{
	const struct source_answer *best = discovery_best(d);
	struct matrix matrix = best->matrix;
	size_t count;
	const char **lines = discovery_disagreements(d, &count);
	const char *trust = trust_note(best->rank);
	struct builder note = {.arena = d->arena};
	struct source *source = arena_alloc(d->arena, sizeof(*source));
	const char **domains = arena_alloc(d->arena, sizeof(*domains));

	if (trust)
		builder_add(&note, trust);
	for (size_t i = 0; i < matrix.entry_count; i++)
		remark_on(d, best, &matrix.entries[i]);
	for (size_t i = 0; i < count; i++)
		builder_item_printf(
			&note, " ", "Sources disagree: %s.", lines[i]);
	/* A profile names its own sources already. */
	if (best->kind != SOURCE_BUILTIN) {
		*source = (struct source){
			.title = best->name,
			.certainty =
				best->rank <= RANK_AUTODISCOVER ? "confirmed"
				: best->rank <= RANK_INDIRECT   ? "reported"
								: "uncertain",
			.note = best->dnssec
					? arena_printf(d->arena, "DNSSEC: %s",
						  best->dnssec)
					: NULL,
		};
		matrix.sources = source;
		matrix.source_count = 1;
		domains[0] = d->domain;
		matrix.domains = domains;
		matrix.domain_count = 1;
	}
	matrix.kind = "discovery";
	matrix.name = d->domain;
	matrix.title = arena_printf(
		d->arena, "settings of %s as discovered", d->domain);
	matrix.note = note.text;
	return matrix;
}
