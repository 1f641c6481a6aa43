/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/service.h"

#include <string.h>

/* RFC 2033 section 4: LMTP is SMTP but for the first command. */
#define NUMBERED                                                               \
	.starttls = "STARTTLS", .quit = "QUIT", .numbered = true,              \
	.item_start = "250-", .item_end = "", .reply_start = "",               \
	.reply_line = "250-X-ENDLESS", .greeting_start = "220 ",               \
	.greeting_line = "220-still starting",                                 \
	.unknown = "502 5.5.1 Command not implemented",                        \
	.tls_refused = "454 4.7.0 TLS is not available now",                   \
	.throttled = "421 4.7.0 Too many connections",                         \
	.refused = "554 5.7.1 Service unavailable; client host [%c] blocked "  \
		   "using bl.example.test",                                    \
	.in_clear = "500 5.3.3 Unrecognized command",                          \
	.injected = "250 2.0.0 injected",                                      \
	.old_version = "421 4.7.66 TLS 1.0 and 1.1 are not supported"

static const struct service_words words[SERVICE_COUNT] = {
	[SERVICE_POP3] =
		{
			.name = "pop3",
			.capabilities = "CAPA",
			.starttls = "STLS",
			.quit = "QUIT",
			.item_start = "",
			.item_end = "",
			.reply_start = "+OK\r\n",
			.reply_line = "X-ENDLESS",
			.greeting_start = "+OK ",
			.greeting_line = "+OK still starting",
			.unknown = "-ERR Unknown command",
			.tls_refused = "-ERR TLS is not available",
			.throttled = "-ERR [IN-USE] Too many connections",
			.refused = "-ERR [SYS/PERM] Access denied",
			.in_clear = "-ERR Command is not valid in this state.",
			.injected = "+OK injected",
			.old_version =
				"-ERR TLS 1.0 and 1.1 are not supported.",
		},
	[SERVICE_IMAP] =
		{
			.name = "imap",
			.capabilities = "CAPABILITY",
			.starttls = "STARTTLS",
			.quit = "LOGOUT",
			.tagged = true,
			.reply_start = "",
			.reply_line = "* CAPABILITY IMAP4rev1",
			.greeting_start = "* OK ",
			.greeting_line = "* OK still starting",
			.unknown = "BAD Unknown command",
			.tls_refused = "NO TLS is not available",
			.throttled = "* BYE Too many connections",
			.refused = "* BYE Access denied",
			.in_clear = "* BAD Command Error. 10",
			.injected =
				"* CAPABILITY IMAP4rev1 AUTH=PLAIN INJECTED",
			.old_version =
				"* BYE TLS 1.0 and 1.1 are not supported.",
		},
	[SERVICE_SMTP] = {.name = "smtp", .capabilities = "EHLO", NUMBERED},
	[SERVICE_SIEVE] =
		{
			.name = "sieve",
			.capabilities = "CAPABILITY",
			.starttls = "STARTTLS",
			.quit = "LOGOUT",
			.lists_unasked = true,
			.item_start = "\"",
			.item_end = "\"",
			.reply_start = "",
			.reply_line = "\"X-ENDLESS\"",
			.greeting_start = "\"IMPLEMENTATION\" \"",
			.greeting_line =
				"\"IMPLEMENTATION\" \"still starting\"",
			.unknown = "NO \"Unknown command\"",
			.tls_refused = "NO \"TLS is not available\"",
			.throttled = "BYE (TRYLATER) \"Too many connections\"",
			.refused = "BYE \"Access denied\"",
			.in_clear = "NO \"Unknown command\"",
			.injected = "OK \"injected\"",
			.old_version =
				"BYE \"TLS 1.0 and 1.1 are not supported.\"",
		},
	[SERVICE_LMTP] = {.name = "lmtp", .capabilities = "LHLO", NUMBERED},
};

const struct service_words *service_words(enum service service)
{
	return &words[service];
}

bool service_parse(const char *name, enum service *ret_service)
{
	for (int i = 0; i < SERVICE_COUNT; i++) {
		if (strcmp(words[i].name, name) != 0)
			continue;
		*ret_service = (enum service)i;
		return true;
	}
	return false;
}

const char *service_name(enum service service)
{
	return words[service].name;
}
