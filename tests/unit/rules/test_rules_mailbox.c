/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a login showed. */

#include "tests/unit/unit.h"

#include "tests/unit/rules/rule_run.h"

#include <string.h>

static struct probe_facts *signed_in(struct run *run, enum service service,
	const char *mechanism, enum answer answer)
{
	struct endpoint_facts *facts =
		&good(run, service, IMPLICIT, HOST)->facts;
	struct probe_facts *probe = arena_alloc(run->arena, sizeof(*probe));

	facts_probe_init(probe);
	probe->arena = run->arena;
	probe->purpose = PURPOSE_LOGIN;
	probe->login = (struct login_facts){.asked = true,
		.user = "jo@example.com",
		.mechanism = mechanism,
		.sent = true,
		.answer = answer};
	facts->login_wanted = true;
	facts->logins = arena_alloc(run->arena, sizeof(*facts->logins));
	facts->logins[0] = probe;
	facts->login_count = 1;
	return probe;
}

static void turn_away(struct run *run, enum service service, const char *reply)
{
	signed_in(run, service, "PLAIN", ANSWER_NEGATIVE)->login.reply =
		octets(reply);
}

static void imap_coded(struct run *run)
{
	turn_away(run, IMAP,
		"a2 NO [AUTHENTICATIONFAILED] Authentication failed");
}

static void imap_bare(struct run *run)
{
	turn_away(run, IMAP, "a2 NO LOGIN failed.");
}

static void pop3_coded(struct run *run)
{
	turn_away(run, POP3, "-ERR [AUTH] Invalid login");
}

/* A bracket later in the text is no code. */
static void pop3_bare(struct run *run)
{
	turn_away(run, POP3, "-ERR Logon failure [AUTH]");
}

static void smtp_coded(struct run *run)
{
	turn_away(run, SMTP, "535 5.7.8 Error: authentication failed");
}

static void smtp_bare(struct run *run)
{
	turn_away(run, SMTP, "535 Incorrect authentication data");
}

static void accepted(struct run *run)
{
	signed_in(run, IMAP, "PLAIN", ANSWER_POSITIVE);
}

static void no_mailbox(struct run *run)
{
	good(run, IMAP, IMPLICIT, HOST);
}

static void unanswered(struct run *run)
{
	signed_in(run, IMAP, "PLAIN", ANSWER_NONE);
}

static void turn_token_away(
	struct run *run, const char *mechanism, const char *reason)
{
	struct probe_facts *probe =
		signed_in(run, IMAP, mechanism, ANSWER_NEGATIVE);

	probe->login.token = true;
	probe->login.reply = octets("a2 NO AUTHENTICATE failed.");
	if (reason)
		probe->login.reason = octets(reason);
}

static void google(struct run *run)
{
	turn_token_away(
		run, "XOAUTH2", "{\"status\":\"400\",\"schemes\":\"Bearer\"}");
}

static void exchange(struct run *run)
{
	turn_token_away(run, "XOAUTH2", NULL);
}

static void standard_bare(struct run *run)
{
	turn_token_away(run, "OAUTHBEARER", NULL);
}

static void no_object(struct run *run)
{
	turn_token_away(run, "OAUTHBEARER", "invalid_token");
}

static struct option_facts *measured(struct run *run)
{
	struct option_facts *option =
		&signed_in(run, IMAP, "PLAIN", ANSWER_POSITIVE)->option;

	*option = (struct option_facts){.asked = true,
		.invited = true,
		.invitation = "icalendar",
		.requested = true,
		.read = true,
		.watched_us = 1};
	return option;
}

static void icalendar(struct run *run)
{
	measured(run);
}

static void link_wanted(struct run *run)
{
	measured(run)->wanted_form = "link";
}

static void tnef(struct run *run)
{
	measured(run)->invitation = "tnef";
}

static void link_form(struct run *run)
{
	measured(run)->invitation = "link";
}

static void not_sent(struct run *run)
{
	*measured(run) = (struct option_facts){
		.asked = true, .why_not = "nobody could send"};
}

static void receipt(struct run *run, const char *wanted, bool comes)
{
	struct option_facts *option = measured(run);

	option->wanted_receipts = wanted;
	option->receipt = comes;
	option->control = !comes;
}

static void receipts_wanted(struct run *run)
{
	receipt(run, "sent", true);
}

static void receipts_unwanted(struct run *run)
{
	receipt(run, "none", true);
}

static void suppressed(struct run *run)
{
	receipt(run, "none", false);
}

static void suppressed_in_vain(struct run *run)
{
	receipt(run, "sent", false);
}

/* The sender's mailbox could not be watched to the end. */
static void not_watched(struct run *run)
{
	struct option_facts *option = measured(run);

	option->unwatched = true;
	option->watched_us = 0;
	option->control = true;
}

/* One of the messages could not be sent, after the invitation. */
static void not_all_sent(struct run *run)
{
	measured(run)->why_not = "nobody could send";
}

/* Nothing shows that one could come. */
static void silent(struct run *run)
{
	measured(run)->wanted_receipts = "none";
}

#define NONE                                                                   \
	{                                                                      \
		{                                                              \
			NULL, NULL                                             \
		}                                                              \
	}

static const struct rule_case cases[] = {
	{"IMAP with a code", "login-refusal-code", NONE, imap_coded,
		RULING_HOLDS, "[AUTHENTICATIONFAILED]"},
	{"IMAP without one", "login-refusal-code", NONE, imap_bare,
		RULING_BROKEN, "LOGIN failed."},
	{"POP3 with a code", "login-refusal-code", NONE, pop3_coded,
		RULING_HOLDS, "[AUTH]"},
	{"POP3 without one", "login-refusal-code", NONE, pop3_bare,
		RULING_BROKEN, "Logon failure"},
	{"SMTP with a code", "login-refusal-code", NONE, smtp_coded,
		RULING_HOLDS, "5.7.8"},
	{"SMTP without one", "login-refusal-code", NONE, smtp_bare,
		RULING_BROKEN, "Incorrect"},
	{"accepted", "login-refusal-code", NONE, accepted, RULING_UNOBSERVABLE,
		"was accepted"},
	{"no mailbox", "login-refusal-code", NONE, no_mailbox,
		RULING_UNOBSERVABLE, "no mailbox was given"},
	{"not answered", "login-refusal-code", NONE, unanswered,
		RULING_UNOBSERVABLE, "no login was answered"},
	{"an error in JSON", "token-refusal-form", NONE, google, RULING_HOLDS,
		"400"},
	{"refused at once", "token-refusal-form", NONE, exchange, RULING_HOLDS,
		"refused at once"},
	{"no error", "token-refusal-form", NONE, standard_bare, RULING_BROKEN,
		"refused at once"},
	{"no object", "token-refusal-form", NONE, no_object, RULING_BROKEN,
		"invalid_token"},
	{"a password", "token-refusal-form", NONE, imap_coded,
		RULING_UNOBSERVABLE, "not an access token"},
	{"iCalendar", "invitation-form", NONE, icalendar, RULING_HOLDS,
		"icalendar"},
	{"a link is wanted", "invitation-form", NONE, link_wanted,
		RULING_BROKEN, "icalendar"},
	{"a link", "invitation-form", NONE, link_form, RULING_BROKEN, "link"},
	{"TNEF", "invitation-form", NONE, tnef, RULING_UNOBSERVABLE, "tnef"},
	{"nothing sent", "invitation-form", NONE, not_sent, RULING_UNOBSERVABLE,
		"nobody could send"},
	{"some sent", "invitation-form", NONE, not_all_sent, RULING_HOLDS,
		"icalendar"},
	{"no options", "invitation-form", NONE, accepted, RULING_UNOBSERVABLE,
		"were not measured"},
	{"no mailbox for options", "read-receipts", NONE, no_mailbox,
		RULING_UNOBSERVABLE, "no mailbox was given"},
	{"receipts", "read-receipts", NONE, receipts_wanted, RULING_HOLDS,
		"was sent"},
	{"a receipt too many", "read-receipts", NONE, receipts_unwanted,
		RULING_BROKEN, "was sent"},
	{"suppressed", "read-receipts", NONE, suppressed, RULING_HOLDS,
		"suppressed"},
	{"a receipt is missed", "read-receipts", NONE, suppressed_in_vain,
		RULING_BROKEN, "suppressed"},
	{"not watched", "read-receipts", NONE, not_watched, RULING_UNOBSERVABLE,
		"not measured"},
	{"no control", "read-receipts", NONE, silent, RULING_UNOBSERVABLE,
		"none over another protocol"},
	{"no mailbox for a token", "token-refusal-form", NONE, no_mailbox,
		RULING_UNOBSERVABLE, "no mailbox was given"},
};

static void test_cases(void **state)
{
	(void)state;
	check_rules(cases, COUNT_OF(cases));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
