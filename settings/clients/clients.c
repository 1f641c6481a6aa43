/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/clients/clients.h"

#include <string.h>

const struct client *const clients_table[] = {
	&client_thunderbird,
	&client_apple,
	&client_neomutt,
	&client_msmtp,
	&client_mbsync,
	&client_fetchmail,
	&client_autoconfig,
	&client_autodiscover,
	&client_srv,
	&client_outlook_steps,
	&client_thunderbird_steps,
	&client_apple_mail_steps,
	&client_ios_steps,
	&client_android_steps,
};
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
