/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "probes/letter/letter.h"

#include "model/table.h"
#include "probes/letter/header.h"
#include "probes/letter/structure.h"
#include "tests/unit/unit.h"

#ifdef HAVE_LIBICAL
#include <libical/ical.h>
#endif
#include <string.h>

#define LONG_LOCAL                                                             \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LONG_DOMAIN                                                            \
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb."           \
	"cccccccccccccccccccccccccccccccccccccccccccccc.example.com"

static struct octets octets_of(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

static struct letter make(enum letter_kind kind, const char *from)
{
	return (struct letter){
		.kind = kind,
		.from = from,
		.to = "bob@example.net",
		.token = "abcdefghij0123456789",
		.date = 1764234304,
		.meeting = 1790000000,
	};
}

static const char *const senders[] = {
	"a@b",
	"anna@example.com",
	"o'neil+x/y=z?&%#!@example.com",
	"\xc3\xa4nne@b\xc3\xbc"
	"cher.example",
	LONG_LOCAL "@" LONG_DOMAIN,
};

/* CRLF alone, no line above RFC 5322's limit, no line above 78 octets but for
 * what holds a long address; no octet above 127 unless an address has one. */
static void check_lines(struct octets text, const char *sender)
{
	size_t begin = 0;

	assert_memory_equal(text.data + text.length - 2, "\r\n", 2);
	for (size_t i = 0; i < text.length; i++) {
		assert_true(text.data[i] != '\n' ||
			    (i && text.data[i - 1] == '\r'));
		assert_true(text.data[i] != '\r' || text.data[i + 1] == '\n');
		assert_true(text.data[i] < 0x80 || strlen(sender) == 21);
		if (text.data[i] != '\n')
			continue;
		assert_true(i - begin < 1000);
		if (i - begin > 80 && strlen(sender) < 60)
			fail_msg("%.*s", (int)(i - begin),
				(const char *)text.data + begin);
		begin = i + 1;
	}
}

static void test_messages(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(senders); i++)
		for (unsigned kind = 0; kind < LETTER_KIND_COUNT; kind++) {
			struct letter letter = make(kind, senders[i]);
			struct octets text = letter_write(arena, &letter);

			assert_true(letter_is_address(senders[i]));
			check_lines(text, senders[i]);
			assert_string_equal(header_find(arena, text, "From", 0),
				arena_printf(arena, "<%s>", senders[i]));
			assert_string_equal(header_find(arena, text, "Date", 0),
				"Thu, 27 Nov 2025 09:05:04 +0000");
			assert_string_equal(
				header_find(arena, text, "Message-ID", 0),
				letter_message_id(arena, &letter));
			assert_true(!header_find(arena, text,
					    "Disposition-Notification-To",
					    0) == (kind != LETTER_RECEIPT));
		}
	arena_free(arena);
}

static void test_addresses(void **state)
{
	static const char *const bad[] = {"", "@", "a@", "@b", "a", "a b@c",
		"a@b\r\nBcc: x@y", "a@b\n", "<a@b>", "\"a\"@b", "a@b@c",
		"a@b,c@d", LONG_LOCAL "a@b", "a@\x7f"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		if (letter_is_address(bad[i]))
			fail_msg("%s", bad[i]);
}

/* What we make is ours, and nothing else is. */
static void test_marks(void **state)
{
	static const char *const foreign[] = {"", "<>", "<a@b>",
		"mailsonde.trip.1.abcdefghij0123456789@b",
		"<mailsonde.trip.1.abcdefghij012345678@b>",
		"<mailsonde.trip.1.abcdefghij012345678.@b>",
		"<mailsonde.trip..abcdefghij0123456789@b>",
		"<mailsonde.trip.1234567890123.abcdefghij0123456789@b>",
		"<mailsonde.other.1.abcdefghij0123456789@b>",
		"<xmailsonde.trip.1.abcdefghij0123456789@b>",
		"<mailsonde.trip.1.abcdefghij0123456789>", "<mailsonde.trip"};
	struct arena *arena = arena_new();
	struct letter_mark mark;

	(void)state;
	for (unsigned kind = 0; kind < LETTER_KIND_COUNT; kind++) {
		struct letter letter = make(kind, "anna@example.com");

		assert_true(letter_is_ours(
			octets_of(arena_printf(arena, " %s\r\n",
				letter_message_id(arena, &letter))),
			&mark));
		assert_int_equal(mark.kind, kind);
		assert_true(mark.date == letter.date);
		assert_string_equal(mark.token, letter.token);
	}
	for (size_t i = 0; i < COUNT_OF(foreign); i++)
		if (letter_is_ours(octets_of(foreign[i]), &mark))
			fail_msg("%s", foreign[i]);
	arena_free(arena);
}

static void test_tokens(void **state)
{
	char one[LETTER_TOKEN + 1], other[LETTER_TOKEN + 1];

	(void)state;
	assert_true(letter_make_token(one) && letter_make_token(other));
	assert_int_equal(strlen(one), LETTER_TOKEN);
	assert_string_not_equal(one, other);
}

static void test_dots(void **state)
{
	static const struct {
		const char *text;
		const char *stuffed;
	} rows[] = {
		{"", ".\r\n"},
		{".", "..\r\n.\r\n"},
		{"a\r\n", "a\r\n.\r\n"},
		{"a", "a\r\n.\r\n"},
		{".\r\n..\r\na.\r\n", "..\r\n...\r\na.\r\n.\r\n"},
		{"\r\n.x", "\r\n..x\r\n.\r\n"},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal((const char *)letter_stuff(
					    arena, octets_of(rows[i].text))
					    .data,
			rows[i].stuffed);
	arena_free(arena);
}

/* An iTIP message, not a file that is attached (RFC 6047 section 2.4) */
static void test_invitation(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (unsigned kind = LETTER_REQUEST; kind <= LETTER_CANCEL; kind++) {
		struct letter letter = make(kind, "anna@example.com");
		struct structure structure;

		structure_of_message(
			arena, letter_write(arena, &letter), &structure);
		assert_int_equal(structure.count, 3);
		assert_true(structure_part_is(
			&structure.parts[0], "multipart", "alternative"));
		assert_true(structure_part_is(
			&structure.parts[1], "text", "plain"));
		assert_true(structure_part_is(
			&structure.parts[2], "text", "calendar"));
		assert_string_equal(structure.parts[2].method,
			kind == LETTER_CANCEL ? "CANCEL" : "REQUEST");
		assert_null(structure.parts[2].disposition);
	}
	arena_free(arena);
}

#ifdef HAVE_LIBICAL
static void check_calendar(const struct letter *letter, const char *text)
{
	icalcomponent *calendar = icalparser_parse_string(text), *event;
	icalproperty *attendee;
	bool cancelled = letter->kind == LETTER_CANCEL;

	assert_non_null(calendar);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	assert_int_equal(icalcomponent_isa(calendar), ICAL_VCALENDAR_COMPONENT);
	assert_true(icalrestriction_check(calendar));
	assert_int_equal(icalcomponent_get_method(calendar),
		cancelled ? ICAL_METHOD_CANCEL : ICAL_METHOD_REQUEST);
	event = icalcomponent_get_first_component(
		calendar, ICAL_VEVENT_COMPONENT);
	assert_non_null(event);
	assert_non_null(strstr(icalcomponent_get_uid(event), letter->token));
	assert_int_equal(icalcomponent_get_sequence(event), cancelled);
	assert_int_equal(icalcomponent_get_status(event),
		cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED);
	assert_true(icaltime_as_timet(icalcomponent_get_dtstart(event)) ==
		    letter->meeting);
	attendee =
		icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
	assert_string_equal(
		icalproperty_get_attendee(attendee), "mailto:bob@example.net");
	icalcomponent_free(calendar);
}

static void test_libical(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(senders); i++)
		for (unsigned kind = LETTER_REQUEST; kind <= LETTER_CANCEL;
			kind++) {
			struct letter letter = make(kind, senders[i]);

			check_calendar(&letter,
				(const char *)letter_calendar(arena, &letter)
					.data);
		}
	arena_free(arena);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_dots),
		cmocka_unit_test(test_invitation),
#ifdef HAVE_LIBICAL
		cmocka_unit_test(test_libical),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
