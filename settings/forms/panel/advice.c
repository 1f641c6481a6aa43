/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/advice.h"

#include "model/text/ascii.h"
#include "settings/forms/panel/reader.h"
#include "settings/tongues.h"

#include <string.h>

/* A text, folded, with the clause of it that is looked at. */
struct clause {
	struct arena *arena;
	const char *text;
	char *marks;
	size_t begin;
	size_t end;
};

static bool is_letter(char octet)
{
	return ascii_is_letter((unsigned char)octet) ||
	       (unsigned char)octet >= 0x80;
}

/* Where a phrase begins within the clause, as a word of its own; its end in
 * `*ret_end`. With `whole`, it ends there, too. */
static bool find_phrase(const struct clause *c, enum tongue tongue, size_t from,
	bool whole, size_t *ret_begin, size_t *ret_end)
{
	for (size_t at = from; at < c->end; at++) {
		const char *text = c->text + at;
		size_t length;

		/* Ideographs have no blanks between them. */
		if (at > c->begin && is_letter(text[-1]) &&
			(unsigned char)*text < 0xe0)
			continue;
		length = tongues_begins(tongue, text);
		if (!length || at + length > c->end ||
			(whole &&
				ascii_is_letter(
					(unsigned char)text[length - 1]) &&
				is_letter(text[length])))
			continue;
		*ret_begin = at;
		*ret_end = at + length;
		return true;
	}
	return false;
}

static void mark(struct clause *c, size_t begin, size_t end)
{
	memset(c->marks + begin, '!', end - begin);
}

/* The end of the first number or word for the mode behind `from`; `end` if
 * there is none. */
static size_t skip_value(const struct clause *c, size_t from, size_t end)
{
	size_t at = from;

	while (at < end) {
		size_t length;

		at += strspn(c->text + at, READER_SEPARATORS ":");
		length = strcspn(c->text + at, READER_SEPARATORS);
		if (at + length > end)
			break;
		if (ascii_is_digit((unsigned char)c->text[at]) ||
			lexicon_mode(c->text + at, length) != WORD_NONE)
			return at + length;
		at += length + !length;
	}
	return end;
}

static bool has_digit(const struct clause *c, size_t begin, size_t end)
{
	return begin + strcspn(c->text + begin, "0123456789") < end;
}

/* "587 or 143 (deprecated)": back to what the bracket is about. */
static size_t begin_of_bracket(const struct clause *c, size_t phrase)
{
	size_t open = phrase, begin = c->begin, word, end = c->begin;

	while (open > c->begin && c->text[open - 1] != '(')
		open--;
	if (open == c->begin)
		return c->begin;
	for (size_t at = c->begin; at < open; at++)
		if (c->text[at] == ')')
			begin = at + 1;
	while (find_phrase(c, TONGUE_OR, end, true, &word, &end) && end < open)
		begin = end > begin ? end : begin;
	return begin;
}

/* "Use 587 instead of 25" */
static void mark_rather_than(struct clause *c)
{
	size_t begin, end = c->begin;

	while (find_phrase(c, TONGUE_RATHER_THAN, end, true, &begin, &end))
		mark(c, begin, skip_value(c, end, c->end));
	end = c->begin;
	/* "25 yerine 587": what stands before it */
	while (find_phrase(
		c, TONGUE_RATHER_THAN_BEFORE, end, false, &begin, &end))
		mark(c, c->begin, end);
}

/* How long "port 25" or "25" is, with the blanks behind it; 0 if it is none. */
static size_t port_length(const char *text)
{
	size_t word = strncmp(text, "port ", 5) == 0 ? 5 : 0;
	size_t digits = strspn(text + word, "0123456789");

	return digits && text[word + digits] == ' ' ? word + digits + 1 : 0;
}

/* "changed from 25 to 587": the port that it was */
static void mark_changed(struct clause *c)
{
	static const struct {
		const char *from;
		const char *to;
	} words[] = {
		{" from ", "to "},
		{" von ", "auf "},
		{" von ", "zu "},
		{" de ", "à "},
		{" de ", "a "},
		{" da ", "a "},
		{" van ", "naar "},
	};

	for (size_t at = c->begin; at < c->end; at++)
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
			const char *from = words[i].from, *to = words[i].to;
			size_t begin = at + strlen(from), port;

			if (strncmp(c->text + at, from, strlen(from)) != 0)
				continue;
			port = port_length(c->text + begin);
			if (port && begin + port < c->end &&
				strncmp(c->text + begin + port, to,
					strlen(to)) == 0)
				mark(c, begin, begin + port);
		}
}

static bool is_condition(const struct clause *c)
{
	const char *text = c->text + c->begin;

	text += strspn(text, " (,");
	return tongues_begins(
		       TONGUE_IF, arena_printf(c->arena, " %.40s", text)) > 0;
}

/* "465 is deprecated and 25 must not be used": what says something of the
 * number before it alone. Answers with what follows it; 0 if it says something
 * of the numbers behind it. */
static size_t mark_before(
	struct clause *c, size_t from, size_t phrase, size_t end)
{
	size_t word = c->end, next = c->end;

	find_phrase(c, TONGUE_OR, end, true, &word, &next);
	if (!has_digit(c, from, phrase) || has_digit(c, end, word) ||
		!has_digit(c, next, c->end))
		return 0;
	mark(c, from, word);
	return next;
}

static bool ends_rather_than(const struct clause *c, size_t end)
{
	size_t begin, at = c->begin;

	while (find_phrase(c, TONGUE_RATHER_THAN, at, true, &begin, &at))
		if (at == end)
			return true;
	return false;
}

/* What advises against something, and is no part of "and no longer 25" */
static bool find_against(
	const struct clause *c, size_t from, size_t *ret_begin, size_t *ret_end)
{
	while (find_phrase(
		c, TONGUE_AGAINST, from, false, ret_begin, ret_end)) {
		if (!ends_rather_than(c, *ret_end))
			return true;
		from = *ret_end;
	}
	return false;
}

/* "587 with STARTTLS (465 does not work)": the bracket speaks of itself.
 * Answers whether it does. */
static bool mark_bracket(struct clause *c, size_t phrase)
{
	size_t open = phrase, close = phrase;

	while (open > c->begin && c->text[open - 1] != '(' &&
		c->text[open - 1] != ')')
		open--;
	while (close < c->end && c->text[close] != ')')
		close++;
	if (open == c->begin || c->text[open - 1] == ')' ||
		!has_digit(c, open, phrase))
		return false;
	mark(c, open, close);
	return true;
}

/* "SSL: 使用しない": a setting, which advises against nothing */
static bool is_answer(const struct clause *c)
{
	const char *text = arena_printf(
		c->arena, "%.*s", (int)(c->end - c->begin), c->text + c->begin);
	size_t word;

	text += strspn(text, READER_SEPARATORS);
	word = strcspn(text, READER_SEPARATORS ":");
	if (lexicon_mode(text, word) == WORD_NONE)
		return false;
	text += word;
	text += strspn(text, READER_SEPARATORS ":");
	return tongues_is(TONGUE_NO, text);
}

/* Answers whether the clause advises against what it does not name. */
static bool mark_against(struct clause *c)
{
	size_t from = c->begin, next, begin, end, use, use_end;

	mark_rather_than(c);
	mark_changed(c);
	if (is_condition(c) || is_answer(c))
		return false;
	do {
		if (!find_against(c, from, &begin, &end))
			return false;
		next = mark_before(c, from, begin, end);
		from = next ? next : from;
	} while (next);
	if (has_digit(c, end, c->end)) {
		/* "Do not use 25 but 587" */
		use = c->end;
		find_phrase(c, TONGUE_USE, end, true, &use, &use_end);
		mark(c, begin, use);
		return false;
	}
	if (!has_digit(c, from, begin)) {
		mark(c, from, c->end);
		return !memchr(c->text + from, '.', c->end - from);
	}
	if (mark_bracket(c, begin))
		return false;
	begin = begin_of_bracket(c, begin);
	mark(c, begin > from ? begin : from, c->end);
	return false;
}

/* "1. March" ends no sentence, "port 25. Use" does. */
static bool is_day(const struct clause *c, size_t at)
{
	size_t digits = 0;

	while (at > digits &&
		ascii_is_digit((unsigned char)c->text[at - digits - 1]))
		digits++;
	if (!digits || digits > 2 || digits == at ||
		(digits == 2 && c->text[at - 2] == '2' &&
			strchr("456", c->text[at - 1])))
		return false;
	return c->text[at - digits - 1] == ' ';
}

/* "switched off since May": no reason, but a part of what is said */
static bool is_since(const struct clause *c, size_t at)
{
	static const char *const ends[] = {"off", "disabled", "closed", NULL};

	if (strncmp(c->text + at, " since ", 7) != 0)
		return false;
	for (const char *const *end = ends; *end; end++) {
		size_t length = strlen(*end);

		if (at >= c->begin + length &&
			memcmp(c->text + at - length, *end, length) == 0)
			return true;
	}
	return false;
}

/* Whether a clause ends there. */
static bool is_end(const struct clause *c, size_t at, unsigned depth)
{
	char octet = c->text[at], next = octet ? c->text[at + 1] : '\0';

	if (!octet || octet == '\t' || octet == '|')
		return true;
	if (octet == ' ' && !is_since(c, at) &&
		(tongues_begins(TONGUE_IF, c->text + at) ||
			tongues_begins(TONGUE_BECAUSE, c->text + at)))
		return true;
	if (depth)
		return false;
	return octet == ';' || (octet == ',' && next == ' ') ||
	       (strchr(".!?", octet) && (!next || next == ' ') &&
		       !(octet == '.' && next && is_day(c, at)));
}

/* "Avoid 25, 110 and 143": the list goes on with numbers alone. */
static bool goes_on(const struct clause *c, size_t begin, size_t end)
{
	size_t at = begin;

	while (at < end) {
		size_t length;
		const char *word;

		at += strspn(c->text + at, " ,");
		length = strcspn(c->text + at, " ,.;!");
		if (at >= end || !length)
			break;
		word = arena_printf(
			c->arena, "%.*s", (int)length, c->text + at);
		if (word[strspn(word, "0123456789")] &&
			!tongues_is(TONGUE_OR, word))
			return false;
		at += length;
	}
	return has_digit(c, begin, end);
}

struct panel_advice panel_advice_read(struct arena *arena, const char *text)
{
	size_t length = strlen(text);
	struct clause c = {
		.arena = arena,
		.text = tongues_fold(arena, text),
		.marks = arena_alloc(arena, length + 1),
	};
	struct panel_advice advice = {.marks = c.marks};
	bool before = false;
	unsigned depth = 0;

	memset(c.marks, ' ', length);
	c.marks[length] = '\0';
	for (size_t at = 0; at <= length; at++) {
		depth += text[at] == '(';
		depth -= text[at] == ')' && depth;
		if (!is_end(&c, at, depth))
			continue;
		c.end = at;
		if (before && goes_on(&c, c.begin, c.end))
			mark(&c, c.begin, c.end);
		else if (c.end > c.begin)
			advice.alone = mark_against(&c) || advice.alone;
		before = text[at] == ',' && c.end > c.begin &&
			 c.marks[c.end - 1] == '!';
		/* The comma of ", not 143" is a part of the phrase. */
		c.begin = at + (text[at] != '\0' && text[at] != ',');
		if (text[at] == '\t' || text[at] == '|')
			depth = 0;
	}
	return advice;
}
