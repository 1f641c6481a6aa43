/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/ask/link.h"

#include "model/tls/cipher_suite.h"

#include <string.h>

/* Some servers cannot read more suites than that. */
#define SUITES_MOST 128

/* So many hellos may be left to chains that share one, or they would take
 * longer than all the others. */
#define LENGTH_MOST 7

/* And so many are a short chain. */
#define SHORT_MOST 2

static bool is_busy(const struct link *link)
{
	return link->job || link->rides;
}

static bool is_waiting(const struct link *link)
{
	return link->wanted && !is_busy(link) && !chain_is_over(&link->chain);
}

bool link_is_left(const struct link *link)
{
	return link->wanted && (is_busy(link) || !chain_is_over(&link->chain));
}

/* How many hellos it still takes, of a usual server: after as many as are usual
 * the last one is refused. One that has found more may find many. */
static unsigned count_left(const struct chain *chain)
{
	unsigned found = (unsigned)chain->found_count;
	unsigned left = LENGTH_MOST;

	if (chain->question->fills_gaps)
		return chain->question->length;
	if (!found && !chain->question->length)
		return 1;
	if (found < chain->question->length)
		left = chain->question->length - found;
	else if (found == chain->question->length)
		left = 1;
	return chain->left_count && chain->left_count + 1 < left
		       ? (unsigned)chain->left_count + 1
		       : left;
}

/* What was refused once waits to ride on another's hello. */
static bool waits_for_ride(const struct link *links, const struct link *link)
{
	if (!chain_is_spared(&link->chain))
		return false;
	for (size_t i = 0; i < question_count; i++)
		if (links[i].job &&
			chain_may_join(&links[i].chain, &link->chain))
			return true;
	return false;
}

/* What has not much left, after it found something, may soon share the hello of
 * another, if there is something else to do meanwhile. */
static bool may_wait(const struct link *links, const struct link *link)
{
	if (!link->chain.found_count || count_left(&link->chain) > SHORT_MOST)
		return false;
	for (size_t i = 0; i < question_count; i++)
		if (links[i].job && !chain_is_over(&links[i].chain) &&
			chain_may_join(&links[i].chain, &link->chain))
			return true;
	return false;
}

/* Whether `link` is to be asked rather than the one that was found before. */
static bool goes_before(const struct link *links, const struct link *link,
	const struct link *found)
{
	const bool waits = may_wait(links, link);

	if (!found)
		return true;
	if (waits != may_wait(links, found))
		return !waits;
	return count_left(&link->chain) > count_left(&found->chain);
}

struct link *link_find_waiting(struct link *links)
{
	struct link *found = NULL;

	for (size_t i = 0; i < question_count; i++) {
		struct link *link = &links[i];

		if (!is_waiting(link) || waits_for_ride(links, link))
			continue;
		if (goes_before(links, link, found))
			found = link;
	}
	return found && !found->held ? found : NULL;
}

static void add_left(struct hello_numbers *list, const struct chain *chain,
	uint16_t room[CHAIN_NUMBERS])
{
	memmove(room, list->numbers, list->count * sizeof(room[0]));
	memcpy(room + list->count, chain->left,
		chain->left_count * sizeof(room[0]));
	list->numbers = room;
	list->count += chain->left_count;
}

/* What the hello offers of what the chain strikes out. */
static struct hello_numbers *list_of(
	struct hello *hello, const struct chain *chain)
{
	return chain->question->strike == STRIKE_SIGNATURES ? &hello->signatures
							    : &hello->suites;
}

/* Whether what it may take all depends on the server's having named primes,
 * which is not known yet. */
static bool is_all_or_none(const struct link *links, const struct chain *chain)
{
	if (!chain->question->names_primes)
		return false;
	for (size_t i = 0; i < question_count; i++)
		if (links[i].wanted && question_table[i].names_primes &&
			question_table[i].version == chain->version &&
			links[i].chain.found_count)
			return false;
	return true;
}

/* Answers how many hellos `links[i]` and all who ride on it may take then. */
static unsigned take_along(struct link *links, size_t i, bool spared,
	unsigned length, struct hello *hello, uint16_t room[CHAIN_NUMBERS])
{
	struct hello_numbers *list = list_of(hello, &links[i].chain);

	for (size_t k = 0; k < question_count; k++) {
		const struct chain *chain = &links[k].chain;
		unsigned more;

		if (k == i || !is_waiting(&links[k]) || links[k].held ||
			chain_is_spared(chain) != spared ||
			!chain_may_join(&links[i].chain, chain))
			continue;
		more = spared || is_all_or_none(links, chain)
			       ? 0
			       : count_left(chain);
		if (list->count + chain->left_count > SUITES_MOST ||
			length + more > LENGTH_MOST)
			continue;
		add_left(list, chain, room);
		chain_say(&links[k].chain);
		length += more;
		links[k].rides = &links[i];
	}
	return length;
}

/* One of another list that the answer tells of as well: the longest. */
static void take_pair(struct link *links, struct link *link,
	struct hello *hello, uint16_t room[CHAIN_NUMBERS])
{
	struct link *found = NULL;

	for (size_t i = 0; i < question_count; i++)
		if (is_waiting(&links[i]) && !links[i].held &&
			chain_may_pair(&link->chain, &links[i].chain) &&
			(!found || count_left(&links[i].chain) >
					   count_left(&found->chain)))
			found = &links[i];
	if (!found || found == link ||
		!chain_pair(&link->chain, &found->chain, hello, room))
		return;
	chain_say(&found->chain);
	found->rides = link;
	found->pairs = true;
}

static struct link *find_pair(struct link *links, const struct link *link)
{
	for (size_t i = 0; i < question_count; i++)
		if (links[i].rides == link && links[i].pairs)
			return &links[i];
	return NULL;
}

static void get_off(struct link *link)
{
	link->rides = NULL;
	link->pairs = false;
}

/* First those that wait for it. A pair's answer is for two alone. */
void link_join(struct link *links, size_t i, struct hello *hello,
	uint16_t room[CHAIN_NUMBERS])
{
	unsigned length = count_left(&links[i].chain);

	take_pair(links, &links[i], hello, room);
	if (find_pair(links, &links[i]))
		return;
	length = take_along(links, i, true, length, hello, room);
	(void)take_along(links, i, false, length, hello, room);
}

static bool has_offered(
	const struct link *link, const struct hello_answer *answer)
{
	return chain_has_offered(
		&link->chain, chain_chosen_number(&link->chain, answer));
}

/* Whose the number is that the server chose. */
static struct link *find_owner(struct link *links, struct link *link,
	const struct hello_answer *answer)
{
	for (size_t i = 0; i < question_count; i++)
		if (links[i].rides == link && has_offered(&links[i], answer))
			return &links[i];
	return link;
}

static bool is_choice(const struct hello_answer *answer)
{
	return answer && (answer->result == HELLO_CHOSEN ||
				 answer->result == HELLO_RETRY);
}

/* It was one connection that went unheard, not two. */
static void hear_beside(struct chain *chain, unsigned said, enum status status,
	const struct hello_answer *answer)
{
	unsigned unheard = chain->unheard;

	chain->said = said;
	chain_heard(chain, status, answer);
	chain->unheard = unheard;
}

/* Another hello may have found all of a list while its own was under way. */
static void end_found(struct link *links)
{
	for (size_t i = 0; i < question_count; i++)
		if (is_waiting(&links[i]) &&
			(question_table[i].strike == STRIKE_GROUPS ||
				question_table[i].strike == STRIKE_SIGNATURES))
			chain_end(&links[i].chain);
}

void link_heard(struct link *links, struct link *link, enum status status,
	const struct hello_answer *answer)
{
	struct link *owner =
		is_choice(answer) ? find_owner(links, link, answer) : link;
	struct link *pair = find_pair(links, link);
	unsigned said = link->chain.said;
	bool found;

	if (pair) {
		get_off(pair);
		chain_heard_pair(&link->chain, &pair->chain, status, answer);
		end_found(links);
		return;
	}
	owner->chain.said = said;
	chain_heard(&owner->chain, status, answer);
	/* It says no to each, unless that is not certain yet. */
	found = is_choice(answer) && has_offered(owner, answer);
	for (size_t i = 0; i < question_count; i++) {
		if (links[i].rides != link)
			continue;
		links[i].rides = NULL;
		if (&links[i] == owner || found ||
			!chain_has_settled(&owner->chain))
			continue;
		hear_beside(&links[i].chain, said, status, answer);
	}
	end_found(links);
}

void link_lose(struct link *links, struct link *link)
{
	for (size_t i = 0; i < question_count; i++)
		if (links[i].rides == link)
			get_off(&links[i]);
	link->job = NULL;
	end_found(links);
}

static bool may_have_dhe(const struct hello_question *question)
{
	for (size_t i = 0; i < cipher_suite_count; i++)
		if (cipher_suite_table[i].exchange == KX_DHE &&
			question->has_suite(&cipher_suite_table[i]))
			return true;
	return false;
}

static bool has_found_dhe(const struct chain *chain)
{
	for (size_t i = 0; i < chain->found_count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(chain->found[i]);

		if (suite && suite->exchange == KX_DHE)
			return true;
	}
	return false;
}

static bool is_of_dhe(const struct link *link, enum tls_version version)
{
	const struct hello_question *question = link->chain.question;

	return link->wanted && question->strike == STRIKE_SUITES &&
	       question->version == version && question->round == 1 &&
	       may_have_dhe(question);
}

/* What came of all suites of DHE, offered at once. */
static enum offered_state find_prime(
	const struct link *links, enum tls_version version)
{
	for (size_t i = 0; i < question_count; i++)
		if (links[i].wanted && question_table[i].strike == ASK_PRIME &&
			question_table[i].version == version &&
			chain_is_sure(&links[i].chain))
			return links[i].chain.state;
	return OFFERED_UNKNOWN;
}

void link_spare_dhe(struct link *links)
{
	for (size_t i = 0; i < question_count; i++) {
		const struct hello_question *question = &question_table[i];
		enum offered_state prime;

		if (!is_waiting(&links[i]) ||
			question->strike != STRIKE_SUITES ||
			question->names_primes)
			continue;
		prime = find_prime(links, question->version);
		if (prime == OFFERED_REFUSED)
			chain_leave_dhe(&links[i].chain);
		else if (prime == OFFERED_ACCEPTED)
			chain_trust_prime(&links[i].chain);
	}
}

void link_miss_dhe(struct link *links)
{
	for (size_t i = 0; i < question_count; i++)
		if (links[i].wanted &&
			find_prime(links, question_table[i].version) !=
				OFFERED_REFUSED)
			chain_miss_dhe(&links[i].chain);
}

/* Whether any suite of the version was chosen, and none of DHE. */
static bool has_chosen_others(
	const struct link *links, enum tls_version version)
{
	bool any = false;

	for (size_t i = 0; i < question_count; i++) {
		const struct hello_question *question = &question_table[i];

		if (!links[i].wanted || question->strike != STRIKE_SUITES ||
			question->version != version)
			continue;
		if (has_found_dhe(&links[i].chain))
			return false;
		any |= links[i].chain.found_count > 0;
	}
	return any;
}

bool link_lacks_dhe(const struct link *links, enum tls_version version)
{
	bool any = false;

	if (find_prime(links, version) == OFFERED_REFUSED)
		return has_chosen_others(links, version);
	for (size_t i = 0; i < question_count; i++) {
		const struct chain *chain = &links[i].chain;

		if (!is_of_dhe(&links[i], version))
			continue;
		if (link_is_left(&links[i]) || chain->trusting ||
			has_found_dhe(chain))
			return false;
		any |= chain->found_count > 0;
	}
	return any;
}
