/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/capability.h"

#include "evidence/basis.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"

#include <string.h>

static const struct capabilities *list_of(const struct endpoint_facts *facts,
	const struct probe_facts *probe, enum capability_place place)
{
	bool clear = place == CAPABILITY_BEFORE ||
		     facts->endpoint.mode == MODE_CLEARTEXT;

	return clear ? &probe->cleartext : &probe->protected;
}

const struct capabilities *capability_list(
	const struct endpoint_facts *facts, enum capability_place place)
{
	const struct probe_facts *best = witness_best(facts);
	const struct probe_facts *probe, *found = NULL;

	if (best && list_of(facts, best, place)->seen)
		found = best;
	for (size_t at = 0; !found && (probe = witness_next(facts, &at));)
		if (list_of(facts, probe, place)->seen)
			found = probe;
	for (size_t at = 0; !found && (probe = witness_next(facts, &at));)
		if (list_of(facts, probe, place)->announced)
			found = probe;
	basis_add_probe(facts, found);
	return found ? list_of(facts, found, place) : NULL;
}

const struct capabilities *capability_refusal(
	const struct endpoint_facts *facts, enum capability_place place)
{
	const struct probe_facts *probe;

	for (size_t at = 0; (probe = witness_next(facts, &at));)
		if (list_of(facts, probe, place)->refused &&
			probe->status != ST_THROTTLED) {
			basis_add_probe(facts, probe);
			return list_of(facts, probe, place);
		}
	return NULL;
}

const struct capabilities *capability_next(const struct endpoint_facts *facts,
	enum capability_place place, size_t *at)
{
	const struct probe_facts *probe;

	while ((probe = witness_next(facts, at))) {
		const struct capabilities *list = list_of(facts, probe, place);

		if (list->seen || list->announced) {
			basis_add_probe(facts, probe);
			return list;
		}
	}
	return NULL;
}

static bool offers_starttls(const struct probe_facts *probe)
{
	return probe->cleartext.starttls;
}

bool capability_offers_starttls(const struct endpoint_facts *facts)
{
	return basis_first(facts, offers_starttls) != NULL;
}

bool capability_is(struct octets item, const char *name)
{
	size_t length = strlen(name);

	return item.length >= length &&
	       ascii_compare_n((const char *)item.data, name, length) == 0 &&
	       (item.length == length ||
		       memchr(" \r\n", item.data[length], 3) ||
		       (item.data[length] == '=' && !strchr(name, '=')));
}

bool capability_has(const struct capabilities *list, const char *name)
{
	for (size_t i = 0; i < list->item_count; i++)
		if (capability_is(list->items[i], name))
			return true;
	return false;
}

bool capability_takes_password(
	enum service service, const struct capabilities *list)
{
	const struct service_row *row = service_row(service);

	if (!row->password_command)
		return false;
	return row->password_unless ? !list->login_disabled : list->user;
}

bool capability_has_login(
	enum service service, const struct capabilities *list, const char *way)
{
	const char *command = service_row(service)->password_command;

	if (command && ascii_compare(way, command) == 0)
		return capability_takes_password(service, list);
	return capabilities_have(list, way);
}

bool capability_has_any_login(
	enum service service, const struct capabilities *list)
{
	return list->mechanism_count > 0 ||
	       capability_takes_password(service, list);
}
