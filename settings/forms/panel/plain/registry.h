/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What Windows' registry editor exports of Outlook's accounts. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_REGISTRY_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_REGISTRY_H

#include "model/arena.h"

/* The same lines, with numbers in decimal, names in letters and words for the
 * mode: "IMAP Port"=dword:000003e1 is "IMAP Port"=993. Other octets, a
 * password's among them, are left out. Any other text comes back as it is. */
struct octets panel_registry_read(struct arena *arena, struct octets text);

#endif
