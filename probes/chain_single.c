/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Questions in which nothing is struck out: a yes or no, or what the server
 * chose, hello by hello. */
#include "probes/chain_parts.h"

#include "model/tls/cipher_suite.h"
#include "net/hello/share.h"

#include <string.h>

#define RSA_PSS_SHA256 0x0804

static enum tls_version version_of_wire(unsigned number)
{
	for (int v = TLS_SSL3; v <= TLS_1_3; v++)
		if (chain_wire_version((enum tls_version)v) == number)
			return (enum tls_version)v;
	return TLS_NONE;
}

static bool is_choice(const struct hello_answer *answer)
{
	return answer && (answer->result == HELLO_CHOSEN ||
				 answer->result == HELLO_RETRY);
}

static void end(struct chain *chain, enum offered_state state)
{
	chain->step = STEP_OVER;
	chain->state = chain->client.state = state;
	chain->whole = state != OFFERED_UNKNOWN;
}

static void hear_client(struct chain *chain, const struct hello_answer *answer)
{
	const struct tls_client *client =
		&tls_client_table[chain->question->client];
	struct hello hello = chain_client_hello(client, NULL);
	enum tls_version version = version_of_wire(answer->version);
	bool has = false;

	for (size_t i = 0; i < hello.suites.count; i++)
		has |= hello.suites.numbers[i] == answer->suite;
	/* The program would hang up. */
	if (version < client->oldest || version > client->newest || !has) {
		end(chain, OFFERED_REFUSED);
		return;
	}
	chain->client.version = version;
	chain->client.suite = answer->suite;
	chain->client.group = answer->group;
	end(chain, OFFERED_ACCEPTED);
}

static bool refuses_client(
	const struct offered_facts *known, const struct tls_client *client)
{
	for (int v = client->oldest; v <= (int)client->newest; v++)
		if (known->versions[v].state != OFFERED_REFUSED)
			return false;
	return true;
}

void chain_spare(struct chain *chain)
{
	const struct hello_question *question = chain->question;

	if (chain->hellos)
		return;
	if (question->strike == ASK_CLIENT &&
		refuses_client(
			chain->known, &tls_client_table[question->client]))
		end(chain, OFFERED_REFUSED);
	if (question->strike == ASK_ORDER && chain->version != TLS_NONE)
		chain_spare_order(chain);
	if ((question->strike == STRIKE_SUITES ||
		    question->strike == ASK_PRIME) &&
		chain->known->versions[question->version].state ==
			OFFERED_REFUSED)
		chain_end_refused(chain);
}

static void hear_ssl2(struct chain *chain, const struct hello_answer *answer)
{
	if (answer->version != HELLO_SSL_2) {
		end(chain, OFFERED_REFUSED);
		return;
	}
	chain->ssl2_suites = answer->ssl2_suites;
	chain->ssl2_export = answer->ssl2_export;
	end(chain, OFFERED_ACCEPTED);
}

/* What was dropped last may have been the server's end of all answers. */
static void drop_first(struct chain *chain)
{
	chain->left_count--;
	memmove(&chain->left[0], &chain->left[1],
		chain->left_count * sizeof(chain->left[0]));
	chain->step = STEP_ASK;
	if (chain->left_count)
		return;
	if (!chain->lost)
		chain_end_refused(chain);
	else if (chain->found_count)
		chain->step = STEP_CONTROL;
	else
		chain_stop(chain, "the server drops these hellos");
}

/* What was taken before was said once more. */
static void hear_control(
	struct chain *chain, const struct hello_answer *answer, bool closed)
{
	if (is_choice(answer)) {
		chain_end_refused(chain);
	} else if (answer && answer->result == HELLO_ALERTED) {
		chain_stop(chain, "the server refuses what it took before");
	} else {
		chain->unheard++;
		chain->blocked = closed;
		chain_stop(chain,
			closed ? "the server drops hellos that it took before"
			       : "no answer came");
	}
}

void chain_know_key(struct chain *chain, const struct chain_choice *choices)
{
	const struct cipher_suite *suite =
		cipher_suite_find(choices[TLS_1_2].suite);
	const unsigned group = choices[TLS_1_3].group;

	if (share_of_group(group).length)
		chain->share = group;
	/* Whether it takes any of them need not be asked. */
	if (suite && suite->signer == SIGNER_RSA &&
		chain->left[0] == RSA_PSS_SHA256)
		chain->tried = true;
}

/* One that was offered alone was taken, or one of all of them was. */
static void hear_signed(struct chain *chain, const struct hello_answer *answer)
{
	chain->step = STEP_ASK;
	if (answer->result == HELLO_RETRY) {
		if (chain->retried || answer->group == chain->share ||
			!share_of_group(answer->group).length)
			chain_stop(chain, "the server wants another key share");
		chain->share = answer->group;
		chain->retried = true;
		return;
	}
	chain->alone = false;
	chain->state = OFFERED_ACCEPTED;
	if (!chain->tried && chain->left_count > 1) {
		chain->tried = true;
		return;
	}
	chain->found[chain->found_count++] = chain->left[0];
	chain->lost = false;
	drop_first(chain);
}

static void hear_tolerance(
	struct chain *chain, const struct hello_answer *answer)
{
	static const enum offered_trait tried[] = {TRAIT_UNKNOWN_VERSION,
		TRAIT_UNKNOWN_EXTENSION, TRAIT_LONG_HELLO, TRAIT_FRAGMENTS,
		TRAIT_NO_NAME};

	for (size_t i = 0; i < CHAIN_COUNT(tried); i++)
		chain->traits[tried[i]] = OFFERED_ACCEPTED;
	chain_keep_shown(chain, answer);
	chain->step = STEP_OVER;
	chain->whole = true;
}

static void hear_prime(struct chain *chain, const struct hello_answer *answer)
{
	chain_keep_shown(chain, answer);
	end(chain, chain_has_left(chain, answer->suite) ? OFFERED_ACCEPTED
							: OFFERED_UNKNOWN);
}

static void hear_choice(struct chain *chain, const struct hello_answer *answer)
{
	if (chain->question->strike == ASK_PRIME)
		hear_prime(chain, answer);
	else if (chain->question->strike == TRY_TOLERANCE)
		hear_tolerance(chain, answer);
	else if (chain->question->strike == ASK_CLIENT)
		hear_client(chain, answer);
	else if (chain->question->strike == ASK_SSL2)
		hear_ssl2(chain, answer);
	else if (answer->version == HELLO_TLS_1_3)
		hear_signed(chain, answer);
	else
		chain_end_refused(chain);
}

static void hear_refusal(struct chain *chain, unsigned alert)
{
	/* It minds the name, not the suites. */
	if (chain->question->strike == ASK_PRIME &&
		alert == ALERT_UNRECOGNIZED_NAME)
		end(chain, OFFERED_UNKNOWN);
	else if (chain->question->strike != TRY_SIGNATURES)
		end(chain, OFFERED_REFUSED);
	else if (chain->tried)
		drop_first(chain);
	else
		chain_end_refused(chain);
}

void chain_hear_single(struct chain *chain, enum status status,
	const struct hello_answer *answer)
{
	bool closed = chain_is_drop(status, answer);

	if (chain->step == STEP_CONTROL) {
		hear_control(chain, answer, closed);
		return;
	}
	if (is_choice(answer)) {
		hear_choice(chain, answer);
		return;
	}
	if (answer && answer->result == HELLO_ALERTED) {
		hear_refusal(chain, answer->alert);
		return;
	}
	chain->unheard++;
	/* What it was that the server did not like is asked next. */
	if (chain->question->strike == TRY_TOLERANCE) {
		chain->step = STEP_OVER;
		return;
	}
	if (chain->step == STEP_ASK && !(closed && chain_trusts_drop(chain))) {
		chain->step = STEP_AGAIN;
		return;
	}
	if (closed && chain->trusting && chain->question->strike == ASK_PRIME) {
		end(chain, OFFERED_REFUSED);
		return;
	}
	if (closed && chain->tried) {
		chain->lost = true;
		drop_first(chain);
		return;
	}
	chain->dropped = closed;
	chain->client.state = OFFERED_UNKNOWN;
	chain_stop(chain,
		closed ? "the server drops these hellos" : "no answer came");
}
