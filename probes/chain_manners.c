/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Some servers close the connection where others send an alert. Asking each
 * such hello twice, and what works after it, would double what they are asked.
 */
#include "probes/chain_parts.h"

#define DROPS_ENOUGH 2

bool chain_trusts_drop(struct chain *chain)
{
	const struct chain_manners *manners = chain->manners;

	if (!manners || manners->moody || manners->drops < DROPS_ENOUGH ||
		chain->step != STEP_ASK || chain->tried)
		return false;
	chain->trusting = true;
	/* Hellos that are under way may reach the server in another order:
	 * only one that is said from now on tells that it still answers. */
	chain->said = manners->said;
	return true;
}

bool chain_is_drop(enum status status, const struct hello_answer *answer)
{
	return answer && answer->result == HELLO_NOTHING && !answer->begun &&
	       (status == ST_EOF || status == ST_RESET);
}

void chain_note_manners(struct chain *chain, enum status status,
	const struct hello_answer *answer)
{
	struct chain_manners *manners = chain->manners;
	enum hello_result result = answer ? answer->result : HELLO_NOTHING;
	bool dropped = chain_is_drop(status, answer);

	if (!manners)
		return;
	if ((result == HELLO_CHOSEN || result == HELLO_RETRY) &&
		chain->said > manners->chosen)
		manners->chosen = chain->said;
	if (chain->step == STEP_AGAIN && dropped)
		manners->drops++;
	/* Dropped once and answered then, or the reverse. */
	if ((chain->step == STEP_AGAIN && result != HELLO_NOTHING) ||
		(chain->step == STEP_CONTROL && dropped))
		manners->moody = true;
}

bool chain_is_sure(const struct chain *chain)
{
	const struct chain_manners *manners = chain->manners;

	return chain->step == STEP_OVER &&
	       (!chain->trusting ||
		       (!manners->moody && manners->chosen > chain->said));
}

/* Whether something is known that the server takes instead. */
static bool has_control(const struct chain *chain)
{
	const struct hello_question *question = chain->question;

	return (chain->found_count && question->strike != ASK_ORDER) ||
	       (question->strike == STRIKE_NOTHING &&
		       question->trait == TRAIT_FALLBACK);
}

bool chain_doubts(struct chain *chain)
{
	const bool moody = chain->manners && chain->manners->moody;

	if (chain->step != STEP_OVER || chain_is_sure(chain))
		return false;
	chain->trusting = chain->dropped = chain->whole = false;
	chain->gap = NULL;
	if (!chain->found_count)
		chain->state = OFFERED_NOT_ASKED;
	/* That the server still answers is all that is missing. */
	chain->step = !moody && has_control(chain) ? STEP_CONTROL : STEP_AGAIN;
	return true;
}
