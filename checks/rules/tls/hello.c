/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on how a server takes what a hello says beside its lists. */
#include "checks/rules/rule.h"

#include "checks/name.h"
#include "checks/rules/parameter.h"
#include "checks/rules/tls/tally.h"
#include "checks/rules/tls/versions.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "evidence/offered/heard.h"
#include "evidence/offered/offer.h"
#include "evidence/reached.h"
#include "evidence/tls/alert.h"

#include <string.h>

static enum ruling judge_signature(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum offer_id offer = rule_offer_value(view, "offers");
	const char *words = rule_value(view, "words");
	const struct probe_facts *probe;

	*ret_expected =
		arena_printf(view->arena, "refused, or signed with %s", words);
	if (versions_are_off(view, offer_table[offer].versions))
		return RULING_NOT_OWED;
	switch (offer_result(view->facts, offer, &probe)) {
	case OFFER_REFUSED:
		*ret_observed = "refused";
		return RULING_HOLDS;
	case OFFER_ACCEPTED:
		if (!probe || !probe->tls.signature)
			return tally_leave_offer(view, offer, ret_observed);
		*ret_observed = probe->tls.signature;
		return strstr(probe->tls.signature, words) ? RULING_HOLDS
							   : RULING_BROKEN;
	default:
		return tally_leave_offer(view, offer, ret_observed);
	}
}

static const char *say_certificate(
	struct arena *arena, const struct tls_facts *tls)
{
	if (!tls->chain_count)
		return "no certificate";
	if (!tls->chain[0].subject.length)
		return arena_printf(arena, "a certificate with SHA-256 %s",
			tls->chain[0].sha256);
	return arena_printf(arena, "the certificate of %s",
		say_quote(arena, tls->chain[0].subject));
}

/* The certificate that the name brings is for another one. That the server
 * ignores names is shown only where it has the right one: who has no other
 * sends what there is. */
static enum ruling judge_sni_other(const struct rule_view *view,
	const struct tls_facts *without, const char **ret_observed)
{
	if (without && without->chain_count &&
		name_in_certificate(
			view->facts->endpoint.host, &without->chain[0]))
		return RULING_BROKEN;
	*ret_observed = arena_printf(view->arena,
		"%s: no certificate for this host was seen, and nothing shows "
		"whether the server selects by name",
		*ret_observed);
	return RULING_NOT_TESTED;
}

static enum ruling judge_sni(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *with = chain_judged(view->facts);
	const struct probe_facts *probe;
	enum offer_result result =
		offer_result(view->facts, OFFER_SNI_NONE, &probe);
	const char *without = "no clear answer";

	*ret_expected = "the host's certificate if its name is sent";
	if (!with || !reached_tls(view->facts))
		return RULING_NOT_TESTED;
	if (result == OFFER_ACCEPTED)
		without = say_certificate(view->arena, &probe->tls);
	else if (result == OFFER_REFUSED)
		without = "refused";
	*ret_observed =
		arena_printf(view->arena, "with the name %s; without it %s",
			say_certificate(view->arena, with), without);
	if (!name_in_certificate(view->facts->endpoint.host, &with->chain[0]))
		return judge_sni_other(view,
			result == OFFER_ACCEPTED && probe ? &probe->tls : NULL,
			ret_observed);
	/* One certificate for all, and not a word about the name (RFC 6066
	 * section 3): nothing shows that the server knows of names. */
	if (result == OFFER_ACCEPTED && chain_is_same(with, &probe->tls) &&
		heard_trait(view->facts, TRAIT_SERVER_NAME) !=
			OFFERED_ACCEPTED) {
		*ret_observed = "the same certificate with and without the "
				"name, which the server does not acknowledge: "
				"nothing shows whether it selects by name";
		return RULING_NOT_TESTED;
	}
	return result == OFFER_ACCEPTED || result == OFFER_REFUSED
		       ? RULING_HOLDS
		       : RULING_NOT_TESTED;
}

static enum ruling judge_sni_unknown(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe;
	const struct alert *alert;

	*ret_expected = "alert 112 (unrecognized_name)";
	switch (offer_result(view->facts, OFFER_SNI_UNKNOWN, &probe)) {
	case OFFER_ACCEPTED:
		*ret_observed = "accepted";
		return RULING_BROKEN;
	case OFFER_REFUSED:
		alert = alert_fatal(probe);
		*ret_observed = alert ? say_alert(view->arena, alert)
				      : say_stop(view->arena, probe);
		return alert && alert->code == 112 ? RULING_HOLDS : RULING_INFO;
	default:
		return tally_leave_offer(view, OFFER_SNI_UNKNOWN, ret_observed);
	}
}

/* Where our handshakes find no suite, a hello made by hand does. */
static enum ruling judge_alpn_hello(
	const struct rule_view *view, const char **ret_observed)
{
	switch (heard_trait(view->facts, TRAIT_ALPN_HTTP)) {
	case OFFERED_ACCEPTED:
		*ret_observed = "http/1.1 is not refused";
		return RULING_BROKEN;
	case OFFERED_REFUSED:
		*ret_observed = "http/1.1 is refused with alert 120";
		return RULING_HOLDS;
	default:
		return tally_leave_offer(
			view, OFFER_ALPN_FOREIGN, ret_observed);
	}
}

/* RFC 7301 section 3.2: a server that knows ALPN and none of the protocols
 * answers with alert 120; one that ignores it chooses none. */
static enum ruling judge_alpn(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *own, *foreign;
	enum offer_result with_own =
		offer_result(view->facts, OFFER_ALPN_SERVICE, &own);
	enum offer_result with_foreign =
		offer_result(view->facts, OFFER_ALPN_FOREIGN, &foreign);
	const struct alert *alert;

	*ret_expected = "the service's own protocol accepted, and another "
			"refused with alert 120";
	if (with_foreign == OFFER_ACCEPTED && foreign->tls.alpn.length) {
		*ret_observed = "h2 is chosen, which is not a mail protocol";
		return RULING_BROKEN;
	}
	if (with_foreign == OFFER_ACCEPTED) {
		*ret_observed = "ALPN is ignored";
		return RULING_BROKEN;
	}
	if (with_foreign != OFFER_REFUSED || !foreign)
		return judge_alpn_hello(view, ret_observed);
	alert = alert_fatal(foreign);
	*ret_observed = arena_printf(view->arena, "h2 refused: %s%s",
		alert ? say_alert(view->arena, alert)
		      : say_stop(view->arena, foreign),
		with_own == OFFER_REFUSED ? "; its own protocol, too" : "");
	return alert && alert->code == 120 ? RULING_HOLDS : RULING_BROKEN;
}

const struct rule_check rule_checks_hello[] = {
	{
		.name = "signature-follows-offer",
		.title = "whether the signature is one that was offered",
		.parameters = "offers words",
		.handshakes = true,
		.judge = judge_signature,
	},
	{
		.name = "sni-handled",
		.title = "the certificates with and without a server name",
		.offers = RULE_OFFERS(OFFER_SNI_NONE),
		.handshakes = true,
		.topics = TOPIC_SUITES | TOPIC_EXTENSIONS,
		.judge = judge_sni,
	},
	{
		.name = "sni-unknown-refused",
		.title = "the answer to an unknown server name",
		.offers = RULE_OFFERS(OFFER_SNI_UNKNOWN),
		.handshakes = true,
		.judge = judge_sni_unknown,
	},
	{
		.name = "alpn-handled",
		.title = "the answers to ALPN",
		.offers = RULE_OFFERS(OFFER_ALPN_SERVICE, OFFER_ALPN_FOREIGN),
		.handshakes = true,
		.topics = TOPIC_SUITES | TOPIC_EXTENSIONS,
		.judge = judge_alpn,
	},
	{.name = NULL},
};
