/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mailsonde-html [STYLESHEET]: makes a page of the XML report on standard
 * input, by the stylesheet that is built in or a user's own. A stylesheet
 * reads files beside it, and neither writes any nor uses the network. */

#include "config.h"

#include "settings/library/builtin.h"
#include "src/commands/commands.h"
#include "src/output/terminal.h"
#include "src/process.h"

#include <libexslt/exslt.h>
#include <libxml/parser.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define PIECE ((size_t)65536)

static char *read_all(size_t *ret_length)
{
	char *text = NULL;
	size_t length = 0, size = 0;
	ssize_t n;

	do {
		if (size - length < PIECE) {
			size = 2 * size + PIECE;
			text = realloc(text, size);
			if (!text)
				return NULL;
		}
		n = read(STDIN_FILENO, text + length, PIECE);
		if (n > 0)
			length += (size_t)n;
	} while (n > 0);
	*ret_length = length;
	return text;
}

/* The one that is built in for what is to be shown. */
static const struct builtin_file *find_builtin(const xmlDoc *report)
{
	const xmlNode *root = report ? xmlDocGetRootElement(report) : NULL;
	bool compares =
		root && strcmp((const char *)root->name, "comparison") == 0;

	return builtin_find(builtin_stylesheets, builtin_stylesheet_count,
		compares ? "compare" : "report");
}

static xsltStylesheet *read_stylesheet(const char *file, const xmlDoc *report)
{
	const struct builtin_file *builtin = find_builtin(report);
	xmlDoc *document;
	xsltStylesheet *style;

	if (file)
		document = xmlReadFile(file, NULL, XML_PARSE_NONET);
	else
		document = xmlReadMemory((const char *)builtin->xml,
			(int)builtin->length, "report.xsl", NULL,
			XML_PARSE_NONET);
	style = document ? xsltParseStylesheetDoc(document) : NULL;
	/* One with errors in it takes its document along. */
	if (document && !style)
		xmlFreeDoc(document);
	return style;
}

static xsltSecurityPrefs *security(void)
{
	xsltSecurityPrefs *security = xsltNewSecurityPrefs();

	if (!security)
		return NULL;
	xsltSetSecurityPrefs(
		security, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid);
	xsltSetSecurityPrefs(
		security, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid);
	xsltSetSecurityPrefs(
		security, XSLT_SECPREF_READ_NETWORK, xsltSecurityForbid);
	xsltSetSecurityPrefs(
		security, XSLT_SECPREF_WRITE_NETWORK, xsltSecurityForbid);
	return security;
}

/* Of what a stylesheet does while it is read (xsl:import) and while it is
 * applied. Entities are read by the parser, which knows no such rules. */
static bool restrict_stylesheets(xsltSecurityPrefs *prefs)
{
	if (!prefs)
		return false;
	xsltSetDefaultSecurityPrefs(prefs);
	xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
	return true;
}

static int complain_about_use(const char *file)
{
	if (file)
		complain_aloud("--stylesheet %s: the stylesheet failed; see "
			       "the messages above (stylesheets cannot write "
			       "files or use the network)",
			file);
	else
		complain_aloud("the built-in stylesheet failed");
	return file ? EX_DATAERR : EX_SOFTWARE;
}

static int transform(const char *file, xsltStylesheet *style, xmlDoc *report)
{
	xsltTransformContext *context = xsltNewTransformContext(style, report);
	xmlDoc *page = NULL;
	int status = EX_OK;

	if (context)
		page = xsltApplyStylesheetUser(
			style, report, NULL, NULL, NULL, context);
	if (!page || context->state != XSLT_STATE_OK)
		status = complain_about_use(file);
	else if (xsltSaveResultToFile(stdout, page, style) < 0)
		status = EX_IOERR;
	xmlFreeDoc(page);
	xsltFreeTransformContext(context);
	return status == EX_OK ? terminal_finish() : status;
}

int main(int argc, char **argv)
{
	const char *file = argc > 1 ? argv[1] : NULL;
	xsltStylesheet *style;
	size_t length = 0;
	char *xml;
	xmlDoc *report;
	xsltSecurityPrefs *prefs = security();
	int status = EX_DATAERR;

	process_begin();
	xml = read_all(&length);
	exsltRegisterAll();
	if (!restrict_stylesheets(prefs)) {
		complain_aloud("out of memory");
		return EX_OSERR;
	}
	/* What mailsonde wrote itself need not be held to its schema again. */
	report = xml ? xmlReadMemory(xml, (int)length, "report", NULL,
			       XML_PARSE_NONET | XML_PARSE_HUGE |
				       XML_PARSE_NOBLANKS | XML_PARSE_COMPACT)
		     : NULL;
	free(xml); /* a large report needs the room */
	style = read_stylesheet(file, report);
	if (!style)
		complain_aloud("--stylesheet %s: not a usable XSLT stylesheet",
			file ? file : "(built in)");
	else if (!report)
		complain_aloud("the XML report could not be read");
	else
		status = transform(file, style, report);
	xmlFreeDoc(report);
	xsltFreeStylesheet(style);
	xsltFreeSecurityPrefs(prefs);
	xsltCleanupGlobals();
	return status;
}
