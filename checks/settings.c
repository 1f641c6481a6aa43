/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is to be said of the settings themselves, whatever the server does. */

#include "checks/check.h"
#include "checks/say.h"
#include "model/text/escape.h"

#include <string.h>

/* "accounts.csv:12", or NULL where they have no place. */
static const char *say_place(
	struct arena *arena, const struct matrix_entry *entry, unsigned line)
{
	if (!entry->origin.place)
		return NULL;
	if (!line)
		line = entry->origin.line;
	if (!line)
		return entry->origin.place;
	return arena_printf(arena, "%s:%u", entry->origin.place, line);
}

/* "SSL/TLS" as mail programs call it, "STARTTLS", "no encryption" */
static const char *say_mode(const struct endpoint *endpoint)
{
	if (endpoint->mode == MODE_IMPLICIT)
		return "SSL/TLS";
	return endpoint->mode == MODE_EXPLICIT ? say_starttls(endpoint->service)
					       : "no encryption";
}

static const char *at_place(struct arena *arena,
	const struct matrix_entry *entry, unsigned line, const char *words)
{
	const char *place = say_place(arena, entry, line);

	return place ? arena_printf(arena, "%s (%s)", words, place) : words;
}

static const struct remark *find_remark(
	const struct matrix_entry *entry, enum remark_kind kind)
{
	for (size_t i = 0; entry && i < entry->remark_count; i++)
		if (entry->remarks[i].kind == kind)
			return &entry->remarks[i];
	return NULL;
}

static const char *said_of(const struct remark *remark)
{
	return remark->said ? remark->said : "nothing";
}

/* The port that the mode is usually spoken on, or the mode of the port. */
static bool judge_contradiction(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct remark *remark,
	struct finding *finding)
{
	const struct matrix_entry *entry = context->entry;
	bool usual_implicit = strcmp(remark->taken, "implicit") == 0;
	const char *usual = usual_implicit
				    ? "SSL/TLS from the first octet"
				    : say_starttls(entry->endpoint.service);

	finding->observed = at_place(context->arena, entry, remark->line,
		arena_printf(context->arena, "port %u with \"%s\"",
			entry->endpoint.port, said_of(remark)));
	finding->remedy = arena_printf(context->arena,
		"Choose %s for port %u in the mail program, or the port that "
		"goes with what is chosen: %u for SSL/TLS, %u for %s.",
		usual_implicit ? "SSL/TLS"
			       : say_starttls(entry->endpoint.service),
		entry->endpoint.port,
		service_port(entry->endpoint.service, MODE_IMPLICIT),
		service_port(entry->endpoint.service, MODE_EXPLICIT),
		say_starttls(entry->endpoint.service));
	/* Where one word alone can mean it, the endpoint was asked in just
	 * that mode, and its own checks say whether that works. Where the port
	 * decided, the word is wrong. */
	return say_verdict(facts, context, finding,
		strcmp(mode_name(entry->endpoint.mode), remark->taken) == 0
			? VERDICT_FAIL
			: VERDICT_WARNING,
		"is set to \"%s\", but port %u is for %s.", said_of(remark),
		entry->endpoint.port, usual);
}

static bool judge_info(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct remark *remark,
	struct finding *finding)
{
	const struct matrix_entry *entry = context->entry;

	finding->observed = at_place(context->arena, entry, remark->line,
		remark->said
			? arena_printf(context->arena, "\"%s\"", remark->said)
			: "no word for it");
	return say_verdict(facts, context, finding, VERDICT_INFO,
		remark->said ? "is set to \"%s\", which its port tells to mean "
			       "%s."
			     : "has no word for encryption%s in its settings; "
			       "its port tells %s.",
		remark->said ? remark->said : "", say_mode(&entry->endpoint));
}

static bool judge_settings_mode(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct matrix_entry *entry = context->entry;
	const struct remark *remark =
		find_remark(entry, REMARK_MODE_CONTRADICTS);

	(void)check;
	(void)expectation;
	finding->expected = "a word for encryption that goes with the port";
	if (remark)
		return judge_contradiction(facts, context, remark, finding);
	remark = find_remark(entry, REMARK_OPPORTUNISTIC);
	if (remark) {
		finding->expected = "encryption that is required";
		finding->observed = at_place(context->arena, entry,
			remark->line,
			remark->said ? remark->said : "only if it is offered");
		finding->remedy = "Have the program require encryption: "
				  "SSL/TLS or STARTTLS, not \"if "
				  "available\".";
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"is to be encrypted only if the server offers it: "
			"whoever sits between can take it away.");
	}
	remark = find_remark(entry, REMARK_MODE_WORD);
	if (!remark)
		remark = find_remark(entry, REMARK_MODE_MISSING);
	return remark && judge_info(facts, context, remark, finding);
}

static bool is_documented(const struct matrix_entry *entry)
{
	const struct documented *documented = entry->documented;

	for (size_t i = 0; i < documented->endpoint_count; i++)
		if (strcmp(documented->endpoints[i].host,
			    entry->endpoint.host) == 0 &&
			documented->endpoints[i].port == entry->endpoint.port &&
			documented->endpoints[i].mode == entry->endpoint.mode)
			return true;
	return false;
}

/* The nearest that is documented: the same host first. */
static const struct endpoint *best_documented(const struct matrix_entry *entry)
{
	const struct documented *documented = entry->documented;

	for (size_t i = 0; i < documented->endpoint_count; i++)
		if (strcmp(documented->endpoints[i].host,
			    entry->endpoint.host) == 0)
			return &documented->endpoints[i];
	return &documented->endpoints[0];
}

static bool judge_settings_provider(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct matrix_entry *entry = context->entry;
	const struct endpoint *best;
	bool same_host;

	(void)check;
	(void)expectation;
	if (!entry || !entry->documented)
		return false;
	best = best_documented(entry);
	same_host = strcmp(best->host, entry->endpoint.host) == 0;
	finding->expected = arena_printf(context->arena, "%s, port %u, %s",
		best->host, best->port, say_mode(best));
	finding->observed = at_place(context->arena, entry, 0,
		arena_printf(context->arena, "%s, port %u, %s",
			entry->endpoint.host, entry->endpoint.port,
			say_mode(&entry->endpoint)));
	if (is_documented(entry)) {
		finding->expected = finding->observed;
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"is what %s documents.", entry->documented->title);
	}
	finding->remedy = arena_printf(context->arena,
		"Use what the provider documents: server %s, port %u, %s.",
		best->host, best->port, say_mode(best));
	if (same_host)
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"with port %u and %s is not what %s documents; use "
			"%u, %s.",
			entry->endpoint.port, say_mode(&entry->endpoint),
			entry->documented->title, best->port, say_mode(best));
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"is not the server that %s documents; use %s, %u, %s.",
		entry->documented->title, best->host, best->port,
		say_mode(best));
}

static bool judge_settings_options(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct matrix_entry *entry = context->entry;
	const struct remark *trust = find_remark(entry, REMARK_VERIFY_OFF);
	const struct remark *limit = find_remark(entry, REMARK_TLS_LIMITED);
	const struct remark *remark = trust ? trust : limit;

	(void)check;
	(void)expectation;
	if (!remark)
		return false;
	finding->expected = trust ? "certificates are checked"
				  : "TLS 1.2 and newer may be used";
	finding->observed =
		at_place(context->arena, entry, remark->line, said_of(remark));
	if (trust)
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"is trusted whatever certificate it shows: the program "
			"is set to check none.");
	finding->remedy = "Let the program use TLS 1.2 and 1.3.";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"is used with old TLS versions alone: the program is set to "
		"nothing newer, and servers of today refuse those.");
}

static bool judge_settings_sources(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct remark *remark =
		find_remark(context->entry, REMARK_SOURCES_DISAGREE);

	(void)check;
	(void)expectation;
	if (!remark)
		return false;
	finding->expected = "every source that answers says the same";
	finding->observed = remark->said;
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"is not what every source says: %s.", remark->said);
}

const struct check check_settings_mode = {
	.id = "settings-mode",
	.severity = SEVERITY_ERROR,
	.title = "The settings' word for encryption goes with the port",
	.explanation = "A port knows one way to encrypt: 993, 995 and 465 "
		       "begin with TLS (programs call it SSL or SSL/TLS), "
		       "143, 110 and 587 turn to it after the greeting "
		       "(STARTTLS). The bare words SSL and TLS are used for "
		       "both, so that the port has to tell which is meant.",
	.remedy = "Choose the security that goes with the port, or the "
		  "port that goes with the security.",
	.reference = "RFC 8314 sections 3.1 to 3.3",
	.judge = judge_settings_mode,
};

const struct check check_settings_provider = {
	.id = "settings-provider",
	.severity = SEVERITY_WARNING,
	.title = "The settings are what their provider documents",
	.explanation = "Other servers or ports may work today, and be turned "
		       "off tomorrow: the provider promises only what it "
		       "documents.",
	.remedy = "Use what the provider documents.",
	.reference = "the provider's own documentation (mailsonde "
		     "profiles)",
	.judge = judge_settings_provider,
};

const struct check check_settings_sources = {
	.id = "settings-sources",
	.severity = SEVERITY_WARNING,
	.title = "The sources of the settings agree",
	.explanation = "Mail programs ask different sources, and take the "
		       "first that answers. Where these say different things, "
		       "one program works and another does not, or somebody "
		       "else answers for the domain.",
	.remedy = "Have whoever runs the mail of the domain make all "
		  "of them say the same.",
	.reference = "RFC 6186; RFC 8314 section 5.1",
	.judge = judge_settings_sources,
};

const struct check check_settings_options = {
	.id = "settings-options",
	.severity = SEVERITY_WARNING,
	.title = "The mail program checks certificates and may use TLS "
		 "of today",
	.explanation = "A program that takes any certificate hands the "
		       "password to whoever sits between, and one that is "
		       "kept to old TLS versions is refused by servers of "
		       "today.",
	.remedy = "Let the program check certificates.",
	.reference = "RFC 8314 section 4.4; RFC 8996",
	.judge = judge_settings_options,
};
