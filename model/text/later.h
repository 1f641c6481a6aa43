/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Refusals in words that hold for now. */
#ifndef MAILSONDE_MODEL_TEXT_LATER_H
#define MAILSONDE_MODEL_TEXT_LATER_H

#include "model/arena.h"

#include <stdbool.h>

/* Whether a server's words say that a later or a slower attempt may fare
 * better. A code, if there is one, is not looked at. */
bool later_is_asked(struct octets words);

#endif
