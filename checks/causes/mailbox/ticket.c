/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/mailbox/ticket.h"

#include "checks/causes/cause.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "model/table.h"

const struct cause cause_login_ticket = {
	.id = "login-ticket",
	.first = AUDIENCE_USER,
	.title = "There is no valid Kerberos ticket for the server",
	.summary = "mailsonde did not sign in to {places}, because this "
		   "computer has no valid Kerberos ticket for it.",
	.user_summary = "Your computer has no valid Kerberos ticket for "
			"{server}.",
	.explanation =
		"GSSAPI signs in with a Kerberos ticket instead of a password. "
		"Either this computer has no ticket, or it has expired, or "
		"Kerberos does not know the mail service by the server's "
		"name, or it could not be reached. Nothing was sent to the "
		"server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Sign in to the organisation's network again "
				"(in a terminal: kinit), then try again.",
			[AUDIENCE_HELPDESK] =
				"Run klist. If it shows no ticket or an "
				"expired one, run kinit. If the ticket is "
				"valid, compare the server's name with the one "
				"that the organisation publishes, and inform "
				"its Kerberos administrator.",
			[AUDIENCE_ADMIN] =
				"Check that the realm has a principal for the "
				"service under the server's full name: "
				"imap/host, pop/host or smtp/host.",
		},
	.confirm = "kvno gets a ticket for the service, such as "
		   "imap/mail.example.com.",
	.example = "-  nothing was sent",
	.reference = "RFC 4752 section 3.1; RFC 4120 section 3.3",
	.supposed = true,
};

/* What Kerberos' libraries said is wrong. */
static const struct trouble {
	enum login_held held;
	const char *summary, *user_summary;
	const char *helpdesk;
} troubles[] = {
	{LOGIN_HELD_TICKET_MISSING,
		"mailsonde did not sign in to {places}, because this computer "
		"has no Kerberos ticket.",
		"Your computer has no Kerberos ticket.",
		"Have the caller sign in to the organisation's network (in a "
		"terminal: kinit), then run the check again. klist shows the "
		"ticket."},
	{LOGIN_HELD_TICKET_CACHE,
		"mailsonde did not sign in to {places}, because it found no "
		"Kerberos ticket. It reads only caches of the types FILE and "
		"DIR.",
		"Your computer may have a Kerberos ticket where this check "
		"does not look.",
		"klist shows where the ticket is. Get one into a file for this "
		"check: set KRB5CCNAME to FILE: and a file name, and run "
		"kinit. A mail program may find the ticket all the same."},
	{LOGIN_HELD_TICKET_EXPIRED,
		"mailsonde did not sign in to {places}, because the Kerberos "
		"ticket on this computer has expired.",
		"Your Kerberos ticket has expired.",
		"Have the caller sign in to the organisation's network again "
		"(in a terminal: kinit), then run the check again."},
	{LOGIN_HELD_TICKET_EARLY,
		"mailsonde did not sign in to {places}, because the Kerberos "
		"ticket on this computer is not yet valid.",
		"Your Kerberos ticket is not yet valid.",
		"Compare this computer's clock with another, and the ticket's "
		"start in klist. Then get a new ticket with kinit."},
	{LOGIN_HELD_TICKET_SERVICE,
		"mailsonde did not sign in to {places}, because the Kerberos "
		"realm does not know its mail service by this host name.",
		"Kerberos does not know {server} by this name.",
		"Compare the server's name with the one that the organisation "
		"publishes. If it is right, inform the Kerberos "
		"administrator: the ticket itself is valid."},
	{LOGIN_HELD_TICKET_REALM,
		"mailsonde did not sign in to {places}, because it belongs to "
		"another Kerberos realm than the ticket on this computer.",
		"Your Kerberos ticket and {server} belong to different "
		"Kerberos realms.",
		"klist shows the realm of the ticket. Get one of the server's "
		"realm, or have the realm of the host corrected in the "
		"configuration of Kerberos ([domain_realm] in krb5.conf)."},
	{LOGIN_HELD_TICKET_KDC,
		"mailsonde did not sign in to {places}, because no Kerberos "
		"server (KDC) can be reached.",
		"Your computer cannot reach your organisation's Kerberos "
		"server.",
		"Check that the computer is in the organisation's network or "
		"connected by VPN, then run the check again."},
	{LOGIN_HELD_TICKET_CLOCK,
		"mailsonde did not sign in to {places}, because the clocks of "
		"this computer and of the Kerberos server differ too much.",
		"The clock of your computer seems to be wrong.",
		"Set this computer's clock. By default, Kerberos accepts a "
		"difference of five minutes."},
};

void ticket_suppose(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_login_ticket,
		CONFIDENCE_CERTAIN, OF_LOGIN | OF_MAILBOX | OF_SEND,
		arena_printf(work->arena, "%s %s", view->endpoint->host,
			login_held_name(probe->login.held)));

	for (size_t i = 0; i < COUNT_OF(troubles); i++)
		if (troubles[i].held == probe->login.held) {
			theory_tell(theory, troubles[i].summary,
				troubles[i].user_summary);
			theory_advise(theory, AUDIENCE_HELPDESK,
				troubles[i].helpdesk);
		}
	theory_add_evidence(work, theory, "Nothing was sent: %s",
		login_held_words(probe->login.held));
}
