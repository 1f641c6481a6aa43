/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Property lists in Apple's binary form ("bplist00"), by libplist. */
#ifndef MAILSONDE_SETTINGS_FORMS_APPLE_BPLIST_H
#define MAILSONDE_SETTINGS_FORMS_APPLE_BPLIST_H

#include "model/arena.h"

#include <stdbool.h>

/* Whether the text begins as one does. */
bool bplist_is(struct octets text);

/* Brings it to the XML form, in `arena` and with a NUL behind it. Answers false
 * with a reason if it is broken, would grow beyond all bounds, or if libplist
 * was left out. */
bool bplist_to_xml(struct arena *arena, struct octets text,
	struct octets *ret_xml, const char **ret_reason)
	__attribute__((warn_unused_result));

#endif
