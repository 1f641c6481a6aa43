/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/panel/label.h"

#include "model/text/ascii.h"

#include <string.h>

/* What ends a word of a label, in texts and in code */
#define PARTS READER_SEPARATORS ":./-_$"

bool panel_label_has_word(
	struct arena *arena, enum tongue tongue, const char *text)
{
	const char *folded = tongues_fold(arena, text);

	for (size_t length; *folded; folded += length) {
		folded += strspn(folded, PARTS);
		length = strcspn(folded, PARTS);
		if (length && tongues_is(tongue, arena_printf(arena, "%.*s",
							 (int)length, folded)))
			return true;
	}
	return false;
}

/* "smtpport", "mailport": what else ends like that is no port's name. */
static bool is_glued_port(const char *word, size_t length)
{
	static const char *const owners[] = {"mail", "email", "server", "host",
		"relay", "incoming", "outgoing", "in", "out", "ssl", "tls",
		"remote", NULL};
	enum service service;

	if (length <= 4 || strncmp(word + length - 4, "port", 4) != 0)
		return false;
	length -= 4;
	for (const char *const *owner = owners; *owner; owner++)
		if (length == strlen(*owner) &&
			strncmp(word, *owner, length) == 0)
			return true;
	return lexicon_service(word, length, &service, NULL);
}

static bool has_glued_port(struct arena *arena, const char *text)
{
	const char *folded = tongues_fold(arena, text);

	for (size_t length; *folded; folded += length) {
		folded += strspn(folded, PARTS);
		length = strcspn(folded, PARTS);
		if (is_glued_port(folded, length))
			return true;
	}
	return false;
}

/* "portnummer", "ポート番号", "smtpPort"; "support" has a port in it, too */
static bool names_port(struct arena *arena, const char *text)
{
	const char *at = strstr(text, "Port");

	if (panel_label_has_word(arena, TONGUE_PORT, text) ||
		strstr(text, "ポート") || strstr(text, "端口") ||
		strstr(text, "포트") || has_glued_port(arena, text))
		return true;
	/* "IncomingMailServerPortNumber" */
	return at &&
	       (!ascii_is_letter(at[4]) || (at[4] >= 'A' && at[4] <= 'Z'));
}

/* "SMTP Auth. Encryption": how a password is sent */
static bool is_about_sign_in(const char *folded)
{
	const char *sign_in = strstr(folded, "auth");
	const char *word = tongues_find(TONGUE_ENCRYPTION, folded);

	return sign_in && word && sign_in < word &&
	       !strpbrk(sign_in, "_/&,+") && !strstr(sign_in, " and ");
}

/* "SMTP requires authentication"; not "Secure authentication (SPA)", "OAuth",
 * "Modern authentication": one way of several */
static bool is_sign_in(const char *folded)
{
	static const char *const others[] = {"spa", "oauth", "factor", "faktor",
		"cram", "ntlm", "digest", "kerberos", "gssapi", "before", "2fa",
		"unauth", "authority", "author:", "modern", "basic", "legacy",
		"step", NULL};

	if (!tongues_find(TONGUE_SIGN_IN, folded) ||
		tongues_find(TONGUE_ENCRYPTION, folded) ||
		tongues_find(TONGUE_USER, folded))
		return false;
	for (const char *const *other = others; *other; other++)
		if (strstr(folded, *other))
			return false;
	return true;
}

struct panel_label panel_label_read(struct arena *arena, const char *text)
{
	const char *folded = tongues_fold(arena, text);
	struct panel_label label = {
		.port = names_port(arena, text),
		/* "insecure": which certificates a program accepts */
		.tls = tongues_find(TONGUE_ENCRYPTION, folded) != NULL &&
		       !is_about_sign_in(folded) &&
		       strncmp(folded + strspn(folded, "\"'"), "insecure", 8) !=
			       0,
		.account = tongues_find(TONGUE_ACCOUNT, folded) != NULL,
		.user = tongues_find(TONGUE_USER, folded) ||
			tongues_find(TONGUE_ACCOUNT, folded),
		.server = tongues_find(TONGUE_SERVER, folded) != NULL,
	};

	label.sign_in = is_sign_in(folded);
	label.mail = !label.user && tongues_find(TONGUE_ADDRESS, folded);
	return label;
}

/* Whether a key ends there: a quote perhaps, and a colon or equals sign */
static bool ends_key(const char *at)
{
	at += strspn(at, "'\"] ");
	return !*at || strchr(":=\t|", *at);
}

/* Keys of code, too short to be looked for within other words */
static const char *find_key(const char *folded)
{
	static const char *const words[] = {"pass", "secret", "token", "apikey",
		"api_key", "pin", "pw", "şifre", "parola", "parole", "암호",
		NULL};
	const char *first = NULL;

	for (const char *const *word = words; *word; word++)
		for (const char *at = strstr(folded, *word); at;
			at = strstr(at + 1, *word))
			if ((at == folded || !ascii_is_letter(at[-1])) &&
				(ends_key(at + strlen(*word)) ||
					(at == folded &&
						at[strlen(*word)] == ' ')) &&
				(!first || at < first))
				first = at;
	return first;
}

const char *panel_label_find_secret(struct arena *arena, const char *text)
{
	const char *folded = tongues_fold(arena, text);
	const char *word = tongues_find(TONGUE_SECRET, folded);
	const char *other = find_key(folded);

	if (other && (!word || other < word))
		word = other;
	return word ? text + (word - folded) : NULL;
}

/* Whether the cell that ends there is the label alone, in a table: with a colon
 * at its end, or as the first of its row. */
static bool is_label_cell(
	const struct panel_reader *r, const char *at, const char *end)
{
	size_t label = strcspn(at, ":=");

	if (at + label >= end)
		return !r->value_begun;
	at += label + 1;
	return at + strspn(at, " ") >= end;
}

const char *panel_label_skip_secret(
	const struct panel_reader *r, const char *at)
{
	const char *begin = at;
	size_t word = strcspn(at, "\"'");

	/* put("mail.password", "..."): the value is the next string. */
	if (at[word] && at[word + 1] == ',')
		return at + strlen(at);
	while (*at && *at != '\t' && *at != '|' &&
		!(at[0] == ',' && at[1] == ' ') &&
		!(at[0] == ';' && at[1] == ' '))
		at++;
	/* A table's cell with the label alone, and the value in the next one.
	 */
	if ((*at == '\t' || *at == '|') && is_label_cell(r, begin, at)) {
		at += strspn(at, "\t| ");
		at += strcspn(at, "\t|");
	}
	return at;
}

/* "Server Port 465", "Use SSL On", "Use SSL": no password is such words. */
static bool is_setting(struct arena *arena, const char *text)
{
	const char *last = strrchr(text, ' ');
	struct panel_label label;

	if (!last)
		return false;
	label = panel_label_read(arena, text);
	last = tongues_fold(arena, last + 1);
	if (label.port && strspn(last, "0123456789") == strlen(last))
		return true;
	return label.tls &&
	       (tongues_is(TONGUE_YES, last) || tongues_is(TONGUE_NO, last) ||
		       strcmp(last, "ssl") == 0 || strcmp(last, "tls") == 0);
}

bool panel_label_begins(struct arena *arena, const char *text)
{
	static const char *const ends[] = {": ", " = ", "\t", "  ", NULL};
	const char *end = NULL;
	struct panel_label label;

	for (const char *const *mark = ends; *mark && !end; mark++)
		end = strstr(text, *mark);
	if (!end || end == text || !end[1 + strspn(end + 1, " \t")])
		return is_setting(arena, text);
	label = panel_label_read(
		arena, arena_printf(arena, "%.*s", (int)(end - text), text));
	return label.port || label.tls || label.user || label.server;
}

bool panel_label_is_denial(struct arena *arena, const char *text)
{
	return tongues_find(TONGUE_DENIAL, tongues_fold(arena, text)) != NULL;
}

bool panel_label_is_secret(struct arena *arena, const char *text)
{
	static const char *const ways[] = {
		"normal", "encrypted", "verschl", "chiffr", "cifra", NULL};
	const char *secret = panel_label_find_secret(arena, text);
	const char *rest = secret;

	if (!secret || memchr(text, ':', (size_t)(secret - text)) ||
		strpbrk(text, "=\t|"))
		return false;
	/* "Normal password" is a way to sign in. */
	for (const char *const *way = ways; *way; way++)
		if (ascii_find(text, *way))
			return false;
	rest += tongues_begins(TONGUE_SECRET, tongues_fold(arena, rest));
	rest += strcspn(rest, " :");
	/* "Password (IMAP):" */
	rest += strspn(rest, " ");
	if (*rest == '(')
		rest += strcspn(rest, ")") + (strchr(rest, ')') != NULL);
	return !rest[strspn(rest, " :*")];
}

static bool is_letter(char octet)
{
	return ascii_is_letter((unsigned char)octet) ||
	       (unsigned char)octet >= 0x80;
}

bool panel_label_is_both(const struct panel_reader *r, const char *at)
{
	const char *folded = r->folded + (at - r->text);
	size_t token = strcspn(at, READER_SEPARATORS);
	size_t length = tongues_begins(TONGUE_BOTH, folded);

	if (length && !is_letter(folded[length]))
		return true;
	for (size_t i = 0; i < token; i++)
		if ((unsigned char)at[i] >= 0xe0 &&
			tongues_begins(TONGUE_BOTH, folded + i))
			return true;
	return false;
}
