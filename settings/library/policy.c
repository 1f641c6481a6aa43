/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/library/policy.h"

#include "model/service.h"
#include "model/text/digest.h"
#include "settings/library/library.h"
#include "settings/refuse.h"
#include "settings/xml/document.h"

#include <stdlib.h>
#include <string.h>

#define ALL_MODES ((1u << MODE_COUNT) - 1)

struct policy_reader {
	struct arena *arena;
	const char *place;
	struct problem *ret_problem;
};

static const char *attribute(
	struct policy_reader *r, const xmlNode *node, const char *name)
{
	return document_attribute(r->arena, node, name);
}

static bool refuse(
	struct policy_reader *r, const xmlNode *node, const char *why)
{
	return refuse_at(r->arena, r->place, (unsigned)xmlGetLineNo(node),
		r->ret_problem, "%s", why);
}

static size_t count_elements(const xmlNode *parent, const char *name)
{
	size_t count = 0;

	for (const xmlNode *node = parent->children; node; node = node->next)
		count += document_is(node, name);
	return count;
}

/* Bits by number of the words of a list; `all` where there is none. */
static unsigned read_bits(const char *list, unsigned all,
	bool (*bit)(const char *word, unsigned *ret_bit), struct arena *arena)
{
	unsigned bits = 0, number;
	char *rest;

	if (!list)
		return all;
	rest = arena_strdup(arena, list);
	while (rest)
		if (bit(strsep(&rest, " "), &number))
			bits |= 1u << number;
	return bits;
}

static bool service_bit(const char *word, unsigned *ret_bit)
{
	enum service service;

	if (!service_from_name(word, &service))
		return false;
	*ret_bit = (unsigned)service;
	return true;
}

static bool mode_bit(const char *word, unsigned *ret_bit)
{
	enum tls_mode mode;

	if (!mode_from_name(word, &mode))
		return false;
	*ret_bit = (unsigned)mode;
	return true;
}

static void read_parameters(
	struct policy_reader *r, const xmlNode *node, struct rule *rule)
{
	struct rule_parameter *parameter;

	rule->parameter_count = count_elements(node, "parameter");
	if (!rule->parameter_count)
		return;
	parameter = arena_alloc(
		r->arena, rule->parameter_count * sizeof(*parameter));
	rule->parameters = parameter;
	for (const xmlNode *child = document_first(node, "parameter"); child;
		child = document_next(child, "parameter"))
		*parameter++ =
			(struct rule_parameter){attribute(r, child, "name"),
				attribute(r, child, "value")};
}

/* 0 if there is none. */
static unsigned read_port(struct policy_reader *r, const xmlNode *node)
{
	const char *port = attribute(r, node, "port");

	return port ? (unsigned)strtoul(port, NULL, 10) : 0;
}

static bool read_rule(
	struct policy_reader *r, const xmlNode *node, struct rule *rule)
{
	const xmlNode *explanation = document_first(node, "explanation");
	const xmlNode *fix = document_first(node, "fix");

	*rule = (struct rule){
		.id = attribute(r, node, "id"),
		.level = attribute(r, node, "level"),
		.title = attribute(r, node, "title"),
		.reference = attribute(r, node, "reference"),
		.edition = attribute(r, node, "edition"),
		.url = attribute(r, node, "url"),
		.check = attribute(r, node, "check"),
		.reason = attribute(r, node, "not-observed"),
		.explanation = explanation
				       ? document_content(r->arena, explanation)
				       : NULL,
		.fix = fix ? document_content(r->arena, fix) : NULL,
		.services = read_bits(attribute(r, node, "services"),
			service_set_for_mail(), service_bit, r->arena),
		.modes = read_bits(attribute(r, node, "modes"), ALL_MODES,
			mode_bit, r->arena),
		.host = attribute(r, node, "host"),
		.port = read_port(r, node),
		.line = (unsigned)xmlGetLineNo(node),
	};
	rating_from_name(attribute(r, node, "rating"), &rule->rating);
	certainty_from_name(attribute(r, node, "certainty"), &rule->certainty);
	read_parameters(r, node, rule);
	if (rule->check && rule->reason)
		return refuse(r, node,
			"a rule has a check, or says in not-observed why it "
			"has none");
	if (!rule->check && !rule->reason)
		return refuse(r, node,
			"the rule has no check; name one, or say in "
			"not-observed why there is none");
	return true;
}

static bool read_rules(
	struct policy_reader *r, const xmlNode *node, struct policy *policy)
{
	struct rule *rule;

	policy->rule_count = count_elements(node, "rule");
	rule = arena_alloc(r->arena, policy->rule_count * sizeof(*rule));
	policy->rules = rule;
	for (const xmlNode *child = document_first(node, "rule"); child;
		child = document_next(child, "rule"))
		if (!read_rule(r, child, rule++))
			return false;
	return true;
}

static bool has_rule(const struct policy *policy, const char *id)
{
	if (strcmp(id, "*") == 0)
		return true;
	for (size_t i = 0; i < policy->rule_count; i++)
		if (strcmp(policy->rules[i].id, id) == 0)
			return true;
	return false;
}

static bool read_exception(struct policy_reader *r, const xmlNode *node,
	const struct policy *policy, struct exception *exception)
{
	*exception = (struct exception){
		.rule = attribute(r, node, "rule"),
		.service = attribute(r, node, "service"),
		.host = attribute(r, node, "host"),
		.port = read_port(r, node),
		.level = attribute(r, node, "level"),
		.reason = attribute(r, node, "reason"),
		.until = attribute(r, node, "until"),
	};
	/* A misspelt one would go unnoticed for ever. */
	if (!has_rule(policy, exception->rule))
		return refuse(r, node,
			arena_printf(r->arena,
				"the policy has no rule %s to make an "
				"exception from",
				refuse_quote(r->arena, exception->rule)));
	if (!exception->level && !exception->until)
		return refuse(r, node,
			"a rule that does not count needs a day in until; or "
			"give it another level");
	return true;
}

static bool read_exceptions(
	struct policy_reader *r, const xmlNode *node, struct policy *policy)
{
	struct exception *exception;

	policy->exception_count = count_elements(node, "exception");
	if (!policy->exception_count)
		return true;
	exception = arena_alloc(
		r->arena, policy->exception_count * sizeof(*exception));
	policy->exceptions = exception;
	for (const xmlNode *child = document_first(node, "exception"); child;
		child = document_next(child, "exception"))
		if (!read_exception(r, child, policy, exception++))
			return false;
	return true;
}

static bool read_policy(
	struct policy_reader *r, const xmlNode *node, struct policy *ret_policy)
{
	const xmlNode *note = document_first(node, "note");
	struct policy policy = {
		.name = attribute(r, node, "name"),
		.title = attribute(r, node, "title"),
		.publisher = attribute(r, node, "publisher"),
		.edition = attribute(r, node, "edition"),
		.url = attribute(r, node, "url"),
		.looked_up = attribute(r, node, "looked-up"),
		.note = note ? document_content(r->arena, note) : NULL,
		.place = refuse_escape(r->arena, r->place),
	};

	if (!read_rules(r, node, &policy) || !read_exceptions(r, node, &policy))
		return false;
	*ret_policy = policy;
	return true;
}

bool policy_read(struct arena *arena, const char *place, struct octets xml,
	struct policy *ret_policy, struct problem *ret_problem)
{
	struct policy_reader r = {
		arena, arena_strdup(arena, place), ret_problem};
	xmlDoc *document = document_read(arena, &document_policy, r.place,
		xml.data, xml.length, ret_problem);
	bool read = document &&
		    read_policy(&r, xmlDocGetRootElement(document), ret_policy);

	if (read)
		ret_policy->digest = digest_sha256(arena, xml);
	xmlFreeDoc(document);
	return read;
}

static bool refuse_name(
	struct arena *arena, const char *name, struct problem *ret_problem)
{
	return problem_set(arena, PROBLEM_USAGE, refuse_quote(arena, name),
		ret_problem,
		"there is no policy of this name; mailsonde policies lists "
		"them, and a file is given with its path or ends in .xml");
}

static bool find_file(struct arena *arena, const char *name,
	struct octets *ret_xml, const char **ret_place, bool *ret_builtin,
	struct problem *ret_problem)
{
	enum file_result result;

	*ret_problem = (struct problem){0};
	*ret_place = name;
	*ret_builtin = false;
	if (library_is_path(name))
		result = file_read(arena, name, ret_xml, ret_problem);
	else
		result = library_find(arena, &library_policies, name, ret_xml,
			ret_place, ret_builtin, ret_problem);
	if (result != FILE_MISSING)
		return result == FILE_READ;
	if (!library_is_path(name))
		return refuse_name(arena, name, ret_problem);
	return problem_set(arena, PROBLEM_DATA, refuse_escape(arena, name),
		ret_problem, "there is no such file");
}

bool policy_file(struct arena *arena, const char *name, struct octets *ret_xml,
	struct problem *ret_problem)
{
	const char *place;
	bool builtin;

	return find_file(arena, name, ret_xml, &place, &builtin, ret_problem);
}

bool policy_find(struct arena *arena, const char *name,
	struct policy *ret_policy, struct problem *ret_problem)
{
	const char *place;
	struct octets xml;
	bool builtin;

	if (!find_file(arena, name, &xml, &place, &builtin, ret_problem) ||
		!policy_read(arena, place, xml, ret_policy, ret_problem))
		return false;
	if (builtin)
		ret_policy->place = "built in";
	return true;
}

const char **policy_names(struct arena *arena)
{
	return library_names(arena, &library_policies);
}
