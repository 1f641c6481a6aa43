/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/monitor/sarif.h"
#include "reports/format.h"

#include "model/memory.h"
#include "model/text/builder.h"
#include "model/text/spell.h"
#include "reports/record/json_writer.h"
#include "reports/words.h"

#include <stdlib.h>
#include <string.h>

/* Each rule once, found by policy and id. */
struct sarif {
	struct json json;
	const struct report *report;
	bool (*describe)(const char *check, struct sarif_rule *ret_rule);
	const struct finding **rules; /* the first of each */
	size_t rule_count;
	size_t *slots; /* number of the rule + 1; 0: free */
	size_t slot_count;
};

static size_t mix(size_t hash, const char *text)
{
	for (; text && *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash;
}

static bool same_rule(const struct finding *a, const struct finding *b)
{
	return strcmp(a->check, b->check) == 0 &&
	       strcmp(a->policy ? a->policy : "", b->policy ? b->policy : "") ==
		       0;
}

static size_t *find_slot(
	const struct sarif *sarif, const struct finding *finding)
{
	size_t at = mix(mix(2166136261u, finding->policy), finding->check);

	for (;; at++) {
		size_t *slot = &sarif->slots[at % sarif->slot_count];

		if (!*slot || same_rule(sarif->rules[*slot - 1], finding))
			return slot;
	}
}

static void grow(struct sarif *sarif)
{
	free(sarif->slots);
	sarif->slot_count = sarif->slot_count ? 2 * sarif->slot_count : 256;
	sarif->slots = memory_calloc(sarif->slot_count, sizeof(*sarif->slots));
	sarif->rules = memory_realloc(
		sarif->rules, sarif->slot_count / 2 * sizeof(struct finding *));
	for (size_t i = 0; i < sarif->rule_count; i++)
		*find_slot(sarif, sarif->rules[i]) = i + 1;
}

static void note_rule(struct sarif *sarif, const struct finding *finding)
{
	size_t *slot;

	if (sarif->rule_count == sarif->slot_count / 2)
		grow(sarif);
	slot = find_slot(sarif, finding);
	if (*slot)
		return;
	sarif->rules[sarif->rule_count++] = finding;
	*slot = sarif->rule_count;
}

/* Whether {0} is in it, or a link: [words](place) */
static bool has_meaning(const char *text)
{
	if (strstr(text, "]("))
		return true;
	while ((text = strchr(text, '{')))
		if (*++text >= '0' && *text <= '9')
			return true;
	return false;
}

/* A peer's words become no placeholder and no link (SARIF 2.1.0 sections 3.11.5
 * and 3.11.6). Other text stays as it is: many readers undo nothing. */
static const char *plain(struct arena *arena, const char *text)
{
	struct builder b = {.arena = arena};
	size_t length;

	if (!has_meaning(text))
		return text;
	for (; *text; text += length) {
		length = strcspn(text, "{}[]\\");
		builder_add_octets(&b,
			(struct octets){(const unsigned char *)text, length});
		if (!text[length])
			break;
		builder_printf(&b, "%c%c",
			strchr("{}", text[length]) ? text[length] : '\\',
			text[length]);
		length++;
	}
	return builder_text(&b);
}

static void put_message(struct json *json, const char *name, const char *text)
{
	json_begin_object(json, name);
	json_text(
		json, "text", text && text[0] ? plain(json->arena, text) : "-");
	json_end_object(json);
}

static const char *level_name(enum verdict status, enum severity severity)
{
	if (status == VERDICT_FAIL)
		return severity == SEVERITY_INFO ? "note" : "error";
	return status == VERDICT_WARNING ? "warning" : "none";
}

static const char *kind_name(const struct finding *finding)
{
	switch (finding->status) {
	case VERDICT_FAIL:
	case VERDICT_WARNING:
		return "fail";
	case VERDICT_PASS:
		return "pass";
	case VERDICT_INFO:
		return "informational";
	default:
		return finding->unobservable ? "review" : "open";
	}
}

static struct sarif_rule describe(
	const struct sarif *sarif, const struct finding *finding)
{
	struct sarif_rule row = {
		finding->summary, finding->explanation, finding->remedy};

	if (finding->rule)
		return (struct sarif_rule){finding->rule->title,
			finding->rule->explanation, finding->rule->fix};
	if (sarif->describe)
		sarif->describe(finding->check, &row);
	return row;
}

static void put_rule(struct sarif *sarif, const struct finding *finding)
{
	struct json *json = &sarif->json;
	const struct sarif_rule row = describe(sarif, finding);
	const char *explanation = row.explanation ? row.explanation : row.title;

	json_begin_object(json, NULL);
	json_text(json, "id", words_finding_id(json->arena, finding));
	put_message(json, "shortDescription", row.title);
	put_message(json, "fullDescription", explanation);
	put_message(json, "help",
		arena_printf(json->arena, "%s%s%s%s%s",
			explanation ? explanation : "", row.remedy ? "\n" : "",
			row.remedy ? row.remedy : "",
			finding->reference ? "\n" : "",
			finding->reference ? finding->reference : ""));
	if (finding->rule && finding->rule->url &&
		strncmp(finding->rule->url, "https://", 8) == 0 &&
		!strpbrk(finding->rule->url, " <>\"{}|\\^`"))
		json_text(json, "helpUri", finding->rule->url);
	json_begin_object(json, "defaultConfiguration");
	json_text(json, "level",
		finding->severity == SEVERITY_ERROR     ? "error"
		: finding->severity == SEVERITY_WARNING ? "warning"
							: "note");
	json_end_object(json);
	json_begin_object(json, "properties");
	json_text(json, "reference", finding->reference);
	json_text(json, "policy", finding->policy);
	json_text(json, "level", finding->level);
	if (finding->certainty != CERTAINTY_NONE)
		json_text(
			json, "certainty", certainty_name(finding->certainty));
	json_end_object(json);
	json_end_object(json);
}

static void put_tool(struct sarif *sarif)
{
	struct json *json = &sarif->json;

	json_begin_object(json, "tool");
	json_begin_object(json, "driver");
	json_text(json, "name", "mailsonde");
	json_text(json, "version", sarif->report->tool_version);
	/* The manual: every machine that has the tool has it. */
	json_text(json, "informationUri", "man:mailsonde(1)");
	json_begin_array(json, "rules");
	for (size_t i = 0; i < sarif->rule_count; i++)
		put_rule(sarif, sarif->rules[i]);
	json_end_array(json);
	json_end_object(json);
	json_end_object(json);
}

static void put_invocation(struct sarif *sarif)
{
	const struct report *report = sarif->report;
	struct json *json = &sarif->json;

	json_begin_array(json, "invocations");
	json_begin_object(json, NULL);
	json_bool(json, "executionSuccessful", !report->interrupted);
	json_text(json, "startTimeUtc",
		spell_instant(
			json->arena, report->started_s, report->started_ms));
	json_end_object(json);
	json_end_array(json);
}

/* RFC 3986: what is no unreserved character and no slash is percent-encoded. */
static const char *file_uri(struct arena *arena, const char *path)
{
	static const char safe[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789-._~/";
	static const char digits[] = "0123456789ABCDEF";
	char *uri = arena_alloc(arena, 3 * strlen(path) + 1), *end = uri;

	for (const char *at = path; *at; at++) {
		unsigned char octet = (unsigned char)*at;

		if (strchr(safe, *at)) {
			*end++ = *at;
			continue;
		}
		*end++ = '%';
		*end++ = digits[octet >> 4];
		*end++ = digits[octet & 0xF];
	}
	return path[0] == '/' ? arena_printf(arena, "file://%s", uri) : uri;
}

/* What is no file has no place that somebody could open. */
static void put_physical(struct json *json, const struct origin *origin)
{
	if (!origin->place || !origin->line)
		return;
	json_begin_object(json, "physicalLocation");
	json_begin_object(json, "artifactLocation");
	json_text(json, "uri", file_uri(json->arena, origin->place));
	json_end_object(json);
	json_begin_object(json, "region");
	json_number(json, "startLine", origin->line);
	json_end_object(json);
	json_end_object(json);
}

static void put_location(
	struct json *json, const struct matrix_entry *entry, const char *name)
{
	json_begin_array(json, "locations");
	json_begin_object(json, NULL);
	put_physical(json, &entry->origin);
	json_begin_array(json, "logicalLocations");
	json_begin_object(json, NULL);
	json_text(json, "name", entry->endpoint.host);
	json_text(json, "fullyQualifiedName", name);
	json_text(json, "kind", "resource");
	json_end_object(json);
	json_end_array(json);
	json_end_object(json);
	json_end_array(json);
}

static void put_result(struct sarif *sarif,
	const struct endpoint_report *endpoint, const struct finding *finding,
	const char *name)
{
	struct json *json = &sarif->json;

	json_begin_object(json, NULL);
	json_text(json, "ruleId", words_finding_id(json->arena, finding));
	json_number(json, "ruleIndex", (int64_t)*find_slot(sarif, finding) - 1);
	json_text(json, "kind", kind_name(finding));
	json_text(
		json, "level", level_name(finding->status, finding->severity));
	put_message(json, "message", finding->summary);
	put_location(json, endpoint->entry, name);
	if (finding->suppressed) {
		json_begin_array(json, "suppressions");
		json_begin_object(json, NULL);
		json_text(json, "kind", "external");
		json_text(json, "justification", finding->suppressed);
		json_end_object(json);
		json_end_array(json);
	}
	json_begin_object(json, "properties");
	json_text(json, "status", verdict_name(finding->status));
	json_text(json, "expected", finding->expected);
	json_text(json, "observed", finding->observed);
	json_text(json, "remedy", finding->remedy);
	json_text(json, "diagnosis", finding->diagnosis);
	json_end_object(json);
	json_end_object(json);
}

static void put_results(struct sarif *sarif)
{
	const struct report *report = sarif->report;
	struct arena *whole = sarif->json.arena;

	json_begin_array(&sarif->json, "results");
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];
		struct arena *arena = arena_new();
		const char *name =
			words_endpoint(arena, &endpoint->entry->endpoint);

		sarif->json.arena = arena;
		for (size_t k = 0; k < endpoint->finding_count; k++)
			put_result(
				sarif, endpoint, &endpoint->findings[k], name);
		arena_free(arena);
	}
	sarif->json.arena = whole;
	json_end_array(&sarif->json);
}

static void put_run(struct sarif *sarif)
{
	struct json *json = &sarif->json;

	json_begin_object(json, NULL);
	put_tool(sarif);
	put_invocation(sarif);
	json_text(json, "columnKind", "unicodeCodePoints");
	put_results(sarif);
	json_end_object(json);
}

void report_write_sarif(FILE *stream, const struct report *report,
	bool (*describe_check)(const char *check, struct sarif_rule *ret_rule))
{
	struct sarif sarif = {
		.json = {stream, arena_new()},
		.report = report,
		.describe = describe_check,
	};

	for (size_t i = 0; i < report->endpoint_count; i++)
		for (size_t k = 0; k < report->endpoints[i].finding_count; k++)
			note_rule(&sarif, &report->endpoints[i].findings[k]);
	json_begin_object(&sarif.json, NULL);
	json_text(&sarif.json, "$schema",
		"https://json.schemastore.org/sarif-2.1.0.json");
	json_text(&sarif.json, "version", "2.1.0");
	json_begin_array(&sarif.json, "runs");
	put_run(&sarif);
	json_end_array(&sarif.json);
	json_end_object(&sarif.json);
	json_end(&sarif.json);
	arena_free(sarif.json.arena);
	free(sarif.rules);
	free(sarif.slots);
}

static bool write_format(FILE *stream, const struct report *report,
	const struct format_style *style)
{
	report_write_sarif(stream, report, style->describe);
	return true;
}

const struct format_row format_sarif = {.name = "sarif", .write = write_format};
