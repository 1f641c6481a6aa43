/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a certificate says of itself, and whom it names. */
#include "checks/rules/rule.h"

#include "checks/name.h"
#include "checks/rules/found.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "evidence/offer.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"

#include <string.h>

#define SERIAL_OCTETS 20 /* RFC 5280 section 4.1.2.2 */

static struct arena *arena_of(const struct rule_view *view)
{
	return view->context->arena;
}

/* Extensions. */

static enum ruling judge_purpose(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);

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
	const struct certificate *leaf = chain_leaf(view->facts);

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
	const struct certificate *leaf = chain_leaf(view->facts);

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
	const struct certificate *leaf = chain_leaf(view->facts);
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
	const struct tls_facts *tls = chain_judged(view->facts);

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
		return "the stapled response says good";
	case OCSP_REVOKED:
		return "the stapled response says revoked";
	case OCSP_UNKNOWN:
		return "the stapled response says unknown";
	case OCSP_INVALID:
		return "the stapled response is not valid";
	case OCSP_NONE:
		break;
	}
	return "no response is stapled";
}

static enum ruling judge_not_revoked(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	*ret_expected = "not revoked";
	if (!tls)
		return RULING_NOT_TESTED;
	*ret_observed = say_staple(tls);
	if (tls->ocsp == OCSP_REVOKED)
		return RULING_BROKEN;
	if (tls->trust == TRUST_REVOKED) {
		*ret_observed = "revoked";
		return RULING_BROKEN;
	}
	if (tls->ocsp == OCSP_GOOD)
		return RULING_HOLDS;
	*ret_observed = arena_printf(arena_of(view),
		"%s; this version does not query OCSP responders or download "
		"CRLs",
		*ret_observed);
	return RULING_UNOBSERVABLE;
}

static enum ruling judge_must_staple(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct tls_facts *tls = chain_judged(view->facts);

	*ret_expected = "a stapled response if the certificate requires one";
	if (!tls)
		return RULING_NOT_TESTED;
	*ret_observed = "the certificate does not require it";
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
	const struct tls_facts *tls = chain_judged(view->facts);

	*ret_expected =
		"a stapled response if the certificate names a responder";
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
		view, &check_certificate_name, ret_expected, ret_observed);
}

static enum ruling judge_san(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct certificate *leaf = chain_leaf(view->facts);
	const char *host = view->facts->endpoint.host;

	*ret_expected = "the host in subjectAltName";
	if (!leaf)
		return RULING_NOT_TESTED;
	if (name_in_certificate(host, leaf)) {
		*ret_observed = "it is";
		return RULING_HOLDS;
	}
	*ret_observed =
		name_in_common_name(host, leaf)
			? "it is only the common name, which programs ignore"
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
	const struct certificate *leaf = chain_leaf(view->facts);

	*ret_expected = "wildcards only as the entire left-most label";
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
	const struct certificate *leaf = chain_leaf(view->facts);

	*ret_expected = "an SRV-ID if the service is found through SRV records";
	if (!leaf)
		return RULING_NOT_TESTED;
	*ret_observed = "this version reads neither names of this type nor the "
			"SRV records that point to this server";
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

/* What is wrong with a certificate that is not the one of this port; NULL if
 * nothing is. */
static const char *say_fault(
	const struct rule_view *view, const struct tls_facts *tls)
{
	const struct certificate *leaf = &tls->chain[0];
	int64_t now_s = view->context->now_s;

	if (tls->trust != TRUST_OK)
		return "not trusted";
	if (leaf->not_after <= now_s || leaf->not_before > now_s)
		return "not currently valid";
	return name_in_certificate(view->facts->endpoint.host, leaf)
		       ? NULL
		       : "issued for other names";
}

/* Whether enough is known to say so. */
static bool can_be_faulted(const struct tls_facts *tls)
{
	return tls->trust != TRUST_UNKNOWN && tls->trust != TRUST_NO_ANCHORS &&
	       tls->chain[0].not_after != 0;
}

/* What has been looked at beside the connection that is judged. */
struct others {
	bool compared;
	const char *fault;
	const char *open;
};

static void compare(const struct rule_view *view,
	const struct probe_facts *probe, const char *where,
	struct others *others)
{
	const struct certificate *own = chain_leaf(view->facts);
	bool shown = probe && probe->tls.chain_count;
	bool same =
		shown && strcmp(probe->tls.chain[0].sha256, own->sha256) == 0;
	const char *fault;

	if (!shown || (!same && !can_be_faulted(&probe->tls))) {
		others->open = say_list(arena_of(view), others->open, where);
		return;
	}
	others->compared = true;
	fault = same ? NULL : say_fault(view, &probe->tls);
	if (fault && !others->fault)
		others->fault = arena_printf(arena_of(view),
			"a different certificate %s, which is %s", where,
			fault);
}

static void compare_ports(const struct rule_view *view, struct others *others)
{
	const struct report *report = view->report;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_facts *other =
			&report->endpoints[i].facts;

		if (other == view->facts ||
			other->endpoint.mode == MODE_CLEARTEXT ||
			ascii_compare(other->endpoint.host,
				view->facts->endpoint.host) != 0)
			continue;
		compare(view, witness_best(other),
			arena_printf(arena_of(view), "on port %u",
				other->endpoint.port),
			others);
	}
}

static void compare_addresses(
	const struct rule_view *view, struct others *others)
{
	const struct probe_facts *probe;

	for (size_t at = 0;
		(probe = offer_next(view->facts, OFFER_ADDRESSES, &at));) {
		if (!probe->attempt_count)
			continue;
		compare(view, probe,
			arena_printf(arena_of(view), "at %s",
				probe->attempts[0].address),
			others);
	}
}

/* On the ports of the host in this run, and at its addresses. */
static enum ruling judge_same(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	struct others others = {0};

	*ret_expected = "the same certificate on every port and address of the "
			"host, or all of them valid";
	if (!chain_leaf(view->facts))
		return RULING_NOT_TESTED;
	compare_ports(view, &others);
	compare_addresses(view, &others);
	if (others.fault) {
		*ret_observed = others.fault;
		return RULING_BROKEN;
	}
	if (others.open) {
		*ret_observed = arena_printf(arena_of(view),
			"no certificate was received or verified %s",
			others.open);
		return RULING_NOT_TESTED;
	}
	*ret_observed =
		others.compared
			? "the same, or valid as well"
			: "no other port or address of the host was checked";
	return others.compared ? RULING_HOLDS : RULING_UNOBSERVABLE;
}

#define ROW(check, words, function)                                            \
	{                                                                      \
		.name = check, .title = words, .judge = function               \
	}

const struct rule_check rule_checks_identity[] = {
	ROW("certificate-purpose", "the extended key usage", judge_purpose),
	ROW("certificate-usage", "the key usage", judge_usage),
	ROW("certificate-version", "the version of X.509", judge_x509_version),
	ROW("certificate-serial", "the serial number", judge_serial),
	ROW("certificate-scts", "Certificate Transparency", judge_scts),
	ROW("certificate-not-revoked", "revocation", judge_not_revoked),
	ROW("must-staple", "stapling for a certificate that requires it",
		judge_must_staple),
	ROW("stapling", "OCSP stapling", judge_stapling),
	ROW("certificate-names-host", "whether the certificate covers the host",
		judge_names_host),
	ROW("certificate-names-in-san",
		"whether the certificate lists the host in subjectAltName",
		judge_san),
	ROW("certificate-wildcard", "wildcards in the certificate",
		judge_wildcard),
	ROW("certificate-srv-id", "service names in the certificate",
		judge_srv_id),
	ROW("certificate-names-address",
		"whether the certificate contains the address",
		judge_names_address),
	{
		.name = "certificate-same",
		.title = "the certificates of the host's ports and addresses",
		.offers = RULE_OFFERS(OFFER_ADDRESSES),
		.judge = judge_same,
	},
	{.name = NULL},
};
