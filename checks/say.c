/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/say.h"

#include "evidence/speaker.h"
#include "evidence/tls/alert.h"
#include "model/text/escape.h"

#include <assert.h>
#include <string.h>
#include <time.h>

#define QUOTE_COLUMNS 200

const char *say_endpoint(struct arena *arena, const struct endpoint *endpoint)
{
	bool ipv6 = strchr(endpoint->host, ':') && endpoint->host[0] != '[';

	return arena_printf(arena, "%s%s%s:%u (%s)", ipv6 ? "[" : "",
		endpoint->host, ipv6 ? "]" : "", endpoint->port,
		service_label(endpoint->service));
}

const char *say_server(struct arena *arena, enum service service)
{
	const struct service_row *row = service_row(service);

	return arena_printf(arena, "%s %s server", row->article, row->label);
}

const char *say_starttls(enum service service)
{
	return service_row(service)->tls_verb;
}

const char *say_starttls_choice(struct arena *arena, enum service service)
{
	const char *verb = say_starttls(service);

	return strcmp(verb, "STARTTLS") == 0
		       ? verb
		       : arena_printf(arena, "STARTTLS (%s)", verb);
}

const char *say_tls(struct arena *arena, enum tls_version version)
{
	if (version == TLS_NONE)
		return "an unknown TLS version";
	if (version == TLS_SSL3)
		return "SSL 3.0";
	return arena_printf(arena, "TLS %s", tls_version_name(version));
}

const char *say_versions(struct arena *arena, unsigned versions)
{
	const char *list = NULL;

	for (int v = 0; v < TLS_VERSION_COUNT; v++)
		if (versions & TLS_BIT(v))
			list = say_list(arena, list,
				say_tls(arena, (enum tls_version)v));
	return list ? list : "no version";
}

const char *say_alert(struct arena *arena, const struct alert *alert)
{
	return arena_printf(arena, "alert %u (%s)", alert->code,
		name_of_alert(alert->code));
}

const char *say_quote(struct arena *arena, struct octets text)
{
	/* The end of the last line is no part of what was said. */
	while (text.length > 0 && (text.data[text.length - 1] == '\r' ||
					  text.data[text.length - 1] == '\n'))
		text.length--;
	return arena_printf(
		arena, "\"%s\"", escape_excerpt(arena, text, QUOTE_COLUMNS));
}

const char *say_stop(struct arena *arena, const struct probe_facts *probe)
{
	const struct alert *alert = alert_fatal(probe);
	const char *words = status_words(probe->status);

	if (probe->status == ST_ALERT && alert)
		return say_alert(arena, alert);
	if (probe->reply.length > 0)
		return arena_printf(
			arena, "%s: %s", words, say_quote(arena, probe->reply));
	if ((probe->status == ST_LOCAL || probe->status == ST_SYNTAX) &&
		probe->detail)
		return arena_printf(arena, "%s: %s", words, probe->detail);
	return words;
}

const char *say_speaker(
	struct arena *arena, struct octets words, enum service expected)
{
	enum service service;

	switch (speaker_of(words)) {
	case SPEAKER_MAIL:
		service_of_greeting(words, expected, &service);
		return arena_printf(arena, "%s without TLS",
			service_row(service)->greeting);
	case SPEAKER_REFUSAL:
		return "a refusal without TLS";
	case SPEAKER_TLS:
		return "TLS";
	case SPEAKER_HTTP:
		return "a web server's response";
	case SPEAKER_SSH:
		return "an SSH server's greeting";
	default:
		return "data that is neither TLS nor a mail greeting";
	}
}

const char *say_list(struct arena *arena, const char *list, const char *word)
{
	return list ? arena_printf(arena, "%s, %s", list, word)
		    : arena_strdup(arena, word);
}

const char *say_date(struct arena *arena, int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm date;
	char text[32];

	if (seconds <= CERTIFICATE_NO_DATE || !gmtime_r(&when, &date) ||
		strftime(text, sizeof(text), "%Y-%m-%d", &date) == 0)
		return "an unknown date";
	return arena_strdup(arena, text);
}

enum verdict say_broken(enum severity severity)
{
	switch (severity) {
	case SEVERITY_INFO:
		return VERDICT_INFO;
	case SEVERITY_WARNING:
		return VERDICT_WARNING;
	default:
		return VERDICT_FAIL;
	}
}

/* `sentence` with `label` in the place of its "{endpoint}". */
static const char *with_label(
	struct arena *arena, const char *sentence, const char *label)
{
	static const char placeholder[] = "{endpoint}";
	const char *at = strstr(sentence, placeholder);

	assert(at);
	return arena_printf(arena, "%.*s%s%s", (int)(at - sentence), sentence,
		label, at + strlen(placeholder));
}

bool say_sentence(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding,
	enum verdict status, const char *sentence)
{
	const char *label;

	finding->status = status;
	finding->summary = "";
	if (context->states_only)
		return true;
	label = say_endpoint(context->arena, &facts->endpoint);
	if (context->where)
		label = arena_printf(
			context->arena, "%s, %s,", label, context->where);
	finding->summary = with_label(context->arena, sentence, label);
	return true;
}

bool say_verdict(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding,
	enum verdict status, const char *format, ...)
{
	va_list arguments;
	const char *words;

	if (context->states_only)
		return say_sentence(facts, context, finding, status, format);
	va_start(arguments, format);
	words = arena_vprintf(context->arena, format, arguments);
	va_end(arguments);
	/* Peer text comes after the label, and keeps any placeholder. */
	assert(strncmp(format, "{endpoint}", strlen("{endpoint}")) == 0);
	return say_sentence(facts, context, finding, status, words);
}

bool say_not_reached(struct finding *finding)
{
	finding->status = VERDICT_NOT_TESTED;
	finding->observed = NULL;
	return true;
}

bool say_no_list(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct capabilities *caps,
	bool claims, struct finding *finding)
{
	bool optional =
		service_row(facts->endpoint.service)->capabilities_optional &&
		!claims;

	finding->observed = arena_printf(context->arena,
		"the server refuses to list its capabilities: %s",
		say_quote(context->arena, caps->refusal));
	finding->explanation = "Without this list, the server's capabilities "
			       "are unknown. Old POP3 servers do not support "
			       "such a list; all others must provide it.";
	finding->remedy = "Read the server's message, and ask the server's "
			  "administrator what it offers.";
	return say_verdict(facts, context, finding,
		optional ? VERDICT_INFO : VERDICT_NOT_TESTED,
		"{endpoint} refuses to list its capabilities.");
}
