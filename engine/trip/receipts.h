/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#ifndef MAILSONDE_ENGINE_TRIP_RECEIPTS_H
#define MAILSONDE_ENGINE_TRIP_RECEIPTS_H

#include "engine/trip/measuring.h"

/* Whether the account answers messages that ask for a read receipt, over IMAP
 * and over POP3 at the same time. */
void receipts_measure(struct measuring *m);

#endif
