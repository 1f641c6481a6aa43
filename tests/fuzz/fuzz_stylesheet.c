/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as a stylesheet, applied to a small report. What it makes takes no
 * more steps than it may. */

#include "src/html/stylesheet.h"
#include "tests/fuzz/fuzz.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxslt/xsltutils.h>

#define STEPS 100000

__attribute__((format(printf, 2, 3))) static void ignore(
	void *context, const char *format, ...)
{
	(void)context;
	(void)format;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	xmlSetGenericErrorFunc(NULL, ignore);
	xsltSetGenericErrorFunc(NULL, ignore);
	FUZZ_HOLDS(stylesheet_restrict());
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char report[] =
		"<report xmlns='urn:mailsonde:report:1' verdict='pass'>"
		"<endpoint service='imap' host='h.example' port='993'>"
		"<finding check='connect' status='pass'><summary>s</summary>"
		"</finding></endpoint></report>";
	xmlDoc *document = xmlReadMemory((const char *)data, (int)size,
		"nowhere/fuzz.xsl", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
	xmlDoc *subject = xmlReadMemory(
		report, sizeof(report) - 1, "report", NULL, XML_PARSE_NONET);
	xsltStylesheet *style = stylesheet_new(document);
	xmlDoc *page = style ? stylesheet_apply(style, subject, STEPS) : NULL;
	xmlChar *text = NULL;
	int length;

	if (page)
		xsltSaveResultToString(&text, &length, page, style);
	xmlFree(text);
	xmlFreeDoc(page);
	xsltFreeStylesheet(style);
	xmlFreeDoc(subject);
	xmlResetLastError();
	return 0;
}
