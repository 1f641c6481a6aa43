/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The last resort: names that many have. Nothing says that these are the
 * servers of the domain but that they exist. */
#ifndef MAILSONDE_DISCOVERY_SOURCES_GUESS_H
#define MAILSONDE_DISCOVERY_SOURCES_GUESS_H

#include "discovery/source.h"

/* Looks the names up, which costs nothing. */
void guess_ask(struct run *run);

/* Makes settings of those that exist: called if nothing else was found. */
void guess_conclude(struct run *run);

#endif
