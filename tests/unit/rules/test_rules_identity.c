/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what a certificate says of itself, and whom it names. */
#include "tests/unit/unit.h"

#include "tests/unit/rules/rule_run.h"

#include <stdio.h>
#include <string.h>

static void fine(struct run *run)
{
	shown(run);
}

static void unreached(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

static void revoked(struct run *run)
{
	struct tls_facts *tls = shown(run);

	tls->trust = TRUST_REVOKED;
	tls->ocsp = OCSP_REVOKED;
}

/* Extensions. */

static void no_purposes(struct run *run)
{
	shown(run)->chain[0].has_purposes = false;
}

static void no_purposes_private(struct run *run)
{
	no_purposes(run);
	best(&run->report.endpoints[0])->tls.trust = TRUST_NO_ISSUER;
}

static void other_purposes(struct run *run)
{
	shown(run)->chain[0].for_servers = false;
}

static void no_usage(struct run *run)
{
	shown(run)->chain[0].key_usage = 0;
}

static void other_usage(struct run *run)
{
	shown(run)->chain[0].key_usage = KEY_USAGE_KEY_ENCIPHERMENT;
}

static void version_1(struct run *run)
{
	shown(run)->chain[0].version = 1;
}

static void version_unknown(struct run *run)
{
	shown(run)->chain[0].version = 0;
}

static void serial(struct run *run, const char *text)
{
	struct certificate *leaf = &shown(run)->chain[0];

	snprintf(leaf->serial, sizeof(leaf->serial), "%s", text);
}

static void negative_serial(struct run *run)
{
	serial(run, "-01");
}

static void serial_zero(struct run *run)
{
	serial(run, "00");
}

static void serial_of_20(struct run *run)
{
	serial(run, "7F00112233445566778899AABBCCDDEEFF001122");
}

static void serial_of_21(struct run *run)
{
	serial(run, "00FF00112233445566778899AABBCCDDEEFF001122");
}

static void serial_unknown(struct run *run)
{
	serial(run, "");
}

static void no_scts(struct run *run)
{
	shown(run)->chain[0].has_scts = false;
}

static void no_scts_private(struct run *run)
{
	no_scts(run);
	best(&run->report.endpoints[0])->tls.trust = TRUST_NO_ISSUER;
}

static struct tls_facts *asked(
	struct run *run, enum revocation status, const char *by)
{
	struct tls_facts *tls = shown(run);

	tls->revocation = (struct revocation_facts){
		.status = status, .by = by, .detail = "timed out"};
	return tls;
}

/* The certificate is good: what is said of those above it? */
static void ask_issuers(
	struct run *run, enum revocation first, enum revocation second)
{
	struct tls_facts *tls = asked(run, REVOCATION_GOOD, "OCSP");

	tls->issuer_revocations =
		arena_alloc(run->arena, 2 * sizeof(*tls->issuer_revocations));
	tls->issuer_revocation_count = 2;
	tls->issuer_revocations[0].subject =
		arena_octets(run->arena, "CN=Lower", strlen("CN=Lower"));
	tls->issuer_revocations[0].said = (struct revocation_facts){
		.status = first, .by = "CRL", .detail = "timed out"};
	tls->issuer_revocations[1].subject =
		arena_octets(run->arena, "CN=Upper", strlen("CN=Upper"));
	tls->issuer_revocations[1].said = (struct revocation_facts){
		.status = second, .by = "CRL", .detail = "timed out"};
}

static void issuers_good(struct run *run)
{
	ask_issuers(run, REVOCATION_GOOD, REVOCATION_UNNAMED);
}

static void issuer_revoked(struct run *run)
{
	ask_issuers(run, REVOCATION_UNHEARD, REVOCATION_REVOKED);
}

static void issuer_revoked_stapled(struct run *run)
{
	issuer_revoked(run);
	shown(run)->ocsp = OCSP_GOOD;
}

static void issuer_unheard(struct run *run)
{
	ask_issuers(run, REVOCATION_UNHEARD, REVOCATION_GOOD);
}

static void off_the_list(struct run *run)
{
	asked(run, REVOCATION_GOOD, "CRL");
}

static void on_the_list(struct run *run)
{
	asked(run, REVOCATION_REVOKED, "CRL")->trust = TRUST_REVOKED;
}

static void asked_good(struct run *run)
{
	asked(run, REVOCATION_GOOD, "OCSP");
}

static void asked_unknown(struct run *run)
{
	asked(run, REVOCATION_UNKNOWN, "OCSP");
}

static void nobody_named(struct run *run)
{
	asked(run, REVOCATION_UNNAMED, NULL);
}

static void unheard(struct run *run)
{
	asked(run, REVOCATION_UNHEARD, "CRL");
}

static void stapled(struct run *run, enum ocsp answer)
{
	struct tls_facts *tls = shown(run);

	tls->ocsp = answer;
	tls->chain[0].names_responder = true;
	tls->chain[0].must_staple = true;
}

static void stapled_good(struct run *run)
{
	stapled(run, OCSP_GOOD);
}

static void stapled_invalid(struct run *run)
{
	stapled(run, OCSP_INVALID);
}

static void stapled_invalid_listed(struct run *run)
{
	asked(run, REVOCATION_GOOD, "CRL")->ocsp = OCSP_INVALID;
}

static void not_stapled(struct run *run)
{
	stapled(run, OCSP_NONE);
}

/* Names. */

static void named(struct run *run, const char *name)
{
	struct certificate *leaf = &shown(run)->chain[0];

	leaf->names[0].value = octets(name);
}

static void other_name(struct run *run)
{
	named(run, "www.example.org");
}

static void common_name_alone(struct run *run)
{
	named(run, "www.example.org");
	best(&run->report.endpoints[0])->tls.chain[0].common_name =
		octets(HOST);
}

static void wildcard(struct run *run)
{
	named(run, "*.example.com");
}

static void part_wildcard(struct run *run)
{
	named(run, "ma*.example.com");
}

static void inner_wildcard(struct run *run)
{
	named(run, "mail.*.com");
}

static void two_wildcards(struct run *run)
{
	named(run, "*.*.com");
}

static void bare_wildcard(struct run *run)
{
	named(run, "*");
}

static void address(struct run *run)
{
	good(run, IMAP, IMPLICIT, "192.0.2.7");
}

static void address_not_named(struct run *run)
{
	address(run);
	best(&run->report.endpoints[0])->tls.chain[0].names[0].value =
		octets("192.0.2.8");
}

static void address_unreached(struct run *run)
{
	bad(run, IMAP, IMPLICIT, "192.0.2.7", STAGE_CONNECT, ST_TIMEOUT);
}

/* The other port of the host. */

static void both(struct run *run)
{
	shown(run);
	good(run, IMAP, EXPLICIT, HOST);
}

static struct tls_facts *other(struct run *run)
{
	struct tls_facts *tls;

	both(run);
	tls = &best(&run->report.endpoints[1])->tls;
	snprintf(tls->chain[0].sha256, sizeof(tls->chain[0].sha256), "other");
	return tls;
}

static void other_is_good(struct run *run)
{
	other(run);
}

static void other_untrusted(struct run *run)
{
	other(run)->trust = TRUST_SELF_SIGNED;
}

static void other_expired(struct run *run)
{
	other(run)->chain[0].not_after = NOW - DAY;
}

static void other_for_another(struct run *run)
{
	other(run)->chain[0].names[0].value = octets("www.example.org");
}

static void other_not_judged(struct run *run)
{
	other(run)->trust = TRUST_NO_ANCHORS;
}

static void other_unreached(struct run *run)
{
	shown(run);
	bad(run, IMAP, EXPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

/* At another address of the host. */
static struct probe_facts *add_address(struct run *run)
{
	struct probe_facts *probe;

	shown(run);
	probe = add_rule_probe(&run->report.endpoints[0], "addresses");
	add_attempt(probe, "192.0.2.99", ST_OK);
	complete(&run->report.endpoints[0], probe, TLS_1_3);
	return probe;
}

static void address_same(struct run *run)
{
	add_address(run);
}

static void address_untrusted(struct run *run)
{
	struct tls_facts *tls = &add_address(run)->tls;

	tls->trust = TRUST_NO_ISSUER;
	snprintf(tls->chain[0].sha256, sizeof(tls->chain[0].sha256), "other");
}

#define NONE                                                                   \
	{                                                                      \
		{                                                              \
			NULL, NULL                                             \
		}                                                              \
	}

static const struct rule_case cases[] = {
	{"purpose", "certificate-purpose", NONE, fine, RULING_HOLDS,
		"serverAuth"},
	{"no purpose", "certificate-purpose", NONE, no_purposes, RULING_BROKEN,
		"no extended key usage"},
	{"private, no purpose", "certificate-purpose", NONE,
		no_purposes_private, RULING_INFO, "no extended key usage"},
	{"other purposes", "certificate-purpose", NONE, other_purposes,
		RULING_BROKEN, "other purposes"},
	{"purpose unreached", "certificate-purpose", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"usage", "certificate-usage", NONE, fine, RULING_HOLDS,
		"digitalSignature"},
	{"no usage", "certificate-usage", NONE, no_usage, RULING_INFO,
		"no key usage"},
	{"other usage", "certificate-usage", NONE, other_usage, RULING_BROKEN,
		"no digitalSignature"},
	{"usage unreached", "certificate-usage", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"version 3", "certificate-version", NONE, fine, RULING_HOLDS,
		"version 3"},
	{"version 1", "certificate-version", NONE, version_1, RULING_BROKEN,
		"version 1"},
	{"version not told", "certificate-version", NONE, version_unknown,
		RULING_NOT_TESTED, NULL},
	{"serial", "certificate-serial", NONE, fine, RULING_HOLDS, "00FA12"},
	{"negative serial", "certificate-serial", NONE, negative_serial,
		RULING_BROKEN, "-01"},
	{"serial 0", "certificate-serial", NONE, serial_zero, RULING_BROKEN,
		"00"},
	{"20 octets", "certificate-serial", NONE, serial_of_20, RULING_HOLDS,
		"7F00"},
	{"21 octets", "certificate-serial", NONE, serial_of_21, RULING_BROKEN,
		"00FF"},
	{"serial not told", "certificate-serial", NONE, serial_unknown,
		RULING_NOT_TESTED, NULL},
	{"SCTs", "certificate-scts", NONE, fine, RULING_HOLDS, "embedded"},
	{"no SCTs", "certificate-scts", NONE, no_scts, RULING_BROKEN, "none"},
	{"private, no SCTs", "certificate-scts", NONE, no_scts_private,
		RULING_INFO, "none"},
	{"SCTs unreached", "certificate-scts", NONE, unreached,
		RULING_NOT_TESTED, NULL},

	{"good", "certificate-not-revoked", NONE, stapled_good, RULING_HOLDS,
		"says good"},
	{"revoked", "certificate-not-revoked", NONE, revoked, RULING_BROKEN,
		"says revoked"},
	{"no response", "certificate-not-revoked", NONE, fine,
		RULING_UNOBSERVABLE, "only on request"},
	{"invalid answer", "certificate-not-revoked", NONE, stapled_invalid,
		RULING_UNOBSERVABLE, "not valid"},
	{"revocation unreached", "certificate-not-revoked", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"not on the CRL", "certificate-not-revoked", NONE, off_the_list,
		RULING_HOLDS, "does not list"},
	{"invalid staple, good CRL", "certificate-not-revoked", NONE,
		stapled_invalid_listed, RULING_HOLDS, "does not list"},
	{"issuers good", "certificate-not-revoked", NONE, issuers_good,
		RULING_HOLDS, "responder says good"},
	{"an issuer revoked", "certificate-not-revoked", NONE, issuer_revoked,
		RULING_BROKEN, "\"CN=Upper\": the issuer's CRL lists it"},
	{"an issuer revoked, stapled", "certificate-not-revoked", NONE,
		issuer_revoked_stapled, RULING_BROKEN, "CN=Upper"},
	{"an issuer unheard", "certificate-not-revoked", NONE, issuer_unheard,
		RULING_NOT_TESTED, "\"CN=Lower\": no valid answer"},
	{"on the CRL", "certificate-not-revoked", NONE, on_the_list,
		RULING_BROKEN, "lists it"},
	{"responder says good", "certificate-not-revoked", NONE, asked_good,
		RULING_HOLDS, "responder says good"},
	{"unknown", "certificate-not-revoked", NONE, asked_unknown,
		RULING_NOT_TESTED, "does not know"},
	{"nobody named", "certificate-not-revoked", NONE, nobody_named,
		RULING_INFO, "names no OCSP responder"},
	{"nothing heard", "certificate-not-revoked", NONE, unheard,
		RULING_NOT_TESTED, "timed out"},
	{"must not staple", "must-staple", NONE, fine, RULING_HOLDS,
		"does not require"},
	{"must and does", "must-staple", NONE, stapled_good, RULING_HOLDS,
		"good"},
	{"must and does not", "must-staple", NONE, not_stapled, RULING_BROKEN,
		"no response"},
	{"must and cannot", "must-staple", NONE, stapled_invalid, RULING_BROKEN,
		"not valid"},
	{"must unreached", "must-staple", NONE, unreached, RULING_NOT_TESTED,
		NULL},
	{"no responder", "stapling", NONE, fine, RULING_HOLDS, "no responder"},
	{"stapled", "stapling", NONE, stapled_good, RULING_HOLDS, "good"},
	{"not stapled", "stapling", NONE, not_stapled, RULING_BROKEN,
		"no response"},
	{"stapling unreached", "stapling", NONE, unreached, RULING_NOT_TESTED,
		NULL},

	{"names the host", "certificate-names-host", NONE, fine, RULING_HOLDS,
		HOST},
	{"other name", "certificate-names-host", NONE, other_name,
		RULING_BROKEN, "www.example.org"},
	{"name unreached", "certificate-names-host", NONE, unreached,
		RULING_NOT_TESTED, "no response"},
	{"alternative name", "certificate-names-in-san", NONE, fine,
		RULING_HOLDS, "it is"},
	{"common name", "certificate-names-in-san", NONE, common_name_alone,
		RULING_BROKEN, "only the common name"},
	{"other alternative name", "certificate-names-in-san", NONE, other_name,
		RULING_BROKEN, "other names"},
	{"alternative name unreached", "certificate-names-in-san", NONE,
		unreached, RULING_NOT_TESTED, NULL},
	{"no wildcard", "certificate-wildcard", NONE, fine, RULING_HOLDS, "no"},
	{"wildcard", "certificate-wildcard", NONE, wildcard, RULING_HOLDS,
		"no"},
	{"part of a label", "certificate-wildcard", NONE, part_wildcard,
		RULING_BROKEN, "ma*.example.com"},
	{"inner label", "certificate-wildcard", NONE, inner_wildcard,
		RULING_BROKEN, "mail.*.com"},
	{"two labels", "certificate-wildcard", NONE, two_wildcards,
		RULING_BROKEN, "*.*.com"},
	{"nothing else", "certificate-wildcard", NONE, bare_wildcard,
		RULING_BROKEN, "\"*\""},
	{"wildcard unreached", "certificate-wildcard", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"SRV-ID", "certificate-srv-id", NONE, fine, RULING_UNOBSERVABLE,
		"reads neither"},
	{"SRV-ID unreached", "certificate-srv-id", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"no address", "certificate-names-address", NONE, fine, RULING_NOT_OWED,
		NULL},
	{"address", "certificate-names-address", NONE, address, RULING_HOLDS,
		"it is"},
	{"other address", "certificate-names-address", NONE, address_not_named,
		RULING_BROKEN, "other names"},
	{"address unreached", "certificate-names-address", NONE,
		address_unreached, RULING_NOT_TESTED, NULL},

	{"same", "certificate-same", NONE, both, RULING_HOLDS, "same"},
	{"other, good", "certificate-same", NONE, other_is_good, RULING_HOLDS,
		"valid"},
	{"other, not trusted", "certificate-same", NONE, other_untrusted,
		RULING_BROKEN, "on port 143, which is not trusted"},
	{"other, expired", "certificate-same", NONE, other_expired,
		RULING_BROKEN, "on port 143, which is not currently valid"},
	{"other, for another host", "certificate-same", NONE, other_for_another,
		RULING_BROKEN, "on port 143, which is issued for other names"},
	{"at the other address", "certificate-same", NONE, address_same,
		RULING_HOLDS, "same"},
	{"other at the other address", "certificate-same", NONE,
		address_untrusted, RULING_BROKEN,
		"at 192.0.2.99, which is not trusted"},
	{"other not reached", "certificate-same", NONE, other_unreached,
		RULING_NOT_TESTED, "port 143"},
	{"other not judged", "certificate-same", NONE, other_not_judged,
		RULING_NOT_TESTED, "port 143"},
	{"no other", "certificate-same", NONE, fine, RULING_UNOBSERVABLE,
		"no other port"},
	{"same unreached", "certificate-same", NONE, unreached,
		RULING_NOT_TESTED, NULL},
};

static void test_cases(void **state)
{
	(void)state;
	check_rules(cases, COUNT_OF(cases));
}

/* What this version does not read cannot be judged at all. */
static void test_coverage(void **state)
{
	(void)state;
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_extension,
		"certificate-srv-id");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_identity,
		"certificate-srv-id");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
