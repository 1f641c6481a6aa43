/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Files of settings over https, over all of their redirects. An address goes
 * only to hosts within the mail domain. */
#ifndef MAILSONDE_DISCOVERY_SOURCES_WEB_H
#define MAILSONDE_DISCOVERY_SOURCES_WEB_H

#include "discovery/source.h"

struct web_question {
	enum source_kind kind;
	enum rank rank;
	const char *name; /* the URL without the address */
	const char *url;
	const char *form;    /* that the file has: "autoconfig" */
	const char *request; /* to be posted, for those that want one; NULL */
	/* Finds a redirect in the file; NULL: there is none in such a file. */
	const char *(*find_redirect)(struct arena *arena, struct octets file);
};

/* Adds a source and asks it. */
void web_ask(struct run *run, const struct web_question *question);

#endif
