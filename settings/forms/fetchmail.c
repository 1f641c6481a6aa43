/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* fetchmail's run control file: a free stream of words. Each "poll" or "skip"
 * names a server; what stands before its first user is the server's, what
 * stands behind a user is that user's. With neither ssl nor sslproto,
 * fetchmail 6.4 demands STARTTLS, as certificates are to be checked; with "no
 * sslcertck" it takes it if it is offered and goes on without if not. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/text/lines.h"

#include <string.h>

struct user {
	const char *name; /* NULL before the first */
	bool ssl;
	bool no_ssl;
	const char *sslproto; /* NULL: not told */
	bool trust_anybody;
	unsigned trust_line;
};

struct reading {
	struct records *records;
	struct arena *arena;
	const char *place;
	struct problem *ret_problem;
	const char *at;
	const char *end;
	unsigned line;
	/* The server that is being read */
	bool open;
	bool skipped; /* "skip" in place of "poll" */
	const char *label;
	const char *host;
	const char *protocol;
	const char *port;
	const char *auth;
	bool plugin; /* a program connects in place of fetchmail */
	unsigned server_line;
	struct user now;
	struct user common; /* what stood before the server's first user */
	struct user usual;  /* of "defaults" */
	const char *usual_protocol;
	const char *usual_port;
	bool in_defaults;
	size_t added; /* for this server */
};

/* Whether a line begins with "server" and a name, in lower case and without a
 * colon, as no text for people does. */
static bool has_server_lines(struct octets text)
{
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	while (lines_next(&lines, &line, &length))
		if (length > 8 && memcmp(line, "server ", 7) == 0 &&
			!memchr(line, ':', length))
			return true;
	return false;
}

static enum likeness likeness(struct octets text)
{
	bool polls = likeness_lines_with(text, "poll") ||
		     likeness_lines_with(text, "skip");

	/* Proxmox has "server" and "mode starttls". */
	if (has_server_lines(text) && !likeness_lines_with(text, "mode"))
		polls = polls || likeness_has(text, "user");
	if (!polls ||
		(!likeness_has(text, "proto") && !likeness_has(text, "ssl") &&
			!likeness_has(text, "user") &&
			!likeness_has(text, "with")))
		return LIKE_NOT;
	return likeness_has(text, "proto") ? LIKE_MUCH : LIKE_PERHAPS;
}

/* The next word, without quotes; NULL at the end. With `skip`, its octets are
 * not kept. */
static const char *take_word(struct reading *r, bool skip)
{
	const char *begin;
	char quote = '\0', *word, *to;

	while (r->at < r->end) {
		if (*r->at == '#')
			while (r->at < r->end && *r->at != '\n')
				r->at++;
		else if (strchr(" \t\r\n,;:=", *r->at))
			r->line += *r->at++ == '\n';
		else
			break;
	}
	if (r->at >= r->end)
		return NULL;
	if (*r->at == '"' || *r->at == '\'')
		quote = *r->at++;
	begin = r->at;
	while (r->at < r->end &&
		(quote ? *r->at != quote : !strchr(" \t\r\n,;:=", *r->at))) {
		r->line += *r->at == '\n';
		r->at += *r->at == '\\' && r->at + 1 < r->end ? 2 : 1;
	}
	word = to =
		arena_alloc(r->arena, skip ? 1 : (size_t)(r->at - begin) + 1);
	for (const char *from = begin; !skip && from < r->at; from++) {
		if (*from == '\\' && from + 1 < r->at)
			from++;
		*to++ = *from;
	}
	*to = '\0';
	if (quote && r->at < r->end)
		r->at++;
	return word;
}

static bool is(const char *word, const char *name)
{
	return ascii_compare(word, name) == 0;
}

static void read_mode(
	struct arena *arena, const struct user *user, struct record *record)
{
	record->said = user->no_ssl ? "no ssl" : NULL;
	if (user->ssl) {
		record->word = WORD_IMPLICIT;
		record->said = "ssl";
	} else if (user->sslproto) {
		record->word = *user->sslproto ? WORD_EXPLICIT : WORD_CLEARTEXT;
		record->said =
			arena_printf(arena, "sslproto '%s'", user->sslproto);
	} else if (user->trust_anybody) {
		record->word = WORD_OPPORTUNISTIC;
		record->meaning = "without ssl and sslproto, and with \"no "
				  "sslcertck\", fetchmail uses STARTTLS only "
				  "if the server offers it";
	} else {
		record->word = WORD_EXPLICIT;
		record->meaning = "without ssl and sslproto, fetchmail demands "
				  "STARTTLS";
	}
}

static bool is_limited(const char *protocol)
{
	return protocol &&
	       (is(protocol, "SSL3") || is(protocol, "SSL2") ||
		       is(protocol, "TLS1") || is(protocol, "TLS1.0") ||
		       is(protocol, "TLS1.1"));
}

static bool read_service(struct reading *r, struct record *record)
{
	const char *protocol = r->protocol ? r->protocol : r->usual_protocol;

	if (!protocol || is(protocol, "auto")) {
		/* It tries IMAP first. */
		record->service = SERVICE_IMAP;
		return true;
	}
	if (is(protocol, "APOP") || is(protocol, "KPOP") ||
		is(protocol, "RPOP"))
		protocol = "POP3";
	return lexicon_service(
		       protocol, strlen(protocol), &record->service, NULL) &&
	       record->service != SERVICE_SMTP;
}

static const char *why_left_out(const struct reading *r)
{
	if (r->skipped)
		return "it is marked \"skip\": fetchmail leaves it out";
	if (r->plugin)
		return "it has a plugin: fetchmail connects to no server";
	return "ETRN and ODMR are for servers, not for mail programs";
}

static bool add_user(struct reading *r, const struct user *user)
{
	const char *port = r->port ? r->port : r->usual_port;
	struct record record = {
		.host = r->host,
		.line = r->server_line,
		.account.user_name = user->name,
		.account.label = r->label != r->host ? r->label : NULL,
	};

	if (r->skipped || r->plugin || !read_service(r, &record)) {
		if (!r->added++)
			records_skip(r->records, r->server_line, r->host,
				why_left_out(r));
		return true;
	}
	r->added++;
	read_mode(r->arena, user, &record);
	if (port && (is(port, "imaps") || is(port, "pop3s")))
		record.port = is(port, "imaps") ? 993 : 995;
	else if (port && (is(port, "imap") || is(port, "pop3")))
		record.port = is(port, "imap") ? 143 : 110;
	else
		record_set_port(&record, port);
	if (!record.port && !record.port_text)
		record.port = service_port(record.service,
			user->ssl ? MODE_IMPLICIT : MODE_EXPLICIT);
	if (r->auth && is(r->auth, "ntlm"))
		record_set_authentication(r->arena, &record, "NTLM");
	else if (r->auth && is(r->auth, "gssapi"))
		record_set_authentication(r->arena, &record, "GSSAPI");
	else if (r->auth && is(r->auth, "oauthbearer"))
		record_set_authentication(r->arena, &record, "OAuth2");
	if (!records_add(r->records, &record, r->ret_problem))
		return false;
	if (user->trust_anybody)
		records_remark(r->records, REMARK_VERIFY_OFF, user->trust_line,
			"no sslcertck", NULL);
	if (is_limited(user->sslproto))
		records_remark(r->records, REMARK_TLS_LIMITED, r->server_line,
			arena_printf(r->arena, "sslproto %s", user->sslproto),
			NULL);
	return true;
}

static bool close_user(struct reading *r)
{
	struct user user = r->now;

	r->now = r->common;
	return !r->open || add_user(r, &user);
}

static bool close_server(struct reading *r)
{
	struct user user = r->now;
	bool done = true;

	if (r->in_defaults) {
		r->usual = user;
		r->usual.name = NULL;
		r->usual_protocol = r->protocol;
		r->usual_port = r->port;
	} else if (r->open && (user.name || !r->added)) {
		done = add_user(r, &user);
	}
	r->open = r->in_defaults = false;
	r->label = r->host = r->protocol = r->port = r->auth = NULL;
	r->now = r->usual;
	r->added = 0;
	return done;
}

static bool expect_host(const struct reading *r, const char *word)
{
	return r->host ||
	       refuse_at(r->arena, r->place, r->line, r->ret_problem,
		       "the name of a server was expected after \"%s\"",
		       refuse_escape(r->arena, word));
}

static bool begin_server(struct reading *r, const char *word)
{
	if (!close_server(r))
		return false;
	r->skipped = is(word, "skip");
	r->plugin = false;
	r->host = r->label = take_word(r, false);
	r->server_line = r->line;
	r->open = r->host != NULL;
	return expect_host(r, word);
}

static void take_no(struct reading *r)
{
	const char *word = take_word(r, false);

	if (word && is(word, "sslcertck")) {
		r->now.trust_anybody = true;
		r->now.trust_line = r->line;
	} else if (word && is(word, "ssl")) {
		r->now.ssl = false;
		r->now.no_ssl = true;
	}
}

static bool take_user(struct reading *r)
{
	if (!r->now.name)
		r->common = r->now;
	else if (!close_user(r))
		return false;
	r->now.name = take_word(r, false);
	return true;
}

static bool take_statement(struct reading *r, const char *word)
{
	if (is(word, "poll") || is(word, "server") || is(word, "skip"))
		return begin_server(r, word);
	if (is(word, "defaults")) {
		if (!close_server(r))
			return false;
		r->in_defaults = true;
	} else if (is(word, "via")) {
		r->host = take_word(r, false);
		return expect_host(r, word);
	} else if (is(word, "proto") || is(word, "protocol")) {
		r->protocol = take_word(r, false);
	} else if (is(word, "port") || is(word, "service")) {
		r->port = take_word(r, false);
	} else if (is(word, "auth") || is(word, "authenticate")) {
		r->auth = take_word(r, false);
	} else if (is(word, "plugin")) {
		r->plugin = take_word(r, false) != NULL;
	} else if (is(word, "user") || is(word, "username")) {
		return take_user(r);
	} else if (is(word, "password") || is(word, "pass")) {
		take_word(r, true);
	} else if (is(word, "ssl")) {
		r->now.ssl = true;
	} else if (is(word, "sslproto")) {
		r->now.sslproto = take_word(r, false);
	} else if (is(word, "sslcertck")) {
		r->now.trust_anybody = false;
	} else if (is(word, "no")) {
		take_no(r);
	}
	return true;
}

static bool read_fetchmail(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct lines lines = lines_begin(text);
	struct reading r = {
		.records = records,
		.arena = arena,
		.place = place,
		.ret_problem = ret_problem,
		.at = lines.at,
		.end = lines.end,
		.line = 1,
	};
	const char *word;

	while ((word = take_word(&r, false)))
		if (!take_statement(&r, word))
			return false;
	return close_server(&r);
}

const struct form form_fetchmail = {
	.name = "fetchmail",
	.title = "fetchmail's configuration",
	.likeness = likeness,
	.read = read_fetchmail,
};
