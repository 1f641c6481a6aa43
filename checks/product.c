/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/product.h"

#include "evidence/pick.h"
#include "model/table.h"
#include "model/text/ascii.h"

#include <regex.h>
#include <string.h>

#define LINE 512

/* The particular before the general. */
const struct product product_table[] = {
#include "checks/products.inc"
};
const size_t product_count = COUNT_OF(product_table);

/* The first line as a string; NUL becomes '?'. */
static void first_line(struct octets text, char line[LINE + 1])
{
	size_t length = 0;

	while (length < text.length && length < LINE &&
		text.data[length] != '\r' && text.data[length] != '\n') {
		line[length] = (char)text.data[length];
		if (line[length] == '\0')
			line[length] = '?';
		length++;
	}
	line[length] = '\0';
}

static bool matches(const char *pattern, const char *line)
{
	regex_t compiled;
	bool found;

	if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB))
		return false;
	found = regexec(&compiled, line, 0, NULL, 0) == 0;
	regfree(&compiled);
	return found;
}

const struct product *product_of_greeting(
	enum service service, struct octets greeting)
{
	char line[LINE + 1];

	first_line(greeting, line);
	if (!line[0])
		return NULL;
	for (size_t i = 0; i < product_count; i++)
		if (product_table[i].service == service &&
			matches(product_table[i].pattern, line))
			return &product_table[i];
	return NULL;
}

/* Words that one product alone lists. */
static const struct {
	enum service service;
	const char *word;
	const char *product;
} marks[] = {
	{SERVICE_SMTP, "X-ANONYMOUSTLS", "exchange"},
	{SERVICE_SMTP, "X-EXPS", "exchange"},
	{SERVICE_SMTP, "XRDST", "exchange"},
	{SERVICE_IMAP, "X-GM-EXT-1", "gmail"},
	{SERVICE_IMAP, "XYMHIGHESTMODSEQ", "yahoo"},
	{SERVICE_POP3, "X-GOOGLE-VERHOEVEN", "gmail"},
};

static bool lists(const struct capabilities *caps, const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i < caps->item_count; i++) {
		struct octets item = caps->items[i];

		if (item.length >= length &&
			ascii_compare_n(
				(const char *)item.data, word, length) == 0 &&
			(item.length == length || item.data[length] == ' '))
			return true;
	}
	return false;
}

static const struct product *find_product(const char *id, enum service service)
{
	for (size_t i = 0; i < product_count; i++)
		if (product_table[i].service == service &&
			strcmp(product_table[i].id, id) == 0)
			return &product_table[i];
	return NULL;
}

static bool greets_by_name(const struct probe_facts *probe, const void *service)
{
	return product_of_greeting(
		*(const enum service *)service, probe->greeting.text);
}

/* By the words that it lists. */
static const struct product *product_marked(
	enum service service, const struct probe_facts *probe)
{
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (marks[i].service == service &&
			(lists(&probe->protected, marks[i].word) ||
				lists(&probe->cleartext, marks[i].word)))
			return find_product(marks[i].product, service);
	return NULL;
}

static bool is_marked(const struct probe_facts *probe, const void *service)
{
	return product_marked(*(const enum service *)service, probe);
}

const struct product *product_of(const struct endpoint_facts *facts)
{
	enum service service = facts->endpoint.service;
	const struct probe_facts *probe =
		pick_first(facts, PICK_ALL, greets_by_name, &service);

	if (probe)
		return product_of_greeting(service, probe->greeting.text);
	probe = pick_first(facts, PICK_ALL, is_marked, &service);
	return probe ? product_marked(service, probe) : NULL;
}

bool product_is_exchange(const struct product *product)
{
	return product && strncmp(product->id, "exchange", 8) == 0;
}

static int base64_value(int octet)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = octet ? strchr(digits, octet) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* RFC 4648 section 4, with or without its padding. Returns the number of
 * octets, 0 if the text is not base64. */
static size_t decode_base64(
	const unsigned char *text, size_t length, unsigned char *ret_data)
{
	unsigned bits = 0;
	size_t count = 0, pending = 0;

	while (length && text[length - 1] == '=')
		length--;
	for (size_t i = 0; i < length; i++) {
		int value = base64_value(text[i]);

		if (value < 0)
			return 0;
		bits = (bits << 6 | (unsigned)value) & 0xffffff;
		pending += 6;
		if (pending < 8)
			continue;
		pending -= 8;
		ret_data[count++] = (unsigned char)(bits >> pending);
	}
	return count;
}

static bool is_host_octet(int octet)
{
	return (octet >= '0' && octet <= '9') ||
	       (octet >= 'A' && octet <= 'Z') ||
	       (octet >= 'a' && octet <= 'z') || octet == '-' || octet == '.';
}

static const char *read_host(
	struct arena *arena, const unsigned char *data, size_t count)
{
	char host[LINE];
	size_t length = 0;

	/* The shortest that was seen has 13 characters. */
	if (count % 2 || count < 8)
		return NULL;
	for (size_t i = 0; i < count; i += 2) {
		if (data[i + 1] || !is_host_octet(data[i]))
			return NULL;
		host[length++] = (char)data[i];
	}
	host[length] = '\0';
	if (host[0] == '.' || host[0] == '-' || host[length - 1] == '-')
		return NULL;
	return arena_strdup(arena, host);
}

const char *product_front_end(struct arena *arena, struct octets greeting)
{
	unsigned char data[LINE];
	const unsigned char *end = NULL, *start;

	for (size_t i = 0; i < greeting.length && greeting.data[i] != '\n'; i++)
		if (greeting.data[i] == ']')
			end = &greeting.data[i];
	if (!end)
		return NULL;
	for (start = end; start > greeting.data && start[-1] != '['; start--)
		;
	if (start == greeting.data || (size_t)(end - start) > LINE)
		return NULL;
	return read_host(
		arena, data, decode_base64(start, (size_t)(end - start), data));
}

/* Forests are named for the region, or for the country that keeps its data at
 * home. */
static const struct {
	const char *prefix;
	const char *region;
} regions[] = {
	{"namprd", "North America"},
	{"nampr", "North America"},
	{"eurprd", "Europe"},
	{"eurpr", "Europe"},
	{"apcprd", "Asia-Pacific"},
	{"apcpr", "Asia-Pacific"},
	{"lamprd", "Latin America"},
	{"lampr", "Latin America"},
	{"chnpr", "China"},
	{"frap", "France"},
	{"gbrp", "the United Kingdom"},
	{"deup", "Germany"},
	{"chep", "Switzerland"},
	{"ausp", "Australia"},
	{"jpnp", "Japan"},
	{"indp", "India"},
	{"canp", "Canada"},
	{"korp", "Korea"},
	{"norp", "Norway"},
	{"swep", "Sweden"},
	{"brap", "Brazil"},
	{"zafp", "South Africa"},
	{"arep", "the United Arab Emirates"},
};

const char *product_region(const char *front_end)
{
	const char *forest = strchr(front_end, '.');

	for (size_t i = 0; forest && i < COUNT_OF(regions); i++)
		if (ascii_compare_n(forest + 1, regions[i].prefix,
			    strlen(regions[i].prefix)) == 0)
			return regions[i].region;
	return NULL;
}
