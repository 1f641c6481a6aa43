/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A message that is looked for: there, not there, or not shown. A look that a
 * server refuses says nothing of the message. */

#include "tests/unit/unit.h"

#include "model/table.h"
#include "net/io.h"
#include "probes/login/login.h"
#include "probes/probe.h"
#include "probes/trip/trip.h"
#include "tests/unit/script.h"

#include <string.h>

#define WANTED "<mailsonde.1.abc@example.test>"
#define POP3_IN(more)                                                          \
	"-- TLS\nS: +OK\nC: CAPA\nS: +OK\nS: USER\n" more "S: .\n"             \
	"C: USER jo@example.test\nS: +OK\nC: PASS p\nS: +OK in\n"
#define TOP(number, id)                                                        \
	"C: TOP " number " 0\nS: +OK\nS: Message-ID: " id "\nS: \nS: .\n"
#define NO_TOP(number) "C: TOP " number " 0\nS: -ERR what\n"
#define QUIT "C: QUIT\nS: +OK\n"
#define IMAP_LOGIN(more)                                                       \
	"-- TLS\nS: * OK ready\nC: a1 CAPABILITY\nS: * CAPABILITY IMAP4rev1\n" \
	"S: a1 OK\nC: a2 LOGIN \"jo@example.test\" \"p\"\n"                    \
	"S: a2 OK [CAPABILITY IMAP4rev1" more "] in\n"
#define IMAP_IN(more)                                                          \
	IMAP_LOGIN(more) "C: a3 SELECT INBOX\nS: * OK [UIDNEXT 5] next\n"
#define LOOK(tag)                                                              \
	"C: " tag " UID FETCH 5:* (UID BODY.PEEK[HEADER.FIELDS "               \
	"(MESSAGE-ID)])\n"
#define SHOWN(tag)                                                             \
	"S: * 1 FETCH (UID 5 BODY[HEADER.FIELDS (MESSAGE-ID)] {46}\n"          \
	"S: Message-ID: " WANTED "\nS: )\nS: " tag " OK\n"
#define LOGOUT(tag) "C: " tag " LOGOUT\nS: * BYE\nS: " tag " OK\n"

#define SMTP_IN(more)                                                          \
	"-- TLS\nS: 220 mail\nC: EHLO [127.0.0.1]\nS: 250-mail\n" more         \
	"S: 250 AUTH XOAUTH2\nC: AUTH XOAUTH2 "                                \
	"dXNlcj1qb0BleGFtcGxlLnRlc3QBYXV0aD1CZWFyZXIgcAEB\nS: 235 in\n"

enum task { FIND, SHOWS, WAIT, WAIT_EAGERLY, WAIT_RECEIPT, SEND };

struct row {
	const char *name;
	enum service service;
	enum task task;
	const char *script;
	const char *want;
};

static const struct row rows[] = {
	{"the second newest", SERVICE_POP3, FIND,
		POP3_IN("") "C: STAT\nS: +OK 2 99\n" TOP("2", "<x@y>")
			TOP("1", WANTED) QUIT,
		"found"},
	{"none of two", SERVICE_POP3, FIND,
		POP3_IN("") "C: STAT\nS: +OK 2 99\n" TOP("2", "<x@y>")
			TOP("1", "<z@y>") QUIT,
		"absent"},
	{"an empty maildrop", SERVICE_POP3, FIND,
		POP3_IN("") "C: STAT\nS: +OK 0 0\n" QUIT, "absent"},
	{"no header is shown", SERVICE_POP3, FIND,
		POP3_IN("") "C: STAT\nS: +OK 2 99\n" NO_TOP("2") NO_TOP("1")
			QUIT,
		"untold"},
	{"one header is not shown", SERVICE_POP3, FIND,
		POP3_IN("") "C: STAT\nS: +OK 2 99\n" NO_TOP("2")
			TOP("1", "<x@y>") QUIT,
		"untold"},
	{"another header is not shown", SERVICE_POP3, FIND,
		POP3_IN("") "C: STAT\nS: +OK 2 99\n" NO_TOP("2")
			TOP("1", WANTED) QUIT,
		"found"},
	{"no STAT", SERVICE_POP3, FIND,
		POP3_IN("") "C: STAT\nS: -ERR what\n" QUIT, "untold"},
	{"an end within a header", SERVICE_POP3, FIND,
		POP3_IN("") "C: STAT\nS: +OK 1 99\nC: TOP 1 0\nS: +OK\n",
		"untold closed"},
	{"headers are shown", SERVICE_POP3, SHOWS,
		POP3_IN("") "C: STAT\nS: +OK 2 99\n" TOP("2", "<x@y>") QUIT,
		"shows"},
	{"headers are not shown, whatever the list says", SERVICE_POP3, SHOWS,
		POP3_IN("S: TOP\n") "C: STAT\nS: +OK 2 99\n" NO_TOP("2") QUIT,
		"hides"},
	{"TOP is listed", SERVICE_POP3, SHOWS,
		POP3_IN("S: TOP\n") "C: STAT\nS: +OK 0 0\n" QUIT, "shows"},
	{"TOP is not listed", SERVICE_POP3, SHOWS,
		POP3_IN("") "C: STAT\nS: +OK 0 0\n" QUIT, "hides"},
	{"in INBOX", SERVICE_IMAP, WAIT,
		IMAP_IN(" IDLE") "S: a3 OK [READ-WRITE] in\n" LOOK("a4")
			SHOWN("a4") LOGOUT("a5"),
		"found"},
	{"in an INBOX that is read-only", SERVICE_IMAP, WAIT,
		IMAP_IN(" IDLE") "S: a3 OK [READ-ONLY] in\n" LOGOUT("a4"),
		"closed refused"},
	{"it does not come", SERVICE_IMAP, WAIT,
		IMAP_IN(" IDLE") "S: a3 OK in\n" LOOK("a4") "S: a4 OK\n"
							    "C: a5 IDLE\nS: + "
							    "idling\n"
							    "-- timeout\n",
		"absent timeout"},
	{"it comes in IDLE", SERVICE_IMAP, WAIT,
		IMAP_IN(" IDLE") "S: a3 OK in\n" LOOK(
			"a4") "S: a4 OK\nC: a5 IDLE\nS: + idling\n"
			      "S: * 1 EXISTS\nC: DONE\nS: a5 OK\n" LOOK("a6")
				      SHOWN("a6") LOGOUT("a7"),
		"found"},
	/* It is asked for once, and from then on every half a second. */
	{"IDLE is refused", SERVICE_IMAP, WAIT,
		IMAP_IN(" IDLE") "S: a3 OK in\n" LOOK(
			"a4") "S: a4 OK\nC: a5 IDLE\nS: a5 NO idle\n"
			      "C: a6 NOOP\nS: a6 OK\n" LOOK(
				      "a7") "S: a7 OK\nC: a8 NOOP\n"
					    "-- timeout\n",
		"absent timeout"},
	{"it comes soon", SERVICE_IMAP, WAIT_EAGERLY,
		IMAP_IN(" IDLE") "S: a3 OK in\n" LOOK(
			"a4") "S: a4 OK\nC: a5 NOOP\nS: * 1 EXISTS\n"
			      "S: a5 OK\n" LOOK("a6") SHOWN("a6") LOGOUT("a7"),
		"found"},
	{"a look at an empty mailbox is refused", SERVICE_IMAP, WAIT,
		IMAP_IN(" IDLE") "S: a3 OK in\n" LOOK(
			"a4") "S: a4 NO nothing there\nC: a5 IDLE\nS: + "
			      "idling\nS: * 1 EXISTS\nC: DONE\nS: a5 OK\n" LOOK(
				      "a6") SHOWN("a6") LOGOUT("a7"),
		"found"},
	{"no look is allowed", SERVICE_IMAP, WAIT,
		IMAP_IN(" IDLE") "S: a3 OK in\n" LOOK(
			"a4") "S: a4 NO never\nC: a5 IDLE\nS: + "
			      "idling\nS: * 1 EXISTS\nC: DONE\nS: a5 OK\n" LOOK(
				      "a6") "S: a6 NO never\nC: a7 IDLE\nS: "
					    "+\nS: * 2 EXISTS\nC: DONE\nS: a7 "
					    "OK\n" LOOK("a8") "S: a8 NO "
							      "never\n" LOGOUT(
								      "a9"),
		"untold refused"},
	{"BYE while it is waited for", SERVICE_IMAP, WAIT,
		IMAP_IN(" IDLE") "S: a3 OK in\n" LOOK(
			"a4") "S: a4 OK\nC: a5 IDLE\nS: + idling\nS: * BYE "
			      "gone\nC: a6 LOGOUT\n",
		"untold throttled"},
	{"a name for a server that lists ID", SERVICE_IMAP, WAIT,
		IMAP_LOGIN(" ID") "C: a3 ID (\"name\" \"mailsonde\")\n"
				  "S: * ID NIL\nS: a3 OK\nC: a4 SELECT "
				  "INBOX\nS: a4 NO no\n" LOGOUT("a5"),
		"closed refused"},
	{"no receipt", SERVICE_IMAP, WAIT_RECEIPT,
		IMAP_IN("") "S: a3 OK in\nC: a4 UID SEARCH UID 5:*\nS: * "
			    "SEARCH\nS: a4 OK\n" LOGOUT("a5"),
		"absent"},
	{"receipts cannot be looked for", SERVICE_IMAP, WAIT_RECEIPT,
		IMAP_IN("") "S: a3 OK in\nC: a4 UID SEARCH UID 5:*\nS: a4 NO "
			    "search\n" LOGOUT("a5"),
		"untold"},
	{"a message that may be one is not shown", SERVICE_IMAP, WAIT_RECEIPT,
		IMAP_IN("") "S: a3 OK in\nC: a4 UID SEARCH UID 5:*\nS: * "
			    "SEARCH 5\nS: a4 OK\n"
			    "C: a5 UID FETCH 5 (UID BODY.PEEK[]<0.65536>)\n"
			    "S: a5 NO fetch\n" LOGOUT("a6"),
		"untold"},
	{"SMTPUTF8 for a name outside ASCII", SERVICE_SMTP, SEND,
		SMTP_IN("S: 250-SMTPUTF8\n") "C: MAIL FROM:<j\xc3\xb6@example."
					     "test> SMTPUTF8\nS: 550 no\n"
					     "C: QUIT\nS: 221\n",
		"not sent refused"},
	{"the name alone is not sent where it is not offered", SERVICE_SMTP,
		SEND, SMTP_IN("") "C: QUIT\nS: 221\n", "cannot be sent"},
};

struct seen {
	enum task task;
	const char *result;
};

static const char *const sights[] = {
	[TRIP_UNTOLD] = "untold",
	[TRIP_ABSENT] = "absent",
	[TRIP_FOUND] = "found",
};

static const char *wait_in_inbox(struct dialogue *d, enum task task)
{
	struct trip_receipt receipt = {.message_id = WANTED};
	struct trip_inbox inbox;
	uint64_t uid;

	if (!trip_open(d, &inbox))
		return "closed";
	inbox.eager = task == WAIT_EAGERLY;
	if (task != WAIT_RECEIPT)
		return sights[trip_wait(d, &inbox, WANTED, &uid)];
	trip_wait_receipts(d, &inbox, &receipt, 1, io_now_us() - 1);
	return sights[receipt.sight];
}

static const char *send_letter(struct dialogue *d)
{
	const struct letter letter = {
		.from = "j\xc3\xb6@example.test",
		.to = "j\xc3\xb6@example.test",
		.token = "abcdefghijabcdefghij",
	};
	int64_t taken_us;

	if (trip_send(d, &letter, &taken_us))
		return "sent";
	return d->facts->trip.why_not ? "cannot be sent" : "not sent";
}

static void visit(struct dialogue *d, const struct login_request *request)
{
	struct seen *seen = request->visit_context;
	struct octets header;
	unsigned number;

	if (seen->task == FIND)
		seen->result =
			sights[trip_find_dropped(d, WANTED, &number, &header)];
	else if (seen->task == SHOWS)
		seen->result = trip_shows_dropped(d) ? "shows" : "hides";
	else if (seen->task == SEND)
		seen->result = send_letter(d);
	else
		seen->result = wait_in_inbox(d, seen->task);
}

static enum login_held judge(
	const void *context, const struct probe_facts *facts)
{
	(void)context;
	(void)facts;
	return LOGIN_NOT_HELD;
}

static void play(const struct row *row, enum cut cut)
{
	struct probe_facts *facts = probe_facts_new();
	struct script *script = script_new(row->script, cut, 0, facts);
	struct secret *secret = secret_new(2);
	bool by_token = row->service == SERVICE_SMTP;
	struct seen seen = {row->task, "not signed in"};
	const struct login_request request = {
		.account = {.user = "jo@example.test",
			.host = "mail.example.test",
			.password = by_token ? NULL : secret,
			.token = by_token ? secret : NULL},
		.address = "jo@example.test",
		.judge = judge,
		.visit = visit,
		.visit_context = &seen,
	};
	const char *got;

	secret_add_text(secret, "p");
	facts->mode = MODE_IMPLICIT;
	facts->tls_offered = TLS_PROBED;
	probe_speak_login(script_wire(script), row->service, true, &request);
	got = arena_printf(facts->arena, "%s%s%s", seen.result,
		facts->status == ST_OK ? "" : " ",
		facts->status == ST_OK ? "" : status_name(facts->status));
	if (script_problem(script))
		fail_msg("%s (cut %d): %s\n%s", row->name, (int)cut,
			script_problem(script), got);
	if (strcmp(got, row->want) != 0)
		fail_msg("%s (cut %d): got %s, wanted %s", row->name, (int)cut,
			got, row->want);
	script_free(script);
	secret_free(secret);
	probe_facts_free(facts);
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		play(&rows[i], i % 2 ? CUT_LINES : CUT_WHOLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
