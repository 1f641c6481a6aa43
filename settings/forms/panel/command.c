/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/command.h"

#include "model/table.h"
#include "model/text/ascii.h"
#include "settings/forms/panel/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_OCTETS 64 /* before the program's name, at most */

/* What an option says; those up to VALUED have a value. */
enum meaning {
	IS_HOST, /* HOST or HOST:PORT */
	IS_PORT,
	IS_USER, /* or USER:PASSWORD */
	IS_SERVICE,
	IS_TLS, /* "on", "off" */
	IS_STARTTLS,
	IS_PROTOCOL, /* "ESMTPSA", as swaks has it */
	IS_OTHER,
	VALUED,
	IS_IMPLICIT = VALUED,
	IS_EXPLICIT,
	IS_OPPORTUNISTIC,
	IS_CLEARTEXT,
	IS_SMTP,
	IS_IMAP,
	IS_POP3,
};

struct option {
	const char *name;
	enum meaning means;
};

struct program {
	const char *name;
	const char *second;     /* the word that must follow; NULL: any */
	enum mode_word without; /* what it does without an option */
	const char *speaks;     /* the only service that it speaks; NULL: any */
	bool positional;        /* the server stands there without an option */
	struct option options[18];
};

static const struct program programs[] = {
	{"swaks", NULL, WORD_CLEARTEXT, "smtp", false,
		{{"s", IS_HOST}, {"server", IS_HOST}, {"p", IS_PORT},
			{"port", IS_PORT}, {"au", IS_USER},
			{"auth-user", IS_USER}, {"tls", IS_EXPLICIT},
			{"tlso", IS_OPPORTUNISTIC},
			{"tls-optional", IS_OPPORTUNISTIC},
			{"tlsc", IS_IMPLICIT}, {"tls-on-connect", IS_IMPLICIT},
			{"tlsos", IS_OPPORTUNISTIC},
			{"tls-optional-strict", IS_OPPORTUNISTIC},
			{"no-tls", IS_CLEARTEXT}, {"protocol", IS_PROTOCOL}}},
	{"openssl", "s_client", WORD_IMPLICIT, NULL, false,
		{{"connect", IS_HOST}, {"host", IS_HOST}, {"port", IS_PORT},
			{"starttls", IS_SERVICE}, {"servername", IS_OTHER},
			{"CAfile", IS_OTHER}, {"verify", IS_OTHER}}},
	{"gnutls-cli", NULL, WORD_IMPLICIT, NULL, true,
		{{"p", IS_PORT}, {"port", IS_PORT},
			{"starttls-proto", IS_SERVICE}, {"s", IS_EXPLICIT},
			{"starttls", IS_EXPLICIT}, {"x509cafile", IS_OTHER},
			{"priority", IS_OTHER}}},
	{"sslscan", NULL, WORD_IMPLICIT, NULL, true,
		{{"starttls-smtp", IS_SMTP}, {"starttls-imap", IS_IMAP},
			{"starttls-pop3", IS_POP3}}},
	{"testssl.sh", NULL, WORD_IMPLICIT, NULL, true,
		{{"t", IS_SERVICE}, {"starttls", IS_SERVICE}}},
	{"testssl", NULL, WORD_IMPLICIT, NULL, true,
		{{"t", IS_SERVICE}, {"starttls", IS_SERVICE}}},
	{"curl", NULL, WORD_CLEARTEXT, NULL, true,
		{{"u", IS_USER}, {"user", IS_USER}, {"ssl-reqd", IS_EXPLICIT},
			{"ssl", IS_OPPORTUNISTIC},
			{"ftp-ssl", IS_OPPORTUNISTIC},
			{"ftp-ssl-reqd", IS_EXPLICIT}, {"mail-from", IS_OTHER},
			{"mail-rcpt", IS_OTHER}, {"upload-file", IS_OTHER},
			{"T", IS_OTHER}, {"cacert", IS_OTHER}}},
	{"msmtp", NULL, WORD_CLEARTEXT, "smtp", false,
		{{"host", IS_HOST}, {"port", IS_PORT}, {"user", IS_USER},
			{"tls", IS_TLS}, {"tls-starttls", IS_STARTTLS}}},
	{"sendemail", NULL, WORD_OPPORTUNISTIC, "smtp", false,
		{{"s", IS_HOST}, {"xu", IS_USER}, {"xp", IS_OTHER},
			{"f", IS_OTHER}, {"t", IS_OTHER}}},
	/* Two servers; the next row is about the other one. */
	{"imapsync", NULL, WORD_NONE, "imap", false,
		{{"host1", IS_HOST}, {"port1", IS_PORT}, {"user1", IS_USER},
			{"ssl1", IS_IMPLICIT}, {"tls1", IS_EXPLICIT},
			{"password1", IS_OTHER}, {"password2", IS_OTHER}}},
	{"imapsync", NULL, WORD_NONE, "imap", false,
		{{"host2", IS_HOST}, {"port2", IS_PORT}, {"user2", IS_USER},
			{"ssl2", IS_IMPLICIT}, {"tls2", IS_EXPLICIT},
			{"password1", IS_OTHER}, {"password2", IS_OTHER}}},
	{"telnet", NULL, WORD_NONE, NULL, true, {{"l", IS_OTHER}}},
	/* STARTTLS is all that its TLS can be. */
	{"Send-MailMessage", NULL, WORD_CLEARTEXT, "smtp", false,
		{{"SmtpServer", IS_HOST}, {"Port", IS_PORT},
			{"UseSsl", IS_EXPLICIT}, {"From", IS_OTHER},
			{"To", IS_OTHER}}},
};

struct command {
	struct panel_reader *r;
	const struct program *program;
	const char *host; /* or URL; NULL */
	const char *port; /* NULL: not told */
	const char *user;
	bool known; /* the service is */
	enum service service;
	enum mode_word word;
	const char *said; /* NULL: not told */
	bool tls_off;
	bool starttls_off;
};

/* Takes the next word, without its quotes; NULL at the end. */
static char *next_word(struct arena *arena, const char **at)
{
	const char *begin;
	size_t length;

	*at += strspn(*at, " \t");
	begin = *at;
	if (!*begin)
		return NULL;
	if (strchr("'\"", *begin)) {
		length = strcspn(begin + 1, *begin == '"' ? "\"" : "'");
		*at = begin + 1 + length + (begin[1 + length] != '\0');
		return arena_printf(arena, "%.*s", (int)length, begin + 1);
	}
	length = strcspn(begin, " \t");
	*at = begin + length;
	return arena_printf(arena, "%.*s", (int)length, begin);
}

static const struct program *find_program(struct arena *arena, const char **at)
{
	const char *word = next_word(arena, at), *after = *at, *second;

	if (word && ascii_compare(word, "sudo") == 0)
		return find_program(arena, at);
	if (word && strrchr(word, '/'))
		word = strrchr(word, '/') + 1;
	second = next_word(arena, &after);
	for (size_t i = 0; word && i < COUNT_OF(programs); i++) {
		const struct program *program = &programs[i];

		if (ascii_compare(program->name, word) != 0 ||
			(program->second &&
				(!second || strcmp(second, program->second))))
			continue;
		if (program->second)
			*at = after;
		return program;
	}
	return NULL;
}

/* The program, at the line's begin or behind a prompt */
static const struct program *find_behind_prompt(
	struct arena *arena, const char **at)
{
	static const char *const prompts[] = {"$ ", "# ", "> ", "% ", NULL};
	const char *begin = *at;
	const struct program *program = find_program(arena, at);

	for (size_t i = 0; !program && prompts[i]; i++) {
		const char *prompt = strstr(begin, prompts[i]);

		if (!prompt || prompt - begin > NAME_OCTETS)
			continue;
		*at = prompt + strlen(prompts[i]);
		program = find_program(arena, at);
	}
	return program;
}

static const struct option *find_option(
	const struct program *program, const char *name, size_t length)
{
	for (size_t i = 0; i < COUNT_OF(program->options); i++) {
		const char *known = program->options[i].name;

		if (known && strlen(known) == length &&
			strncmp(known, name, length) == 0)
			return &program->options[i];
	}
	return NULL;
}

static void set_service(struct command *c, const char *name)
{
	c->known = lexicon_service(name, strlen(name), &c->service, NULL);
	c->word = WORD_EXPLICIT;
}

/* swaks: an S in front is implicit TLS, and one behind it STARTTLS. */
static void set_protocol(struct command *c, const char *said, const char *value)
{
	static const struct {
		const char *name;
		enum mode_word word;
	} names[] = {
		{"SSMTP", WORD_IMPLICIT},
		{"SSMTPA", WORD_IMPLICIT},
		{"ESMTPS", WORD_EXPLICIT},
		{"ESMTPSA", WORD_EXPLICIT},
		{"ESMTP", WORD_CLEARTEXT},
		{"ESMTPA", WORD_CLEARTEXT},
		{"SMTP", WORD_CLEARTEXT},
	};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (ascii_compare(value, names[i].name) == 0) {
			c->word = names[i].word;
			c->said =
				arena_printf(c->r->arena, "%s %s", said, value);
		}
}

static void take_option(struct command *c, const struct option *option,
	const char *said, const char *value)
{
	switch (option->means) {
	case IS_HOST:
		c->host = value;
		break;
	case IS_PORT:
		c->port = value;
		break;
	case IS_USER:
		c->user = arena_printf(
			c->r->arena, "%.*s", (int)strcspn(value, ":"), value);
		break;
	case IS_SERVICE:
		set_service(c, value);
		c->said = arena_printf(c->r->arena, "%s %s", said, value);
		break;
	case IS_TLS:
		c->tls_off = !lexicon_is_yes(value);
		c->word = WORD_EXPLICIT;
		c->said = said;
		break;
	case IS_STARTTLS:
		c->starttls_off = !lexicon_is_yes(value);
		break;
	case IS_OTHER:
		break;
	case IS_PROTOCOL:
		set_protocol(c, said, value);
		break;
	case IS_IMPLICIT:
		c->word = WORD_IMPLICIT;
		c->said = said;
		break;
	case IS_CLEARTEXT:
		c->word = WORD_CLEARTEXT;
		c->said = said;
		break;
	case IS_EXPLICIT:
	case IS_OPPORTUNISTIC:
		c->word = option->means == IS_EXPLICIT ? WORD_EXPLICIT
						       : WORD_OPPORTUNISTIC;
		c->said = said;
		break;
	case IS_SMTP:
	case IS_IMAP:
	case IS_POP3:
		set_service(c, strrchr(said, '-') + 1);
		c->said = said;
		break;
	}
}

/* Reads the options up to the line's end. */
static void read_options(struct command *c, const char *at)
{
	char *word;

	while ((word = next_word(c->r->arena, &at))) {
		size_t dashes = strspn(word, "-");
		const char *name = word + dashes;
		size_t length = strcspn(name, "=");
		const struct option *option =
			dashes ? find_option(c->program, name, length) : NULL;
		const char *value = name[length] ? name + length + 1 : NULL;

		if (option && option->means < VALUED && !value)
			value = next_word(c->r->arena, &at);
		if (option && (value || option->means >= VALUED))
			take_option(c, option, word, value);
		else if (!dashes && c->program->positional && !c->host &&
			 strchr(word, '.'))
			c->host = word;
		else if (!dashes && c->program->positional && c->host &&
			 !c->port && panel_value_is_number(word))
			c->port = word; /* "telnet mail.example.com 25" */
		else if (strstr(word, "://") && !c->host)
			c->host = strstr(word, "url=") ? word + 4 : word;
	}
}

static bool is_sender(const struct program *program)
{
	return program->speaks && strcmp(program->speaks, "smtp") == 0;
}

/* The port that programs take which only send */
static void add_usual_port(struct command *c)
{
	panel_reader_add_port(c->r, c->word == WORD_IMPLICIT ? 465 : 25);
}

static void add_port(struct command *c)
{
	unsigned long port = c->port ? strtoul(c->port, NULL, 10) : 0;

	if (c->port && panel_value_is_number(c->port) && port && port <= 65535)
		panel_reader_add_port(c->r, (unsigned)port);
	else if (c->port)
		panel_reader_add_text(c->r, ITEM_BAD_PORT, c->port);
	else if (is_sender(c->program) && !c->r->line->counts[ITEM_PORT])
		add_usual_port(c);
}

static void settle_word(struct command *c)
{
	if (c->tls_off)
		c->word = WORD_CLEARTEXT;
	else if (c->word == WORD_EXPLICIT && c->starttls_off)
		c->word = WORD_IMPLICIT;
}

static void add_word(struct command *c)
{
	if (c->word != WORD_NONE)
		panel_reader_add_word(
			c->r, c->word, c->said ? c->said : c->program->name);
}

/* The port of "smtp://" is 25 to curl. */
static void add_port_of_scheme(
	struct command *c, enum service service, size_t length)
{
	const struct service_row *row = service_row(service);

	for (size_t i = 0; i < SERVICE_WAYS && row->ways[i].scheme; i++)
		if (strlen(row->ways[i].scheme) == length &&
			ascii_compare_n(row->ways[i].scheme, c->host, length) ==
				0)
			panel_reader_add_port(c->r, row->ways[i].port);
}

/* curl's URL has the service, and its S is the mode. */
static void add_url(struct command *c)
{
	enum mode_word word = WORD_NONE;
	enum service service;
	size_t scheme = strcspn(c->host, ":");

	if (!lexicon_service(c->host, scheme, &service, &word))
		return;
	panel_value_take_url(c->r, arena_strdup(c->r->arena, c->host));
	if (!c->r->line->counts[ITEM_PORT])
		add_port_of_scheme(c, service, scheme);
	if (word == WORD_NONE)
		add_word(c);
}

static void take_server(struct command *c)
{
	struct panel_reader *r = c->r;

	settle_word(c);
	if (c->program->speaks)
		c->known = lexicon_service(c->program->speaks,
			strlen(c->program->speaks), &c->service, NULL);
	if (c->known)
		panel_reader_add(r, ITEM_SERVICE)->service = c->service;
	if (strstr(c->host, "://")) {
		add_url(c);
	} else if (panel_value_take_host(r, arena_strdup(r->arena, c->host))) {
		add_port(c);
		add_word(c);
	}
	if (c->user)
		panel_reader_add_text(r, ITEM_USER, c->user);
}

bool panel_command_take(struct panel_reader *r, const char *text)
{
	const struct program *program = find_behind_prompt(r->arena, &text);
	const struct program *end = programs + COUNT_OF(programs);

	for (const char *name = program ? program->name : NULL;
		program && program < end && strcmp(program->name, name) == 0;
		program++) {
		struct command c = {
			.r = r, .program = program, .word = program->without};

		read_options(&c, text);
		if (c.host)
			take_server(&c);
	}
	return r->line->count > 0;
}
