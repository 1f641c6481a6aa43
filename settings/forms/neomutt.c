/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Configuration of mutt and neomutt: "set" commands, also within hooks.
 * Without a word for the mode, imap:// and pop:// mean STARTTLS where the
 * server offers it (ssl_starttls), and nothing less with ssl_force_tls, which
 * is on unless it is turned off. */

#include "model/text/ascii.h"
#include "model/text/builder.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/text/keywords.h"
#include "settings/text/lines.h"

#include <string.h>

#define URLS 1000
#define HOOKS 64 /* with settings of their own */
#define VARIABLES 64
#define COMMAND_OCTETS 4096
#define VALUE_OCTETS 1024
#define DEPTH 4       /* of variables within variables */
#define EXPANSIONS 64 /* of one value */
#define NAME_OCTETS                                                            \
	"abcdefghijklmnopqrstuvwxyz"                                           \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

struct place {
	const char *url;
	unsigned line;
	unsigned hook; /* that it stands in; 0: none */
};

struct variable {
	const char *name;
	const char *value;
};

struct users {
	const char *imap;
	const char *pop;
	const char *smtp;
	const char *from;
};

struct reading {
	struct records *records;
	struct arena *arena;
	struct problem *ret_problem;
	struct place urls[URLS];
	size_t url_count;
	struct variable mine[VARIABLES]; /* my_... and what URLs refer to */
	size_t mine_count;
	struct users users[HOOKS]; /* the first: outside of any hook */
	unsigned hook;             /* whose command is read; 0: none */
	unsigned hook_count;
	bool tunnel;
	const char *imap_authenticators;
	const char *smtp_authenticators;
	const char *starttls; /* ssl_starttls, as it was set; NULL */
	unsigned starttls_line;
	const char *force; /* ssl_force_tls */
	unsigned force_line;
	unsigned trust_line; /* 0: certificates are checked */
	const char *trust;
	bool no_modern[2]; /* ssl_use_tlsv1_2, ssl_use_tlsv1_3 turned off */
	unsigned limit_line;
};

static enum likeness likeness(struct octets text)
{
	size_t sets = likeness_lines_with(text, "set");

	/* S-nail has "set folder=imaps://...", too, and sends by "mta". */
	if (!sets || likeness_has(text, "set mta") ||
		likeness_has(text, "v15-compat"))
		return LIKE_NOT;
	if (likeness_has(text, "imap://") || likeness_has(text, "imaps://") ||
		likeness_has(text, "smtp_url") ||
		likeness_has(text, "pop_host") || likeness_has(text, "pops://"))
		return LIKE_MUCH;
	return LIKE_NOT;
}

static const char *find_mine(
	const struct reading *r, const char *name, size_t length)
{
	for (size_t i = r->mine_count; i > 0; i--)
		if (strlen(r->mine[i - 1].name) == length &&
			strncmp(r->mine[i - 1].name, name, length) == 0)
			return r->mine[i - 1].value;
	return NULL;
}

struct expansion {
	struct reading *r;
	struct builder text;
	unsigned left; /* variables that may be put in still */
};

static void expand_into(struct expansion *x, const char *value, unsigned depth)
{
	const char *dollar;

	for (; (dollar = strchr(value, '$')); x->left--) {
		const char *name = dollar + 1 + (dollar[1] == '{');
		size_t length = strspn(name, NAME_OCTETS);
		const char *rest = name + length;
		const char *found = find_mine(x->r, name, length);

		if (depth == DEPTH || !x->left || x->text.length > VALUE_OCTETS)
			break;
		if (dollar[1] == '{' && *rest == '}')
			rest++;
		if (found && strlen(found) > VALUE_OCTETS)
			found = NULL;
		builder_printf(&x->text, "%.*s",
			(int)((found ? dollar : rest) - value), value);
		if (found)
			expand_into(x, found, depth + 1);
		value = rest;
		if (!x->left)
			break;
	}
	builder_add(&x->text, value);
}

/* $name and ${name} of variables that were set before; others stay as they
 * are. What grows beyond all that is a URL or a name does, too. */
static const char *expand(struct reading *r, const char *value)
{
	struct expansion x = {
		.r = r, .text.arena = r->arena, .left = EXPANSIONS};

	if (!strchr(value, '$') || strlen(value) > VALUE_OCTETS)
		return value;
	expand_into(&x, value, 0);
	return builder_text(&x.text);
}

static void add_url(struct reading *r, const char *url, unsigned line)
{
	if (r->url_count < URLS)
		r->urls[r->url_count++] = (struct place){url, line, r->hook};
}

static void note_switch(
	struct reading *r, const char *name, const char *value, unsigned line)
{
	bool on = lexicon_is_yes(value);

	if (strcmp(name, "ssl_starttls") == 0) {
		r->starttls = value;
		r->starttls_line = line;
	} else if (strcmp(name, "ssl_force_tls") == 0) {
		r->force = value;
		r->force_line = line;
	} else if (!on && (strcmp(name, "ssl_verify_host") == 0 ||
				  strcmp(name, "ssl_verify_dates") == 0)) {
		r->trust_line = line;
		r->trust = arena_printf(r->arena, "%s = no", name);
	} else if (strcmp(name, "ssl_use_tlsv1_2") == 0) {
		r->no_modern[0] = !on;
		r->limit_line = line;
	} else if (strcmp(name, "ssl_use_tlsv1_3") == 0) {
		r->no_modern[1] = !on;
	}
}

static bool is_secret(const char *name)
{
	return ascii_find(name, "pass") != NULL;
}

static bool set_url(
	struct reading *r, const char *name, const char *value, unsigned line)
{
	static const char *const urls[] = {"folder", "spoolfile", "spool_file",
		"smtp_url", "pop_host", "record", "postponed", "mbox", NULL};

	for (size_t i = 0; urls[i]; i++)
		if (strcmp(urls[i], name) == 0 && *value) {
			/* A host alone is POP3's. */
			if (strcmp(name, "pop_host") == 0 &&
				!strstr(value, "://"))
				value = arena_printf(
					r->arena, "pop://%s", value);
			add_url(r, value, line);
			return true;
		}
	return false;
}

/* The value of a password is not kept: what refers to it stays as it is. */
static void set_variable(
	struct reading *r, const char *name, const char *value, unsigned line)
{
	struct users *users = &r->users[r->hook];

	if (is_secret(name))
		return;
	value = expand(r, value);
	if (r->mine_count < VARIABLES)
		r->mine[r->mine_count++] = (struct variable){name, value};
	if (set_url(r, name, value, line))
		return;
	if (strcmp(name, "imap_user") == 0)
		users->imap = value;
	else if (strcmp(name, "pop_user") == 0)
		users->pop = value;
	else if (strcmp(name, "smtp_user") == 0)
		users->smtp = value;
	else if (strcmp(name, "from") == 0)
		users->from = value;
	else if (strcmp(name, "imap_authenticators") == 0)
		r->imap_authenticators = value;
	else if (strcmp(name, "tunnel") == 0)
		r->tunnel = *value != '\0';
	else if (strcmp(name, "smtp_authenticators") == 0)
		r->smtp_authenticators = value;
	else
		note_switch(r, name, value, line);
}

/* set = "set" 1*( [ "no" / "inv" ] name [ [ blank ] "=" [ blank ] value ] )
 * The words have lost their quotes. */
static void read_set(struct reading *r, const struct keywords *words, size_t at,
	unsigned line, bool off)
{
	while (at < words->count) {
		const char *word = words->words[at++];
		const char *equals = strchr(word, '=');
		char *name;

		if (equals) {
			name = arena_printf(
				r->arena, "%.*s", (int)(equals - word), word);
			if (!equals[1] && at < words->count)
				set_variable(r, name, words->words[at++], line);
			else
				set_variable(r, name, equals + 1, line);
		} else if (at < words->count && words->words[at][0] == '=') {
			const char *value = words->words[at++] + 1;

			if (!*value && at < words->count)
				value = words->words[at++];
			set_variable(r, word, value, line);
		} else if (strncmp(word, "no", 2) == 0) {
			note_switch(r, word + 2, "no", line);
		} else {
			note_switch(r, word, off ? "no" : "yes", line);
		}
	}
}

static bool is_command(const char *word, const char *command)
{
	return strcmp(word, command) == 0;
}

static void read_words(
	struct reading *r, const struct keywords *words, unsigned line)
{
	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->words[i];

		if (is_command(word, "set") || is_command(word, "unset")) {
			read_set(r, words, i + 1, line,
				is_command(word, "unset"));
			return;
		}
		if (is_command(word, "mailboxes")) {
			while (++i < words->count)
				if (strstr(words->words[i], "://"))
					add_url(r, expand(r, words->words[i]),
						line);
			return;
		}
		/* A hook's command is one quoted word. */
		if (strncmp(word, "set ", 4) == 0) {
			struct keywords inner;

			keywords_read(r->arena, word, strlen(word), &inner);
			if (r->hook_count + 1 < HOOKS)
				r->hook = ++r->hook_count;
			read_set(r, &inner, 1, line, false);
			r->hook = 0;
		}
	}
}

/* Commands on one line are parted by ";", outside of quotes. */
static void read_commands(
	struct reading *r, const char *line, size_t length, unsigned number)
{
	size_t begin = 0;
	char quote = '\0';

	for (size_t i = 0; i <= length; i++) {
		struct keywords words;

		if (i < length && line[i] == '\\') {
			i++;
			continue;
		}
		if (i < length && quote) {
			quote = line[i] == quote ? '\0' : quote;
			continue;
		}
		if (i < length && (line[i] == '"' || line[i] == '\'')) {
			quote = line[i];
			continue;
		}
		if (i < length && line[i] != ';')
			continue;
		keywords_read(r->arena, line + begin,
			(i < length ? i : length) - begin, &words);
		read_words(r, &words, number);
		begin = i + 1;
	}
}

/* ssl_force_tls is on unless it is turned off, and then ssl_starttls is not
 * asked. Without it, STARTTLS is used where the server offers it. */
static void read_mode(struct reading *r, struct record *record)
{
	bool force = !r->force || lexicon_is_yes(r->force);
	bool starttls = !r->starttls || lexicon_is_yes(r->starttls) ||
			ascii_compare_n(r->starttls, "ask", 3) == 0;

	if (record->word != WORD_NONE)
		return;
	record->word = force      ? WORD_EXPLICIT
		       : starttls ? WORD_OPPORTUNISTIC
				  : WORD_CLEARTEXT;
	if (r->starttls) {
		record->said = arena_printf(
			r->arena, "ssl_starttls = %s", r->starttls);
		record->said_line = r->starttls_line;
	}
	if (r->force) {
		record->said = arena_printf(r->arena, "%s%sssl_force_tls = %s",
			record->said ? record->said : "",
			record->said ? ", " : "", r->force);
		record->said_line = r->force_line;
	} else {
		record->meaning = "ssl_force_tls, which is on by default, "
				  "demands STARTTLS";
	}
}

static void read_authenticators(
	struct reading *r, const char *list, struct record *record)
{
	if (!list || strchr(list, ':'))
		return;
	if (ascii_compare(list, "xoauth2") == 0 ||
		ascii_compare(list, "oauthbearer") == 0)
		record_set_authentication(r->arena, record, "OAuth2");
	else if (ascii_compare(list, "cram-md5") == 0)
		record_set_authentication(
			r->arena, record, "password-encrypted");
	else if (ascii_compare(list, "gssapi") == 0)
		record_set_authentication(r->arena, record, "GSSAPI");
	else if (ascii_compare(list, "plain") == 0 ||
		 ascii_compare(list, "login") == 0)
		record_set_authentication(
			r->arena, record, "password-cleartext");
}

static const char *user_of(const struct users *users, enum service service)
{
	return service == SERVICE_IMAP   ? users->imap
	       : service == SERVICE_POP3 ? users->pop
					 : users->smtp;
}

/* Whether the user's name in it is made of a variable or a command; as %24, the
 * sign stands for itself. */
static bool has_open_user(const char *url)
{
	const char *user = strstr(url, "://") + 3;
	const char *end = strrchr(url, '@');
	size_t length = strcspn(user, ":/@");

	return end && end > user && strcspn(user, "$`") < length;
}

static bool add_place(struct reading *r, const struct place *place)
{
	struct record record = {.line = place->line};
	const char *user;

	if (!record_set_url(r->arena, &record, place->url))
		return true;
	if (r->tunnel) {
		records_skip(r->records, place->line, record.host,
			"\"tunnel\" is set: mutt connects to no server");
		return true;
	}
	if (strpbrk(record.host, "$`")) {
		records_skip(r->records, place->line, record.host,
			"this file does not set what its server's name is "
			"made of");
		return true;
	}
	read_mode(r, &record);
	if (!record.port && !record.port_text)
		record.port =
			record.word == WORD_IMPLICIT
				? service_port(record.service, MODE_IMPLICIT)
			: record.service == SERVICE_SMTP
				? 25
				: service_port(record.service, MODE_EXPLICIT);
	user = user_of(&r->users[place->hook], record.service);
	if (!user)
		user = user_of(&r->users[0], record.service);
	/* A variable that was set nowhere says nothing. */
	if (!record.account.user_name || has_open_user(place->url))
		record.account.user_name = user;
	record.account.address = r->users[place->hook].from
					 ? r->users[place->hook].from
					 : r->users[0].from;
	read_authenticators(r,
		record.service == SERVICE_SMTP ? r->smtp_authenticators
					       : r->imap_authenticators,
		&record);
	/* Who has no name there does not sign in. */
	if (record.service == SERVICE_SMTP && !record.account.user_name &&
		!strchr(place->url, '@'))
		record_set_authentication(r->arena, &record, "none");
	if (!records_add(r->records, &record, r->ret_problem))
		return false;
	if (r->trust_line)
		records_remark(r->records, REMARK_VERIFY_OFF, r->trust_line,
			r->trust, NULL);
	if (r->no_modern[0] && r->no_modern[1])
		records_remark(r->records, REMARK_TLS_LIMITED, r->limit_line,
			"ssl_use_tlsv1_2 = no", NULL);
	return true;
}

static bool is_repeated(const struct reading *r, size_t index)
{
	size_t length = strcspn(r->urls[index].url, "?");
	const char *slash = strstr(r->urls[index].url, "://");

	if (slash)
		length = (size_t)(slash - r->urls[index].url) + 3 +
			 strcspn(slash + 3, "/?");
	for (size_t i = 0; i < index; i++)
		if (strncmp(r->urls[i].url, r->urls[index].url, length) == 0)
			return true;
	return false;
}

/* Lines that end with a backslash go on, up to COMMAND_OCTETS. */
static void read_lines(struct reading *r, struct octets text)
{
	char *whole = arena_alloc(r->arena, COMMAND_OCTETS);
	struct lines lines = lines_begin(text);
	const char *line;
	unsigned first = 0;
	size_t length, have = 0;
	bool before = false;

	while (lines_next(&lines, &line, &length)) {
		bool more = length && line[length - 1] == '\\';

		if (!before && !more) {
			read_commands(r, line, length, lines.number);
			continue;
		}
		if (!before)
			first = lines.number;
		length -= more;
		if (length > COMMAND_OCTETS - have)
			length = COMMAND_OCTETS - have;
		memcpy(whole + have, line, length);
		have += length;
		before = more;
		if (more)
			continue;
		read_commands(r, whole, have, first);
		have = 0;
	}
	read_commands(r, whole, have, first);
}

static bool read_neomutt(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading *r = arena_alloc(arena, sizeof(*r));

	(void)place;
	*r = (struct reading){
		.records = records,
		.arena = arena,
		.ret_problem = ret_problem,
	};
	read_lines(r, text);
	for (size_t i = 0; i < r->url_count; i++)
		if (!is_repeated(r, i) && !add_place(r, &r->urls[i]))
			return false;
	return true;
}

const struct form form_neomutt = {
	.name = "neomutt",
	.title = "configuration of mutt or neomutt",
	.likeness = likeness,
	.read = read_neomutt,
};
