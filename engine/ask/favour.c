/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/ask/favour.h"

#include <string.h>

/* Hellos that are under way at once begin with different numbers: by as many
 * places each. */
#define STRIDE 5

static bool looks_for(
	const struct link *link, enum strike strike, enum tls_version version)
{
	return link->wanted && !chain_is_over(&link->chain) &&
	       link->chain.question->strike == strike &&
	       link->chain.version == version;
}

/* What is offered and looked for. */
static size_t list_unknown(const struct link *links, enum strike strike,
	enum tls_version version, struct hello_numbers offered,
	uint16_t room[CHAIN_NUMBERS])
{
	size_t count = 0;

	for (size_t i = 0; i < question_count; i++) {
		const struct chain *chain = &links[i].chain;

		for (size_t k = 0; looks_for(&links[i], strike, version) &&
				   k < chain->left_count;
			k++)
			if (hello_numbers_have(offered, chain->left[k]))
				room[count++] = chain->left[k];
	}
	return count;
}

static void rotate(uint16_t *list, size_t count, size_t places)
{
	uint16_t copy[CHAIN_NUMBERS];

	memcpy(copy, list, count * sizeof(copy[0]));
	for (size_t i = 0; i < count; i++)
		list[i] = copy[(i + places) % count];
}

static void put_first(const struct link *links, const struct link *link,
	enum strike strike, struct hello_numbers *list,
	uint16_t room[CHAIN_NUMBERS])
{
	size_t count =
		list_unknown(links, strike, link->chain.version, *list, room);
	const struct hello_numbers unknown = {room, count};

	if (!count)
		return;
	rotate(room, count, link->chain.said * STRIDE % count);
	for (size_t i = 0; i < list->count; i++)
		if (!hello_numbers_have(unknown, list->numbers[i]))
			room[count++] = list->numbers[i];
	*list = (struct hello_numbers){room, count};
}

/* Whether the hello asks for a list of that kind, for itself or for another. */
static bool is_about(
	const struct link *links, const struct link *link, enum strike strike)
{
	bool about = link->chain.question->strike == strike;

	for (size_t i = 0; i < question_count; i++)
		about |= links[i].rides == link &&
			 links[i].chain.question->strike == strike;
	return about;
}

void favour_unknown(const struct link *links, const struct link *link,
	struct hello *hello, struct favour_room *room)
{
	const enum strike strike = link->chain.question->strike;

	if (link->chain.version != TLS_1_2 ||
		!chain_has_settled(&link->chain) ||
		(strike != STRIKE_SUITES && strike != STRIKE_GROUPS &&
			strike != STRIKE_SIGNATURES))
		return;
	if (!is_about(links, link, STRIKE_GROUPS))
		put_first(links, link, STRIKE_GROUPS, &hello->groups,
			room->groups);
	if (!is_about(links, link, STRIKE_SIGNATURES))
		put_first(links, link, STRIKE_SIGNATURES, &hello->signatures,
			room->signatures);
}

static bool is_told(const struct link *link)
{
	return link->wanted && !chain_is_over(&link->chain) &&
	       (link->chain.question->strike == STRIKE_GROUPS ||
		       link->chain.question->strike == STRIKE_SIGNATURES);
}

void favour_heard(struct link *links, const struct hello_answer *answer)
{
	for (size_t i = 0; i < question_count; i++) {
		struct link *link = &links[i];

		if (answer->result != HELLO_CHOSEN || !is_told(link))
			continue;
		chain_note(&link->chain, answer);
		if (!link->job && !link->rides)
			chain_end(&link->chain);
	}
}
