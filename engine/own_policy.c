/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/own_policy.h"

#include "checks/product.h"
#include "checks/rules/parameter.h"
#include "checks/rules/rule.h"
#include "checks/rules/table.h"
#include "checks/say.h"
#include "engine/judge.h"
#include "evidence/capability.h"
#include "evidence/chain.h"
#include "evidence/neighbour.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"
#include "model/text/escape.h"
#include "model/text/sorted.h"
#include "model/text/spell.h"

#include <string.h>

#define NAMES 200      /* of one list; more are not demanded */
#define NAME_OCTETS 64 /* of one name */

struct maker {
	struct arena *arena;
	const struct report *report;
	const struct endpoint_report *endpoint; /* that is looked at */
	size_t number;                          /* of it, from 1 */
	struct neighbours neighbours;
	const char *seen; /* "seen on 2026-11-25" */
	struct rule *rules;
	size_t count;
};

/* Settings and policies have runs of blanks taken for one. */
static bool keeps_its_blanks(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && text[0] != ' ' && text[length - 1] != ' ' &&
	       !strstr(text, "  ");
}

/* What is demanded must hold for what was seen. */
static bool holds(struct maker *m, const struct rule *rule)
{
	const struct judge_context context = {
		.now_s = m->report->started_s,
		.expiry_days = JUDGE_EXPIRY_DAYS,
		.arena = m->arena,
		.entry = m->endpoint->entry,
	};
	const struct rule_view view = {m->report, m->endpoint,
		&m->endpoint->facts, rule, &context, m->arena, &m->neighbours};
	const char *expected = NULL, *observed = NULL;

	for (size_t i = 0; i < rule->parameter_count; i++)
		if (!keeps_its_blanks(rule->parameters[i].value))
			return false;
	return rule_check_find(rule->check)
		       ->judge(&view, &expected, &observed) == RULING_HOLDS;
}

/* A rule for this endpoint alone; `what` goes behind its name in the title, and
 * `id` behind its number in the id. A parameter without a value is left out. */
static void demand(struct maker *m, const char *id, const char *what,
	enum rating rating, const char *check, const char *name,
	const char *value)
{
	const struct endpoint *endpoint = &m->endpoint->facts.endpoint;
	struct rule_parameter *parameter =
		arena_alloc(m->arena, sizeof(*parameter));
	struct rule rule = {
		.id = arena_printf(m->arena, "%zu-%s-%u-%s", m->number,
			service_name(endpoint->service), endpoint->port, id),
		.level = "MUST",
		.title = arena_printf(m->arena, "%s %s",
			say_endpoint(m->arena, endpoint), what),
		.reference = m->seen,
		.rating = rating,
		.certainty = CERTAINTY_CONFIRMED,
		.services = 1u << endpoint->service,
		.modes = 1u << endpoint->mode,
		.host = endpoint->host,
		.port = endpoint->port,
		.check = check,
		.parameters = parameter,
		.parameter_count = value != NULL,
		.fix = "Find out what has changed and why. If the change is "
		       "intended, adapt this rule.",
	};

	*parameter = (struct rule_parameter){name, value};
	if (!holds(m, &rule))
		return;
	m->rules = arena_grow(m->arena, m->rules, m->count, sizeof(rule));
	m->rules[m->count++] = rule;
}

static void demand_versions(struct maker *m)
{
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		const char *version = tls_version_name((enum tls_version)v);
		const char *id = arena_printf(m->arena, "tls-%s", version);

		demand(m, id, arena_printf(m->arena, "accepts TLS %s", version),
			RATING_HIGH, "tls-version-accepted", "version",
			version);
		demand(m, id, arena_printf(m->arena, "refuses TLS %s", version),
			RATING_HIGH, "tls-version-refused", "versions",
			version);
	}
}

/* The kind of key is one word of the library's, the size one of its own. */
static void demand_key(struct maker *m, const struct certificate *leaf)
{
	const char *bits = arena_printf(m->arena, "%u", leaf->key_bits);
	bool rsa = leaf->key && strcmp(leaf->key, "RSA") == 0;

	if (!leaf->key)
		return;
	demand(m, "key",
		arena_printf(m->arena, "has a certificate for a key of %s",
			leaf->key),
		RATING_MEDIUM, "certificate-key", "kind", leaf->key);
	demand(m, "key-bits",
		arena_printf(m->arena, "has a key of at least %u bits",
			leaf->key_bits),
		RATING_MEDIUM, "certificate-key", rsa ? "rsa" : "ec", bits);
}

static void demand_certificate(struct maker *m)
{
	const struct certificate *leaf = chain_leaf(&m->endpoint->facts);

	if (!leaf)
		return;
	demand(m, "trust", "has a trusted certificate", RATING_CRITICAL,
		"certificate-trusted", NULL, NULL);
	demand(m, "name", "has a certificate for its name", RATING_CRITICAL,
		"certificate-names-host", NULL, NULL);
	demand(m, "expiry", "has a certificate that is currently valid",
		RATING_CRITICAL, "certificate-not-expired", NULL, NULL);
	demand(m, "issuer", "has a certificate from the known issuer",
		RATING_HIGH, "certificate-issuer", "issuer",
		escape_octets(m->arena, leaf->issuer));
	demand_key(m, leaf);
}

/* name = 1*64( %x21-7E ), what stands before the first blank of an item; NULL
 * if it is none. Mechanisms are lists of their own. */
static const char *item_name(
	struct maker *m, enum service service, struct octets item)
{
	size_t length = 0;
	const char *name;

	while (length < item.length && item.data[length] > ' ' &&
		item.data[length] < 0x7f)
		length++;
	if (!length || length > NAME_OCTETS ||
		(length < item.length && item.data[length] != ' '))
		return NULL;
	name = arena_printf(
		m->arena, "%.*s", (int)length, (const char *)item.data);
	item = (struct octets){item.data, length};
	return capability_is(item, service_row(service)->mechanism_item) ? NULL
									 : name;
}

static const char *list_names(
	struct maker *m, const struct capabilities *capabilities)
{
	enum service service = m->endpoint->facts.endpoint.service;
	const char *list = NULL;

	for (size_t i = 0; i < capabilities->item_count && i < NAMES; i++) {
		const char *name =
			item_name(m, service, capabilities->items[i]);

		if (name && !rule_list_has(list, name))
			list = list ? arena_printf(
					      m->arena, "%s %s", list, name)
				    : name;
	}
	return list;
}

/* A mechanism's name is 1*20 letters, digits, "-" and "_" (RFC 4422 section
 * 3.1); what else a server lists is not demanded. */
static const char *list_mechanisms(
	struct maker *m, const struct capabilities *capabilities)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	const char *list = NULL;

	for (size_t i = 0; i < capabilities->mechanism_count && i < NAMES;
		i++) {
		const char *name = capabilities->mechanisms[i];

		if (!*name || name[strspn(name, allowed)] ||
			strlen(name) > NAME_OCTETS || rule_list_has(list, name))
			continue;
		list = list ? arena_printf(m->arena, "%s %s", list, name)
			    : name;
	}
	return list;
}

static void demand_offer(struct maker *m)
{
	enum tls_mode mode = m->endpoint->facts.endpoint.mode;
	const struct capabilities *list =
		capability_list(&m->endpoint->facts, CAPABILITY_FINAL);
	const char *names = list ? list_names(m, list) : NULL;
	const char *mechanisms = list ? list_mechanisms(m, list) : NULL;

	if (mode == MODE_EXPLICIT)
		demand(m, "starttls",
			arena_printf(m->arena, "offers %s",
				say_starttls(
					m->endpoint->facts.endpoint.service)),
			RATING_HIGH, "starttls-offered", NULL, NULL);
	if (mode != MODE_IMPLICIT)
		demand(m, "cleartext",
			"does not offer password login before TLS",
			RATING_CRITICAL, "cleartext-login-refused", NULL, NULL);
	if (names)
		demand(m, "capabilities", "offers the known capabilities",
			RATING_MEDIUM, "capabilities", "names", names);
	if (mechanisms)
		demand(m, "mechanisms", "offers the known login methods",
			RATING_HIGH, "mechanisms-offered", "mechanisms",
			mechanisms);
}

static void demand_product(struct maker *m)
{
	const struct product *product = product_of(&m->endpoint->facts);

	if (product)
		demand(m, "product",
			arena_printf(m->arena, "greets as %s", product->name),
			RATING_LOW, "greeting-product", "product",
			product->name);
}

static int by_endpoint(const void *one, const void *other)
{
	const struct endpoint_report *a = one, *b = other;

	return endpoint_compare(&a->facts.endpoint, &b->facts.endpoint);
}

struct policy own_policy(struct arena *arena, const struct report *report)
{
	struct maker m = {
		.arena = arena,
		.report = report,
		.neighbours = neighbour_index(arena, report),
		.seen = arena_printf(arena, "seen on %s",
			spell_time(arena, report->started_s)),
	};
	struct sorted all =
		sorted_of(arena, report->endpoints, report->endpoint_count,
			sizeof(*report->endpoints), by_endpoint);

	for (size_t i = 0; i < report->endpoint_count; i++) {
		m.endpoint = &report->endpoints[i];
		/* An endpoint of two targets is demanded once. */
		if (sorted_find(&all, m.endpoint) != m.endpoint)
			continue;
		m.number++;
		demand_versions(&m);
		demand_certificate(&m);
		demand_offer(&m);
		demand_product(&m);
	}
	return (struct policy){
		.name = "own",
		.title = "The observed state of servers",
		.edition = say_date(arena, report->started_s),
		.looked_up = say_date(arena, report->started_s),
		.note = "Derived by mailsonde from the observed state. Remove "
			"rules for what may change, and lower levels where a "
			"warning is enough.",
		.rules = m.rules,
		.rule_count = m.count,
	};
}
