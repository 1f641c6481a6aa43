/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "evidence/login/login.h"

#include "model/table.h"
#include "model/text/ascii.h"

const struct probe_facts *login_judged(const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->login_count; i++)
		if (facts->logins[i]->login.answer == ANSWER_POSITIVE)
			return facts->logins[i];
	return facts->login_count ? facts->logins[0] : NULL;
}

const struct probe_facts *login_trip(const struct endpoint_facts *facts)
{
	for (size_t i = 0; i < facts->login_count; i++)
		if (facts->logins[i]->trip.asked)
			return facts->logins[i];
	return NULL;
}

size_t login_tries(const struct endpoint_facts *facts)
{
	size_t count = 0;

	while (count < facts->login_count && !facts->logins[count]->login.visit)
		count++;
	return count;
}

static bool contains_any(
	struct octets reply, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ascii_contains(reply, words[i]))
			return true;
	return false;
}

/* RFC 5530 of IMAP; RFC 3206, RFC 2449 section 8 and RFC 1939 of POP3; what
 * Exchange says in words. */
static const char *const later[] = {"[UNAVAILABLE]", "[INUSE]", "[LIMIT]",
	"[SERVERBUG]", "[SYS/TEMP]", "[IN-USE]", "[LOGIN-DELAY]", "throttled",
	"too many simultaneous", "too many connections",
	"maximum number of connections", "connection limit",
	"Server Unavailable", "Connection is closed", "try again later"};

bool login_puts_off(struct octets reply)
{
	return contains_any(reply, later, COUNT_OF(later));
}

bool login_says_goodbye(struct octets reply)
{
	static const char *const goodbyes[] = {"closing connection",
		"closing the connection", "closing session",
		"closing transmission channel", "shutting down", "shutdown",
		"going down", "signing off"};
	static const char *const verdicts[] = {"auth", "passw", "login",
		"log in", "credential", "invalid", "incorrect", "wrong",
		"denied", "reject", "disabled", "blocked", "locked", "user",
		"too many", "account"};
	/* RFC 4954 section 6 */
	const bool is_verdict = ascii_begins(reply, "535");

	return !is_verdict &&
	       contains_any(reply, goodbyes, COUNT_OF(goodbyes)) &&
	       !contains_any(reply, verdicts, COUNT_OF(verdicts));
}

bool login_is_transient(const struct probe_facts *probe)
{
	const struct login_facts *login = &probe->login;

	return probe->status == ST_THROTTLED || login->code / 100 == 4 ||
	       login_puts_off(login->reply) || login_says_goodbye(login->reply);
}
