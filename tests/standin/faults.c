/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/faults.h"

#include "tests/standin/io/octets.h"
#include "tests/standin/persona.h"
#include "tests/standin/tls/versions.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum argument {
	ARGUMENT_NONE,
	ARGUMENT_NUMBER,
	ARGUMENT_WINDOW,
	ARGUMENT_VERSIONS,
	ARGUMENT_VERSIONS_NUMBER,
	ARGUMENT_SERVICE,
	ARGUMENT_PHASE,
	ARGUMENT_TEXT,
};

struct row {
	const char *name;
	const char *form;
	const char *what;
	enum argument argument;
	bool optional;
	unsigned long standard;
};

static const struct row rows[] = {
	[FAULT_CLOSE_AFTER_CONNECT] =
		{
			.name = "close-after-connect",
			.what = "accepts and closes",
		},
	[FAULT_RESET_AFTER_CONNECT] =
		{
			.name = "reset-after-connect",
			.what = "accepts and resets (RST)",
		},
	[FAULT_RESET_AFTER] =
		{
			.name = "reset-after",
			.form = "=N",
			.argument = ARGUMENT_NUMBER,
			.what = "resets every connection after the first N",
		},
	[FAULT_SILENT] =
		{
			.name = "silent",
			.what = "accepts and never says a thing",
		},
	[FAULT_PLAINTEXT_ON_IMPLICIT] =
		{
			.name = "plaintext-on-implicit",
			.what = "an implicit port that greets in the clear, "
				"and offers STARTTLS",
		},
	[FAULT_TLS_ON_EXPLICIT] =
		{
			.name = "tls-on-explicit",
			.what = "an explicit port that waits for a ClientHello",
		},
	[FAULT_WRONG_SERVICE] =
		{
			.name = "wrong-service",
			.form = "[=pop3|imap|smtp|sieve|lmtp]",
			.argument = ARGUMENT_SERVICE,
			.optional = true,
			.what = "another service answers (IMAP; SMTP in the "
				"place of IMAP)",
		},
	[FAULT_GARBAGE] =
		{
			.name = "garbage",
			.what = "greets with octets of no meaning, and closes",
		},
	[FAULT_HTTP] =
		{
			.name = "http",
			.form = "[=MS]",
			.argument = ARGUMENT_NUMBER,
			.optional = true,
			.standard = 1000,
			.what = "a web server: 400 to what it hears, 408 when "
				"it hears nothing for MS (1000)",
		},
	[FAULT_SSH] =
		{
			.name = "ssh",
			.what = "greets as an SSH server",
		},
	[FAULT_ECHO] =
		{
			.name = "echo",
			.what = "sends back whatever it hears",
		},
	[FAULT_HTTPS] =
		{
			.name = "https",
			.what = "a web server behind TLS: 400 to what it hears",
		},
	[FAULT_THROTTLE_421] =
		{
			.name = "throttle-421",
			.what = "greets with 421, BYE or -ERR [IN-USE], and "
				"closes",
		},
	[FAULT_THROTTLE_AFTER] =
		{
			.name = "throttle-after",
			.form = "=N[:MS]",
			.argument = ARGUMENT_WINDOW,
			.what = "the same after N connections; with MS only "
				"that long, then counts anew",
		},
	[FAULT_THROTTLE_CONCURRENT] =
		{
			.name = "throttle-concurrent",
			.form = "=N",
			.argument = ARGUMENT_NUMBER,
			.what = "the same while more than N connections are "
				"open",
		},
	[FAULT_REFUSE_554] =
		{
			.name = "refuse-554",
			.what = "greets with a refusal for good: 554 naming a "
				"blocklist, BYE, -ERR [SYS/PERM]",
		},
	[FAULT_GREETING_PAUSE] =
		{
			.name = "greeting-pause",
			.form = "=MS",
			.argument = ARGUMENT_NUMBER,
			.what = "SMTP: first line (220-), pause, last line; "
				"the others pause before they greet",
		},
	[FAULT_GREETING_UNENDED] =
		{
			.name = "greeting-unended",
			.what = "greets without CRLF, and says no more",
		},
	[FAULT_ENDLESS_GREETING] =
		{
			.name = "endless-greeting",
			.what = "greeting lines without end",
		},
	[FAULT_ENDLESS_LINE] =
		{
			.name = "endless-line",
			.what = "a greeting whose line never ends",
		},
	[FAULT_PREAUTH] =
		{
			.name = "preauth",
			.what = "IMAP greets with PREAUTH",
		},
	[FAULT_CONTROL_OCTETS] =
		{
			.name = "control-octets",
			.what = "ESC, BEL, NUL, CSI and 8-bit octets in "
				"greeting and capabilities",
		},
	[FAULT_SLOW] =
		{
			.name = "slow",
			.form = "[=MS]",
			.argument = ARGUMENT_NUMBER,
			.optional = true,
			.standard = 1000,
			.what = "one octet every MS (1000)",
		},
	[FAULT_CAPA_PAUSE] =
		{
			.name = "capa-pause",
			.form = "=MS",
			.argument = ARGUMENT_NUMBER,
			.what = "waits so long before each capability reply",
		},
	[FAULT_CAPA_ERR] =
		{
			.name = "capa-err",
			.form = "[=clear|tls]",
			.argument = ARGUMENT_PHASE,
			.optional = true,
			.what = "EHLO, CAPABILITY, CAPA answered by 502, BAD, "
				"-ERR",
		},
	[FAULT_BIG_EHLO] =
		{
			.name = "big-ehlo",
			.form = "[=OCTETS]",
			.argument = ARGUMENT_NUMBER,
			.optional = true,
			.standard = 3000,
			.what = "capability replies that are OCTETS (3000) "
				"longer",
		},
	[FAULT_ENDLESS_REPLY] =
		{
			.name = "endless-reply",
			.form = "[=clear|tls]",
			.argument = ARGUMENT_PHASE,
			.optional = true,
			.what = "capability replies of lines without end",
		},
	[FAULT_EOF_MID_REPLY] =
		{
			.name = "eof-mid-reply",
			.form = "[=clear|tls]",
			.argument = ARGUMENT_PHASE,
			.optional = true,
			.what = "closes before the last line of a capability "
				"reply",
		},
	[FAULT_EOF_MID_LINE] =
		{
			.name = "eof-mid-line",
			.form = "[=clear|tls]",
			.argument = ARGUMENT_PHASE,
			.optional = true,
			.what = "closes in the middle of a line of a "
				"capability reply",
		},
	[FAULT_STARTTLS_MISSING] =
		{
			.name = "starttls-missing",
			.what = "STARTTLS neither offered nor known",
		},
	[FAULT_STARTTLS_REFUSED] =
		{
			.name = "starttls-refused",
			.what = "STARTTLS offered, and answered by 454, NO or "
				"-ERR",
		},
	[FAULT_STARTTLS_UNANSWERED] =
		{
			.name = "starttls-unanswered",
			.what = "offers STARTTLS, and falls silent when it is "
				"asked for",
		},
	[FAULT_STARTTLS_HANG_UP] =
		{
			.name = "starttls-hang-up",
			.what = "offers STARTTLS, and closes when it is asked "
				"for",
		},
	[FAULT_STARTTLS_THEN_PLAINTEXT] =
		{
			.name = "starttls-then-plaintext",
			.what = "agrees to STARTTLS, answers the ClientHello "
				"in the clear",
		},
	[FAULT_STARTTLS_THEN_CLOSE] =
		{
			.name = "starttls-then-close",
			.what = "agrees to STARTTLS and closes",
		},
	[FAULT_STARTTLS_THEN_SILENT] =
		{
			.name = "starttls-then-silent",
			.what = "agrees to STARTTLS and falls silent",
		},
	[FAULT_STARTTLS_STILL_OFFERED] =
		{
			.name = "starttls-still-offered",
			.what = "lists STARTTLS inside TLS",
		},
	[FAULT_MASKED_STARTTLS] =
		{
			.name = "masked-starttls",
			.what = "greeting and STARTTLS overwritten as a "
				"firewall's mail inspection does",
		},
	[FAULT_INJECTED_REPLY] =
		{
			.name = "injected-reply",
			.form = "[=TEXT]",
			.argument = ARGUMENT_TEXT,
			.optional = true,
			.what = "a further line in the segment of the OK to "
				"STARTTLS",
		},
	[FAULT_INJECTED_REPLY_LATE] =
		{
			.name = "injected-reply-late",
			.form = "[=TEXT]",
			.argument = ARGUMENT_TEXT,
			.optional = true,
			.what = "the same 50 ms later, before the ServerHello",
		},
	[FAULT_RESET_IN_HANDSHAKE] =
		{
			.name = "reset-in-handshake",
			.what = "resets after the ClientHello",
		},
	[FAULT_CLOSE_IN_HANDSHAKE] =
		{
			.name = "close-in-handshake",
			.what = "closes after the ClientHello",
		},
	[FAULT_SILENT_IN_HANDSHAKE] =
		{
			.name = "silent-in-handshake",
			.what = "falls silent after the ClientHello",
		},
	[FAULT_HALF_HELLO] =
		{
			.name = "half-hello",
			.what = "begins a ServerHello, and closes",
		},
	[FAULT_HALF_HELLO_SILENT] =
		{
			.name = "half-hello-silent",
			.what = "begins a ServerHello, and falls silent",
		},
	[FAULT_RESET_VERSION] =
		{
			.name = "reset-version",
			.form = "=VERSIONS",
			.argument = ARGUMENT_VERSIONS,
			.what = "resets after a ClientHello whose best version "
				"is one of these",
		},
	[FAULT_CLOSE_VERSION] =
		{
			.name = "close-version",
			.form = "=VERSIONS",
			.argument = ARGUMENT_VERSIONS,
			.what = "closes after such a ClientHello",
		},
	[FAULT_SILENT_VERSION] =
		{
			.name = "silent-version",
			.form = "=VERSIONS",
			.argument = ARGUMENT_VERSIONS,
			.what = "falls silent after such a ClientHello",
		},
	[FAULT_ALERT_VERSION] =
		{
			.name = "alert-version",
			.form = "=VERSIONS[:ALERT]",
			.argument = ARGUMENT_VERSIONS_NUMBER,
			.standard = 70,
			.what = "answers such a ClientHello with that fatal "
				"alert (70)",
		},
	[FAULT_REFUSE_VERSION] =
		{
			.name = "refuse-version",
			.form = "=VERSIONS",
			.argument = ARGUMENT_VERSIONS,
			.what = "completes the handshake in such a version, "
				"then refuses: 421 4.7.66, BYE, -ERR",
		},
	[FAULT_NO_SNI_CLOSE] =
		{
			.name = "no-sni-close",
			.what = "closes after a ClientHello without SNI",
		},
	[FAULT_WANTS_SNI] =
		{
			.name = "wants-sni",
			.form = "[=HOST]",
			.argument = ARGUMENT_TEXT,
			.optional = true,
			.what = "alert 112 unless the SNI is HOST (a name in "
				"the certificate)",
		},
	[FAULT_CLIENT_CERTIFICATE] =
		{
			.name = "client-certificate",
			.what = "requires a certificate of the client",
		},
	[FAULT_ALERT_AFTER_HANDSHAKE] =
		{
			.name = "alert-after-handshake",
			.form = "=ALERT",
			.argument = ARGUMENT_NUMBER,
			.what = "that fatal alert as soon as the handshake is "
				"done",
		},
	[FAULT_PIPELINED_INSIDE] =
		{
			.name = "pipelined-inside",
			.what = "answers inside TLS what came behind STARTTLS "
				"in the clear",
		},
	[FAULT_TICKETS] =
		{
			.name = "tickets",
			.what = "gives session tickets, and takes them",
		},
	[FAULT_EARLY_DATA] =
		{
			.name = "early-data",
			.what = "gives tickets that allow early data",
		},
	[FAULT_RENEGOTIATES] =
		{
			.name = "renegotiates",
			.what = "agrees to renegotiation in TLS 1.2",
		},
	[FAULT_QUIT_SILENT] =
		{
			.name = "quit-silent",
			.what = "never answers QUIT or LOGOUT",
		},
	[FAULT_NO_CLOSE_NOTIFY] =
		{
			.name = "no-close-notify",
			.what = "closes TCP without close_notify",
		},
};

static_assert(
	sizeof(rows) / sizeof(rows[0]) == FAULT_COUNT, "every fault has a row");

static const char *parse_number(
	const char *text, char end, unsigned long *ret_number)
{
	char *rest;

	if (!isdigit((unsigned char)*text))
		return NULL;
	*ret_number = strtoul(text, &rest, 10);
	return *rest == end || *rest == '\0' ? rest : NULL;
}

static bool parse_window(const char *text, struct fault_setting *setting)
{
	text = parse_number(text, ':', &setting->number);
	if (text != NULL && *text == ':')
		text = parse_number(text + 1, '\0', &setting->window_ms);
	return text != NULL;
}

static bool parse_versions(
	const char *text, struct fault_setting *setting, bool with_number)
{
	const char *end = versions_parse(text, '\0', &setting->versions);

	if (end != NULL)
		return true;
	if (!with_number)
		return false;
	end = versions_parse(text, ':', &setting->versions);
	return end != NULL &&
	       parse_number(end + 1, '\0', &setting->number) != NULL;
}

static bool parse_argument(
	const struct row *row, const char *text, struct fault_setting *setting)
{
	enum service service;

	switch (row->argument) {
	case ARGUMENT_NONE:
		return false;
	case ARGUMENT_NUMBER:
		return parse_number(text, '\0', &setting->number) != NULL;
	case ARGUMENT_WINDOW:
		return parse_window(text, setting);
	case ARGUMENT_VERSIONS:
		return parse_versions(text, setting, false);
	case ARGUMENT_VERSIONS_NUMBER:
		return parse_versions(text, setting, true);
	case ARGUMENT_SERVICE:
		return service_parse(text, &service);
	case ARGUMENT_PHASE:
		return strcmp(text, "clear") == 0 || strcmp(text, "tls") == 0;
	case ARGUMENT_TEXT:
		return true;
	}
	return false;
}

static const struct row *find_row(const char *name)
{
	for (size_t i = 0; i < FAULT_COUNT; i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}

static bool parse_one(char *text, struct fault_set *set)
{
	char *argument = strchr(text, '=');
	struct fault_setting *setting;
	const struct row *row;

	if (argument != NULL)
		*argument++ = '\0';
	row = find_row(text);
	if (row == NULL) {
		fprintf(stderr, "standin: no such fault: %s\n", text);
		return false;
	}
	setting = &set->of[row - rows];
	*setting = (struct fault_setting){.on = true, .number = row->standard};
	if (argument == NULL) {
		if (row->argument == ARGUMENT_NONE || row->optional)
			return true;
	} else if (strlen(argument) < sizeof(setting->text)) {
		snprintf(setting->text, sizeof(setting->text), "%s", argument);
		if (parse_argument(row, argument, setting))
			return true;
	}
	fprintf(stderr, "standin: write this fault as %s%s\n", row->name,
		row->form == NULL ? "" : row->form);
	return false;
}

bool faults_parse(const char *list, struct fault_set *ret_set)
{
	struct fault_set set = {0};
	char *copy, *rest, *item;
	bool good = true;

	if (strcmp(list, "none") != 0) {
		copy = copy_text(list);
		rest = copy;
		while (good && (item = strsep(&rest, ",")) != NULL)
			good = parse_one(item, &set);
		free(copy);
	}
	if (good)
		*ret_set = set;
	return good;
}

void faults_print(FILE *to)
{
	for (size_t i = 0; i < FAULT_COUNT; i++) {
		char name[64];

		snprintf(name, sizeof(name), "%s%s", rows[i].name,
			rows[i].form == NULL ? "" : rows[i].form);
		fprintf(to, "%-34s %s\n", name, rows[i].what);
	}
}
