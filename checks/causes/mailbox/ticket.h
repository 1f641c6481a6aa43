/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Kerberos tickets that are no good. */
#ifndef MAILSONDE_CHECKS_CAUSES_MAILBOX_TICKET_H
#define MAILSONDE_CHECKS_CAUSES_MAILBOX_TICKET_H

#include "checks/causes/view.h"

/* Supposes what is wrong with the ticket that the login was held back for. */
void ticket_suppose(struct work *work, const struct view *view,
	const struct probe_facts *probe);

#endif
