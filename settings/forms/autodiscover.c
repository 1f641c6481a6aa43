/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Answers of Exchange's Autodiscover in plain old XML (MS-OXDSCLI), as Outlook
 * reads them: POP3, IMAP and SMTP are among the protocols of an account. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
#include "settings/refuse.h"
#include "settings/tongues.h"
#include "settings/xml/document.h"

#include <stdlib.h>
#include <string.h>

struct reading {
	struct records *records;
	struct arena *arena;
	const char *place;
	struct problem *ret_problem;
};

static enum likeness likeness(struct octets text)
{
	return likeness_has_root(text, "Autodiscover") ? LIKE_SURELY : LIKE_NOT;
}

/* Case matters to XML and not to those who publish these. */
static xmlNode *find_child(const xmlNode *parent, const char *name)
{
	for (xmlNode *node = parent ? document_first(parent, NULL) : NULL; node;
		node = document_next(node, NULL))
		if (ascii_compare((const char *)node->name, name) == 0)
			return node;
	return NULL;
}

static const char *child_content(
	struct reading *r, const xmlNode *parent, const char *name)
{
	xmlNode *node = find_child(parent, name);

	return node ? document_content(r->arena, node) : NULL;
}

/* A word that the element does not have, which is then told; what it seems to
 * mean is taken all the same. */
struct odd_word {
	const char *said; /* NULL: there is none */
	unsigned line;
};

static void note_odd(struct reading *r, const xmlNode *node, const char *said,
	struct odd_word *odd)
{
	odd->said = arena_printf(r->arena, "%s %s", (const char *)node->name,
		said ? said : "(empty)");
	odd->line = (unsigned)xmlGetLineNo(node);
}

/* Encryption = "None" / "SSL" / "TLS" / "Auto"; TLS stands for STARTTLS. */
static enum mode_word encryption_word(const char *said)
{
	static const struct {
		const char *said;
		enum mode_word means;
	} words[] = {
		{"None", WORD_CLEARTEXT},
		{"SSL", WORD_IMPLICIT},
		{"TLS", WORD_EXPLICIT},
		{"Auto", WORD_OPPORTUNISTIC},
	};

	for (size_t i = 0; said && i < sizeof(words) / sizeof(*words); i++)
		if (ascii_compare(words[i].said, said) == 0)
			return words[i].means;
	return WORD_NONE;
}

/* SSL = "on" / "off", and "on" if it is missing */
static enum mode_word ssl_word(
	struct reading *r, const xmlNode *node, struct odd_word *odd)
{
	const char *said = node ? document_content(r->arena, node) : "on";
	enum mode_word word;

	if (said && ascii_compare(said, "on") == 0)
		return WORD_SSL;
	if (said && ascii_compare(said, "off") == 0)
		return WORD_CLEARTEXT;
	note_odd(r, node, said, odd);
	word = said ? lexicon_mode(said, strlen(said)) : WORD_NONE;
	if (word == WORD_NONE && said &&
		tongues_is(TONGUE_NO, tongues_fold(r->arena, said)))
		return WORD_CLEARTEXT;
	return word == WORD_NONE || word == WORD_TLS ? WORD_SSL : word;
}

/* Encryption says more than SSL, whatever SSL says beside it. */
static void read_mode(struct reading *r, const xmlNode *protocol,
	struct record *record, struct odd_word *odd)
{
	const xmlNode *encryption = find_child(protocol, "Encryption");
	const xmlNode *ssl = find_child(protocol, "SSL");
	const xmlNode *node = encryption ? encryption : ssl;

	if (encryption) {
		record->said = document_content(r->arena, encryption);
		record->word = encryption_word(record->said);
		if (record->word == WORD_NONE) {
			note_odd(r, encryption, record->said, odd);
			node = ssl;
		}
	}
	if (record->word == WORD_NONE) {
		record->word = ssl_word(r, ssl, odd);
		record->said = ssl ? arena_printf(r->arena, "SSL %s",
					     document_text(r->arena, ssl))
				   : NULL;
	}
	if (!node)
		record->meaning = "where SSL is missing, it is on";
	else
		record->said_line = (unsigned)xmlGetLineNo(node);
}

static void read_authentication(
	struct reading *r, const xmlNode *protocol, struct account *account)
{
	static const char *const none[] = {"none"};
	static const char *const ntlm[] = {"NTLM"};
	static const char *const password[] = {"password-cleartext"};
	const char *required = child_content(r, protocol, "AuthRequired");
	const char *spa = child_content(r, protocol, "SPA");

	if (required && ascii_compare(required, "off") == 0)
		account->authentications = none;
	else if (spa && ascii_compare(spa, "on") == 0)
		account->authentications = ntlm;
	else
		account->authentications = password;
	account->authentication_count = 1;
}

static bool add_protocol(struct reading *r, const xmlNode *protocol)
{
	const char *type = child_content(r, protocol, "Type");
	struct record record = {.line = (unsigned)xmlGetLineNo(protocol)};
	struct odd_word odd = {NULL, 0};
	xmlChar *attribute = xmlGetNoNsProp(protocol, (const xmlChar *)"Type");

	if (!type && attribute)
		type = arena_strdup(r->arena, (const char *)attribute);
	xmlFree(attribute);
	/* EXCH, WEB, mapiHttp and others speak no mail protocol. */
	if (!type ||
		!lexicon_service(type, strlen(type), &record.service, NULL))
		return true;
	record.host = child_content(r, protocol, "Server");
	if (!record.host) {
		records_skip(
			r->records, record.line, type, "there is no Server");
		return true;
	}
	record_set_port(&record, child_content(r, protocol, "Port"));
	read_mode(r, protocol, &record, &odd);
	read_authentication(r, protocol, &record.account);
	record.account.user_name = child_content(r, protocol, "LoginName");
	if (!records_add(r->records, &record, r->ret_problem))
		return false;
	if (odd.said)
		records_remark(r->records, REMARK_WORD_UNKNOWN, odd.line,
			odd.said, NULL);
	return true;
}

/* What an answer without settings says. */
static bool refuse_answer(struct reading *r, const xmlNode *response)
{
	const xmlNode *account = find_child(response, "Account");
	const xmlNode *error = find_child(response, "Error");
	const char *url = child_content(r, account, "RedirectUrl");
	const char *address = child_content(r, account, "RedirectAddr");
	const char *what = "no settings for POP3, IMAP or SMTP";

	if (error && child_content(r, error, "Message"))
		what = arena_printf(r->arena, "an error: %s",
			refuse_quote(
				r->arena, child_content(r, error, "Message")));
	else if (error)
		what = "an error";
	else if (url)
		what = arena_printf(r->arena,
			"a redirect to %s; read what is there",
			refuse_quote(r->arena, url));
	else if (address)
		what = arena_printf(r->arena,
			"a redirect to the address %s; ask again with it",
			refuse_quote(r->arena, address));
	return refuse_at(r->arena, r->place, (unsigned)xmlGetLineNo(response),
		r->ret_problem, "this Autodiscover answer holds %s", what);
}

static bool read_accounts(struct reading *r, const xmlNode *root)
{
	const xmlNode *response = find_child(root, "Response");

	if (!response)
		return refuse_answer(r, root);
	for (xmlNode *account = document_first(response, NULL); account;
		account = document_next(account, NULL))
		for (xmlNode *node = document_first(account, NULL); node;
			node = document_next(node, NULL))
			if (ascii_compare((const char *)node->name,
				    "Protocol") == 0 &&
				!add_protocol(r, node))
				return false;
	return records_count(r->records) || records_skipped(r->records) ||
	       refuse_answer(r, response);
}

static bool read_autodiscover(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {records, arena, place, ret_problem};
	xmlDoc *document = document_read(arena, &document_foreign, r.place,
		text.data, text.length, ret_problem);
	bool read =
		document && read_accounts(&r, xmlDocGetRootElement(document));

	xmlFreeDoc(document);
	return read;
}

const struct form form_autodiscover = {
	.name = "autodiscover",
	.title = "answer of Exchange Autodiscover",
	.likeness = likeness,
	.read = read_autodiscover,
};
