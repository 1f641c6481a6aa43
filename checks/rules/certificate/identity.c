/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on whom a certificate names, and where it is shown. */
#include "checks/rules/rule.h"

#include "checks/name.h"
#include "checks/rules/found.h"
#include "checks/say.h"
#include "evidence/chain.h"
#include "evidence/neighbour.h"
#include "evidence/offered/offer.h"
#include "evidence/port.h"
#include "model/text/builder.h"

#include <string.h>

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
	if (leaf->names_cut) {
		*ret_observed = "not among the names that were read, which are "
				"not all";
		return RULING_NOT_TESTED;
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
		*ret_observed = say_quote(view->arena, leaf->names[i].value);
		return RULING_BROKEN;
	}
	*ret_observed = leaf->names_cut ? "not all names were read"
					: "no other wildcard";
	return leaf->names_cut ? RULING_NOT_TESTED : RULING_HOLDS;
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
	       certificate_is_whole(&tls->chain[0]);
}

/* What has been looked at beside the connection that is judged. */
struct others {
	bool compared;
	bool is_cut; /* and not all were */
	const char *fault;
	struct builder open;
};

static void compare(const struct rule_view *view, const struct tls_facts *tls,
	const char *where, struct others *others)
{
	bool shown = tls && tls->chain_count;
	bool same = shown && chain_is_same(chain_judged(view->facts), tls);
	const char *fault;

	if (!shown || (!same && !can_be_faulted(tls))) {
		builder_item(&others->open, ", ", where);
		return;
	}
	others->compared = true;
	fault = same ? NULL : say_fault(view, tls);
	if (fault && !others->fault)
		others->fault = arena_printf(view->arena,
			"a different certificate %s, which is %s", where,
			fault);
}

/* There may be thousands: what cannot be told of costs no words. */
static void compare_port(const struct rule_view *view,
	const struct tls_facts *tls, unsigned port, struct others *others)
{
	bool shown = tls && tls->chain_count;

	if (shown && chain_is_same(chain_judged(view->facts), tls))
		others->compared = true;
	else if (!others->is_cut ||
		 (shown && can_be_faulted(tls) && say_fault(view, tls)))
		compare(view, tls,
			arena_printf(view->arena, "on port %u", port), others);
}

static void compare_ports(const struct rule_view *view, struct others *others)
{
	struct neighbour_walk walk =
		neighbour_walk(view->neighbours, view->endpoint);
	const struct endpoint_report *other;

	others->is_cut = walk.is_cut;
	while ((other = neighbour_step(&walk)))
		if (other->facts.endpoint.mode != MODE_CLEARTEXT &&
			!neighbour_is_same(
				&other->facts.endpoint, &view->facts->endpoint))
			compare_port(view, chain_judged(&other->facts),
				other->facts.endpoint.port, others);
}

/* Answers whether one of them is closed. */
static bool compare_other_ports(
	const struct rule_view *view, struct others *others)
{
	struct port_seen port;
	bool closed = false;

	for (size_t at = 0; port_next(view->facts, &at, &port);) {
		closed |= port.closed;
		if (!port.closed)
			compare(view, port.best ? &port.best->tls : NULL,
				arena_printf(
					view->arena, "on port %u", port.port),
				others);
	}
	return closed;
}

static void compare_addresses(
	const struct rule_view *view, struct others *others)
{
	const struct probe_facts *probe;

	for (size_t at = 0;
		(probe = offer_next(view->facts, OFFER_ADDRESSES, &at));) {
		if (!probe->attempt_count)
			continue;
		compare(view, &probe->tls,
			arena_printf(view->arena, "at %s",
				probe->attempts[0].address),
			others);
	}
}

/* On the ports of the host in this run, and at its addresses. */
static enum ruling judge_same(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	struct others others = {.open = {.arena = view->arena}};
	bool closed;

	*ret_expected = "the same certificate on every port and address of the "
			"host, or all of them valid";
	if (!chain_leaf(view->facts))
		return RULING_NOT_TESTED;
	compare_ports(view, &others);
	closed = compare_other_ports(view, &others);
	compare_addresses(view, &others);
	if (others.fault) {
		*ret_observed = others.fault;
		return RULING_BROKEN;
	}
	if (others.is_cut)
		return rule_too_many(ret_observed);
	if (others.open.length) {
		*ret_observed = arena_printf(view->arena,
			"no certificate was received or verified %s",
			builder_text(&others.open));
		return RULING_NOT_TESTED;
	}
	*ret_observed =
		others.compared ? "the same, or valid as well"
		: closed        ? "no other usual port of the service is open"
			 : "no other port or address of the host was checked";
	return others.compared || closed ? RULING_HOLDS : RULING_UNOBSERVABLE;
}

const struct rule_check rule_checks_identity[] = {
	{
		.name = "certificate-names-host",
		.title = "whether the certificate covers the host",
		.judge = judge_names_host,
	},
	{
		.name = "certificate-names-in-san",
		.title = "whether the certificate lists the host in "
			 "subjectAltName",
		.judge = judge_san,
	},
	{
		.name = "certificate-wildcard",
		.title = "wildcards in the certificate",
		.judge = judge_wildcard,
	},
	{
		.name = "certificate-srv-id",
		.title = "service names in the certificate",
		.judge = judge_srv_id,
	},
	{
		.name = "certificate-names-address",
		.title = "whether the certificate contains the address",
		.judge = judge_names_address,
	},
	{
		.name = "certificate-same",
		.title = "the certificates of the host's ports and addresses",
		.offers = RULE_OFFERS(OFFER_ADDRESSES, OFFER_PORTS),
		.judge = judge_same,
	},
	{.name = NULL},
};
