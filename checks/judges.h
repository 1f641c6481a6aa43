/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The judges, for the table alone. */
#ifndef MAILSONDE_CHECKS_JUDGES_H
#define MAILSONDE_CHECKS_JUDGES_H

#include "checks/check.h"

judge_function judge_connect, judge_mode, judge_greeting;
judge_function judge_injection, judge_tls_best, judge_tls_version;
judge_function judge_starttls, judge_auth, judge_capability_list;
judge_function judge_cleartext_login;
judge_function judge_trust, judge_name, judge_expiry;
judge_function judge_settings_mode, judge_settings_provider;
judge_function judge_settings_options;
judge_function judge_settings_sources;

#endif
