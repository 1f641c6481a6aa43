/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The profiles built in, and what is documented. */

#include "model/table.h"
#include "settings/library/builtin.h"
#include "settings/library/profile.h"
#include "settings/target.h"
#include "tests/unit/settings/settings_run.h"

#include <string.h>

/* What each provider documents; NULL: the host is left open. */
static const struct {
	const char *profile;
	enum service service;
	const char *host;
	unsigned port;
	enum tls_mode mode;
} documented_rows[] = {
	{"office365-2015", SERVICE_POP3, "outlook.office365.com", 995,
		MODE_IMPLICIT},
	{"office365-2015", SERVICE_IMAP, "outlook.office365.com", 993,
		MODE_IMPLICIT},
	{"office365-2015", SERVICE_SMTP, "smtp.office365.com", 587,
		MODE_EXPLICIT},
	{"office365", SERVICE_POP3, "outlook.office365.com", 995,
		MODE_IMPLICIT},
	{"office365", SERVICE_IMAP, "outlook.office365.com", 993,
		MODE_IMPLICIT},
	{"office365", SERVICE_SMTP, "smtp.office365.com", 587, MODE_EXPLICIT},
	{"office365-legacy", SERVICE_POP3, "pop-legacy.office365.com", 995,
		MODE_IMPLICIT},
	{"office365-legacy", SERVICE_IMAP, "imap-legacy.office365.com", 993,
		MODE_IMPLICIT},
	{"office365-legacy", SERVICE_SMTP, "smtp-legacy.office365.com", 587,
		MODE_EXPLICIT},
	{"office365-china", SERVICE_POP3, "partner.outlook.cn", 995,
		MODE_IMPLICIT},
	{"office365-china", SERVICE_IMAP, "partner.outlook.cn", 993,
		MODE_IMPLICIT},
	{"office365-china", SERVICE_SMTP, "smtp.partner.outlook.cn", 587,
		MODE_EXPLICIT},
	{"office365-gcc-high", SERVICE_POP3, "outlook.office365.us", 995,
		MODE_IMPLICIT},
	{"office365-gcc-high", SERVICE_IMAP, "outlook.office365.us", 993,
		MODE_IMPLICIT},
	{"office365-gcc-high", SERVICE_SMTP, "smtp.office365.us", 587,
		MODE_EXPLICIT},
	{"office365-dod", SERVICE_POP3, "outlook-dod.office365.us", 995,
		MODE_IMPLICIT},
	{"office365-dod", SERVICE_IMAP, "outlook-dod.office365.us", 993,
		MODE_IMPLICIT},
	{"office365-dod", SERVICE_SMTP, "outlook-dod.office365.us", 587,
		MODE_EXPLICIT},
	{"outlook", SERVICE_POP3, "outlook.office365.com", 995, MODE_IMPLICIT},
	{"outlook", SERVICE_IMAP, "outlook.office365.com", 993, MODE_IMPLICIT},
	{"outlook", SERVICE_SMTP, "smtp-mail.outlook.com", 587, MODE_EXPLICIT},
	{"gmail", SERVICE_IMAP, "imap.gmail.com", 993, MODE_IMPLICIT},
	{"gmail", SERVICE_POP3, "pop.gmail.com", 995, MODE_IMPLICIT},
	{"gmail", SERVICE_SMTP, "smtp.gmail.com", 465, MODE_IMPLICIT},
	{"gmail", SERVICE_SMTP, "smtp.gmail.com", 587, MODE_EXPLICIT},
	{"yahoo", SERVICE_IMAP, "imap.mail.yahoo.com", 993, MODE_IMPLICIT},
	{"yahoo", SERVICE_POP3, "pop.mail.yahoo.com", 995, MODE_IMPLICIT},
	{"yahoo", SERVICE_SMTP, "smtp.mail.yahoo.com", 465, MODE_IMPLICIT},
	{"aol", SERVICE_IMAP, "imap.aol.com", 993, MODE_IMPLICIT},
	{"aol", SERVICE_POP3, "pop.aol.com", 995, MODE_IMPLICIT},
	{"aol", SERVICE_SMTP, "smtp.aol.com", 465, MODE_IMPLICIT},
	{"icloud", SERVICE_IMAP, "imap.mail.me.com", 993, MODE_IMPLICIT},
	{"icloud", SERVICE_SMTP, "smtp.mail.me.com", 587, MODE_EXPLICIT},
	{"fastmail", SERVICE_IMAP, "imap.fastmail.com", 993, MODE_IMPLICIT},
	{"fastmail", SERVICE_POP3, "pop.fastmail.com", 995, MODE_IMPLICIT},
	{"fastmail", SERVICE_SMTP, "smtp.fastmail.com", 465, MODE_IMPLICIT},
	{"zoho", SERVICE_IMAP, "imap.zoho.com", 993, MODE_IMPLICIT},
	{"zoho", SERVICE_POP3, "pop.zoho.com", 995, MODE_IMPLICIT},
	{"zoho", SERVICE_SMTP, "smtp.zoho.com", 465, MODE_IMPLICIT},
	{"zoho", SERVICE_SMTP, "smtp.zoho.com", 587, MODE_EXPLICIT},
	{"gmx", SERVICE_IMAP, "imap.gmx.net", 993, MODE_IMPLICIT},
	{"gmx", SERVICE_IMAP, "imap.gmx.net", 143, MODE_EXPLICIT},
	{"gmx", SERVICE_POP3, "pop.gmx.net", 995, MODE_IMPLICIT},
	{"gmx", SERVICE_POP3, "pop.gmx.net", 110, MODE_EXPLICIT},
	{"gmx", SERVICE_SMTP, "mail.gmx.net", 465, MODE_IMPLICIT},
	{"gmx", SERVICE_SMTP, "mail.gmx.net", 587, MODE_EXPLICIT},
	{"gmx-com", SERVICE_IMAP, "imap.gmx.com", 993, MODE_IMPLICIT},
	{"gmx-com", SERVICE_IMAP, "imap.gmx.com", 143, MODE_EXPLICIT},
	{"gmx-com", SERVICE_POP3, "pop.gmx.com", 995, MODE_IMPLICIT},
	{"gmx-com", SERVICE_POP3, "pop.gmx.com", 110, MODE_EXPLICIT},
	{"gmx-com", SERVICE_SMTP, "mail.gmx.com", 465, MODE_IMPLICIT},
	{"gmx-com", SERVICE_SMTP, "mail.gmx.com", 587, MODE_EXPLICIT},
	{"web-de", SERVICE_IMAP, "imap.web.de", 993, MODE_IMPLICIT},
	{"web-de", SERVICE_IMAP, "imap.web.de", 143, MODE_EXPLICIT},
	{"web-de", SERVICE_POP3, "pop3.web.de", 995, MODE_IMPLICIT},
	{"web-de", SERVICE_POP3, "pop3.web.de", 110, MODE_EXPLICIT},
	{"web-de", SERVICE_SMTP, "smtp.web.de", 465, MODE_IMPLICIT},
	{"web-de", SERVICE_SMTP, "smtp.web.de", 587, MODE_EXPLICIT},
	{"ionos", SERVICE_IMAP, "imap.1und1.de", 993, MODE_IMPLICIT},
	{"ionos", SERVICE_IMAP, "imap.1und1.de", 143, MODE_EXPLICIT},
	{"ionos", SERVICE_POP3, "pop.1und1.de", 995, MODE_IMPLICIT},
	{"ionos", SERVICE_POP3, "pop.1und1.de", 110, MODE_EXPLICIT},
	{"ionos", SERVICE_SMTP, "smtp.1und1.de", 465, MODE_IMPLICIT},
	{"ionos", SERVICE_SMTP, "smtp.1und1.de", 587, MODE_EXPLICIT},
	{"posteo", SERVICE_IMAP, "posteo.de", 993, MODE_IMPLICIT},
	{"posteo", SERVICE_IMAP, "posteo.de", 143, MODE_EXPLICIT},
	{"posteo", SERVICE_POP3, "posteo.de", 995, MODE_IMPLICIT},
	{"posteo", SERVICE_POP3, "posteo.de", 110, MODE_EXPLICIT},
	{"posteo", SERVICE_SMTP, "posteo.de", 465, MODE_IMPLICIT},
	{"posteo", SERVICE_SMTP, "posteo.de", 587, MODE_EXPLICIT},
	{"t-online", SERVICE_IMAP, "secureimap.t-online.de", 993,
		MODE_IMPLICIT},
	{"t-online", SERVICE_POP3, "securepop.t-online.de", 995, MODE_IMPLICIT},
	{"t-online", SERVICE_SMTP, "securesmtp.t-online.de", 465,
		MODE_IMPLICIT},
	{"t-online", SERVICE_SMTP, "securesmtp.t-online.de", 587,
		MODE_EXPLICIT},
	{"mail-ru", SERVICE_IMAP, "imap.mail.ru", 993, MODE_IMPLICIT},
	{"mail-ru", SERVICE_IMAP, "imap.mail.ru", 143, MODE_EXPLICIT},
	{"mail-ru", SERVICE_POP3, "pop.mail.ru", 995, MODE_IMPLICIT},
	{"mail-ru", SERVICE_SMTP, "smtp.mail.ru", 465, MODE_IMPLICIT},
	{"mail-ru", SERVICE_SMTP, "smtp.mail.ru", 587, MODE_EXPLICIT},
	{"yandex", SERVICE_IMAP, "imap.yandex.com", 993, MODE_IMPLICIT},
	{"yandex", SERVICE_POP3, "pop.yandex.com", 995, MODE_IMPLICIT},
	{"yandex", SERVICE_SMTP, "smtp.yandex.com", 465, MODE_IMPLICIT},
	{"comcast", SERVICE_IMAP, "imap.comcast.net", 993, MODE_IMPLICIT},
	{"comcast", SERVICE_IMAP, "imap.comcast.net", 143, MODE_EXPLICIT},
	{"comcast", SERVICE_POP3, "mail.comcast.net", 995, MODE_IMPLICIT},
	{"comcast", SERVICE_POP3, "mail.comcast.net", 110, MODE_EXPLICIT},
	{"comcast", SERVICE_SMTP, "smtp.comcast.net", 465, MODE_IMPLICIT},
	{"comcast", SERVICE_SMTP, "smtp.comcast.net", 587, MODE_EXPLICIT},
	{"orange-fr", SERVICE_IMAP, "imap.orange.fr", 993, MODE_IMPLICIT},
	{"orange-fr", SERVICE_POP3, "pop.orange.fr", 995, MODE_IMPLICIT},
	{"orange-fr", SERVICE_SMTP, "smtp.orange.fr", 465, MODE_IMPLICIT},
	{"exchange", SERVICE_POP3, NULL, 995, MODE_IMPLICIT},
	{"exchange", SERVICE_POP3, NULL, 110, MODE_EXPLICIT},
	{"exchange", SERVICE_IMAP, NULL, 993, MODE_IMPLICIT},
	{"exchange", SERVICE_IMAP, NULL, 143, MODE_EXPLICIT},
	{"exchange", SERVICE_SMTP, NULL, 587, MODE_EXPLICIT},
};

static bool has_endpoint(const struct matrix *matrix, size_t row)
{
	for (size_t i = 0; i < matrix->entry_count; i++) {
		const struct endpoint *endpoint = &matrix->entries[i].endpoint;
		const char *host = documented_rows[row].host;

		if (endpoint->service == documented_rows[row].service &&
			endpoint->port == documented_rows[row].port &&
			endpoint->mode == documented_rows[row].mode &&
			(host ? endpoint->host && strcmp(endpoint->host,
							  host) == 0
			      : !endpoint->host))
			return true;
	}
	return false;
}

/* Every row is in its profile, and nothing else; each has a source with its
 * date. */
static void profiles_hold_what_is_documented(void **state)
{
	struct settings_run *f = *state;

	for (size_t i = 0; i < COUNT_OF(documented_rows); i++) {
		const char *name = documented_rows[i].profile;
		struct problem error = {0};
		struct matrix matrix;
		size_t rows = 0;

		if (!profile_find(f->arena, name, NULL, &matrix, &error))
			fail_msg("%s: is not there", name);
		if (!has_endpoint(&matrix, i))
			fail_msg("%s: no %s, port %u", name,
				service_name(documented_rows[i].service),
				documented_rows[i].port);
		for (size_t k = 0; k < COUNT_OF(documented_rows); k++)
			rows += strcmp(documented_rows[k].profile, name) == 0;
		if (rows != matrix.entry_count)
			fail_msg("%s: %zu endpoints, not %zu", name,
				matrix.entry_count, rows);
		assert_true(matrix.source_count > 0);
		for (size_t k = 0; k < matrix.source_count; k++) {
			assert_non_null(matrix.sources[k].title);
			assert_non_null(matrix.sources[k].looked_up);
			assert_non_null(matrix.sources[k].certainty);
		}
	}
}

/* By another name, a mail domain, or an address */
static void profiles_by_other_names(void **state)
{
	static const struct {
		const char *target;
		const char *profile;
	} cases[] = {
		{"gmail.com", "gmail"},
		{"googlemail.com", "gmail"},
		{"Jo@GMail.com", "gmail"},
		{"hotmail.com", "outlook"},
		{"me.com", "icloud"},
		{"gmx.de", "gmx"},
		{"microsoft365", "office365"},
		{"onmicrosoft.com", "office365"},
	};
	struct settings_run *f = *state;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct problem error = {0};
		struct matrix matrix;

		if (!target_read(f->arena, cases[i].target,
			    &(struct target_options){.host = NULL}, &matrix,
			    &error))
			fail_msg("%s: %s", cases[i].target,
				problem_say(f->arena, &error));
		assert_string_equal(matrix.kind, "profile");
		assert_string_equal(matrix.name, cases[i].profile);
	}
}

static struct matrix read_builtin(struct settings_run *f, const char *name)
{
	struct problem error = {0};
	struct matrix matrix = {0};

	if (!profile_find(f->arena, name, NULL, &matrix, &error))
		fail_msg("%s: %s", name, problem_say(f->arena, &error));
	return matrix;
}

static void every_profile_is_good(void **state)
{
	struct settings_run *f = *state;

	assert_int_equal(builtin_profile_count, 77);
	for (size_t i = 0; i < builtin_profile_count; i++) {
		const char *name = builtin_profiles[i].name;
		struct matrix matrix = read_builtin(f, name);
		char *xml = arena_printf(f->arena, "%.*s",
			(int)builtin_profiles[i].length,
			(const char *)builtin_profiles[i].xml);

		assert_string_equal(matrix.kind, "profile");
		assert_string_equal(matrix.name, name);
		assert_non_null(matrix.title);
		assert_true(matrix.source_count > 0);
		assert_non_null(strstr(
			xml, arena_printf(f->arena, " name=\"%s\"", name)));
	}
}

/* The table as it was published, line by line. */
static void office365_as_documented_in_2015(void **state)
{
	static const struct endpoint want[] = {
		{SERVICE_POP3, MODE_IMPLICIT, "outlook.office365.com", 995},
		{SERVICE_IMAP, MODE_IMPLICIT, "outlook.office365.com", 993},
		{SERVICE_SMTP, MODE_EXPLICIT, "smtp.office365.com", 587},
	};
	struct matrix matrix = read_builtin(*state, "office365-2015");

	assert_non_null(strstr(matrix.note, "historical"));
	assert_non_null(strstr(matrix.note, "the profile office365."));
	assert_non_null(strstr(
		matrix.note, "Some clients refer to implicit TLS as SSL."));
	assert_int_equal(matrix.source_count, 1);
	assert_string_equal(matrix.sources[0].looked_up, "2015");
	assert_int_equal(matrix.entry_count, COUNT_OF(want));
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		const struct endpoint *e = &matrix.entries[i].endpoint;
		const struct expectation *x = &matrix.entries[i].expectation;

		assert_int_equal(e->service, want[i].service);
		assert_int_equal(e->mode, want[i].mode);
		assert_string_equal(e->host, want[i].host);
		assert_int_equal(e->port, want[i].port);
		assert_int_equal(x->tls[TLS_SSL3].demand, DEMAND_NONE);
		for (int v = TLS_1_0; v <= TLS_1_2; v++) {
			assert_int_equal(x->tls[v].demand, DEMAND_REQUIRED);
			assert_int_equal(x->tls[v].severity, SEVERITY_ERROR);
			assert_null(x->tls[v].note);
		}
		assert_int_equal(x->tls[TLS_1_3].demand, DEMAND_ALLOWED);
		assert_string_equal(x->tls[TLS_1_3].note, "undocumented");
		assert_int_equal(x->tls_at_least, TLS_NONE);
		assert_int_equal(x->greeting_count, 0);
		assert_int_equal(x->mechanism_count, 0);
		assert_int_equal(x->capability_count, 0);
	}
}

static enum demand mechanism_demand(
	const struct expectation *expectation, const char *mechanism)
{
	for (size_t i = 0; i < expectation->mechanism_count; i++)
		if (strcmp(expectation->mechanisms[i].mechanism, mechanism) ==
			0)
			return expectation->mechanisms[i].demand;
	return DEMAND_NONE;
}

static void today_has_tls_1_2(
	const struct expectation *expectation, enum severity old_versions)
{
	for (int v = TLS_1_0; v <= TLS_1_1; v++) {
		assert_int_equal(expectation->tls[v].demand, DEMAND_FORBIDDEN);
		assert_int_equal(expectation->tls[v].severity, old_versions);
	}
	assert_int_equal(expectation->tls[TLS_1_2].demand, DEMAND_REQUIRED);
	assert_int_equal(expectation->tls[TLS_1_2].severity, SEVERITY_ERROR);
	assert_int_equal(expectation->tls[TLS_1_3].demand, DEMAND_ALLOWED);
	assert_non_null(expectation->tls[TLS_1_3].note);
	assert_int_equal(expectation->tls_at_least, TLS_1_2);
}

static void office365_as_it_is_today(void **state)
{
	struct matrix then = read_builtin(*state, "office365-2015");
	struct matrix now = read_builtin(*state, "office365");

	assert_int_equal(now.entry_count, then.entry_count);
	for (size_t i = 0; i < now.entry_count; i++) {
		const struct endpoint *e = &now.entries[i].endpoint;
		const struct expectation *x = &now.entries[i].expectation;

		assert_int_equal(e->service, then.entries[i].endpoint.service);
		assert_int_equal(e->mode, then.entries[i].endpoint.mode);
		assert_string_equal(e->host, then.entries[i].endpoint.host);
		assert_int_equal(e->port, then.entries[i].endpoint.port);
		today_has_tls_1_2(x, SEVERITY_ERROR);
		assert_string_equal(x->product, "Exchange Online");
		assert_true(x->greeting_count > 0);
		assert_int_equal(
			mechanism_demand(x, "XOAUTH2"), DEMAND_REQUIRED);
	}
	assert_int_equal(mechanism_demand(&now.entries[2].expectation, "LOGIN"),
		DEMAND_ALLOWED);
}

static void exchange_leaves_the_host_open(void **state)
{
	static const struct endpoint want[] = {
		{SERVICE_POP3, MODE_IMPLICIT, NULL, 995},
		{SERVICE_POP3, MODE_EXPLICIT, NULL, 110},
		{SERVICE_IMAP, MODE_IMPLICIT, NULL, 993},
		{SERVICE_IMAP, MODE_EXPLICIT, NULL, 143},
		{SERVICE_SMTP, MODE_EXPLICIT, NULL, 587},
	};
	struct settings_run *f = *state;
	struct matrix matrix = read_builtin(f, "exchange");

	assert_non_null(strstr(matrix.note, "stopped after installation"));
	assert_int_equal(matrix.entry_count, COUNT_OF(want));
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		const struct endpoint *e = &matrix.entries[i].endpoint;
		const struct expectation *x = &matrix.entries[i].expectation;

		assert_int_equal(e->service, want[i].service);
		assert_int_equal(e->mode, want[i].mode);
		assert_null(e->host);
		assert_int_equal(e->port, want[i].port);
		today_has_tls_1_2(x, SEVERITY_WARNING);
		for (size_t j = 0; j < x->mechanism_count; j++)
			assert_int_equal(
				x->mechanisms[j].demand, DEMAND_ALLOWED);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(profiles_hold_what_is_documented),
		TEST(profiles_by_other_names),
		TEST(every_profile_is_good),
		TEST(office365_as_documented_in_2015),
		TEST(office365_as_it_is_today),
		TEST(exchange_leaves_the_host_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
