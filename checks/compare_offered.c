/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/compare_parts.h"

#include "evidence/chain.h"
#include "evidence/offered/suites.h"
#include "model/table.h"
#include "model/tls/cipher_suite.h"

#include <string.h>

/* What appeared is told where all was known before, and what vanished where
 * all is known now: what was not heard did neither. */
static void compare_list(struct comparer *c, enum offered_kind kind,
	enum tls_version version, const struct offered_facts *before,
	const struct offered_facts *after)
{
	static const enum change_subject subjects[] = {
		[OFFERED_KIND_SUITES] = SUBJECT_CIPHER_SUITE,
		[OFFERED_KIND_GROUPS] = SUBJECT_GROUP,
		[OFFERED_KIND_SIGNATURES] = SUBJECT_SIGNATURE,
	};
	static_assert(
		COUNT_OF(subjects) == OFFERED_KIND_COUNT, "a kind's subject");
	struct offered_words then =
		offered_words_of(c->arena, before, kind, version);
	struct offered_words now =
		offered_words_of(c->arena, after, kind, version);
	const struct comparer_words old = {then.words, then.count};
	const struct comparer_words new = {now.words, now.count};

	if (then.whole && now.whole)
		comparer_words(c, subjects[kind], &old, &new);
	else if (then.whole)
		comparer_words_appeared(c, subjects[kind], &old, &new);
	else if (now.whole)
		comparer_words_vanished(c, subjects[kind], &old, &new);
}

static const char *version_words(struct arena *arena, enum tls_version version)
{
	return version == TLS_SSL3 ? "SSL 3.0"
				   : arena_printf(arena, "TLS %s",
					     tls_version_name(version));
}

static const char *order_words(const struct offered_version *version)
{
	if (version->order == ORDER_CLIENT)
		return "the client's order";
	return version->chacha_first
		       ? "the server's order, but ChaCha20 first for clients "
			 "that prefer it"
		       : "the server's order";
}

static bool has_suite(const struct offered_list *list, unsigned suite)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->numbers[i] == suite)
			return true;
	return false;
}

/* The next one, from `*at` on, that the other list has, too; 0 at the end. */
static unsigned next_common(const struct offered_list *list,
	const struct offered_list *other, size_t *at)
{
	while (*at < list->count) {
		unsigned suite = list->numbers[(*at)++];

		if (has_suite(other, suite))
			return suite;
	}
	return 0;
}

/* Where both orders are the server's: the first suites that changed places. */
static void compare_ranks(struct comparer *c, const char *name,
	const struct offered_list *before, const struct offered_list *after)
{
	unsigned then = 0, now = 0;
	size_t i = 0, k = 0;

	do {
		then = next_common(before, after, &i);
		now = next_common(after, before, &k);
	} while (then && then == now);
	if (!then || !now || !cipher_suite_name(then) ||
		!cipher_suite_name(now))
		return;
	comparer_add(c, (struct change){
				.kind = CHANGE_OTHER,
				.subject = SUBJECT_ORDER,
				.name = name,
				.before = arena_printf(c->arena, "%s before %s",
					cipher_suite_name(then),
					cipher_suite_name(now)),
				.after = arena_printf(c->arena, "%s before %s",
					cipher_suite_name(now),
					cipher_suite_name(then)),
			});
}

static void compare_orders(struct comparer *c, enum tls_version number,
	const struct offered_version *before,
	const struct offered_version *after)
{
	const char *name = version_words(c->arena, number);

	if (before->order == ORDER_UNKNOWN || after->order == ORDER_UNKNOWN)
		return;
	if (strcmp(order_words(before), order_words(after)) != 0)
		comparer_add(c, (struct change){
					.kind = CHANGE_OTHER,
					.subject = SUBJECT_ORDER,
					.name = name,
					.before = order_words(before),
					.after = order_words(after),
				});
	if (before->order == ORDER_SERVER && after->order == ORDER_SERVER)
		compare_ranks(c, name, &before->suites, &after->suites);
}

static const char *state_words(enum offered_state state)
{
	return state == OFFERED_ACCEPTED  ? "accepted"
	       : state == OFFERED_REFUSED ? "refused"
					  : NULL;
}

static void compare_states(struct comparer *c, enum change_subject subject,
	const char *name, enum offered_state before, enum offered_state after)
{
	if (before != after && state_words(before) && state_words(after))
		comparer_add(c, (struct change){
					.kind = CHANGE_OTHER,
					.subject = subject,
					.name = name,
					.before = state_words(before),
					.after = state_words(after),
				});
}

static bool knows_suites(const struct offered_facts *facts)
{
	for (int v = TLS_SSL3; v <= TLS_1_2; v++)
		if (facts->versions[v].state != OFFERED_REFUSED &&
			!facts->versions[v].suites.whole)
			return false;
	return true;
}

static struct comparer_words primes_of(
	struct arena *arena, const struct offered_facts *facts)
{
	struct comparer_words all = {
		arena_alloc(arena, (facts->prime_count + 1) * sizeof(char *)),
		0};

	for (size_t i = 0; i < facts->prime_count; i++)
		all.words[all.count++] = arena_printf(arena, "%u bits, %s",
			facts->primes[i].bits,
			facts->primes[i].known ? facts->primes[i].known
					       : "not a published one");
	return all;
}

static void compare_primes(struct comparer *c,
	const struct offered_facts *before, const struct offered_facts *after)
{
	struct comparer_words old, new;

	if (!knows_suites(before) || !knows_suites(after))
		return;
	old = primes_of(c->arena, before);
	new = primes_of(c->arena, after);
	comparer_words(c, SUBJECT_PRIME, &old, &new);
}

/* Certificates for clients that differ, but for one that was told already. */
static void compare_shown(struct comparer *c,
	const struct endpoint_facts *before, const struct endpoint_facts *after)
{
	static const char *const clients[] = {
		[SHOWN_RSA] = "clients that want RSA",
		[SHOWN_ECDSA] = "clients that want ECDSA",
		[SHOWN_NO_NAME] = "clients without SNI",
		[SHOWN_STRANGE_NAME] = "clients with an unknown SNI",
	};
	static_assert(COUNT_OF(clients) == SHOWN_COUNT, "whom it is shown");
	const struct tls_facts *old = chain_judged(before);
	const struct tls_facts *new = chain_judged(after);
	const struct certificate *told =
		old && new && !chain_is_same(old, new) ? &new->chain[0] : NULL;

	for (int i = 0; i < SHOWN_COUNT; i++) {
		const struct certificate *then = before->offered->shown[i];
		const struct certificate *now = after->offered->shown[i];

		if (!then || !now || strcmp(then->sha256, now->sha256) == 0 ||
			(told && strcmp(told->sha256, now->sha256) == 0))
			continue;
		told = now;
		comparer_add(c,
			(struct change){
				.kind = CHANGE_OTHER,
				.subject = SUBJECT_CERTIFICATE,
				.name = clients[i],
				.before = comparer_certificate(c->arena, then),
				.after = comparer_certificate(c->arena, now),
			});
	}
}

static bool is_decided(const struct offered_client *client)
{
	return client->state == OFFERED_ACCEPTED ||
	       client->state == OFFERED_REFUSED;
}

static const char *say_client(
	struct arena *arena, const struct offered_client *client)
{
	const char *suite = cipher_suite_name(client->suite);

	if (client->state == OFFERED_REFUSED)
		return "cannot connect";
	return arena_printf(arena, "%s%s, %s",
		client->version == TLS_SSL3 ? "" : "TLS ",
		client->version == TLS_SSL3 ? "SSL 3.0"
					    : tls_version_name(client->version),
		suite ? suite : "an unknown suite");
}

static void compare_clients(struct comparer *c,
	const struct offered_facts *before, const struct offered_facts *after)
{
	for (int i = 0; i < CLIENT_COUNT; i++) {
		const struct offered_client *then = &before->clients[i];
		const struct offered_client *now = &after->clients[i];

		if (!is_decided(then) || !is_decided(now) ||
			strcmp(say_client(c->arena, then),
				say_client(c->arena, now)) == 0)
			continue;
		comparer_add(c, (struct change){
					.kind = CHANGE_OTHER,
					.subject = SUBJECT_CLIENT,
					.name = tls_client_table[i].title,
					.before = say_client(c->arena, then),
					.after = say_client(c->arena, now),
				});
	}
}

void compare_offered(struct comparer *c, const struct endpoint_facts *before,
	const struct endpoint_facts *after)
{
	const struct offered_facts *then = before->offered;
	const struct offered_facts *now = after->offered;

	if (!then || !now)
		return;
	for (int v = TLS_SSL3; v <= TLS_1_3; v++) {
		for (int kind = 0; kind < OFFERED_KIND_COUNT; kind++)
			compare_list(c, (enum offered_kind)kind,
				(enum tls_version)v, then, now);
		compare_orders(c, (enum tls_version)v, &then->versions[v],
			&now->versions[v]);
	}
	compare_states(c, SUBJECT_TLS, tls_version_name(TLS_SSL3),
		then->versions[TLS_SSL3].state, now->versions[TLS_SSL3].state);
	compare_states(c, SUBJECT_TLS, "SSL2", then->ssl2, now->ssl2);
	for (int i = 0; i < TRAIT_COUNT; i++)
		compare_states(c, SUBJECT_EXTENSION,
			offered_trait_name((enum offered_trait)i),
			then->traits[i], now->traits[i]);
	compare_primes(c, then, now);
	compare_shown(c, before, after);
	compare_clients(c, then, now);
}
