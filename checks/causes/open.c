/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/open.h"

#include "evidence/address.h"

#include <string.h>

static const struct {
	const char *check;
	unsigned set;
} sets[] = {
	{"connect", OF_CONNECT},
	{"mode", OF_MODE},
	{"greeting", OF_GREETING},
	{"capability-starttls", OF_STARTTLS},
	{"starttls-injection", OF_INJECTION},
	{"tls-best", OF_TLS_BEST},
	{"tls-1.0", OF_VERSION(TLS_1_0)},
	{"tls-1.1", OF_VERSION(TLS_1_1)},
	{"tls-1.2", OF_VERSION(TLS_1_2)},
	{"tls-1.3", OF_VERSION(TLS_1_3)},
	{"capability-auth", OF_AUTH},
	{"capability-list", OF_LIST},
	{"cleartext-login", OF_CLEARTEXT},
	{"certificate-trust", OF_TRUST},
	{"certificate-name", OF_NAME},
	{"certificate-expiry", OF_EXPIRY},
	{"dialogue", OF_LIST},
	{"addresses", OF_ADDRESSES},
	{"greeting-varies", OF_DIFFERS},
	{"tls-varies", OF_DIFFERS},
	{"capability-varies", OF_DIFFERS},
	{"key-strength", OF_STRENGTH},
	{"settings-mode", OF_SETTINGS},
	{"login-imap", OF_LOGIN},
	{"login-pop3", OF_LOGIN},
	{"login-smtp", OF_LOGIN},
	{"mailbox-open", OF_MAILBOX},
	{"send-as", OF_SEND},
	{"round-trip", OF_TRIP},
	{"option-invitations", OF_INVITATION},
	{"option-receipts", OF_RECEIPT},
};

unsigned open_set(const char *id)
{
	for (size_t i = 0; id && i < sizeof(sets) / sizeof(*sets); i++)
		if (strcmp(sets[i].check, id) == 0)
			return sets[i].set;
	return 0;
}

/* A check that is not known is explained only by what explains all. */
static unsigned set_of_finding(const struct finding *finding)
{
	unsigned set = open_set(finding->check);

	return set ? set : 1u << 31;
}

static bool is_dead_elsewhere(const struct attempt *attempt)
{
	return attempt->tried && !attempt->connected && !attempt->overtaken &&
	       attempt->status != ST_OK &&
	       strcmp(attempt->address, "::1") != 0 &&
	       strncmp(attempt->address, "127.", 4) != 0;
}

/* Of warnings, only an address that does not answer is a fault with a cause
 * to look for: the rest is for the server's owner to decide. One that refuses
 * here on this computer, as ::1 often does, is none. */
static bool warns_of_address(
	const struct view *view, const struct finding *finding)
{
	if (finding->status != VERDICT_WARNING ||
		strcmp(finding->check, "connect") != 0)
		return false;
	return address_first(view->facts, is_dead_elsewhere);
}

static bool needs_cause(const struct view *view, const struct finding *finding)
{
	/* A policy's rule is broken by choice, not by a fault. */
	if (finding->policy)
		return false;
	return finding->status == VERDICT_FAIL ||
	       finding->status == VERDICT_NOT_TESTED ||
	       warns_of_address(view, finding);
}

unsigned open_checks(const struct view *view)
{
	unsigned open = 0;

	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (!finding->diagnosis && needs_cause(view, finding))
			open |= set_of_finding(finding);
	}
	return open;
}

unsigned open_failures(const struct view *view)
{
	unsigned open = 0;

	for (size_t i = 0; i < view->report->finding_count; i++) {
		const struct finding *finding = &view->report->findings[i];

		if (!finding->policy && !finding->diagnosis &&
			finding->status == VERDICT_FAIL)
			open |= set_of_finding(finding);
	}
	return open;
}

void open_take(const struct view *view, const char *cause, unsigned explains,
	size_t *failed, size_t *followed)
{
	for (size_t i = 0; i < view->report->finding_count; i++) {
		struct finding *finding = &view->report->findings[i];
		unsigned set = set_of_finding(finding) |
			       (finding->status == VERDICT_NOT_TESTED
					       ? open_set(finding->cause)
					       : 0);

		if (finding->diagnosis || !(set & explains) ||
			!needs_cause(view, finding))
			continue;
		finding->diagnosis = cause;
		if (finding->status == VERDICT_FAIL)
			(*failed)++;
		else if (finding->status == VERDICT_NOT_TESTED)
			(*followed)++;
	}
}
