/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Providers by their mail domains, and by their mail exchangers. */

#include "model/arena.h"
#include "model/table.h"
#include "model/text/ascii.h"
#include "settings/library/builtin.h"
#include "settings/library/profile.h"
#include "settings/library/provider.h"
#include "tests/unit/unit.h"

#include <string.h>

/* The mail domains that are used most, without those that were closed. */
static const char *const domains[] = {
	"gmail.com",
	"yahoo.com",
	"hotmail.com",
	"aol.com",
	"hotmail.co.uk",
	"hotmail.fr",
	"msn.com",
	"yahoo.fr",
	"wanadoo.fr",
	"orange.fr",
	"comcast.net",
	"yahoo.co.uk",
	"yahoo.com.br",
	"yahoo.co.in",
	"live.com",
	"rediffmail.com",
	"free.fr",
	"gmx.de",
	"web.de",
	"yandex.ru",
	"ymail.com",
	"libero.it",
	"outlook.com",
	"uol.com.br",
	"bol.com.br",
	"mail.ru",
	"cox.net",
	"hotmail.it",
	"sbcglobal.net",
	"sfr.fr",
	"live.fr",
	"verizon.net",
	"live.co.uk",
	"googlemail.com",
	"yahoo.es",
	"ig.com.br",
	"live.nl",
	"bigpond.com",
	"terra.com.br",
	"yahoo.it",
	"neuf.fr",
	"yahoo.de",
	"alice.it",
	"rocketmail.com",
	"att.net",
	"laposte.net",
	"bellsouth.net",
	"yahoo.in",
	"hotmail.es",
	"charter.net",
	"yahoo.ca",
	"yahoo.com.au",
	"rambler.ru",
	"hotmail.de",
	"tiscali.it",
	"shaw.ca",
	"yahoo.co.jp",
	"sky.com",
	"earthlink.net",
	"optonline.net",
	"freenet.de",
	"t-online.de",
	"aliceadsl.fr",
	"virgilio.it",
	"home.nl",
	"qq.com",
	"telenet.be",
	"me.com",
	"yahoo.com.ar",
	"tiscali.co.uk",
	"yahoo.com.mx",
	"gmx.net",
	"mail.com",
	"planet.nl",
	"tin.it",
	"live.it",
	"ntlworld.com",
	"arcor.de",
	"yahoo.co.id",
	"frontiernet.net",
	"hetnet.nl",
	"live.com.au",
	"yahoo.com.sg",
	"club-internet.fr",
	"juno.com",
	"optusnet.com.au",
	"blueyonder.co.uk",
	"bluewin.ch",
	"skynet.be",
	"sympatico.ca",
	"windstream.net",
	"mac.com",
	"centurytel.net",
	"chello.nl",
	"live.ca",
	"aim.com",
	"bigpond.net.au",
	"icloud.com",
	"zoho.com",
	"zoho.eu",
	"zohomail.in",
	"fastmail.fm",
	"sent.com",
	"naver.com",
	"daum.net",
	"hanmail.net",
	"163.com",
	"126.com",
	"foxmail.com",
	"seznam.cz",
	"o2.pl",
	"mailbox.org",
	"gmx.fr",
	"gmx.it",
	"lawyer.com",
	"alaska.usa.com",
	"sofortstart.de",
};

static void most_used_domains(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(domains); i++)
		if (!provider_of_domain(domains[i]))
			fail_msg("no provider of %s", domains[i]);
	assert_null(provider_of_domain("example.com"));
}

/* What is looked up by halves: in order, each name once, of a profile. */
static void table_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < builtin_name_count; i++) {
		const struct builtin_name *name = &builtin_names[i];
		const struct builtin_name *before = i ? name - 1 : NULL;

		assert_true(name->profile < builtin_profile_count);
		if (before && (before->kind > name->kind ||
				      (before->kind == name->kind &&
					      ascii_compare(before->text,
						      name->text) >= 0)))
			fail_msg("%c %s stands before %c %s", before->kind,
				before->text, name->kind, name->text);
	}
	assert_true(builtin_name_count > COUNT_OF(domains));
}

static void exchangers(void **state)
{
	static const struct {
		const char *host;
		const char *profile; /* NULL: none is known */
	} cases[] = {
		{"corp-example.mail.protection.outlook.com", "office365"},
		{"Corp-Example.Mail.Protection.Outlook.Com", "office365"},
		{"corp-example.o-v1.mx.microsoft", "office365"},
		{"hotmail-com.olc.protection.outlook.com", "outlook"},
		{"eur.olc.protection.outlook.com", "outlook"},
		{"corp-example.mail.protection.partner.outlook.cn",
			"office365-china"},
		{"aspmx.l.google.com", "gmail"},
		{"alt1.aspmx.l.google.com", "gmail"},
		{"smtp.google.com", "gmail"},
		{"aspmx2.googlemail.com", "gmail"},
		{"in1-smtp.messagingengine.com", "fastmail"},
		{"mx.yandex.net", "yandex"},
		{"mx.yandex.ru", "yandex"},
		{"mx.zoho.com", "zoho"},
		{"mx2.zoho.eu", "zoho-eu"},
		{"mx00.ionos.de", "ionos"},
		{"mx01.kundenserver.de", "ionos"},
		{"mx01.schlund.de", "ionos"},
		{"mx00.1and1.com", "ionos"},
		{"mta5.am0.yahoodns.net", "yahoo"},
		{"mx-aol.mail.gm0.yahoodns.net", "aol"},
		{"mx01.mail.icloud.com", "icloud"},
		{"mx1.mail.ovh.net", "ovh"},
		{"spool.mail.gandi.net", "gandi"},
		{"mx1.naver.com", "naver"},
		{"mx1.seznam.cz", "seznam"},
		{"mxext1.mailbox.org", "mailbox-org"},
		/* What only filters mail keeps no mailboxes. */
		{"eu-smtp-inbound-1.mimecast.com", NULL},
		{"mxa-00123401.gslb.pphosted.com", NULL},
		{"mx1.hc1234-12.eu.iphmx.com", NULL},
		{"d123456.a.ess.de.barracudanetworks.com", NULL},
		{"mail.protonmail.ch", NULL},
		{"mail.example.com", NULL},
		{"com", NULL},
		{"notgoogle.com", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *name = provider_of_exchanger(cases[i].host);

		if (cases[i].profile
				? !name || strcmp(name, cases[i].profile) != 0
				: name != NULL)
			fail_msg("%s: %s", cases[i].host,
				name ? name : "nothing");
	}
}

/* Countries with servers of their own, and all domains of a provider */
static void all_domains(void **state)
{
	struct arena *arena = arena_new();
	struct problem error = {0};
	struct matrix matrix;

	(void)state;
	assert_true(profile_find(arena, "fastmail", NULL, &matrix, &error));
	assert_int_equal(matrix.domain_count, 117);
	assert_true(profile_find(arena, "zoho-in", NULL, &matrix, &error));
	assert_string_equal(matrix.entries[0].endpoint.host, "imap.zoho.in");
	assert_true(profile_find(arena, "yahoo-jp", NULL, &matrix, &error));
	assert_string_equal(
		matrix.entries[0].endpoint.host, "imap.mail.yahoo.co.jp");
	arena_free(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(most_used_domains),
		cmocka_unit_test(table_in_order),
		cmocka_unit_test(exchangers),
		cmocka_unit_test(all_domains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
