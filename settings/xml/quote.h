/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Text for XML documents. */
#ifndef MAILSONDE_SETTINGS_XML_QUOTE_H
#define MAILSONDE_SETTINGS_XML_QUOTE_H

#include "model/arena.h"

/* Returns the text with what XML needs escaped, in `arena`; octets that XML
 * cannot hold become "?", and what people could not see is written as its
 * number. */
const char *quote_xml(struct arena *arena, const char *text);

#endif
