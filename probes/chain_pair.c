/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/chain_parts.h"

#include "net/hello/share.h"

#include <string.h>

/* After so many hellos that were not taken by both the server is one whose
 * lists depend on each other. */
#define PARTED_MOST 2

/* Whether more of what is usual is left, or a refusal would be the rule. */
static bool may_pair(const struct chain *chain, enum strike strike)
{
	return chain->question && chain->question->strike == strike &&
	       chain->step == STEP_ASK && !chain->alone && !chain->key_group &&
	       chain->parted < PARTED_MOST && chain->question->length > 1 &&
	       chain->found_count < chain->question->length;
}

static bool are_pair(const struct chain *chain, enum strike strike,
	const struct chain *other, enum strike others)
{
	return (may_pair(chain, strike) && may_pair(other, others)) ||
	       (may_pair(chain, others) && may_pair(other, strike));
}

/* The last one is the most usual. */
static uint16_t last_group(const struct chain *groups)
{
	return groups->left[groups->left_count - 1];
}

/* TLS 1.3 shows a group beside a signature only if it gets a key share of that
 * group at once. */
static bool may_sign(const struct chain *chain, const struct chain *groups)
{
	return may_pair(chain, TRY_SIGNATURES) &&
	       may_pair(groups, STRIKE_GROUPS) &&
	       share_of_group(last_group(groups)).length > 0;
}

bool chain_may_pair(const struct chain *chain, const struct chain *other)
{
	if (!chain->question || !other->question ||
		chain->version != other->version)
		return false;
	if (chain->version == TLS_1_3)
		return are_pair(chain, STRIKE_SUITES, other, STRIKE_GROUPS) ||
		       may_sign(chain, other);
	return chain->version == TLS_1_2 &&
	       are_pair(chain, STRIKE_GROUPS, other, STRIKE_SIGNATURES);
}

/* Suites that carry both questions. */
static size_t carry_both(const struct chain *chain, const struct chain *other,
	uint16_t room[CHAIN_NUMBERS])
{
	const struct hello_numbers others = {
		other->carriers, other->carrier_count};
	size_t count = 0;

	for (size_t i = 0; i < chain->carrier_count; i++)
		if (hello_numbers_have(others, chain->carriers[i]))
			room[count++] = chain->carriers[i];
	return count;
}

static void say(const struct chain *chain, struct hello *hello)
{
	const struct hello_numbers left = {chain->left, chain->left_count};

	if (hello->share) {
		/* Of TRY_SIGNATURES */
		hello->share = last_group(chain);
		hello->groups = (struct hello_numbers){
			&chain->left[chain->left_count - 1], 1};
	} else if (chain->question->strike == STRIKE_SUITES)
		hello->suites = left;
	else if (chain->question->strike == STRIKE_GROUPS)
		hello->groups = left;
	else
		hello->signatures = left;
}

bool chain_pair(const struct chain *chain, const struct chain *other,
	struct hello *hello, uint16_t room[CHAIN_NUMBERS])
{
	size_t count;

	if (chain->version == TLS_1_2) {
		count = carry_both(chain, other, room);
		if (!count)
			return false;
		hello->suites = (struct hello_numbers){room, count};
	}
	if (chain->question->strike != TRY_SIGNATURES)
		say(chain, hello);
	say(other, hello);
	return true;
}

static bool is_answered(
	const struct chain *chain, const struct hello_answer *answer)
{
	if (chain->question->strike == TRY_SIGNATURES)
		return answer && answer->result == HELLO_CHOSEN &&
		       answer->version == HELLO_TLS_1_3;
	return answer &&
	       (answer->result == HELLO_CHOSEN ||
		       answer->result == HELLO_RETRY) &&
	       answer->version == chain_wire_version(chain->version) &&
	       chain_has_offered(chain, chain_chosen_number(chain, answer));
}

static void part(struct chain *chain)
{
	chain->alone = true;
	chain->parted++;
}

static bool is_an_answer(const struct hello_answer *answer)
{
	return answer && (answer->result == HELLO_CHOSEN ||
				 answer->result == HELLO_RETRY ||
				 answer->result == HELLO_ALERTED);
}

void chain_heard_pair(struct chain *chain, struct chain *other,
	enum status status, const struct hello_answer *answer)
{
	other->said = chain->said;
	if (is_answered(chain, answer) && is_answered(other, answer)) {
		chain_heard(chain, status, answer);
		chain_heard(other, status, answer);
		return;
	}
	part(chain);
	part(other);
	if (status == ST_THROTTLED || status == ST_REFUSED)
		chain_heard(chain, status, answer);
	else if (!is_an_answer(answer))
		chain->unheard++;
}
