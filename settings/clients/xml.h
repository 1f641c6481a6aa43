/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is written as XML has in common. */
#ifndef MAILSONDE_SETTINGS_CLIENTS_XML_H
#define MAILSONDE_SETTINGS_CLIENTS_XML_H

#include "settings/clients/setup.h"

#include <stdio.h>

/* An element with text in it, on a line of its own. */
void xml_put_element(FILE *stream, const struct setup *setup,
	const char *indent, const char *name, const char *text);

/* A comment: how the settings were verified. */
void xml_put_checked(FILE *stream, const struct setup *setup);

/* The mail domain within a comment, where an A-label's two hyphens must not
 * stand (XML 1.0 section 2.5). */
const char *xml_domain_in_comment(const struct setup *setup);

#endif
