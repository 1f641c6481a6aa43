/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Names of a certificate that somebody could enter as a mail server's. */
#ifndef MAILSONDE_CHECKS_CAUSES_CERTIFICATE_USABLE_H
#define MAILSONDE_CHECKS_CAUSES_CERTIFICATE_USABLE_H

#include "model/facts.h"

/* The first of them that a program accepts and that leads to a server; empty
 * if there is none. */
struct octets usable_name(const struct certificate *leaf);

/* What stands after the asterisk of a name that programs accept: not all names
 * below "com". Empty if there is none. */
struct octets usable_domain(const struct certificate *leaf);

#endif
