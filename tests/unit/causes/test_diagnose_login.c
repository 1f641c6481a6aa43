/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Products and log-in: what is diagnosed first, and what must not be. */

#include "tests/unit/causes/diagnose_claims.h"
#include "tests/unit/causes/diagnose_scenes.h"
#include "tests/unit/unit.h"

#include <string.h>

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

/* The settings name no way, and there is none. */
static void no_way(struct run *run)
{
	struct endpoint_report *endpoint =
		offering(run, IMAP, IMPLICIT, NULL, NULL);

	((struct matrix_entry *)endpoint->entry)->expectation.mechanism_count =
		0;
	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->protected.login_disabled = true;
}

/* The server does not see the TLS of the proxy before it. */
static void no_way_behind_proxy(struct run *run)
{
	no_way(run);
	best(&run->report.endpoints[0])->protected.starttls = true;
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
	{"right product", right_product, NULL, 0, NULL, NULL, "other-product"},
	{"has IDLE", has_idle, NULL, 0, NULL, NULL, "capability-differs"},
	{"other product", other_product, "other-product", LIKELY, "greeting",
		NULL, "certificate-issuer-expired"},
	{"OAuth only", oauth_only, "passwords-off", LIKELY, "capability-auth",
		NULL, "auth-missing"},
	{"domain only", domain_only, "auth-domain-only", LIKELY,
		"capability-auth", NULL, "passwords-off"},
	{"no log-in", no_login, "auth-missing", LIKELY, "capability-auth", NULL,
		"auth-none"},
	{"no log-in, and none named", no_way, "auth-none", LIKELY,
		"capability-auth", NULL, "auth-missing"},
	{"no log-in, and STARTTLS inside TLS", no_way_behind_proxy, "auth-none",
		LIKELY, "capability-auth", NULL, "auth-missing"},
	{"no log-in, and no Exchange", no_login, "auth-missing", LIKELY,
		"capability-auth", NULL, "wrong-connector"},
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
	{"passwords in clear", scene_clear_passwords, "passwords-in-clear",
		CERTAIN, "cleartext-login", NULL, "encryption-required"},
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
	check_coverage(
		cases, COUNT_OF(cases), "settings-contradict", "unknown");
}

static void dovecot_clear_passwords(struct run *run)
{
	scene_clear_passwords(run);
	each(&run->report.endpoints[0], say_greeting,
		"* OK [CAPABILITY IMAP4rev1] Dovecot ready.");
}

static const struct words_case words_cases[] = {
	{dovecot_clear_passwords, "disable_plaintext_auth = yes"},
	{no_way_behind_proxy, "does not know that the connection is encrypted"},
	{other_product, "is Dovecot, not Exchange Online"},
	{connector, "receive connector"},
	{encryption_required,
		"security (some programs call it encryption) to STARTTLS"},
	{oauth_only, "XOAUTH2, OAUTHBEARER; LOGINDISABLED"},
	{no_idle, "missing: IDLE"},
	{scene_clear_passwords, "before encryption: the LOGIN command"},
	{strange, "tls-best: the server sent an overlong reply"},
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
