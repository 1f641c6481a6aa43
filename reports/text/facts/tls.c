/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/text/facts/tls.h"

#include "model/text/escape.h"
#include "model/text/spell.h"
#include "reports/text/facts/field.h"
#include "reports/words.h"

#include <string.h>

static void put_alerts(const struct page *page, const struct tls_facts *tls)
{
	for (size_t i = 0; i < tls->alert_count; i++) {
		const struct alert *alert = &tls->alerts[i];

		field_put(page, "Alert",
			arena_printf(page->arena, "%s %s: %u %s",
				alert->received ? "received" : "sent",
				alert->fatal ? "fatal" : "warning", alert->code,
				name_of_alert(alert->code)));
	}
}

static const char *resumed_words(const struct tls_facts *tls)
{
	return tls->key_share || tls->version < TLS_1_3
		       ? "session resumed"
		       : "session resumed without a key exchange";
}

void facts_put_tls(const struct page *page, const struct probe_facts *facts)
{
	const struct tls_facts *tls = &facts->tls;
	struct builder list = {.arena = page->arena};

	if (!tls->started)
		return;
	field_join_rows(&list, &record_tls, tls);
	if (tls->resumed)
		builder_item(&list, ", ", resumed_words(tls));
	if (tls->tickets)
		builder_item_printf(&list, ", ", "a ticket for %u seconds",
			tls->ticket_lifetime_s);
	if (tls->max_early_data)
		builder_item_printf(&list, ", ", "early data up to %u bytes",
			tls->max_early_data);
	if (tls->wants_certificate)
		builder_item(&list, ", ", "client certificate requested");
	if (facts->by_hello)
		builder_item(&list, ", ", "no handshake was needed");
	else if (!tls->completed)
		builder_item(&list, ", ", "not completed");
	else if (!tls->confirmed)
		builder_item(&list, ", ", "completed only on this side");
	field_put(page, "TLS", builder_text(&list));
	put_alerts(page, tls);
	field_put_rows(page, &record_tls, NULL, tls);
}

static const char *remaining(
	struct arena *arena, int64_t now_s, int64_t not_after)
{
	const int64_t never = INT64_C(253402300799); /* RFC 5280, 4.1.2.5 */

	if (not_after >= never)
		return "without an end";
	return words_days_left(arena, now_s, not_after);
}

static const char *validity(struct arena *arena,
	const struct certificate *certificate, int64_t now_s)
{
	if (!certificate_has_dates(certificate))
		return "dates that cannot be read";
	return arena_printf(arena, "%.10s to %.10s, %s",
		spell_time(arena, certificate->not_before),
		spell_time(arena, certificate->not_after),
		remaining(arena, now_s, certificate->not_after));
}

static void put_names(
	const struct page *page, const struct certificate *certificate)
{
	struct builder list = {.arena = page->arena};

	for (size_t i = 0; i < certificate->name_count; i++)
		builder_item(&list, ", ",
			escape_octets(
				page->arena, certificate->names[i].value));
	if (certificate->names_cut)
		builder_item(&list, ", ",
			arena_printf(page->arena, "names not read: %u",
				certificate->names_cut));
	field_put(page, "  for", builder_text(&list));
}

static void put_certificate(const struct page *page,
	const struct certificate *certificate, const char *label, int64_t now_s)
{
	struct arena *arena = page->arena;

	/* One version alone keeps the fingerprint, and no more. */
	if (!certificate_is_whole(certificate)) {
		field_put(page, label,
			arena_printf(arena, "SHA-256 %s", certificate->sha256));
		return;
	}
	field_put(page, label,
		escape_name(arena, certificate->subject, SIZE_MAX));
	put_names(page, certificate);
	field_put(page, "  issuer",
		certificate->self_issued
			? "itself"
			: escape_name(arena, certificate->issuer, SIZE_MAX));
	field_put(page, "  valid", validity(arena, certificate, now_s));
	field_put(page, "  key",
		arena_printf(arena, "%s %u bits, signed with %s",
			certificate->key ? certificate->key : "unknown",
			certificate->key_bits,
			certificate->signature ? certificate->signature
					       : "unknown"));
	field_put(page, "  SHA-256", certificate->sha256);
}

static bool same_leaf(const struct tls_facts *a, const struct tls_facts *b)
{
	return a->chain_count && b->chain_count &&
	       strcmp(a->chain[0].sha256, b->chain[0].sha256) == 0;
}

static void put_revocation(const struct page *page, const char *label,
	const struct revocation_facts *revocation)
{
	if (revocation->status == REVOCATION_UNASKED)
		return;
	field_put(page, label, words_revocation(revocation->status));
	if (revocation->status == REVOCATION_UNHEARD)
		field_put(page, "", revocation->detail);
	else if (revocation->by)
		field_put(page, revocation->by,
			escape_octets(page->arena, revocation->url));
}

void facts_put_chain(const struct page *page, const struct tls_facts *tls,
	const struct tls_facts *shown, int64_t now_s)
{
	struct arena *arena = page->arena;
	const char *trust = words_trust(tls->trust);

	if (!tls->chain_count)
		return;
	if (shown && shown != tls && same_leaf(shown, tls)) {
		field_put(page, "Certificate", "the same");
		return;
	}
	for (size_t i = 0; i < tls->chain_count; i++)
		put_certificate(page, &tls->chain[i],
			i ? "Issuer's" : "Certificate", now_s);
	if (tls->trust_detail)
		trust = arena_printf(
			arena, "%s (%s)", trust, tls->trust_detail);
	field_put(page, "Trust", trust);
	if (tls->trust_own_anchors)
		field_put(page, "  anchors", "of a file, not the system's");
	if (tls->trust_dates_bad)
		field_put(page, "",
			"a certificate in the chain is not currently valid");
	field_put(page, "OCSP", words_ocsp(tls->ocsp));
	put_revocation(page, "Revocation", &tls->revocation);
	for (size_t i = 0; i < tls->issuer_revocation_count; i++) {
		field_put(page, "Issuer's",
			escape_name(arena, tls->issuer_revocations[i].subject,
				SIZE_MAX));
		put_revocation(
			page, "  revocation", &tls->issuer_revocations[i].said);
	}
}
