/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is there a mailbox behind the login, and may its owner send? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/login/login.h"
#include "model/text/escape.h"

/* What was not signed in to has nothing behind it. */
static bool not_signed_in(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	finding->observed = "not signed in";
	finding->cause = arena_printf(context->arena, "login-%s",
		service_name(facts->endpoint.service));
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} was not tested for \"%s\", because no login "
		"succeeded.",
		finding->check);
}

static bool not_answered(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	finding->observed = say_stop(context->arena, probe);
	finding->remedy = "Run the check again.";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} accepted the login and then did not answer: %s.",
		finding->observed);
}

static const char *count_words(
	struct arena *arena, const struct mailbox_facts *mailbox)
{
	if (!mailbox->counted)
		return "opened";
	if (mailbox->messages == 1)
		return "opened; 1 message";
	return arena_printf(arena, "opened; %u messages", mailbox->messages);
}

/* Mail programs need the identifiers to tell what they have fetched already.
 * Answers whether there was anything to say. */
static bool conclude_unidentified(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	const struct mailbox_facts *mailbox = &probe->mailbox;

	if (mailbox->uidl == ANSWER_NEGATIVE) {
		finding->remedy =
			"Ask the server's administrator to enable UIDL. "
			"Without it, a mail program that leaves messages on "
			"the server may download them again and again.";
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"{endpoint} opens the mailbox, but refuses UIDL, which "
			"identifies the messages: %s.",
			escape_excerpt(
				context->arena, mailbox->uidl_reply, 200));
	}
	if (facts->endpoint.service != SERVICE_POP3 || !mailbox->counted ||
		mailbox->uidl == ANSWER_POSITIVE || probe->status == ST_OK ||
		probe->status == ST_CANCELLED)
		return false;
	finding->remedy = "Wait, then run the check again.";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} opens the mailbox, but did not answer UIDL, which "
		"identifies the messages: %s.",
		say_stop(context->arena, probe));
}

static bool conclude_opened(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct probe_facts *probe,
	struct finding *finding)
{
	const struct mailbox_facts *mailbox = &probe->mailbox;

	finding->observed = count_words(context->arena, mailbox);
	if (conclude_unidentified(facts, context, probe, finding))
		return true;
	if (!mailbox->counted)
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} opens the mailbox.");
	if (mailbox->messages == 1)
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} opens the mailbox, which has 1 message.");
	return say_verdict(facts, context, finding, VERDICT_PASS,
		"{endpoint} opens the mailbox, which has %u messages.",
		mailbox->messages);
}

static bool judge_mailbox_open(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = login_judged(facts);

	(void)check;
	(void)expectation;
	if (!facts->login_wanted ||
		!service_is_incoming(facts->endpoint.service))
		return false;
	finding->expected = "the mailbox opens";
	if (!probe || probe->login.answer != ANSWER_POSITIVE)
		return not_signed_in(facts, context, finding);
	if (probe->mailbox.answer == ANSWER_POSITIVE)
		return conclude_opened(facts, context, probe, finding);
	if (probe->mailbox.answer == ANSWER_NONE)
		return not_answered(facts, context, probe, finding);
	finding->observed =
		escape_excerpt(context->arena, probe->mailbox.reply, 200);
	if (login_puts_off(probe->mailbox.reply) ||
		login_says_goodbye(probe->mailbox.reply)) {
		finding->remedy = "Wait, then run the check again.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} accepted the login and then put the client "
			"off: %s.",
			finding->observed);
	}
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} accepted the login, but does not open the mailbox: "
		"%s.",
		finding->observed);
}

const struct check check_mailbox_open = {
	.id = "mailbox-open",
	.severity = SEVERITY_ERROR,
	.title = "The mailbox opens after the login",
	.explanation = "After the login, INBOX was opened read-only, or the "
		       "messages were counted. Nothing was changed or marked.",
	.remedy = "Ask the server's administrator whether this service is "
		  "enabled for the mailbox, and whether the mailbox exists.",
	.reference = "RFC 9051 section 6.3.3; RFC 1939 section 5 and section 7",
	.judge = judge_mailbox_open,
};

static bool judge_send_as(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct probe_facts *probe = login_judged(facts);
	const struct send_facts *send = probe ? &probe->send : NULL;

	(void)check;
	(void)expectation;
	if (!facts->login_wanted ||
		!service_is_outgoing(facts->endpoint.service))
		return false;
	finding->expected = "the user's address is accepted as sender";
	if (!probe || probe->login.answer != ANSWER_POSITIVE)
		return not_signed_in(facts, context, finding);
	if (send->answer == ANSWER_NONE)
		return not_answered(facts, context, probe, finding);
	finding->observed = escape_excerpt(context->arena, send->reply, 200);
	if (send->answer == ANSWER_POSITIVE)
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} accepts %s as the sender.", send->address);
	if (send->code / 100 == 4) {
		finding->remedy = "Wait, then run the check again.";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} put the sender %s off: %s.", send->address,
			finding->observed);
	}
	return say_verdict(facts, context, finding, VERDICT_FAIL,
		"{endpoint} does not accept %s as the sender: %s.",
		send->address, finding->observed);
}

const struct check check_send_as = {
	.id = "send-as",
	.severity = SEVERITY_ERROR,
	.title = "The user's address may send",
	.explanation = "After the login, a message from the user's address was "
		       "announced and withdrawn; none was sent. Some servers "
		       "look at the sender only when a whole message arrives.",
	.remedy = "Use the account's own address as the sender, or ask the "
		  "server's administrator for the right to send as this one.",
	.reference = "RFC 6409 section 6.1; RFC 5321 section 4.1.1.2",
	.judge = judge_send_as,
};
