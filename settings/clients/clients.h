/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The rows of client_table. */
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

#endif
