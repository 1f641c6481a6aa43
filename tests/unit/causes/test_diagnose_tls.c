/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Interception and handshakes: what is diagnosed first, and what must not be.
 */

#include "tests/unit/causes/diagnose_claims.h"
#include "tests/unit/causes/diagnose_scenes.h"
#include "tests/unit/unit.h"

static void nothing_wrong(struct run *run)
{
	good(run, IMAP, IMPLICIT, HOST);
	good(run, SMTP, EXPLICIT, "smtp.example.com");
}

/* The scanner's root is installed: nothing fails. */
static void shield_trusted(struct run *run)
{
	scene_issue(good(run, IMAP, IMPLICIT, HOST),
		"CN=Avast Web/Mail Shield Root,O=Avast", TRUST_OK);
}

static void gateway(struct run *run)
{
	scene_issue(good(run, IMAP, IMPLICIT, HOST), "CN=support,O=Fortinet",
		TRUST_SELF_SIGNED);
}

static void stranger_at_provider(struct run *run)
{
	scene_issue(good(run, IMAP, IMPLICIT, "outlook.office365.com"),
		"CN=Inspection CA", TRUST_INCOMPLETE);
}

static void stand_in_for_provider(struct run *run)
{
	stranger_at_provider(run);
	run->report.endpoints[0].facts.connected_to = "127.0.0.1";
}

static struct endpoint_report *refused(
	struct run *run, enum tls_mode mode, unsigned code)
{
	struct endpoint_report *endpoint = add(run, IMAP, mode, HOST);

	refuse(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), code);
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		refuse(endpoint,
			add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(v)),
			code);
	return endpoint;
}

static void client_certificate(struct run *run)
{
	refused(run, IMPLICIT, 116);
}

static void client_certificate_12(struct run *run)
{
	struct endpoint_report *endpoint = refused(run, IMPLICIT, 40);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->tls.wants_certificate = true;
}

static void no_common(struct run *run)
{
	refused(run, IMPLICIT, 40);
}

static void no_common_version(struct run *run)
{
	refused(run, EXPLICIT, 70);
}

static void only_old_asked(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);
	unsigned old = TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1);

	expected(endpoint)->tls_at_least = TLS_1_0;
	endpoint->facts.versions_asked = old;
	refuse(endpoint, add_probe(endpoint, PURPOSE_BEST, old), 70);
	refuse(endpoint,
		add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(TLS_1_0)), 70);
}

static void unknown_host(struct run *run)
{
	refused(run, IMPLICIT, 112);
}

static void works_without_name(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_RESET);

	complete(endpoint, follow_up(endpoint, QUESTION_NO_SNI, IMPLICIT),
		TLS_1_3);
}

static void number_for_name(struct run *run)
{
	struct endpoint_report *endpoint =
		add(run, IMAP, IMPLICIT, "192.0.2.25");

	refuse(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_PROBED), 112);
}

static void make_shift(struct probe_facts *probe, struct certificate *leaf)
{
	leaf->subject = octets("CN=invalid2.invalid,OU=No SNI provided");
	leaf->issuer = leaf->subject;
	leaf->names[0].value = octets("invalid2.invalid");
	probe->tls.trust = TRUST_SELF_SIGNED;
}

static void no_name_given(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, "192.0.2.25"), make_shift);
}

static void name_given_and_lost(struct run *run)
{
	each_leaf(good(run, IMAP, IMPLICIT, HOST), make_shift);
}

static void small_hello(struct run *run, enum status status)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, status);

	complete(endpoint, follow_up(endpoint, QUESTION_SMALL_HELLO, IMPLICIT),
		TLS_1_2);
}

static void large_lost(struct run *run)
{
	small_hello(run, ST_TIMEOUT);
}

static void large_disliked(struct run *run)
{
	small_hello(run, ST_RESET);
}

static void all_dropped(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_RESET);
}

static void dropped_after_starttls(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_HANDSHAKE, ST_EOF);
}

static void begin_answer(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	(void)endpoint;
	probe->begun = octets(text);
}

/* A record of a handshake: 2 is a ServerHello, 1 is what we had said. */
static void answer_cut(struct run *run)
{
	each(bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_EOF),
		begin_answer, "\026\003\003\001z\002\001\001v\003\003");
}

static void choose_version(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	(void)endpoint;
	(void)text;
	probe->tls.server_hello = true;
}

static void answer_left(struct run *run)
{
	each(bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_RESET),
		choose_version, NULL);
}

static void answer_echoed(struct run *run)
{
	each(bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_TLS),
		begin_answer, "\026\003\003\001z\001\001\001v\003\003");
}

static void refuse_key(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	(void)endpoint;
	probe->detail = text;
	probe->tls.server_hello = true;
}

static void key_too_large(struct run *run)
{
	each(bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_TLS),
		refuse_key, "an RSA key of 65536 bits was refused");
}

static void prime_too_small(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_TLS);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->tls.library_name =
			"GNUTLS_E_DH_PRIME_UNACCEPTABLE";
}

static void key_usage_forbids(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_TLS);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->tls.library_name =
			"GNUTLS_E_KEY_USAGE_VIOLATION";
}

static void certificate_twice_extended(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_TLS);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->tls.library_name =
			"GNUTLS_E_X509_DUPLICATE_EXTENSION";
}

static void silent_handshake(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_TIMEOUT);
}

static void one_version_silent(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct probe_facts *probe = endpoint->facts.probes[2];

	probe->tls.alert_count = 0;
	probe->status = ST_TIMEOUT;
	probe->outcome = OUTCOME_FAILED;
}

static void best_fails(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct probe_facts *probe = best(endpoint);

	probe->tls = (struct tls_facts){.version = TLS_NONE};
	refuse(endpoint, probe, 40);
	probe->greeting = (struct greeting){0};
	probe->protected = (struct capabilities){0};
}

/* TLS 1.3 is dropped each time, alone or among others. */
static void drops_13(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	for (size_t i = 0; i < 5; i += 4) {
		struct probe_facts *probe = endpoint->facts.probes[i];

		probe->tls = (struct tls_facts){
			.started = true, .version = TLS_NONE};
		probe->greeting = (struct greeting){0};
		probe->protected = (struct capabilities){0};
		probe->stage = STAGE_HANDSHAKE;
		probe->status = ST_RESET;
		probe->outcome = OUTCOME_FAILED;
	}
}

static void only_13_asked(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);
	struct probe_facts *probe;

	refuse(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_BIT(TLS_1_3)),
		70);
	probe = follow_up(endpoint, QUESTION_NO_SNI, IMPLICIT);
	complete(endpoint, probe, TLS_1_2);
}

static void small_works(struct run *run)
{
	struct endpoint_report *endpoint = refused(run, IMPLICIT, 40);

	complete(endpoint, follow_up(endpoint, QUESTION_SMALL_HELLO, IMPLICIT),
		TLS_1_2);
}

static void only_13_and_alert_40(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);

	refuse(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_BIT(TLS_1_3)),
		40);
	complete(endpoint, follow_up(endpoint, QUESTION_SMALL_HELLO, IMPLICIT),
		TLS_1_2);
}

static void only_old_asked_unowed(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);
	unsigned old = TLS_BIT(TLS_1_0) | TLS_BIT(TLS_1_1);

	endpoint->facts.versions_asked = old;
	refuse(endpoint, add_probe(endpoint, PURPOSE_BEST, old), 70);
}

static void fault(struct run *run)
{
	refused(run, IMPLICIT, 80);
}

static void damage(struct run *run)
{
	refused(run, IMPLICIT, 20);
}

static void library_error(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_TLS);
}

static void old_server(struct run *run)
{
	struct endpoint_report *endpoint = add(run, IMAP, IMPLICIT, HOST);

	complete(endpoint, add_probe(endpoint, PURPOSE_BEST, TLS_PROBED),
		TLS_1_0);
	for (int v = TLS_1_0; v <= TLS_1_3; v++) {
		struct probe_facts *probe =
			add_probe(endpoint, PURPOSE_TLS_VERSION, TLS_BIT(v));

		if (v == TLS_1_0)
			complete(endpoint, probe, TLS_1_0);
		else
			refuse(endpoint, probe, 70);
	}
}

static void older_still(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_TLS_VERSION);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		endpoint->facts.probes[i]->tls.server_hello = true;
		endpoint->facts.probes[i]->tls.version = TLS_SSL3;
		endpoint->facts.probes[i]->outcome = OUTCOME_REFUSED;
	}
}

static void old_required(struct run *run)
{
	static const char *const hosts[] = {HOST, "smtp.example.com"};

	for (size_t i = 0; i < 2; i++) {
		struct endpoint_report *endpoint =
			good(run, IMAP, IMPLICIT, hosts[i]);

		scene_demand(endpoint, TLS_1_0, DEMAND_REQUIRED);
		scene_demand(endpoint, TLS_1_1, DEMAND_REQUIRED);
	}
}

static void new_required(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	scene_demand(endpoint, TLS_1_3, DEMAND_REQUIRED);
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct tls_facts *tls = &endpoint->facts.probes[i]->tls;

		if (tls->completed)
			tls->version = TLS_1_2;
	}
	endpoint->facts.probes[4]->tls =
		(struct tls_facts){.started = true, .version = TLS_NONE};
	endpoint->facts.probes[4]->greeting = (struct greeting){0};
	refuse(endpoint, endpoint->facts.probes[4], 70);
}

static void accept_10(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);
	struct probe_facts *probe = endpoint->facts.probes[1];

	scene_demand(endpoint, TLS_1_0, DEMAND_FORBIDDEN);
	probe->tls.alert_count = 0;
	complete(endpoint, probe, TLS_1_0);
}

static void accept_10_and_refuse(struct run *run)
{
	struct probe_facts *probe;

	accept_10(run);
	probe = run->report.endpoints[0].facts.probes[1];
	probe->reply = octets("* BYE TLS 1.0 and 1.1 are not supported.");
	probe->stage = STAGE_GREETING;
	probe->status = ST_THROTTLED;
}

static const struct diagnose_case cases[] = {
	{"nothing wrong", nothing_wrong, NULL, 0, NULL, NULL, "unknown"},
	{"shield, trusted", shield_trusted, NULL, 0, NULL, NULL,
		"certificate-intercepted"},
	{"shield", scene_shield, "certificate-intercepted", CERTAIN,
		"certificate-trust", NULL, "certificate-chain-incomplete"},
	{"gateway", gateway, "certificate-intercepted", LIKELY,
		"certificate-trust", NULL, "certificate-self-signed"},
	{"stranger at a provider", stranger_at_provider,
		"certificate-intercepted", LIKELY, "certificate-trust", NULL,
		"certificate-private-issuer"},
	{"stand-in for a provider", stand_in_for_provider,
		"certificate-private-issuer", POSSIBLE, "certificate-trust",
		"certificate-chain-incomplete", "certificate-intercepted"},
	{"client certificate", client_certificate, "client-certificate-wanted",
		CERTAIN, "tls-best", NULL, "tls-no-common"},
	{"client certificate, TLS 1.2", client_certificate_12,
		"client-certificate-wanted", LIKELY, "tls-best", NULL, NULL},
	{"nothing in common", no_common, "tls-no-common", LIKELY, "tls-best",
		"tls-server-fault", "client-certificate-wanted"},
	{"no version in common", no_common_version, "tls-no-common", LIKELY,
		"tls-best", NULL, "tls-version-refused"},
	{"only old versions asked", only_old_asked, "tls-version-refused",
		LIKELY, "tls-best", NULL, "tls-no-common"},
	{"unknown host", unknown_host, "server-name-unknown", LIKELY,
		"tls-best", NULL, "sni-needed"},
	{"works without a name", works_without_name, "server-name-unknown",
		LIKELY, "tls-best", NULL, "hello-dropped"},
	{"number for a name", number_for_name, "sni-needed", LIKELY, "tls-best",
		NULL, "server-name-unknown"},
	{"no name given", no_name_given, "sni-needed", CERTAIN,
		"certificate-name", NULL, "certificate-self-signed"},
	{"a name given, and lost", name_given_and_lost,
		"certificate-intercepted", LIKELY, "certificate-name", NULL,
		"sni-needed"},
	{"large ones lost", large_lost, "hello-too-large", LIKELY, "tls-best",
		NULL, "hello-dropped"},
	{"large ones disliked", large_disliked, "hello-dropped", LIKELY,
		"tls-best", NULL, "hello-too-large"},
	{"all dropped", all_dropped, "hello-dropped", POSSIBLE, "tls-best",
		"connection-dropped", "tls-intolerant"},
	{"dropped after STARTTLS", dropped_after_starttls, "hello-dropped",
		POSSIBLE, "tls-best", "starttls-proxy", NULL},
	{"a key that is too large", key_too_large, "key-refused", LIKELY,
		"tls-best", NULL, "tls-damaged"},
	{"a prime that is too small", prime_too_small, "key-refused", LIKELY,
		"tls-best", NULL, "tls-damaged"},
	{"not the key", answer_cut, "handshake-cut", LIKELY, "tls-best", NULL,
		"key-refused"},
	{"a ServerHello, and no more", answer_left, "handshake-cut", LIKELY,
		"tls-best", NULL, "hello-dropped"},
	{"the answer breaks off", answer_cut, "handshake-cut", LIKELY,
		"tls-best", NULL, "hello-dropped"},
	{"the answer is an echo", answer_echoed, "service-other", CERTAIN,
		"tls-best", NULL, "handshake-cut"},
	{"silent handshake", silent_handshake, "server-silent", POSSIBLE,
		"tls-best", "hello-too-large", NULL},
	{"one version silent", one_version_silent, "hello-dropped", POSSIBLE,
		"tls-1.1", NULL, "server-slow"},
	{"best fails", best_fails, "tls-intolerant", LIKELY, "tls-best", NULL,
		"tls-no-common"},
	{"drops 1.3", drops_13, "tls-intolerant", LIKELY, "tls-best", NULL,
		"hello-dropped"},
	{"only 1.3 asked", only_13_asked, "tls-version-refused", LIKELY,
		"tls-best", NULL, "server-name-unknown"},
	{"only old versions asked, and none owed", only_old_asked_unowed,
		"tls-version-refused", LIKELY, "greeting", NULL, "unknown"},
	{"only 1.3 asked, alert 40", only_13_and_alert_40,
		"tls-version-refused", LIKELY, "tls-best", NULL,
		"tls-no-common"},
	{"a small hello works", small_works, "tls-intolerant", LIKELY,
		"tls-best", NULL, "tls-no-common"},
	{"fault", fault, "tls-server-fault", LIKELY, "tls-best", NULL,
		"tls-damaged"},
	{"damage", damage, "tls-damaged", POSSIBLE, "tls-best", NULL,
		"tls-server-fault"},
	{"key usage", key_usage_forbids, "certificate-key-usage", LIKELY,
		"tls-best", NULL, "tls-damaged"},
	{"an extension twice", certificate_twice_extended,
		"certificate-malformed", LIKELY, "tls-best", NULL,
		"tls-damaged"},
	{"library error", library_error, "tls-damaged", POSSIBLE, "tls-best",
		NULL, "certificate-key-usage"},
	{"another library error", prime_too_small, "key-refused", LIKELY,
		"tls-best", NULL, "certificate-malformed"},
	{"old server", old_server, "tls-too-old-server", CERTAIN, "tls-best",
		NULL, "tls-old-required"},
	{"older still", older_still, "tls-too-old-server", CERTAIN, "tls-best",
		NULL, "tls-version-refused"},
	{"old versions required", old_required, "tls-old-required", CERTAIN,
		"tls-1.0", NULL, "tls-too-old-server"},
	{"new version required", new_required, "tls-version-refused", LIKELY,
		"tls-1.3", NULL, "tls-version-accepted"},
	{"TLS 1.0 accepted", accept_10, "tls-version-accepted", CERTAIN,
		"tls-1.0", NULL, NULL},
	{"TLS 1.0 taken, then refused", accept_10_and_refuse, NULL, 0, NULL,
		NULL, "tls-version-accepted"},
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
	check_coverage(cases, COUNT_OF(cases), "certificate-intercepted",
		"tls-version-accepted");
}

static const struct words_case words_cases[] = {
	{stranger_at_provider, "is a server of Microsoft 365"},
	{client_certificate_12,
		"requests a client certificate in the handshake"},
	{works_without_name, "without a server name"},
	{large_disliked, "a smaller request with TLS 1.2 alone succeeds"},
	{best_fails, "offered alone, these work: TLS 1.2, TLS 1.3"},
	{only_13_asked, "TLS 1.2 is accepted"},
};

static void test_said(void **state)
{
	(void)state;
	check_words(words_cases, COUNT_OF(words_cases));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
