/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/speaker.h"

#include "model/text/ascii.h"

#include <string.h>

/* A record's type is 20 to 23, its version 3.0 to 3.4 (RFC 8446 section 5.1).
 */
static bool starts_with_record(struct octets text)
{
	return text.length >= 3 && text.data[0] >= 20 && text.data[0] <= 23 &&
	       text.data[1] == 3 && text.data[2] <= 4;
}

/* A length with its top bit set, the kind 4, whether the session is known, and
 * the kind of the certificate, which is X.509. */
static bool is_ssl2(struct octets text)
{
	return text.length > 4 && (text.data[0] & 0x80) && text.data[2] == 4 &&
	       text.data[3] <= 1 && text.data[4] == 1;
}

enum speaker speaker_of(struct octets text)
{
	enum service service;

	if (text.length == 0)
		return SPEAKER_NONE;
	if (starts_with_record(text))
		return SPEAKER_TLS;
	if (is_ssl2(text))
		return SPEAKER_SSL2;
	if (service_is_refusal(text))
		return SPEAKER_REFUSAL;
	if (service_of_greeting(text, 0, &service))
		return SPEAKER_MAIL;
	if (ascii_begins(text, "HTTP/") || ascii_begins(text, "<html") ||
		ascii_begins(text, "<!doctype"))
		return SPEAKER_HTTP;
	if (ascii_begins(text, "SSH-"))
		return SPEAKER_SSH;
	return SPEAKER_OTHER;
}
