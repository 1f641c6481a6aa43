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
	/* UseIMAPS, RequireSSL, UseTLSv1 and the like, which isync 1.2 gave up
	 * for SSLType and SSLVersions */
	unsigned old_line;   /* of the last of them; 0: none was there */
	const char *decides; /* "UseIMAPS yes", as it stands there, or NULL */
	bool old_imaps;
	bool old_optional; /* RequireSSL no */
	unsigned old_on;   /* TLS_BIT()s that are turned on */
	unsigned old_off;
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

/* Of the versions, OpenSSL offers those from the lowest up to the first gap. */
static unsigned offered(unsigned versions)
{
	unsigned lowest = versions & (~versions + 1), bits = 0;

	for (unsigned bit = lowest; bit & versions; bit <<= 1)
		bits |= bit;
	return bits;
}

/* Without UseTLSv1 no, the old words have TLS 1.0, and nothing else that is
 * not turned on by name. */
static unsigned old_versions(const struct account_rows *account)
{
	return offered(
		account->old_on | (TLS_BIT(TLS_1_0) & ~account->old_off));
}

/* What isync 1.2 and later make of the old words, as was seen on the wire:
 * "RequireSSL no" is overruled as long as any version is left. */
static void read_old_mode(
	const struct account_rows *account, struct record *record)
{
	record->said = account->decides;
	record->said_line = account->old_line;
	if (account->old_imaps) {
		record->word = WORD_IMPLICIT;
	} else if (account->old_optional && !old_versions(account)) {
		record->word = WORD_CLEARTEXT;
		record->meaning = "with \"RequireSSL no\" and no TLS version "
				  "turned on, mbsync does not encrypt";
	} else if (account->old_optional) {
		record->meaning = "mbsync ignores \"RequireSSL no\" as long "
				  "as a TLS version is turned on, and demands "
				  "STARTTLS";
	}
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
	if (!account->type && account->old_line)
		read_old_mode(account, record);
	else if (!account->type)
		record->meaning = "without SSLType, mbsync demands STARTTLS";
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

/* Old TLS alone, or what mbsync itself turns down. */
static void remark_limits(struct reading *r, const struct account_rows *account,
	enum mode_word word)
{
	const unsigned modern = TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3);
	bool old = account->old_line && !account->type;

	if (account->old_line && (account->type || account->versions))
		records_remark(r->records, REMARK_UNREAD, account->old_line,
			"UseIMAPS, RequireSSL or UseTLSv1 beside SSLType or "
			"SSLVersions, which mbsync refuses",
			NULL);
	else if (old && word != WORD_CLEARTEXT &&
		 !(old_versions(account) & modern))
		records_remark(r->records, REMARK_TLS_LIMITED,
			account->old_line, account->decides, NULL);
	else if (account->versions && !(offered(account->versions) & modern))
		records_remark(r->records, REMARK_TLS_LIMITED,
			account->versions_line, "SSLVersions", NULL);
}

/* Host imaps:example.com or imap:example.com, as very old files have it */
static void read_host_prefix(struct account_rows *account)
{
	bool imaps = ascii_compare_n(account->host, "imaps:", 6) == 0;

	if (!imaps && ascii_compare_n(account->host, "imap:", 5) != 0)
		return;
	account->host += imaps ? 6 : 5;
	account->host += strspn(account->host, "/");
	account->old_line = account->line;
	account->old_imaps = imaps;
	account->decides = imaps ? "imaps:" : "imap:";
}

static bool close_account(struct reading *r)
{
	struct account_rows now = r->now;
	struct record record = {
		.service = SERVICE_IMAP,
		.line = now.line,
		.account.label = now.name,
		.account.user_name = now.user,
	};

	r->now = (struct account_rows){0};
	if (!now.name)
		return true;
	if (now.tunnel) {
		records_skip(r->records, now.line, now.name,
			"it has a Tunnel: mbsync connects to no server");
		return true;
	}
	if (!now.host) {
		/* A store that takes its server from an account */
		if (now.port || now.type || now.user)
			records_skip(r->records, now.line, now.name,
				"it names no Host");
		return true;
	}
	read_host_prefix(&now);
	record.host = now.host;
	read_mode(&now, &record);
	record_set_port(&record, now.port);
	if (!record.port && !record.port_text)
		record.port = service_port(SERVICE_IMAP,
			record.word == WORD_IMPLICIT ? MODE_IMPLICIT
						     : MODE_EXPLICIT);
	read_mechanism(r->arena, now.mechanism, &record);
	if (!records_add(r->records, &record, r->ret_problem))
		return false;
	remark_limits(r, &now, record.word);
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

static bool read_old_version(
	struct account_rows *account, const char *name, bool on)
{
	static const struct {
		const char *word;
		unsigned version;
	} names[] = {
		{"UseSSLv2", 0},
		{"UseSSLv3", 0},
		{"UseTLSv1", TLS_BIT(TLS_1_0)},
		{"UseTLSv1.1", TLS_BIT(TLS_1_1)},
		{"UseTLSv1.2", TLS_BIT(TLS_1_2)},
		{"UseTLSv1.3", TLS_BIT(TLS_1_3)},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (ascii_compare(names[i].word, name) == 0) {
			account->old_on |= on ? names[i].version : 0;
			account->old_off |= on ? 0 : names[i].version;
			return true;
		}
	return false;
}

/* What decides the mode is quoted as it stands there. */
static void read_old_option(
	struct reading *r, const char *name, const char *value, unsigned line)
{
	struct account_rows *now = &r->now;
	bool on = lexicon_is_yes(value);
	bool imaps = ascii_compare(name, "UseIMAPS") == 0;
	bool require = ascii_compare(name, "RequireSSL") == 0;

	if (!imaps && !require && !read_old_version(now, name, on))
		return;
	now->old_line = line;
	if (imaps)
		now->old_imaps = on;
	if (require)
		now->old_optional = !on;
	if (imaps ? on || !now->decides : require && !now->old_imaps)
		now->decides = arena_printf(r->arena, "%s %s", name, value);
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
		now->line = line;
	} else if (ascii_compare(name, "SSLType") == 0 ||
		   ascii_compare(name, "TLSType") == 0) {
		now->type = value;
		now->type_line = line;
	} else if (ascii_compare(name, "SSLVersions") == 0 ||
		   ascii_compare(name, "SSLVersion") == 0) {
		read_versions(r, words, line);
	} else if (ascii_compare(name, "AuthMechs") == 0) {
		now->mechanism = words->count == 2 ? value : NULL;
	} else {
		read_old_option(r, name, value, line);
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
