/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/greeting/origin.h"

#include "checks/causes/wording.h"
#include "model/table.h"

/* Words that tell where the text comes from. */
static const struct {
	const char *words;
	const char *origin;
} origins[] = {
	{"perl: warning|.pl line ", "a message of Perl"},
	{"<br />|PHP |Fatal error|Warning</b>|.php", "a message of PHP"},
	{"error while loading shared|symbol lookup error|Segmentation fault",
		"a message of the system's loader"},
	{"setlocale|bash: |sh: |command not found|: line ",
		"a message of the shell"},
	{"Traceback|DeprecationWarning", "a message of Python"},
	{"Exception in thread|java.lang.", "a message of Java"},
	{"No such file or directory|Permission denied|Address already in use",
		"an error message of the system"},
	{"\xef\xbb\xbf", "a byte order mark"},
};

const char *origin_of(struct octets words)
{
	for (size_t i = 0; i < COUNT_OF(origins); i++)
		if (wording_have(words, origins[i].words))
			return origins[i].origin;
	return NULL;
}
