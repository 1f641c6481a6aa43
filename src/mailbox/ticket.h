/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is wrong with a Kerberos ticket, which libgsasl does not tell. */
#ifndef MAILSONDE_SRC_MAILBOX_TICKET_H
#define MAILSONDE_SRC_MAILBOX_TICKET_H

#include "model/login/login.h"

/* Asks Kerberos once more for a ticket for the service ("imap") on the host.
 * LOGIN_HELD_TICKET if it does not say what is wrong, or does not find anything
 * wrong. */
enum login_held ticket_trouble(const char *service, const char *host);

#endif
