/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* One line of settings as people copy them: what it says, whatever language
 * its labels are in. The values decide. */
#ifndef MAILSONDE_SETTINGS_PANEL_LINE_H
#define MAILSONDE_SETTINGS_PANEL_LINE_H

#include "settings/record.h"

#define LINE_PORTS 8
#define LINE_HOSTS 8

/* A port, and the word for the mode that stands with it. */
struct port_word {
	unsigned port; /* 0: a word alone */
	enum mode_word word;
	const char *said; /* in the arena; NULL without a word */
};

struct panel_line {
	bool secret; /* a password's label: nothing else was read */
	bool empty;  /* nothing that matters */
	bool header; /* labels of a table, without values */
	bool denied; /* "not available" */
	bool service_seen;
	bool outgoing; /* by a label: whatever comes is SMTP */
	enum service service;
	enum mode_word service_word; /* of "imaps" */
	const char *hosts[LINE_HOSTS];
	struct port_word host_ports[LINE_HOSTS]; /* of "host:993:SSL" */
	size_t host_count;
	struct port_word ports[LINE_PORTS];
	size_t port_count;
	bool port_label;
	const char *bad_port; /* behind the label, and no port; NULL */
	enum mode_word word;  /* that belongs to no port of the line */
	const char *said;
	unsigned tls_required;
	unsigned tls_forbidden;
	const char *user;
	const char *address;
};

/* Reads the line; strings are in `arena`. */
void panel_line_read(struct arena *arena, const char *text, size_t length,
	struct panel_line *ret_line);

/* Two words for the same thing: the surer one. `*said` follows. */
enum mode_word panel_word_join(struct arena *arena, enum mode_word first,
	const char *first_said, enum mode_word second, const char *second_said,
	const char **ret_said);

#endif
