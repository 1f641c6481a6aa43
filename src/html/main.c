/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mailsonde-html STYLESHEET: makes a page of the XML report on standard input
 * by a stylesheet of the user's. It reads files beside and below it, and
 * neither writes any nor uses the network. Without one it writes our own page.
 */

#include "config.h"

#include "model/io/file.h"
#include "src/commands/commands.h"
#include "src/html/stylesheet.h"
#include "src/kept_report.h"
#include "src/output/html.h"
#include "src/output/terminal.h"
#include "src/process.h"
#include "src/sandbox/sandbox.h"

#include <errno.h>
#include <libxml/parser.h>
#include <libxslt/xsltutils.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sysexits.h>
#include <unistd.h>

#define PIECE ((size_t)65536)

/* More than a page of the largest report takes. */
#define CPU_SECONDS 300
#define MEMORY_MIB 4096
#define STEPS 1000000000ul

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

static int complain_about_use(const char *file)
{
	complain_to_stderr(
		"--stylesheet %s: the stylesheet failed; see the "
		"messages above (stylesheets cannot write files or use "
		"the network)",
		file);
	return EX_DATAERR;
}

static int transform(const char *file, xsltStylesheet *style, xmlDoc *report)
{
	xmlDoc *page = stylesheet_apply(style, report, STEPS);
	int status = EX_OK;

	if (!page)
		status = complain_about_use(file);
	else if (xsltSaveResultToFile(stdout, page, style) < 0)
		status = EX_IOERR;
	xmlFreeDoc(page);
	return status == EX_OK ? terminal_finish() : status;
}

/* Of files it may read its neighbours alone from here on, by their names in
 * this folder. Answers false if the folder cannot be entered. */
static bool confine(struct arena *arena, const char *file)
{
	const char *const neighbours[] = {".", NULL};
	const struct sandbox sandbox = {.read = neighbours};
	const char *slash = strrchr(file, '/');

	if (slash && chdir(arena_printf(arena, "%.*s", (int)(slash + 1 - file),
			     file)) != 0)
		return false;
	sandbox_enter(arena, &sandbox);
	return true;
}

/* NULL if it cannot be used, which is said. What it imports is read only once
 * nothing but its neighbours can be. */
static xsltStylesheet *read_stylesheet(struct arena *arena, const char *file)
{
	const char *slash = strrchr(file, '/');
	int fd = file_open_regular(file);
	xmlDoc *document = NULL;
	xsltStylesheet *style;

	if (fd < 0 && errno != EINVAL && errno != EISDIR) {
		complain_to_stderr(
			"--stylesheet %s: %s", file, strerror(errno));
		return NULL;
	}
	if (confine(arena, file) && fd >= 0)
		document = xmlReadFd(
			fd, slash ? slash + 1 : file, NULL, XML_PARSE_NONET);
	if (fd >= 0)
		close(fd);
	style = stylesheet_new(document);
	if (!style)
		complain_to_stderr(
			"--stylesheet %s: not a usable XSLT stylesheet", file);
	return style;
}

static int write_styled(struct arena *arena, const char *file)
{
	xsltStylesheet *style;
	size_t length = 0;
	char *xml = read_all(&length);
	xmlDoc *report;
	int status = EX_DATAERR;

	/* What mailsonde wrote itself need not be held to its schema again. */
	report = xml ? xmlReadMemory(xml, (int)length, "report", NULL,
			       XML_PARSE_NONET | XML_PARSE_HUGE |
				       XML_PARSE_NOBLANKS | XML_PARSE_COMPACT)
		     : NULL;
	free(xml); /* a large report needs the room */
	style = read_stylesheet(arena, file);
	if (!report)
		complain_to_stderr("the XML report could not be read");
	else if (style)
		status = transform(file, style, report);
	xmlFreeDoc(report);
	xsltFreeStylesheet(style);
	return status;
}

static int write_own(struct arena *arena)
{
	struct options options = {.transcript = true};
	struct report report;
	struct kept kept;
	int status = kept_report_read(&options, arena, "-", &report, &kept);

	if (status != EX_OK)
		return status;
	options.kept = &kept;
	status = html_write_report(stdout, &options, arena, &report);
	report_clear(&report);
	return status == EX_OK ? terminal_finish() : status;
}

/* A stylesheet may take for ever: it must not outlive who asked for it. */
static void follow_parent(void)
{
#ifdef __linux__
	pid_t parent = getppid();

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EX_SOFTWARE);
#endif
}

int main(int argc, char **argv)
{
	xsltSecurityPrefs *prefs = stylesheet_restrict();
	struct arena *arena = arena_new();
	int status = EX_OSERR;

	follow_parent();
	process_begin();
	sandbox_limit(CPU_SECONDS, MEMORY_MIB);
	if (!prefs)
		complain_to_stderr("out of memory");
	else if (argc > 1)
		status = write_styled(arena, argv[1]);
	else
		status = write_own(arena);
	arena_free(arena);
	xsltFreeSecurityPrefs(prefs);
	xsltCleanupGlobals();
	return status;
}
