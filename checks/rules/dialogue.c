/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on greetings, capabilities and what a server offers to log in with. */
#include "checks/rules/rule.h"

#include "checks/product.h"
#include "checks/rules/found.h"
#include "checks/rules/parameter.h"
#include "checks/say.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"
#include "model/text/escape.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena_of(const struct rule_view *view)
{
	return view->context->arena;
}

static enum service service_of(const struct rule_view *view)
{
	return view->facts->endpoint.service;
}

/* Where a list of capabilities was given. */
enum place { PLACE_BEFORE = 1, PLACE_INSIDE = 2 };

/* The first list from there, the best connection's before others; NULL if
 * none was given. In the clear there is no other than the one before. */
static const struct capabilities *find_list(
	const struct rule_view *view, enum place place)
{
	const struct endpoint_facts *facts = view->facts;
	bool clear =
		place == PLACE_BEFORE || facts->endpoint.mode == MODE_CLEARTEXT;

	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];
		const struct capabilities *list =
			clear ? &probe->cleartext : &probe->protected;

		if (witness_is(probe) && (list->seen || list->announced))
			return list;
	}
	return NULL;
}

static bool was_refused(const struct rule_view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++)
		if (view->facts->probes[i]->protected.refused ||
			view->facts->probes[i]->cleartext.refused)
			return true;
	return false;
}

/* Greetings. */

/* The greeting that came furthest, of any probe for the endpoint. */
static const struct probe_facts *find_greeting(const struct rule_view *view)
{
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (witness_is(probe) && probe->greeting.text.length)
			return probe;
	}
	return NULL;
}

static enum ruling judge_greeting(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	static const char *const expected[] = {
		[SERVICE_POP3] = "+OK first",
		[SERVICE_IMAP] = "an untagged OK, PREAUTH or BYE",
		[SERVICE_SMTP] = "220 with the server's domain",
	};
	const struct probe_facts *probe = find_greeting(view);

	*ret_expected = expected[service_of(view)];
	if (!probe)
		return RULING_NOT_TESTED;
	*ret_observed = say_quote(arena_of(view), probe->greeting.text);
	if (!probe->greeting.known_service ||
		probe->greeting.service != service_of(view))
		return RULING_BROKEN;
	/* 421 and -ERR are the protocol's words for "not now". */
	if (probe->status == ST_THROTTLED)
		return RULING_NOT_TESTED;
	if (service_of(view) != SERVICE_SMTP)
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

/* version = 1*DIGIT "." 1*DIGIT "." 1*DIGIT */
static bool is_version(const char *at)
{
	unsigned a, b, c;

	return sscanf(at, "%4u.%4u.%5u", &a, &b, &c) == 3;
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
			if (is_version(at) && !is_literal(text, at))
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
	const struct probe_facts *probe = find_greeting(view);
	const char *what, *text;

	*ret_expected = "no internal name, address or version in the greeting";
	if (!probe)
		return RULING_NOT_TESTED;
	text = say_quote(arena_of(view), probe->greeting.text);
	what = find_disclosure(text);
	*ret_observed =
		what ? arena_printf(arena_of(view), "%s: %s", what, text)
		     : text;
	return what ? RULING_BROKEN : RULING_HOLDS;
}

static enum ruling judge_ehlo(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "EHLO answered with 250";
	if (find_list(view, PLACE_INSIDE) || find_list(view, PLACE_BEFORE)) {
		*ret_observed = "answered with 250";
		return RULING_HOLDS;
	}
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe) || probe->stage != STAGE_CAPABILITIES ||
			probe->status != ST_REFUSED)
			continue;
		*ret_observed = say_stop(arena_of(view), probe);
		return RULING_BROKEN;
	}
	return RULING_NOT_TESTED;
}

static enum ruling judge_syntax(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "replies as the protocol defines them";
	for (size_t i = 0; i < view->facts->probe_count; i++) {
		const struct probe_facts *probe = view->facts->probes[i];

		if (!witness_is(probe) || probe->status != ST_SYNTAX)
			continue;
		*ret_observed = say_stop(arena_of(view), probe);
		return RULING_BROKEN;
	}
	if (!find_list(view, PLACE_INSIDE) && !find_list(view, PLACE_BEFORE) &&
		!was_refused(view))
		return RULING_NOT_TESTED;
	*ret_observed = "all replies are well-formed";
	return RULING_HOLDS;
}

/* The longest line of the octets, without its end. */
static size_t longest_line(struct octets text, size_t longest)
{
	size_t length = 0;

	for (size_t i = 0; i <= text.length; i++) {
		if (i < text.length && text.data[i] != '\n') {
			length++;
			continue;
		}
		if (length > longest)
			longest = length;
		length = 0;
	}
	return longest;
}

static size_t longest_item(const struct capabilities *list, size_t longest)
{
	for (size_t i = 0; list && i < list->item_count; i++)
		longest = longest_line(list->items[i], longest);
	return longest;
}

static enum ruling judge_line_length(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	long most = rule_number(view, "octets", 512);
	const struct probe_facts *probe = find_greeting(view);
	size_t longest;

	*ret_expected = arena_printf(
		arena_of(view), "lines of at most %ld octets", most);
	if (!probe)
		return RULING_NOT_TESTED;
	longest = longest_item(find_list(view, PLACE_BEFORE), 0);
	longest = longest_item(find_list(view, PLACE_INSIDE), longest);
	/* The code and what is behind it were cut from those of EHLO. */
	if (longest && service_of(view) == SERVICE_SMTP)
		longest += strlen("250-");
	longest = longest_line(probe->greeting.text, longest);
	longest += strlen("\r\n");
	*ret_observed = arena_printf(
		arena_of(view), "the longest has %zu octets", longest);
	return longest > (size_t)most ? RULING_BROKEN : RULING_HOLDS;
}

static enum ruling judge_greeting_time(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	long most = rule_number(view, "seconds", 5);
	const struct probe_facts *probe = find_greeting(view);
	int64_t began, ended;

	*ret_expected = arena_printf(
		arena_of(view), "a greeting within %ld seconds", most);
	if (!probe || probe->stage_us[STAGE_GREETING] < 0)
		return RULING_NOT_TESTED;
	ended = probe->stage_us[STAGE_GREETING];
	began = probe->stage_us[STAGE_CONNECT];
	if (probe->mode == MODE_IMPLICIT)
		began = probe->stage_us[STAGE_HANDSHAKE];
	if (began < 0 || began > ended)
		began = 0;
	*ret_observed = arena_printf(
		arena_of(view), "after %" PRId64 " ms", (ended - began) / 1000);
	return ended - began > most * INT64_C(1000000) ? RULING_BROKEN
						       : RULING_HOLDS;
}

static enum ruling judge_product(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *wanted = rule_value(view, "product");
	const struct product *product = product_of(view->facts);

	*ret_expected =
		arena_printf(arena_of(view), "the greeting of %s", wanted);
	if (!find_greeting(view))
		return RULING_NOT_TESTED;
	*ret_observed = product ? product->name : "an unknown product";
	return product && ascii_compare(product->name, wanted) == 0
		       ? RULING_HOLDS
		       : RULING_BROKEN;
}

/* Capabilities. */

/* Whether the item is the capability, perhaps with parameters behind it. */
static bool item_is(struct octets item, const char *name)
{
	size_t length = strlen(name);

	return item.length >= length &&
	       ascii_compare_n((const char *)item.data, name, length) == 0 &&
	       (item.length == length || item.data[length] == ' ' ||
		       item.data[length] == '\r');
}

static bool list_has(
	const struct capabilities *list, enum service service, const char *name)
{
	if (ascii_compare_n(name, "AUTH=", 5) == 0)
		return capabilities_have(list, name + 5);
	if (service != SERVICE_IMAP && ascii_compare(name, "AUTH") == 0)
		return list->mechanism_count > 0;
	for (size_t i = 0; i < list->item_count; i++)
		if (item_is(list->items[i], name))
			return true;
	return false;
}

/* Those of the names that the lists have, or lack. */
static const char *pick(const struct rule_view *view, const char *names,
	const struct capabilities *const *lists, size_t count, bool present)
{
	const char *at = names ? names : "", *word, *picked = NULL;

	while ((word = rule_next_word(arena_of(view), &at))) {
		bool found = false;

		for (size_t i = 0; i < count && !found; i++)
			found = list_has(lists[i], service_of(view), word);
		if (found == present)
			picked = say_list(arena_of(view), picked, word);
	}
	return picked;
}

static size_t lists_of(const struct rule_view *view, const char *when,
	const struct capabilities **lists)
{
	bool both = when && strcmp(when, "either") == 0;
	bool before = both || (when && strcmp(when, "before") == 0);
	const struct capabilities *list;
	size_t count = 0;

	if (before && (list = find_list(view, PLACE_BEFORE)))
		lists[count++] = list;
	if ((both || !before) && (list = find_list(view, PLACE_INSIDE)))
		lists[count++] = list;
	return count;
}

static enum ruling no_list(
	const struct rule_view *view, const char **ret_observed)
{
	if (!was_refused(view))
		return RULING_NOT_TESTED;
	*ret_observed = "the server provides no list of capabilities";
	return RULING_BROKEN;
}

static enum ruling judge_capabilities(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *need = rule_value(view, "need");
	const char *names = rule_value(view, "names");
	const struct capabilities *lists[2];
	size_t count = lists_of(view, rule_value(view, "when"), lists);
	const char *lacking = pick(view, names, lists, count, false);
	const char *there = pick(view, names, lists, count, true);
	const char *unwanted =
		pick(view, rule_value(view, "absent"), lists, count, true);
	bool any = need && strcmp(need, "any") == 0;

	*ret_expected = arena_printf(arena_of(view), "%s%s%s%s%s",
		names ? any ? "any of " : "" : "", names ? names : "",
		names && rule_value(view, "absent") ? "; " : "",
		rule_value(view, "absent") ? "none of " : "",
		rule_value(view, "absent") ? rule_value(view, "absent") : "");
	if (!count)
		return no_list(view, ret_observed);
	if (unwanted) {
		*ret_observed =
			arena_printf(arena_of(view), "offered: %s", unwanted);
		return RULING_BROKEN;
	}
	if (lacking && !(any && there)) {
		*ret_observed =
			arena_printf(arena_of(view), "missing: %s", lacking);
		return RULING_BROKEN;
	}
	*ret_observed = there ? there : "none offered";
	return RULING_HOLDS;
}

static enum ruling judge_size(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	long least = rule_number(view, "octets", 0);
	const struct capabilities *list = find_list(view, PLACE_INSIDE);

	*ret_expected = least ? arena_printf(arena_of(view),
					"SIZE of at least %ld octets", least)
			      : "SIZE announced";
	if (!list)
		return no_list(view, ret_observed);
	for (size_t i = 0; i < list->item_count; i++) {
		char text[32];
		unsigned long long size;

		if (!item_is(list->items[i], "SIZE"))
			continue;
		snprintf(text, sizeof(text), "%.*s",
			(int)(list->items[i].length - 4),
			(const char *)list->items[i].data + 4);
		size = strtoull(text, NULL, 10);
		*ret_observed = arena_printf(arena_of(view), "SIZE %s%s",
			size ? "of " : "without a limit",
			size ? arena_printf(arena_of(view), "%llu octets", size)
			     : "");
		/* RFC 1870 section 4: no number, or 0, sets no limit. */
		return size && size < (unsigned long long)least ? RULING_BROKEN
								: RULING_HOLDS;
	}
	*ret_observed = "SIZE is missing";
	return RULING_BROKEN;
}

static enum ruling judge_implementation(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct capabilities *lists[2];
	size_t count = lists_of(view, "either", lists);

	*ret_expected = "no version in IMPLEMENTATION";
	if (!count)
		return was_refused(view) ? RULING_NOT_OWED : RULING_NOT_TESTED;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < lists[i]->item_count; k++) {
			struct octets item = lists[i]->items[k];
			const char *text;

			if (!item_is(item, "IMPLEMENTATION"))
				continue;
			text = say_quote(arena_of(view), item);
			*ret_observed = text;
			if (strpbrk(text, "0123456789"))
				return RULING_BROKEN;
		}
	if (!*ret_observed)
		*ret_observed = "no IMPLEMENTATION";
	return RULING_HOLDS;
}

/* Logging in. */

static const char *offered_of(const struct rule_view *view,
	const struct capabilities *const *lists, size_t count,
	const char *mechanisms, bool present)
{
	const char *at = mechanisms, *word, *offered = NULL;

	while ((word = rule_next_word(arena_of(view), &at))) {
		bool found = false;

		for (size_t i = 0; i < count && !found; i++)
			found = capabilities_have(lists[i], word);
		if (found == present)
			offered = say_list(arena_of(view), offered, word);
	}
	return offered;
}

static enum ruling judge_mechanisms_refused(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *mechanisms = rule_value(view, "mechanisms");
	const struct capabilities *lists[2];
	size_t count = lists_of(view, "either", lists);
	const char *offered = offered_of(view, lists, count, mechanisms, true);

	*ret_expected = arena_printf(arena_of(view), "none of %s", mechanisms);
	if (!count)
		return RULING_NOT_TESTED;
	*ret_observed = offered ? offered : "none offered";
	return offered ? RULING_BROKEN : RULING_HOLDS;
}

static enum ruling judge_mechanisms_offered(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *mechanisms = rule_value(view, "mechanisms");
	const char *need = rule_value(view, "need");
	const struct capabilities *list = find_list(view, PLACE_INSIDE);
	bool any = need && strcmp(need, "any") == 0;
	const char *there, *lacking;

	*ret_expected = arena_printf(arena_of(view), "%s%s offered",
		any ? "any of " : "", mechanisms);
	if (!list)
		return no_list(view, ret_observed);
	there = offered_of(view, &list, 1, mechanisms, true);
	lacking = offered_of(view, &list, 1, mechanisms, false);
	if (!lacking || (any && there)) {
		*ret_observed = there;
		return RULING_HOLDS;
	}
	*ret_observed =
		arena_printf(arena_of(view), "not offered: %s", lacking);
	return RULING_BROKEN;
}

/* IMAP's LOGIN has neither a mechanism nor protection of its own. */
static enum ruling judge_last_resort(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct capabilities *list = find_list(view, PLACE_INSIDE);
	const char *others = NULL;

	*ret_expected = "an AUTH= mechanism in addition to the LOGIN command";
	if (!list)
		return no_list(view, ret_observed);
	for (size_t i = 0; i < list->mechanism_count; i++)
		if (strcmp(list->mechanisms[i], "LOGIN") != 0)
			others = say_list(
				arena_of(view), others, list->mechanisms[i]);
	*ret_observed = others ? others : "only LOGIN";
	return others ? RULING_HOLDS : RULING_BROKEN;
}

static enum ruling judge_cleartext_login(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return rule_by_check(
		view, &check_cleartext_login, ret_expected, ret_observed);
}

const struct rule_check rule_checks_dialogue[] = {
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
		.name = "ehlo-answered",
		.title = "the reply to EHLO",
		.judge = judge_ehlo,
	},
	{
		.name = "reply-syntax",
		.title = "whether replies are well-formed",
		.judge = judge_syntax,
	},
	{
		.name = "line-length",
		.title = "the longest line of greeting and capabilities",
		.parameters = "octets#",
		.judge = judge_line_length,
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
	{
		.name = "capabilities",
		.title = "the capabilities offered",
		.parameters = "names? need? when? absent?",
		.judge = judge_capabilities,
	},
	{
		.name = "size-announced",
		.title = "the largest message announced by EHLO",
		.parameters = "octets#?",
		.judge = judge_size,
	},
	{
		.name = "implementation-discloses",
		.title = "the version in IMPLEMENTATION",
		.judge = judge_implementation,
	},
	{
		.name = "mechanisms-refused",
		.title = "mechanisms that must not be offered",
		.parameters = "mechanisms",
		.judge = judge_mechanisms_refused,
	},
	{
		.name = "mechanisms-offered",
		.title = "mechanisms that must be offered",
		.parameters = "mechanisms need?",
		.judge = judge_mechanisms_offered,
	},
	{
		.name = "login-last-resort",
		.title = "whether a mechanism other than LOGIN is offered",
		.judge = judge_last_resort,
	},
	{
		.name = "cleartext-login-refused",
		.title = "whether password login is offered before TLS",
		.judge = judge_cleartext_login,
	},
	{.name = NULL},
};
