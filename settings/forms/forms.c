/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/forms/forms.h"

#include "model/text/builder.h"
#include "model/text/digest.h"
#include "settings/library/profile.h"
#include "settings/refuse.h"
#include "settings/text/utf16.h"
#include "settings/xml/document.h"

#include <stdint.h>
#include <string.h>

#define FORM_POINT(name) &name,

const struct form *const forms_table[] = {FORM_LIST(FORM_POINT)};
const size_t forms_count = sizeof(forms_table) / sizeof(*forms_table);

const struct form *forms_find(const char *name)
{
	for (size_t i = 0; i < forms_count; i++)
		if (strcmp(forms_table[i]->name, name) == 0)
			return forms_table[i];
	return NULL;
}

static const struct form *recognise(
	struct octets text, enum likeness *ret_likeness)
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
	*ret_likeness = most;
	return best;
}

bool forms_could_be(struct octets text)
{
	enum likeness likeness;

	return recognise(text, &likeness) != NULL;
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

static struct octets to_utf8(struct arena *arena, struct octets text)
{
	struct octets utf8 = utf16_to_utf8(arena, text);

	if (utf8.data != text.data)
		drop_encoding((char *)(uintptr_t)utf8.data);
	return utf8;
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
		"reads: <profile>, <clientConfig>, <Autodiscover>, "
		"<k9settings> or <plist> was expected",
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

struct reading {
	struct arena *arena;
	const char *place;
	struct octets text;
	const struct forms_options *options;
	size_t servers; /* that were read, be it that an error followed */
};

static bool read_records(struct reading *r, const struct form *form,
	struct matrix *ret_matrix, struct problem *ret_problem)
{
	struct records *records = records_new(r->arena, r->place);
	bool read;

	records_set_user(records, &r->options->user);
	read = form->read(records, r->arena, r->place, r->text, ret_problem);
	r->servers = records_count(records) + records_skipped(records);
	return read &&
	       records_conclude(records, form->name, ret_matrix, ret_problem);
}

/* What only looks like a program's file, and has no server in it, may be a
 * text. */
bool forms_read(struct arena *arena, const char *place, struct octets text,
	const struct form *form, const struct forms_options *options,
	struct matrix *ret_matrix, struct problem *ret_problem)
{
	const char *digest = digest_sha256(arena, text);
	static const struct forms_options nothing;
	enum likeness likeness = LIKE_SURELY;
	struct reading reading = {arena, place, text, options, 0};
	struct problem other;

	if (!options)
		reading.options = options = &nothing;
	if (!text.length)
		return refuse_at(arena, place, 1, ret_problem,
			"this is empty; settings in one of these forms were "
			"expected: %s",
			forms_names(arena));
	reading.text = text = to_utf8(arena, text);
	if (!form)
		form = recognise(text, &likeness);
	if (!form)
		return refuse_unknown(arena, place, text, ret_problem);
	if (form == &form_profile) {
		if (!profile_read(arena, place, text.data, text.length,
			    options->host, ret_matrix, ret_problem))
			return false;
		ret_matrix->form = form->name;
	} else if (!read_records(&reading, form, ret_matrix, ret_problem) &&
		   (likeness == LIKE_SURELY || reading.servers ||
			   !read_records(&reading, &form_panel, ret_matrix,
				   &other))) {
		return false;
	}
	ret_matrix->digest = digest;
	return true;
}
