/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Exchange's Autodiscover (MS-OXDSCLI), by POX. */
#ifndef MAILSONDE_DISCOVERY_SOURCES_AUTODISCOVER_H
#define MAILSONDE_DISCOVERY_SOURCES_AUTODISCOVER_H

#include "discovery/source.h"

void autodiscover_ask(struct run *run);

#endif
