/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/letter/invitation.h"

#include "model/table.h"
#include "model/text/ascii.h"
#include "probes/letter/header.h"

#include <string.h>

const char *invitation_form_name(enum invitation_form form)
{
	static const char *const names[] = {
		[INVITATION_UNKNOWN] = "unknown",
		[INVITATION_ICALENDAR] = "icalendar",
		[INVITATION_LINK] = "link",
		[INVITATION_TNEF] = "tnef",
		[INVITATION_ATTACHMENT] = "attachment",
	};

	static_assert(COUNT_OF(names) == INVITATION_FORM_COUNT, "its name");
	return names[form];
}

static bool is_attached(const struct part *part)
{
	return part->disposition &&
	       ascii_compare(part->disposition, "attachment") == 0;
}

static bool is_tnef(const struct part *part)
{
	return structure_part_is(part, "application", "ms-tnef") ||
	       structure_part_is(part, "application", "vnd.ms-tnef") ||
	       (part->name && ascii_compare(part->name, "winmail.dat") == 0);
}

/* RFC 6047 section 2.4: the method must be given, or it is a file. */
static bool is_calendar(const struct part *part)
{
	return structure_part_is(part, "text", "calendar") && part->method;
}

static bool is_file(const struct part *part)
{
	size_t length = part->name ? strlen(part->name) : 0;

	return structure_part_is(part, "text", "calendar") ||
	       structure_part_is(part, "application", "ics") ||
	       (length > 4 &&
		       ascii_compare(part->name + length - 4, ".ics") == 0);
}

static bool has(const struct structure *structure,
	bool (*is)(const struct part *part), bool attached)
{
	for (size_t i = 0; i < structure->count; i++)
		if (is(&structure->parts[i]) &&
			(attached || !is_attached(&structure->parts[i])))
			return true;
	return false;
}

/* Item links of Exchange's web client, in every edition */
static bool has_link(struct octets text)
{
	return ascii_contains(text, "/owa/?ItemID=") ||
	       ascii_contains(text, "/owa/?ae=Item") ||
	       ascii_contains(text, "viewmodel=ReadMessageItem") ||
	       (ascii_contains(text, "/owa/") &&
		       ascii_contains(text, "exvsurl=1"));
}

static bool is_calendar_message(struct arena *arena, struct octets header)
{
	const char *class = header_find(arena, header, "Content-Class", 0);

	return class && ascii_compare_n(class,
				"urn:content-classes:calendarmessage", 35) == 0;
}

enum invitation_form invitation_form_of(struct arena *arena,
	struct octets header, const struct structure *structure,
	struct octets text)
{
	if (has(structure, is_calendar, false))
		return INVITATION_ICALENDAR;
	if (has(structure, is_tnef, true))
		return INVITATION_TNEF;
	if (has_link(text) || (is_calendar_message(arena, header) &&
				      !has(structure, is_file, true)))
		return INVITATION_LINK;
	return has(structure, is_file, true) ? INVITATION_ATTACHMENT
					     : INVITATION_UNKNOWN;
}
