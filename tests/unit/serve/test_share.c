/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/admit/share.h"
#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

static struct share_network network_of(const char *text)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return share_network_of((struct sockaddr *)&v4);
	assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
	return share_network_of((struct sockaddr *)&v6);
}

static void test_networks(void **state)
{
	static const struct {
		const char *one, *other;
		bool same;
	} rows[] = {
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.1", "192.0.2.2", false},
		{"192.0.2.1", "::ffff:192.0.2.1", true},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.2", false},
		{"2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true},
		{"2001:db8::1", "2001:db8:0:1::1", false},
		{"2001:db8::1", "192.0.2.1", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct share_network one = network_of(rows[i].one),
				     other = network_of(rows[i].other);

		assert_true(share_is_network(&one));
		assert_int_equal(share_is_same(&one, &other), rows[i].same);
	}
}

static void test_this_computer_is_no_network(void **state)
{
	static const char *const own[] = {
		"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"};
	struct share_network network = share_network_of(NULL);

	(void)state;
	assert_false(share_is_network(&network));
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		network = network_of(own[i]);
		assert_false(share_is_network(&network));
	}
}

static unsigned take_all(struct share_credit *credit,
	const struct share_rate *rate, int64_t now_ms)
{
	unsigned taken = 0;

	for (; share_has(credit, rate, now_ms); taken++)
		share_take(credit);
	return taken;
}

static void test_credit_comes_back(void **state)
{
	static const struct share_rate rate = {.burst = 10, .per_second = 2};
	struct share_credit credit = {0};

	(void)state;
	assert_int_equal(take_all(&credit, &rate, 1000), 10);
	assert_int_equal(take_all(&credit, &rate, 1400), 0);
	assert_int_equal(take_all(&credit, &rate, 2500), 3);
	assert_int_equal(take_all(&credit, &rate, 1000000), 10);
}

static void test_one_network_does_not_use_up_another(void **state)
{
	static const struct share_rate rate = {.burst = 3, .per_second = 1};
	static struct share_table table;
	struct share_network one = network_of("2001:db8::1"),
			     same = network_of("2001:db8::2"),
			     other = network_of("2001:db8:0:1::1");

	(void)state;
	assert_int_equal(take_all(share_find(&table, &one), &rate, 1000), 3);
	assert_int_equal(take_all(share_find(&table, &same), &rate, 1000), 0);
	assert_int_equal(take_all(share_find(&table, &other), &rate, 1000), 3);
}

/* However many come, the table stays as large as it is, and who asked last is
 * remembered. */
static void test_many_networks(void **state)
{
	static const struct share_rate rate = {.burst = 3, .per_second = 1};
	static struct share_table table;
	struct share_network network;
	char text[64];

	(void)state;
	for (int64_t i = 1; i <= 20000; i++) {
		snprintf(text, sizeof(text), "2001:db8:%x:%x::1",
			(unsigned)i >> 8, (unsigned)i & 255);
		network = network_of(text);
		assert_int_equal(
			take_all(share_find(&table, &network), &rate, i), 3);
		assert_int_equal(
			take_all(share_find(&table, &network), &rate, i), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_networks),
		cmocka_unit_test(test_this_computer_is_no_network),
		cmocka_unit_test(test_credit_comes_back),
		cmocka_unit_test(test_one_network_does_not_use_up_another),
		cmocka_unit_test(test_many_networks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
