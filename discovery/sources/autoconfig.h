/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Autoconfig files of the mail domain, as Thunderbird looks for them. */
#ifndef MAILSONDE_DISCOVERY_SOURCES_AUTOCONFIG_H
#define MAILSONDE_DISCOVERY_SOURCES_AUTOCONFIG_H

#include "discovery/source.h"

void autoconfig_ask(struct run *run);

/* The file of another domain than the mail domain, without the address. */
void autoconfig_ask_domain(struct run *run, const char *domain, enum rank rank);

#endif
