/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/forms.h"

#include "model/text/builder.h"
#include "settings/digest.h"
#include "settings/library/profile.h"
#include "settings/refuse.h"
#include "settings/xml/document.h"

#include <string.h>

const struct form *const forms_table[] = {
	&form_profile,
	&form_autoconfig,
	&form_autodiscover,
	&form_mobileconfig,
	&form_prefs,
	&form_prf,
	&form_getmail,
	&form_offlineimap,
	&form_mbsync,
	&form_msmtp,
	&form_fetchmail,
	&form_neomutt,
	&form_csv,
	&form_panel,
};
const size_t forms_count = sizeof(forms_table) / sizeof(*forms_table);

const struct form *forms_find(const char *name)
{
	for (size_t i = 0; i < forms_count; i++)
		if (strcmp(forms_table[i]->name, name) == 0)
			return forms_table[i];
	return NULL;
}

static const struct form *recognise(struct octets text)
{
	const struct form *best = NULL;
	enum likeness most = LIKE_NOT;

	for (size_t i = 0; i < forms_count; i++) {
		enum likeness likeness = forms_table[i]->likeness(text);

		if (likeness > most) {
			best = forms_table[i];
			most = likeness;
		}
	}
	return best;
}

const char *forms_names(struct arena *arena)
{
	struct builder list = {.arena = arena};

	for (size_t i = 0; i < forms_count; i++)
		builder_item(&list, ", ", forms_table[i]->name);
	return builder_text(&list);
}

/* An XML declaration must not name another encoding than the text has now. */
static void drop_encoding(char *text)
{
	static const char name[] = "encoding=";
	char *end = strncmp(text, "<?xml", 5) == 0 ? strstr(text, "?>") : NULL;
	char *at =
		end ? memmem(text, (size_t)(end - text), name, sizeof(name) - 1)
		    : NULL;

	if (at)
		memset(at, ' ', (size_t)(end - at));
}

/* UTF-16 with a byte order mark, as Windows writes it, to UTF-8. Anything else
 * stays as it is. */
static struct octets from_utf16(struct arena *arena, struct octets text)
{
	bool little = text.length >= 2 && text.data[0] == 0xff &&
		      text.data[1] == 0xfe;
	bool big = text.length >= 2 && text.data[0] == 0xfe &&
		   text.data[1] == 0xff;
	unsigned char *utf8;
	size_t length = 0;

	if (!little && !big)
		return text;
	utf8 = arena_alloc(arena, text.length / 2 * 3 + 1);
	for (size_t i = 2; i + 1 < text.length; i += 2) {
		unsigned unit = text.data[i + (little ? 1 : 0)] * 256u +
				text.data[i + (little ? 0 : 1)];

		if (unit < 0x80) {
			utf8[length++] = (unsigned char)unit;
		} else if (unit < 0x800) {
			utf8[length++] = (unsigned char)(0xc0 | unit >> 6);
			utf8[length++] = (unsigned char)(0x80 | (unit & 0x3f));
		} else if (unit < 0xd800 || unit > 0xdfff) {
			utf8[length++] = (unsigned char)(0xe0 | unit >> 12);
			utf8[length++] =
				(unsigned char)(0x80 | (unit >> 6 & 0x3f));
			utf8[length++] = (unsigned char)(0x80 | (unit & 0x3f));
		} else {
			/* No setting needs what lies beyond. */
			utf8[length++] = '?';
		}
	}
	utf8[length] = '\0';
	drop_encoding((char *)utf8);
	return (struct octets){utf8, length};
}

/* XML that is in no form: what is wrong with it, or what it is. */
static bool refuse_xml(struct arena *arena, const char *place,
	struct octets text, struct problem *ret_problem)
{
	xmlDoc *document = document_read(arena, &document_foreign, place,
		text.data, text.length, ret_problem);
	const xmlNode *root;

	if (!document)
		return false;
	root = xmlDocGetRootElement(document);
	refuse_at(arena, place, (unsigned)xmlGetLineNo(root), ret_problem,
		"this is XML, but <%s> begins no settings that mailsonde "
		"reads: <profile>, <clientConfig>, <Autodiscover> or <plist> "
		"was expected",
		refuse_escape(arena, (const char *)root->name));
	xmlFreeDoc(document);
	return false;
}

static bool refuse_unknown(struct arena *arena, const char *place,
	struct octets text, struct problem *ret_problem)
{
	if (likeness_is_xml(text))
		return refuse_xml(arena, place, text, ret_problem);
	return refuse_at(arena, place, 1, ret_problem,
		"this is in no form that mailsonde recognises; if it is one of "
		"these, name it: %s",
		forms_names(arena));
}

bool forms_read(struct arena *arena, const char *place, struct octets text,
	const struct form *form, const char *host, struct matrix *ret_matrix,
	struct problem *ret_problem)
{
	const char *digest = digest_sha256(arena, text);
	struct records *records = records_new(arena, place);

	if (!text.length)
		return refuse_at(arena, place, 1, ret_problem,
			"this is empty; settings in one of these forms were "
			"expected: %s",
			forms_names(arena));
	text = from_utf16(arena, text);
	if (!form)
		form = recognise(text);
	if (!form)
		return refuse_unknown(arena, place, text, ret_problem);
	if (form == &form_profile) {
		if (!profile_read(arena, place, text.data, text.length, host,
			    ret_matrix, ret_problem))
			return false;
		ret_matrix->form = form->name;
	} else {
		if (!form->read(records, arena, place, text, ret_problem) ||
			!records_conclude(
				records, form->name, ret_matrix, ret_problem))
			return false;
	}
	ret_matrix->digest = digest;
	return true;
}
