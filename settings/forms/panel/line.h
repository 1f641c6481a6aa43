/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One line of settings as people copy them: what it says, in its order,
 * whatever language its labels are in. The values decide. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_LINE_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_LINE_H

#include "settings/records.h"

#define LINE_ITEMS 64 /* of one line; more are left out */

enum item_kind {
	ITEM_SERVICE,
	ITEM_INCOMING, /* IMAP or POP3, whichever it is */
	ITEM_OUTGOING,
	ITEM_HOST,
	ITEM_PORT,
	ITEM_BAD_PORT, /* behind a port's label, and no port */
	ITEM_WORD,     /* for the mode */
	ITEM_VERSIONS,
	ITEM_USER,
	ITEM_ADDRESS,
	ITEM_NO_LOGIN, /* nobody signs in */
	ITEM_KINDS,
};

struct panel_item {
	enum item_kind kind;
	enum service service;
	enum mode_word word; /* of ITEM_WORD; of "imaps" */
	unsigned port;
	unsigned required; /* TLS_BIT()s */
	unsigned forbidden;
	bool against;     /* the text advises against it */
	bool of_port;     /* a word: of a port's label, "Port (SSL)" */
	bool beside_port; /* a word: behind a port, in the same cell */
	bool ahead;       /* a word: of the next port, ", SSL port 995" */
	bool either;      /* a server: "or" stands between the one before */
	bool weak;        /* a service: a part of a name, and none to begin
			   * with; a server: among other words */
	const char *text; /* host, words, name; in the arena */
};

/* What a label says, and to what stands behind it, be it on the next line. */
struct panel_label {
	bool port;
	bool tls;
	bool user;
	bool account; /* a user's, or that of a mail program's account */
	bool mail;
	bool sign_in; /* whether and how, not how safely */
	bool server;
};

struct panel_line {
	struct panel_item items[LINE_ITEMS];
	size_t count;
	size_t counts[ITEM_KINDS]; /* without those that are weak */
	bool blank;
	bool secret;  /* it ends with a password's label: the next line is it */
	bool against; /* it advises against what it does not name */
	bool row;     /* of a table */
	bool heading; /* words for the mode, for the lines below it */
	bool denied;  /* "not available" */
	bool sender;  /* it is of a program that only sends mail */
	bool same;    /* what is told of incoming mail is so for outgoing */
	bool prefix;  /* it is about IMAP, as are the lines before it */
	bool prose;   /* a sentence, in which names may stand for any reason */
	bool label_alone; /* nothing behind the label: it is for the next line
			   */
	size_t both; /* what follows that item is said of all that was named:
		      * its number, from 1; or 0 */
	struct panel_label label;
};

/* Brings pasted text to lines that panel_line_read() reads: blanks of all
 * kinds, punctuation of East Asia, quotes, bullets, HTML's tags and Markdown's
 * emphasis. One line may become several, with LF between. */
char *panel_line_normalise(
	struct arena *arena, const char *text, size_t length);

/* Reads a normalised line; strings are in `arena`. `before` is the label that
 * stood alone on the line before, or NULL. What belongs to a password is
 * skipped. */
void panel_line_read(struct arena *arena, const char *text, size_t length,
	const struct panel_label *before, struct panel_line *ret_line);

#endif
