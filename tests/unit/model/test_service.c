/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/service.h"
#include "tests/unit/unit.h"

#include <string.h>

static void is_word(const char *word)
{
	assert_non_null(word);
	assert_int_not_equal(strlen(word), 0);
}

static void every_row_is_whole(void **state)
{
	(void)state;
	for (int i = 0; i < SERVICE_COUNT; i++) {
		const struct service_row *row = service_row((enum service)i);

		is_word(row->name);
		is_word(row->label);
		is_word(row->article);
		is_word(row->server);
		is_word(row->ways[0].scheme);
		is_word(row->greetings);
		is_word(row->refusals);
		is_word(row->greeting);
		is_word(row->greeting_due);
		is_word(row->tls_verb);
		is_word(row->capability_verb);
		is_word(row->mechanism_item);
		is_word(row->mechanism_prefix);
		is_word(row->sasl_name);
		is_word(row->references.protocol);
		is_word(row->references.starttls);
		is_word(row->references.cleartext_login);
		is_word(row->references.login);
	}
}

static void names_lead_back(void **state)
{
	enum service service = SERVICE_COUNT;

	(void)state;
	for (int i = 0; i < SERVICE_COUNT; i++) {
		assert_true(service_from_name(
			service_name((enum service)i), &service));
		assert_int_equal(service, i);
	}
	assert_false(service_from_name("IMAP", &service));
	assert_false(service_from_name("imaps", &service));
	assert_false(service_from_name("", &service));
	assert_int_equal(service, SERVICE_COUNT - 1);
}

static void ways_are_in_order(void **state)
{
	const struct service_way *way = NULL;
	enum service service;
	size_t count = 0;

	(void)state;
	while (service_next_way(&service, &way)) {
		is_word(way->scheme);
		assert_in_range(way->port, 1, 65535);
		assert_ptr_equal(service_way_of_port(service, way->port), way);
		if (count == 0)
			assert_string_equal(way->scheme, "imaps");
		if (count == 6)
			assert_string_equal(way->scheme, "smtp");
		count++;
	}
	assert_in_range(count, 7, SERVICE_COUNT * SERVICE_WAYS);
	assert_null(service_way_of_port(SERVICE_IMAP, 995));
}

static void usual_ports(void **state)
{
	(void)state;
	assert_int_equal(service_port(SERVICE_POP3, MODE_IMPLICIT), 995);
	assert_int_equal(service_port(SERVICE_POP3, MODE_EXPLICIT), 110);
	assert_int_equal(service_port(SERVICE_POP3, MODE_CLEARTEXT), 110);
	assert_int_equal(service_port(SERVICE_IMAP, MODE_IMPLICIT), 993);
	assert_int_equal(service_port(SERVICE_IMAP, MODE_EXPLICIT), 143);
	assert_int_equal(service_port(SERVICE_SMTP, MODE_IMPLICIT), 465);
	assert_int_equal(service_port(SERVICE_SMTP, MODE_EXPLICIT), 587);
}

static void greetings(void **state)
{
	static const struct {
		const char *text;
		enum service service; /* SERVICE_COUNT: nobody's */
	} rows[] = {
		{"+OK", SERVICE_POP3},
		{"+ok ready", SERVICE_POP3},
		{"-ERR [IN-USE] later\r\n", SERVICE_COUNT},
		{"* NO later", SERVICE_IMAP},
		{"* BAD later", SERVICE_IMAP},
		{"421 busy", SERVICE_COUNT},
		{"BYE", SERVICE_COUNT},
		{"+OKAY", SERVICE_COUNT},
		{"* OK ready", SERVICE_IMAP},
		{"* preauth", SERVICE_IMAP},
		{"* BYE\tlater", SERVICE_IMAP},
		{"* OKAY", SERVICE_COUNT},
		{"* ", SERVICE_COUNT},
		{"220", SERVICE_SMTP},
		{"220 mx", SERVICE_SMTP},
		{"220-mx", SERVICE_SMTP},
		{"554\r\n", SERVICE_COUNT},
		{"2201", SERVICE_COUNT},
		{"22 mx", SERVICE_COUNT},
		{"120 mx", SERVICE_COUNT},
		{"+OK-", SERVICE_COUNT},
		{"", SERVICE_COUNT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct octets text = {(const unsigned char *)rows[i].text,
			strlen(rows[i].text)};
		enum service service = SERVICE_COUNT;

		assert_int_equal(
			service_of_greeting(text, SERVICE_IMAP, &service),
			rows[i].service != SERVICE_COUNT);
		assert_int_equal(service, rows[i].service);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_whole),
		cmocka_unit_test(names_lead_back),
		cmocka_unit_test(ways_are_in_order),
		cmocka_unit_test(usual_ports),
		cmocka_unit_test(greetings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
