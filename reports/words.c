/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/words.h"

#include "model/offer.h"
#include "model/table.h"
#include "model/text/plural.h"
#include "model/text/spell.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#define DAY_SECONDS 86400

#define NAMED_PLACES 6

static const char *const trusts[] = {
	[TRUST_UNKNOWN] = "not verified",
	[TRUST_OK] = "trusted",
	[TRUST_NO_ANCHORS] =
		"not verified: no trust anchors are installed on this computer",
	[TRUST_SELF_SIGNED] = "not trusted: self-signed",
	[TRUST_NO_ISSUER] = "not trusted: unknown issuer",
	[TRUST_INCOMPLETE] =
		"not trusted: an intermediate certificate is missing",
	[TRUST_REVOKED] = "not trusted: revoked",
	[TRUST_BAD] = "not trusted",
};
static_assert(COUNT_OF(trusts) == TRUST_BAD + 1, "a name for each trust");

static const char *const ocsps[] = {
	[OCSP_NONE] = "none stapled",
	[OCSP_GOOD] = "good",
	[OCSP_REVOKED] = "revoked",
	[OCSP_UNKNOWN] = "unknown to its issuer",
	[OCSP_INVALID] = "stapled, but not valid",
	[OCSP_UNVERIFIED] = "stapled, but not verified",
};
static_assert(COUNT_OF(ocsps) == OCSP_UNVERIFIED + 1, "a name for each answer");

static const char *const revocations[] = {
	[REVOCATION_UNASKED] = "not asked",
	[REVOCATION_GOOD] = "not revoked",
	[REVOCATION_REVOKED] = "revoked",
	[REVOCATION_UNKNOWN] = "unknown to the responder",
	[REVOCATION_UNNAMED] = "the certificate names no responder and no CRL",
	[REVOCATION_UNHEARD] = "no valid answer",
};
static_assert(
	COUNT_OF(revocations) == REVOCATION_COUNT, "words for each answer");

static const char *const closes[] = {
	[CLOSE_NOT_SEEN] = "not observed",
	[CLOSE_NOTIFY] = "with close_notify",
	[CLOSE_FIN] = "without close_notify",
	[CLOSE_RESET] = "with a reset",
};
static_assert(COUNT_OF(closes) == CLOSE_RESET + 1, "a name for each close");

static const struct {
	const char *label;
	const char *words;
} audiences[] = {
	[AUDIENCE_USER] = {"For the user", "the user"},
	[AUDIENCE_HELPDESK] = {"For helpdesk", "the helpdesk"},
	[AUDIENCE_ADMIN] = {"For admins", "the server's administrator"},
	[AUDIENCE_NETWORK] = {"For network", "the network administrator"},
};
static_assert(COUNT_OF(audiences) == AUDIENCE_COUNT, "words for each audience");

const char *words_trust(enum trust trust)
{
	return trusts[trust];
}

const char *words_revocation(enum revocation revocation)
{
	return revocations[revocation];
}

const char *words_ocsp(enum ocsp ocsp)
{
	return ocsps[ocsp];
}

const char *words_peer_close(enum peer_close peer_close)
{
	return closes[peer_close];
}

const char *words_mode(enum service service, enum tls_mode mode)
{
	switch (mode) {
	case MODE_IMPLICIT:
		return "implicit TLS";
	case MODE_EXPLICIT:
		return service_row(service)->tls_verb;
	default:
		return "cleartext";
	}
}

const char *words_audience_label(enum audience audience)
{
	return audiences[audience].label;
}

const char *words_audience(enum audience audience)
{
	return audiences[audience].words;
}

const char *words_supposed(struct arena *arena,
	const struct diagnosis *diagnosis, const char *cause)
{
	if (strcmp(diagnosis->id, "unknown") == 0)
		return cause;
	switch (diagnosis->confidence) {
	case CONFIDENCE_CERTAIN:
		return cause;
	case CONFIDENCE_LIKELY:
		return arena_printf(arena, "Most likely: %s", cause);
	default:
		return arena_printf(arena, "Possibly: %s", cause);
	}
}

const char *words_endpoint(struct arena *arena, const struct endpoint *endpoint)
{
	return arena_printf(arena,
		strchr(endpoint->host, ':') ? "%s %s [%s]:%u" : "%s %s %s:%u",
		service_name(endpoint->service), mode_name(endpoint->mode),
		endpoint->host, endpoint->port);
}

const char *words_finding_id(struct arena *arena, const struct finding *finding)
{
	if (!finding->policy)
		return finding->check;
	return arena_printf(arena, "%s/%s", finding->policy, finding->check);
}

const char *words_finding(struct arena *arena, const struct finding *finding)
{
	if (!finding->rule || !finding->rule->title)
		return words_finding_id(arena, finding);
	return arena_printf(arena, "%s: %s", words_finding_id(arena, finding),
		finding->rule->title);
}

const char *words_finding_skipped(const struct finding *finding)
{
	if (finding->suppressed)
		return finding->suppressed;
	if (finding->status != VERDICT_NOT_TESTED)
		return NULL;
	return finding->observed && finding->observed[0] ? finding->observed
	       : finding->summary                        ? finding->summary
							 : "not tested";
}

bool words_finding_fails(const struct finding *finding, bool fail_on_warning)
{
	return finding->status == VERDICT_FAIL ||
	       (fail_on_warning && finding->status == VERDICT_WARNING);
}

const char *words_rule_reference(struct arena *arena, const struct rule *rule)
{
	const char *words = rule->reference;

	if (rule->edition)
		words = arena_printf(arena, "%s, %s", words, rule->edition);
	if (rule->certainty == CERTAINTY_UNCERTAIN)
		return arena_printf(arena, "%s (source not confirmed)", words);
	if (rule->certainty == CERTAINTY_REPORTED)
		return arena_printf(arena, "%s (as reported elsewhere)", words);
	return words;
}

const char *words_host_port(
	struct arena *arena, const struct endpoint *endpoint)
{
	bool ipv6 = strchr(endpoint->host, ':') && endpoint->host[0] != '[';

	return arena_printf(arena, "%s%s%s:%u", ipv6 ? "[" : "", endpoint->host,
		ipv6 ? "]" : "", endpoint->port);
}

const char *words_place(struct arena *arena, const struct endpoint *endpoint)
{
	return arena_printf(arena, "%s (%s)", words_host_port(arena, endpoint),
		service_label(endpoint->service));
}

const char *words_days_left(
	struct arena *arena, int64_t now_s, int64_t not_after)
{
	int64_t seconds = not_after - now_s;
	size_t days =
		(size_t)((seconds < 0 ? -seconds : seconds) / DAY_SECONDS);

	if (days == 0)
		return seconds < 0 ? "expired less than a day ago"
				   : "less than a day left";
	return arena_printf(arena,
		seconds < 0
			? plural_form(days, "expired %zu day ago",
				  "expired %zu days ago")
			: plural_form(days, "%zu day left", "%zu days left"),
		days);
}

const char *words_time(struct arena *arena, int64_t seconds)
{
	const char *words = spell_time(arena, seconds);

	return arena_printf(arena, "%.10s %.8s UTC", words, words + 11);
}

const char *words_here(struct arena *arena, const struct local_facts *local)
{
	static const char *const routes[2][2] = {
		{"no way out, neither IPv4 nor IPv6", "IPv6, but no IPv4"},
		{"IPv4, but no IPv6", "IPv4 and IPv6"},
	};

	if (!local->now_s)
		return NULL;
	return arena_printf(arena, "%s; name service %s",
		routes[local->has_ipv4_route][local->has_ipv6_route],
		local->resolvers ? local->resolvers : "not set up");
}

const char *words_run(struct arena *arena, const struct report *report)
{
	size_t probes = 0;

	for (size_t i = 0; i < report->endpoint_count; i++)
		probes += report->endpoints[i].facts.probe_count;
	return arena_printf(arena,
		plural_form(probes, "%zu probe in %" PRId64 ".%" PRId64 " s",
			"%zu probes in %" PRId64 ".%" PRId64 " s"),
		probes, report->duration_us / 1000000,
		report->duration_us / 100000 % 10);
}

const char *words_verdict(enum verdict verdict)
{
	static const char *const words[] = {
		[VERDICT_PASS] = "pass",
		[VERDICT_FAIL] = "FAIL",
		[VERDICT_WARNING] = "WARNING",
		[VERDICT_INFO] = "info",
		[VERDICT_NOT_TESTED] = "NOT TESTED",
	};

	return words[verdict];
}

const char *words_places(struct arena *arena,
	const struct endpoint_report *const *endpoints, size_t count)
{
	const char *list = "";
	size_t shown = count > NAMED_PLACES ? NAMED_PLACES - 1 : count;

	for (size_t i = 0; i < shown; i++) {
		const char *between = i == 0 ? ""
				      : i + 1 == shown && shown == count
					      ? " and "
					      : ", ";

		list = arena_printf(arena, "%s%s%s", list, between,
			words_place(arena, &endpoints[i]->entry->endpoint));
	}
	return plural_more(arena, list, count - shown);
}

const char *words_milliseconds(struct arena *arena, int64_t us)
{
	if (us < 0)
		us = 0;
	return arena_printf(
		arena, "%" PRId64 ".%" PRId64 " ms", us / 1000, us / 100 % 10);
}

/* A kept report may name one that this version does not know. */
static const char *offer_title(enum offer_id offer)
{
	return offer ? offer_table[offer].title : "unknown to this version";
}

const char *words_probe(struct arena *arena, const struct probe_facts *facts)
{
	const char *versions = spell_versions(arena, facts->tls_offered, ", ");

	switch (facts->purpose) {
	case PURPOSE_BEST:
		return "Best connection";
	case PURPOSE_TLS_VERSION:
		return arena_printf(arena, "TLS %s alone", versions);
	case PURPOSE_LOGIN:
		return facts->login.mechanism
			       ? arena_printf(arena, "Login (%s)",
					 facts->login.mechanism)
			       : "Login";
	case PURPOSE_RULE:
		return arena_printf(
			arena, "For rules: %s", offer_title(facts->offer));
	default:
		return facts->reason ? arena_printf(arena, "Follow-up (%s)",
					       facts->reason)
				     : "Follow-up";
	}
}

const char *words_outcome(struct arena *arena, const struct probe_facts *facts,
	const char *duration)
{
	const char *words = outcome_name(facts->outcome);

	if (facts->outcome == OUTCOME_COMPLETED)
		return arena_printf(arena, "%s in %s", words, duration);
	words = arena_printf(arena, "%s at stage \"%s\" after %s: %s", words,
		stage_name(facts->stage), duration,
		status_words(facts->status));
	if (facts->sys_errno)
		words = arena_printf(arena, "%s (%s)", words,
			spell_errno(arena, facts->sys_errno));
	if (facts->detail)
		words = arena_printf(arena, "%s (%s)", words, facts->detail);
	return words;
}
