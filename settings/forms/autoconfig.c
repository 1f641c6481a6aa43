/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Thunderbird's autoconfig files, as providers publish them and its own
 * database holds them (draft-ietf-mailmaint-autoconfig). What Thunderbird
 * leaves out is left out here: a section without one of its needed elements,
 * types that are not mail, words for TLS or authentication that it does not
 * know. */

#include "settings/forms/form.h"
#include "settings/refuse.h"
#include "settings/xml/document.h"

#include <stdlib.h>
#include <string.h>

#define AUTHENTICATIONS 8
#define DOMAIN_SIGN "%EMAILDOMAIN%"

struct reading {
	struct records *records;
	struct arena *arena;
	const char *domain; /* the first that it serves, NULL */
	struct problem *ret_problem;
};

static enum likeness likeness(struct octets text)
{
	return likeness_has_root(text, "clientConfig") ? LIKE_SURELY : LIKE_NOT;
}

static const char *child_content(
	struct reading *r, const xmlNode *parent, const char *name)
{
	xmlNode *node = document_first(parent, name);

	return node ? document_content(r->arena, node) : NULL;
}

/* The first socketType that is known decides. */
static bool read_mode(
	struct reading *r, const xmlNode *server, struct record *record)
{
	static const struct {
		const char *word;
		enum mode_word means;
	} words[] = {
		{"SSL", WORD_IMPLICIT},
		{"STARTTLS", WORD_EXPLICIT},
		{"plain", WORD_CLEARTEXT},
	};

	for (xmlNode *node = document_first(server, "socketType"); node;
		node = document_next(node, "socketType")) {
		const char *said = document_content(r->arena, node);

		for (size_t i = 0; said && i < 3; i++)
			if (strcmp(words[i].word, said) == 0) {
				record->word = words[i].means;
				record->said = said;
				record->said_line =
					(unsigned)xmlGetLineNo(node);
				return true;
			}
	}
	return false;
}

/* The present name of a word, or NULL for one that is not known. */
static const char *authentication_of(const char *said)
{
	static const struct {
		const char *said;
		const char *means;
	} words[] = {
		{"password-cleartext", "password-cleartext"},
		{"plain", "password-cleartext"},
		{"password-encrypted", "password-encrypted"},
		{"secure", "password-encrypted"},
		{"GSSAPI", "GSSAPI"},
		{"NTLM", "NTLM"},
		{"OAuth2", "OAuth2"},
		{"OAuth", "OAuth2"},
		{"TLS-client-cert", "TLS-client-cert"},
		{"client-IP-address", "client-IP-address"},
		{"none", "none"},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i].said, said) == 0)
			return words[i].means;
	return NULL;
}

static bool has_word(const char **words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static bool read_authentications(
	struct reading *r, const xmlNode *server, struct account *account)
{
	const char **words =
		arena_alloc(r->arena, AUTHENTICATIONS * sizeof(*words));
	size_t count = 0;

	for (xmlNode *node = document_first(server, "authentication");
		node && count < AUTHENTICATIONS;
		node = document_next(node, "authentication")) {
		const char *said = document_content(r->arena, node);
		const char *word = said ? authentication_of(said) : NULL;

		if (word && !has_word(words, count, word))
			words[count++] = word;
	}
	account->authentications = words;
	account->authentication_count = count;
	return count > 0;
}

/* Real files have "%EMAILADDRESS" without its last sign, too. */
static const char *close_sign(struct arena *arena, const char *name)
{
	static const char open[] = "%EMAILADDRESS";
	size_t length = name ? strlen(name) : 0;

	if (length >= sizeof(open) - 1 &&
		strcmp(name + length - (sizeof(open) - 1), open) == 0)
		return arena_printf(arena, "%s%%", name);
	return name;
}

/* A host that depends on the address takes the first domain. */
static const char *fill_host(struct reading *r, const char *host)
{
	const char *sign = host ? strstr(host, DOMAIN_SIGN) : NULL;

	if (!sign || !r->domain)
		return host;
	return arena_printf(r->arena, "%.*s%s%s", (int)(sign - host), host,
		r->domain, sign + strlen(DOMAIN_SIGN));
}

static unsigned read_port(const char *text)
{
	unsigned long port;

	if (!text || *text < '0' || *text > '9')
		return 0;
	/* What follows the digits is not looked at there, either. */
	port = strtoul(text, NULL, 10);
	return port > 65535 ? 0 : (unsigned)port;
}

/* Whether the section is one that Thunderbird would use. */
static bool read_server(
	struct reading *r, const xmlNode *server, struct record *record)
{
	const char *type = document_attribute(r->arena, server, "type");
	bool incoming = document_is(server, "incomingServer");
	enum service service;

	if (!type || !lexicon_service(type, strlen(type), &service, NULL) ||
		incoming == (service == SERVICE_SMTP) ||
		strcmp(type, service_name(service)) != 0)
		return false;
	record->service = service;
	record->line = (unsigned)xmlGetLineNo(server);
	record->host = fill_host(r, child_content(r, server, "hostname"));
	record->port = read_port(child_content(r, server, "port"));
	record->account.user_name =
		close_sign(r->arena, child_content(r, server, "username"));
	if (!record->host || !record->port ||
		(incoming && !record->account.user_name))
		return false;
	return read_mode(r, server, record) &&
	       read_authentications(r, server, &record->account);
}

static void add_servers(
	struct reading *r, const xmlNode *provider, const char *name)
{
	for (xmlNode *node = document_first(provider, name); node;
		node = document_next(node, name)) {
		struct record record = {0};
		struct problem error;

		/* One that cannot be used is left out, as there. */
		if (read_server(r, node, &record))
			records_add(r->records, &record, &error);
	}
}

static void read_provider(struct reading *r, const xmlNode *provider)
{
	const char *title = child_content(r, provider, "displayName");

	for (xmlNode *node = document_first(provider, "domain"); node;
		node = document_next(node, "domain")) {
		const char *domain = document_content(r->arena, node);

		if (!domain || strchr(domain, '%'))
			continue;
		records_domain(r->records, domain);
		if (!r->domain)
			r->domain = domain;
	}
	if (title)
		records_title(r->records, refuse_escape(r->arena, title));
	add_servers(r, provider, "incomingServer");
	add_servers(r, provider, "outgoingServer");
}

static bool read_autoconfig(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {records, arena, NULL, ret_problem};
	xmlDoc *document = document_read(arena, &document_foreign, place,
		text.data, text.length, ret_problem);
	xmlNode *provider;

	if (!document)
		return false;
	provider =
		document_first(xmlDocGetRootElement(document), "emailProvider");
	if (provider)
		read_provider(&r, provider);
	xmlFreeDoc(document);
	if (records_count(records))
		return true;
	return refuse_at(arena, place, 1, ret_problem,
		"this autoconfig file has no section that a mail program could "
		"use: an incomingServer or outgoingServer (imap, pop3, smtp) "
		"with hostname, port, socketType, authentication and username "
		"was expected");
}

const struct form form_autoconfig = {
	.name = "autoconfig",
	.title = "Thunderbird autoconfig file",
	.likeness = likeness,
	.read = read_autoconfig,
};
