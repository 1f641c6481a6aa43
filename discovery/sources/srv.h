/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* SRV records of the mail domain (RFC 6186, RFC 8314). */
#ifndef MAILSONDE_DISCOVERY_SOURCES_SRV_H
#define MAILSONDE_DISCOVERY_SOURCES_SRV_H

#include "discovery/source.h"

void srv_ask(struct run *run);

#endif
