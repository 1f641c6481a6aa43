/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/clients.h"

#include <string.h>

#define CLIENT_POINT(name) &name,

const struct client *const clients_table[] = {CLIENT_LIST(CLIENT_POINT)};
const size_t clients_count = sizeof(clients_table) / sizeof(*clients_table);

/* What people call them, too. */
static const struct {
	const char *name;
	const char *ours;
} other_names[] = {
	{"mobileconfig", "apple"},
	{"mutt", "neomutt"},
	{"isync", "mbsync"},
	{"iphone", "ios"},
	{"ipad", "ios"},
};

const struct client *clients_find(const char *name)
{
	for (size_t i = 0; i < sizeof(other_names) / sizeof(*other_names); i++)
		if (strcmp(other_names[i].name, name) == 0)
			name = other_names[i].ours;
	for (size_t i = 0; i < clients_count; i++)
		if (strcmp(clients_table[i]->name, name) == 0)
			return clients_table[i];
	return NULL;
}
