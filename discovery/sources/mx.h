/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the mail exchanger says of who the provider is. */
#ifndef MAILSONDE_DISCOVERY_SOURCES_MX_H
#define MAILSONDE_DISCOVERY_SOURCES_MX_H

#include "discovery/source.h"

void mx_ask(struct run *run);

#endif
