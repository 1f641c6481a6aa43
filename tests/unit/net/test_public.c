/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which addresses are everybody's, however they are written. */

#include "tests/unit/unit.h"

#include "model/table.h"
#include "net/address/public.h"
#include "net/address/reach.h"
#include "net/resolve.h"

/* Both edges of a block, and what is next to it. */
static const char *const public_addresses[] = {"1.0.0.0", "8.8.8.8",
	"9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
	"126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0",
	"172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0",
	"192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
	"203.0.112.255", "203.0.114.0", "223.255.255.255",
	"2000::", "2001:200::1",
	"2001:db7:ffff::", "2001:db9::", "2606:4700::1111", "3ffe::1",
	"3fff:1000::", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"};

static const char *const special_addresses[] = {"0.0.0.0", "0.255.255.255",
	"10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
	"127.0.0.1", "127.255.255.255", "127.1", "127.0.0.0x1", "0x7f000001",
	"0177.0.0.1", "2130706433", "0", "169.254.0.0", "169.254.169.254",
	"172.16.0.0", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1",
	"192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255",
	"198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
	"240.0.0.1", "255.255.255.255", "::", "::1", "::2", "::127.0.0.1",
	"::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0.0.0.0",
	"::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1",
	"64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8", "64:ff9b::1:7f00:1",
	"100::1", "2001::1", "2001:0:7f00:1::1", "2001:2::1", "2001:10::1",
	"2001:1ff::", "2001:db8::1", "2002:7f00:1::1",
	"2002:a00:1::", "2002:c0a8:1::", "3fff::1", "3fff:fff::", "4000::1",
	"5f00::1", "fc00::1", "fd00::1", "fdff::", "fe80::1", "febf::1",
	"fec0::1", "ff02::1", "ff0e::1"};

static void expect_each(const char *const *texts, size_t count, bool expected)
{
	for (size_t i = 0; i < count; i++) {
		struct address address;

		if (!address_parse(texts[i], &address))
			fail_msg("%s is not read as an address", texts[i]);
		if (address_is_public((struct sockaddr *)&address.socket) !=
			expected)
			fail_msg("%s is taken for %s", texts[i],
				expected ? "special" : "public");
	}
}

static void test_public(void **state)
{
	(void)state;
	expect_each(public_addresses, COUNT_OF(public_addresses), true);
}

static void test_special(void **state)
{
	(void)state;
	expect_each(special_addresses, COUNT_OF(special_addresses), false);
}

static void test_other_family(void **state)
{
	const struct sockaddr none = {.sa_family = AF_UNIX};

	(void)state;
	assert_false(address_is_public(&none));
}

static bool reaches(const struct reach *reach, const char *text)
{
	struct address address;

	assert_true(address_parse(text, &address));
	return reach_allows(reach, (struct sockaddr *)&address.socket);
}

static void test_networks(void **state)
{
	struct network networks[3];
	struct reach reach = {networks, COUNT_OF(networks), true};
	static const char *const within[] = {"10.1.0.0", "10.1.255.255",
		"::ffff:10.1.2.3", "192.0.2.7", "2001:db8:8000::1"};
	static const char *const outside[] = {"10.0.255.255", "10.2.0.0",
		"192.0.2.6", "8.8.8.8", "2001:db8:7fff::1", "a01::"};

	(void)state;
	assert_true(reach_read_network("10.1.0.0/16", &networks[0]));
	assert_true(reach_read_network("192.0.2.7", &networks[1]));
	assert_true(reach_read_network("2001:db8:8000::/33", &networks[2]));
	for (size_t i = 0; i < COUNT_OF(within); i++)
		assert_true(reaches(&reach, within[i]));
	for (size_t i = 0; i < COUNT_OF(outside); i++)
		assert_false(reaches(&reach, outside[i]));
	assert_true(reaches(NULL, "127.0.0.1"));
	reach.nothing_public = false;
	assert_true(reaches(&reach, "8.8.8.8"));
	assert_false(reaches(&reach, "127.0.0.1"));
}

static void test_no_networks(void **state)
{
	static const char *const texts[] = {"", "/8", "10.0.0.0/",
		"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0/8",
		"mail.example.com", "::/129", "::g/8"};
	struct network network;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_false(reach_read_network(texts[i], &network));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_public),
		cmocka_unit_test(test_special),
		cmocka_unit_test(test_other_family),
		cmocka_unit_test(test_networks),
		cmocka_unit_test(test_no_networks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
