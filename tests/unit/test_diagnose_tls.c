/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Handshakes, certificates and log-in: what is diagnosed first, and what is
 * not. */

#include "tests/unit/unit.h"

#include "tests/unit/diagnose_run.h"

#include <string.h>

#define CERTAIN CONFIDENCE_CERTAIN
#define LIKELY CONFIDENCE_LIKELY
#define POSSIBLE CONFIDENCE_POSSIBLE

static void nothing_wrong(struct run *run)
{
	good(run, IMAP, IMPLICIT, HOST);
	good(run, SMTP, EXPLICIT, "smtp.example.com");
}

/* Interception. */

static void issue(
	struct endpoint_report *endpoint, const char *issuer, enum trust trust)
{
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct tls_facts *tls = &endpoint->facts.probes[i]->tls;

		if (!tls->chain_count)
			continue;
		tls->chain[0].issuer = octets(issuer);
		tls->trust = trust;
	}
}

static void shield(struct run *run)
{
	issue(good(run, IMAP, IMPLICIT, HOST),
		"CN=Avast Web/Mail Shield Root,O=Avast", TRUST_INCOMPLETE);
	issue(good(run, SMTP, EXPLICIT, "smtp.example.org"),
		"CN=Avast Web/Mail Shield Root,O=Avast", TRUST_INCOMPLETE);
}

/* The scanner's root is installed: nothing fails. */
static void shield_trusted(struct run *run)
{
	issue(good(run, IMAP, IMPLICIT, HOST),
		"CN=Avast Web/Mail Shield Root,O=Avast", TRUST_OK);
}

static void gateway(struct run *run)
{
	issue(good(run, IMAP, IMPLICIT, HOST), "CN=support,O=Fortinet",
		TRUST_SELF_SIGNED);
}

static void stranger_at_provider(struct run *run)
{
	issue(good(run, IMAP, IMPLICIT, "outlook.office365.com"),
		"CN=Inspection CA", TRUST_INCOMPLETE);
}

static void stand_in_for_provider(struct run *run)
{
	stranger_at_provider(run);
	run->report.endpoints[0].facts.connected_to = "127.0.0.1";
}

/* Handshakes. */

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

static void demand(struct endpoint_report *endpoint, enum tls_version version,
	enum demand demand)
{
	expected(endpoint)->tls[version].demand = demand;
	expected(endpoint)->tls[version].severity = SEVERITY_ERROR;
}

static void old_required(struct run *run)
{
	static const char *const hosts[] = {HOST, "smtp.example.com"};

	for (size_t i = 0; i < 2; i++) {
		struct endpoint_report *endpoint =
			good(run, IMAP, IMPLICIT, hosts[i]);

		demand(endpoint, TLS_1_0, DEMAND_REQUIRED);
		demand(endpoint, TLS_1_1, DEMAND_REQUIRED);
	}
}

static void new_required(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	demand(endpoint, TLS_1_3, DEMAND_REQUIRED);
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

	demand(endpoint, TLS_1_0, DEMAND_FORBIDDEN);
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

/* Dates. */

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

/* Trust. */

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

static void incomplete(struct run *run)
{
	issue(good(run, IMAP, IMPLICIT, HOST), "CN=Example intermediate",
		TRUST_INCOMPLETE);
}

static void incomplete_public(struct run *run)
{
	issue(good(run, IMAP, IMPLICIT, HOST), "CN=R11,O=Let's Encrypt,C=US",
		TRUST_INCOMPLETE);
}

static void incomplete_here_alone(struct run *run)
{
	incomplete(run);
	issue(good(run, SMTP, EXPLICIT, "smtp.example.org"),
		"CN=Example intermediate", TRUST_OK);
}

static void private_root(struct run *run)
{
	issue(good(run, IMAP, IMPLICIT, HOST), "CN=Company Root CA",
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

/* Names. */

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

/* Products and ways to log in. */

static const struct greeting_expectation exchange_greets[] = {
	{"^\\* OK The Microsoft Exchange IMAP4 service is ready\\. \\["}};

static void other_product(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	expected(endpoint)->product = "Exchange Online";
	expected(endpoint)->greetings = exchange_greets;
	expected(endpoint)->greeting_count = 1;
	each(endpoint, say_greeting, "* OK Dovecot ready.");
}

static void right_product(struct run *run)
{
	other_product(run);
	each(&run->report.endpoints[0], say_greeting,
		"* OK The Microsoft Exchange IMAP4 service is ready. [TQBO]");
}

static const struct mechanism_expectation wants_plain[] = {
	{"PLAIN", DEMAND_REQUIRED, SEVERITY_ERROR}};
static const struct mechanism_expectation forbids_plain[] = {
	{"PLAIN", DEMAND_FORBIDDEN, SEVERITY_ERROR}};

static struct endpoint_report *offering(struct run *run, enum service service,
	enum tls_mode mode, const char *one, const char *other)
{
	struct endpoint_report *endpoint = good(run, service, mode, HOST);

	expected(endpoint)->mechanisms = wants_plain;
	expected(endpoint)->mechanism_count = 1;
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct probe_facts *probe = endpoint->facts.probes[i];
		struct capabilities *caps = mode == MODE_CLEARTEXT
						    ? &probe->cleartext
						    : &probe->protected;

		if (probe->outcome != OUTCOME_COMPLETED)
			continue;
		*caps = (struct capabilities){
			.seen = true, .login_disabled = true};
		if (one)
			offer(probe, caps, one);
		if (other)
			offer(probe, caps, other);
	}
	return endpoint;
}

static void oauth_only(struct run *run)
{
	offering(run, IMAP, IMPLICIT, "XOAUTH2", "OAUTHBEARER");
}

static void domain_only(struct run *run)
{
	offering(run, SMTP, EXPLICIT, "GSSAPI", "NTLM");
}

static void no_login(struct run *run)
{
	offering(run, SMTP, EXPLICIT, NULL, NULL);
}

static void connector(struct run *run)
{
	struct endpoint_report *endpoint =
		offering(run, SMTP, EXPLICIT, NULL, NULL);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		add_item(endpoint->facts.probes[i],
			&endpoint->facts.probes[i]->protected,
			"X-ANONYMOUSTLS");
}

static void connector_on_465(struct run *run)
{
	struct endpoint_report *endpoint =
		bad(run, SMTP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_NOT_TLS);

	each(endpoint, say_unexpected,
		"220 ex.example.com Microsoft ESMTP MAIL Service ready at "
		"Mon, 16 Feb 2026 00:00:00 +0000\r\n");
}

static void encryption_required(struct run *run)
{
	struct endpoint_report *endpoint =
		offering(run, IMAP, CLEARTEXT, NULL, NULL);

	best(endpoint)->cleartext.starttls = true;
}

static void login_disabled_in_clear(struct run *run)
{
	offering(run, IMAP, CLEARTEXT, NULL, NULL);
}

static void too_much(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	expected(endpoint)->mechanisms = forbids_plain;
	expected(endpoint)->mechanism_count = 1;
}

static const struct capability_expectation wants_idle[] = {
	{"IDLE", DEMAND_REQUIRED, SEVERITY_ERROR}};

static void no_idle(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, IMPLICIT, HOST);

	expected(endpoint)->capabilities = wants_idle;
	expected(endpoint)->capability_count = 1;
}

static void has_idle(struct run *run)
{
	struct endpoint_report *endpoint;

	no_idle(run);
	endpoint = &run->report.endpoints[0];
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		add_item(endpoint->facts.probes[i],
			&endpoint->facts.probes[i]->protected, "IDLE");
}

static void clear_passwords(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, EXPLICIT, HOST);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->cleartext.login_disabled = false;
}

/* "SSL" for port 587: the port decided. */
static void say_ssl(struct run *run)
{
	static const struct remark remark = {
		REMARK_MODE_CONTRADICTS, 7, "SSL", "explicit"};

	run->entries[0].origin = (struct origin){
		.place = "accounts.csv", .line = 7, .said = "SSL"};
	run->entries[0].remarks = &remark;
	run->entries[0].remark_count = 1;
}

static void settings_contradict(struct run *run)
{
	good(run, SMTP, EXPLICIT, HOST);
	say_ssl(run);
}

static void settings_agree(struct run *run)
{
	static const struct remark remark = {
		REMARK_MODE_WORD, 7, "TLS", "explicit"};

	settings_contradict(run);
	run->entries[0].remarks = &remark;
}

static void settings_contradict_in_vain(struct run *run)
{
	bad(run, SMTP, EXPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
	say_ssl(run);
}

/* A failure that no rule of today makes. */
static void strange(struct run *run)
{
	struct endpoint_report *endpoint = bad(
		run, IMAP, IMPLICIT, HOST, STAGE_HANDSHAKE, ST_REPLY_TOO_LONG);

	(void)endpoint;
}

static void strange_and_closed(struct run *run)
{
	strange(run);
	bad(run, POP3, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
}

static const struct diagnose_case cases[] = {
	{"nothing wrong", nothing_wrong, NULL, 0, NULL, NULL, "unknown"},
	{"shield, trusted", shield_trusted, NULL, 0, NULL, NULL,
		"certificate-intercepted"},
	{"right product", right_product, NULL, 0, NULL, NULL, "other-product"},
	{"has IDLE", has_idle, NULL, 0, NULL, NULL, "capability-differs"},

	{"shield", shield, "certificate-intercepted", CERTAIN,
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
	{"large ones lost", large_lost, "hello-too-large", LIKELY, "tls-best",
		NULL, "hello-dropped"},
	{"large ones disliked", large_disliked, "hello-dropped", LIKELY,
		"tls-best", NULL, "hello-too-large"},
	{"all dropped", all_dropped, "hello-dropped", POSSIBLE, "tls-best",
		"tls-server-fault", "tls-intolerant"},
	{"dropped after STARTTLS", dropped_after_starttls, "hello-dropped",
		POSSIBLE, "tls-best", "starttls-proxy", NULL},
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
	{"library error", library_error, "tls-damaged", POSSIBLE, "tls-best",
		NULL, NULL},
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
	{"TLS 1.0 accepted, then refused", accept_10_and_refuse,
		"tls-version-accepted", POSSIBLE, "tls-1.0", NULL, NULL},

	{"expired", expired, "certificate-expired", LIKELY,
		"certificate-expiry", NULL, "clock-wrong"},
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

	{"no anchors", no_anchors, "anchors-missing", CERTAIN,
		"certificate-trust", NULL, "certificate-private-issuer"},
	{"self-signed", self_signed, "certificate-self-signed", CERTAIN,
		"certificate-trust", NULL, "anchors-missing"},
	{"revoked", revoked, "certificate-revoked", CERTAIN,
		"certificate-trust", NULL, "certificate-ocsp"},
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
	{"weak by its facts", weak_by_facts, "certificate-weak", LIKELY,
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
	{"common name only", cn_only, "certificate-name-cn-only", CERTAIN,
		"certificate-name", NULL, "certificate-name-mismatch"},

	{"other product", other_product, "other-product", LIKELY, "greeting",
		NULL, "certificate-issuer-expired"},
	{"OAuth only", oauth_only, "passwords-off", LIKELY, "capability-auth",
		NULL, "auth-missing"},
	{"domain only", domain_only, "auth-domain-only", LIKELY,
		"capability-auth", NULL, "passwords-off"},
	{"no log-in", no_login, "auth-missing", LIKELY, "capability-auth", NULL,
		"wrong-connector"},
	{"connector", connector, "wrong-connector", LIKELY, "capability-auth",
		NULL, "auth-domain-only"},
	{"connector on 465", connector_on_465, "wrong-connector", LIKELY,
		"mode", "mode-starttls-wanted", NULL},
	{"encryption required", encryption_required, "encryption-required",
		CERTAIN, "capability-auth", NULL, "passwords-in-clear"},
	{"login disabled in clear", login_disabled_in_clear,
		"encryption-required", LIKELY, "capability-auth", NULL,
		"auth-missing"},
	{"too much", too_much, "auth-unexpected", LIKELY, "capability-auth",
		NULL, "encryption-required"},
	{"no IDLE", no_idle, "capability-differs", LIKELY, "capability-list",
		NULL, "auth-unexpected"},
	{"passwords in clear", clear_passwords, "passwords-in-clear", CERTAIN,
		"cleartext-login", NULL, "encryption-required"},
	{"settings contradict", settings_contradict, "settings-contradict",
		LIKELY, "settings-mode", NULL, "mode-starttls-wanted"},
	{"settings agree", settings_agree, NULL, 0, NULL, NULL,
		"settings-contradict"},
	{"settings contradict in vain", settings_contradict_in_vain,
		"port-closed", LIKELY, NULL, "settings-contradict", "unknown"},
	{"strange", strange, "unknown", POSSIBLE, "tls-best", NULL,
		"tls-version-accepted"},
	{"strange, and closed", strange_and_closed, "port-closed", LIKELY, NULL,
		"unknown", NULL},
};

static void test_cases(void **state)
{
	(void)state;
	check_cases(cases, COUNT_OF(cases));
}

static void test_coverage(void **state)
{
	(void)state;
	check_coverage(
		cases, COUNT_OF(cases), "certificate-intercepted", "unknown");
}

static const struct words_case words_cases[] = {
	{stranger_at_provider, "is a server of Microsoft 365"},
	{client_certificate_12,
		"requests a client certificate in the handshake"},
	{works_without_name, "without a server name"},
	{large_disliked, "a smaller request with TLS 1.2 alone succeeds"},
	{best_fails, "offered alone, these work: TLS 1.2, TLS 1.3"},
	{only_13_asked, "TLS 1.2 is accepted"},
	{accept_10_and_refuse, "TLS 1.0 and 1.1 are not supported"},
	{clock_ahead, "the server says that it is 2026-01-07"},
	{clock_behind_years, "the issuers' certificates are out of date too"},
	{expired, "Your computer says that today is 2026-02-16"},
	{expired_by_all_clocks, "agrees with this computer's"},
	{stale, "\"CN=Example intermediate\": valid from"},
	{incomplete_here_alone, "and sends the missing part"},
	{weak_by_facts, "a key of 1024 bits"},
	{other_name, "be called \"server17.example.net\""},
	{shallow_wildcard, "and a.mail.example.com has more"},
	{other_product, "is Dovecot, not Exchange Online"},
	{connector, "Set the port to 587 and"},
	{encryption_required,
		"security (some programs call it encryption) to STARTTLS"},
	{oauth_only, "XOAUTH2, OAUTHBEARER; LOGINDISABLED"},
	{no_idle, "missing: IDLE"},
	{clear_passwords, "before encryption: the LOGIN command"},
	{strange, "tls-best: the server sent an overlong reply"},
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
	clear_passwords(run);
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
	shield(run);
	demand(&run->report.endpoints[0], TLS_1_0, DEMAND_REQUIRED);
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
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_said),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_interceptor_explains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
