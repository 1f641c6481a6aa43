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

/* "\"SSL\"", and what a program makes of it where that is not plain */
static const char *say_setting(
	struct arena *arena, const struct matrix_entry *entry, const char *said)
{
	const char *meaning = entry->origin.meaning;

	if (!said)
		return meaning ? arena_printf(arena, "%s (%s)",
					 say_mode(&entry->endpoint), meaning)
			       : say_mode(&entry->endpoint);
	return meaning ? arena_printf(arena, "\"%s\" (%s)", said, meaning)
		       : arena_printf(arena, "\"%s\"", said);
}

/* What would work, as far as the ports tell; nobody is sent to a port where
 * nothing is encrypted. */
static const char *contradiction_remedy(
	struct arena *arena, const struct endpoint *endpoint, const char *usual)
{
	const char *starttls = say_starttls(endpoint->service);

	if (endpoint->mode == MODE_CLEARTEXT)
		return arena_printf(arena,
			"In the mail program, choose %s for port %u.", usual,
			endpoint->port);
	return arena_printf(arena,
		"In the mail program, choose %s for port %u, or the port that "
		"matches the encryption: %u for SSL/TLS, %u for %s.",
		usual, endpoint->port,
		service_port(endpoint->service, MODE_IMPLICIT),
		service_port(endpoint->service, MODE_EXPLICIT), starttls);
}

static bool judge_contradiction(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct remark *remark,
	struct finding *finding)
{
	const struct matrix_entry *entry = context->entry;
	const struct endpoint *endpoint = &entry->endpoint;
	const char *setting = say_setting(context->arena, entry, remark->said);
	bool usual_implicit = strcmp(remark->taken, "implicit") == 0;
	const char *usual =
		usual_implicit ? "SSL/TLS" : say_starttls(endpoint->service);

	finding->observed = at_place(context->arena, entry, remark->line,
		arena_printf(context->arena, "port %u with %s", endpoint->port,
			setting));
	finding->remedy = contradiction_remedy(context->arena, endpoint, usual);
	/* The endpoint was asked in just the mode that was written, and its
	 * own checks say whether that works. Where the port decided after all,
	 * the word is wrong. */
	return say_verdict(facts, context, finding,
		strcmp(mode_name(endpoint->mode), remark->taken) == 0
			? VERDICT_FAIL
			: VERDICT_WARNING,
		"{endpoint} is set to %s, but port %u is for %s.", setting,
		endpoint->port, usual);
}

static bool judge_unknown_word(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct remark *remark,
	struct finding *finding)
{
	const struct matrix_entry *entry = context->entry;

	finding->observed = at_place(context->arena, entry, remark->line,
		arena_printf(context->arena, "\"%s\"", said_of(remark)));
	finding->remedy = "Write one of the words that this kind of file has: "
			  "programs differ in what they make of others.";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} has \"%s\" in its settings, which is not a valid "
		"word for encryption there; it is read as %s.",
		said_of(remark), say_mode(&entry->endpoint));
}

static bool judge_info(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct remark *remark,
	struct finding *finding)
{
	const struct matrix_entry *entry = context->entry;

	finding->observed = at_place(context->arena, entry, remark->line,
		remark->said
			? arena_printf(context->arena, "\"%s\"", remark->said)
			: "no encryption setting");
	if (!remark->said)
		return say_verdict(facts, context, finding, VERDICT_INFO,
			"{endpoint} has no encryption setting; its port uses "
			"%s.",
			say_mode(&entry->endpoint));
	return say_verdict(facts, context, finding, VERDICT_INFO,
		"{endpoint} is set to \"%s\", which for this port means %s.",
		remark->said, say_mode(&entry->endpoint));
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
	finding->expected = "an encryption setting that matches the port";
	if (remark)
		return judge_contradiction(facts, context, remark, finding);
	remark = find_remark(entry, REMARK_WORD_UNKNOWN);
	if (remark)
		return judge_unknown_word(facts, context, remark, finding);
	remark = find_remark(entry, REMARK_OPPORTUNISTIC);
	if (remark) {
		finding->expected = "required encryption";
		finding->observed = at_place(context->arena, entry,
			remark->line,
			remark->said ? remark->said : "only if offered");
		finding->remedy = "Set the mail program to require encryption: "
				  "SSL/TLS or STARTTLS, not \"if available\".";
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"{endpoint} is encrypted only if the server offers "
			"encryption: an attacker can suppress the offer.");
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
			"{endpoint} matches the documentation of %s.",
			entry->documented->title);
	}
	finding->remedy = arena_printf(context->arena,
		"Use the documented settings: server %s, port %u, %s.",
		best->host, best->port, say_mode(best));
	if (same_host)
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"{endpoint} with port %u and %s differs from the "
			"documentation of %s; use port %u, %s.",
			entry->endpoint.port, say_mode(&entry->endpoint),
			entry->documented->title, best->port, say_mode(best));
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} is not the documented server of %s; use %s, port "
		"%u, %s.",
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
				  : "TLS 1.2 and newer are allowed";
	finding->observed =
		at_place(context->arena, entry, remark->line, said_of(remark));
	if (trust)
		return say_verdict(facts, context, finding, VERDICT_WARNING,
			"{endpoint} is trusted with any certificate: the mail "
			"program is set not to verify certificates.");
	finding->remedy = "Allow TLS 1.2 and 1.3 in the mail program.";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} is used only with old TLS versions: the mail "
		"program allows nothing newer, and current servers refuse "
		"these versions.");
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
	finding->expected = "all sources that answer agree";
	finding->observed = remark->said;
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} is not confirmed by every source: %s.",
		remark->said);
}

const struct check check_settings_mode = {
	.id = "settings-mode",
	.severity = SEVERITY_ERROR,
	.title = "The encryption setting matches the port",
	.explanation = "Each port uses one kind of encryption: ports 993, 995 "
		       "and 465 use TLS from the start (programs call it SSL "
		       "or SSL/TLS); ports 143, 110 and 587 start unencrypted "
		       "and switch to TLS with STARTTLS. The words SSL and TLS "
		       "alone are used for both, so the port has to decide.",
	.remedy = "Choose the encryption that matches the port, or the port "
		  "that matches the encryption.",
	.reference = "RFC 8314 sections 3.1 to 3.3",
	.judge = judge_settings_mode,
};

const struct check check_settings_provider = {
	.id = "settings-provider",
	.severity = SEVERITY_WARNING,
	.title = "The settings match the provider's documentation",
	.explanation =
		"Other servers or ports may work today and be switched off "
		"tomorrow: the provider supports only what it documents.",
	.remedy = "Use the documented settings.",
	.reference = "the provider's own documentation (mailsonde "
		     "profiles)",
	.judge = judge_settings_provider,
};

const struct check check_settings_sources = {
	.id = "settings-sources",
	.severity = SEVERITY_WARNING,
	.title = "All sources of the settings agree",
	.explanation = "Mail programs query different sources and use the "
		       "first answer. If the sources disagree, one program "
		       "works and another fails, or a third party may be "
		       "answering for the domain.",
	.remedy = "Ask the domain's mail administrator to publish the same "
		  "settings everywhere.",
	.reference = "RFC 6186; RFC 8314 section 5.1",
	.judge = judge_settings_sources,
};

const struct check check_settings_options = {
	.id = "settings-options",
	.severity = SEVERITY_WARNING,
	.title = "The mail program checks certificates and allows current TLS "
		 "versions",
	.explanation = "A mail program that accepts any certificate can send "
		       "the password to an attacker; one that is limited to "
		       "old TLS versions is refused by current servers.",
	.remedy = "Enable certificate verification in the mail program.",
	.reference = "RFC 8314 section 4.4; RFC 8996",
	.judge = judge_settings_options,
};
