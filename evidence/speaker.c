/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/speaker.h"

#include "model/text/ascii.h"

#include <string.h>

/* Reply-code of RFC 5321 section 4.2: three digits, and a space or a hyphen
 * or nothing behind them. */
static bool starts_with_code(struct octets text)
{
	if (text.length < 3)
		return false;
	for (size_t i = 0; i < 3; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return text.length == 3 || memchr(" -\r\n", text.data[3], 4);
}

/* A record's type is 20 to 23, its version 3.0 to 3.4 (RFC 8446 section 5.1).
 */
static bool starts_with_record(struct octets text)
{
	return text.length >= 3 && text.data[0] >= 20 && text.data[0] <= 23 &&
	       text.data[1] == 3 && text.data[2] <= 4;
}

enum speaker speaker_of(struct octets text)
{
	if (text.length == 0)
		return SPEAKER_NONE;
	if (starts_with_record(text))
		return SPEAKER_TLS;
	if (ascii_begins(text, "* "))
		return SPEAKER_IMAP;
	if (ascii_begins(text, "+OK") || ascii_begins(text, "-ERR"))
		return SPEAKER_POP3;
	if (starts_with_code(text))
		return SPEAKER_SMTP;
	if (ascii_begins(text, "HTTP/") || ascii_begins(text, "<html") ||
		ascii_begins(text, "<!doctype"))
		return SPEAKER_HTTP;
	if (ascii_begins(text, "SSH-"))
		return SPEAKER_SSH;
	return SPEAKER_OTHER;
}
