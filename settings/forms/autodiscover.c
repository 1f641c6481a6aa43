/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Answers of Exchange's Autodiscover in plain old XML (MS-OXDSCLI), as Outlook
 * reads them: POP3, IMAP and SMTP are among the protocols of an account. */

#include "model/text/ascii.h"
#include "settings/forms/form.h"
#include "settings/refuse.h"
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

/* Encryption says more than SSL, and for SSL "on" is the default. TLS stands
 * for STARTTLS there, whatever SSL says beside it. */
static void read_mode(
	struct reading *r, const xmlNode *protocol, struct record *record)
{
	const char *encryption = child_content(r, protocol, "Encryption");
	const char *ssl = child_content(r, protocol, "SSL");
	const xmlNode *node =
		find_child(protocol, encryption ? "Encryption" : "SSL");

	if (node)
		record->said_line = (unsigned)xmlGetLineNo(node);

	if (encryption) {
		record->said = encryption;
		if (ascii_compare(encryption, "SSL") == 0)
			record->word = WORD_IMPLICIT;
		else if (ascii_compare(encryption, "TLS") == 0)
			record->word = WORD_EXPLICIT;
		else
			record->word =
				lexicon_mode(encryption, strlen(encryption));
		if (record->word != WORD_NONE)
			return;
	}
	record->said = ssl ? arena_printf(r->arena, "SSL %s", ssl) : NULL;
	record->word = ssl && ascii_compare(ssl, "off") == 0 ? WORD_CLEARTEXT
							     : WORD_TLS;
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
	const char *port = child_content(r, protocol, "Port");
	struct record record = {.line = (unsigned)xmlGetLineNo(protocol)};
	xmlChar *attribute = xmlGetNoNsProp(protocol, (const xmlChar *)"Type");

	if (!type && attribute)
		type = arena_strdup(r->arena, (const char *)attribute);
	xmlFree(attribute);
	/* EXCH, WEB, mapiHttp and others speak no mail protocol. */
	if (!type ||
		!lexicon_service(type, strlen(type), &record.service, NULL))
		return true;
	record.host = child_content(r, protocol, "Server");
	if (port) {
		record.port_text = port;
		if (strspn(port, "0123456789") == strlen(port) &&
			strlen(port) <= 5) {
			record.port = (unsigned)strtoul(port, NULL, 10);
			record.port_text = record.port ? NULL : port;
		}
	}
	read_mode(r, protocol, &record);
	read_authentication(r, protocol, &record.account);
	record.account.user_name = child_content(r, protocol, "LoginName");
	return records_add(r->records, &record, r->ret_problem);
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
	return records_count(r->records) || refuse_answer(r, response);
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
