/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/settle.h"

#include "model/text/ascii.h"

/* What a port says of the mode by itself (RFC 8314 section 7, RFC 6409). */
static bool mode_of_port(unsigned port, enum tls_mode *ret_mode)
{
	const struct service_way *way = NULL;
	enum service service;

	while (service_next_way(&service, &way))
		if (way->port == port) {
			*ret_mode = way->mode;
			return true;
		}
	return false;
}

static enum tls_mode mode_of_word(enum mode_word word)
{
	switch (word) {
	case WORD_IMPLICIT:
	case WORD_SSL:
	case WORD_SSL_SWITCH:
		return MODE_IMPLICIT;
	case WORD_NO_STARTTLS:
	case WORD_CLEARTEXT:
		return MODE_CLEARTEXT;
	case WORD_NONE:
	case WORD_EXPLICIT:
	case WORD_TLS:
	case WORD_OPPORTUNISTIC:
		break;
	}
	return MODE_EXPLICIT;
}

/* Whether the port may decide what the word leaves open. */
static bool leaves_to_port(enum mode_word word)
{
	return word == WORD_NONE || word == WORD_TLS || word == WORD_SSL_SWITCH;
}

unsigned settle_port(enum service service, enum mode_word word)
{
	unsigned port;

	/* A bare "TLS" for POP and IMAP is what 993 and 995 are called. */
	if (leaves_to_port(word))
		port = service_port(service, service == SERVICE_SMTP
						     ? MODE_EXPLICIT
						     : MODE_IMPLICIT);
	else
		port = service_port(service, mode_of_word(word));
	/* ManageSieve has no port for implicit TLS. */
	return port ? port : service_port(service, MODE_EXPLICIT);
}

/* Whether the words could mean the other mode as well: "TLS" where SSL/TLS is
 * usual or nothing is, "SSL" among words for a port of STARTTLS. */
static bool is_ambiguous(
	const struct record *record, bool known, enum tls_mode usual)
{
	bool bare = record->said && ascii_find(record->said, "tls") &&
		    !ascii_find(record->said, "ssl");
	bool explicit = known && usual == MODE_EXPLICIT;

	if (record->word == WORD_SSL_SWITCH)
		return explicit;
	if (record->word != WORD_TLS)
		return false;
	return !known ||
	       (explicit ? record->said && ascii_find(record->said, "ssl") &&
				       !ascii_find(record->said, "starttls")
			 : bare);
}

static bool contradicts(enum mode_word word, enum tls_mode usual)
{
	if (word == WORD_CLEARTEXT)
		return usual == MODE_IMPLICIT;
	if (word == WORD_NO_STARTTLS)
		return false;
	return !leaves_to_port(word) && mode_of_word(word) != usual;
}

/* "Auto", on a port of implicit TLS: what Outlook makes of it there */
static bool is_automatic(const struct record *record, enum tls_mode usual)
{
	return record->word == WORD_OPPORTUNISTIC && usual == MODE_IMPLICIT &&
	       record->said && ascii_find(record->said, "auto");
}

struct settled settle_mode(const struct record *record)
{
	enum tls_mode mode = mode_of_word(record->word), usual = mode;
	bool known = mode_of_port(record->port, &usual);

	if (leaves_to_port(record->word) ||
		(record->word == WORD_NO_STARTTLS && usual == MODE_IMPLICIT))
		mode = usual;
	if (record->word == WORD_NONE)
		return (struct settled){mode, true, REMARK_MODE_MISSING, mode};
	if (known && is_automatic(record, usual))
		return (struct settled){.mode = usual};
	if (is_ambiguous(record, known, usual))
		return (struct settled){mode, true, REMARK_MODE_WORD, mode};
	if (known && contradicts(record->word, usual))
		return (struct settled){
			mode, true, REMARK_MODE_CONTRADICTS, usual};
	return (struct settled){.mode = mode};
}
