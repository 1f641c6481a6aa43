/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/code.h"

#include "model/table.h"
#include "model/text/ascii.h"
#include "settings/tongues.h"

#include <string.h>

#define PARTS "._-:>$"

static bool is_listed(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (ascii_compare(word, *list) == 0)
			return true;
	return false;
}

/* What a name of a program's ends with; the first of them are domains, too */
static const char *const domain_words[] = {
	"host", "properties", "security", "trust", "secure", NULL};
static const char *const last_words[] = {"port", "hostname", "server",
	"address", "user", "username", "user_name", "password", "pass", "auth",
	"ssl", "tls", "starttls", "stls", "enable", "enabled", "required",
	"require", "type", "policy", "protocol", "protocols", "connect", "send",
	"login", "smtp", "imap", "pop3", "imap4", "smtps", "imaps", "pop3s",
	"get", "put", "config", "env", "encryption", "from", "debug", "timeout",
	"class", "fallback", "json", "js", "yml", "yaml", "xml", "conf", "cnf",
	"ini", "txt", "cfg", "html", "htm", "php", "pdf", "log", NULL};

static bool is_upper(char octet)
{
	return octet >= 'A' && octet <= 'Z';
}

static bool is_lower(char octet)
{
	return octet >= 'a' && octet <= 'z';
}

/* smtpHost, TLSConfig */
static bool has_hump(const char *text)
{
	for (; *text; text++)
		if (is_lower(*text) && is_upper(text[1]))
			return true;
		else if (is_upper(*text) && is_upper(text[1]) &&
			 is_lower(text[2]))
			return true;
	return false;
}

bool panel_code_is_key(const char *label)
{
	return strpbrk(label, "._") || has_hump(label);
}

/* Whether a value follows: behind a colon, an equals sign, or, as a call has
 * it, a comma */
static bool is_key(const char *token, const char *next)
{
	const char *last = strrchr(token, '.');
	bool quoted = *next && strchr("'\"", *next);

	next += strspn(next, "'\"] ");
	return *next == ':' || *next == '=' ||
	       (*next == ',' && quoted && last &&
		       (is_listed(last + 1, last_words) ||
			       is_listed(last + 1, domain_words)));
}

bool panel_code_is_section(const char *line)
{
	static const char *const owners[] = {
		"[account.", "[accounts.", "[profile.", "[profiles.", NULL};

	for (const char *const *owner = owners; *owner; owner++)
		if (ascii_compare_n(line, *owner, strlen(*owner)) == 0)
			return line[strcspn(line, "] ")] == ']';
	return false;
}

/* "SMTPTransport.java:2211", of a stack trace */
static bool is_source_line(const char *last)
{
	static const char *const words[] = {
		"java", "kt", "scala", "go", "cpp", "js", "ts", "php", NULL};
	size_t length = strcspn(last, ":");

	if (!last[length] || !ascii_is_digit(last[length + 1]))
		return false;
	for (const char *const *word = words; *word; word++)
		if (length == strlen(*word) &&
			ascii_compare_n(last, *word, length) == 0)
			return true;
	return false;
}

bool panel_code_is_name(const char *token, const char *next)
{
	const char *last = strrchr(token, '.');

	if (strstr(token, "::"))
		return panel_code_is_key(token) &&
		       !ascii_is_digit(strstr(token, "::")[2]);
	if (!last || strchr(token, '@') || strstr(token, "://"))
		return false;
	last++;
	if (is_source_line(last))
		return true;
	if (is_listed(last, domain_words))
		return is_key(token, next);
	if (is_listed(last, last_words) || strchr(last, '_') ||
		has_hump(last) ||
		(has_hump(token) && lexicon_mode(last, strlen(last))))
		return true;
	next += strspn(next, " ");
	return next[0] == '(' && strchr("'\"{)", next[1]);
}

bool panel_code_is_constant(const char *text, const char *end)
{
	size_t length = 0;
	bool parted = false;

	while (end - length > text &&
		(is_upper(end[-1 - (ptrdiff_t)length]) ||
			end[-1 - (ptrdiff_t)length] == '_'))
		parted = end[-1 - (ptrdiff_t)length++] == '_' || parted;
	return parted && end - length > text && strchr("'\"", *end) && *end &&
	       end[-1 - (ptrdiff_t)length] == *end && end[1] == ',';
}

bool panel_code_is_options(const char *token, const char *next)
{
	if (lexicon_mode(token, strlen(token)) == WORD_NONE)
		return false;
	if (next[-1] != ':') {
		next += strspn(next, "'\"");
		next += strspn(next, " ");
		if (*next != ':' && *next != '=')
			return false;
	}
	next += strspn(next, ":=> ");
	return *next == '{';
}

/* The next part of a name: "smtp" of "smtpHost", "MAIL" of "MAIL_HOST". NULL
 * at its end. */
static const char *next_part(
	struct arena *arena, const char **at, const char **ret_part)
{
	const char *begin = *at + strspn(*at, PARTS), *end = begin;

	while (*end && !strchr(PARTS, *end) &&
		!(end > begin && *end >= 'A' && *end <= 'Z' &&
			(ascii_is_digit(end[-1]) ||
				(end[-1] >= 'a' && end[-1] <= 'z') ||
				(end[1] >= 'a' && end[1] <= 'z'))))
		end++;
	*at = end;
	*ret_part = arena_printf(arena, "%.*s", (int)(end - begin), begin);
	return end > begin ? *ret_part : NULL;
}

/* How long a part is without what it tells of the service: "smtp" of
 * "smtphost" */
static size_t owner_length(const char *part)
{
	static const char *const ends[] = {
		"server", "host", "port", "secure", "user", NULL};
	size_t length = strlen(part);

	for (const char *const *end = ends; *end; end++)
		if (length > strlen(*end) &&
			ascii_compare(part + length - strlen(*end), *end) == 0)
			return length - strlen(*end);
	return length;
}

bool panel_code_take_service(struct panel_reader *r, const char *token)
{
	const char *part;

	while (next_part(r->arena, &token, &part)) {
		enum service service;
		size_t count;

		if (!lexicon_service(
			    part, owner_length(part), &service, NULL) ||
			ascii_compare(part, "submission") == 0)
			continue;
		count = r->line->counts[ITEM_SERVICE];
		*panel_reader_add(r, ITEM_SERVICE) = (struct panel_item){
			.kind = ITEM_SERVICE,
			.service = service,
			.weak = true,
		};
		r->line->counts[ITEM_SERVICE] = count;
		return true;
	}
	return false;
}

/* What the last part says: ENCRYPTION_STARTTLS, SMTP_SSL, StartTls */
static void take_last_word(struct panel_reader *r, const char *token)
{
	static const struct {
		const char *name;
		enum mode_word word;
	} names[] = {
		{"SslOnConnect", WORD_IMPLICIT},
		{"SSLSocketFactory", WORD_IMPLICIT},
		{"StartTlsWhenAvailable", WORD_OPPORTUNISTIC},
	};
	const char *last = token;
	enum mode_word word;

	for (const char *at = token; *at; at++)
		if (strchr(PARTS, *at))
			last = at + 1;
	word = lexicon_mode(last, strlen(last));
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (ascii_compare(last, names[i].name) == 0)
			word = names[i].word;
	if (word != WORD_NONE && last > token)
		panel_reader_add_word(r, word, token);
}

enum panel_code_next panel_code_take_name(
	struct panel_reader *r, const char *token, const char *next)
{
	static const char *const secrets[] = {
		"login", "authenticate", "plainauth", "auth", NULL};
	const char *last = strrchr(token, '.');

	panel_code_take_service(r, token);
	if (is_key(token, next))
		return CODE_VALUE;
	take_last_word(r, token);
	next += strspn(next, " ");
	return next[0] == '(' && last && is_listed(last + 1, secrets)
		       ? CODE_SECRET
		       : CODE_ANY;
}

bool panel_code_is_sender(struct arena *arena, const char *token)
{
	static const char *const senders[] = {"email_host", "email_port",
		"email_use_", "mail_host", "mail_port", "mail_server",
		"mail_use_", "mail_mailer", "mail_driver", "nodemailer",
		"createtransport", "phpmailer", "action_mailer", "spring.mail.",
		"mailgun", "relayhost", "smarthost", "mailhub", NULL};
	const char *folded = tongues_fold(arena, token);

	for (const char *const *sender = senders; *sender; sender++)
		if (**sender == *folded &&
			strncmp(folded, *sender, strlen(*sender)) == 0)
			return true;
	return false;
}

enum mode_word panel_code_answer(
	const struct panel_reader *r, const char *label, bool yes)
{
	static const struct {
		const char *label;
		enum mode_word yes;
		enum mode_word no;
	} keys[] = {
		/* nodemailer: implicit, or else STARTTLS if it is offered */
		{"secure", WORD_SSL, WORD_OPPORTUNISTIC},
		{"smtp_secure", WORD_SSL, WORD_OPPORTUNISTIC},
		{"smtpsecure", WORD_SSL, WORD_OPPORTUNISTIC},
		{"mail__options__secure", WORD_SSL, WORD_OPPORTUNISTIC},
		{"requiretls", WORD_EXPLICIT, WORD_NONE},
		{"ignoretls", WORD_CLEARTEXT, WORD_NONE},
		/* Django, Flask */
		{"email_use_tls", WORD_EXPLICIT, WORD_CLEARTEXT},
		{"mail_use_tls", WORD_EXPLICIT, WORD_CLEARTEXT},
		/* .NET's SmtpClient knows no implicit TLS. */
		{"enablessl", WORD_EXPLICIT, WORD_CLEARTEXT},
		{"enable_starttls_auto", WORD_OPPORTUNISTIC, WORD_NO_STARTTLS},
		/* Postfix */
		{"smtp_tls_wrappermode", WORD_IMPLICIT, WORD_NONE},
		{"smtp_use_tls", WORD_OPPORTUNISTIC, WORD_CLEARTEXT},
		{"smtp_enforce_tls", WORD_EXPLICIT, WORD_NONE},
	};
	const char *folded = tongues_fold(r->arena, label ? label : "");

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (strcmp(keys[i].label, folded) == 0)
			return yes ? keys[i].yes : keys[i].no;
	if (strstr(folded, "starttls") || strstr(folded, "start_tls"))
		return yes ? WORD_EXPLICIT : WORD_NO_STARTTLS;
	if (!yes)
		return WORD_CLEARTEXT;
	/* GitLab's word for implicit TLS; STARTTLS has one of its own there. */
	if (strcmp(folded, "smtp_tls") == 0 &&
		strstr(r->folded, "gitlab_rails"))
		return WORD_SSL;
	return strstr(folded, "ssl") ? WORD_SSL : WORD_TLS;
}

enum mode_word panel_code_level(
	struct arena *arena, const char *label, const char *value)
{
	static const struct {
		const char *label; /* a part of it */
		const char *value;
		enum mode_word word;
	} levels[] = {
		{"tls_security_level", "none", WORD_CLEARTEXT},
		{"tls_security_level", "may", WORD_OPPORTUNISTIC},
		{"tls_security_level", "dane", WORD_OPPORTUNISTIC},
		{"tls_security_level", "encrypt", WORD_EXPLICIT},
		{"tls_security_level", "dane-only", WORD_EXPLICIT},
		{"tls_security_level", "fingerprint", WORD_EXPLICIT},
		{"tls_security_level", "verify", WORD_EXPLICIT},
		{"tls_security_level", "secure", WORD_EXPLICIT},
		{"encryption.type", "tls", WORD_IMPLICIT}, /* himalaya */
		{"tls", "negotiate", WORD_OPPORTUNISTIC},  /* Lexmark */
		{"secure", "never", WORD_CLEARTEXT},       /* Ansible */
		{"secure", "try", WORD_OPPORTUNISTIC},
		{"secure", "always", WORD_IMPLICIT},
		{"starttls", "mandatorystarttls", WORD_EXPLICIT},
		{"starttls", "opportunisticstarttls", WORD_OPPORTUNISTIC},
		{"starttls", "nostarttls", WORD_NO_STARTTLS},
		{"starttls", "always", WORD_EXPLICIT},
		{"starttls", "mandatory", WORD_EXPLICIT},
		{"starttls", "opportunistic", WORD_OPPORTUNISTIC},
	};
	const char *name = tongues_fold(arena, label);
	const char *folded = tongues_fold(arena, value);

	for (size_t i = 0; i < COUNT_OF(levels); i++)
		if (strstr(name, levels[i].label) &&
			strcmp(folded, levels[i].value) == 0)
			return levels[i].word;
	return WORD_NONE;
}

/* name blanks "=", as an assignment begins */
static bool is_assignment(const char *line, size_t length)
{
	size_t at = 0;

	while (at < length &&
		(ascii_is_alphanumeric(line[at]) || strchr(" \t_.", line[at])))
		at++;
	return at && at < length && line[at] == '=';
}

size_t panel_code_length(const char *line, size_t length)
{
	bool assignment = is_assignment(line, length);
	bool text = false;

	for (size_t i = 0; i + 1 < length; i++) {
		if (text && strchr(" \t", line[i - 1]) &&
			((line[i] == '/' && line[i + 1] == '/') ||
				(assignment && line[i] == '#')))
			return i;
		text = text || !strchr(" \t", line[i]);
	}
	return length;
}
