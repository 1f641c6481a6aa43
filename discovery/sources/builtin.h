/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The providers that are built in. */
#ifndef MAILSONDE_DISCOVERY_SOURCES_BUILTIN_H
#define MAILSONDE_DISCOVERY_SOURCES_BUILTIN_H

#include "discovery/source.h"

void builtin_ask(struct run *run);

/* Ends the source with the provider of the domain. Answers false if none is
 * known. */
bool builtin_take(
	struct discovery *d, struct source_answer *source, const char *domain);

/* The same for the provider whose mail exchanger the host is. */
bool builtin_take_exchanger(
	struct discovery *d, struct source_answer *source, const char *host);

#endif
