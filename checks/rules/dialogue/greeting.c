/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on greetings. */
#include "checks/rules/rule.h"

#include "checks/product.h"
#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/greeting.h"
#include "model/service.h"
#include "model/text/ascii.h"

#include <inttypes.h>
#include <stdio.h>

static enum ruling judge_greeting(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct probe_facts *probe = greeting_heard(view->facts);

	*ret_expected =
		service_row(view->facts->endpoint.service)->greeting_due;
	if (!probe)
		return RULING_NOT_TESTED;
	*ret_observed = say_quote(view->arena, probe->greeting.text);
	/* 421 and -ERR are the protocol's words for "not now". */
	if (probe->status == ST_THROTTLED)
		return RULING_NOT_TESTED;
	if (!probe->greeting.known_service ||
		probe->greeting.service != view->facts->endpoint.service)
		return RULING_BROKEN;
	if (!probe->greeting.code)
		return RULING_HOLDS;
	return probe->greeting.code == 220 ? RULING_HOLDS : RULING_BROKEN;
}

/* Whether there is something like "10.1.2.3" of RFC 1918 in the text. */
static bool is_private_address(const char *at)
{
	unsigned a, b, c, d;
	char behind;
	int read = sscanf(at, "%3u.%3u.%3u.%3u%c", &a, &b, &c, &d, &behind);

	if (read < 4 || a > 255 || b > 255 || c > 255 || d > 255)
		return false;
	return a == 10 || (a == 172 && b >= 16 && b <= 31) ||
	       (a == 192 && b == 168);
}

/* version = 1*DIGIT 2*( "." 1*DIGIT ), or one dot alone behind a blank or a
 * slash, as in "Exim 4.96" */
static bool is_version(const char *text, const char *at)
{
	unsigned a, b, c;
	int end = 0;

	if (sscanf(at, "%4u.%4u.%5u", &a, &b, &c) == 3)
		return true;
	return sscanf(at, "%4u.%4u%n", &a, &b, &end) == 2 && at > text &&
	       (at[-1] == ' ' || at[-1] == '/') && at[end] != '.' &&
	       !ascii_is_alphanumeric(at[end]);
}

/* RFC 5321 section 4.1.3: "[" IPv4-address-literal "]" */
static bool is_literal(const char *text, const char *at)
{
	unsigned a, b, c, d;
	char end;

	return at > text && at[-1] == '[' &&
	       sscanf(at, "%3u.%3u.%3u.%3u%c", &a, &b, &c, &d, &end) == 5 &&
	       end == ']';
}

static const char *find_disclosure(const char *text)
{
	for (const char *at = text; *at; at++) {
		bool begins = at == text || !ascii_is_alphanumeric(at[-1]);

		if (begins && ascii_is_digit(*at) &&
			(at == text || at[-1] != '.')) {
			if (is_private_address(at))
				return "an address of a private network";
			if (is_version(text, at) && !is_literal(text, at))
				return "a version";
		}
		if (ascii_compare_n(at, ".local", 6) == 0 &&
			!ascii_is_alphanumeric(at[6]) && at[6] != '.' &&
			at[6] != '-')
			return "a name of an internal network";
	}
	return NULL;
}

static enum ruling judge_discloses(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	/* What a server says that is busy is no greeting: 4.3.2 is a code. */
	const struct probe_facts *probe = greeting_welcome(view->facts);
	const char *what, *text;

	*ret_expected = "no internal name, address or version in the greeting";
	if (!probe)
		return RULING_NOT_TESTED;
	text = say_quote(view->arena, probe->greeting.text);
	what = find_disclosure(text);
	*ret_observed =
		what ? arena_printf(view->arena, "%s: %s", what, text) : text;
	return what ? RULING_BROKEN : RULING_HOLDS;
}

static enum ruling judge_greeting_time(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	long most = rule_number(view, "seconds", 5);
	const struct probe_facts *probe = greeting_heard(view->facts);
	int64_t began, ended;

	*ret_expected = arena_printf(
		view->arena, "a greeting within %ld seconds", most);
	if (!probe || probe->stage_us[STAGE_GREETING] < 0)
		return RULING_NOT_TESTED;
	ended = probe->stage_us[STAGE_GREETING];
	began = probe->stage_us[STAGE_CONNECT];
	if (probe->mode == MODE_IMPLICIT)
		began = probe->stage_us[STAGE_HANDSHAKE];
	if (began < 0 || began > ended)
		began = 0;
	*ret_observed = arena_printf(
		view->arena, "after %" PRId64 " ms", (ended - began) / 1000);
	return ended - began > most * INT64_C(1000000) ? RULING_BROKEN
						       : RULING_HOLDS;
}

static enum ruling judge_product(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *wanted = rule_value(view, "product");
	const struct product *product = product_of(view->facts);

	*ret_expected = arena_printf(view->arena, "the greeting of %s", wanted);
	if (!greeting_heard(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = product ? product->name : "an unknown product";
	return product && ascii_compare(product->name, wanted) == 0
		       ? RULING_HOLDS
		       : RULING_BROKEN;
}

const struct rule_check rule_checks_greeting[] = {
	{
		.name = "greeting-syntax",
		.title = "whether the greeting is valid",
		.judge = judge_greeting,
	},
	{
		.name = "greeting-discloses",
		.title = "internal details in the greeting",
		.judge = judge_discloses,
	},
	{
		.name = "greeting-time",
		.title = "the time until the greeting",
		.parameters = "seconds#",
		.judge = judge_greeting_time,
	},
	{
		.name = "greeting-product",
		.title = "the product in the greeting",
		.parameters = "product",
		.judge = judge_product,
	},
	{.name = NULL},
};
