/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the checks make of what is behind a login. */

#include "tests/unit/checks/check_scene.h"

/* The login that was accepted, and what came after it. */
static struct probe_facts *sign_in(struct scene *scene)
{
	struct endpoint_facts *facts = &scene->report.facts;
	struct probe_facts *probe;

	scene_healthy(scene);
	probe = scene_add_probe(scene, PURPOSE_LOGIN, TLS_PROBED);
	scene_complete(scene, probe, TLS_1_3);
	probe->login = (struct login_facts){.asked = true,
		.user = "jo@example.test",
		.mechanism = "PLAIN",
		.sent = true,
		.answer = ANSWER_POSITIVE};
	facts->login_wanted = true;
	facts->logins = arena_alloc(scene->arena, sizeof(probe));
	facts->logins[0] = probe;
	facts->login_count = 1;
	return probe;
}

static struct probe_facts *open_mailbox(struct scene *scene)
{
	struct probe_facts *probe = sign_in(scene);

	probe->mailbox = (struct mailbox_facts){.asked = true,
		.answer = ANSWER_POSITIVE,
		.counted = true,
		.messages = 2};
	return probe;
}

static void identified(struct scene *scene)
{
	open_mailbox(scene)->mailbox.uidl = ANSWER_POSITIVE;
}

static void unidentified(struct scene *scene)
{
	struct mailbox_facts *mailbox = &open_mailbox(scene)->mailbox;

	mailbox->uidl = ANSWER_NEGATIVE;
	mailbox->uidl_reply = scene_octets("-ERR what");
}

static void not_asked(struct scene *scene)
{
	open_mailbox(scene);
}

static void cut_in_list(struct scene *scene)
{
	struct probe_facts *probe = open_mailbox(scene);

	probe->stage = STAGE_MAILBOX;
	probe->status = ST_EOF;
}

static void interrupted_in_list(struct scene *scene)
{
	cut_in_list(scene);
	scene->report.facts.logins[0]->status = ST_CANCELLED;
}

static void unopened(struct scene *scene)
{
	struct mailbox_facts *mailbox = &open_mailbox(scene)->mailbox;

	mailbox->answer = ANSWER_NEGATIVE;
	mailbox->reply = scene_octets("-ERR no maildrop");
}

static void say_refused(struct scene *scene, const char *reply)
{
	struct login_facts *login = &sign_in(scene)->login;

	login->answer = ANSWER_NEGATIVE;
	login->reply = scene_octets(reply);
}

static void refused(struct scene *scene)
{
	say_refused(scene, "-ERR bad password, closing connection");
}

static void sent_away(struct scene *scene)
{
	say_refused(scene, "-ERR closing connection");
}

static void too_many(struct scene *scene)
{
	say_refused(scene, "a2 NO [ALERT] Too many simultaneous connections.");
}

static void too_many_wrong(struct scene *scene)
{
	say_refused(scene, "a2 NO Too many wrong passwords");
}

/* A message that the server took, and where it was looked for. */
static struct trip_facts *send_message(struct scene *scene)
{
	struct trip_facts *trip = &sign_in(scene)->trip;

	scene->report.facts.trip_wanted = true;
	*trip = (struct trip_facts){.asked = true,
		.answer = ANSWER_POSITIVE,
		.send_us = 5000,
		.deleted = true};
	return trip;
}

static void arrived(struct scene *scene)
{
	send_message(scene)->imap = (struct arrival_facts){
		.waited = true, .arrived = true, .after_us = 7000};
}

static void arrived_and_not_dropped(struct scene *scene)
{
	arrived(scene);
	scene->report.facts.logins[0]->trip.pop3.waited = true;
}

static void arrived_and_not_shown(struct scene *scene)
{
	arrived_and_not_dropped(scene);
	scene->report.facts.logins[0]->trip.pop3.cut = true;
}

static void lost(struct scene *scene)
{
	send_message(scene)->pop3.waited = true;
}

static void not_shown(struct scene *scene)
{
	send_message(scene)->pop3 =
		(struct arrival_facts){.waited = true, .cut = true};
}

static void not_sent(struct scene *scene)
{
	send_message(scene)->why_not = "the maildrop shows nothing";
}

/* A message that asked for a receipt. */
static struct option_facts *ask_receipt(struct scene *scene)
{
	struct option_facts *option = &open_mailbox(scene)->option;

	*option = (struct option_facts){.asked = true, .requested = true};
	return option;
}

static void no_receipt(struct scene *scene)
{
	struct option_facts *option = ask_receipt(scene);

	option->read = true;
	option->watched_us = 60000000;
}

static void no_receipt_at_once(struct scene *scene)
{
	no_receipt(scene);
	scene->report.facts.logins[0]->option.watched_us = 1000000;
}

/* Another message of the sender was not sent. */
static void measured_in_part(struct scene *scene)
{
	no_receipt(scene);
	scene->report.facts.logins[0]->option.why_not = "nobody could send";
}

static void not_watched(struct scene *scene)
{
	ask_receipt(scene)->unwatched = true;
}

static void not_watched_after(struct scene *scene)
{
	not_watched(scene);
	scene->report.facts.logins[0]->option.read = true;
}

static const struct scene_row rows[] = {
	{POP3, IMPLICIT, identified, "mailbox-open", PASS, NULL, "2 messages",
		"which has 2 messages"},
	{POP3, IMPLICIT, unidentified, "mailbox-open", WARNING, NULL,
		"opened; 2 messages", "refuses UIDL"},
	{POP3, IMPLICIT, not_asked, "mailbox-open", PASS, NULL, "2 messages",
		NULL},
	{IMAP, IMPLICIT, not_asked, "mailbox-open", PASS, NULL, "2 messages",
		NULL},
	{POP3, IMPLICIT, cut_in_list, "mailbox-open", WARNING, NULL,
		"2 messages", "did not answer UIDL"},
	{IMAP, IMPLICIT, cut_in_list, "mailbox-open", PASS, NULL, "2 messages",
		NULL},
	{POP3, IMPLICIT, interrupted_in_list, "mailbox-open", PASS, NULL,
		"2 messages", NULL},
	{POP3, IMPLICIT, unopened, "mailbox-open", FAIL, NULL, "-ERR no",
		"does not open the mailbox"},
	{POP3, IMPLICIT, refused, "login-pop3", FAIL, NULL, "refused by PLAIN",
		"refused the login"},
	{POP3, IMPLICIT, sent_away, "login-pop3", NOT_TESTED, NULL,
		"closing connection", "put the login"},
	{IMAP, IMPLICIT, too_many, "login-imap", NOT_TESTED, NULL,
		"Too many simultaneous", "put the login"},
	{IMAP, IMPLICIT, too_many_wrong, "login-imap", FAIL, NULL,
		"Too many wrong", "refused the login"},
	{SMTP, IMPLICIT, arrived, "round-trip", PASS, NULL,
		"sent in 5 ms, IMAP 7 ms", NULL},
	{SMTP, IMPLICIT, arrived_and_not_dropped, "round-trip", WARNING, NULL,
		"IMAP 7 ms", "not among the newest messages over POP3"},
	{SMTP, IMPLICIT, arrived_and_not_shown, "round-trip", PASS, NULL,
		"IMAP 7 ms, POP3 not tested", NULL},
	{SMTP, IMPLICIT, lost, "round-trip", FAIL, NULL, "not seen",
		"did not arrive"},
	{SMTP, IMPLICIT, not_shown, "round-trip", NOT_TESTED, NULL, "not seen",
		"could not be watched"},
	{SMTP, IMPLICIT, not_sent, "round-trip", NOT_TESTED, NULL,
		"nothing was sent: the maildrop shows nothing",
		"the maildrop shows nothing"},
	{IMAP, IMPLICIT, no_receipt, "option-receipts", INFO, NULL,
		"no receipt observed", "for 60 seconds"},
	{IMAP, IMPLICIT, no_receipt_at_once, "option-receipts", INFO, NULL,
		"no receipt observed", "for 1 second."},
	{IMAP, IMPLICIT, measured_in_part, "option-receipts", INFO, NULL,
		"no receipt observed", "for 60 seconds"},
	{IMAP, IMPLICIT, measured_in_part, "option-invitations", NOT_TESTED,
		NULL, "not measured: nobody could send", "nobody could send"},
	{IMAP, IMPLICIT, not_watched, "option-receipts", NOT_TESTED, NULL,
		"not measured", "could not be watched"},
	{IMAP, IMPLICIT, not_watched_after, "option-receipts", NOT_TESTED, NULL,
		"not measured", "could not be watched"},
};

static void test_rows(void **state)
{
	(void)state;
	scene_check_rows(rows, COUNT_OF(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
