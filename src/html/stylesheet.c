/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/html/stylesheet.h"

#include <libexslt/exslt.h>
#include <libxml/xpath.h>
#include <libxslt/transform.h>

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
