/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Apple's configuration profiles (com.apple.mail.managed): a property list, in
 * XML or binary, perhaps within a CMS signature, which says who made it and
 * nothing of the settings. Passwords in it are never read. */

#include "settings/forms/apple/bplist.h"
#include "settings/forms/apple/cms.h"
#include "settings/forms/form.h"
#include "settings/record_set.h"
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
	if (bplist_is(text))
		return LIKE_SURELY;
	if (cms_is_signed(text))
		return LIKE_MUCH;
	return likeness_has_root(text, "plist") ? LIKE_SURELY : LIKE_NOT;
}

/* The value of a key in a dictionary; NULL if it is not there. */
static xmlNode *find_value(
	struct reading *r, const xmlNode *dictionary, const char *key)
{
	for (xmlNode *node = document_first(dictionary, "key"); node;
		node = document_next(node, "key")) {
		const char *name = document_content(r->arena, node);

		if (name && strcmp(name, key) == 0)
			return document_next(node, NULL);
	}
	return NULL;
}

static const char *string_of(
	struct reading *r, const xmlNode *dictionary, const char *key)
{
	xmlNode *value = find_value(r, dictionary, key);

	return value ? document_content(r->arena, value) : NULL;
}

static const char *key_of(struct reading *r, bool incoming, const char *rest)
{
	return arena_printf(r->arena, "%sMailServer%s",
		incoming ? "Incoming" : "Outgoing", rest);
}

static void read_authentication(struct account *account, const char *said)
{
	static const struct {
		const char *said;
		const char *const means[1];
	} words[] = {
		{"EmailAuthNone", {"none"}},
		{"EmailAuthPassword", {"password-cleartext"}},
		{"EmailAuthCRAMMD5", {"password-encrypted"}},
		{"EmailAuthNTLM", {"NTLM"}},
		{"EmailAuthHTTPMD5", {"password-encrypted"}},
	};

	for (size_t i = 0; said && i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i].said, said) == 0) {
			account->authentications = words[i].means;
			account->authentication_count = 1;
		}
}

/* UseSSL is false unless it is there. Where the port is for STARTTLS, Apple's
 * programs use that; elsewhere it is SSL/TLS. */
static void read_mode(struct reading *r, const xmlNode *dictionary,
	bool incoming, struct record *record)
{
	xmlNode *value =
		find_value(r, dictionary, key_of(r, incoming, "UseSSL"));
	bool use = value && document_is(value, "true");

	record->word = use ? WORD_SSL_SWITCH : WORD_CLEARTEXT;
	record->said = !value ? NULL : use ? "UseSSL true" : "UseSSL false";
	record->said_line = value ? (unsigned)xmlGetLineNo(value) : 0;
	if (!value)
		record->meaning = "where UseSSL is missing, nothing is "
				  "encrypted";
}

static bool add_server(struct reading *r, const xmlNode *dictionary,
	bool incoming, enum service service)
{
	struct record record = {
		.service = service,
		.host = string_of(
			r, dictionary, key_of(r, incoming, "HostName")),
		.line = (unsigned)xmlGetLineNo(dictionary),
	};
	xmlNode *host =
		find_value(r, dictionary, key_of(r, incoming, "HostName"));

	if (!incoming && !record.host)
		return true;
	if (host)
		record.line = (unsigned)xmlGetLineNo(host);
	record_set_port(&record,
		string_of(r, dictionary, key_of(r, incoming, "PortNumber")));
	read_mode(r, dictionary, incoming, &record);
	record.account.address = string_of(r, dictionary, "EmailAddress");
	record.account.label =
		string_of(r, dictionary, "EmailAccountDescription");
	record.account.user_name =
		string_of(r, dictionary, key_of(r, incoming, "Username"));
	read_authentication(&record.account,
		string_of(
			r, dictionary, key_of(r, incoming, "Authentication")));
	return records_add(r->records, &record, r->ret_problem);
}

static bool add_payload(struct reading *r, const xmlNode *dictionary)
{
	const char *type = string_of(r, dictionary, "EmailAccountType");
	enum service service = SERVICE_IMAP;

	if (type && strcmp(type, "EmailTypePOP") == 0)
		service = SERVICE_POP3;
	return add_server(r, dictionary, true, service) &&
	       add_server(r, dictionary, false, SERVICE_SMTP);
}

/* Payloads may lie in others. */
static bool walk(struct reading *r, const xmlNode *node)
{
	for (xmlNode *at = document_first(node, NULL); at;
		at = document_next(at, NULL)) {
		const char *type = document_is(at, "dict")
					   ? string_of(r, at, "PayloadType")
					   : NULL;

		if (type && strcmp(type, "com.apple.mail.managed") == 0) {
			if (!add_payload(r, at))
				return false;
		} else if (!walk(r, at)) {
			return false;
		}
	}
	return true;
}

static bool read_mobileconfig(struct records *records, struct arena *arena,
	const char *place, struct octets text, struct problem *ret_problem)
{
	struct reading r = {records, arena, place, ret_problem};
	const char *reason;
	xmlDoc *document;
	bool read;

	if (cms_is_signed(text) && !cms_content(arena, text, &text))
		return refuse_at(arena, place, 1, ret_problem,
			"this looks like a signed configuration profile, but "
			"nothing can be taken out of it; a signed "
			".mobileconfig file in DER or PEM form was expected");
	if (bplist_is(text) && !bplist_to_xml(arena, text, &text, &reason))
		return refuse_at(arena, place, 1, ret_problem,
			"this property list in binary form cannot be read: %s",
			reason);
	document = document_read(arena, &document_foreign, r.place, text.data,
		text.length, ret_problem);
	if (!document)
		return false;
	read = walk(&r, xmlDocGetRootElement(document));
	xmlFreeDoc(document);
	if (!read || records_count(records))
		return read;
	return refuse_at(arena, place, 1, ret_problem,
		"this configuration profile has no mail account; a payload of "
		"the type com.apple.mail.managed was expected");
}

const struct form form_mobileconfig = {
	.name = "mobileconfig",
	.title = "Apple configuration profile",
	.likeness = likeness,
	.read = read_mobileconfig,
};
