/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void insert(struct reply *r, size_t place, const char *text)
{
	r->line = or_die(realloc(r->line, (r->count + 1) * sizeof(r->line[0])));
	memmove(r->line + place + 1, r->line + place,
		(r->count - place) * sizeof(r->line[0]));
	r->count++;
	r->line[place] = (struct octets){0};
	octets_puts(&r->line[place], text);
}

static void delete_line(struct reply *r, size_t place)
{
	octets_clear(&r->line[place]);
	r->count--;
	memmove(r->line + place, r->line + place + 1,
		(r->count - place) * sizeof(r->line[0]));
}

void reply_add(struct reply *r, const char *text)
{
	insert(r, r->count, text);
}

void reply_expand(struct reply *r, const struct persona *p,
	const struct persona_reply *from, const struct persona_context *context)
{
	for (size_t i = 0; i < from->count; i++) {
		insert(r, r->count, "");
		persona_expand(
			p, from->line[i], context, &r->line[r->count - 1]);
	}
}

void reply_clear(struct reply *r)
{
	for (size_t i = 0; i < r->count; i++)
		octets_clear(&r->line[i]);
	free(r->line);
	r->line = NULL;
	r->count = 0;
}

/* RFC 5321 section 4.2.1: all lines but the last have a hyphen behind the
 * code. */
static void mend_hyphens(struct reply *r)
{
	if (!service_words(r->service)->numbered)
		return;
	for (size_t i = 0; i < r->count; i++) {
		if (r->line[i].len > 3)
			r->line[i].data[3] = i + 1 < r->count ? '-' : ' ';
	}
}

static const char *keyword(const struct reply *r)
{
	return service_words(r->service)->starttls;
}

static bool is_delimiter(char c)
{
	return c == ' ' || c == ']' || c == '-' || c == '"' || c == '\0';
}

/* Finds the capability as a word of its own. */
static char *find_starttls(const struct reply *r, size_t line)
{
	const char *word = keyword(r);
	size_t len = strlen(word);
	char *start = r->line[line].data;
	char *at = start;

	while ((at = strcasestr(at, word)) != NULL) {
		if ((at == start || is_delimiter(at[-1])) &&
			is_delimiter(at[len]))
			return at;
		at += len;
	}
	return NULL;
}

static bool lists_imap_capabilities(const struct octets *line)
{
	return strncasecmp(line->data, "* CAPABILITY ", 13) == 0 ||
	       strcasestr(line->data, "[CAPABILITY ") != NULL;
}

void reply_drop_starttls(struct reply *r)
{
	for (size_t i = r->count; i-- > 0;) {
		struct octets *line = &r->line[i];
		char *at = find_starttls(r, i);
		size_t len = strlen(keyword(r)) + 1;

		if (at == NULL)
			continue;
		if (service_words(r->service)->item_start != NULL) {
			delete_line(r, i);
		} else if (lists_imap_capabilities(line)) {
			memmove(at - 1, at - 1 + len, strlen(at - 1 + len) + 1);
			line->len -= len;
		}
	}
	mend_hyphens(r);
}

/* A line for a capability of its own, before the last one at `place`. */
static void insert_item(struct reply *r, size_t place, const char *item)
{
	const struct service_words *words = service_words(r->service);
	struct octets line = {0};

	octets_printf(
		&line, "%s%s%s", words->item_start, item, words->item_end);
	insert(r, place, line.data);
	octets_clear(&line);
	mend_hyphens(r);
}

void reply_offer_starttls(struct reply *r)
{
	if (r->count == 0)
		return;
	if (service_words(r->service)->item_start != NULL)
		insert_item(r, r->count - 1, keyword(r));
	else if (lists_imap_capabilities(&r->line[0]))
		octets_puts(&r->line[0], " STARTTLS");
}

void reply_mask_starttls(struct reply *r)
{
	size_t len = strlen(keyword(r));

	for (size_t i = 0; i < r->count; i++) {
		char *at = find_starttls(r, i);

		if (at == NULL)
			continue;
		memset(at, 'X', len - 1);
		at[len - 1] = 'A';
	}
}

void reply_mask_greeting(struct reply *r)
{
	size_t from = strlen(service_words(r->service)->greeting_start);

	for (size_t i = 0; i < r->count; i++) {
		struct octets *line = &r->line[i];

		if (line->len > from)
			memset(line->data + from, '*', line->len - from);
	}
}

static void enlarge_imap(struct octets *line, size_t octets)
{
	size_t head = strlen("* CAPABILITY");
	struct octets whole = {0};

	octets_append(&whole, line->data, head);
	for (unsigned n = 0; whole.len < head + octets; n++)
		octets_printf(&whole, " X-FILLER-%04u", n);
	octets_puts(&whole, line->data + head);
	octets_clear(line);
	*line = whole;
}

static void enlarge_lines(struct reply *r, size_t octets)
{
	size_t added = 0;

	for (unsigned n = 0; added < octets; n++) {
		char text[64];

		snprintf(text, sizeof(text), "X-FILLER-%04u %s", n,
			"of-no-meaning of-no-meaning");
		insert_item(r, 1 + n, text);
		added += r->line[1 + n].len + strlen("\r\n");
	}
}

void reply_enlarge(struct reply *r, size_t octets)
{
	if (r->count == 0)
		return;
	if (service_words(r->service)->item_start != NULL)
		enlarge_lines(r, octets);
	else if (strncasecmp(r->line[0].data, "* CAPABILITY ", 13) == 0)
		enlarge_imap(&r->line[0], octets);
}

void reply_add_control_octets(struct reply *r)
{
	/* A title and a colour for the terminal, a bell, a NUL, UTF-8 and not
	 * UTF-8, a C1 control and DEL. */
	static const char control[] = " \033]0;owned\a\033[31mred\033[0m \a"
				      "nul\0nul \xc3\xbc \xff\xfe \x9b"
				      "2J \x7f<&>\"'";

	if (r->count == 0)
		return;
	octets_append(&r->line[0], control, sizeof(control) - 1);
	if (r->count > 2 && service_words(r->service)->item_start != NULL) {
		insert_item(r, 1, "X-CONTROL");
		octets_append(&r->line[1], control, sizeof(control) - 1);
	}
}

void reply_write(const struct reply *r, struct octets *to)
{
	for (size_t i = 0; i < r->count; i++) {
		octets_append(to, r->line[i].data, r->line[i].len);
		octets_append(to, "\r\n", 2);
	}
}
