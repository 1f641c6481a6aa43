/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Each endpoint: what failed first, with the evidence beside it; the rest is
 * folded. */
#include "evidence/address.h"
#include "evidence/chain.h"
#include "evidence/greeting.h"
#include "evidence/witness.h"
#include "model/text/escape.h"
#include "model/text/spell.h"
#include "reports/diagnosed.h"
#include "reports/page/findings.h"
#include "reports/page/heard/heard.h"
#include "reports/page/parts.h"
#include "reports/words.h"

#include <string.h>

/* The diagnoses of one endpoint, by their numbers. */
struct told {
	size_t *diagnoses;
	size_t count;
};

static void put_fact(
	const struct sheet *sheet, const char *label, const char *text)
{
	if (text && *text)
		markup_put(&sheet->out, "<div><dt>%</dt><dd>%</dd></div>",
			label, text);
}

static const char *origin_words(
	struct arena *arena, const struct origin *origin)
{
	const char *words = origin->place;

	if (words && origin->line)
		words = arena_printf(arena, "%s, line %u", words, origin->line);
	if (words && origin->said)
		words = arena_printf(arena, "%s: “%s”", words, origin->said);
	return words;
}

static const char *tls_words(struct arena *arena, const struct tls_facts *tls)
{
	const char *words;

	if (!tls->completed)
		return NULL;
	words = arena_printf(arena, "TLS %s", tls_version_name(tls->version));
	if (tls->cipher_suite)
		words = arena_printf(arena, "%s, %s", words, tls->cipher_suite);
	if (tls->group)
		words = arena_printf(arena, "%s, %s", words, tls->group);
	return words;
}

static bool is_broken(const struct endpoint_report *endpoint, const char *check)
{
	for (size_t i = 0; i < endpoint->finding_count; i++)
		if (!endpoint->findings[i].policy &&
			strcmp(endpoint->findings[i].check, check) == 0)
			return endpoint->findings[i].status == VERDICT_FAIL;
	return false;
}

static const char *dates_words(
	struct arena *arena, const struct certificate *leaf, int64_t now_s)
{
	if (!certificate_has_dates(leaf))
		return "without readable dates";
	if (now_s > leaf->not_after)
		return arena_printf(arena, "expired on %.10s",
			spell_time(arena, leaf->not_after));
	if (now_s < leaf->not_before)
		return arena_printf(arena, "not valid before %.10s",
			spell_time(arena, leaf->not_before));
	return arena_printf(
		arena, "valid until %.10s", spell_time(arena, leaf->not_after));
}

/* Who trusts the issuer does not trust a certificate that is out of date, or
 * for somebody else. */
static const char *certificate_words(
	const struct sheet *sheet, const struct endpoint_report *endpoint)
{
	struct arena *arena = sheet->out.arena;
	const struct tls_facts *tls = chain_judged(&endpoint->facts);
	const struct certificate *leaf = chain_leaf(&endpoint->facts);
	int64_t now_s = sheet->report->started_s;
	const char *trust;
	bool other;

	if (!tls || !leaf)
		return NULL;
	other = is_broken(endpoint, "certificate-name");
	trust = words_trust(tls->trust);
	if (tls->trust == TRUST_OK &&
		(other || (certificate_has_dates(leaf) &&
				  (now_s > leaf->not_after ||
					  now_s < leaf->not_before))))
		trust = "from a trusted issuer";
	return arena_printf(arena,
		other ? "%s, but not for this host; %s, %s" : "%s, %s, %s",
		escape_octets(arena, leaf->common_name.length
					     ? leaf->common_name
					     : leaf->subject),
		dates_words(arena, leaf, now_s), trust);
}

static void put_facts(
	const struct sheet *sheet, const struct endpoint_report *endpoint)
{
	struct arena *arena = sheet->out.arena;
	const struct endpoint_facts *facts = &endpoint->facts;
	const struct probe_facts *best = witness_best(facts);
	const struct probe_facts *heard = greeting_heard(facts);
	const struct attempt *attempt = best ? address_connected(best) : NULL;

	markup_raw(&sheet->out, "<dl class=\"facts\">");
	put_fact(sheet, "Address", attempt ? attempt->address : NULL);
	put_fact(sheet, "Best connection",
		best ? tls_words(arena, &best->tls) : NULL);
	put_fact(sheet, "Certificate", certificate_words(sheet, endpoint));
	put_fact(sheet, "Settings",
		origin_words(arena, &endpoint->entry->origin));
	if (heard)
		markup_put(&sheet->out,
			"<div class=\"wide\"><dt>Greeting</dt><dd>%</dd></div>",
			escape_excerpt(arena, heard->greeting.text, 120));
	markup_raw(&sheet->out, "</dl>\n");
}

static void put_remedies(
	const struct sheet *sheet, const struct diagnosis *diagnosis)
{
	markup_raw(&sheet->out, "<dl class=\"remedies\">");
	for (size_t i = 0; i < diagnosis->remedy_count; i++)
		put_fact(sheet,
			words_audience_label(diagnosis->remedies[i].audience),
			diagnosis->remedies[i].text);
	put_fact(sheet, "To be sure", diagnosis->confirm);
	markup_raw(&sheet->out, "</dl>");
}

static void put_evidence(
	const struct sheet *sheet, const struct diagnosis *diagnosis)
{
	if (!diagnosis->evidence_count)
		return;
	markup_raw(&sheet->out, "<ul class=\"evidence\">");
	for (size_t i = 0; i < diagnosis->evidence_count; i++)
		markup_put(&sheet->out, "<li>%</li>", diagnosis->evidence[i]);
	markup_raw(&sheet->out, "</ul>");
}

/* Another cause that fits is folded. What several endpoints have in common is
 * told in full where it shows best. */
static void put_diagnosis(const struct sheet *sheet, size_t endpoint,
	const struct diagnosis *diagnosis)
{
	bool beside = diagnosed_is_beside(sheet->report, diagnosis);
	size_t first =
		diagnosis->endpoint_count ? diagnosis->endpoints[0] : endpoint;

	markup_put(&sheet->out,
		beside ? "<details class=\"cause beside\"><summary>%</summary>"
		       : "<div class=\"cause\"><h4>%</h4>",
		diagnosed_cause(sheet->out.arena, diagnosis));
	if (first == endpoint) {
		markup_put(&sheet->out, "<p>%</p>", diagnosis->explanation);
		put_evidence(sheet, diagnosis);
		put_remedies(sheet, diagnosis);
	} else {
		markup_raw(&sheet->out, "<p>Evidence and remedy: ");
		sheet_place(sheet, first);
		markup_raw(&sheet->out, "</p>");
	}
	markup_raw(&sheet->out, beside ? "</details>\n" : "</div>\n");
}

static void put_endpoint(
	const struct sheet *sheet, size_t number, const struct told *told)
{
	const struct endpoint_report *endpoint =
		&sheet->report->endpoints[number];
	const struct endpoint *names = &endpoint->entry->endpoint;

	markup_put(&sheet->out,
		"<article class=\"endpoint %\" id=\"e%\" data-verdict=\"%\">"
		"<h3>",
		verdict_name(endpoint->verdict),
		sheet_number(sheet, number + 1),
		verdict_name(endpoint->verdict));
	sheet_mark(sheet, endpoint->verdict);
	markup_put(&sheet->out, " <span>% %</span> <small>%</small></h3>\n",
		service_label(names->service),
		words_host_port(sheet->out.arena, names),
		words_mode(names->service, names->mode));
	put_facts(sheet, endpoint);
	for (size_t i = 0; i < told->count; i++)
		put_diagnosis(sheet, number,
			&sheet->report->diagnoses[told->diagnoses[i]]);
	findings_put(sheet, endpoint);
	heard_put(sheet, endpoint);
	markup_raw(&sheet->out, "</article>\n");
}

static struct told *distribute(const struct sheet *sheet)
{
	const struct report *report = sheet->report;
	struct told *all = arena_alloc(
		sheet->out.arena, (report->endpoint_count + 1) * sizeof(*all));

	for (size_t i = 0; i < report->diagnosis_count; i++)
		for (size_t k = 0; k < report->diagnoses[i].endpoint_count;
			k++) {
			struct told *told =
				&all[report->diagnoses[i].endpoints[k]];

			told->diagnoses =
				arena_grow(sheet->out.arena, told->diagnoses,
					told->count, sizeof(*told->diagnoses));
			told->diagnoses[told->count++] = i;
		}
	return all;
}

void page_endpoints(const struct sheet *sheet)
{
	static const enum verdict order[] = {
		VERDICT_FAIL, VERDICT_NOT_TESTED, VERDICT_PASS};
	struct told *told = distribute(sheet);
	struct sheet part = *sheet;

	if (!sheet->report->endpoint_count)
		return;
	markup_raw(&sheet->out,
		"<section class=\"endpoints\" aria-labelledby=\"endpoints\">"
		"<h2 id=\"endpoints\">Endpoints, with the evidence</h2>\n");
	for (size_t v = 0; v < sizeof(order) / sizeof(*order); v++)
		for (size_t i = 0; i < sheet->report->endpoint_count; i++) {
			if (sheet->report->endpoints[i].verdict != order[v])
				continue;
			part.out.arena = arena_new();
			put_endpoint(&part, i, &told[i]);
			arena_free(part.out.arena);
		}
	markup_raw(&sheet->out, "</section>\n");
}
