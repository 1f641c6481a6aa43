/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The mail programs that settings are written for: a row for each, in a file
 * of its own. */
#ifndef MAILSONDE_SETTINGS_CLIENTS_CLIENTS_H
#define MAILSONDE_SETTINGS_CLIENTS_CLIENTS_H

#include "settings/clients/client.h"

/* All of them, in the order in which they are listed. */
#define CLIENT_LIST(CLIENT)                                                    \
	CLIENT(client_thunderbird)                                             \
	CLIENT(client_apple)                                                   \
	CLIENT(client_neomutt)                                                 \
	CLIENT(client_msmtp)                                                   \
	CLIENT(client_mbsync)                                                  \
	CLIENT(client_fetchmail)                                               \
	CLIENT(client_autoconfig)                                              \
	CLIENT(client_autodiscover)                                            \
	CLIENT(client_srv)                                                     \
	CLIENT(client_outlook_steps)                                           \
	CLIENT(client_thunderbird_steps)                                       \
	CLIENT(client_apple_mail_steps)                                        \
	CLIENT(client_ios_steps)                                               \
	CLIENT(client_android_steps)

#define CLIENT_DECLARE(name) extern const struct client name;
CLIENT_LIST(CLIENT_DECLARE)
#undef CLIENT_DECLARE

extern const struct client *const clients_table[];
extern const size_t clients_count;

/* By its name, or by another that people have for it ("mobileconfig"); NULL if
 * there is none. */
const struct client *clients_find(const char *name);

#endif
