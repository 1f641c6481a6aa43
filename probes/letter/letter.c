/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/letter.h"

#include "model/table.h"
#include "model/text/ascii.h"
#include "model/text/builder.h"

#include <inttypes.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#define ADDRESS_OCTETS 254 /* RFC 5321 section 4.5.3.1.3 */
#define LOCAL_OCTETS 64

static const char *const kinds[] = {
	[LETTER_PLAIN] = "trip",
	[LETTER_RECEIPT] = "receipt",
	[LETTER_REQUEST] = "request",
	[LETTER_CANCEL] = "cancel",
};
static_assert(COUNT_OF(kinds) == LETTER_KIND_COUNT, "a kind's name");

const char *letter_kind_name(enum letter_kind kind)
{
	return kinds[kind];
}

bool letter_is_address(const char *address)
{
	const char *at = strrchr(address, '@');

	if (!at || at == address || !at[1] || at - address > LOCAL_OCTETS ||
		strlen(address) > ADDRESS_OCTETS)
		return false;
	for (const char *octet = address; *octet; octet++)
		if ((unsigned char)*octet <= ' ' || *octet == 0x7f ||
			strchr("<>()[]\\,;:\"", *octet) ||
			(*octet == '@' && octet != at))
			return false;
	return true;
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

bool letter_needs_utf8(const struct letter *letter)
{
	return !is_ascii(letter->from) || !is_ascii(letter->to);
}

bool letter_make_token(char ret_token[LETTER_TOKEN + 1])
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
	unsigned char random[LETTER_TOKEN];

	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return false;
	for (size_t i = 0; i < LETTER_TOKEN; i++)
		ret_token[i] = letters[random[i] % 32];
	ret_token[LETTER_TOKEN] = '\0';
	return true;
}

const char *letter_message_id(struct arena *arena, const struct letter *letter)
{
	return arena_printf(arena, "<mailsonde.%s.%" PRId64 ".%s%s>",
		kinds[letter->kind], letter->date, letter->token,
		strrchr(letter->from, '@'));
}

/* Takes `word` and the dot behind it off the front. */
static bool take(struct octets *text, const char *word)
{
	size_t length = strlen(word);

	if (text->length <= length || text->data[length] != '.' ||
		memcmp(text->data, word, length) != 0)
		return false;
	text->data += length + 1;
	text->length -= length + 1;
	return true;
}

static bool take_kind(struct octets *text, enum letter_kind *ret_kind)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (take(text, kinds[i])) {
			*ret_kind = (enum letter_kind)i;
			return true;
		}
	return false;
}

static bool take_date(struct octets *text, int64_t *ret_date)
{
	size_t digits = 0;
	int64_t date = 0;

	while (digits < text->length && digits < 12 &&
		ascii_is_digit(text->data[digits]))
		date = date * 10 + (text->data[digits++] - '0');
	if (!digits || digits == text->length || text->data[digits] != '.')
		return false;
	text->data += digits + 1;
	text->length -= digits + 1;
	*ret_date = date;
	return true;
}

/* What is before the token is letters of ours, which nobody's address holds. */
bool letter_is_ours(struct octets message_id, struct letter_mark *ret_mark)
{
	struct letter_mark mark = {0};

	while (message_id.length && ascii_is_space(*message_id.data)) {
		message_id.data++;
		message_id.length--;
	}
	if (!message_id.length || *message_id.data != '<')
		return false;
	message_id.data++;
	message_id.length--;
	if (!take(&message_id, "mailsonde") ||
		!take_kind(&message_id, &mark.kind) ||
		!take_date(&message_id, &mark.date) ||
		message_id.length < LETTER_TOKEN + 2 ||
		message_id.data[LETTER_TOKEN] != '@')
		return false;
	for (size_t i = 0; i < LETTER_TOKEN; i++)
		if (!ascii_is_alphanumeric(message_id.data[i]))
			return false;
	memcpy(mark.token, message_id.data, LETTER_TOKEN);
	*ret_mark = mark;
	return true;
}

/* RFC 5322 section 3.3, in English whatever the locale */
static void add_date(struct builder *text, int64_t seconds)
{
	static const char days[][4] = {
		"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t when = (time_t)seconds;
	struct tm tm = {0};

	gmtime_r(&when, &tm);
	builder_printf(text, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n",
		days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
		1900 + tm.tm_year, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static const char *subject_of(enum letter_kind kind)
{
	switch (kind) {
	case LETTER_RECEIPT:
		return "read receipt";
	case LETTER_REQUEST:
		return "invitation";
	case LETTER_CANCEL:
		return "cancelled invitation";
	case LETTER_PLAIN:
	case LETTER_KIND_COUNT:
		break;
	}
	return "round trip";
}

/* Out-of-office replies and the like are not for us. Whatever Exchange is asked
 * to leave out of its own answers, receipts are not among it. */
static void add_header(
	struct arena *arena, const struct letter *letter, struct builder *text)
{
	builder_printf(text, "From: <%s>\r\n", letter->from);
	builder_printf(text, "To: <%s>\r\n", letter->to);
	builder_printf(text, "Subject: " LETTER_SUBJECT " (%s) %s\r\n",
		subject_of(letter->kind), letter->token);
	add_date(text, letter->date);
	builder_printf(
		text, "Message-ID: %s\r\n", letter_message_id(arena, letter));
	builder_add(text, "MIME-Version: 1.0\r\n");
	builder_add(text, "X-Auto-Response-Suppress: OOF, AutoReply\r\n");
	if (letter->kind == LETTER_PLAIN)
		builder_add(text, "Auto-Submitted: auto-generated\r\n");
	if (letter->kind == LETTER_RECEIPT)
		builder_printf(text, "Disposition-Notification-To: <%s>\r\n",
			letter->from);
}

static void add_words(struct builder *text, enum letter_kind kind)
{
	builder_add(text, "Content-Type: text/plain; charset=us-ascii\r\n"
			  "Content-Transfer-Encoding: 7bit\r\n"
			  "\r\n"
			  "mailsonde sent this message to test mail settings, "
			  "and deletes "
			  "it itself.\r\n");
	if (kind == LETTER_REQUEST || kind == LETTER_CANCEL)
		builder_add(text, "The meeting does not take place; there is "
				  "no need to respond.\r\n");
	builder_add(text, "If you find it later, you can delete it.\r\n");
}

static void add_alternatives(
	struct arena *arena, const struct letter *letter, struct builder *text)
{
	bool utf8 = letter_needs_utf8(letter);

	builder_printf(text,
		"Content-Type: multipart/alternative;\r\n"
		" boundary=\"=_%s\"\r\n"
		"\r\n"
		"--=_%s\r\n",
		letter->token, letter->token);
	add_words(text, letter->kind);
	builder_printf(text,
		"\r\n"
		"--=_%s\r\n"
		"Content-Type: text/calendar; charset=UTF-8; method=%s\r\n"
		"Content-Transfer-Encoding: %s\r\n"
		"\r\n",
		letter->token,
		letter->kind == LETTER_CANCEL ? "CANCEL" : "REQUEST",
		utf8 ? "8bit" : "7bit");
	builder_add_octets(text, letter_calendar(arena, letter));
	builder_printf(text, "\r\n--=_%s--\r\n", letter->token);
}

struct octets letter_write(struct arena *arena, const struct letter *letter)
{
	struct builder text = {.arena = arena};

	add_header(arena, letter, &text);
	if (letter->kind == LETTER_REQUEST || letter->kind == LETTER_CANCEL)
		add_alternatives(arena, letter, &text);
	else
		add_words(&text, letter->kind);
	return (struct octets){
		(const unsigned char *)builder_text(&text), text.length};
}

struct octets letter_stuff(struct arena *arena, struct octets message)
{
	struct builder text = {.arena = arena};
	const unsigned char *at = message.data, *end = at + message.length;

	while (at < end) {
		const unsigned char *next =
			memchr(at, '\n', (size_t)(end - at));

		next = next ? next + 1 : end;
		if (*at == '.')
			builder_add(&text, ".");
		builder_add_octets(
			&text, (struct octets){at, (size_t)(next - at)});
		at = next;
	}
	if (message.length && end[-1] != '\n')
		builder_add(&text, "\r\n");
	builder_add(&text, ".\r\n");
	return (struct octets){
		(const unsigned char *)builder_text(&text), text.length};
}
