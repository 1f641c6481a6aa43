/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/xml.h"

#include "settings/xml/quote.h"

#include <string.h>

/* Which would end a comment (XML 1.0, section 2.5). */
static bool has_two_hyphens(const char *text)
{
	const char *hyphen = strchr(text, '-');

	while (hyphen && hyphen[1] != '-')
		hyphen = strchr(hyphen + 1, '-');
	return hyphen != NULL;
}

void xml_put_element(FILE *stream, const struct setup *setup,
	const char *indent, const char *name, const char *text)
{
	fprintf(stream, "%s<%s>%s</%s>\n", indent, name,
		quote_xml(setup->arena, text), name);
}

const char *xml_domain_in_comment(const struct setup *setup)
{
	if (!setup->domain || has_two_hyphens(setup->domain))
		return "DOMAIN";
	return quote_xml(setup->arena, setup->domain);
}

void xml_put_checked(FILE *stream, const struct setup *setup)
{
	fprintf(stream, "<!-- %s -->\n",
		quote_xml(setup->arena, setup->checked));
}
