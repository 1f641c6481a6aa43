/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/version.h"

#include "net/tls.h"

#include <libxml/parser.h>
#include <libxml/xmlversion.h>
#include <stdlib.h>

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#elif defined __GNUC__
#define COMPILER "gcc " __VERSION__
#else
#define COMPILER "an unknown compiler"
#endif

const char *version_build(struct arena *arena)
{
	/* "20914", with a suffix where it is no release */
	long libxml2 = strtol(xmlParserVersion, NULL, 10);

	return arena_printf(arena, "GnuTLS %s, libxml2 %ld.%ld.%ld, " COMPILER,
		tls_library_version(), libxml2 / 10000, libxml2 / 100 % 100,
		libxml2 % 100);
}
