/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The mail programs that settings are written for: a row for each, in a file
 * of its own. */
#ifndef MAILSONDE_SETTINGS_CLIENTS_CLIENTS_H
#define MAILSONDE_SETTINGS_CLIENTS_CLIENTS_H

#include "settings/clients/client.h"

extern const struct client client_thunderbird;
extern const struct client client_apple;
extern const struct client client_neomutt;
extern const struct client client_msmtp;
extern const struct client client_mbsync;
extern const struct client client_fetchmail;
extern const struct client client_autoconfig;
extern const struct client client_autodiscover;
extern const struct client client_srv;
extern const struct client client_outlook_steps;
extern const struct client client_thunderbird_steps;
extern const struct client client_apple_mail_steps;
extern const struct client client_ios_steps;
extern const struct client client_android_steps;

extern const struct client *const clients_table[];
extern const size_t clients_count;

/* By its name, or by another that people have for it ("mobileconfig"); NULL if
 * there is none. */
const struct client *clients_find(const char *name);

#endif
