/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on chains, keys and dates of certificates. */
#include "tests/unit/unit.h"

#include "tests/unit/rules/rule_run.h"

#include <string.h>

static void examined(struct run *run, unsigned flaws)
{
	struct tls_facts *tls = shown(run);

	tls->chain[0].key_examined = true;
	tls->chain[0].key_flaws = flaws;
}

static void sound_key(struct run *run)
{
	examined(run, 0);
}

static void roca_key(struct run *run)
{
	examined(run, KEY_FLAW_ROCA);
}

static void shared_key(struct run *run)
{
	examined(run, KEY_FLAW_SHARED_FACTOR);
}

static void fine(struct run *run)
{
	shown(run);
}

static void unreached(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_TIMEOUT);
}

static void no_anchors(struct run *run)
{
	shown(run)->trust = TRUST_NO_ANCHORS;
}

static void self_signed(struct run *run)
{
	struct tls_facts *tls = shown(run);

	tls->trust = TRUST_SELF_SIGNED;
	tls->chain_count = 1;
	tls->chain[0].issuer = tls->chain[0].subject;
	tls->chain[0].self_issued = true;
}

static void private_authority(struct run *run)
{
	shown(run)->trust = TRUST_NO_ISSUER;
}

static void incomplete(struct run *run)
{
	struct tls_facts *tls = shown(run);

	tls->trust = TRUST_INCOMPLETE;
	tls->chain_count = 1;
}

static void revoked(struct run *run)
{
	struct tls_facts *tls = shown(run);

	tls->trust = TRUST_REVOKED;
	tls->ocsp = OCSP_REVOKED;
}

/* The chain. */

static void out_of_order(struct run *run)
{
	struct tls_facts *tls = shown(run);
	struct certificate own = tls->chain[1];

	add_issuer(best(&run->report.endpoints[0]), "CN=Example Root",
		"CN=Example Root");
	tls->chain[1] = tls->chain[2];
	tls->chain[2] = own;
	tls->version = TLS_1_2;
}

static void out_of_order_1_3(struct run *run)
{
	out_of_order(run);
	best(&run->report.endpoints[0])->tls.version = TLS_1_3;
}

/* In TLS 1.2 alone, too: `count` certificates are kept of what it sent. */
static struct tls_facts *sent_in_1_2(struct run *run, size_t count)
{
	struct endpoint_report *endpoint = &run->report.endpoints[0];
	const struct tls_facts *tls = &best(endpoint)->tls;
	struct probe_facts *probe =
		add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_2));

	probe->outcome = OUTCOME_COMPLETED;
	probe->tls.completed = true;
	probe->tls.version = TLS_1_2;
	probe->tls.chain = tls->chain;
	probe->tls.chain_count = count;
	probe->tls.trust = tls->trust;
	return &probe->tls;
}

/* It is the same list, of which no more than the fingerprint is kept. */
static void out_of_order_in_both(struct run *run)
{
	struct certificate *leaf = arena_alloc(run->arena, sizeof(*leaf));
	struct tls_facts *tls;

	out_of_order_1_3(run);
	tls = sent_in_1_2(run, 1);
	memcpy(leaf->sha256, tls->chain[0].sha256, sizeof(leaf->sha256));
	tls->chain = leaf;
	tls->trust = TRUST_UNKNOWN;
}

static void out_of_order_in_1_2(struct run *run)
{
	struct tls_facts *tls;
	struct certificate *leaf;

	out_of_order_1_3(run);
	tls = sent_in_1_2(run, 3);
	leaf = tls->chain;
	tls = &best(&run->report.endpoints[0])->tls;
	tls->chain = arena_alloc(run->arena, 2 * sizeof(*tls->chain));
	tls->chain[0] = leaf[0];
	tls->chain[1] = leaf[2];
	tls->chain_count = 2;
}

static void in_order_in_1_2(struct run *run)
{
	struct tls_facts *tls;
	struct certificate *sent;

	out_of_order_1_3(run);
	tls = sent_in_1_2(run, 2);
	sent = arena_alloc(run->arena, 2 * sizeof(*sent));
	sent[0] = tls->chain[0];
	sent[1] = tls->chain[2];
	tls->chain = sent;
}

static void order_untold_in_1_2(struct run *run)
{
	struct endpoint_facts *facts;

	out_of_order_1_3(run);
	facts = &run->report.endpoints[0].facts;
	for (size_t i = 0; i < facts->probe_count; i++) {
		struct probe_facts *probe = facts->probes[i];

		if (probe->tls_offered != TLS_BIT(TLS_1_2))
			continue;
		probe->tls = (struct tls_facts){.version = TLS_NONE};
		probe->outcome = OUTCOME_FAILED;
		probe->stage = STAGE_CONNECT;
		probe->status = ST_TIMEOUT;
	}
}

static void with_root(struct run *run)
{
	shown(run);
	add_issuer(best(&run->report.endpoints[0]), "CN=Example Root",
		"CN=Example Root")
		->ca = true;
}

static void with_foreign(struct run *run)
{
	shown(run);
	add_issuer(best(&run->report.endpoints[0]), "CN=\033[31mStranger",
		"CN=Nobody");
}

static void issuer_without_right(struct run *run)
{
	shown(run)->chain[1].ca = false;
}

static void issuer_too_far(struct run *run)
{
	struct tls_facts *tls = shown(run);
	struct certificate *second = add_issuer(best(&run->report.endpoints[0]),
		"CN=Example Root", "CN=Example Root");

	second->ca = true;
	second->path_length = 0;
	tls->chain[1].path_length = -1;
}

static void add_root(struct run *run, const char *issuer)
{
	struct certificate *root = add_issuer(
		best(&run->report.endpoints[0]), "CN=Example Root", issuer);

	root->ca = true;
	root->path_length = -1;
}

/* What is nobody's issuer is sent, too, and the root before what it issued. */
static void issuer_among_others(struct run *run)
{
	struct tls_facts *tls = shown(run);
	struct certificate issuer;

	add_issuer(best(&run->report.endpoints[0]), "CN=mail.example.test",
		"CN=Another CA")
		->signature = "RSA-SHA1";
	add_root(run, "CN=Example Root");
	issuer = tls->chain[1];
	tls->chain[1] = tls->chain[3];
	tls->chain[3] = issuer;
}

static void issuers_in_a_circle(struct run *run)
{
	shown(run)->chain[1].path_length = -1;
	add_root(run, "CN=Example CA");
}

static void bad_constraints(struct run *run)
{
	struct tls_facts *tls = shown(run);

	tls->trust = TRUST_BAD;
	tls->trust_flaws = FLAW_CONSTRAINTS;
}

static void bad_signature(struct run *run)
{
	struct tls_facts *tls = shown(run);

	tls->trust = TRUST_BAD;
	tls->trust_flaws = FLAW_SIGNATURE;
}

static void signed_with(struct run *run, size_t index, const char *name)
{
	shown(run)->chain[index].signature = name;
}

static void sha1_leaf(struct run *run)
{
	signed_with(run, 0, "RSA-SHA1");
}

static void sha1_issuer(struct run *run)
{
	signed_with(run, 1, "RSA-SHA1");
}

static void sha1_root(struct run *run)
{
	with_root(run);
	best(&run->report.endpoints[0])->tls.chain[2].signature = "RSA-SHA1";
}

static void unknown_signature(struct run *run)
{
	signed_with(run, 1, NULL);
}

/* Keys. */

static void key(
	struct run *run, const char *kind, unsigned bits, const char *curve)
{
	struct certificate *leaf = &shown(run)->chain[0];

	leaf->key = kind;
	leaf->key_bits = bits;
	leaf->curve = curve;
}

static void rsa_1024(struct run *run)
{
	key(run, "RSA", 1024, NULL);
}

static void rsa_3072(struct run *run)
{
	key(run, "RSA", 3072, NULL);
}

static void p_256(struct run *run)
{
	key(run, "EC/ECDSA", 256, "SECP256R1");
}

static void p_192(struct run *run)
{
	key(run, "EC/ECDSA", 192, "SECP192R1");
}

static void ed25519(struct run *run)
{
	key(run, "EdDSA (Ed25519)", 256, "Ed25519");
}

static void unknown_curve(struct run *run)
{
	key(run, "EC/ECDSA", 256, NULL);
}

static void unknown_kind(struct run *run)
{
	key(run, "DSA", 2048, NULL);
}

static void no_key(struct run *run)
{
	key(run, NULL, 0, NULL);
}

/* Dates. */

static void dated(struct run *run, int64_t from, int64_t days)
{
	struct certificate *leaf = &shown(run)->chain[0];

	leaf->not_before = from;
	leaf->not_after = from + days * DAY - 1;
}

static void expired(struct run *run)
{
	dated(run, NOW - 91 * DAY, 90);
}

static void to_come(struct run *run)
{
	dated(run, NOW + DAY, 90);
}

static void soon(struct run *run)
{
	dated(run, NOW - 80 * DAY, 90);
}

static void just_398(struct run *run)
{
	dated(run, NOW - 10 * DAY, 398);
}

static void over_398(struct run *run)
{
	dated(run, NOW - 10 * DAY, 399);
}

/* One second more counts as a day. */
static void second_over_398(struct run *run)
{
	just_398(run);
	best(&run->report.endpoints[0])->tls.chain[0].not_after++;
}

/* 2026-03-15 is day 20527. */
static void new_step(struct run *run)
{
	dated(run, INT64_C(20527) * DAY, 398);
}

static void day_before_step(struct run *run)
{
	dated(run, INT64_C(20527) * DAY - 1, 398);
}

static void private_and_long(struct run *run)
{
	dated(run, NOW - 10 * DAY, 3650);
	best(&run->report.endpoints[0])->tls.trust = TRUST_NO_ISSUER;
}

static void expired_and_no_anchors(struct run *run)
{
	expired(run);
	best(&run->report.endpoints[0])->tls.trust = TRUST_NO_ANCHORS;
}

static void misnamed(struct run *run)
{
	shown(run)->chain[0].names[0].value =
		(struct octets){(const unsigned char *)"other.example", 13};
}

/* By anchors of a file, which the user named. */
static void private_lifetime(struct run *run)
{
	over_398(run);
	best(&run->report.endpoints[0])->tls.trust_own_anchors = true;
}

static void private_anchor(struct run *run)
{
	shown(run)->trust_own_anchors = true;
}

#define NONE                                                                   \
	{                                                                      \
		{                                                              \
			NULL, NULL                                             \
		}                                                              \
	}
#define ONE(name, value)                                                       \
	{                                                                      \
		{                                                              \
			name, value                                            \
		}                                                              \
	}
#define SIZES                                                                  \
	{                                                                      \
		{"rsa", "2048"},                                               \
		{                                                              \
			"ec", "224"                                            \
		}                                                              \
	}
#define CURVES ONE("curves", "SECP256R1 SECP384R1 SECP521R1")
#define GRADES                                                                 \
	{                                                                      \
		{"rsa-good", "3072"}, {"rsa-phase-out", "2048"},               \
			{"curves-good", "SECP256R1 SECP384R1"},                \
		{                                                              \
			"curves-phase-out", "SECP224R1"                        \
		}                                                              \
	}
#define SIGNATURES ONE("refused", "MD5 SHA1")
#define STEPS ONE("steps", "398 200@2026-03-15 100@2027-03-15 47@2029-03-15")
#define DAYS ONE("days", "398")

static const struct rule_case cases[] = {
	{"trusted", "certificate-trusted", NONE, fine, RULING_HOLDS, "trusted"},
	{"self-signed", "certificate-trusted", NONE, self_signed, RULING_BROKEN,
		"self-signed"},
	{"no anchors", "certificate-trusted", NONE, no_anchors,
		RULING_NOT_TESTED, "no trust anchors"},
	{"trust unreached", "certificate-trusted", NONE, unreached,
		RULING_NOT_TESTED, "no response"},

	{"valid", "certificate-valid", NONE, fine, RULING_HOLDS, "trusted"},
	{"valid for a week", "certificate-valid", NONE, soon, RULING_HOLDS,
		"trusted"},
	{"not valid: untrusted", "certificate-valid", NONE, self_signed,
		RULING_BROKEN, "self-signed"},
	{"not valid: expired", "certificate-valid", NONE, expired,
		RULING_BROKEN, "expired"},
	{"not valid: to come", "certificate-valid", NONE, to_come,
		RULING_BROKEN, "valid from"},
	{"not valid: another name", "certificate-valid", NONE, misnamed,
		RULING_BROKEN, "other.example"},
	{"expired, whoever issued it", "certificate-valid", NONE,
		expired_and_no_anchors, RULING_BROKEN, "expired"},
	{"valid for all we know", "certificate-valid", NONE, no_anchors,
		RULING_NOT_TESTED, "no trust anchors"},
	{"valid unreached", "certificate-valid", NONE, unreached,
		RULING_NOT_TESTED, "no response"},
	{"private anchor", "certificate-public", NONE, private_anchor,
		RULING_NOT_TESTED, "come from a file"},
	{"sound key", "certificate-key-secret", NONE, sound_key, RULING_HOLDS,
		"none found"},
	{"ROCA", "certificate-key-secret", NONE, roca_key, RULING_BROKEN,
		"ROCA"},
	{"shared prime", "certificate-key-secret", NONE, shared_key,
		RULING_BROKEN, "shares a prime"},
	{"key not examined", "certificate-key-secret", NONE, fine,
		RULING_NOT_TESTED, NULL},
	{"private and long-lived", "certificate-lifetime-steps", STEPS,
		private_lifetime, RULING_INFO, "399 days"},

	{"complete", "chain-complete", NONE, fine, RULING_HOLDS, "2 in order"},
	{"incomplete", "chain-complete", NONE, incomplete, RULING_BROKEN,
		"missing"},
	{"order of TLS 1.2", "chain-complete", NONE, out_of_order,
		RULING_BROKEN, "certificate 1 is not issued by the next"},
	{"order of TLS 1.3", "chain-complete", NONE, out_of_order_1_3,
		RULING_HOLDS, "in a different order, which TLS 1.3 allows"},
	{"the same in TLS 1.2", "chain-complete", NONE, out_of_order_in_both,
		RULING_BROKEN, "is not issued by the next one (TLS 1.2)"},
	{"out of order in TLS 1.2", "chain-complete", NONE, out_of_order_in_1_2,
		RULING_BROKEN, "is not issued by the next one (TLS 1.2)"},
	{"in order in TLS 1.2", "chain-complete", NONE, in_order_in_1_2,
		RULING_HOLDS, "3 in a different order"},
	{"order untold in TLS 1.2", "chain-complete", NONE, order_untold_in_1_2,
		RULING_NOT_TESTED, "in older versions was not seen"},
	{"complete for all we know", "chain-complete", NONE, no_anchors,
		RULING_NOT_TESTED, "no trust anchors"},
	{"chain unreached", "chain-complete", NONE, unreached,
		RULING_NOT_TESTED, NULL},

	{"tidy", "chain-tidy", NONE, fine, RULING_HOLDS, "none"},
	{"root", "chain-tidy", NONE, with_root, RULING_BROKEN, "the root"},
	{"foreign", "chain-tidy", NONE, with_foreign, RULING_BROKEN,
		"an unrelated certificate is sent: \"CN=\\x1b[31mStranger\""},
	{"tidy unreached", "chain-tidy", NONE, unreached, RULING_NOT_TESTED,
		NULL},

	{"authorities", "chain-authorities", NONE, fine, RULING_HOLDS,
		"are allowed to issue"},
	{"no authority", "chain-authorities", NONE, issuer_without_right,
		RULING_BROKEN, "not a certification authority"},
	{"too far", "chain-authorities", NONE, issuer_too_far, RULING_BROKEN,
		"path length exceeded"},
	{"among others", "chain-authorities", NONE, issuer_among_others,
		RULING_HOLDS, "are allowed to issue"},
	{"a circle", "chain-authorities", NONE, issuers_in_a_circle,
		RULING_HOLDS, "are allowed to issue"},
	{"constraints", "chain-authorities", NONE, bad_constraints,
		RULING_BROKEN, "not allowed to issue"},
	{"authorities unreached", "chain-authorities", NONE, unreached,
		RULING_NOT_TESTED, NULL},

	{"public", "certificate-public", NONE, fine, RULING_HOLDS,
		"CN=Example CA"},
	{"private", "certificate-public", NONE, private_authority,
		RULING_BROKEN, "CN=Example CA"},
	{"by itself", "certificate-public", NONE, self_signed, RULING_BROKEN,
		"CN=server"},
	{"public but revoked", "certificate-public", NONE, revoked,
		RULING_HOLDS, "CN=Example CA"},
	{"public if it were complete", "certificate-public", NONE, incomplete,
		RULING_NOT_TESTED, "do not lead to an authority"},
	{"public if it were valid", "certificate-public", NONE, bad_signature,
		RULING_NOT_TESTED, "do not lead to an authority"},
	{"public unreached", "certificate-public", NONE, unreached,
		RULING_NOT_TESTED, NULL},

	{"issuer", "certificate-issuer", ONE("issuer", "CN=Example CA"), fine,
		RULING_HOLDS, "CN=Example CA"},
	{"another issuer", "certificate-issuer", ONE("issuer", "CN=Example"),
		fine, RULING_BROKEN, "CN=Example CA"},
	{"issuer unreached", "certificate-issuer", ONE("issuer", "CN=Example"),
		unreached, RULING_NOT_TESTED, NULL},

	{"SHA-256", "certificate-signature", SIGNATURES, fine, RULING_HOLDS,
		"RSA-SHA256"},
	{"SHA-1", "certificate-signature", SIGNATURES, sha1_leaf, RULING_BROKEN,
		"certificate 1 is signed with RSA-SHA1"},
	{"SHA-1 above", "certificate-signature", SIGNATURES, sha1_issuer,
		RULING_BROKEN, "certificate 2"},
	{"SHA-1 of a stranger", "certificate-signature", SIGNATURES,
		issuer_among_others, RULING_HOLDS, "RSA-SHA256"},
	{"SHA-1 of the root", "certificate-signature", SIGNATURES, sha1_root,
		RULING_HOLDS, "RSA-SHA256"},
	{"signature not told", "certificate-signature", SIGNATURES,
		unknown_signature, RULING_NOT_TESTED, "certificate 2"},
	{"signature unreached", "certificate-signature", SIGNATURES, unreached,
		RULING_NOT_TESTED, NULL},

	{"RSA of 2048", "certificate-key", SIZES, fine, RULING_HOLDS,
		"RSA, 2048 bits"},
	{"RSA of 1024", "certificate-key", SIZES, rsa_1024, RULING_BROKEN,
		"1024"},
	{"P-192", "certificate-key", SIZES, p_192, RULING_BROKEN, "192 bits"},
	{"Ed25519", "certificate-key", SIZES, ed25519, RULING_HOLDS, "Ed25519"},
	{"another kind", "certificate-key", SIZES, unknown_kind,
		RULING_NOT_TESTED, "DSA"},
	{"P-256", "certificate-key", CURVES, p_256, RULING_HOLDS, "SECP256R1"},
	{"P-192 by curve", "certificate-key", CURVES, p_192, RULING_BROKEN,
		"SECP192R1"},
	{"curve not told", "certificate-key", CURVES, unknown_curve,
		RULING_NOT_TESTED, "curve"},
	{"kind", "certificate-key", ONE("kind", "EC/ECDSA"), p_256,
		RULING_HOLDS, "EC/ECDSA"},
	{"other kind", "certificate-key", ONE("kind", "EC/ECDSA"), fine,
		RULING_BROKEN, "RSA"},
	{"key not told", "certificate-key", SIZES, no_key, RULING_NOT_TESTED,
		NULL},
	{"key unreached", "certificate-key", SIZES, unreached,
		RULING_NOT_TESTED, NULL},

	{"good RSA", "certificate-key-graded", GRADES, rsa_3072, RULING_HOLDS,
		"good: RSA, 3072"},
	{"RSA to phase out", "certificate-key-graded", GRADES, fine,
		RULING_BROKEN, "phase out: RSA, 2048"},
	{"RSA too small", "certificate-key-graded", GRADES, rsa_1024,
		RULING_FAILED, "insufficient: RSA, 1024"},
	{"good curve", "certificate-key-graded", GRADES, p_256, RULING_HOLDS,
		"good"},
	{"other curve", "certificate-key-graded", GRADES, p_192, RULING_FAILED,
		"insufficient"},
	{"grade of Ed25519", "certificate-key-graded", GRADES, ed25519,
		RULING_HOLDS, "good"},
	{"grade not told", "certificate-key-graded", GRADES, unknown_curve,
		RULING_NOT_TESTED, "curve"},
	{"grade unreached", "certificate-key-graded", GRADES, unreached,
		RULING_NOT_TESTED, NULL},

	{"in date", "certificate-not-expired", NONE, fine, RULING_HOLDS,
		"valid until 2026-04-17"},
	{"expired", "certificate-not-expired", NONE, expired, RULING_BROKEN,
		"2026-02-"},
	{"soon", "certificate-not-expired", ONE("days", "14"), soon,
		RULING_INFO, "valid until"},
	{"date unreached", "certificate-not-expired", NONE, unreached,
		RULING_NOT_TESTED, NULL},
	{"already", "certificate-already-valid", NONE, fine, RULING_HOLDS,
		"valid from 2026-01-17"},
	{"to come", "certificate-already-valid", NONE, to_come, RULING_BROKEN,
		"2026-02-17"},
	{"begin unreached", "certificate-already-valid", NONE, unreached,
		RULING_NOT_TESTED, NULL},

	{"398 days", "certificate-lifetime", DAYS, just_398, RULING_HOLDS,
		"398 days"},
	{"399 days", "certificate-lifetime", DAYS, over_398, RULING_BROKEN,
		"399 days"},
	{"398 days and a second", "certificate-lifetime", DAYS, second_over_398,
		RULING_BROKEN, "399 days"},
	{"lifetime unreached", "certificate-lifetime", DAYS, unreached,
		RULING_NOT_TESTED, NULL},
	{"first step", "certificate-lifetime-steps", STEPS, day_before_step,
		RULING_HOLDS, "398 days"},
	{"second step", "certificate-lifetime-steps", STEPS, new_step,
		RULING_BROKEN, "398 days"},
	{"private and long", "certificate-lifetime-steps", STEPS,
		private_and_long, RULING_INFO, "3650 days"},
	{"steps unreached", "certificate-lifetime-steps", STEPS, unreached,
		RULING_NOT_TESTED, NULL},
};

static void test_cases(void **state)
{
	(void)state;
	check_rules(cases, COUNT_OF(cases));
}

static void test_coverage(void **state)
{
	(void)state;
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_chain, "");
	check_rule_coverage(cases, COUNT_OF(cases), rule_checks_key, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
