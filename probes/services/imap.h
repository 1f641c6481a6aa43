/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Commands of IMAP and what answers them (RFC 9051 section 2.2). */
#ifndef MAILSONDE_PROBES_SERVICES_IMAP_H
#define MAILSONDE_PROBES_SERVICES_IMAP_H

#include "probes/dialogue.h"

enum imap_completion {
	IMAP_NONE, /* the dialogue has stopped */
	IMAP_OK,
	IMAP_NO,       /* or BAD */
	IMAP_CONTINUE, /* a continuation request, where one may come */
};

/* Who listens while a command is answered. */
struct imap_hearing {
	struct capabilities *caps; /* for untagged CAPABILITY; or NULL */
	/* Told every untagged response; or NULL. */
	void (*untagged)(
		struct dialogue *d, struct octets word, struct octets rest);
	bool bye_is_due; /* else BYE ends the dialogue */
	bool may_continue;
	unsigned tag; /* of the command; 0: the last one */
};

/* Names the program (RFC 2971 section 3.3), and nothing else. NetEase opens no
 * mailbox for a program without a name. */
#define IMAP_ID "ID (\"name\" \"mailsonde\")"

/* Whether the list has the word. */
bool imap_lists(const struct capabilities *caps, const char *word);

/* Sends a command under a tag of its own. */
void imap_send(struct dialogue *d, const char *command);

/* Reads responses up to the tagged one or a continuation request, which is left
 * in `*ret_line`. */
enum imap_completion imap_hear(struct dialogue *d,
	const struct imap_hearing *hearing, struct octets *ret_line);

/* What a line that is no untagged response says of the last command. */
enum imap_completion imap_conclude(struct dialogue *d,
	const struct imap_hearing *hearing, struct octets line);

/* Notes the list in resp-text-code "[CAPABILITY ...]" of a tagged response,
 * unless there is a list already. Answers whether it was there. */
bool imap_note_announced(
	struct dialogue *d, struct capabilities *caps, struct octets line);

#endif
