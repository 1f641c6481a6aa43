/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on certificates: their chain, keys, dates, extensions and names. */
#include "checks/rule.h"

#include "checks/name.h"
#include "checks/saw.h"
#include "checks/say.h"
#include "model/escape.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DAY_SECONDS 86400
#define SERIAL_OCTETS 20 /* RFC 5280 section 4.1.2.2 */

static struct arena *arena_of(const struct rule_view *view)
{
	return view->context->arena;
}

/* Whether more than its fingerprint is known. */
static bool is_whole(const struct certificate *certificate)
{
	return certificate->not_after != 0;
}

/* The chain that the best connection was shown, or else another that is
 * known; NULL if there is none. */
static const struct tls_facts *find_chain(const struct rule_view *view)
{
	const struct probe_facts *best = best_probe(view->facts);

	if (best && best->tls.chain_count && is_whole(&best->tls.chain[0]))
		return &best->tls;
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (saw_by(probe) && probe->tls.chain_count &&
			is_whole(&probe->tls.chain[0]))
			return &probe->tls;
	}
	return NULL;
}

static const struct certificate *find_leaf(const struct rule_view *view)
{
	const struct tls_facts *tls = find_chain(view);

	return tls ? &tls->chain[0] : NULL;
}

static const char *next_word(struct arena *arena, const char **at)
{
	size_t length;
	const char *word;

	*at += strspn(*at, " ");
	length = strcspn(*at, " ");
	if (!length)
		return NULL;
	word = arena_printf(arena, "%.*s", (int)length, *at);
	*at += length;
	return word;
}

/* The chain. */

static enum ruling judge_trusted(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return rule_by_check(
		view, "certificate-trust", ret_expected, ret_observed);
}

static enum ruling judge_complete(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);

	*ret_expected = "every certificate up to the root, or the root too, in "
			"order";
	if (!tls)
		return RULING_NOT_TESTED;
	if (tls->trust == TRUST_INCOMPLETE) {
		*ret_observed = "an intermediate certificate is missing";
		return RULING_BROKEN;
	}
	for (size_t i = 0; i + 1 < tls->chain_count; i++) {
		struct octets issuer = tls->chain[i].issuer;
		struct octets subject = tls->chain[i + 1].subject;

		if (issuer.length == subject.length &&
			memcmp(issuer.data, subject.data, issuer.length) == 0)
			continue;
		*ret_observed = arena_printf(arena_of(view),
			"certificate %zu is not issued by the next one", i + 1);
		return RULING_BROKEN;
	}
	*ret_observed =
		arena_printf(arena_of(view), "%zu in order", tls->chain_count);
	return tls->trust == TRUST_UNKNOWN || tls->trust == TRUST_NO_ANCHORS
		       ? RULING_NOT_TESTED
		       : RULING_HOLDS;
}

static bool is_issuer_of_any(const struct tls_facts *tls, size_t index)
{
	struct octets subject = tls->chain[index].subject;

	for (size_t i = 0; i < tls->chain_count; i++) {
		struct octets issuer = tls->chain[i].issuer;

		if (i != index && issuer.length == subject.length &&
			memcmp(issuer.data, subject.data, issuer.length) == 0)
			return true;
	}
	return false;
}

static enum ruling judge_tidy(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);

	*ret_expected = "neither the root nor a certificate that is no part of "
			"the chain";
	if (!tls)
		return RULING_NOT_TESTED;
	for (size_t i = 1; i < tls->chain_count; i++) {
		if (!tls->chain[i].self_issued && is_issuer_of_any(tls, i))
			continue;
		*ret_observed = arena_printf(arena_of(view), "%s sent: %s",
			tls->chain[i].self_issued ? "the root is"
						  : "a foreign one is",
			say_quote(arena_of(view), tls->chain[i].subject));
		return RULING_BROKEN;
	}
	*ret_observed = "none";
	return RULING_HOLDS;
}

static enum ruling judge_authorities(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);

	*ret_expected = "issuers that may issue, within their path length";
	if (!tls)
		return RULING_NOT_TESTED;
	if (tls->trust == TRUST_BAD &&
		(tls->trust_flaws & (FLAW_NOT_CA | FLAW_CONSTRAINTS))) {
		*ret_observed = tls->trust_detail ? tls->trust_detail
						  : "an issuer that may not";
		return RULING_BROKEN;
	}
	for (size_t i = 1; i < tls->chain_count; i++) {
		const struct certificate *issuer = &tls->chain[i];
		bool may = issuer->ca &&
			   (!issuer->key_usage ||
				   (issuer->key_usage & KEY_USAGE_CERT_SIGN));
		/* Certificates below it, the server's own not counted. */
		bool near = issuer->path_length < 0 ||
			    (size_t)issuer->path_length >= i - 1;

		if (may && near)
			continue;
		*ret_observed = arena_printf(arena_of(view), "%s: %s",
			may ? "too far above" : "not an authority",
			say_quote(arena_of(view), issuer->subject));
		return RULING_BROKEN;
	}
	*ret_observed =
		tls->chain_count > 1 ? "all of them may" : "no issuer is sent";
	return RULING_HOLDS;
}

static enum ruling judge_public(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);

	*ret_expected = "a certificate of an authority that is trusted here";
	if (!tls || tls->trust == TRUST_UNKNOWN ||
		tls->trust == TRUST_NO_ANCHORS)
		return RULING_NOT_TESTED;
	*ret_observed = arena_printf(arena_of(view), "issuer: %s",
		say_quote(arena_of(view), tls->chain[0].issuer));
	return tls->trust == TRUST_SELF_SIGNED || tls->trust == TRUST_NO_ISSUER
		       ? RULING_BROKEN
		       : RULING_HOLDS;
}

static enum ruling judge_signatures(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);
	const char *refused = rule_value(view, "refused");

	*ret_expected = arena_printf(
		arena_of(view), "no signature with %s below the root", refused);
	if (!tls)
		return RULING_NOT_TESTED;
	for (size_t i = 0; i < tls->chain_count; i++) {
		const struct certificate *one = &tls->chain[i];
		const char *at = refused, *word;

		if ((one->self_issued && i > 0) || !one->signature)
			continue;
		while ((word = next_word(arena_of(view), &at))) {
			const char *found = strcasestr(one->signature, word);

			/* SHA1, and not SHA1xx of another. */
			if (!found || (found[strlen(word)] >= '0' &&
					      found[strlen(word)] <= '9'))
				continue;
			*ret_observed = arena_printf(arena_of(view),
				"certificate %zu is signed with %s", i + 1,
				one->signature);
			return RULING_BROKEN;
		}
	}
	*ret_observed =
		tls->chain[0].signature ? tls->chain[0].signature : "not told";
	return tls->chain[0].signature ? RULING_HOLDS : RULING_NOT_TESTED;
}

/* Keys. */

static bool key_is(const struct certificate *leaf, const char *kind)
{
	return leaf->key && strncasecmp(leaf->key, kind, strlen(kind)) == 0;
}

static const char *say_key(struct arena *arena, const struct certificate *leaf)
{
	return arena_printf(arena, "%s, %u bits%s%s",
		leaf->key ? leaf->key : "a key of unknown kind", leaf->key_bits,
		leaf->curve ? ", " : "", leaf->curve ? leaf->curve : "");
}

static const char *say_wanted_key(const struct rule_view *view)
{
	struct arena *arena = arena_of(view);
	const char *words = NULL;

	if (rule_value(view, "kind"))
		words = say_list(arena, words, rule_value(view, "kind"));
	if (rule_value(view, "rsa"))
		words = say_list(arena, words,
			arena_printf(arena, "RSA of at least %s bits",
				rule_value(view, "rsa")));
	if (rule_value(view, "ec"))
		words = say_list(arena, words,
			arena_printf(arena, "EC of at least %s bits",
				rule_value(view, "ec")));
	if (rule_value(view, "curves"))
		words = say_list(arena, words,
			arena_printf(arena, "EC on one of %s",
				rule_value(view, "curves")));
	return words ? words : "any key";
}

static enum ruling judge_key(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);
	const char *curves = rule_value(view, "curves");
	const char *kind = rule_value(view, "kind");
	bool ec;

	*ret_expected = say_wanted_key(view);
	if (!leaf || !leaf->key)
		return RULING_NOT_TESTED;
	*ret_observed = say_key(arena_of(view), leaf);
	ec = key_is(leaf, "EC") || key_is(leaf, "EdDSA");
	if (kind && !key_is(leaf, kind))
		return RULING_BROKEN;
	if (key_is(leaf, "RSA") &&
		(long)leaf->key_bits < rule_number(view, "rsa", 0))
		return RULING_BROKEN;
	if (ec && (long)leaf->key_bits < rule_number(view, "ec", 0))
		return RULING_BROKEN;
	if (key_is(leaf, "EC/ECDSA") && curves && leaf->curve &&
		!rule_list_has(curves, leaf->curve))
		return RULING_BROKEN;
	return RULING_HOLDS;
}

static enum ruling judge_key_graded(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);
	const char *grade = "insufficient";

	*ret_expected = arena_printf(arena_of(view),
		"RSA of %ld bits or more, or a curve of %s",
		rule_number(view, "rsa-good", 0),
		rule_value(view, "curves-good"));
	if (!leaf || !leaf->key)
		return RULING_NOT_TESTED;
	if (key_is(leaf, "RSA")) {
		if ((long)leaf->key_bits >= rule_number(view, "rsa-good", 0))
			grade = "good";
		else if ((long)leaf->key_bits >=
			 rule_number(view, "rsa-phase-out", 0))
			grade = "phase out";
	} else if (key_is(leaf, "EdDSA")) {
		grade = "good";
	} else if (leaf->curve) {
		if (rule_list_has(rule_value(view, "curves-good"), leaf->curve))
			grade = "good";
		else if (rule_list_has(rule_value(view, "curves-phase-out"),
				 leaf->curve))
			grade = "phase out";
	} else if (key_is(leaf, "EC")) {
		return RULING_NOT_TESTED;
	}
	*ret_observed = arena_printf(
		arena_of(view), "%s: %s", grade, say_key(arena_of(view), leaf));
	return *grade == 'g'   ? RULING_HOLDS
	       : *grade == 'p' ? RULING_BROKEN
			       : RULING_FAILED;
}

/* Dates. */

static enum ruling judge_not_expired(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);
	long days = rule_number(view, "days", 0);
	int64_t left;

	*ret_expected = "in date";
	if (!leaf)
		return RULING_NOT_TESTED;
	left = leaf->not_after - view->context->now_s;
	*ret_observed = arena_printf(arena_of(view), "valid until %s",
		say_date(arena_of(view), leaf->not_after));
	if (left < 0)
		return RULING_BROKEN;
	return left < days * DAY_SECONDS ? RULING_INFO : RULING_HOLDS;
}

static enum ruling judge_already_valid(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);

	*ret_expected = "valid already";
	if (!leaf)
		return RULING_NOT_TESTED;
	*ret_observed = arena_printf(arena_of(view), "valid from %s",
		say_date(arena_of(view), leaf->not_before));
	return leaf->not_before > view->context->now_s ? RULING_BROKEN
						       : RULING_HOLDS;
}

/* RFC 5280 section 4.1.2.5: both ends count. A day has 86,400 seconds, and a
 * part of one counts as a whole (CA/B BR section 6.3.2). */
static int64_t lifetime_days(const struct certificate *leaf)
{
	int64_t seconds = leaf->not_after - leaf->not_before + 1;

	return (seconds + DAY_SECONDS - 1) / DAY_SECONDS;
}

static enum ruling hold_lifetime(const struct rule_view *view,
	const struct certificate *leaf, long days, const char **ret_expected,
	const char **ret_observed)
{
	*ret_expected = arena_printf(
		arena_of(view), "a lifetime of at most %ld days", days);
	*ret_observed = arena_printf(
		arena_of(view), "%" PRId64 " days", lifetime_days(leaf));
	return lifetime_days(leaf) > days ? RULING_BROKEN : RULING_HOLDS;
}

static enum ruling judge_lifetime(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);

	*ret_expected = "a limited lifetime";
	if (!leaf)
		return RULING_NOT_TESTED;
	return hold_lifetime(view, leaf, rule_number(view, "days", 0),
		ret_expected, ret_observed);
}

/* steps = days *( " " days "@" date ): the last whose date is not after the
 * certificate's first day counts. */
static long find_step(struct arena *arena, const char *steps, int64_t begin)
{
	const char *at = steps, *word;
	const char *day = say_date(arena, begin);
	long days = 0;

	while ((word = next_word(arena, &at))) {
		const char *from = strchr(word, '@');

		if (!from || strcmp(day, from + 1) >= 0)
			days = strtol(word, NULL, 10);
	}
	return days;
}

static enum ruling judge_lifetime_steps(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);
	enum ruling ruling;

	*ret_expected = "a limited lifetime";
	if (!tls)
		return RULING_NOT_TESTED;
	ruling = hold_lifetime(view, &tls->chain[0],
		find_step(arena_of(view), rule_value(view, "steps"),
			tls->chain[0].not_before),
		ret_expected, ret_observed);
	/* The rules are those of public authorities. */
	if (ruling == RULING_BROKEN && tls->trust != TRUST_OK)
		return RULING_INFO;
	return ruling;
}

/* Extensions. */

static enum ruling judge_purpose(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);

	*ret_expected = "serverAuth among the extended key usages";
	if (!tls)
		return RULING_NOT_TESTED;
	if (tls->chain[0].has_purposes) {
		*ret_observed = tls->chain[0].for_servers ? "serverAuth"
							  : "other purposes";
		return tls->chain[0].for_servers ? RULING_HOLDS : RULING_BROKEN;
	}
	*ret_observed = "no extended key usage";
	return tls->trust == TRUST_OK ? RULING_BROKEN : RULING_INFO;
}

static enum ruling judge_usage(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);

	*ret_expected = "digitalSignature among the key usages";
	if (!leaf)
		return RULING_NOT_TESTED;
	if (!leaf->key_usage) {
		*ret_observed = "no key usage";
		return RULING_INFO;
	}
	*ret_observed = leaf->key_usage & KEY_USAGE_DIGITAL_SIGNATURE
				? "digitalSignature"
				: "no digitalSignature";
	return leaf->key_usage & KEY_USAGE_DIGITAL_SIGNATURE ? RULING_HOLDS
							     : RULING_BROKEN;
}

static enum ruling judge_x509_version(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);

	*ret_expected = "X.509 version 3";
	if (!leaf || !leaf->version)
		return RULING_NOT_TESTED;
	*ret_observed =
		arena_printf(arena_of(view), "version %u", leaf->version);
	return leaf->version == 3 ? RULING_HOLDS : RULING_BROKEN;
}

static enum ruling judge_serial(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);
	size_t digits;

	*ret_expected = "a positive serial number of at most 20 octets";
	if (!leaf || !*leaf->serial)
		return RULING_NOT_TESTED;
	*ret_observed = leaf->serial;
	digits = strlen(leaf->serial);
	if (leaf->serial[0] == '-' || strspn(leaf->serial, "0") == digits ||
		digits > 2 * SERIAL_OCTETS)
		return RULING_BROKEN;
	return RULING_HOLDS;
}

static enum ruling judge_scts(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);

	*ret_expected = "signed certificate timestamps in the certificate";
	if (!tls)
		return RULING_NOT_TESTED;
	*ret_observed = tls->chain[0].has_scts ? "embedded" : "none embedded";
	if (tls->chain[0].has_scts)
		return RULING_HOLDS;
	return tls->trust == TRUST_OK ? RULING_BROKEN : RULING_INFO;
}

static const char *say_staple(const struct tls_facts *tls)
{
	switch (tls->ocsp) {
	case OCSP_GOOD:
		return "the stapled answer says good";
	case OCSP_REVOKED:
		return "the stapled answer says revoked";
	case OCSP_UNKNOWN:
		return "the stapled answer says unknown";
	case OCSP_INVALID:
		return "the stapled answer is not valid";
	case OCSP_NONE:
		break;
	}
	return "no answer is stapled";
}

static enum ruling judge_not_revoked(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);

	*ret_expected = "not revoked";
	if (!tls)
		return RULING_NOT_TESTED;
	*ret_observed = say_staple(tls);
	if (tls->ocsp == OCSP_REVOKED || tls->trust == TRUST_REVOKED)
		return RULING_BROKEN;
	if (tls->ocsp == OCSP_GOOD)
		return RULING_HOLDS;
	*ret_observed = arena_printf(arena_of(view),
		"%s, and this version asks no responder and fetches no list",
		*ret_observed);
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_must_staple(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);

	*ret_expected = "an answer stapled where the certificate demands it";
	if (!tls)
		return RULING_NOT_TESTED;
	*ret_observed = "the certificate does not demand it";
	if (!tls->chain[0].must_staple)
		return RULING_HOLDS;
	*ret_observed = say_staple(tls);
	return tls->ocsp == OCSP_NONE || tls->ocsp == OCSP_INVALID
		       ? RULING_BROKEN
		       : RULING_HOLDS;
}

static enum ruling judge_stapling(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = find_chain(view);

	*ret_expected = "a stapled answer where the certificate names a "
			"responder";
	if (!tls)
		return RULING_NOT_TESTED;
	*ret_observed = "the certificate names no responder";
	if (!tls->chain[0].names_responder && tls->ocsp == OCSP_NONE)
		return RULING_HOLDS;
	*ret_observed = say_staple(tls);
	return tls->ocsp == OCSP_NONE || tls->ocsp == OCSP_INVALID
		       ? RULING_BROKEN
		       : RULING_HOLDS;
}

/* Names. */

static enum ruling judge_names_host(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return rule_by_check(
		view, "certificate-name", ret_expected, ret_observed);
}

static enum ruling judge_san(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);
	const char *host = view->facts->endpoint.host;

	*ret_expected = "the host among the subjectAltNames";
	if (!leaf)
		return RULING_NOT_TESTED;
	if (name_in_certificate(host, leaf)) {
		*ret_observed = "it is";
		return RULING_HOLDS;
	}
	*ret_observed = name_in_common_name(host, leaf)
				? "it is the common name alone, which does not "
				  "count"
				: "the certificate is for other names";
	return RULING_BROKEN;
}

/* RFC 9525 section 6.3: the whole left-most label, and no other. */
static bool is_good_wildcard(struct octets name)
{
	const unsigned char *star = memchr(name.data, '*', name.length);

	if (!star)
		return true;
	return star == name.data && name.length > 2 && name.data[1] == '.' &&
	       !memchr(name.data + 1, '*', name.length - 1) &&
	       memchr(name.data + 2, '.', name.length - 2);
}

static enum ruling judge_wildcard(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);

	*ret_expected = "wildcards as the whole left-most label alone";
	if (!leaf)
		return RULING_NOT_TESTED;
	for (size_t i = 0; i < leaf->name_count; i++) {
		if (leaf->names[i].type != NAME_DNS ||
			is_good_wildcard(leaf->names[i].value))
			continue;
		*ret_observed = say_quote(arena_of(view), leaf->names[i].value);
		return RULING_BROKEN;
	}
	*ret_observed = "no other wildcard";
	return RULING_HOLDS;
}

static enum ruling judge_srv_id(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);

	*ret_expected = "an SRV-ID where the service is found by SRV records";
	if (!leaf)
		return RULING_NOT_TESTED;
	*ret_observed = "this version does not read names of that kind, nor "
			"whether SRV records lead here";
	return RULING_UNOBSERVABLE;
}

static bool is_address(const char *host)
{
	return strchr(host, ':') || host[strspn(host, "0123456789.")] == '\0';
}

static enum ruling judge_names_address(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	if (!is_address(view->facts->endpoint.host))
		return RULING_NOT_OWED;
	return judge_san(view, ret_expected, ret_observed);
}

static enum ruling judge_issuer(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);
	const char *issuer;

	*ret_expected = rule_value(view, "issuer");
	if (!leaf)
		return RULING_NOT_TESTED;
	issuer = escape_octets(arena_of(view), leaf->issuer);
	*ret_observed = issuer;
	return strcmp(issuer, rule_value(view, "issuer")) == 0 ? RULING_HOLDS
							       : RULING_BROKEN;
}

/* The certificates of the host's other endpoints in this run. */
static enum ruling judge_same(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = find_leaf(view);
	const struct report *report = view->report;
	bool compared = false;

	*ret_expected = "the same certificate on every port of the host, or "
			"each one valid";
	if (!leaf)
		return RULING_NOT_TESTED;
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_facts *other =
			&report->endpoints[i].facts;
		const struct probe_facts *best = best_probe(other);

		if (other == view->facts || !best || !best->tls.chain_count ||
			strcasecmp(other->endpoint.host,
				view->facts->endpoint.host) != 0)
			continue;
		compared = true;
		if (strcmp(best->tls.chain[0].sha256, leaf->sha256) == 0 ||
			best->tls.trust == TRUST_OK)
			continue;
		*ret_observed = arena_printf(arena_of(view),
			"another one on port %u, which is not trusted",
			other->endpoint.port);
		return RULING_BROKEN;
	}
	*ret_observed = compared ? "the same, or trusted as well"
				 : "no other port of the host was among those "
				   "that were to be checked";
	return compared ? RULING_HOLDS : RULING_UNOBSERVABLE;
}

#define ROW(check, words, takes, function)                                     \
	{                                                                      \
		.name = check, .title = words, .parameters = takes,            \
		.judge = function                                              \
	}

const struct rule_check rule_checks_certificate[] = {
	ROW("certificate-trusted", "whether the chain is trusted", NULL,
		judge_trusted),
	ROW("certificate-not-expired", "until when the certificate is valid",
		"days#?", judge_not_expired),
	ROW("certificate-already-valid", "from when the certificate is valid",
		NULL, judge_already_valid),
	ROW("chain-complete", "whether the chain is whole and in order", NULL,
		judge_complete),
	ROW("chain-tidy", "whether the chain has more than is needed", NULL,
		judge_tidy),
	ROW("chain-authorities", "whether the issuers may issue", NULL,
		judge_authorities),
	ROW("certificate-key", "the kind and size of the key",
		"rsa#? ec#? curves? kind?", judge_key),
	ROW("certificate-key-graded", "the grade of the key",
		"rsa-good# rsa-phase-out# curves-good curves-phase-out?",
		judge_key_graded),
	ROW("certificate-signature", "the signatures of the chain", "refused",
		judge_signatures),
	ROW("certificate-lifetime", "how long the certificate is valid",
		"days#", judge_lifetime),
	ROW("certificate-lifetime-steps",
		"how long the certificate is valid, by its first day", "steps",
		judge_lifetime_steps),
	ROW("certificate-purpose", "the extended key usage", NULL,
		judge_purpose),
	ROW("certificate-usage", "the key usage", NULL, judge_usage),
	ROW("certificate-version", "the version of X.509", NULL,
		judge_x509_version),
	ROW("certificate-serial", "the serial number", NULL, judge_serial),
	ROW("certificate-scts", "Certificate Transparency", NULL, judge_scts),
	ROW("certificate-not-revoked", "whether it was revoked", NULL,
		judge_not_revoked),
	ROW("must-staple", "what a certificate that demands stapling gets",
		NULL, judge_must_staple),
	ROW("stapling", "OCSP stapling", NULL, judge_stapling),
	ROW("certificate-public", "who issued it", NULL, judge_public),
	ROW("certificate-issuer", "who issued it, by name", "issuer",
		judge_issuer),
	ROW("certificate-names-host", "whether it names the host", NULL,
		judge_names_host),
	ROW("certificate-names-in-san",
		"whether it names the host as an alternative name", NULL,
		judge_san),
	ROW("certificate-wildcard", "its wildcards", NULL, judge_wildcard),
	ROW("certificate-srv-id", "names of services in it", NULL,
		judge_srv_id),
	ROW("certificate-names-address", "whether it names the address", NULL,
		judge_names_address),
	ROW("certificate-same", "the certificates of the host's ports", NULL,
		judge_same),
	{.name = NULL},
};
