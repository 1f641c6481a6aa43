/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/certificate/usable.h"

#include "model/text/ascii.h"

#include <string.h>

static size_t count_dots(struct octets name)
{
	size_t count = 0;

	for (size_t i = 0; i < name.length; i++)
		count += name.data[i] == '.';
	return count;
}

static bool ends_in(struct octets name, const char *end)
{
	size_t length = strlen(end);

	return name.length >= length &&
	       ascii_compare_n((const char *)name.data + name.length - length,
		       end, length) == 0;
}

/* An address that was put among the names, where programs do not look. */
static bool is_numeric(struct octets name)
{
	for (size_t i = 0; i < name.length; i++)
		if (!memchr("0123456789.", name.data[i], 11))
			return false;
	return true;
}

/* A website's certificate does not say what the mail server is called. */
static bool is_website(struct octets name)
{
	return name.length > 4 &&
	       ascii_compare_n((const char *)name.data, "www.", 4) == 0;
}

static bool is_usable(const struct presented_name *presented)
{
	struct octets name = presented->value;

	return presented->type == NAME_DNS && count_dots(name) &&
	       !memchr(name.data, '*', name.length) &&
	       !memchr(name.data, '\0', name.length) &&
	       name.data[name.length - 1] != '.' && name.data[0] != '.' &&
	       !is_numeric(name) && !is_website(name) &&
	       !ends_in(name, ".localdomain") && !ends_in(name, ".invalid") &&
	       !ends_in(name, ".localhost");
}

struct octets usable_name(const struct certificate *leaf)
{
	for (size_t i = 0; i < leaf->name_count; i++)
		if (is_usable(&leaf->names[i]))
			return leaf->names[i].value;
	return (struct octets){0};
}

struct octets usable_domain(const struct certificate *leaf)
{
	for (size_t i = 0; i < leaf->name_count; i++) {
		struct octets name = leaf->names[i].value;

		if (leaf->names[i].type == NAME_DNS && count_dots(name) > 1 &&
			name.data[0] == '*' && name.data[1] == '.' &&
			!memchr(name.data + 1, '*', name.length - 1))
			return (struct octets){name.data + 2, name.length - 2};
	}
	return (struct octets){0};
}
