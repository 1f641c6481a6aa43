/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What was read of a text so far: servers, each with its ports and words, and
 * what the lines above say of those below. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_BLOCK_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_BLOCK_H

#include "settings/forms/panel/line.h"

#define BLOCK_PORTS 8
#define BLOCK_OTHERS 4
#define BOTH_WORDS 4
#define COLUMNS 4 /* services side by side */

/* A port, and the word for the mode that stands with it. */
struct panel_port {
	unsigned port;
	enum mode_word word;
	const char *said; /* NULL without a word */
	unsigned said_line;
	unsigned line;   /* of the port */
	bool prose;      /* it stands in a sentence */
	bool of_label;   /* the word is that of the port's label */
	bool of_heading; /* the word is that of the heading above */
};

/* A service as far as the text has told it. */
enum panel_told {
	TOLD_NOTHING,
	TOLD_INCOMING, /* not SMTP */
	TOLD_SERVICE,
};

/* What was read of one server so far. */
struct panel_block {
	enum panel_told told;
	enum service service;
	enum mode_word service_word; /* of "imaps" */
	const char *host;
	unsigned line; /* of the host, or where the block begins */
	bool prose;    /* the host stands in a sentence */
	bool title;    /* ... or in a heading */
	bool against;  /* the text advises against it */
	const char *others[BLOCK_OTHERS]; /* servers that may be used as well */
	size_t other_count;
	struct panel_port ports[BLOCK_PORTS];
	size_t port_count;
	const char *bad_port;
	unsigned bad_line;
	enum mode_word word;
	const char *said;
	unsigned said_line;
	struct panel_port heading; /* of a block that has no ports */
	unsigned tls_required;
	unsigned tls_forbidden;
	const char *user;
	const char *address;
	bool no_login;
};

struct panel_reading {
	struct arena *arena;
	struct records *records;
	struct panel_block *blocks;
	size_t count;
	struct panel_block *orphans; /* ports above the first server */
	size_t orphan_count;
	struct panel_block now;
	unsigned number; /* of the line */
	bool prose;      /* the line is a sentence */
	bool host_ahead; /* there is a server in it */
	/* Of the line and its present server */
	struct panel_port *last; /* the port that was read last, or NULL */
	bool words_first;        /* "SSL 993, STARTTLS 143" */
	struct panel_port ahead; /* a word that no port was found for yet */
	/* Rows of "IMAP | POP3 | SMTP" */
	size_t columns; /* the last blocks, side by side; 0: none */
	struct panel_item headings[COLUMNS];
	size_t heading_count;
	const char *next_user; /* told where the block had one */
	const char *user;      /* the only one that was told, NULL */
	bool user_weak;        /* it may be the title of an account */
	bool users;            /* several were */
	unsigned user_line;
	bool user_incoming; /* it was told of a server for incoming mail */
	bool same;          /* ... and is that for outgoing mail, too */
	const char *address;
	struct panel_port heading;          /* of the lines below it */
	struct panel_port both[BOTH_WORDS]; /* of all servers above */
	size_t both_count;
	bool nested;  /* it stands below that of a service */
	bool section; /* a service's heading was there */
	bool against; /* the heading advises against the lines */
	bool denied;
	unsigned nameless; /* services whose server's name was left empty */
	bool sender;       /* a program's settings that only sends mail */
	bool skip_next;    /* the value of a password's label */
};

/* Whether nothing but a server's name was read. */
bool panel_block_is_empty(const struct panel_block *block);

/* Adds what was read to the records. Answers false with an error if nothing
 * was, or for what cannot be a server. */
bool panel_block_add_all(struct panel_reading *r, const char *place,
	struct problem *ret_problem) __attribute__((warn_unused_result));

#endif
