/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/structure.h"

#include "model/table.h"
#include "model/text/builder.h"
#include "probes/letter/invitation.h"
#include "probes/letter/receipt.h"
#include "probes/trip/fetch.h"
#include "tests/unit/unit.h"

#include <string.h>

static struct octets octets_of(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

/* "multipart/mixed(text/plain text/calendar;REQUEST)", by depth */
static const char *draw(struct arena *arena, const struct structure *structure)
{
	struct builder text = {.arena = arena};

	for (size_t i = 0; i < structure->count; i++) {
		const struct part *part = &structure->parts[i];

		builder_item_printf(&text, " ", "%u:%s/%s", part->depth,
			part->type, part->subtype);
		if (part->method)
			builder_printf(&text, ";%s", part->method);
		if (part->name)
			builder_printf(&text, ";%s", part->name);
		if (part->report)
			builder_printf(&text, ";%s", part->report);
		if (part->disposition)
			builder_printf(&text, ";%s", part->disposition);
	}
	return builder_text(&text);
}

#define PLAIN                                                                  \
	"(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 1 1"
#define CALENDAR                                                               \
	"(\"text\" \"calendar\" (\"charset\" \"utf-8\" \"method\" "            \
	"\"REQUEST\") NIL NIL \"base64\" 900 12"

static void test_imap(void **state)
{
	static const struct {
		const char *text;
		const char *drawn; /* NULL: it is no structure */
	} rows[] = {
		{PLAIN ")", "0:TEXT/PLAIN"},
		{" " PLAIN " NIL NIL NIL NIL) UID 7)", "0:TEXT/PLAIN"},
		{PLAIN " NIL (\"attachment\" (\"filename\" \"a b\")))",
			"0:TEXT/PLAIN;a b;attachment"},
		{"(" PLAIN ")" CALENDAR ") \"alternative\" (\"boundary\" "
		 "\"x\") NIL NIL)",
			"0:multipart/alternative 1:TEXT/PLAIN "
			"1:text/calendar;REQUEST"},
		{"((" PLAIN ")" CALENDAR ") \"alternative\")(\"application\" "
		 "\"ms-tnef\" (\"name\" \"winmail.dat\") NIL NIL \"base64\" "
		 "9) \"mixed\")",
			"0:multipart/mixed 1:multipart/alternative "
			"2:TEXT/PLAIN 2:text/calendar;REQUEST "
			"1:application/ms-tnef;winmail.dat"},
		{"(\"TEXT\" {8}\r\nCALENDAR (\"METHOD\" {3+}\r\na\"( NIL NIL "
		 "\"7BIT\" 0 0)",
			NULL},
		{"(\"TEXT\" {8}\r\nCALENDAR (\"METHOD\" {3+}\r\na\"() NIL NIL "
		 "\"7BIT\" 0 0)",
			"0:TEXT/CALENDAR;a\"("},
		{"(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 100 (NIL \"s\" "
		 "NIL NIL NIL NIL NIL NIL NIL NIL) " PLAIN ") 5)",
			"0:message/rfc822 1:TEXT/PLAIN"},
		{"((\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1)(\"message\" "
		 "\"disposition-notification\" NIL NIL NIL \"7bit\" 9) "
		 "\"report\" (\"report-type\" \"disposition-notification\"))",
			"0:multipart/report;disposition-notification "
			"1:TEXT/PLAIN 1:message/disposition-notification"},
		{"(\"a\\\"\\\\\" \"b\" NIL NIL NIL \"7BIT\" 1)", "0:a\"\\/b"},
		{"", NULL},
		{"NIL", NULL},
		{"()", NULL},
		{"(NIL \"PLAIN\")", NULL},
		{"(\"TEXT\")", NULL},
		{"(\"TEXT\" \"PLAIN\"", NULL},
		{"(\"TEXT", NULL},
		{"(\"TEXT\\", NULL},
		{"(\"TEXT\" {9}\r\nPLAIN)", NULL},
		{"(\"TEXT\" {99999999999999999999}\r\nPLAIN)", NULL},
		{"(\"TEXT\" {5}PLAIN)", NULL},
		{"(()) \"mixed\")", NULL},
		{"((" PLAIN ") NIL)", NULL},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct structure structure;
		bool read = structure_read(
			arena, octets_of(rows[i].text), &structure);

		if (read != (rows[i].drawn != NULL))
			fail_msg("%s: %d", rows[i].text, read);
		if (read)
			assert_string_equal(
				draw(arena, &structure), rows[i].drawn);
	}
	arena_free(arena);
}

static void test_bounds(void **state)
{
	struct arena *arena = arena_new();
	struct builder deep = {.arena = arena}, wide = {.arena = arena};
	struct structure structure;

	(void)state;
	for (int i = 0; i < 10000; i++)
		builder_add(&deep, "(");
	assert_false(structure_read(
		arena, octets_of(builder_text(&deep)), &structure));
	builder_add(&wide, "(");
	for (int i = 0; i < STRUCTURE_PARTS + 5; i++)
		builder_add(&wide, PLAIN ")");
	builder_add(&wide, " \"mixed\")");
	assert_true(structure_read(
		arena, octets_of(builder_text(&wide)), &structure));
	assert_int_equal(structure.count, STRUCTURE_PARTS);
	assert_true(structure.cut);
	arena_free(arena);
}

#define MULTI                                                                  \
	"Content-Type: multipart/mixed; (comment; boundary=no) "               \
	"boundary=\"=_x;\"\r\n\r\npreamble\r\n"

static void test_mime(void **state)
{
	static const struct {
		const char *text;
		const char *drawn;
		bool cut;
	} rows[] = {
		{"", "0:text/plain", false},
		{"Subject: x\r\n\r\nbody", "0:text/plain", false},
		{"Content-Type: nonsense\r\n\r\n", "0:text/plain", false},
		{"content-type : TEXT/Calendar;\r\n\tMethod=REQUEST;\r\n "
		 "name=\"a \\\"b\"\r\n\r\n",
			"0:TEXT/Calendar;REQUEST;a \"b", false},
		{MULTI "--=_x;\r\n\r\na\r\n--=_x;\r\nContent-Disposition: "
		       "attachment; filename=a.ics\r\n\r\nb\r\n--=_x;--\r\n"
		       "epilogue\r\n--=_x;\r\n",
			"0:multipart/mixed 1:text/plain "
			"1:text/plain;a.ics;attachment",
			false},
		{MULTI "--=_x;\nContent-Type: multipart/report; "
		       "report-type=x; boundary=y\n\n--y\n\n--y--\n--=_x;--",
			"0:multipart/mixed 1:multipart/report;x 2:text/plain",
			false},
		{MULTI "--=_x;\r\nContent-Type: message/rfc822\r\n\r\n"
		       "Content-Type: text/html\r\n\r\n<a>\r\n",
			"0:multipart/mixed 1:message/rfc822 2:text/html",
			false},
		{MULTI, "0:multipart/mixed", false},
		{"Content-Type: multipart/mixed\r\n\r\n--\r\n",
			"0:multipart/mixed", false},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct structure structure;

		structure_of_message(
			arena, octets_of(rows[i].text), &structure);
		assert_string_equal(draw(arena, &structure), rows[i].drawn);
		assert_int_equal(structure.cut, rows[i].cut);
	}
	arena_free(arena);
}

static void test_forms(void **state)
{
	static const struct {
		const char *message;
		const char *form;
	} rows[] = {
		{MULTI "--=_x;\r\nContent-Type: text/calendar; "
		       "method=REQUEST\r\n\r\n--=_x;--",
			"icalendar"},
		{"Content-Type: text/calendar; method=REQUEST\r\n\r\n",
			"icalendar"},
		/* without a method, or attached, it is a file */
		{MULTI "--=_x;\r\nContent-Type: text/calendar\r\n\r\n--=_x;--",
			"attachment"},
		{MULTI "--=_x;\r\nContent-Type: text/calendar; method=REQUEST"
		       "\r\nContent-Disposition: attachment\r\n\r\n--=_x;--",
			"attachment"},
		{MULTI "--=_x;\r\nContent-Type: application/octet-stream; "
		       "name=Invite.ICS\r\n\r\n--=_x;--",
			"attachment"},
		{MULTI "--=_x;\r\nContent-Type: application/ms-tnef\r\n\r\n"
		       "--=_x;--",
			"tnef"},
		{MULTI "--=_x;\r\nContent-Type: application/octet-stream; "
		       "name=winmail.dat\r\n\r\n--=_x;--",
			"tnef"},
		{"Content-Class: urn:content-classes:calendarmessage\r\n\r\nx",
			"link"},
		{"\r\nhttps://mail.example.com/owa/?ItemID=AAM%3d&exvsurl=1",
			"link"},
		{"\r\nhttps://mail.example.com/owa/?ae=Item&a=open", "link"},
		{"\r\nhttps://mail.example.com/owa/ is our mail", "unknown"},
		{"Subject: x\r\n\r\nno more", "unknown"},
		{"", "unknown"},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct octets message = octets_of(rows[i].message);
		struct structure structure;

		structure_of_message(arena, message, &structure);
		assert_string_equal(
			invitation_form_name(invitation_form_of(
				arena, message, &structure, message)),
			rows[i].form);
	}
	arena_free(arena);
}

#define REPORT                                                                 \
	"Content-Type: multipart/report; boundary=x;\r\n "                     \
	"report-type=disposition-notification\r\n\r\n--x\r\n\r\nRead\r\n--"    \
	"x\r\n"
#define NOTIFICATION "Content-Type: message/disposition-notification\r\n"

static void test_receipts(void **state)
{
	static const struct {
		const char *message;
		const char *id;
		const char *disposition;
		bool automatic;
	} rows[] = {
		{REPORT NOTIFICATION
			"\r\nFinal-Recipient: rfc822;a@b\r\n"
			"Original-Message-ID: <m@b>\r\nDisposition: "
			"automatic-action/MDN-sent-automatically; displayed\r\n"
			"--x--",
			"<m@b>", "displayed", true},
		{REPORT NOTIFICATION "Content-Transfer-Encoding: base64\r\n\r\n"
				     "T3JpZ2luYWwtTWVzc2FnZS1JRDogPG1AYj4NCkRpc"
				     "3Bvc2l0aW9u\r\n"
				     "OiBtYW51YWwtYWN0aW9uL01ETi1zZW50LW1hbnVhb"
				     "Gx5OyBkZWxl\r\n"
				     "dGVkL2Vycm9yDQo=\r\n--x--",
			"<m@b>", "deleted", false},
		{REPORT NOTIFICATION "\r\n", NULL, NULL, false},
		{REPORT, NULL, NULL, false},
	};
	static const char *const others[] = {"", "Subject: Read: x\r\n\r\n",
		"Content-Type: multipart/report; report-type=delivery-status;"
		" boundary=x\r\n\r\n--x\r\n" NOTIFICATION "\r\n--x--",
		"Content-Type: multipart/report; boundary=x\r\n\r\n"};
	struct arena *arena = arena_new();
	struct receipt receipt;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_true(receipt_read(
			arena, octets_of(rows[i].message), &receipt));
		assert_true(!rows[i].id == !receipt.message_id);
		if (rows[i].id)
			assert_string_equal(receipt.message_id, rows[i].id);
		assert_true(!rows[i].disposition == !receipt.disposition);
		if (rows[i].disposition)
			assert_string_equal(
				receipt.disposition, rows[i].disposition);
		assert_int_equal(receipt.automatic, rows[i].automatic);
	}
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(
			receipt_read(arena, octets_of(others[i]), &receipt));
	arena_free(arena);
}

/* Items in any order, and nothing in a literal is taken for one. */
static void test_fetch(void **state)
{
	static const struct {
		const char *text;
		uint64_t uid; /* 0: it cannot be read */
		const char *header;
		const char *structure;
		bool seen;
	} rows[] = {
		{" (UID 7)", 7, "", "", false},
		{" (BODY[HEADER.FIELDS (MESSAGE-ID)] {10}\r\nUID 9 (\\)) "
		 "UID 4294967295 FLAGS (\\Seen $x))",
			4294967295, "UID 9 (\\))", "", true},
		{" (FLAGS (\\Seen) BODY[HEADER] \"a \\\"b\" UID 1)", 1,
			"a \\\"b", "", true},
		{" (UID 3 BODYSTRUCTURE (\"a)\" {2}\r\n() NIL) X y)", 3, "",
			"(\"a)\" {2}\r\n() NIL)", false},
		{" (BODY[] NIL UID 5)", 5, "NIL", "", false},
		{"", 0, NULL, NULL, false},
		{" UID 7", 0, NULL, NULL, false},
		{" (FLAGS ())", 0, NULL, NULL, false},
		{" (UID 99999999999)", 0, NULL, NULL, false},
		{" (BODY[] {9}\r\nx UID 5)", 0, NULL, NULL, false},
		{" (BODY[] \"x UID 5)", 0, NULL, NULL, false},
		{" (X (((( UID 5)", 0, NULL, NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fetched fetched;
		bool read = fetch_read(octets_of(rows[i].text), &fetched);

		if (read != (rows[i].uid != 0))
			fail_msg("%s", rows[i].text);
		if (!read)
			continue;
		assert_true(fetched.uid == rows[i].uid);
		assert_int_equal(fetched.seen, rows[i].seen);
		assert_int_equal(fetched.header.length, strlen(rows[i].header));
		assert_memory_equal(fetched.header.data
					    ? (const char *)fetched.header.data
					    : "",
			rows[i].header, fetched.header.length);
		assert_int_equal(
			fetched.structure.length, strlen(rows[i].structure));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_imap),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_mime),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_receipts),
		cmocka_unit_test(test_fetch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
