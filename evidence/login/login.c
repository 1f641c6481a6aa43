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

/* RFC 5530 of IMAP; RFC 3206, RFC 2449 section 8 and RFC 1939 of POP3; what
 * Exchange says in words. */
static const char *const later[] = {"[UNAVAILABLE]", "[INUSE]", "[LIMIT]",
	"[SERVERBUG]", "[SYS/TEMP]", "[IN-USE]", "[LOGIN-DELAY]", "throttled",
	"Server Unavailable", "Connection is closed", "try again later"};

bool login_puts_off(struct octets reply)
{
	for (size_t i = 0; i < COUNT_OF(later); i++)
		if (ascii_contains(reply, later[i]))
			return true;
	return false;
}

bool login_is_transient(const struct probe_facts *probe)
{
	const struct login_facts *login = &probe->login;

	return probe->status == ST_THROTTLED || login->code / 100 == 4 ||
	       login_puts_off(login->reply);
}
