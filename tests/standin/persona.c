/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/persona.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum phase {
	PHASE_ANY,
	PHASE_CLEAR,
	PHASE_TLS,
};

struct entry {
	enum service service;
	enum phase phase;
	char command[32];
	struct persona_reply reply;
};

struct persona {
	char *host;
	char *frontend;
	struct entry *entry;
	size_t count;
};

static const char *const phase_names[] = {
	[PHASE_ANY] = "any",
	[PHASE_CLEAR] = "clear",
	[PHASE_TLS] = "tls",
};

static int find_name(const char *const *names, int count, const char *name)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return -1;
}

static struct entry *find_entry(const struct persona *p, enum service service,
	enum phase phase, const char *command)
{
	for (size_t i = 0; i < p->count; i++) {
		struct entry *e = &p->entry[i];

		if (e->service == service && e->phase == phase &&
			strcmp(e->command, command) == 0)
			return e;
	}
	return NULL;
}

static struct entry *add_entry(struct persona *p, enum service service,
	enum phase phase, const char *command)
{
	struct entry *e = find_entry(p, service, phase, command);

	if (e != NULL)
		return e;
	p->entry =
		or_die(realloc(p->entry, (p->count + 1) * sizeof(p->entry[0])));
	e = &p->entry[p->count++];
	*e = (struct entry){.service = service, .phase = phase};
	snprintf(e->command, sizeof(e->command), "%s", command);
	return e;
}

static void add_line(struct entry *e, const char *line)
{
	struct persona_reply *r = &e->reply;

	r->line = or_die(realloc(r->line, (r->count + 1) * sizeof(r->line[0])));
	r->line[r->count++] = copy_text(line);
}

/* Cuts the next word off `*text`; "" at the end. */
static char *next_word(char **text)
{
	char *word = *text + strspn(*text, " \t");
	size_t len = strcspn(word, " \t");

	*text = word + len;
	if (**text != '\0')
		*(*text)++ = '\0';
	return word;
}

static void set_text(char **field, char *line)
{
	free(*field);
	*field = copy_text(next_word(&line));
}

static bool parse_line(struct persona *p, char *line)
{
	char *first = next_word(&line);
	enum service service;
	struct entry *e;
	char *command;
	int phase;

	if (strcmp(first, "host") == 0) {
		set_text(&p->host, line);
		return true;
	}
	if (strcmp(first, "frontend") == 0) {
		set_text(&p->frontend, line);
		return true;
	}
	if (!service_parse(first, &service))
		return false;
	phase = find_name(phase_names, 3, next_word(&line));
	command = next_word(&line);
	if (phase < 0 || *command == '\0' ||
		strlen(command) >= sizeof(e->command))
		return false;
	e = add_entry(p, service, (enum phase)phase, command);
	add_line(e, line + strspn(line, " \t"));
	return true;
}

static bool read_lines(struct persona *p, FILE *file, const char *path)
{
	char line[4096];
	unsigned number = 0;

	while (fgets(line, sizeof(line), file) != NULL) {
		number++;
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (!parse_line(p, line)) {
			fprintf(stderr, "standin: %s:%u: not understood\n",
				path, number);
			return false;
		}
	}
	return true;
}

struct persona *persona_load(const char *path)
{
	struct persona *p;
	FILE *file = fopen(path, "re");
	bool good;

	if (file == NULL) {
		fprintf(stderr, "standin: %s: %s\n", path, strerror(errno));
		return NULL;
	}
	p = or_die(calloc(1, sizeof(*p)));
	p->host = copy_text("mail.example.test");
	p->frontend = copy_text("MAIL01.EXAMPLE.TEST");
	good = read_lines(p, file, path);
	fclose(file);
	if (!good) {
		persona_free(p);
		return NULL;
	}
	return p;
}

void persona_free(struct persona *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->count; i++) {
		struct persona_reply *r = &p->entry[i].reply;

		for (size_t j = 0; j < r->count; j++)
			free(r->line[j]);
		free(r->line);
	}
	free(p->entry);
	free(p->host);
	free(p->frontend);
	free(p);
}

const struct persona_reply *persona_find(const struct persona *p,
	enum service service, bool in_tls, const char *command)
{
	enum phase phase = in_tls ? PHASE_TLS : PHASE_CLEAR;
	struct entry *e = find_entry(p, service, phase, command);

	if (e == NULL)
		e = find_entry(p, service, PHASE_ANY, command);
	return e == NULL ? NULL : &e->reply;
}

const char *persona_host(const struct persona *p)
{
	return p->host;
}

/* RFC 5322 section 3.3, whatever the locale. */
static void append_date(struct octets *to)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	octets_printf(to, "%.3s, %d %.3s %d %02d:%02d:%02d +0000",
		days + 3 * tm.tm_wday, tm.tm_mday, months + 3 * tm.tm_mon,
		tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Base64 of the UTF-16LE form of `name`, as Exchange names its front end. */
static void append_token(struct octets *to, const char *name)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t len = strlen(name) * 2;

	for (size_t i = 0; i < len; i += 3) {
		char out[4] = "====";
		uint32_t bits = 0;

		for (size_t j = i; j < i + 3; j++) {
			bits <<= 8;
			if (j < len && j % 2 == 0)
				bits |= (unsigned char)name[j / 2];
		}
		for (size_t j = 0; j < 4 && i + j <= len; j++)
			out[j] = digits[bits >> (18 - 6 * j) & 63];
		octets_append(to, out, sizeof(out));
	}
}

/* Different for each connection, and the same for all of one. */
static void append_session(
	struct octets *to, const struct persona_context *context)
{
	octets_printf(to, "08DE2A6028%06lX", context->connection & 0xffffff);
}

static void append_uuid(
	struct octets *to, const struct persona_context *context)
{
	octets_printf(to, "6f1c2b7e-90d4-4c1a-8e5f-%012lx",
		context->connection & 0xffffff);
}

void persona_expand(const struct persona *p, const char *line,
	const struct persona_context *context, struct octets *to)
{
	for (const char *c = line; *c != '\0'; c++) {
		if (*c != '%' || c[1] == '\0') {
			octets_append(to, c, 1);
			continue;
		}
		switch (*++c) {
		case 'a':
			octets_puts(to, context->argument);
			break;
		case 'b':
			append_token(to, p->frontend);
			break;
		case 'c':
			octets_puts(to, context->client);
			break;
		case 'd':
			append_date(to);
			break;
		case 'h':
			octets_puts(to, p->host);
			break;
		case 'i':
			append_session(to, context);
			break;
		case 't':
			octets_puts(to, context->tag);
			break;
		case 'u':
			append_uuid(to, context);
			break;
		default:
			octets_append(to, c, 1);
			break;
		}
	}
}
