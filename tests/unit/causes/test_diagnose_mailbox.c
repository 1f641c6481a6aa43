/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a refused login means, by the words of many servers. */

#include "tests/unit/causes/diagnose_run.h"
#include "tests/unit/unit.h"

#include <string.h>

enum said_to { TO_PASSWORD, TO_TOKEN, TO_MAILBOX, TO_SENDER };

struct row {
	const char *host; /* NULL: of nobody in particular */
	enum service service;
	enum said_to to;
	const char *reply;
	const char *cause;
};

static const struct row rows[] = {
#include "tests/unit/causes/fresh_replies.inc"
#include "tests/unit/causes/kinds_of_replies.inc"
#include "tests/unit/causes/known_replies.inc"
#include "tests/unit/causes/more_replies.inc"
#include "tests/unit/causes/replies_of_the_world.inc"
};

static unsigned code_of(const char *reply)
{
	unsigned code = 0;

	for (; *reply >= '0' && *reply <= '9'; reply++)
		code = 10 * code + (unsigned)(*reply - '0');
	return code;
}

static struct probe_facts *add_login(
	struct run *run, struct endpoint_report *endpoint)
{
	struct probe_facts *probe = arena_alloc(run->arena, sizeof(*probe));
	struct endpoint_facts *facts = &endpoint->facts;

	facts_probe_init(probe);
	probe->arena = run->arena;
	probe->purpose = PURPOSE_LOGIN;
	probe->mode = facts->endpoint.mode;
	probe->login = (struct login_facts){.asked = true,
		.user = "jo@example.com",
		.mechanism = "PLAIN",
		.sent = true,
		.answer = ANSWER_POSITIVE};
	facts->login_wanted = true;
	facts->logins = arena_alloc(run->arena, sizeof(*facts->logins));
	facts->logins[0] = probe;
	facts->login_count = 1;
	return probe;
}

/* The reply, to what it was said to. */
static void say(struct probe_facts *probe, enum service service,
	enum said_to to, const char *reply, enum answer answer)
{
	struct octets text = octets(reply);
	bool behind = to == TO_MAILBOX || to == TO_SENDER;

	probe->status = answer == ANSWER_NEGATIVE ? ST_REFUSED : ST_OK;
	probe->login.token = to == TO_TOKEN;
	if (!behind) {
		probe->login.answer = answer;
		probe->login.reply = text;
		probe->login.code = service == SMTP ? code_of(reply) : 0;
	}
	probe->mailbox = (struct mailbox_facts){.asked = service != SMTP,
		.answer = to == TO_MAILBOX ? answer : ANSWER_POSITIVE,
		.reply = text};
	probe->send = (struct send_facts){.asked = service == SMTP,
		.address = "jo@example.com",
		.answer = to == TO_SENDER ? answer : ANSWER_POSITIVE,
		.code = code_of(reply),
		.reply = text};
}

static struct run *build(const struct row *row, enum answer answer)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint =
		good(run, row->service, IMPLICIT, row->host ? row->host : HOST);

	say(add_login(run, endpoint), row->service, row->to, row->reply,
		answer);
	run_diagnose(run);
	return run;
}

/* What a login is about, and what the name of another host breaks in a scene
 * that was made for HOST. */
static const struct diagnosis *find(const struct report *report, const char *id)
{
	for (size_t i = 0; i < report->diagnosis_count; i++)
		if (strcmp(report->diagnoses[i].id, id) == 0)
			return &report->diagnoses[i];
	return NULL;
}

static void test_replies(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct run *run = build(&rows[i], ANSWER_NEGATIVE);
		const struct diagnosis *found =
			find(&run->report, rows[i].cause);

		if (!found) {
			print_error("%s: %s in place of %s\n", rows[i].reply,
				run->report.diagnosis_count
					? run->report.diagnoses[0].id
					: "nothing",
				rows[i].cause);
			wrong++;
		} else {
			assert_true(found->remedy_count > 0);
			assert_true(found->evidence_count > 0);
		}
		run_free(run);
	}
	assert_int_equal(wrong, 0);
}

/* What is said behind a login that was accepted does not question it. */
static void test_put_off(void **state)
{
	static const struct row rows_behind[] = {
		{NULL, SMTP, TO_SENDER, "451 4.9.9 Nein.", "login-backend"},
		{NULL, SMTP, TO_SENDER, "451 4.3.0 Temporary lookup failure",
			"login-backend"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows_behind); i++) {
		struct run *run = build(&rows_behind[i], ANSWER_NEGATIVE);
		const struct diagnosis *found =
			find(&run->report, rows_behind[i].cause);

		assert_non_null(found);
		assert_non_null(strstr(found->summary, "from this sender"));
		assert_null(strstr(found->summary, "logins"));
		run_free(run);
	}
}

/* The same words in an answer that is positive mean nothing. */
static void test_accepted(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct run *run = build(&rows[i], ANSWER_POSITIVE);

		if (find(&run->report, rows[i].cause))
			fail_msg("%s, to a login that was accepted",
				rows[i].cause);
		run_free(run);
	}
}

/* Nothing was sent, for each reason. */
static void test_held(void **state)
{
	static const struct {
		enum login_held held;
		const char *mechanism; /* offered */
		const char *cause;
	} cases[] = {
		{LOGIN_HELD_CLEARTEXT, NULL, "login-unsafe"},
		{LOGIN_HELD_VERSION, NULL, "login-unsafe"},
		{LOGIN_HELD_MECHANISM, NULL, "login-method"},
		{LOGIN_HELD_MECHANISM, "XOAUTH2", "passwords-off"},
		{LOGIN_HELD_MECHANISM, "GSSAPI", "login-method"},
		{LOGIN_HELD_TICKET, "GSSAPI", "login-ticket"},
		{LOGIN_HELD_TICKET_EXPIRED, "GSSAPI", "login-ticket"},
		{LOGIN_HELD_TICKET_CLOCK, "GSSAPI", "login-ticket"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct run *run = run_new();
		struct endpoint_report *endpoint =
			good(run, IMAP, IMPLICIT, HOST);
		struct probe_facts *probe = add_login(run, endpoint);

		probe->login = (struct login_facts){
			.asked = true, .user = "jo", .held = cases[i].held};
		probe->protected.mechanisms =
			(const char **)&cases[i].mechanism;
		probe->protected.mechanism_count = cases[i].mechanism != NULL;
		run_diagnose(run);
		assert_non_null(find(&run->report, cases[i].cause));
		run_free(run);
	}
}

/* What is said to the test message, and what says nothing of the cause. */
static void test_trip(void **state)
{
	static const struct {
		const char *reply;
		const char *cause; /* NULL: none of these */
	} cases[] = {
		{"432 4.3.2 STOREDRV.ClientSubmit; sender thread limit "
		 "exceeded",
			"login-connections"},
		{"554 5.2.252 SendAsDenied; jo@example.com not allowed to send",
			"send-as-denied"},
		{"421 4.3.2 Service not available", "login-backend"},
		{"554 Transaction failed", "message-refused"},
		{"552 5.3.4 Message size exceeds fixed limit",
			"message-refused"},
		{"550", "message-refused"},
		{"451 later", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct run *run = run_new();
		struct endpoint_report *endpoint =
			good(run, SMTP, IMPLICIT, HOST);
		struct probe_facts *probe = add_login(run, endpoint);

		probe->send = (struct send_facts){
			.asked = true, .answer = ANSWER_POSITIVE};
		endpoint->facts.trip_wanted = true;
		probe->trip = (struct trip_facts){.asked = true,
			.answer = ANSWER_NEGATIVE,
			.code = code_of(cases[i].reply),
			.reply = octets(cases[i].reply)};
		run_diagnose(run);
		if (cases[i].cause)
			assert_non_null(find(&run->report, cases[i].cause));
		else
			assert_null(find(&run->report, "message-refused"));
		run_free(run);
	}
}

/* A login that was not bound was not tried. */
static void test_unbound(void **state)
{
	static const char *const mechanisms[] = {
		"SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(mechanisms); i++) {
		struct run *run = run_new();
		struct probe_facts *probe =
			add_login(run, good(run, IMAP, IMPLICIT, HOST));

		say(probe, IMAP, TO_PASSWORD, "a2 NO bad protocol / cancel",
			ANSWER_NEGATIVE);
		probe->login.mechanism = mechanisms[i];
		run_diagnose(run);
		assert_non_null(find(&run->report,
			i == 0 ? "login-method" : "login-refused"));
		run_free(run);
	}
}

/* A server that ends the session, or puts us off, has refused nothing. */
static void test_stopped(void **state)
{
	static const struct {
		enum stage stage;
		enum status status;
		const char *reply;
		const char *cause; /* NULL: none of these */
	} cases[] = {
		{STAGE_LOGIN, ST_THROTTLED,
			"a2 NO [UNAVAILABLE] Temporary System Problem.",
			"login-backend"},
		{STAGE_LOGIN, ST_THROTTLED, "* BYE Connection is closed. 13",
			"login-backend"},
		{STAGE_LOGIN, ST_THROTTLED,
			"* BYE Too many simultaneous connections",
			"login-connections"},
		{STAGE_LOGIN, ST_REFUSED,
			"* BYE Basic authentication is disabled.",
			"passwords-off"},
		{STAGE_MAILBOX, ST_THROTTLED, "* BYE Server Unavailable. 15",
			"login-backend"},
		{STAGE_SEND, ST_THROTTLED,
			"432 4.3.2 STOREDRV; thread limit exceeded",
			"login-connections"},
		{STAGE_LOGIN, ST_EOF, "", "login-backend"},
		{STAGE_MAILBOX, ST_EOF, "", "login-backend"},
		{STAGE_SEND, ST_RESET, "", "login-backend"},
		{STAGE_MAILBOX, ST_THROTTLED, "* BYE See you", "login-backend"},
		{STAGE_CAPABILITIES, ST_EOF, "", "connection-dropped"},
		{STAGE_GREETING, ST_RESET, "", "connection-dropped"},
		{STAGE_LOGIN, ST_SYNTAX, "hello", NULL},
		{STAGE_CAPABILITIES, ST_THROTTLED, "* BYE busy", "throttled"},
		{STAGE_GREETING, ST_THROTTLED, "421 4.3.2 not now",
			"throttled"},
		{STAGE_CAPABILITIES, ST_TIMEOUT, "", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct run *run = run_new();
		struct probe_facts *probe =
			add_login(run, good(run, IMAP, IMPLICIT, HOST));

		probe->stage = cases[i].stage;
		probe->status = cases[i].status;
		probe->reply = octets(cases[i].reply);
		if (probe->stage != STAGE_MAILBOX && probe->stage != STAGE_SEND)
			probe->login.answer = ANSWER_NONE;
		probe->login.sent = probe->stage >= STAGE_LOGIN;
		run_diagnose(run);
		if (cases[i].cause)
			assert_non_null(find(&run->report, cases[i].cause));
		assert_null(find(&run->report, "login-refused"));
		if (!cases[i].cause || !probe->login.sent)
			assert_null(find(&run->report, "login-backend"));
		run_free(run);
	}
}

/* Who asks for TLS inside TLS is not told to turn it on. */
static void test_ended_tls(void **state)
{
	struct run *run = run_new();
	struct probe_facts *probe =
		add_login(run, good(run, IMAP, IMPLICIT, HOST));

	(void)state;
	say(probe, IMAP, TO_PASSWORD, "a2 NO [PRIVACYREQUIRED] no TLS",
		ANSWER_NEGATIVE);
	probe->tls.completed = true;
	run_diagnose(run);
	assert_null(find(&run->report, "encryption-required"));
	assert_non_null(find(&run->report, "login-method"));
	run_free(run);
}

/* A server that was told our name does not want to know it. */
static void test_unsafe_login(void **state)
{
	(void)state;
	for (int told = 0; told < 2; told++) {
		struct run *run = run_new();
		struct probe_facts *probe =
			add_login(run, good(run, IMAP, IMPLICIT, HOST));

		say(probe, IMAP, TO_MAILBOX, "a3 NO EXAMINE Unsafe Login",
			ANSWER_NEGATIVE);
		probe->mailbox.id = told ? ANSWER_POSITIVE : ANSWER_NONE;
		run_diagnose(run);
		assert_true(told == !find(&run->report, "mailbox-needs-id"));
		assert_true(told == !!find(&run->report, "login-browser"));
		run_free(run);
	}
}

/* TNEF has its cause; a form that is known needs none, and one that is not
 * seen has another. */
static void test_invitations(void **state)
{
	static const char *const forms[] = {"tnef", "icalendar", "unknown"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		struct run *run = run_new();
		struct probe_facts *probe =
			add_login(run, good(run, IMAP, IMPLICIT, HOST));
		bool is_tnef = strcmp(forms[i], "tnef") == 0;

		probe->mailbox.answer = ANSWER_POSITIVE;
		probe->option = (struct option_facts){.asked = true,
			.invited = true,
			.invitation = forms[i],
			.requested = true,
			.unwatched = true};
		run_diagnose(run);
		assert_true(is_tnef == !!find(&run->report, "invitation-tnef"));
		run_free(run);
	}
}

/* What a token says of itself tells why it was refused. */
static void test_tokens(void **state)
{
	static const struct {
		const char *fit;
		enum confidence confidence;
		const char *words; /* of the summary */
	} cases[] = {
		{"expired", CONFIDENCE_CERTAIN, "has expired"},
		{"not-yet-valid", CONFIDENCE_LIKELY, "clock"},
		{"other-audience", CONFIDENCE_CERTAIN, "(audience)"},
		{"no-scope", CONFIDENCE_CERTAIN, "(scope)"},
		{"other-tenant", CONFIDENCE_CERTAIN, "another tenant"},
		{"other-user", CONFIDENCE_LIKELY, "another user"},
		{"fits", CONFIDENCE_LIKELY, "refused the access token."},
		{"unknown", CONFIDENCE_LIKELY, "refused the access token."},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct run *run = run_new();
		struct probe_facts *probe =
			add_login(run, good(run, IMAP, IMPLICIT, HOST));
		const struct diagnosis *found;

		say(probe, IMAP, TO_TOKEN, "a2 NO AUTHENTICATE failed.",
			ANSWER_NEGATIVE);
		probe->token = (struct token_facts){.looked_into = true,
			.misfit = cases[i].fit,
			.audience = "https://outlook.office.com"};
		run_diagnose(run);
		found = find(&run->report, "login-token");
		assert_non_null(found);
		assert_int_equal(found->confidence, cases[i].confidence);
		assert_non_null(strstr(found->summary, cases[i].words));
		assert_string_equal(found->evidence[1],
			"The token's audience: https://outlook.office.com");
		run_free(run);
	}
}

/* Each cause about a mailbox comes of some words. */
static void test_coverage(void **state)
{
	bool within = false;

	(void)state;
	for (size_t i = 0; i < cause_count; i++) {
		const char *id = cause_table[i]->id;
		bool comes = strcmp(id, "login-unsafe") == 0 ||
			     strcmp(id, "login-ticket") == 0 ||
			     strcmp(id, "invitation-tnef") == 0 ||
			     strcmp(id, "message-refused") == 0;

		within = within || comes;
		for (size_t j = 0; within && j < COUNT_OF(rows); j++)
			comes = comes || strcmp(rows[j].cause, id) == 0;
		if (within && !comes)
			fail_msg("%s: no words", id);
		if (strcmp(id, "send-as-denied") == 0)
			return;
	}
	fail_msg("send-as-denied is no cause");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_replies),
		cmocka_unit_test(test_put_off),
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_held),
		cmocka_unit_test(test_trip),
		cmocka_unit_test(test_unbound),
		cmocka_unit_test(test_stopped),
		cmocka_unit_test(test_ended_tls),
		cmocka_unit_test(test_unsafe_login),
		cmocka_unit_test(test_invitations),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
