/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Stylesheets of the user's: they write no files and use no network, while they
 * are read and while they are applied. */
#ifndef MAILSONDE_SRC_HTML_STYLESHEET_H
#define MAILSONDE_SRC_HTML_STYLESHEET_H

#include <libxslt/security.h>
#include <libxslt/xsltInternals.h>
#include <stdbool.h>

/* Holds all stylesheets of this process to that; what is returned is freed last
 * (xsltFreeSecurityPrefs()). NULL if memory ran out. */
xsltSecurityPrefs *stylesheet_restrict(void);

/* Takes the document along. NULL if it cannot be used, or is NULL. */
xsltStylesheet *stylesheet_new(xmlDoc *document);

/* The page of the report; NULL if that fails, or takes more than so many steps,
 * each of which may be an instruction or a part of an expression. */
xmlDoc *stylesheet_apply(
	xsltStylesheet *style, xmlDoc *report, unsigned long steps);

#endif
