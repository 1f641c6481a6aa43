/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/html/stylesheet.h"

#include "model/io/file.h"

#include <libexslt/exslt.h>
#include <libxml/uri.h>
#include <libxml/xmlIO.h>
#include <libxml/xpath.h>
#include <libxslt/transform.h>
#include <stdbool.h>
#include <string.h>

/* Whether the name stays in the stylesheet's folder, which is the current
 * one. */
static bool is_neighbour(const char *name)
{
	const char *part = name;

	while (part) {
		size_t length = strcspn(part, "/");

		if (length == 0 || (length == 2 && memcmp(part, "..", 2) == 0))
			return false;
		part = part[length] ? part + length + 1 : NULL;
	}
	return true;
}

static int open_name(const char *name)
{
	return is_neighbour(name) ? file_open_regular(name) : -1;
}

/* Of what a stylesheet imports, includes or reads; by its name as it stands
 * there, with or without the escapes of a URL. */
static void *open_input(const char *name)
{
	char *unescaped = xmlURIUnescapeString(name, 0, NULL);
	int fd = unescaped ? open_name(unescaped) : -1;

	xmlFree(unescaped);
	return file_stream(fd >= 0 ? fd : open_name(name));
}

static int match_input(const char *name)
{
	(void)name;
	return 1;
}

static int read_input(void *context, char *buffer, int size)
{
	size_t got = fread(buffer, 1, (size_t)size, context);

	return got || !ferror((FILE *)context) ? (int)got : -1;
}

static int close_input(void *context)
{
	return fclose(context);
}

xsltSecurityPrefs *stylesheet_restrict(void)
{
	static const xsltSecurityOption forbidden[] = {XSLT_SECPREF_WRITE_FILE,
		XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK,
		XSLT_SECPREF_WRITE_NETWORK};
	xsltSecurityPrefs *security = xsltNewSecurityPrefs();

	if (!security)
		return NULL;
	exsltRegisterAll();
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(*forbidden); i++)
		xsltSetSecurityPrefs(
			security, forbidden[i], xsltSecurityForbid);
	xsltSetDefaultSecurityPrefs(security);
	/* Entities are read by the parser, which knows no such rules. */
	xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
	/* In place of the library's own, which wait for a pipe's writer. */
	xmlCleanupInputCallbacks();
	if (xmlRegisterInputCallbacks(
		    match_input, open_input, read_input, close_input) < 0) {
		xsltFreeSecurityPrefs(security);
		return NULL;
	}
	return security;
}

xsltStylesheet *stylesheet_new(xmlDoc *document)
{
	xsltStylesheet *style =
		document ? xsltParseStylesheetDoc(document) : NULL;

	/* One with errors in it takes its document along. */
	if (document && !style)
		xmlFreeDoc(document);
	return style;
}

xmlDoc *stylesheet_apply(
	xsltStylesheet *style, xmlDoc *report, unsigned long steps)
{
	xsltTransformContext *context = xsltNewTransformContext(style, report);
	xmlDoc *page;

	if (!context)
		return NULL;
	context->opLimit = steps;
	context->xpathCtxt->opLimit = steps;
	page = xsltApplyStylesheetUser(
		style, report, NULL, NULL, NULL, context);
	if (context->state != XSLT_STATE_OK) {
		xmlFreeDoc(page);
		page = NULL;
	}
	xsltFreeTransformContext(context);
	return page;
}
