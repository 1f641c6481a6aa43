/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mbsync's configuration (isync): an IMAPAccount, or the same within an
 * IMAPStore, ended by an empty line. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/text/keywords.h"
#include "settings/text/lines.h"

#include <string.h>

struct account_rows {
	const char *name;
	const char *host;
	const char *port;
	const char *user;
	const char *type; /* SSLType or TLSType */
	unsigned type_line;
	const char *mechanism; /* the only one of AuthMechs */
	unsigned versions;     /* that may be used; 0: all */
	unsigned versions_line;
	bool old_imaps;   /* UseIMAPS yes */
	bool old_require; /* RequireSSL yes */
	bool old;         /* one of these was there */
	bool tunnel;
	unsigned line;
};

struct reading {
	struct records *records;
	struct arena *arena;
	struct problem *ret_problem;
	struct account_rows now;
};

static enum likeness likeness(struct octets text)
{
	size_t own = likeness_lines_with(text, "IMAPAccount") +
		     likeness_lines_with(text, "IMAPStore");

	if (!own)
		return LIKE_NOT;
	return likeness_lines_with(text, "Host") ? LIKE_SURELY : LIKE_MUCH;
}

static void read_mode(const struct account_rows *account, struct record *record)
{
	static const struct {
		const char *type;
		enum mode_word word;
	} types[] = {
		{"IMAPS", WORD_IMPLICIT},
		{"STARTTLS", WORD_EXPLICIT},
		{"None", WORD_CLEARTEXT},
	};

	/* The default; it does not go on without. */
	record->word = WORD_EXPLICIT;
	if (account->old && !account->type) {
		record->word = account->old_imaps     ? WORD_IMPLICIT
			       : account->old_require ? WORD_EXPLICIT
						      : WORD_OPPORTUNISTIC;
		record->said = account->old_imaps     ? "UseIMAPS yes"
			       : account->old_require ? "RequireSSL yes"
						      : "RequireSSL no";
	}
	for (size_t i = 0; account->type && i < 3; i++)
		if (ascii_compare(types[i].type, account->type) == 0) {
			record->word = types[i].word;
			record->said = account->type;
			record->said_line = account->type_line;
		}
}

static void read_mechanism(
	struct arena *arena, const char *mechanism, struct record *record)
{
	static const struct {
		const char *mechanism;
		const char *means;
	} words[] = {
		{"XOAUTH2", "OAuth2"},
		{"CRAM-MD5", "password-encrypted"},
		{"GSSAPI", "GSSAPI"},
		{"NTLM", "NTLM"},
		{"EXTERNAL", "TLS-client-cert"},
		{"PLAIN", "password-cleartext"},
		{"LOGIN", "password-cleartext"},
	};

	for (size_t i = 0; mechanism && i < sizeof(words) / sizeof(*words); i++)
		if (ascii_compare(words[i].mechanism, mechanism) == 0)
			record_set_authentication(
				arena, record, words[i].means);
}

static bool close_account(struct reading *r)
{
	struct account_rows now = r->now;
	const unsigned modern = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3);
	struct record record = {
		.service = SERVICE_IMAP,
		.host = now.host,
		.line = now.line,
		.account.label = now.name,
		.account.user_name = now.user,
	};

	r->now = (struct account_rows){0};
	if (!now.name || !now.host || now.tunnel)
		return true;
	/* Host imaps:example.com, as very old ones have it */
	if (strncmp(now.host, "imaps:", 6) == 0) {
		record.host = now.host + 6;
		now.old = now.old_imaps = true;
	}
	read_mode(&now, &record);
	if (record.host != now.host)
		record.said = "imaps:";
	record_set_port(&record, now.port);
	if (!record.port && !record.port_text)
		record.port = record.word == WORD_IMPLICIT ? 993 : 143;
	read_mechanism(r->arena, now.mechanism, &record);
	if (!records_add(r->records, &record, r->ret_problem))
		return false;
	if (now.versions && !(now.versions & modern))
		records_remark(r->records, REMARK_TLS_LIMITED,
			now.versions_line, "SSLVersions", NULL);
	return true;
}

static void read_versions(
	struct reading *r, const struct keywords *words, unsigned line)
{
	static const struct {
		const char *word;
		unsigned versions;
	} names[] = {
		{"TLSv1", TLS_BIT(TLS_1_0)},
		{"TLSv1.1", TLS_BIT(TLS_1_1)},
		{"TLSv1.2", TLS_BIT(TLS_1_2)},
		{"TLSv1.3", TLS_BIT(TLS_1_3)},
	};

	r->now.versions_line = line;
	for (size_t i = 1; i < words->count; i++)
		for (size_t k = 0; k < 4; k++)
			if (ascii_compare(words->words[i], names[k].word) == 0)
				r->now.versions |= names[k].versions;
}

static void read_option(
	struct reading *r, const struct keywords *words, unsigned line)
{
	struct account_rows *now = &r->now;
	const char *name = words->words[0], *value = keywords_at(words, 1);

	if (ascii_compare(name, "Host") == 0) {
		now->host = value;
		now->line = line;
	} else if (ascii_compare(name, "Port") == 0) {
		now->port = value;
	} else if (ascii_compare(name, "User") == 0) {
		now->user = value;
	} else if (ascii_compare(name, "Tunnel") == 0) {
		now->tunnel = true;
	} else if (ascii_compare(name, "SSLType") == 0 ||
		   ascii_compare(name, "TLSType") == 0) {
		now->type = value;
		now->type_line = line;
	} else if (ascii_compare(name, "SSLVersions") == 0 ||
		   ascii_compare(name, "SSLVersion") == 0) {
		read_versions(r, words, line);
	} else if (ascii_compare(name, "AuthMechs") == 0) {
		now->mechanism = words->count == 2 ? value : NULL;
	} else if (ascii_compare(name, "UseIMAPS") == 0) {
		now->old = true;
		now->old_imaps = lexicon_is_yes(value);
	} else if (ascii_compare(name, "RequireSSL") == 0) {
		now->old = true;
		now->old_require = lexicon_is_yes(value);
	}
}

static bool is_secret(const char *line, size_t length)
{
	while (length && strchr(" \t", *line)) {
		line++;
		length--;
	}
	return length >= 4 && ascii_compare_n(line, "Pass", 4) == 0;
}

static bool read_line(
	struct reading *r, const char *line, size_t length, unsigned number)
{
	struct keywords words;

	if (is_secret(line, length))
		return true;
	keywords_read(r->arena, line, length, &words);
	if (!words.count)
		return strspn(line, " \t") < length || close_account(r);
	if (ascii_compare(words.words[0], "IMAPAccount") == 0 ||
		ascii_compare(words.words[0], "IMAPStore") == 0) {
		if (!close_account(r))
			return false;
		r->now.name = keywords_at(&words, 1);
		r->now.line = number;
		return true;
	}
	if (ascii_compare(words.words[0], "MaildirStore") == 0 ||
		ascii_compare(words.words[0], "Channel") == 0 ||
		ascii_compare(words.words[0], "Group") == 0)
		return close_account(r);
	read_option(r, &words, number);
	return true;
}

static bool read_mbsync(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {
		.records = records, .arena = arena, .ret_problem = ret_problem};
	struct lines lines = lines_begin(text);
	const char *line;
	size_t length;

	(void)place;
	while (lines_next(&lines, &line, &length))
		if (!read_line(&r, line, length, lines.number))
			return false;
	return close_account(&r);
}

const struct form form_mbsync = {
	.name = "mbsync",
	.title = "mbsync's configuration",
	.likeness = likeness,
	.read = read_mbsync,
};
