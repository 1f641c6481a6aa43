/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Hosts of issuers that keep silent cost a run no more than a few timeouts. */

#include "tests/unit/unit.h"

#include "engine/run/issuers.h"
#include "net/io.h"

#include <string.h>

#define TIMEOUT_US 400000
#define HOSTS 100

/* Answers at once, or says when the time is over that nothing came. */
struct asker {
	struct engine_revoker engine;
	bool silent[HOSTS]; /* what was asked so */
	int64_t until_us[HOSTS];
	bool told[HOSTS];
	unsigned asked;
};

static bool ask(void *context, unsigned id,
	const struct revocation_source *source, int64_t timeout_us)
{
	struct asker *asker = context;

	assert_true(id < HOSTS);
	assert_int_equal(timeout_us, TIMEOUT_US);
	asker->asked++;
	asker->silent[id] = strstr(source->url, "silent") != NULL;
	asker->until_us[id] =
		io_now_us() + (asker->silent[id] ? timeout_us : 0);
	return true;
}

static bool take(void *context, struct revoker_answer *ret_answer)
{
	struct asker *asker = context;

	for (unsigned id = 0; id < HOSTS; id++) {
		if (!asker->until_us[id] || asker->told[id] ||
			asker->until_us[id] > io_now_us())
			continue;
		asker->told[id] = true;
		*ret_answer = (struct revoker_answer){.id = id,
			.body = {(const unsigned char *)"x", 1},
			.problem = asker->silent[id] ? "timeout" : NULL};
		return true;
	}
	return false;
}

/* Waits until it is done. */
static const struct issuer_fetch *fetch(
	struct issuers *issuers, const char *url)
{
	const struct revocation_source source = {.list = true, .url = url};
	struct issuer_fetch *found = issuers_find(issuers, &source);
	int64_t wake_us = INT64_MAX;

	while (!issuers_go_on(issuers, found, &wake_us)) {
		const struct deadline soon = {
			.at_us = io_now_us() + 1000, .cancel_fd = -1};

		(void)!io_wait(-1, POLLIN, &soon);
		while (issuers_hear(issuers))
			;
	}
	return found;
}

/* One that answers at once, as far as the machine lets it. */
static void ask_quick(struct issuers *issuers, unsigned *number)
{
	static const char *const urls[] = {"http://quick.test/1",
		"http://quick.test/2", "http://quick.test/3",
		"http://quick.test/4", "http://quick.test/5"};
	int64_t took_us;

	do {
		int64_t begun_us = io_now_us();

		assert_true(*number < sizeof(urls) / sizeof(urls[0]));
		assert_null(fetch(issuers, urls[(*number)++])->problem);
		took_us = io_now_us() - begun_us;
	} while (took_us >= TIMEOUT_US / 5);
}

static void test_silence(void **state)
{
	static const char *const urls[] = {"http://silent1.test/",
		"http://silent2.test/", "http://silent3.test/",
		"http://silent4.test/", "http://silent5.test/",
		"http://silent6.test/", "http://silent7.test/"};
	struct asker asker = {.engine = {.fd = 0, .ask = ask, .take = take}};
	const struct issuer_fetch *last = NULL;
	struct issuers *issuers;
	unsigned quick = 0, before;

	(void)state;
	asker.engine.context = &asker;
	issuers = issuers_new(&asker.engine, TIMEOUT_US);
	ask_quick(issuers, &quick);
	assert_string_equal(
		fetch(issuers, "http://silent1.test/")->problem, "timeout");
	before = asker.asked;
	assert_string_equal(
		fetch(issuers, "http://silent1.test/again")->problem,
		"not asked, since the host kept silent");
	assert_int_equal(asker.asked, before);
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		last = fetch(issuers, urls[i]);
	assert_string_equal(last->problem,
		"not asked, since the run had waited long enough for slow "
		"hosts");
	assert_in_range(asker.asked - before, 1, 3);
	before = asker.asked;
	fetch(issuers, "http://other.test/");
	assert_int_equal(asker.asked, before);
	ask_quick(issuers, &quick);
	issuers_free(issuers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_silence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
