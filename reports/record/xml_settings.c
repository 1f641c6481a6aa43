/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the settings say of an endpoint beside its name. */

#include "model/escape.h"
#include "model/spell.h"
#include "reports/record/xml_writer.h"

/* A file of settings may hold anything. */
static const char *clean(struct xml *xml, const char *text)
{
	return text ? escape_clean(xml->arena, text) : NULL;
}

static void write_remark(struct xml *xml, const struct remark *remark)
{
	xml_open(xml, "remark");
	xml_attribute(xml, "kind", spell_remark_kind(remark->kind));
	if (remark->line)
		xml_attribute_number(xml, "line", remark->line);
	xml_attribute(xml, "said", clean(xml, remark->said));
	xml_attribute(xml, "taken", remark->taken);
	xml_close(xml);
}

static void write_documented(
	struct xml *xml, const struct documented *documented)
{
	xml_open(xml, "documented");
	xml_attribute(xml, "profile", documented->profile);
	xml_attribute(xml, "title", documented->title);
	for (size_t i = 0; i < documented->endpoint_count; i++) {
		const struct endpoint *endpoint = &documented->endpoints[i];

		xml_open(xml, "endpoint");
		xml_attribute(xml, "host", endpoint->host);
		xml_attribute_number(xml, "port", endpoint->port);
		xml_attribute(xml, "mode", mode_name(endpoint->mode));
		xml_close(xml);
	}
	xml_close(xml);
}

static const char *authentication_list(
	struct arena *arena, const struct account *account)
{
	const char *list = NULL;

	for (size_t i = 0; i < account->authentication_count; i++)
		list = arena_printf(arena, "%s%s%s", list ? list : "",
			list ? " " : "", account->authentications[i]);
	return list;
}

void xml_settings(struct xml *xml, const struct matrix_entry *entry)
{
	const struct origin *origin = &entry->origin;
	const struct account *account = &entry->account;

	if (!origin->place && !entry->remark_count && !entry->documented &&
		!account->user_name)
		return;
	xml_open(xml, "settings");
	xml_attribute(xml, "place", clean(xml, origin->place));
	if (origin->line)
		xml_attribute_number(xml, "line", origin->line);
	xml_attribute(xml, "said", clean(xml, origin->said));
	xml_attribute(xml, "account", clean(xml, account->label));
	xml_attribute(xml, "user-name", clean(xml, account->user_name));
	xml_attribute(xml, "authentication",
		clean(xml, authentication_list(xml->arena, account)));
	for (size_t i = 0; i < entry->remark_count; i++)
		write_remark(xml, &entry->remarks[i]);
	if (entry->documented)
		write_documented(xml, entry->documented);
	xml_close(xml);
}
