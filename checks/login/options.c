/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The two options that Exchange has for POP and IMAP: the form of meeting
 * invitations, and read receipts. */

#include "checks/check.h"
#include "checks/say.h"
#include "model/text/plural.h"

#include <inttypes.h>
#include <string.h>

static const struct option_facts *find_option(
	const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->login_count; i++)
		if (facts->logins[i]->option.asked)
			return &facts->logins[i]->option;
	return NULL;
}

/* The remedies name the check box, and the parameter of Set-CASMailbox. */
static const char *invitation_remedy(
	const struct endpoint_facts *facts, struct arena *arena)
{
	const char *name =
		facts->endpoint.service == SERVICE_POP3 ? "Pop" : "Imap";

	return arena_printf(arena,
		"In Outlook on the web, select \"Send meeting invitations in "
		"iCalendar format\" under the POP and IMAP options. The "
		"administrator can run: Set-CASMailbox USER "
		"-%sUseProtocolDefaults $false "
		"-%sForceICalForCalendarRetrievalOption $true",
		name, name);
}

static const char *receipt_remedy(
	const struct endpoint_facts *facts, struct arena *arena)
{
	const char *name =
		facts->endpoint.service == SERVICE_POP3 ? "Pop" : "Imap";

	return arena_printf(arena,
		"To send none, select \"Don't send receipts for messages that "
		"have been read\" under the POP and IMAP options of Outlook on "
		"the web. The administrator can run: Set-CASMailbox USER "
		"-%sUseProtocolDefaults $false -%sSuppressReadReceipt $true",
		name, name);
}

static bool not_measured(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct option_facts *option,
	struct finding *finding)
{
	finding->observed = arena_printf(
		context->arena, "not measured: %s", option->why_not);
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} was not tested for \"%s\": %s.", finding->check,
		option->why_not);
}

static bool conclude_form(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct option_facts *option,
	struct finding *finding)
{
	finding->observed = option->invitation;
	if (strcmp(option->invitation, "icalendar") == 0)
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} hands out meeting invitations in iCalendar "
			"format.");
	if (strcmp(option->invitation, "link") == 0) {
		finding->remedy = invitation_remedy(facts, context->arena);
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"{endpoint} hands out meeting invitations as text with "
			"a link to the web client, so that a mail program "
			"cannot accept or decline them.");
	}
	if (strcmp(option->invitation, "tnef") == 0)
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} hands out meeting invitations as "
			"winmail.dat (TNEF), from which the option cannot be "
			"told.");
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} handed out the invitation in a form from which the "
		"option cannot be told.");
}

static bool judge_invitations(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct option_facts *option = find_option(facts);

	(void)check;
	(void)expectation;
	if (!option)
		return false;
	finding->expected = "iCalendar format";
	if (option->invited)
		return conclude_form(facts, context, option, finding);
	if (option->why_not)
		return not_measured(facts, context, option, finding);
	finding->observed = "no invitation seen";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} did not show the meeting invitation that was sent "
		"to test it.");
}

const struct check check_option_invitations = {
	.id = "option-invitations",
	.severity = SEVERITY_WARNING,
	.title = "Meeting invitations arrive in iCalendar format",
	.explanation =
		"A meeting invitation (iTIP) was sent to the mailbox, its form "
		"was looked at, and the meeting was cancelled again. A server "
		"may treat an invitation that the account sends to itself "
		"differently: name another account as the sender to be sure.",
	.remedy = "Ask the server's administrator how the server hands out "
		  "meeting invitations.",
	.reference = "RFC 5546; RFC 6047; Set-CASMailbox",
	.judge = judge_invitations,
};

static const char *watched(
	struct arena *arena, const struct option_facts *option)
{
	const size_t seconds = (size_t)(option->watched_us / 1000000);

	return arena_printf(arena,
		plural_form(seconds, "%zu second", "%zu seconds"), seconds);
}

static bool conclude_receipt(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct option_facts *option,
	struct finding *finding)
{
	finding->remedy = receipt_remedy(facts, context->arena);
	if (option->receipt_early) {
		finding->observed = "a receipt before the message was read";
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"{endpoint} belongs to a mailbox that confirmed a "
			"message before it was read.");
	}
	if (option->receipt) {
		finding->observed = arena_printf(context->arena,
			"a receipt after %" PRId64 " ms",
			option->receipt_us / 1000);
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} belongs to a mailbox that sends a read "
			"receipt as soon as a message is marked as read.");
	}
	if (option->control) {
		finding->observed = "no receipt; one over another protocol";
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} suppresses read receipts: none was "
			"observed for %s, while a message that was read over "
			"another protocol was confirmed.",
			watched(context->arena, option));
	}
	finding->observed = "no receipt observed";
	return say_verdict(facts, context, finding, VERDICT_INFO,
		"{endpoint} belongs to a mailbox from which no read receipt "
		"was observed for %s. Something else than the mailbox's option "
		"may also keep receipts back.",
		watched(context->arena, option));
}

static bool judge_receipts(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct option_facts *option = find_option(facts);

	(void)check;
	(void)expectation;
	/* Over POP3, it is measured where IMAP lets us clean up. */
	if (!option ||
		(facts->endpoint.service != SERVICE_IMAP && !option->requested))
		return false;
	finding->expected = "known";
	if (option->receipt_early ||
		(option->read && (option->receipt || option->watched_us)))
		return conclude_receipt(facts, context, option, finding);
	if (option->why_not)
		return not_measured(facts, context, option, finding);
	finding->observed = "not measured";
	if (option->unwatched)
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} was not tested for read receipts, because "
			"the sender's mailbox could not be watched to the "
			"end.");
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} did not show, unread, the message that was sent to "
		"ask for a read receipt.");
}

const struct check check_option_receipts = {
	.id = "option-receipts",
	.severity = SEVERITY_INFO,
	.title = "Read receipts are sent as expected",
	.explanation =
		"A message that asks for a read receipt was sent to the "
		"mailbox. The sender's mailbox was watched before and after "
		"the message was marked as read, and both were deleted.",
	.remedy = "Choose in the POP and IMAP options whether receipts are "
		  "sent.",
	.reference = "RFC 8098; RFC 3503; Set-CASMailbox",
	.judge = judge_receipts,
};
