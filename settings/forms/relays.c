/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Programs that hand all mail to one server: sSMTP, esmtp, DragonFly's dma.
 * Each has a line for each setting, and its own rules for what they mean
 * together. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/text/keywords.h"

#include <string.h>

struct relay {
	const char *host; /* with a port perhaps; NULL: not told */
	unsigned line;
	const char *port;
	const char *user;
	bool signs_in;   /* perhaps: the names stand in another file */
	const char *tls; /* the words that turned it on, or off; NULL */
	const char *starttls;
	unsigned said_line;
	bool torn; /* the server's name, by a blank before it */
	bool encrypts;
	bool upgrades;
	bool tries; /* goes on without TLS where it is not offered */
};

struct reading {
	struct arena *arena;
	struct records *records;
	struct relay relay;
	unsigned line;
};

/* key, and what follows the separators; the value is NULL where there are none
 */
static void part_line(struct arena *arena, const char *line, size_t length,
	const char *separators, const char **ret_key, const char **ret_value)
{
	char *text = arena_printf(arena, "%.*s", (int)length, line), *value;

	text += strspn(text, " \t");
	text[strcspn(text, "#\r")] = '\0';
	length = strlen(text);
	while (length && strchr(" \t", text[length - 1]))
		text[--length] = '\0';
	value = text + strcspn(text, separators);
	*ret_value = NULL;
	if (*value) {
		size_t gap = strspn(value, separators);

		*value = '\0';
		*ret_value = value + gap;
	}
	*ret_key = text;
}

static bool is_key(const char *key, const char *name)
{
	return ascii_compare(key, name) == 0;
}

static const char *show(
	struct reading *r, const char *key, const char *mark, const char *value)
{
	return arena_printf(
		r->arena, "%s%s%s", key, value ? mark : "", value ? value : "");
}

/* sSMTP ends the key and the value at the first equals sign or blank: a blank
 * before the value leaves it empty. "UseSTARTTLS" turns on "UseTLS", which
 * without it is implicit TLS; "YES" is the only yes. */
static void take_ssmtp(struct reading *r, const char *key, const char *value)
{
	struct relay *relay = &r->relay;
	bool yes = value && ascii_compare(value, "yes") == 0;

	if (is_key(key, "mailhub")) {
		relay->host = value;
		relay->line = r->line;
	} else if (is_key(key, "authuser")) {
		relay->user = value;
	} else if (is_key(key, "usetls")) {
		relay->encrypts = yes;
		relay->tls = show(r, key, "=", value);
		relay->said_line = r->line;
	} else if (is_key(key, "usestarttls")) {
		relay->upgrades = yes;
		relay->encrypts = relay->encrypts || yes;
		relay->starttls = show(r, key, "=", value);
		relay->said_line = r->line;
	}
}

static const char *unquote(struct arena *arena, const char *value)
{
	size_t length = value ? strlen(value) : 0;

	if (length < 2 || *value != '"' || value[length - 1] != '"')
		return value;
	return arena_printf(arena, "%.*s", (int)length - 2, value + 1);
}

static void take_esmtp(struct reading *r, const char *key, const char *value)
{
	struct relay *relay = &r->relay;

	value = unquote(r->arena, value);
	if (is_key(key, "hostname")) {
		relay->host = value;
		relay->line = r->line;
	} else if (is_key(key, "username")) {
		relay->user = value;
	} else if (is_key(key, "starttls") && value) {
		relay->encrypts = relay->upgrades = !is_key(value, "disabled");
		relay->tries = is_key(value, "enabled");
		relay->starttls = show(r, key, " = ", value);
		relay->said_line = r->line;
	}
}

/* STARTTLS without SECURETRANSFER is not looked at. */
static void take_dma(struct reading *r, const char *key, const char *value)
{
	struct relay *relay = &r->relay;

	if (is_key(key, "smarthost")) {
		relay->host = value;
		relay->line = r->line;
	} else if (is_key(key, "port")) {
		relay->port = value;
	} else if (is_key(key, "authpath")) {
		relay->signs_in = true;
	} else if (is_key(key, "securetransfer")) {
		relay->encrypts = true;
		relay->tls = key;
		relay->said_line = r->line;
	} else if (is_key(key, "starttls")) {
		relay->upgrades = true;
		relay->starttls = key;
		relay->said_line = r->line;
	} else if (is_key(key, "opportunistic_tls")) {
		relay->tries = true;
	}
}

static void read_words(struct arena *arena, const struct relay *relay,
	const char *without, struct record *record)
{
	record->word = !relay->encrypts   ? WORD_CLEARTEXT
		       : !relay->upgrades ? WORD_IMPLICIT
		       : relay->tries     ? WORD_OPPORTUNISTIC
					  : WORD_EXPLICIT;
	record->said_line = relay->said_line;
	record->said = relay->tls && relay->starttls
			       ? arena_printf(arena, "%s, %s", relay->tls,
					 relay->starttls)
		       : relay->tls ? relay->tls
				    : relay->starttls;
	if (!record->said)
		record->meaning = without;
}

static bool add_relay(struct reading *r, const char *place, const char *without,
	struct problem *ret_problem)
{
	const struct relay *relay = &r->relay;
	struct record record = {
		.service = SERVICE_SMTP,
		.line = relay->line,
		.account.user_name = relay->user,
	};

	if (!relay->host || !*relay->host) {
		if (!relay->line)
			return refuse_at(r->arena, place, 1, ret_problem,
				"the server that takes the mail was expected "
				"here");
		records_skip(r->records, relay->line, "the server",
			relay->torn ? "the program reads an empty name there; "
				      "a blank around the equals sign does this"
				    : "the name is missing");
		return true;
	}
	record_set_place(r->arena, &record, relay->host);
	if (!record.port && !record.port_text)
		record_set_port(&record, relay->port);
	if (!record.port && !record.port_text)
		record.port = 25;
	read_words(r->arena, relay, without, &record);
	if ((!relay->user || !*relay->user) && !relay->signs_in)
		record_set_authentication(r->arena, &record, "none");
	return records_add(r->records, &record, ret_problem);
}

static void read_lines(struct reading *r, struct octets text,
	const char *separators,
	void (*take)(struct reading *r, const char *key, const char *value))
{
	struct lines lines = lines_begin(text);
	const char *line, *key, *value;
	size_t length;

	while (lines_next(&lines, &line, &length)) {
		part_line(r->arena, line, length, separators, &key, &value);
		r->line = lines.number;
		if (*key)
			take(r, key, value);
	}
}

static bool read_ssmtp(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {arena, records, {0}, 0};
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	while (lines_next(&lines, &line, &length)) {
		const char *at = line + strspn(line, " \t"), *key, *value;

		r.line = lines.number;
		if (at >= line + length || *at == '#')
			continue;
		part_line(arena, line, length, "= \t", &key, &value);
		/* One sign alone is skipped. */
		if (value && value - key > (ptrdiff_t)strlen(key) + 1) {
			value = "";
			r.relay.torn = r.relay.torn || is_key(key, "mailhub");
		}
		take_ssmtp(&r, key, value);
	}
	return add_relay(&r, place,
		"without \"UseTLS=YES\", sSMTP does not encrypt", ret_problem);
}

static bool read_esmtp(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {arena, records, {0}, 0};

	read_lines(&r, text, "= \t", take_esmtp);
	return add_relay(&r, place,
		"without \"starttls\", esmtp does not encrypt", ret_problem);
}

static bool read_dma(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {arena, records, {0}, 0};

	read_lines(&r, text, " \t", take_dma);
	return add_relay(&r, place,
		"without \"SECURETRANSFER\", dma does not encrypt",
		ret_problem);
}

/* An option as nullmailer has it, two dashes and "port=587" */
static void take_nullmailer(struct reading *r, const char *option)
{
	struct relay *relay = &r->relay;
	const char *text = option + strspn(option, "-");
	size_t length = strcspn(text, "=");
	const char *value = text[length] ? text + length + 1 : NULL;
	const char *name = arena_printf(r->arena, "%.*s", (int)length, text);

	if (is_key(name, "port")) {
		relay->port = value;
	} else if (is_key(name, "user")) {
		relay->user = value;
	} else if (is_key(name, "ssl") || is_key(name, "tls")) {
		relay->encrypts = true;
		relay->tls = option;
	} else if (is_key(name, "starttls")) {
		relay->starttls = option;
	}
}

/* host [ "smtp" *option ]; with both options, TLS begins at once. */
static bool read_nullmailer(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	while (lines_next(&lines, &line, &length)) {
		struct reading r = {arena, records, {0}, lines.number};
		struct keywords words;

		keywords_read(arena, line, length, &words);
		if (!words.count ||
			(words.count > 1 && !is_key(words.words[1], "smtp")))
			continue;
		for (size_t i = 2; i < words.count; i++)
			take_nullmailer(&r, words.words[i]);
		r.relay.host = words.words[0];
		r.relay.line = r.relay.said_line = lines.number;
		r.relay.upgrades = !r.relay.encrypts && r.relay.starttls;
		r.relay.encrypts = r.relay.encrypts || r.relay.upgrades;
		if (!r.relay.port && r.relay.encrypts && !r.relay.upgrades)
			r.relay.port = "465";
		if (!add_relay(&r, place,
			    "without \"starttls\" or \"tls\", nullmailer does "
			    "not encrypt",
			    ret_problem))
			return false;
	}
	return true;
}

static enum likeness like_ssmtp(struct octets text)
{
	return likeness_lines_with(text, "mailhub=") ||
			       likeness_lines_with(text, "mailhub =")
		       ? LIKE_MUCH
		       : LIKE_NOT;
}

/* "starttls = required"; other programs say "true", "yes". */
static bool has_starttls_of_esmtp(struct octets text)
{
	struct arena *arena = arena_new();
	struct lines lines = lines_begin(text);
	const char *line, *key, *value;
	size_t length;
	bool found = false;

	while (!found && lines_next(&lines, &line, &length)) {
		part_line(arena, line, length, "= \t", &key, &value);
		value = unquote(arena, value);
		found = value && is_key(key, "starttls") &&
			(is_key(value, "enabled") ||
				is_key(value, "disabled") ||
				is_key(value, "required"));
	}
	arena_free(arena);
	return found;
}

/* Its port stands behind the server's name, in the same line. */
static enum likeness like_esmtp(struct octets text)
{
	return likeness_lines_with(text, "hostname") == 1 &&
			       !likeness_lines_with(text, "port") &&
			       !likeness_lines_with(text, "mailhub") &&
			       has_starttls_of_esmtp(text)
		       ? LIKE_MUCH
		       : LIKE_NOT;
}

static enum likeness like_dma(struct octets text)
{
	return likeness_lines_with(text, "smarthost") &&
			       (likeness_lines_with(text, "authpath") ||
				       likeness_lines_with(
					       text, "securetransfer") ||
				       likeness_lines_with(text, "spooldir"))
		       ? LIKE_MUCH
		       : LIKE_NOT;
}

static enum likeness like_nullmailer(struct octets text)
{
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length, servers = 0;

	while (lines_next(&lines, &line, &length)) {
		const char *smtp = memmem(line, length, " smtp", 5);

		if (!length || *line == '#' || !memchr(line, ' ', length))
			continue;
		if (!smtp || memchr(line, ' ', length) != smtp)
			return LIKE_NOT;
		servers += memmem(smtp, length - (size_t)(smtp - line), " -",
				   2) != NULL;
	}
	return servers ? LIKE_MUCH : LIKE_NOT;
}

const struct form form_ssmtp = {
	.name = "ssmtp",
	.title = "configuration of sSMTP",
	.likeness = like_ssmtp,
	.read = read_ssmtp,
};

const struct form form_esmtp = {
	.name = "esmtp",
	.title = "configuration of esmtp",
	.likeness = like_esmtp,
	.read = read_esmtp,
};

const struct form form_dma = {
	.name = "dma",
	.title = "configuration of dma",
	.likeness = like_dma,
	.read = read_dma,
};

const struct form form_nullmailer = {
	.name = "nullmailer",
	.title = "nullmailer's remotes",
	.likeness = like_nullmailer,
	.read = read_nullmailer,
};
