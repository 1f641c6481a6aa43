/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Thunderbird's autoconfig files, as providers publish them and its own
 * database holds them (draft-ietf-mailmaint-autoconfig). What Thunderbird
 * leaves out is left out here, and said: a section without one of its needed
 * elements, words for TLS or authentication that it does not know. */

#include "model/service.h"
#include "model/table.h"
#include "model/text/builder.h"
#include "settings/forms/form.h"
#include "settings/refuse.h"
#include "settings/xml/document.h"

#include <stdlib.h>
#include <string.h>

#define AUTHENTICATIONS 8
#define DOMAIN_SIGN "%EMAILDOMAIN%"
#define HOST_OCTETS 320

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

/* Why a section is left out */
static bool leave_out(const char **ret_why, const char *why)
{
	*ret_why = why;
	return false;
}

/* The first socketType that is known decides. */
static bool read_mode(struct reading *r, const xmlNode *server,
	struct record *record, const char **ret_why)
{
	const xmlNode *first = document_first(server, "socketType");
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
	if (!first)
		return leave_out(ret_why, "there is no socketType");
	return leave_out(ret_why,
		arena_printf(r->arena,
			"the socketType %s in line %ld is not SSL, STARTTLS "
			"or plain",
			refuse_quote(r->arena, document_text(r->arena, first)),
			xmlGetLineNo(first)));
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

static bool read_authentications(struct reading *r, const xmlNode *server,
	struct account *account, const char **ret_why)
{
	const xmlNode *first = document_first(server, "authentication");
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
	if (count)
		return true;
	if (!first)
		return leave_out(ret_why, "there is no authentication");
	return leave_out(ret_why,
		arena_printf(r->arena,
			"the authentication %s in line %ld is unknown",
			refuse_quote(r->arena, document_text(r->arena, first)),
			xmlGetLineNo(first)));
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

static const char *replace(struct arena *arena, const char *text,
	const char *sign, const char *value)
{
	struct builder whole = {.arena = arena};

	for (const char *at; (at = strstr(text, sign));) {
		builder_printf(&whole, "%.*s%s", (int)(at - text), text, value);
		text = at + strlen(sign);
	}
	builder_add(&whole, text);
	return builder_text(&whole);
}

/* A host that depends on the user, whose address may be known; without it the
 * first domain that is served stands for all. */
static bool fill_host(
	struct reading *r, const char **host, const char **ret_why)
{
	const struct records_user *user = records_user(r->records);
	const char *at = user->address ? strrchr(user->address, '@') : NULL;
	const char *domain = at ? at + 1 : r->domain;

	if (strlen(*host) > HOST_OCTETS)
		return leave_out(ret_why, "its hostname is too long");
	if (domain)
		*host = replace(r->arena, *host, DOMAIN_SIGN, domain);
	if (at) {
		*host = replace(
			r->arena, *host, "%EMAILADDRESS%", user->address);
		*host = replace(r->arena, *host, "%EMAILLOCALPART%",
			arena_printf(r->arena, "%.*s",
				(int)(at - user->address), user->address));
	}
	if (!strchr(*host, '%'))
		return true;
	return leave_out(ret_why,
		arena_printf(r->arena,
			"it depends on the user's address, which is not "
			"known%s%s",
			user->how ? ": give it " : "",
			user->how ? user->how : ""));
}

static bool read_port(struct reading *r, const char *text, unsigned *ret_port,
	const char **ret_why)
{
	/* What follows the digits is not looked at there, either. */
	unsigned long port = text && *text >= '0' && *text <= '9'
				     ? strtoul(text, NULL, 10)
				     : 0;

	*ret_port = port > 65535 ? 0 : (unsigned)port;
	if (*ret_port)
		return true;
	if (!text)
		return leave_out(ret_why, "there is no port");
	return leave_out(
		ret_why, arena_printf(r->arena, "%s is not a port number",
				 refuse_quote(r->arena, text)));
}

/* The type as it must be spelled: "imap", "pop3" or "smtp" */
static bool read_type(struct reading *r, const xmlNode *server,
	enum service *ret_service, const char **ret_why)
{
	const char *type = document_attribute(r->arena, server, "type");
	bool incoming = document_is(server, "incomingServer");

	if (!type)
		return leave_out(ret_why, "there is no type");
	if (service_from_name(type, ret_service) &&
		(incoming ? service_is_incoming(*ret_service)
			  : service_is_outgoing(*ret_service)))
		return true;
	return leave_out(
		ret_why, arena_printf(r->arena, "the type %s is not %s",
				 refuse_quote(r->arena, type),
				 incoming ? "imap or pop3" : "smtp"));
}

/* Whether the section is one that Thunderbird would use. */
static bool read_server(struct reading *r, const xmlNode *server,
	struct record *record, const char **ret_why)
{
	bool incoming = document_is(server, "incomingServer");

	record->host = child_content(r, server, "hostname");
	record->account.user_name =
		close_sign(r->arena, child_content(r, server, "username"));
	if (!record->host)
		return leave_out(ret_why, "there is no hostname");
	if (incoming && !record->account.user_name)
		return leave_out(ret_why, "there is no username");
	return read_type(r, server, &record->service, ret_why) &&
	       read_port(r, child_content(r, server, "port"), &record->port,
		       ret_why) &&
	       fill_host(r, &record->host, ret_why) &&
	       read_mode(r, server, record, ret_why) &&
	       read_authentications(r, server, &record->account, ret_why);
}

static void add_servers(
	struct reading *r, const xmlNode *provider, const char *name)
{
	for (xmlNode *node = document_first(provider, name); node;
		node = document_next(node, name)) {
		struct record record = {.line = (unsigned)xmlGetLineNo(node)};
		struct problem problem = {0};
		const char *why = NULL;

		/* One that cannot be used is left out, as there. */
		if (read_server(r, node, &record, &why) &&
			!records_add(r->records, &record, &problem))
			why = problem.text;
		if (why)
			records_skip(r->records, record.line,
				record.host ? record.host : name, why);
	}
}

/* Thunderbird makes nothing of a file that lacks one of these. */
static void note_missing(struct reading *r, const xmlNode *provider)
{
	static const char *const needed[] = {
		"domain", "incomingServer", "outgoingServer"};

	for (size_t i = 0; i < COUNT_OF(needed); i++)
		if (!document_first(provider, needed[i])) {
			records_note(r->records,
				arena_printf(r->arena,
					"Thunderbird ignores this file: it "
					"has no <%s>.",
					needed[i]));
			return;
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
		if (!r->domain && strlen(domain) <= HOST_OCTETS)
			r->domain = domain;
	}
	if (title)
		records_title(r->records, refuse_escape(r->arena, title));
	note_missing(r, provider);
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
	if (records_count(records) || records_skipped(records))
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
