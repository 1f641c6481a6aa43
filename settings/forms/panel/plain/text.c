/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Pasted text, made plain. */

#include "model/text/ascii.h"
#include "settings/forms/panel/label.h"
#include "settings/forms/panel/plain/boxes.h"

#include <string.h>

#define LINE_LONGEST 16384 /* octets that are looked at */
#define BREAKS READER_SEPARATORS "\n"

/* Characters that stand for others; the longest first where it matters. */
static const struct {
	const char *from;
	const char *to; /* never longer */
} characters[] = {
	{"\xc2\xa0", " "},     /* NBSP */
	{"\xc2\xad", ""},      /* soft hyphen */
	{"\xc2\xab", "\""},    /* guillemets */
	{"\xc2\xbb", "\""},    /* */
	{"\xc2\xb7", " "},     /* middle dot */
	{"\xe2\x80\xaf", " "}, /* narrow NBSP */
	{"\xe2\x80\x82", " "}, /* en space */
	{"\xe2\x80\x83", " "}, /* em space */
	{"\xe2\x80\x89", " "}, /* thin space */
	{"\xe2\x80\x8b", ""},  /* zero width space */
	{"\xe2\x80\x8c", ""},  /* zero width non-joiner */
	{"\xe2\x80\x8d", ""},  /* zero width joiner */
	{"\xe2\x80\x8e", ""},  /* left-to-right mark */
	{"\xe2\x80\x8f", ""},  /* right-to-left mark */
	{"\xe2\x80\x98", "'"}, /* quotation marks */
	{"\xe2\x80\x99", "'"}, {"\xe2\x80\x9c", "\""}, {"\xe2\x80\x9d", "\""},
	{"\xe2\x80\x9e", "\""}, {"\xe2\x80\xa2", " "}, /* bullets */
	{"\xe2\x97\x8f", " "}, {"\xe2\x96\xaa", " "},
	{"\xe2\x86\x92", " "},                       /* arrow */
	{"\xe2\x9e\x9c", " "}, {"\xef\xbb\xbf", ""}, /* byte order mark */
	{"\xe3\x80\x80", " "},                       /* ideographic space */
	{"\xe3\x80\x81", ","},                       /* East Asian comma */
	{"\xe3\x80\x82", " "},                       /* ... full stop */
	{"\xe3\x80\x8c", "\""}, {"\xe3\x80\x8d", "\""}, {"\xe3\x80\x90", " "},
	{"\xe3\x80\x91", " "},
	{"\xef\xbc\x8c", ", "}, /* full width; others by take_wide() */
	{"\xef\xbc\x9a", ": "}, {"\xef\xbc\x9b", "; "},
	{"\xef\xb9\x95", ": "}, /* what looks like a colon */
	{"\xe2\x88\xb6", ": "}, {"\xea\x9e\x89", ": "},
	{"\xe2\x88\x92", "-"}, /* minus */
};

static const struct {
	const char *from;
	char to;
} entities[] = {
	{"&nbsp;", ' '},
	{"&#160;", ' '},
	{"&amp;", '&'},
	{"&lt;", ' '},
	{"&gt;", ' '},
	{"&quot;", '"'},
	{"&#47;", '/'},
	{"&#58;", ':'},
};

struct writer {
	const char *at;
	const char *end;
	char *to;
};

static bool take_character(struct writer *w)
{
	if ((unsigned char)*w->at < 0x80)
		return false;
	for (size_t i = 0; i < sizeof(characters) / sizeof(*characters); i++) {
		size_t length = strlen(characters[i].from);

		if ((size_t)(w->end - w->at) < length ||
			memcmp(w->at, characters[i].from, length) != 0)
			continue;
		w->at += length;
		for (const char *c = characters[i].to; *c; c++)
			*w->to++ = *c;
		return true;
	}
	return false;
}

/* U+FF01 to U+FF5E, the full width forms of ASCII */
static bool take_wide(struct writer *w)
{
	const unsigned char *at = (const unsigned char *)w->at;
	unsigned character;

	if (w->end - w->at < 3 || at[0] != 0xef ||
		(at[1] != 0xbc && at[1] != 0xbd))
		return false;
	character = (at[1] & 0x3fu) << 6 | (at[2] & 0x3f);
	if (character < 0xf01 || character > 0xf5e)
		return false;
	*w->to++ = (char)(character - 0xf00 + ' ');
	w->at += 3;
	return true;
}

static bool take_entity(struct writer *w)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++) {
		size_t length = strlen(entities[i].from);

		if ((size_t)(w->end - w->at) < length ||
			memcmp(w->at, entities[i].from, length) != 0)
			continue;
		w->at += length;
		*w->to++ = entities[i].to;
		return true;
	}
	return false;
}

static bool is_any(const char *name, size_t length, const char *const *list)
{
	for (; *list; list++)
		if (strlen(*list) == length &&
			ascii_compare_n(name, *list, length) == 0)
			return true;
	return false;
}

/* tag = "<" [ "/" ] name *( any octet but ">" ) ">"; what ends a line where it
 * is shown, ends one here; a cell is parted from the next by a tab. */
static bool take_tag(struct writer *w)
{
	static const char *const inline_tags[] = {"a", "b", "i", "u", "em",
		"strong", "span", "code", "font", "small", "tt", "kbd", "sup",
		"mark", NULL};
	static const char *const cell_tags[] = {
		"td", "th", "dd", "label", "img", NULL};
	static const char *const line_tags[] = {"br", "p", "tr", "li", "div",
		"h1", "h2", "h3", "h4", "h5", "h6", "dt", "dl", "ul", "ol",
		"table", "tbody", "thead", "hr", "pre", "html", "body", "head",
		"title", "section", "article", "blockquote", "center", NULL};
	const char *name = w->at + 1, *close;
	size_t length = 0;

	if (name < w->end && *name == '/')
		name++;
	while (name + length < w->end && ascii_is_alphanumeric(name[length]))
		length++;
	close = memchr(name, '>', (size_t)(w->end - name));
	if (!length || !close ||
		(name + length < close && !strchr(" \t/", name[length])))
		return false;
	if (is_any(name, length, inline_tags))
		*w->to++ = ' ';
	else if (is_any(name, length, cell_tags))
		*w->to++ = '\t';
	else if (is_any(name, length, line_tags))
		*w->to++ = '\n';
	else
		return false;
	w->at = close + 1;
	return true;
}

static bool is_cjk(const char *at, const char *end)
{
	return end - at >= 3 && (unsigned char)at[0] >= 0xe3 &&
	       (unsigned char)at[0] <= 0xed;
}

/* "IMAP" and then ideographs: a blank between the letters of two scripts, of
 * which one has no blanks of its own. */
static void part_scripts(struct writer *w, const char *text)
{
	bool cjk_before = w->at - text >= 3 && is_cjk(w->at - 3, w->end) &&
			  (unsigned char)w->at[-1] >= 0x80;
	bool word_before = w->at > text && ascii_is_alphanumeric(w->at[-1]);

	if ((word_before && is_cjk(w->at, w->end)) ||
		(cjk_before && ascii_is_alphanumeric(*w->at)))
		*w->to++ = ' ';
}

/* Whether it is up to four hexadecimal digits, as in an IPv6 address */
static bool is_group(const char *text, size_t length)
{
	return length <= 4 && strspn(text, "0123456789abcdefABCDEF") >= length;
}

/* Whether what stands before a colon is a label: a word or a service, which
 * has no dot, and is no part of an address. Before an "@" it must be one that
 * is known, or else it may be somebody's name, and what follows a password. */
static bool is_label(struct arena *arena, const char *text, size_t length)
{
	const char *copy = arena_printf(arena, "%.*s", (int)length, text);
	size_t rest = strcspn(text + length, BREAKS);
	struct panel_label label;
	enum service service;
	const char *next = text + length + 1;

	if (!length || !*next || strchr(BREAKS ":/", *next) ||
		ascii_is_digit(*text) || is_group(text, length) ||
		strpbrk(copy, ".@/:") || strcmp(copy, "localhost") == 0)
		return false;
	if (!memchr(next, '@', rest - 1))
		return true;
	label = panel_label_read(arena, copy);
	return label.user || label.mail || label.server ||
	       lexicon_service(copy, length, &service, NULL);
}

/* "Port:993": a blank behind the colon of a label, in a text that has room for
 * it. */
static char *part_labels(struct arena *arena, const char *text)
{
	char *parted = arena_alloc(arena, 2 * strlen(text) + 1), *to = parted;

	for (size_t length; *text; text += length) {
		const char *token = text;

		length = strspn(text, BREAKS);
		memcpy(to, text, length);
		to += length;
		token += length;
		length += strcspn(token, BREAKS);
		for (; token < text + length; token++) {
			size_t left = (size_t)(text + length - token);
			const char *colon = memchr(token, ':', left);
			size_t label = colon ? (size_t)(colon - token) : left;

			if (!colon ||
				memmem(token, (size_t)(text + length - token),
					"://", 3) ||
				!is_label(arena, token, label))
				break;
			memcpy(to, token, label + 1);
			to += label + 1;
			*to++ = ' ';
			token += label;
		}
		memcpy(to, token, (size_t)(text + length - token));
		to += text + length - token;
	}
	*to = '\0';
	return parted;
}

/* Whether what stands around two blanks may be cells: no sentence ends before
 * them, and they align no value. */
static bool are_cells(const char *before, const char *after)
{
	return !strchr(".:,;=!?>-", *before) && !strchr("=:>-", *after);
}

/* Columns that are parted by blanks: three or more are a tab, and two between
 * words. */
static void part_columns(char *text)
{
	char *to = text + strspn(text, " \t");
	const char *begin = to;

	for (const char *at = to; *at;) {
		size_t blanks = strspn(at, " ");

		if (at[blanks] &&
			(blanks >= 3 || (blanks == 2 && at > begin &&
						are_cells(at - 1, at + 2)))) {
			*to++ = '\t';
			at += blanks;
		} else {
			*to++ = *at++;
		}
	}
	*to = '\0';
}

/* "Port..........993": what leads to a value ends its label. */
static bool take_leader(struct writer *w)
{
	const char *at = w->at;

	while (at < w->end && *at == '.')
		at++;
	if (at - w->at < 4 || at == w->end)
		return false;
	w->at = at;
	*w->to++ = ':';
	*w->to++ = ' ';
	return true;
}

char *panel_line_normalise(struct arena *arena, const char *text, size_t length)
{
	char *begin;
	struct writer w;

	if (length > LINE_LONGEST)
		length = LINE_LONGEST;
	begin = arena_alloc(arena, 2 * length + 1);
	w = (struct writer){text, text + length, begin};
	/* List marks, quotation marks and comment marks */
	while (w.at < w.end && strchr(" \t#/';>*-+", *w.at))
		w.at++;
	while (w.at < w.end) {
		if ((*w.at == '<' && take_tag(&w)) ||
			(*w.at == '&' && take_entity(&w)) ||
			take_character(&w) || take_wide(&w))
			continue;
		part_scripts(&w, text);
		if (take_leader(&w))
			continue;
		if (*w.at == '`' || *w.at == '\0' ||
			(*w.at == '*' && w.at + 1 < w.end && w.at[1] == '*'))
			*w.to++ = ' ';
		else
			*w.to++ = *w.at;
		w.at++;
	}
	*w.to = '\0';
	part_columns(begin);
	begin = panel_boxes_read(arena, begin);
	return strchr(begin, ':') ? part_labels(arena, begin) : begin;
}
