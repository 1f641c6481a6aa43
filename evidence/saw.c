/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/saw.h"

#include <string.h>
#include <strings.h>

bool saw_by(const struct probe_facts *probe)
{
	return probe->purpose != PURPOSE_FOLLOW_UP;
}

const struct probe_facts *saw_most(const struct endpoint_facts *facts)
{
	const struct probe_facts *most = best_probe(facts);

	for (size_t i = 0; !most && i < facts->probe_count; i++)
		if (saw_by(facts->probes[i]))
			most = facts->probes[i];
	return most;
}

static bool any(const struct endpoint_facts *facts,
	bool (*holds)(const struct probe_facts *probe))
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (saw_by(facts->probes[i]) && holds(facts->probes[i]))
			return true;
	return false;
}

static bool connected(const struct probe_facts *probe)
{
	return probe->stage > STAGE_CONNECT ||
	       probe->attempt < probe->attempt_count;
}

static bool agreed(const struct probe_facts *probe)
{
	return probe->starttls_agreed;
}

static bool completed(const struct probe_facts *probe)
{
	/* A server that wants a certificate of ours says so only after the
	 * handshake of TLS 1.3 (RFC 8446 section 4.4.2.4). */
	return probe->tls.completed && probe->status != ST_ALERT;
}

static bool sent_tls_record(const struct probe_facts *probe)
{
	for (size_t i = 0; i < probe->tls.alert_count; i++)
		if (probe->tls.alerts[i].received)
			return true;
	return probe->tls.server_hello || probe->tls.completed;
}

bool saw_connection(const struct endpoint_facts *facts)
{
	return any(facts, connected);
}

bool saw_greeting(const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->probe_count; i++)
		if (saw_by(facts->probes[i]) &&
			saw_welcome(facts->probes[i], facts->endpoint.service))
			return true;
	return false;
}

bool saw_starttls(const struct endpoint_facts *facts)
{
	return any(facts, agreed);
}

bool saw_tls(const struct endpoint_facts *facts)
{
	return any(facts, completed);
}

bool saw_tls_record(const struct endpoint_facts *facts)
{
	return any(facts, sent_tls_record);
}

bool saw_welcome(const struct probe_facts *probe, enum service service)
{
	const struct greeting *greeting = &probe->greeting;
	bool turned_away =
		probe->stage == STAGE_GREETING &&
		(probe->status == ST_REFUSED || probe->status == ST_THROTTLED);

	return greeting->seen && greeting->known_service &&
	       greeting->service == service && !turned_away;
}

const struct alert *saw_alert(const struct probe_facts *probe)
{
	const struct tls_facts *tls = &probe->tls;

	for (size_t i = tls->alert_count; i > 0; i--)
		if (tls->alerts[i - 1].received && tls->alerts[i - 1].fatal)
			return &tls->alerts[i - 1];
	return NULL;
}

static bool starts_with(struct octets text, const char *prefix)
{
	size_t length = strlen(prefix);

	return text.length >= length &&
	       strncasecmp((const char *)text.data, prefix, length) == 0;
}

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

enum speaker saw_speaker(struct octets text)
{
	if (text.length == 0)
		return SPEAKER_NONE;
	if (starts_with_record(text))
		return SPEAKER_TLS;
	if (starts_with(text, "* "))
		return SPEAKER_IMAP;
	if (starts_with(text, "+OK") || starts_with(text, "-ERR"))
		return SPEAKER_POP3;
	if (starts_with_code(text))
		return SPEAKER_SMTP;
	if (starts_with(text, "HTTP/") || starts_with(text, "<html") ||
		starts_with(text, "<!doctype"))
		return SPEAKER_HTTP;
	if (starts_with(text, "SSH-"))
		return SPEAKER_SSH;
	return SPEAKER_OTHER;
}

bool saw_tls_at_once(const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->probe_count; i++) {
		const struct probe_facts *probe = facts->probes[i];

		if (probe->purpose == PURPOSE_FOLLOW_UP &&
			probe->mode == MODE_IMPLICIT &&
			(probe->tls.completed || probe->tls.server_hello))
			return true;
		if (saw_by(probe) && probe->stage == STAGE_GREETING &&
			(saw_speaker(probe->reply) == SPEAKER_TLS ||
				saw_speaker(probe->unexpected) == SPEAKER_TLS ||
				saw_speaker(probe->greeting.text) ==
					SPEAKER_TLS))
			return true;
	}
	return false;
}
