/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the checks make of capabilities and log-in. */

#include "tests/unit/checks/check_scene.h"

static void add_to(
	struct probe_facts *probe, struct capabilities *caps, const char *item)
{
	caps->items = arena_grow(probe->arena, caps->items, caps->item_count,
		sizeof(struct octets));
	caps->items[caps->item_count++] = scene_octets(item);
}

static void add_item(struct probe_facts *probe, const char *item)
{
	add_to(probe, &probe->protected, item);
}

/* Without encryption there is STARTTLS and no way to log in. */
static void demands_tls(struct scene *scene)
{
	struct probe_facts *probe = scene_add_probe(scene, PURPOSE_BEST, 0);

	scene_connect_probe(probe);
	scene_greet(probe, scene_endpoint(scene)->service);
	probe->cleartext.seen = probe->cleartext.imap4rev1 = true;
	probe->cleartext.starttls = true;
	probe->cleartext.login_disabled = true;
	probe->stage = STAGE_DONE;
	probe->outcome = OUTCOME_COMPLETED;
}

/* Neither the one nor the other. */
static void knows_no_login(struct scene *scene)
{
	demands_tls(scene);
	scene->probes[0]->cleartext.starttls = false;
	scene->probes[0]->cleartext.login_disabled = false;
}

static const struct mechanism_expectation oauth[] = {
	{"XOAUTH2", DEMAND_REQUIRED, SEVERITY_ERROR},
	{"LOGIN", DEMAND_FORBIDDEN, SEVERITY_WARNING},
};
static const struct mechanism_expectation user[] = {
	{"USER", DEMAND_REQUIRED, SEVERITY_ERROR},
};

static void expect_oauth(struct scene *scene)
{
	scene_healthy(scene);
	scene->entry.expectation.mechanisms = oauth;
	scene->entry.expectation.mechanism_count = 2;
}

static void oauth_only(struct scene *scene)
{
	expect_oauth(scene);
	scene_offer(
		scene_best(scene), &scene_best(scene)->protected, "XOAUTH2");
	scene_best(scene)->protected.login_disabled = true;
}

static void oauth_and_login(struct scene *scene)
{
	expect_oauth(scene);
	scene_offer(
		scene_best(scene), &scene_best(scene)->protected, "XOAUTH2");
}

static void expect_user(struct scene *scene)
{
	scene_healthy(scene);
	scene->entry.expectation.mechanisms = user;
	scene->entry.expectation.mechanism_count = 1;
}

static void has_user(struct scene *scene)
{
	expect_user(scene);
	scene_best(scene)->protected.user = true;
}

static void no_revision(struct scene *scene)
{
	scene_healthy(scene);
	for (size_t i = 0; i < 5; i++)
		scene->probes[i]->protected.imap4rev1 =
			scene->probes[i]->cleartext.imap4rev1 = false;
}

static void no_way_in(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->protected.mechanism_count = 0;
	scene_best(scene)->protected.login_disabled = true;
}

static void lists_another(struct scene *scene, const char *mechanism)
{
	struct probe_facts *probe;

	scene_healthy(scene);
	probe = scene_pinned(scene, TLS_1_2);
	probe->protected = scene_best(scene)->protected;
	probe->protected.mechanisms = NULL;
	probe->protected.mechanism_count = 0;
	if (mechanism)
		scene_offer(probe, &probe->protected, mechanism);
}

static void lists_alike(struct scene *scene)
{
	lists_another(scene, "PLAIN");
	scene_offer(scene_pinned(scene, TLS_1_2),
		&scene_pinned(scene, TLS_1_2)->protected, "SCRAM-SHA-1-PLUS");
}

static void lists_oauth_at_times(struct scene *scene)
{
	lists_another(scene, "XOAUTH2");
}

static void ends_lines_with_lf(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->bare_lf = true;
}

/* "unexpected_message", which has the number of LF */
static void ends_alert_with_lf(struct scene *scene)
{
	static const unsigned char alert[] = {0x15, 3, 3, 0, 2, 2, 0x0A};
	struct probe_facts *probe;

	scene_stopped(scene, STAGE_GREETING, ST_SYNTAX);
	probe = scene_best(scene);
	probe->greeting.seen = true;
	probe->greeting.text = (struct octets){alert, sizeof(alert) - 1};
	probe->bare_lf = true;
}

static void lists_before(struct scene *scene, const char *mechanism)
{
	struct probe_facts *best;

	scene_healthy(scene);
	best = scene_best(scene);
	best->cleartext.seen = best->protected.seen = true;
	scene_offer(best, &best->cleartext, mechanism);
}

static void lists_plain_before(struct scene *scene)
{
	lists_before(scene, "PLAIN");
}

static void lists_digest_before(struct scene *scene)
{
	lists_before(scene, "DIGEST-MD5");
}

static void sizes(struct scene *scene, const char *before, const char *inside)
{
	struct probe_facts *best;

	lists_before(scene, "PLAIN");
	best = scene_best(scene);
	best->cleartext.items = best->protected.items = NULL;
	best->cleartext.item_count = best->protected.item_count = 0;
	add_to(best, &best->cleartext, before);
	add_to(best, &best->protected, inside);
}

static void same_sizes(struct scene *scene)
{
	sizes(scene, "SIZE 1000", "size 1000");
}

static void other_sizes(struct scene *scene)
{
	sizes(scene, "SIZE 20480000", "SIZE 1000");
}

static void lists_nothing_at_times(struct scene *scene)
{
	lists_another(scene, NULL);
	scene_pinned(scene, TLS_1_2)->protected.login_disabled = true;
}

static void only_way(struct scene *scene, const char *mechanism)
{
	no_way_in(scene);
	scene_offer(
		scene_best(scene), &scene_best(scene)->protected, mechanism);
}

static void domain_only(struct scene *scene)
{
	only_way(scene, "GSSAPI");
}

static void anonymous_only(struct scene *scene)
{
	only_way(scene, "ANONYMOUS");
}

static void apop_only(struct scene *scene)
{
	no_way_in(scene);
	scene_best(scene)->greeting.text =
		scene_octets("+OK ready <1896.697170952@example.com>");
}

static void no_way_wanted(struct scene *scene)
{
	static const char *const none[] = {"none"};

	no_way_in(scene);
	scene->entry.account.authentications = none;
	scene->entry.account.authentication_count = 1;
}

static void no_way_in_25(struct scene *scene)
{
	no_way_in(scene);
	scene_endpoint(scene)->port = 25;
}

static void list_refused_inside(struct scene *scene)
{
	scene_healthy(scene);
	for (size_t i = 0; i < 5; i++) {
		scene->probes[i]->protected.seen = false;
		scene->probes[i]->protected.refused = true;
		scene->probes[i]->protected.refusal =
			scene_octets("-ERR what?");
	}
}

static void user_list_refused(struct scene *scene)
{
	list_refused_inside(scene);
	scene->entry.expectation.mechanisms = user;
	scene->entry.expectation.mechanism_count = 1;
}

static void list_cut_inside(struct scene *scene)
{
	scene_healthy(scene);
	for (size_t i = 0; i < 5; i++) {
		scene->probes[i]->protected.seen = false;
		if (scene->probes[i]->status == ST_OK) {
			scene->probes[i]->stage = STAGE_CAPABILITIES;
			scene->probes[i]->status = ST_EOF;
			scene->probes[i]->outcome = OUTCOME_FAILED;
		}
	}
}

static const struct capability_expectation claims[] = {
	{"SIZE", DEMAND_REQUIRED, SEVERITY_ERROR},
	{"CHUNKING", DEMAND_REQUIRED, SEVERITY_WARNING},
	{"X-EXPS", DEMAND_FORBIDDEN, SEVERITY_ERROR},
};

static void expect_capabilities(struct scene *scene)
{
	scene_healthy(scene);
	scene->entry.expectation.capabilities = claims;
	scene->entry.expectation.capability_count = 3;
	add_item(scene_best(scene), "size 157286400");
}

static void all_capabilities(struct scene *scene)
{
	expect_capabilities(scene);
	add_item(scene_best(scene), "CHUNKING");
	add_item(scene_best(scene), "X-EXPSY");
}

static void unwanted_capability(struct scene *scene)
{
	all_capabilities(scene);
	add_item(scene_best(scene), "X-EXPS GSSAPI");
}

static void cleartext_capabilities(struct scene *scene)
{
	expect_capabilities(scene);
	scene_best(scene)->cleartext.items = scene_best(scene)->protected.items;
	scene_best(scene)->cleartext.item_count = 1;
}

static void login_before_tls(struct scene *scene)
{
	scene_healthy(scene);
	scene_pinned(scene, TLS_1_2)->cleartext.login_disabled = false;
}

/* Seen from the server's own computer. */
static void login_from_itself(struct scene *scene)
{
	login_before_tls(scene);
	scene_best(scene)->attempts[0].from_itself = true;
}

/* Dovecot counts that as secured. */
static void dovecot_from_itself(struct scene *scene)
{
	login_from_itself(scene);
	scene_best(scene)->greeting.text =
		scene_octets("* OK [CAPABILITY IMAP4rev1] Dovecot ready.");
}

static void dovecot_from_elsewhere(struct scene *scene)
{
	dovecot_from_itself(scene);
	scene_best(scene)->attempts[0].from_itself = false;
}

static void plain_before_tls(struct scene *scene)
{
	scene_healthy(scene);
	scene_offer(scene_best(scene), &scene_best(scene)->cleartext, "PLAIN");
}

static void cram_before_tls(struct scene *scene)
{
	scene_healthy(scene);
	scene_offer(
		scene_best(scene), &scene_best(scene)->cleartext, "CRAM-MD5");
}

static void user_before_tls(struct scene *scene)
{
	scene_healthy(scene);
	scene_best(scene)->cleartext.user = true;
}

static void user_without_stls(struct scene *scene)
{
	scene_not_offered(scene);
	scene_best(scene)->cleartext.user = true;
}

static void announced_login(struct scene *scene)
{
	scene_healthy(scene);
	for (size_t i = 0; i < 5; i++)
		scene->probes[i]->cleartext.seen = false;
	scene_best(scene)->cleartext.announced = true;
	scene_best(scene)->cleartext.login_disabled = false;
}

/* One row a line. */
/* clang-format off */
static const struct scene_row rows[] = {
	/* capability-upgraded, line-ends */
	{SMTP, EXPLICIT, lists_plain_before, "capability-upgraded", NOT_OWED, NULL, NULL, NULL},
	{SMTP, EXPLICIT, same_sizes, "capability-upgraded", NOT_OWED, NULL, NULL, NULL},
	{SMTP, EXPLICIT, other_sizes, "capability-upgraded", WARNING, NULL, "SIZE 20480000 before TLS, SIZE 1000 inside", NULL},
	{IMAP, EXPLICIT, lists_digest_before, "capability-upgraded", WARNING, NULL, "DIGEST-MD5", "does not list inside"},
	{IMAP, IMPLICIT, lists_digest_before, "capability-upgraded", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, scene_healthy, "line-ends", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, ends_lines_with_lf, "line-ends", WARNING, NULL, "LF alone", NULL},
	{IMAP, EXPLICIT, ends_alert_with_lf, "line-ends", NOT_OWED, NULL, NULL, NULL},
	/* capability-varies */
	{IMAP, IMPLICIT, scene_healthy, "capability-varies", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, lists_alike, "capability-varies", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, lists_oauth_at_times, "capability-varies", WARNING, NULL, "PLAIN; the LOGIN command, XOAUTH2", "different login methods"},
	{SMTP, EXPLICIT, lists_nothing_at_times, "capability-varies", FAIL, NULL, "PLAIN; no login method", "only on some connections"},
	{IMAP, IMPLICIT, lists_nothing_at_times, "capability-varies", FAIL, NULL, "no login method", NULL},
	/* capability-auth */
	{IMAP, IMPLICIT, scene_healthy, "capability-auth", PASS, NULL, "PLAIN, the LOGIN command", NULL},
	{IMAP, IMPLICIT, oauth_only, "capability-auth", PASS, NULL, "PLAIN, XOAUTH2, LOGIN command disabled", NULL},
	{IMAP, IMPLICIT, oauth_and_login, "capability-auth", WARNING, NULL, "unwanted: LOGIN", "should not offer LOGIN"},
	{IMAP, IMPLICIT, expect_oauth, "capability-auth", FAIL, NULL, "missing: XOAUTH2; unwanted: LOGIN", "does not offer XOAUTH2"},
	{POP3, IMPLICIT, has_user, "capability-auth", PASS, NULL, "USER, PLAIN", NULL},
	{POP3, IMPLICIT, expect_user, "capability-auth", FAIL, NULL, "missing: USER", NULL},
	{POP3, IMPLICIT, list_refused_inside, "capability-auth", INFO, NULL, "-ERR what?", NULL},
	{POP3, IMPLICIT, user_list_refused, "capability-auth", NOT_TESTED, NULL, "-ERR what?", NULL},
	{IMAP, IMPLICIT, no_way_in, "capability-auth", FAIL, NULL, "LOGIN command disabled", "no login method"},
	{IMAP, IMPLICIT, domain_only, "capability-auth", WARNING, NULL, "GSSAPI", "need a computer that is a member of the domain: GSSAPI"},
	{IMAP, IMPLICIT, anonymous_only, "capability-auth", FAIL, NULL, "ANONYMOUS", "no login method"},
	{POP3, IMPLICIT, no_way_in, "capability-auth", FAIL, NULL, "none", "no login method"},
	{POP3, IMPLICIT, apop_only, "capability-auth", PASS, NULL, "APOP", NULL},
	{SMTP, EXPLICIT, no_way_wanted, "capability-auth", INFO, NULL, "none", "ask for none"},
	{SMTP, EXPLICIT, no_way_in, "capability-auth", FAIL, NULL, "none", NULL},
	{SMTP, EXPLICIT, no_way_in_25, "capability-auth", INFO, NULL, "none", NULL},
	{IMAP, IMPLICIT, list_cut_inside, "capability-auth", NOT_TESTED, NULL, "closed the connection", NULL},
	{IMAP, CLEARTEXT, scene_healthy, "capability-auth", PASS, NULL, "CRAM-MD5", NULL},
	{IMAP, CLEARTEXT, demands_tls, "capability-auth", FAIL, NULL, NULL, "no login without encryption"},
	{SMTP, CLEARTEXT, demands_tls, "capability-auth", FAIL, NULL, NULL, "no login without encryption"},
	{POP3, CLEARTEXT, demands_tls, "capability-auth", FAIL, NULL, NULL, "no login without encryption"},
	{SMTP, CLEARTEXT, knows_no_login, "capability-auth", FAIL, NULL, NULL, "no login method"},
	/* capability-list */
	{IMAP, IMPLICIT, scene_healthy, "capability-list", NOT_OWED, NULL, NULL, NULL},
	{IMAP, IMPLICIT, no_revision, "capability-list", WARNING, NULL, NULL, "does not list IMAP4rev1 or IMAP4rev2"},
	{POP3, IMPLICIT, no_revision, "capability-list", NOT_OWED, NULL, NULL, NULL},
	{SMTP, EXPLICIT, scene_healthy, "capability-list", NOT_OWED, NULL, NULL, NULL},
	{SMTP, EXPLICIT, all_capabilities, "capability-list", PASS, NULL, "size 157286400, CHUNKING", NULL},
	{SMTP, EXPLICIT, expect_capabilities, "capability-list", WARNING, NULL, "missing: CHUNKING", NULL},
	{SMTP, EXPLICIT, unwanted_capability, "capability-list", FAIL, NULL, "unwanted: X-EXPS", NULL},
	{SMTP, CLEARTEXT, cleartext_capabilities, "capability-list", WARNING, NULL, "missing: CHUNKING", NULL},
	/* cleartext-login */
	{IMAP, IMPLICIT, scene_healthy, "cleartext-login", NOT_OWED, NULL, NULL, NULL},
	{IMAP, EXPLICIT, scene_healthy, "cleartext-login", PASS, NULL, "none offered", NULL},
	{IMAP, EXPLICIT, login_from_itself, "cleartext-login", FAIL, NULL, "LOGIN command", "lists password login"},
	{IMAP, EXPLICIT, dovecot_from_itself, "cleartext-login", INFO, NULL, "LOGIN command", "its own computer"},
	{IMAP, EXPLICIT, dovecot_from_elsewhere, "cleartext-login", FAIL, NULL, "LOGIN command", NULL},
	{IMAP, EXPLICIT, login_before_tls, "cleartext-login", FAIL, NULL, "LOGIN command (no LOGINDISABLED)", NULL},
	{IMAP, EXPLICIT, plain_before_tls, "cleartext-login", FAIL, NULL, "AUTH=PLAIN", NULL},
	{IMAP, EXPLICIT, announced_login, "cleartext-login", FAIL, NULL, "LOGIN command", NULL},
	{SMTP, EXPLICIT, plain_before_tls, "cleartext-login", FAIL, NULL, "AUTH PLAIN", NULL},
	{SMTP, EXPLICIT, cram_before_tls, "cleartext-login", PASS, NULL, "none", NULL},
	{POP3, EXPLICIT, user_before_tls, "cleartext-login", FAIL, NULL, "USER", NULL},
	{POP3, EXPLICIT, plain_before_tls, "cleartext-login", FAIL, NULL, "SASL PLAIN", NULL},
	{POP3, EXPLICIT, user_without_stls, "cleartext-login", FAIL, NULL, "USER; STLS is not offered", NULL},
	{POP3, CLEARTEXT, user_before_tls, "cleartext-login", WARNING, NULL, "USER", NULL},
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
