/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/chain_parts.h"

#include "model/tls/cipher_suite.h"

#include <string.h>

enum {
	ALERT_PROTOCOL_VERSION = 70,
	ALERT_INAPPROPRIATE_FALLBACK = 86,
	ALERT_NO_APPLICATION_PROTOCOL = 120,
};

bool chain_is_over(const struct chain *chain)
{
	return chain->step == STEP_OVER;
}

unsigned chain_chosen_number(
	const struct chain *chain, const struct hello_answer *answer)
{
	switch (chain->question->strike) {
	case STRIKE_GROUPS:
		return answer->group;
	case STRIKE_SIGNATURES:
		return answer->signature;
	default:
		return answer->suite;
	}
}

static bool strike_out(struct chain *chain, unsigned number)
{
	for (size_t i = 0; i < chain->left_count; i++) {
		if (chain->left[i] != number)
			continue;
		memmove(&chain->left[i], &chain->left[i + 1],
			(chain->left_count - i - 1) * sizeof(chain->left[0]));
		chain->left_count--;
		chain->found[chain->found_count++] = (uint16_t)number;
		return true;
	}
	return false;
}

static void know_number(struct chain *chain, unsigned number)
{
	if (strike_out(chain, number))
		chain->state = OFFERED_ACCEPTED;
}

/* In which order the server likes groups and signatures nobody claims. */
void chain_know(struct chain *chain, const struct chain_choice *choices)
{
	const struct chain_choice *choice = &choices[chain->version];

	if (chain->hellos || chain->step != STEP_ASK)
		return;
	if (chain->question->strike == STRIKE_GROUPS)
		know_number(chain, choice->group);
	else if (chain->question->strike == STRIKE_SIGNATURES)
		know_number(chain, choice->signature);
	else if (chain->question->strike == TRY_SIGNATURES)
		chain_know_key(chain, choices);
}

/* A server with an order of its own does not take what it likes less. Where
 * it may like the first best, another answer, to the list turned around,
 * tells. */
static void hear_order(struct chain *chain, unsigned suite)
{
	if (chain->found_count) {
		chain->order =
			chain->found[0] == suite ? ORDER_SERVER : ORDER_CLIENT;
		chain->step = STEP_OVER;
		return;
	}
	if (suite != chain->left[0] || chain->tried) {
		chain->order =
			suite == chain->left[0] ? ORDER_CLIENT : ORDER_SERVER;
		chain->step = STEP_OVER;
		return;
	}
	chain->step = STEP_ASK;
	chain->found[chain->found_count++] = (uint16_t)suite;
	for (size_t i = 0, k = chain->left_count - 1; i < k; i++, k--) {
		uint16_t number = chain->left[i];

		chain->left[i] = chain->left[k];
		chain->left[k] = number;
	}
}

void chain_note(struct chain *chain, const struct hello_answer *answer)
{
	if (chain->step == STEP_OVER || !chain->left_count ||
		answer->version != chain_wire_version(chain->version))
		return;
	if (strike_out(chain, chain_chosen_number(chain, answer)))
		chain->state = OFFERED_ACCEPTED;
}

/* Who gave ChaCha20 to a client that likes it best may like it best, too: what
 * a client gets that likes it less tells. */
static void hear_chacha(struct chain *chain, unsigned suite)
{
	const uint16_t first = chain->left[0];

	chain->step = STEP_OVER;
	if (chain->found_count) {
		chain->follows = suite != chain->found[0];
		return;
	}
	if (suite != first)
		return;
	chain->found[chain->found_count++] = first;
	memmove(&chain->left[0], &chain->left[1],
		(chain->left_count - 1) * sizeof(chain->left[0]));
	chain->left[chain->left_count - 1] = first;
	chain->step = STEP_ASK;
}

/* A choice was heard, in the version that was asked for. */
static void hear_choice(struct chain *chain, const struct hello_answer *answer)
{
	unsigned number = chain_chosen_number(chain, answer);

	if (chain->question->strike == ASK_ORDER) {
		hear_order(chain, number);
		return;
	}
	if (chain->question->strike == ASK_CHACHA) {
		hear_chacha(chain, number);
		return;
	}
	if (chain->question->strike == ASK_SEAM) {
		chain->follows = number == chain->left[1];
		chain->step = STEP_OVER;
		return;
	}
	if (chain->step == STEP_CONTROL) {
		chain_keep_shown(chain, answer);
		chain_end_refused(chain);
		return;
	}
	chain->step = STEP_ASK;
	if (!strike_out(chain, number) && !chain_has_offered(chain, number)) {
		if (number && number == chain->key_group) {
			chain_end_refused(chain);
			return;
		}
		/* A server that names no signature or curve says nothing. */
		chain_stop(chain, "the server chose what was not offered");
		return;
	}
	chain->alone = false;
	chain->state = OFFERED_ACCEPTED;
	chain_keep_shown(chain, answer);
	if (!chain->left_count)
		chain_end_refused(chain);
}

/* What an answer with every extension tells at once. */
static const struct {
	enum offered_trait trait;
	enum hello_extension extension;
} answered_traits[] = {
	{TRAIT_RENEGOTIATION, HELLO_RENEGOTIATION_INFO},
	{TRAIT_MASTER_SECRET, HELLO_MASTER_SECRET},
	{TRAIT_ENCRYPT_THEN_MAC, HELLO_ENCRYPT_THEN_MAC},
	{TRAIT_TICKET, HELLO_TICKET},
	{TRAIT_HEARTBEAT, HELLO_HEARTBEAT},
	{TRAIT_SERVER_NAME, HELLO_SERVER_NAME},
	{TRAIT_ALPN, HELLO_ALPN},
};

static enum offered_state state_of(bool accepted)
{
	return accepted ? OFFERED_ACCEPTED : OFFERED_REFUSED;
}

static bool is_cbc(unsigned number)
{
	const struct cipher_suite *suite = cipher_suite_find(number);

	return suite && (suite->flags & SUITE_CBC);
}

/* Who takes no suite that has an HMAC cannot truncate one. */
static bool has_aead_alone(const struct offered_list *suites)
{
	for (size_t i = 0; i < suites->count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(suites->numbers[i]);

		if (!suite || !(suite->flags & SUITE_AEAD))
			return false;
	}
	return suites->whole && suites->count;
}

/* Whether the server chose the protocol that was offered, and no other (RFC
 * 7301 section 3.2). */
static bool names_protocol(
	const struct chain *chain, const struct hello_answer *answer)
{
	return answer->alpn.length == strlen(chain->alpn) &&
	       memcmp(answer->alpn.data, chain->alpn, answer->alpn.length) == 0;
}

static void hear_extensions(
	struct chain *chain, const struct hello_answer *answer)
{
	for (size_t i = 0; i < CHAIN_COUNT(answered_traits); i++)
		chain->traits[answered_traits[i].trait] =
			state_of(answer->extensions &
				 (unsigned)answered_traits[i].extension);
	/* RFC 7366 section 2: what chose a suite without CBC has no answer. */
	if (!is_cbc(answer->suite) &&
		chain->traits[TRAIT_ENCRYPT_THEN_MAC] == OFFERED_REFUSED)
		chain->traits[TRAIT_ENCRYPT_THEN_MAC] = OFFERED_NOT_ASKED;
	/* Nothing was asked of a name, or in words, that was not there. */
	if (!chain->server_name)
		chain->traits[TRAIT_SERVER_NAME] = OFFERED_NOT_ASKED;
	if (!chain->alpn)
		chain->traits[TRAIT_ALPN] = OFFERED_NOT_ASKED;
	else if (chain->traits[TRAIT_ALPN] == OFFERED_ACCEPTED)
		chain->traits[TRAIT_ALPN] =
			state_of(names_protocol(chain, answer));
	/* Who minds a protocol that it does not have had minded this one. */
	else if (!(chain->unsaid & HELLO_ALPN) &&
		 !(answer->extensions & HELLO_ALPN))
		chain->traits[TRAIT_ALPN_HTTP] = OFFERED_ACCEPTED;
	chain->traits[TRAIT_COMPRESSION] = state_of(answer->compression == 1);
	chain->traits[TRAIT_STAPLE] = state_of(answer->status);
	if (chain_carries_hmac(chain) &&
		!(chain->unsaid & HELLO_TRUNCATED_HMAC))
		chain->traits[TRAIT_TRUNCATED_HMAC] =
			chain_hear_trait(TRAIT_TRUNCATED_HMAC, answer);
	else if (has_aead_alone(&chain->known->versions[chain->version].suites))
		chain->traits[TRAIT_TRUNCATED_HMAC] = OFFERED_REFUSED;
}

/* The hello with every extension was not taken: answers whether there is
 * something that another one leaves out. */
static bool say_less(struct chain *chain, unsigned alert)
{
	unsigned less = 0;

	if (chain->question->trait != TRAIT_RENEGOTIATION ||
		alert == ALERT_UNRECOGNIZED_NAME)
		return false;
	if (alert == ALERT_NO_APPLICATION_PROTOCOL)
		less = HELLO_ALPN;
	else if (!(chain->unsaid & HELLO_TRUNCATED_HMAC) &&
		 chain_carries_hmac(chain))
		less = HELLO_TRUNCATED_HMAC;
	else
		less = HELLO_STATUS_REQUEST;
	if (chain->unsaid & less)
		return false;
	chain->unsaid |= less;
	chain->step = STEP_ASK;
	chain_carry(chain);
	chain_carry_trait(chain);
	return true;
}

static void hear_trait(struct chain *chain, const struct hello_answer *answer)
{
	enum offered_trait trait = chain->question->trait;
	bool chosen =
		answer->result == HELLO_CHOSEN || answer->result == HELLO_RETRY;

	if (chain->step == STEP_CONTROL) {
		/* Who drops the signal of a fallback, and nothing else, has
		 * understood it. */
		chain->traits[trait] =
			chosen ? state_of(trait == TRAIT_FALLBACK)
			       : OFFERED_UNKNOWN;
		chain_stop(chain, "the server drops these hellos");
		return;
	}
	/* Some answer every hello that they refuse with one and the same
	 * alert: whether it was the signal, the hello without it tells. */
	if (!chosen && trait == TRAIT_FALLBACK &&
		answer->alert != ALERT_INAPPROPRIATE_FALLBACK) {
		chain->step = STEP_CONTROL;
		return;
	}
	if (!chosen && say_less(chain, answer->alert))
		return;
	chain->step = STEP_OVER;
	chain->whole = true;
	if (chosen)
		chain_keep_shown(chain, answer);
	if (trait == TRAIT_RENEGOTIATION) {
		if (chosen)
			hear_extensions(chain, answer);
	} else if (trait != TRAIT_FALLBACK) {
		chain->traits[trait] = chain_hear_trait(trait, answer);
	} else {
		chain->traits[trait] = state_of(!chosen);
	}
}

/* Puts the suites of DHE last. Returns how many others there are. */
static size_t put_dhe_last(struct chain *chain)
{
	uint16_t dhe[CHAIN_NUMBERS];
	size_t count = 0, last = 0;

	for (size_t i = 0; i < chain->left_count; i++) {
		const struct cipher_suite *suite =
			cipher_suite_find(chain->left[i]);

		if (suite && suite->exchange == KX_DHE)
			dhe[last++] = chain->left[i];
		else
			chain->left[count++] = chain->left[i];
	}
	memcpy(chain->left + count, dhe, last * sizeof(dhe[0]));
	return count;
}

void chain_trust_prime(struct chain *chain)
{
	chain->primed = true;
}

/* A server may choose DHE, find that it has no prime, and break off: the other
 * suites are asked for by themselves. Answers whether there are any. */
static bool spare_dhe(struct chain *chain)
{
	size_t count;

	if (chain->question->strike != STRIKE_SUITES ||
		!chain_may_lack_prime(chain))
		return false;
	count = put_dhe_last(chain);
	chain->spared = count > 0 && count < chain->left_count;
	if (chain->spared) {
		chain->left_count = count;
		chain->step = STEP_ASK;
	}
	return chain->spared;
}

void chain_leave_dhe(struct chain *chain)
{
	size_t count;

	if (chain->step != STEP_ASK)
		return;
	count = put_dhe_last(chain);
	chain->without_dhe |= count < chain->left_count;
	chain->left_count = count;
	if (!count)
		chain_end_refused(chain);
}

void chain_miss_dhe(struct chain *chain)
{
	if (!chain->without_dhe || !chain->whole)
		return;
	chain->whole = false;
	chain->gap = "the server drops these hellos";
}

/* The connection was closed or reset right after the hello. */
static void hear_drop(struct chain *chain)
{
	bool trusted = chain_trusts_drop(chain);

	chain->unheard++;
	if (chain->step == STEP_ASK && !trusted) {
		chain->step = STEP_AGAIN;
	} else if (chain->step != STEP_CONTROL && spare_dhe(chain)) {
		return;
	} else if (trusted && chain->found_count &&
		   chain->question->strike != ASK_ORDER) {
		chain_end_refused(chain);
	} else if (chain->step == STEP_CONTROL) {
		chain->state = OFFERED_ACCEPTED;
		chain->blocked = true;
		chain_stop(
			chain, "the server drops hellos that it took before");
	} else if (chain->found_count && chain->question->strike != ASK_ORDER) {
		chain->step = STEP_CONTROL;
	} else {
		chain->dropped = true;
		chain_stop(chain, "the server drops these hellos");
	}
}

/* The same, where one hello is all: some servers drop what they do not
 * tolerate, if they still answer one without it. */
static void hear_trait_drop(struct chain *chain)
{
	bool trusted = chain_trusts_drop(chain);

	chain->unheard++;
	if (chain->step == STEP_ASK && !trusted) {
		chain->step = STEP_AGAIN;
		return;
	}
	/* What else it answers is a control already. */
	if (trusted && chain->question->trait == TRAIT_FALLBACK) {
		chain->traits[TRAIT_FALLBACK] = OFFERED_ACCEPTED;
		chain_stop(chain, "the server drops these hellos");
		return;
	}
	if (chain->step != STEP_CONTROL &&
		chain->question->trait != TRAIT_RENEGOTIATION) {
		chain->step = STEP_CONTROL;
		return;
	}
	if (chain->step != STEP_CONTROL && say_less(chain, 0))
		return;
	chain->traits[chain->question->trait] = OFFERED_UNKNOWN;
	chain_stop(chain, "the server drops these hellos");
}

void chain_heard(struct chain *chain, enum status status,
	const struct hello_answer *answer)
{
	enum hello_result result = answer ? answer->result : HELLO_NOTHING;

	if (chain->step == STEP_OVER)
		return;
	chain_note_manners(chain, status, answer);
	if (status == ST_THROTTLED || status == ST_REFUSED) {
		chain->unheard++;
		chain_stop(chain, "the server asks for fewer connections");
	} else if (chain->question->strike >= TRY_SIGNATURES) {
		chain_hear_single(chain, status, answer);
	} else if (chain->question->strike == STRIKE_NOTHING &&
		   (result == HELLO_CHOSEN || result == HELLO_RETRY ||
			   result == HELLO_ALERTED)) {
		hear_trait(chain, answer);
	} else if (result == HELLO_CHOSEN || result == HELLO_RETRY) {
		if (answer->version == chain_wire_version(chain->version))
			hear_choice(chain, answer);
		else if (!chain->found_count)
			chain_end_refused(chain);
		else
			chain_stop(chain, "the server changed the version");
	} else if (result == HELLO_ALERTED &&
		   answer->alert == ALERT_UNRECOGNIZED_NAME) {
		chain_stop(chain, "the server refuses the name");
	} else if (result == HELLO_ALERTED && chain->step == STEP_CONTROL) {
		chain_stop(chain, "the server refuses what it took before");
	} else if (result == HELLO_ALERTED) {
		/* What is wrong with the version is no lack of a prime. */
		if (answer->alert == ALERT_PROTOCOL_VERSION ||
			!spare_dhe(chain))
			chain_end_refused(chain);
	} else if (chain_is_drop(status, answer)) {
		if (chain->question->strike == STRIKE_NOTHING)
			hear_trait_drop(chain);
		else
			hear_drop(chain);
	} else {
		chain->unheard++;
		if (chain->step == STEP_ASK)
			chain->step = STEP_AGAIN;
		else
			chain_stop(chain, "no answer came");
	}
}
