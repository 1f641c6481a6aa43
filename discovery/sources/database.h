/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Thunderbird's database of autoconfig files. */
#ifndef MAILSONDE_DISCOVERY_SOURCES_DATABASE_H
#define MAILSONDE_DISCOVERY_SOURCES_DATABASE_H

#include "discovery/source.h"

void database_ask(struct run *run);
void database_ask_domain(struct run *run, const char *domain, enum rank rank);

#endif
