/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a CMS signature is around (RFC 5652). Whether it is valid is not looked
 * at: it says who made the settings, and nothing of them. */
#ifndef MAILSONDE_SETTINGS_FORMS_APPLE_CMS_H
#define MAILSONDE_SETTINGS_FORMS_APPLE_CMS_H

#include "model/arena.h"

#include <stdbool.h>

/* Whether the text begins as such a signature does, in BER or PEM. */
bool cms_is_signed(struct octets text);

/* Finds the content of a SignedData, in `arena` and with a NUL behind it.
 * Answers false if there is none, as in a detached signature, or if the
 * encoding is broken. */
bool cms_content(struct arena *arena, struct octets text,
	struct octets *ret_content) __attribute__((warn_unused_result));

#endif
