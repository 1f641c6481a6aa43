/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the checks make of certificates. */

#include "tests/unit/checks/check_scene.h"

#include <string.h>

static void set_trust(struct scene *scene, enum trust trust)
{
	scene_healthy(scene);
	scene_best(scene)->tls.trust = trust;
	scene_best(scene)->tls.trust_detail = "the signature is too weak";
}

static void no_anchors(struct scene *scene)
{
	set_trust(scene, TRUST_NO_ANCHORS);
}

static void self_signed(struct scene *scene)
{
	set_trust(scene, TRUST_SELF_SIGNED);
}

static void intercepted(struct scene *scene)
{
	scene_healthy(scene);
	for (size_t i = 0; i < 5; i++)
		if (scene->probes[i]->tls.chain_count)
			scene->probes[i]->tls.chain[0].issuer = scene_octets(
				"CN=Avast Web/Mail Shield Root,O=Avast");
}

static void no_issuer(struct scene *scene)
{
	set_trust(scene, TRUST_NO_ISSUER);
}

static void incomplete(struct scene *scene)
{
	set_trust(scene, TRUST_INCOMPLETE);
}

static void revoked(struct scene *scene)
{
	set_trust(scene, TRUST_REVOKED);
}

static void bad_chain(struct scene *scene)
{
	set_trust(scene, TRUST_BAD);
}

static void not_judged(struct scene *scene)
{
	set_trust(scene, TRUST_UNKNOWN);
}

static void stale_issuer(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->tls.trust_dates_bad = true;
	scene_add_certificate(scene_best(scene), "ca");
	scene_best(scene)->tls.chain[1].subject = scene_octets("CN=Old CA");
	scene_best(scene)->tls.chain[1].not_after = NOW - DAY;
}

static void chain_of_pinned(struct scene *scene)
{
	scene_best_breaks(scene);
}

static void wrong_name(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->tls.chain[0].names[0].value =
		scene_octets("www.example.org");
	scene_best(scene)->tls.chain[0].common_name =
		scene_octets("www.example.org");
}

static void name_beyond(struct scene *scene)
{
	wrong_name(scene);
	scene_best(scene)->tls.chain[0].names_cut = 3;
}

static void name_within(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->tls.chain[0].names_cut = 3;
}

static void name_in_cn(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->tls.chain[0].name_count = 0;
}

static void evil_name(struct scene *scene)
{
	static const unsigned char name[] = "mail.example.com\0.evil.example";

	scene_healthy(scene);
	scene_best(scene)->tls.chain[0].names[0].value =
		(struct octets){name, sizeof(name) - 1};
	scene_best(scene)->tls.chain[0].common_name = scene_octets("evil");
}

static void ends_in(struct scene *scene, int64_t seconds)
{
	scene_healthy(scene);
	scene_best(scene)->tls.chain[0].not_after = NOW + seconds;
}

static void expired(struct scene *scene)
{
	ends_in(scene, -3 * DAY);
	scene_best(scene)->tls.trust_dates_bad = true;
}

static void expired_today(struct scene *scene)
{
	ends_in(scene, -1);
	scene_best(scene)->tls.trust_dates_bad = true;
}

static void expires_now(struct scene *scene)
{
	ends_in(scene, 0);
}

static void expires_soon(struct scene *scene)
{
	ends_in(scene, 14 * DAY - 1);
}

static void expires_in_14_days(struct scene *scene)
{
	ends_in(scene, 14 * DAY);
}

static void not_yet_valid(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->tls.chain[0].not_before = NOW + DAY;
}

static void of_1950(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->tls.chain[0].not_before = INT64_C(-631152000);
	scene_best(scene)->tls.chain[0].not_after = 0;
}

static void undated(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->tls.chain[0].not_after = CERTIFICATE_NO_DATE;
}

static void never_read(struct scene *scene)
{
	scene_healthy(scene);
	for (size_t i = 0; i < scene->report.facts.probe_count; i++) {
		struct tls_facts *tls = &scene->probes[i]->tls;

		if (tls->chain_count)
			tls->chain[0].subject = (struct octets){0};
	}
}

/* One row a line. */
/* clang-format off */
/* TLS 1.2 alone is shown a certificate of its own, in order in itself. */
static struct tls_facts *shown_other(struct scene *scene)
{
	struct probe_facts *probe = scene_pinned(scene, TLS_1_2);

	scene_add_certificate(probe, "mail.example.com");
	memset(probe->tls.chain[0].sha256, '2', 64);
	return &probe->tls;
}

static void other_good(struct scene *scene)
{
	scene_healthy(scene);
	shown_other(scene);
}

static void other_self_signed(struct scene *scene)
{
	scene_healthy(scene);
	shown_other(scene)->trust = TRUST_SELF_SIGNED;
}

static void other_misnamed(struct scene *scene)
{
	scene_healthy(scene);
	shown_other(scene)->chain[0].names[0].value =
		scene_octets("other.example.com");
}

static void other_expired(struct scene *scene)
{
	scene_healthy(scene);
	shown_other(scene)->chain[0].not_after = NOW - 1;
}

/* A certificate of six days, with so many seconds left. */
static void lasts_six_days(struct scene *scene, int64_t left_s)
{
	struct certificate *leaf;

	scene_healthy(scene);
	leaf = &scene_best(scene)->tls.chain[0];
	leaf->not_after = NOW + left_s;
	leaf->not_before = leaf->not_after - 6 * DAY;
}

static void six_days_fresh(struct scene *scene)
{
	lasts_six_days(scene, 2 * DAY);
}

static void six_days_old(struct scene *scene)
{
	lasts_six_days(scene, 2 * DAY - 1);
}

static struct certificate *leaf_with(
	struct scene *scene, const char *key, unsigned bits)
{
	struct certificate *leaf;

	scene_healthy(scene);
	leaf = &scene_best(scene)->tls.chain[0];
	leaf->key = key;
	leaf->key_bits = bits;
	return leaf;
}

static void rsa_1024(struct scene *scene)
{
	leaf_with(scene, "RSA", 1024);
}

static void rsa_2048(struct scene *scene)
{
	leaf_with(scene, "RSA", 2048);
}

static void p_192(struct scene *scene)
{
	leaf_with(scene, "EC/ECDSA", 192);
}

static void p_256(struct scene *scene)
{
	leaf_with(scene, "EC/ECDSA", 256);
}

static void ed25519(struct scene *scene)
{
	leaf_with(scene, "EdDSA (Ed25519)", 256);
}

static void sha1_signed(struct scene *scene)
{
	leaf_with(scene, "RSA", 2048)->signature = "RSA-SHA1";
}

static void sha1_by_itself(struct scene *scene)
{
	struct certificate *leaf = leaf_with(scene, "RSA", 2048);

	leaf->signature = "RSA-SHA1";
	leaf->self_issued = true;
}

/* Behind the server's own. */
static void sha1_root(struct scene *scene)
{
	struct certificate *leaf = leaf_with(scene, "RSA", 2048);
	struct tls_facts *tls = &scene_best(scene)->tls;

	tls->chain = arena_grow(scene->arena, leaf, 1, sizeof(*leaf));
	tls->chain[1] = tls->chain[0];
	tls->chain[1].signature = "RSA-SHA1";
	tls->chain[1].self_issued = true;
	tls->chain_count = 2;
}

static void authority_by_itself(struct scene *scene)
{
	struct certificate *leaf = leaf_with(scene, "RSA", 2048);

	leaf->ca = leaf->self_issued = true;
}

static void own_authority(struct scene *scene)
{
	leaf_with(scene, "RSA", 2048)->ca = true;
}

static void must_staple(struct scene *scene)
{
	leaf_with(scene, "RSA", 2048)->must_staple = true;
}

static void staples(struct scene *scene)
{
	must_staple(scene);
	scene_best(scene)->tls.ocsp = OCSP_GOOD;
}

static void dh_1024(struct scene *scene)
{
	scene_healthy(scene);
	scene_pinned(scene, TLS_1_2)->tls.dh_bits = 1024;
}

static void dh_2048(struct scene *scene)
{
	scene_healthy(scene);
	scene_pinned(scene, TLS_1_2)->tls.dh_bits = 2048;
}

static const struct scene_row rows[] = {
	{IMAP, IMPLICIT, six_days_fresh, "certificate-expiry", PASS, NULL, "2 days left", NULL},
	{IMAP, IMPLICIT, six_days_old, "certificate-expiry", WARNING, NULL, "1 day left", NULL},
	/* key-strength, each with the nearest good case */
	{IMAP, CLEARTEXT, scene_healthy, "key-strength", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, rsa_1024, "key-strength", FAIL, NULL, "1024 bits", "weak key"},
	{IMAP, IMPLICIT, rsa_2048, "key-strength", PASS, NULL, NULL, NULL},
	{IMAP, IMPLICIT, p_192, "key-strength", FAIL, NULL, "192 bits", NULL},
	{IMAP, IMPLICIT, p_256, "key-strength", PASS, NULL, NULL, NULL},
	{IMAP, IMPLICIT, ed25519, "key-strength", PASS, NULL, NULL, NULL},
	{IMAP, IMPLICIT, sha1_signed, "key-strength", FAIL, NULL, "RSA-SHA1", NULL},
	{IMAP, IMPLICIT, sha1_root, "key-strength", PASS, NULL, NULL, NULL},
	{IMAP, IMPLICIT, sha1_by_itself, "key-strength", WARNING, NULL, "RSA-SHA1", "self-signed"},
	{IMAP, IMPLICIT, authority_by_itself, "key-strength", WARNING, NULL, "authority", "some programs"},
	{IMAP, IMPLICIT, own_authority, "key-strength", FAIL, NULL, "authority", NULL},
	{IMAP, IMPLICIT, must_staple, "key-strength", FAIL, NULL, "must staple", NULL},
	{IMAP, IMPLICIT, staples, "key-strength", PASS, NULL, NULL, NULL},
	{IMAP, IMPLICIT, dh_1024, "key-strength", FAIL, NULL, "1024 bits", "Diffie-Hellman"},
	{IMAP, IMPLICIT, dh_2048, "key-strength", PASS, NULL, NULL, NULL},

	/* certificates of other connections */
	{IMAP, IMPLICIT, scene_healthy, "certificate-differs", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, other_good, "certificate-differs", INFO, NULL, "with TLS 1.2", NULL},
	{IMAP, IMPLICIT, other_good, "certificate-trust", PASS, NULL, "trusted", NULL},
	{IMAP, IMPLICIT, other_self_signed, "certificate-trust", FAIL, NULL, "self-signed", "with TLS 1.2, uses a self-signed"},
	{IMAP, IMPLICIT, other_misnamed, "certificate-name", FAIL, NULL, "other.example.com", "with TLS 1.2, uses"},
	{IMAP, IMPLICIT, other_misnamed, "certificate-trust", PASS, NULL, NULL, NULL},
	{IMAP, IMPLICIT, other_expired, "certificate-expiry", FAIL, NULL, "expired on", "with TLS 1.2, uses"},

	/* certificate-trust */
	{IMAP, CLEARTEXT, scene_healthy, "certificate-trust", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, scene_healthy, "certificate-trust", PASS, NULL, "Example CA", NULL},
	{IMAP, IMPLICIT, no_anchors, "certificate-trust", NOT_TESTED, NULL, "no trust anchors on this computer", NULL},
	{IMAP, IMPLICIT, self_signed, "certificate-trust", FAIL, NULL, "self-signed", NULL},
	{IMAP, IMPLICIT, intercepted, "certificate-trust", WARNING, NULL, "trusted", "seen through"},
	{IMAP, IMPLICIT, no_issuer, "certificate-trust", FAIL, NULL, "unknown issuer; issuer: CN=Example CA", NULL},
	{IMAP, IMPLICIT, incomplete, "certificate-trust", FAIL, NULL, "incomplete", NULL},
	{IMAP, IMPLICIT, revoked, "certificate-trust", FAIL, NULL, "revoked", NULL},
	{IMAP, IMPLICIT, bad_chain, "certificate-trust", FAIL, NULL, "signature is too weak", NULL},
	{IMAP, IMPLICIT, not_judged, "certificate-trust", NOT_TESTED, NULL, "too weak", NULL},
	{IMAP, IMPLICIT, stale_issuer, "certificate-trust", FAIL, NULL, "CN=Old CA", NULL},
	{IMAP, IMPLICIT, expired, "certificate-trust", PASS, NULL, "trusted", NULL},
	{IMAP, IMPLICIT, chain_of_pinned, "certificate-trust", PASS, NULL, "trusted", NULL},
	/* certificate-name */
	{IMAP, IMPLICIT, scene_healthy, "certificate-name", PASS, NULL, "mail.example.com", NULL},
	{IMAP, IMPLICIT, wrong_name, "certificate-name", FAIL, NULL, "www.example.org", "for other names: www.example.org"},
	{IMAP, IMPLICIT, name_in_cn, "certificate-name", FAIL, NULL, "only the common name", "only in the common name"},
	{IMAP, IMPLICIT, evil_name, "certificate-name", FAIL, NULL, "mail.example.com\\x00.evil.example", NULL},
	/* certificate-expiry */
	{IMAP, IMPLICIT, scene_healthy, "certificate-expiry", PASS, NULL, "valid until 2026-04-17, 60 days left", NULL},
	{IMAP, IMPLICIT, expired, "certificate-expiry", FAIL, NULL, "expired on 2026-02-13, 3 days ago", "clock says 2026-02-16"},
	{IMAP, IMPLICIT, name_beyond, "certificate-name", NOT_TESTED, NULL, "not among the 1 names that were read; names not read: 3", "not all read"},
	{IMAP, IMPLICIT, name_within, "certificate-name", PASS, NULL, NULL, NULL},
	{IMAP, IMPLICIT, of_1950, "certificate-expiry", FAIL, NULL, "expired on 1970-01-01", "expired"},
	{IMAP, IMPLICIT, undated, "certificate-expiry", FAIL, NULL, "dates that cannot be read", "cannot be read"},
	{IMAP, IMPLICIT, undated, "certificate-name", PASS, NULL, NULL, NULL},
	{IMAP, IMPLICIT, never_read, "certificate-name", NOT_TESTED, NULL, "only its fingerprint is known", "was not read"},
	{IMAP, IMPLICIT, not_yet_valid, "certificate-expiry", FAIL, NULL, "valid from 2026-02-17", "clock says"},
	{IMAP, IMPLICIT, expired_today, "certificate-expiry", FAIL, NULL, "less than a day ago", NULL},
	{IMAP, IMPLICIT, expires_now, "certificate-expiry", WARNING, NULL, "less than a day left", "in less than a day."},
	{IMAP, IMPLICIT, expires_soon, "certificate-expiry", WARNING, NULL, "13 days left", NULL},
	{IMAP, IMPLICIT, expires_in_14_days, "certificate-expiry", PASS, NULL, "14 days left", NULL},
	{IMAP, IMPLICIT, stale_issuer, "certificate-expiry", PASS, NULL, "CN=Old CA is not currently valid", NULL},
};
/* clang-format on */

static void test_rows(void **state)
{
	(void)state;
	scene_check_rows(rows, COUNT_OF(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
