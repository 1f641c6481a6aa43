/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The settings that K-9 Mail and Thunderbird for Android export. */

#include "model/table.h"
#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/xml/document.h"

#include <string.h>

struct reading {
	struct records *records;
	struct arena *arena;
	const char *label;
	struct problem *ret_problem;
};

static enum likeness likeness(struct octets text)
{
	return likeness_has_root(text, "k9settings") ? LIKE_SURELY : LIKE_NOT;
}

static const char *content_of(
	struct reading *r, const xmlNode *parent, const char *name)
{
	xmlNode *node = document_first(parent, name);

	return node ? document_content(r->arena, node) : NULL;
}

static enum mode_word word_of(const char *said)
{
	static const struct {
		const char *said;
		enum mode_word means;
	} words[] = {
		{"NONE", WORD_CLEARTEXT},
		{"STARTTLS_OPTIONAL", WORD_OPPORTUNISTIC},
		{"STARTTLS_REQUIRED", WORD_EXPLICIT},
		{"SSL_TLS_OPTIONAL", WORD_IMPLICIT},
		{"SSL_TLS_REQUIRED", WORD_IMPLICIT},
	};

	for (size_t i = 0; said && i < COUNT_OF(words); i++)
		if (ascii_compare(words[i].said, said) == 0)
			return words[i].means;
	return WORD_NONE;
}

static void read_authentication(
	struct reading *r, const xmlNode *server, struct record *record)
{
	static const struct {
		const char *said;
		const char *means;
	} ways[] = {
		{"PLAIN", "password-cleartext"},
		{"LOGIN", "password-cleartext"},
		{"CRAM_MD5", "password-encrypted"},
		{"EXTERNAL", "TLS-client-cert"},
		{"XOAUTH2", "OAuth2"},
		{"NONE", "none"},
	};
	const char *said = content_of(r, server, "authentication-type");

	for (size_t i = 0; said && i < COUNT_OF(ways); i++)
		if (ascii_compare(ways[i].said, said) == 0)
			record_set_authentication(
				r->arena, record, ways[i].means);
}

static bool add_server(struct reading *r, const xmlNode *server)
{
	const xmlNode *security = document_first(server, "connection-security");
	struct record record = {.line = (unsigned)xmlGetLineNo(server)};
	const char *type = document_attribute(r->arena, server, "type");

	if (!type ||
		!lexicon_service(type, strlen(type), &record.service, NULL)) {
		records_skip(r->records, record.line,
			type ? type : (const char *)server->name,
			"it is not a POP3, IMAP or SMTP server");
		return true;
	}
	record.host = content_of(r, server, "host");
	if (!record.host) {
		records_skip(r->records, record.line, type, "there is no host");
		return true;
	}
	record_set_port(&record, content_of(r, server, "port"));
	if (security) {
		record.said = document_content(r->arena, security);
		record.said_line = (unsigned)xmlGetLineNo(security);
		record.word = word_of(record.said);
	}
	record.account.label = r->label;
	record.account.user_name = content_of(r, server, "username");
	read_authentication(r, server, &record);
	if (!records_add(r->records, &record, r->ret_problem))
		return false;
	if (record.said && record.word == WORD_NONE)
		records_remark(r->records, REMARK_WORD_UNKNOWN,
			record.said_line, record.said, NULL);
	return true;
}

static bool add_account(struct reading *r, const xmlNode *account)
{
	static const char *const servers[] = {
		"incoming-server", "outgoing-server"};

	r->label = content_of(r, account, "name");
	for (size_t i = 0; i < COUNT_OF(servers); i++)
		for (xmlNode *node = document_first(account, servers[i]); node;
			node = document_next(node, servers[i]))
			if (!add_server(r, node))
				return false;
	return true;
}

static bool read_accounts(struct reading *r, const xmlNode *root)
{
	xmlNode *accounts = document_first(root, "accounts");

	for (xmlNode *node = accounts ? document_first(accounts, "account")
				      : NULL;
		node; node = document_next(node, "account"))
		if (!add_account(r, node))
			return false;
	return true;
}

static bool read_k9(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {records, arena, NULL, ret_problem};
	xmlDoc *document = document_read(arena, &document_foreign, place,
		text.data, text.length, ret_problem);
	bool read =
		document && read_accounts(&r, xmlDocGetRootElement(document));

	xmlFreeDoc(document);
	return read;
}

const struct form form_k9 = {
	.name = "k9",
	.title = "settings of K-9 Mail",
	.likeness = likeness,
	.read = read_k9,
};
