/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a server takes when nothing else is offered (model/offer.h).
 */
#include "checks/rules/rule.h"

#include "checks/name.h"
#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/alert.h"
#include "evidence/offer.h"
#include "evidence/reached.h"
#include "evidence/version.h"
#include "evidence/witness.h"
#include "model/offer.h"
#include "model/text/ascii.h"

#include <stdlib.h>
#include <string.h>

static struct arena *arena_of(const struct rule_view *view)
{
	return view->context->arena;
}

/* What the server took: "static RSA ... (TLS_RSA_WITH_AES_128_GCM_SHA256)". */
static const char *say_taken(const struct rule_view *view, enum offer_id offer,
	const struct probe_facts *probe)
{
	const char *title = offer_table[offer].title;
	bool group = strncmp(offer_table[offer].id, "group", 5) == 0;
	const char *taken =
		probe ? group ? probe->tls.group : probe->tls.cipher_suite
		      : NULL;

	return taken ? arena_printf(arena_of(view), "%s (%s)", title, taken)
		     : title;
}

/* All offers of a list, by how the server took them. */
struct tally {
	const char *accepted; /* in words; NULL if none */
	const char *refused;
	const char *open;
	size_t asked;
	const char *impossible; /* cannot be made with this library */
	enum unasked why;       /* the first of those open was not made */
};

static void tally_add(
	const struct rule_view *view, enum offer_id offer, struct tally *tally)
{
	struct arena *arena = arena_of(view);
	const struct probe_facts *probe;

	switch (offer_result(view->facts, offer, &probe)) {
	case OFFER_ACCEPTED:
		tally->asked++;
		tally->accepted = say_list(
			arena, tally->accepted, say_taken(view, offer, probe));
		break;
	case OFFER_REFUSED:
		tally->asked++;
		tally->refused = say_list(
			arena, tally->refused, offer_table[offer].title);
		break;
	case OFFER_IMPOSSIBLE:
		tally->impossible = say_list(
			arena, tally->impossible, offer_table[offer].title);
		break;
	case OFFER_UNKNOWN:
	case OFFER_NOT_ASKED:
		if (!tally->why)
			tally->why = offer_unasked(view->facts, offer);
		tally->open =
			say_list(arena, tally->open, offer_table[offer].title);
		break;
	}
}

static struct tally take_tally(const struct rule_view *view, const char *list)
{
	struct tally tally = {0};
	const char *at = list;
	enum offer_id offer;

	while ((offer = rule_next_offer(&at)))
		tally_add(view, offer, &tally);
	return tally;
}

/* Nothing is known of some; where the server was not reached at all, the gate
 * says more. */
static enum ruling leave_open(const struct rule_view *view,
	const struct tally *tally, const char **ret_observed)
{
	if (!tally->open && tally->impossible) {
		*ret_observed = arena_printf(arena_of(view),
			"the TLS library cannot offer %s", tally->impossible);
		return RULING_UNOBSERVABLE;
	}
	*ret_observed = NULL;
	if (!reached_tls(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed =
		arena_printf(arena_of(view), "no clear answer about %s%s%s",
			tally->open ? tally->open : "what the rule asks for",
			tally->why ? "; not tested: " : "",
			tally->why ? unasked_words(tally->why) : "");
	return RULING_NOT_TESTED;
}

/* The same of one offer. */
static enum ruling leave_offer(const struct rule_view *view,
	enum offer_id offer, const char **ret_observed)
{
	struct tally tally = {0};

	tally_add(view, offer, &tally);
	if (!tally.open && !tally.impossible)
		tally.open = offer_table[offer].title;
	return leave_open(view, &tally, ret_observed);
}

static enum ruling judge_refused(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	struct tally tally = take_tally(view, rule_value(view, "offers"));

	*ret_expected = "refused";
	if (tally.accepted) {
		*ret_observed = arena_printf(
			arena_of(view), "accepted: %s", tally.accepted);
		return RULING_BROKEN;
	}
	if (tally.open || tally.impossible || !tally.asked)
		return leave_open(view, &tally, ret_observed);
	*ret_observed =
		arena_printf(arena_of(view), "refused: %s", tally.refused);
	return RULING_HOLDS;
}

/* Whether the offers' versions are all refused, so that a rule that asks for
 * something in them does not speak of this server. */
static bool versions_are_off(const struct rule_view *view, const char *list)
{
	const char *at = list;
	enum offer_id offer;
	unsigned versions = 0;

	while ((offer = rule_next_offer(&at)))
		versions |= offer_table[offer].versions;
	return version_refuses_all(view->facts, versions, NULL);
}

static bool other_certificate(const struct rule_view *view, const char *kind)
{
	const struct probe_facts *best = witness_best(view->facts);

	return kind && best && best->tls.chain_count &&
	       best->tls.chain[0].key &&
	       ascii_compare_n(best->tls.chain[0].key, kind, strlen(kind)) != 0;
}

static enum ruling judge_accepted(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *offers = rule_value(view, "offers");
	const char *need = rule_value(view, "need");
	bool any = need && strcmp(need, "any") == 0;
	struct tally tally = take_tally(view, offers);

	*ret_expected = any ? "at least one of them accepted" : "accepted";
	if (versions_are_off(view, offers))
		return RULING_NOT_OWED;
	if (tally.accepted &&
		(any || !(tally.refused || tally.open || tally.impossible))) {
		*ret_observed = arena_printf(
			arena_of(view), "accepted: %s", tally.accepted);
		return RULING_HOLDS;
	}
	if (tally.refused && !(any && (tally.open || tally.impossible))) {
		*ret_observed = arena_printf(
			arena_of(view), "refused: %s", tally.refused);
		if (!other_certificate(view, rule_value(view, "certificate")))
			return RULING_BROKEN;
		*ret_observed = arena_printf(arena_of(view),
			"%s; the server's certificate has a different key type",
			*ret_observed);
		return RULING_INFO;
	}
	return leave_open(view, &tally, ret_observed);
}

enum grade {
	GRADE_GOOD,
	GRADE_SUFFICIENT,
	GRADE_PHASE_OUT,
	GRADE_INSUFFICIENT
};

static enum grade grade_of(const struct rule_view *view, enum offer_id offer)
{
	const char *id = offer_table[offer].id;

	if (rule_list_has(rule_value(view, "good"), id))
		return GRADE_GOOD;
	if (rule_list_has(rule_value(view, "sufficient"), id))
		return GRADE_SUFFICIENT;
	if (rule_list_has(rule_value(view, "phase-out"), id))
		return GRADE_PHASE_OUT;
	return GRADE_INSUFFICIENT;
}

/* What is accepted of the worst grade that anything accepted has. */
static const char *find_worst(const struct rule_view *view, const char *list,
	enum grade *ret_grade, struct tally *ret_open)
{
	const char *at = list, *worst = NULL;
	enum offer_id offer;

	*ret_grade = GRADE_GOOD;
	while ((offer = rule_next_offer(&at))) {
		enum grade grade = grade_of(view, offer);
		struct tally one = {0};

		tally_add(view, offer, &one);
		if (!one.accepted) {
			/* Only what could be worse leaves the grade open. */
			if (one.open && grade >= GRADE_PHASE_OUT)
				ret_open->open = say_list(arena_of(view),
					ret_open->open, one.open);
			if (one.impossible && grade >= GRADE_PHASE_OUT)
				ret_open->impossible = say_list(arena_of(view),
					ret_open->impossible, one.impossible);
			if (one.refused)
				ret_open->asked++;
			continue;
		}
		if (!worst || grade > *ret_grade)
			worst = NULL;
		if (!worst || grade == *ret_grade)
			worst = say_list(arena_of(view), worst, one.accepted);
		if (grade > *ret_grade)
			*ret_grade = grade;
	}
	return worst;
}

static enum ruling judge_graded(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	static const char *const words[] = {
		"good", "sufficient", "phase out", "insufficient"};
	struct tally open = {0};
	enum grade grade;
	const char *worst =
		find_worst(view, rule_value(view, "offers"), &grade, &open);

	*ret_expected =
		"nothing accepted that is graded phase-out or insufficient";
	if (grade < GRADE_INSUFFICIENT && (open.open || open.impossible))
		return leave_open(view, &open, ret_observed);
	if (!worst && open.asked) {
		*ret_observed = "all refused";
		return RULING_HOLDS;
	}
	if (!worst)
		return leave_open(view, &open, ret_observed);
	*ret_observed =
		arena_printf(arena_of(view), "%s: %s", words[grade], worst);
	return grade == GRADE_INSUFFICIENT ? RULING_FAILED
	       : grade == GRADE_PHASE_OUT  ? RULING_BROKEN
					   : RULING_HOLDS;
}

/* Whether the name begins with one of the words. */
static bool begins_with_any(
	struct arena *arena, const char *name, const char *list)
{
	const char *at = list, *word;

	while ((word = rule_next_word(arena, &at)))
		if (strncmp(name, word, strlen(word)) == 0)
			return true;
	return false;
}

/* The offers are one alone here: its order is the question. */
static enum ruling judge_preferred(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum offer_id offer = rule_offer_value(view, "offers");
	enum offer_id has = rule_offer_value(view, "has");
	const char *suites = rule_value(view, "suites");
	const struct probe_facts *probe;
	enum offer_result result = offer_result(view->facts, offer, &probe);

	*ret_expected = arena_printf(
		arena_of(view), "%s... chosen in any order", suites);
	if (version_refuses_all(view->facts, offer_table[offer].versions, NULL))
		return RULING_NOT_OWED;
	if (result == OFFER_ACCEPTED && probe->tls.cipher_suite) {
		*ret_observed = arena_printf(
			arena_of(view), "%s chosen", probe->tls.cipher_suite);
		if (begins_with_any(
			    arena_of(view), probe->tls.cipher_suite, suites))
			return RULING_HOLDS;
		/* One that it does not have cannot be preferred. */
		switch (has ? offer_result(view->facts, has, NULL)
			    : OFFER_ACCEPTED) {
		case OFFER_ACCEPTED:
			return RULING_BROKEN;
		case OFFER_REFUSED:
			return RULING_INFO;
		default:
			return leave_offer(view, has, ret_observed);
		}
	}
	return leave_offer(view, offer, ret_observed);
}

static const struct probe_facts *find_before_1_3(const struct rule_view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (witness_is(probe) && probe->tls.completed &&
			probe->tls.version == TLS_1_2 &&
			probe->tls.cipher_suite)
			return probe;
	}
	return NULL;
}

static enum ruling judge_order(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const enum offer_id offer = OFFER_ORDER_REVERSED;
	const struct probe_facts *usual = find_before_1_3(view);
	const struct probe_facts *probe;
	enum offer_result result = offer_result(view->facts, offer, &probe);

	*ret_expected = "the same cipher suite for any offered order";
	if (version_refuses_all(view->facts, offer_table[offer].versions, NULL))
		return RULING_NOT_OWED;
	if (result != OFFER_ACCEPTED || !probe->tls.cipher_suite || !usual)
		return leave_offer(view, offer, ret_observed);
	*ret_observed = arena_printf(arena_of(view),
		"%s, and with the order reversed %s", usual->tls.cipher_suite,
		probe->tls.cipher_suite);
	return strcmp(usual->tls.cipher_suite, probe->tls.cipher_suite) == 0
		       ? RULING_HOLDS
		       : RULING_BROKEN;
}

static enum ruling judge_encrypt_then_mac(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *offers = rule_value(view, "offers");
	const char *at = offers, *without = NULL;
	enum offer_id offer;
	struct tally tally = take_tally(view, offers);

	*ret_expected = "CBC only together with encrypt-then-MAC";
	while ((offer = rule_next_offer(&at))) {
		const struct probe_facts *probe;

		if (offer_result(view->facts, offer, &probe) ==
				OFFER_ACCEPTED &&
			!probe->tls.encrypt_then_mac)
			without = say_list(arena_of(view), without,
				say_taken(view, offer, probe));
	}
	if (without) {
		*ret_observed =
			arena_printf(arena_of(view), "without it: %s", without);
		return RULING_BROKEN;
	}
	if (tally.open || tally.impossible || !tally.asked)
		return leave_open(view, &tally, ret_observed);
	*ret_observed = tally.accepted ? "always with encrypt-then-MAC"
				       : "no CBC suite is accepted";
	return RULING_HOLDS;
}

/* The smallest Diffie-Hellman group that any connection had; 0 if none had
 * one. */
static unsigned least_dh_bits(
	const struct rule_view *view, const struct probe_facts *probe)
{
	unsigned least = probe ? probe->tls.dh_bits : 0;

	for (size_t i = 0; i < view->facts->probe_count; i++) {
		unsigned bits = view->facts->probes[i]->tls.dh_bits;

		if (bits && (!least || bits < least))
			least = bits;
	}
	return least;
}

static enum ruling judge_dh_bits(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	long wanted = rule_number(view, "bits", 2048);
	const char *offers = rule_value(view, "offers");
	struct tally others = take_tally(view, offers ? offers : "");
	const struct probe_facts *probe;
	enum offer_result result =
		offer_result(view->facts, OFFER_SUITES_DHE, &probe);
	unsigned least =
		least_dh_bits(view, result == OFFER_ACCEPTED ? probe : NULL);

	*ret_expected = arena_printf(arena_of(view),
		"Diffie-Hellman groups of at least %ld bits%s", wanted,
		offers ? ", and only the listed groups" : "");
	if ((least && (long)least < wanted) || others.accepted) {
		*ret_observed = others.accepted ? arena_printf(arena_of(view),
							  "accepted: %s",
							  others.accepted)
						: arena_printf(arena_of(view),
							  "%u bits", least);
		return RULING_BROKEN;
	}
	if (!least && result != OFFER_REFUSED)
		return leave_offer(view, OFFER_SUITES_DHE, ret_observed);
	if (others.open || others.impossible)
		return leave_open(view, &others, ret_observed);
	*ret_observed = least ? arena_printf(arena_of(view), "%u bits", least)
			      : "DHE is not accepted";
	return RULING_HOLDS;
}

static enum ruling judge_dh_group(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe;

	*ret_expected = "a group of RFC 7919";
	switch (offer_result(view->facts, OFFER_SUITES_DHE, &probe)) {
	case OFFER_REFUSED:
		*ret_observed = "DHE is not accepted";
		return RULING_HOLDS;
	case OFFER_ACCEPTED:
		break;
	default:
		return leave_offer(view, OFFER_SUITES_DHE, ret_observed);
	}
	if (probe->tls.group &&
		ascii_compare_n(probe->tls.group, "ffdhe", 5) == 0) {
		*ret_observed = probe->tls.group;
		return RULING_HOLDS;
	}
	*ret_observed = arena_printf(arena_of(view),
		"the server's own group of %u bits, which the TLS library "
		"cannot compare",
		probe->tls.dh_bits);
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_hybrid(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "a hybrid group with ML-KEM";
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const char *group = view->facts->probes[i]->tls.group;

		if (!group || !strstr(group, "MLKEM"))
			continue;
		*ret_observed = group;
		return RULING_HOLDS;
	}
	*ret_observed = "the TLS library does not support such a group";
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_signature(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	enum offer_id offer = rule_offer_value(view, "offers");
	const char *words = rule_value(view, "words");
	const struct probe_facts *probe;

	*ret_expected = arena_printf(
		arena_of(view), "refused, or signed with %s", words);
	if (version_refuses_all(view->facts, offer_table[offer].versions, NULL))
		return RULING_NOT_OWED;
	switch (offer_result(view->facts, offer, &probe)) {
	case OFFER_REFUSED:
		*ret_observed = "refused";
		return RULING_HOLDS;
	case OFFER_ACCEPTED:
		if (!probe->tls.signature)
			return leave_offer(view, offer, ret_observed);
		*ret_observed = probe->tls.signature;
		return strstr(probe->tls.signature, words) ? RULING_HOLDS
							   : RULING_BROKEN;
	default:
		return leave_offer(view, offer, ret_observed);
	}
}

static const char *say_certificate(
	struct arena *arena, const struct probe_facts *probe)
{
	if (!probe->tls.chain_count)
		return "no certificate";
	if (!probe->tls.chain[0].subject.length)
		return arena_printf(arena, "a certificate with SHA-256 %s",
			probe->tls.chain[0].sha256);
	return arena_printf(arena, "the certificate of %s",
		say_quote(arena, probe->tls.chain[0].subject));
}

static enum ruling judge_sni(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *best = witness_best(view->facts), *probe;
	enum offer_result result =
		offer_result(view->facts, OFFER_SNI_NONE, &probe);
	const char *without = "no clear answer";

	*ret_expected = "the host's certificate if its name is sent";
	if (!best || !best->tls.chain_count || !best->tls.completed)
		return RULING_NOT_TESTED;
	if (result == OFFER_ACCEPTED)
		without = say_certificate(arena_of(view), probe);
	else if (result == OFFER_REFUSED)
		without = "refused";
	*ret_observed =
		arena_printf(arena_of(view), "with the name %s; without it %s",
			say_certificate(arena_of(view), best), without);
	return name_in_certificate(
		       view->facts->endpoint.host, &best->tls.chain[0])
		       ? RULING_HOLDS
		       : RULING_BROKEN;
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
		*ret_observed = alert ? say_alert(arena_of(view), alert)
				      : say_stop(arena_of(view), probe);
		return alert && alert->code == 112 ? RULING_HOLDS : RULING_INFO;
	default:
		return leave_offer(view, OFFER_SNI_UNKNOWN, ret_observed);
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

	*ret_expected = "the service's own protocol accepted, and h2 refused "
			"with alert 120";
	if (with_foreign == OFFER_ACCEPTED && foreign->tls.alpn.length) {
		*ret_observed = "h2 is chosen, which is not a mail protocol";
		return RULING_BROKEN;
	}
	if (with_foreign == OFFER_ACCEPTED) {
		*ret_observed = "ALPN is ignored";
		return RULING_INFO;
	}
	if (with_foreign != OFFER_REFUSED || !foreign)
		return leave_offer(view, OFFER_ALPN_FOREIGN, ret_observed);
	alert = alert_fatal(foreign);
	*ret_observed = arena_printf(arena_of(view), "h2 refused: %s%s",
		alert ? say_alert(arena_of(view), alert)
		      : say_stop(arena_of(view), foreign),
		with_own == OFFER_REFUSED ? "; its own protocol, too" : "");
	return alert && alert->code == 120 ? RULING_HOLDS : RULING_INFO;
}

const struct rule_check rule_checks_offer[] = {
	{
		.name = "offers-refused",
		.title = "whether the server refuses the offers",
		.parameters = "offers",
		.judge = judge_refused,
	},
	{
		.name = "offers-accepted",
		.title = "whether the server accepts the offers",
		.parameters = "offers need? certificate?",
		.judge = judge_accepted,
	},
	{
		.name = "offers-graded",
		.title = "the weakest accepted offer",
		.parameters = "offers good? sufficient? phase-out?",
		.judge = judge_graded,
	},
	{
		.name = "suite-preferred",
		.title = "the cipher suite chosen from several",
		.parameters = "offers suites has?",
		.judge = judge_preferred,
	},
	{
		.name = "server-order",
		.title = "whether the server enforces its order of suites",
		.offers = RULE_OFFERS(OFFER_ORDER_REVERSED),
		.judge = judge_order,
	},
	{
		.name = "encrypt-then-mac",
		.title = "encrypt-then-MAC with CBC suites (RFC 7366)",
		.parameters = "offers",
		.judge = judge_encrypt_then_mac,
	},
	{
		.name = "dh-bits",
		.title = "the size of Diffie-Hellman groups",
		.parameters = "bits# offers?",
		.offers = RULE_OFFERS(OFFER_SUITES_DHE),
		.judge = judge_dh_bits,
	},
	{
		.name = "dh-named-group",
		.title = "whether Diffie-Hellman groups are those of RFC 7919",
		.offers = RULE_OFFERS(OFFER_SUITES_DHE),
		.judge = judge_dh_group,
	},
	{
		.name = "hybrid-group",
		.title = "key agreement with ML-KEM",
		.judge = judge_hybrid,
	},
	{
		.name = "signature-follows-offer",
		.title = "whether the signature is one that was offered",
		.parameters = "offers words",
		.judge = judge_signature,
	},
	{
		.name = "sni-handled",
		.title = "the certificates with and without a server name",
		.offers = RULE_OFFERS(OFFER_SNI_NONE),
		.judge = judge_sni,
	},
	{
		.name = "sni-unknown-refused",
		.title = "the answer to an unknown server name",
		.offers = RULE_OFFERS(OFFER_SNI_UNKNOWN),
		.judge = judge_sni_unknown,
	},
	{
		.name = "alpn-handled",
		.title = "the answers to ALPN",
		.offers = RULE_OFFERS(OFFER_ALPN_SERVICE, OFFER_ALPN_FOREIGN),
		.judge = judge_alpn,
	},
	{.name = NULL},
};
