/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/offered/offered.h"

#include "evidence/basis.h"
#include "evidence/offered/class.h"
#include "evidence/offered/heard.h"
#include "evidence/version.h"
#include "model/tls/numbers.h"

#include <string.h>

#define NAMES_MOST 4

const struct offered_list *offered_list_of(
	const struct offered_version *version, enum offered_kind kind)
{
	switch (kind) {
	case OFFERED_KIND_GROUPS:
		return &version->groups;
	case OFFERED_KIND_SIGNATURES:
		return &version->signatures;
	default:
		return &version->suites;
	}
}

const char *offered_name(enum offered_kind kind, unsigned number)
{
	switch (kind) {
	case OFFERED_KIND_GROUPS:
		return numbers_group_name(number);
	case OFFERED_KIND_SIGNATURES:
		return numbers_signature_name(number);
	default:
		return cipher_suite_name(number);
	}
}

/* A server without a suite that agrees on a group has no groups to show. */
static bool has_no_use(
	const struct offered_version *version, enum offered_kind kind)
{
	if (kind == OFFERED_KIND_SUITES || !version->suites.whole)
		return false;
	for (size_t i = 0; i < version->suites.count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(version->suites.numbers[i]);
		bool ephemeral = !suite || suite->exchange == KX_ECDHE ||
				 suite->exchange == KX_1_3 ||
				 (suite->exchange == KX_DHE &&
					 kind == OFFERED_KIND_SIGNATURES);

		if (ephemeral && !(suite && suite->flags & SUITE_ANONYMOUS &&
					 kind == OFFERED_KIND_SIGNATURES))
			return false;
	}
	return true;
}

/* Whether the list holds all that the server takes in the version. A server
 * that drops whatever chooses a suite that it cannot use may speak the version
 * all the same, with others. */
static bool is_settled(const struct endpoint_facts *facts,
	enum tls_version number, enum offered_kind kind)
{
	const struct offered_version *version =
		&facts->offered->versions[number];

	if (version->state == OFFERED_REFUSED)
		return version_result(facts, number, NULL) != VERSION_ACCEPTED;
	if (version->state != OFFERED_ACCEPTED)
		return false;
	/* Suites that need a group or a signature have one. */
	if (kind != OFFERED_KIND_SUITES &&
		!offered_list_of(version, kind)->count)
		return has_no_use(version, kind);
	return offered_list_of(version, kind)->whole ||
	       has_no_use(version, kind);
}

/* The versions that one is asked about: signature algorithms are a list of TLS
 * 1.2, and curves are asked with the newest version before TLS 1.3. */
static unsigned versions_with(
	const struct offered_facts *offered, enum offered_kind kind)
{
	if (kind == OFFERED_KIND_SUITES)
		return (1u << TLS_VERSION_COUNT) - 1;
	if (kind == OFFERED_KIND_SIGNATURES)
		return TLS_BIT(TLS_1_2);
	for (int v = TLS_1_2; v >= TLS_SSL3; v--)
		if (offered->versions[v].state != OFFERED_REFUSED)
			return TLS_BIT(TLS_1_3) | TLS_BIT(v);
	return TLS_BIT(TLS_1_3);
}

static bool each_of(const struct endpoint_facts *facts, unsigned versions,
	enum offered_kind kind,
	void (*take)(void *context, enum tls_version version, unsigned number),
	void *context)
{
	bool settled = true;
	size_t mark = basis_mark(facts);

	for (int v = TLS_SSL3; v < TLS_VERSION_COUNT; v++) {
		const struct offered_version *version =
			&facts->offered->versions[v];
		const struct offered_list *list =
			offered_list_of(version, kind);

		if (!(versions & TLS_BIT(v)))
			continue;
		settled &= is_settled(facts, (enum tls_version)v, kind);
		for (size_t i = 0; i < list->count; i++)
			take(context, (enum tls_version)v, list->numbers[i]);
	}
	basis_rewind(facts, mark);
	return settled;
}

bool offered_each(const struct endpoint_facts *facts, enum offered_kind kind,
	void (*take)(void *context, enum tls_version version, unsigned number),
	void *context)
{
	unsigned versions;

	if (!facts->offered)
		return false;
	versions = versions_with(facts->offered, kind);
	heard_note(facts, kind, versions);
	return each_of(facts, versions, kind, take, context);
}

/* What of a class was taken. */
struct taken {
	const struct offer_class *class;
	struct arena *arena; /* NULL: names are of no interest */
	unsigned numbers[NAMES_MOST];
	size_t count;      /* more may have been taken than there is room */
	unsigned versions; /* in which something was taken */
};

static void note_taken(void *context, enum tls_version version, unsigned number)
{
	struct taken *taken = context;

	if (!offer_class_has(taken->class, number))
		return;
	taken->versions |= TLS_BIT(version);
	for (size_t i = 0; i < taken->count && i < NAMES_MOST; i++)
		if (taken->numbers[i] == number)
			return;
	if (taken->count < NAMES_MOST)
		taken->numbers[taken->count] = number;
	taken->count++;
}

/* The versions in which the offer is looked for. */
static unsigned versions_of(
	const struct endpoint_facts *facts, const struct offer_class *class)
{
	return versions_with(facts->offered, class->kind) & class->versions;
}

static bool find_taken(const struct endpoint_facts *facts, enum offer_id offer,
	struct taken *ret_taken)
{
	const struct offer_class *class = offer_class_of(offer);

	*ret_taken = (struct taken){.class = class};
	return each_of(facts, versions_of(facts, class), class->kind,
		note_taken, ret_taken);
}

/* What one hello asks; TRAIT_COUNT: none asks for that. */
static enum offered_trait trait_of(enum offer_id offer)
{
	return offer == OFFER_ALPN_HTTP ? TRAIT_ALPN_HTTP : TRAIT_COUNT;
}

unsigned offered_topics(enum offer_id offer)
{
	const struct offer_class *class = offer_class_of(offer);

	if (trait_of(offer) < TRAIT_COUNT)
		return TOPIC_SUITES | TOPIC_EXTENSIONS;
	if (!class)
		return 0;
	switch (class->kind) {
	case OFFERED_KIND_GROUPS:
		return TOPIC_SUITES | TOPIC_GROUPS;
	case OFFERED_KIND_SIGNATURES:
		return TOPIC_SUITES | TOPIC_SIGNATURES;
	default:
		return TOPIC_SUITES;
	}
}

static enum offer_result trait_result(
	const struct endpoint_facts *facts, enum offered_trait trait)
{
	switch (heard_trait(facts, trait)) {
	case OFFERED_ACCEPTED:
		return OFFER_ACCEPTED;
	case OFFERED_REFUSED:
		return OFFER_REFUSED;
	default:
		return OFFER_NOT_ASKED;
	}
}

enum offer_result offered_result(
	const struct endpoint_facts *facts, enum offer_id offer)
{
	struct taken taken;
	bool settled;

	if (trait_of(offer) < TRAIT_COUNT)
		return trait_result(facts, trait_of(offer));
	if (!facts->offered || !offer_class_of(offer))
		return OFFER_NOT_ASKED;
	settled = find_taken(facts, offer, &taken);
	if (!taken.count && !settled)
		return OFFER_NOT_ASKED;
	heard_note(facts, taken.class->kind,
		taken.count ? taken.versions : versions_of(facts, taken.class));
	return taken.count ? OFFER_ACCEPTED : OFFER_REFUSED;
}

const char *offered_taken(struct arena *arena,
	const struct endpoint_facts *facts, enum offer_id offer)
{
	const char *text = NULL;
	struct taken taken;

	if (!facts->offered || !offer_class_of(offer))
		return NULL;
	find_taken(facts, offer, &taken);
	for (size_t i = 0; i < taken.count && i < NAMES_MOST; i++) {
		const char *name =
			offered_name(taken.class->kind, taken.numbers[i]);

		if (!name)
			name = arena_printf(arena, "0x%04x", taken.numbers[i]);
		text = text ? arena_printf(arena, "%s, %s", text, name) : name;
	}
	return taken.count > NAMES_MOST ? arena_printf(arena, "%s ...", text)
					: text;
}

static const char *find_gap(const struct offered_facts *offered,
	enum offered_kind kind, unsigned versions)
{
	for (int v = TLS_VERSION_COUNT - 1; v >= TLS_SSL3; v--) {
		const struct offered_version *version = &offered->versions[v];
		const struct offered_list *list =
			offered_list_of(version, kind);

		if ((versions & TLS_BIT(v)) &&
			version->state != OFFERED_REFUSED && !list->whole &&
			list->gap)
			return list->gap;
	}
	return NULL;
}

const char *offered_gap(const struct endpoint_facts *facts, enum offer_id offer)
{
	const struct offer_class *class = offer_class_of(offer);

	return facts->offered && class ? find_gap(facts->offered, class->kind,
						 versions_of(facts, class))
				       : NULL;
}

const char *offered_gap_of(
	const struct endpoint_facts *facts, enum offered_kind kind)
{
	return facts->offered ? find_gap(facts->offered, kind,
					versions_with(facts->offered, kind))
			      : NULL;
}

bool offered_knows(struct octets name)
{
	for (size_t i = 0; i < cipher_suite_count; i++) {
		const char *known = cipher_suite_table[i].name;

		if (strlen(known) == name.length &&
			memcmp(known, name.data, name.length) == 0)
			return true;
	}
	return numbers_know((const char *)name.data, name.length);
}
