/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Certificates: what is diagnosed first, and what must not be. */

#include "tests/unit/causes/diagnose_claims.h"
#include "tests/unit/causes/diagnose_scenes.h"
#include "tests/unit/unit.h"

#include <string.h>

static void expire(struct probe_facts *probe, struct certificate *leaf)
{
	(void)probe;
	leaf->not_before = NOW - 90 * DAY;
	leaf->not_after = NOW - 3 * DAY;
}

static void postpone(struct probe_facts *probe, struct certificate *leaf)
{
	(void)probe;
	leaf->not_before = NOW + 2 * DAY;
	leaf->not_after = NOW + 90 * DAY;
}

static void add_intermediate(
	struct probe_facts *probe, struct certificate *leaf)
{
	leaf->issuer = octets("CN=Example intermediate");
	add_issuer(probe, "CN=Example intermediate", "CN=Example root");
}

static void tell_time(struct endpoint_report *endpoint, int64_t time_s)
{
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->greeting.time_s = time_s;
}

static void expired(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), expire);
}

/* What was seen is no matter of the connections that were answered otherwise.
 */
static void expired_and_old_at_times(struct run *run)
{
	expired(run);
	take_or_leave(&run->report.endpoints[0], TLS_1_1);
}

static void expired_and_new_at_times(struct run *run)
{
	expired(run);
	take_or_leave(&run->report.endpoints[0], TLS_1_2);
}

static void expired_and_refused_at_times(struct run *run)
{
	struct endpoint_report *endpoint;

	expired(run);
	endpoint = &run->report.endpoints[0];
	refuse(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), 80);
}

static void expired_at(struct run *run, enum service service,
	enum tls_mode mode, const char *greeting)
{
	struct endpoint_report *endpoint = good(run, service, mode, HOST);

	each(endpoint, say_greeting, greeting);
	each_leaf(endpoint, expire);
}

/* One host, two products: each has a setting of its own. */
static void expired_at_both(struct run *run)
{
	expired_at(run, IMAP, IMPLICIT,
		"* OK [CAPABILITY IMAP4rev1] Dovecot ready.");
	expired_at(run, SMTP, EXPLICIT, "220 mail.example.com ESMTP Postfix");
}

static void use_group(struct run *run, unsigned bits)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	best(endpoint)->tls.dh_bits = bits;
}

static void small_group(struct run *run)
{
	use_group(run, 1024);
}

static void usual_group(struct run *run)
{
	use_group(run, 2048);
}

/* TLS 1.2 alone is shown the old one. */
static void expired_for_one(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		if (probe->purpose == PURPOSE_BEST || !probe->tls.chain_count)
			continue;
		expire(probe, &probe->tls.chain[0]);
		probe->tls.chain[0].sha256[0] = 'x';
		return;
	}
}

static void expired_by_all_clocks(struct run *run)
{
	expired(run);
	tell_time(good(run, SMTP, EXPLICIT, "smtp.example.com"), NOW + 30);
}

static void clock_ahead(struct run *run)
{
	expired(run);
	tell_time(
		good(run, SMTP, EXPLICIT, "smtp.example.com"), NOW - 40 * DAY);
}

static void clock_ahead_by_two(struct run *run)
{
	clock_ahead(run);
	tell_time(
		good(run, SMTP, EXPLICIT, "smtp.example.org"), NOW - 40 * DAY);
}

/* That clock is wrong, but the certificate has run out by it, too. */
static void odd_clock(struct run *run)
{
	expired(run);
	tell_time(good(run, SMTP, EXPLICIT, "smtp.example.com"), NOW + 9 * DAY);
}

static void clock_behind_years(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	each_leaf(endpoint, add_intermediate);
	each_leaf(endpoint, postpone);
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		if (endpoint->facts.probes[i]->tls.chain_count)
			endpoint->facts.probes[i]->tls.chain[1].not_before =
				NOW + DAY;
}

static void not_yet(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	each_leaf(endpoint, add_intermediate);
	each_leaf(endpoint, postpone);
}

static void not_yet_alone(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), postpone);
}

static void far_future(struct probe_facts *probe, struct certificate *leaf)
{
	(void)probe;
	leaf->not_before = NOW + 4000 * DAY;
	leaf->not_after = NOW + 4090 * DAY;
}

static void not_for_years(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), far_future);
}

static void stale(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	each_leaf(endpoint, add_intermediate);
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct tls_facts *tls = &endpoint->facts.probes[i]->tls;

		if (!tls->chain_count)
			continue;
		tls->chain[1].not_after = NOW - 9 * DAY;
		tls->trust_dates_bad = true;
	}
}

/* In date as sent, and known here by an old certificate alone. */
static void stale_here(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct tls_facts *tls = &endpoint->facts.probes[i]->tls;

		tls->trust_dates_bad = tls->chain_count > 0;
		tls->anchor = octets("CN=Old root");
		tls->anchor_not_before = NOW - 900 * DAY;
		tls->anchor_not_after = NOW - 9 * DAY;
	}
}

static void want(struct run *run, const char *issuer, bool sent, bool known)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	each_leaf(endpoint, add_intermediate);
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct tls_facts *tls = &endpoint->facts.probes[i]->tls;

		if (!tls->chain_count)
			continue;
		tls->trust = TRUST_NO_ISSUER;
		tls->trust_wanted = octets(issuer);
		tls->trust_wanted_sent = sent;
		tls->trust_wanted_known = known;
	}
}

/* The last one's issuer is known here, and another link is missing. */
static void gap(struct run *run)
{
	want(run, "CN=Example sub CA", false, false);
}

static void another_key(struct run *run)
{
	want(run, "CN=Example intermediate", true, false);
}

static void another_key_here(struct run *run)
{
	want(run, "CN=Example root", false, true);
}

static void set_trust(struct endpoint_report *endpoint, enum trust trust)
{
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		if (endpoint->facts.probes[i]->tls.chain_count)
			endpoint->facts.probes[i]->tls.trust = trust;
}

static void no_anchors(struct run *run)
{
	set_trust(good(run, IMAP, IMPLICIT, HOST), TRUST_NO_ANCHORS);
	set_trust(good(run, SMTP, EXPLICIT, HOST), TRUST_NO_ANCHORS);
}

static void self_signed(struct run *run)
{
	set_trust(good(run, IMAP, IMPLICIT, HOST), TRUST_SELF_SIGNED);
}

static void revoked(struct run *run)
{
	set_trust(good(run, IMAP, IMPLICIT, HOST), TRUST_REVOKED);
}

static void issuer_revoked(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct tls_facts *tls = &endpoint->facts.probes[0]->tls;

	set_trust(endpoint, TRUST_REVOKED);
	tls->revocation.status = REVOCATION_GOOD;
	tls->issuer_revocations =
		arena_alloc(run->arena, sizeof(struct issuer_revocation));
	tls->issuer_revocation_count = 1;
	tls->issuer_revocations[0] = (struct issuer_revocation){
		.subject = {(const unsigned char *)"CN=Example intermediate",
			23},
		.said = {.status = REVOCATION_REVOKED, .by = "CRL"},
	};
}

static void incomplete(struct run *run)
{
	scene_issue(good(run, IMAP, IMPLICIT, HOST), "CN=Example intermediate",
		TRUST_INCOMPLETE);
}

static void incomplete_public(struct run *run)
{
	scene_issue(good(run, IMAP, IMPLICIT, HOST),
		"CN=R11,O=Let's Encrypt,C=US", TRUST_INCOMPLETE);
}

static void incomplete_here_alone(struct run *run)
{
	incomplete(run);
	scene_issue(good(run, SMTP, EXPLICIT, "smtp.example.org"),
		"CN=Example intermediate", TRUST_OK);
}

static void private_root(struct run *run)
{
	scene_issue(good(run, IMAP, IMPLICIT, HOST), "CN=Company Root CA",
		TRUST_INCOMPLETE);
}

static void add_private_root(
	struct probe_facts *probe, struct certificate *leaf)
{
	leaf->issuer = octets("CN=Company CA");
	add_issuer(probe, "CN=Company CA", "CN=Company CA");
	probe->tls.trust = TRUST_NO_ISSUER;
}

static void private_root_sent(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), add_private_root);
}

static void flawed(struct run *run, unsigned flaws)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	set_trust(endpoint, TRUST_BAD);
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct tls_facts *tls = &endpoint->facts.probes[i]->tls;

		tls->trust_flaws = flaws;
		tls->trust_detail = "The certificate is NOT trusted.";
	}
}

static void set_name(
	struct probe_facts *probe, struct certificate *leaf, const char *name)
{
	struct presented_name *names =
		arena_alloc(probe->arena, sizeof(*names));

	names[0].type = NAME_DNS;
	names[0].value = octets(name);
	leaf->names = names;
	leaf->name_count = name[0] != '\0';
	leaf->common_name = octets(name);
}

static void with_dot(struct probe_facts *probe, struct certificate *leaf)
{
	set_name(probe, leaf, HOST ".");
}

static void dotted(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), with_dot);
}

static void of_website(struct probe_facts *probe, struct certificate *leaf)
{
	set_name(probe, leaf, "www.example.com");
}

static void website(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), of_website);
}

static void of_address(struct probe_facts *probe, struct certificate *leaf)
{
	set_name(probe, leaf, "192.0.2.10");
}

static void address_as_name(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, "192.0.2.10"), of_address);
}

static void other_address(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), of_address);
}

static void of_nobody(struct probe_facts *probe, struct certificate *leaf)
{
	set_name(probe, leaf, "");
	leaf->common_name = octets("localhost.localdomain");
	probe->tls.trust = TRUST_SELF_SIGNED;
}

static void makeshift(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), of_nobody);
}

static void weak_signature(struct run *run)
{
	flawed(run, FLAW_WEAK);
}

static void weaken(struct probe_facts *probe, struct certificate *leaf)
{
	(void)probe;
	leaf->key_bits = 1024;
	leaf->signature = "RSA-SHA1";
}

static void weak_by_facts(struct run *run)
{
	flawed(run, 0);
	each_leaf(&run->report.endpoints[0], weaken);
}

static void wrong_purpose(struct run *run)
{
	flawed(run, FLAW_PURPOSE);
}

static void bad_signature(struct run *run)
{
	flawed(run, FLAW_SIGNATURE | FLAW_WEAK);
}

static void no_staple(struct run *run)
{
	flawed(run, FLAW_OCSP);
}

static void flaw_not_known(struct run *run)
{
	flawed(run, 0);
}

static void rename_leaf(struct probe_facts *probe, struct certificate *leaf)
{
	(void)probe;
	leaf->names[0].value = octets("server17.example.net");
}

static void other_name(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), rename_leaf);
	each_leaf(good(run, SMTP, EXPLICIT, HOST), rename_leaf);
}

static void shorten_leaf(struct probe_facts *probe, struct certificate *leaf)
{
	(void)probe;
	leaf->names[0].value = octets("*.example.com");
}

static void shallow_wildcard(struct run *run)
{
	each_leaf(
		good(run, IMAP, IMPLICIT, "a.mail.example.com"), shorten_leaf);
}

static void name_by_cn(struct probe_facts *probe, struct certificate *leaf)
{
	rename_leaf(probe, leaf);
	leaf->common_name = octets(HOST);
}

static void cn_only(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), name_by_cn);
}

static const struct diagnose_case cases[] = {
	{"expired", expired, "certificate-expired", LIKELY,
		"certificate-expiry", NULL, "clock-wrong"},
	{"expired, TLS 1.1 at times", expired_and_old_at_times,
		"certificate-expired", LIKELY, "certificate-expiry", NULL,
		"answers-differ"},
	{"expired, TLS 1.2 at times", expired_and_new_at_times,
		"certificate-expired", LIKELY, "certificate-expiry",
		"answers-differ", NULL},
	{"expired, refused at times", expired_and_refused_at_times,
		"certificate-expired", LIKELY, "certificate-expiry",
		"answers-differ", NULL},
	{"expired at both", expired_at_both, "certificate-expired", LIKELY,
		"certificate-expiry", NULL, NULL},
	{"expired by all clocks", expired_by_all_clocks, "certificate-expired",
		CERTAIN, "certificate-expiry", NULL, "clock-wrong"},
	{"clock ahead", clock_ahead, "clock-wrong", LIKELY,
		"certificate-expiry", "certificate-expired",
		"certificate-not-yet-valid"},
	{"clock ahead by two", clock_ahead_by_two, "clock-wrong", CERTAIN,
		"certificate-expiry", NULL, "certificate-expired"},
	{"odd clock", odd_clock, "certificate-expired", LIKELY,
		"certificate-expiry", NULL, "clock-wrong"},
	{"clock behind by years", clock_behind_years, "clock-wrong", LIKELY,
		"certificate-expiry", "certificate-not-yet-valid", NULL},
	{"not yet", not_yet, "certificate-not-yet-valid", LIKELY,
		"certificate-expiry", "clock-wrong", NULL},
	{"not yet, alone", not_yet_alone, "certificate-not-yet-valid", POSSIBLE,
		"certificate-expiry", "clock-wrong", NULL},
	{"not for years", not_for_years, "clock-wrong", POSSIBLE,
		"certificate-expiry", "certificate-not-yet-valid", NULL},
	{"issuer expired", stale, "certificate-issuer-expired", LIKELY,
		"certificate-trust", NULL, "certificate-expired"},
	{"issuer expired here", stale_here, "certificate-issuer-expired",
		LIKELY, "certificate-trust", NULL, "certificate-expired"},
	{"gap", gap, "certificate-chain-incomplete", LIKELY,
		"certificate-trust", "certificate-private-issuer", NULL},
	{"issuer with another key", another_key, "certificate-chain-incomplete",
		LIKELY, "certificate-trust", NULL, NULL},
	{"authority with another key", another_key_here,
		"certificate-private-issuer", POSSIBLE, "certificate-trust",
		NULL, NULL},
	{"group of 1024 bits", small_group, "dh-group-weak", CERTAIN,
		"key-strength", NULL, "certificate-weak"},
	{"group of 2048 bits", usual_group, NULL, 0, NULL, NULL,
		"dh-group-weak"},
	{"expired for one version", expired_for_one, "certificate-mixed",
		CERTAIN, "certificate-expiry", NULL, "certificate-expired"},
	{"expired for all", expired, "certificate-expired", LIKELY,
		"certificate-expiry", NULL, "certificate-mixed"},
	{"no anchors", no_anchors, "anchors-missing", CERTAIN,
		"certificate-trust", NULL, "certificate-private-issuer"},
	{"self-signed", self_signed, "certificate-self-signed", CERTAIN,
		"certificate-trust", NULL, "anchors-missing"},
	{"revoked by its own issuer", revoked, "certificate-revoked", CERTAIN,
		"certificate-trust", NULL, "certificate-issuer-revoked"},
	{"revoked", revoked, "certificate-revoked", CERTAIN,
		"certificate-trust", NULL, "certificate-ocsp"},
	{"issuer revoked", issuer_revoked, "certificate-issuer-revoked",
		CERTAIN, "certificate-trust", NULL, "certificate-revoked"},
	{"revoked, issuers in date", revoked, "certificate-revoked", CERTAIN,
		"certificate-trust", NULL, "certificate-issuer-expired"},
	{"private root, not self-signed", private_root_sent,
		"certificate-private-issuer", LIKELY, "certificate-trust", NULL,
		"certificate-self-signed"},
	{"incomplete", incomplete, "certificate-chain-incomplete", LIKELY,
		"certificate-trust", "certificate-private-issuer", NULL},
	{"incomplete, public", incomplete_public,
		"certificate-chain-incomplete", LIKELY, "certificate-trust",
		NULL, "certificate-private-issuer"},
	{"incomplete here alone", incomplete_here_alone,
		"certificate-chain-incomplete", CERTAIN, "certificate-trust",
		NULL, "certificate-private-issuer"},
	{"private root", private_root, "certificate-private-issuer", POSSIBLE,
		"certificate-trust", "certificate-chain-incomplete", NULL},
	{"private root, sent", private_root_sent, "certificate-private-issuer",
		LIKELY, "certificate-trust", NULL,
		"certificate-chain-incomplete"},
	{"weak signature", weak_signature, "certificate-weak", LIKELY,
		"certificate-trust", NULL, "certificate-invalid"},
	{"weak by its facts", weak_by_facts, "certificate-weak", CERTAIN,
		"certificate-trust", NULL, "certificate-bad-signature"},
	{"wrong purpose", wrong_purpose, "certificate-wrong-purpose", CERTAIN,
		"certificate-trust", NULL, "certificate-weak"},
	{"bad signature", bad_signature, "certificate-bad-signature", LIKELY,
		"certificate-trust", NULL, "certificate-wrong-purpose"},
	{"no staple", no_staple, "certificate-ocsp", LIKELY,
		"certificate-trust", NULL, "certificate-revoked"},
	{"flaw not known", flaw_not_known, "certificate-invalid", POSSIBLE,
		"certificate-trust", NULL, "certificate-weak"},
	{"other name", other_name, "certificate-name-mismatch", LIKELY,
		"certificate-name", NULL, "certificate-name-cn-only"},
	{"shallow wildcard", shallow_wildcard, "certificate-name-mismatch",
		LIKELY, "certificate-name", NULL, NULL},
	{"name with a dot", dotted, "certificate-name-mismatch", LIKELY,
		"certificate-name", NULL, "certificate-name-cn-only"},
	{"address as a name", address_as_name, "certificate-name-mismatch",
		LIKELY, "certificate-name", NULL, NULL},
	{"self-signed, of nobody", makeshift, "certificate-self-signed", LIKELY,
		"certificate-name", NULL, "certificate-name-mismatch"},
	{"common name only", cn_only, "certificate-name-cn-only", CERTAIN,
		"certificate-name", NULL, "certificate-name-mismatch"},
};

static void test_claims(void **state)
{
	(void)state;
	claims_check(cases, COUNT_OF(cases));
}

static void test_cases(void **state)
{
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

static void test_coverage(void **state)
{
	(void)state;
	check_coverage(cases, COUNT_OF(cases), "anchors-missing",
		"certificate-invalid");
}

static const struct words_case words_cases[] = {
	{clock_ahead, "the server says that it is 2026-01-07"},
	{clock_behind_years, "the issuers' certificates are out of date too"},
	{expired, "Your computer says that today is 2026-02-16"},
	{expired_at_both,
		"Run doveadm reload afterwards. In Postfix, the file"},
	{expired_by_all_clocks, "agrees with this computer's"},
	{stale, "sent by the server: \"CN=Example intermediate\", valid"},
	{stale, "must send its issuer's current"},
	{stale_here, "known to this computer: \"CN=Old root\", valid from"},
	{stale_here, "Have the caller's system updated"},
	{gap, "and not the one of \"CN=Example sub CA\""},
	{another_key, "do not belong together"},
	{another_key_here, "\"CN=Example root\" has another key here"},
	{incomplete_here_alone, "and sends the missing part"},
	{weak_by_facts, "a key of 1024 bits"},
	{other_name, "be called \"server17.example.net\""},
	{dotted, "but with a dot at its end"},
	{dotted, "must be in the certificate without the dot"},
	{website, "no name that a program can use"},
	{other_address, "no name that a program can use"},
	{address_as_name, "as if it were a name"},
	{makeshift, "is made when a mail server is installed"},
	{shallow_wildcard, "and a.mail.example.com has more"},
};

static void test_said(void **state)
{
	(void)state;
	check_words(words_cases, COUNT_OF(words_cases));
}

/* Several causes of one endpoint, each with its findings; the more
 * fundamental first. */
static void test_order(void **state)
{
	struct run *run = run_new();
	struct endpoint_report *endpoint;

	(void)state;
	scene_clear_passwords(run);
	endpoint = &run->report.endpoints[0];
	each_leaf(endpoint, expire);
	each_leaf(endpoint, rename_leaf);
	set_trust(endpoint, TRUST_SELF_SIGNED);
	bad(run, POP3, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
	run_diagnose(run);
	assert_int_equal(run->report.diagnosis_count, 5);
	assert_string_equal(run->report.diagnoses[0].id, "port-closed");
	assert_string_equal(run->report.diagnoses[1].id, "certificate-expired");
	assert_string_equal(
		run->report.diagnoses[2].id, "certificate-name-mismatch");
	assert_string_equal(
		run->report.diagnoses[3].id, "certificate-self-signed");
	assert_string_equal(run->report.diagnoses[4].id, "passwords-in-clear");
	run_free(run);
}

/* What an interceptor shows is not held against the server. */
static void test_interceptor_explains(void **state)
{
	struct run *run = run_new();

	(void)state;
	scene_shield(run);
	scene_demand(&run->report.endpoints[0], TLS_1_0, DEMAND_REQUIRED);
	each_leaf(&run->report.endpoints[1], rename_leaf);
	run_diagnose(run);
	assert_int_equal(run->report.diagnosis_count, 1);
	assert_int_equal(run->report.diagnoses[0].endpoint_count, 2);
	assert_non_null(strstr(run->report.diagnoses[0].summary, "Avast"));
	run_free(run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_said),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_interceptor_explains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
