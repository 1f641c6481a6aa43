/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Ways to log in that are offered, or are not, against what the settings say.
 */

#include "checks/causes/login/ways.h"
#include "checks/causes/open.h"
#include "checks/causes/remedy.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "evidence/witness.h"

static cause_match match_passwords_off;
static cause_match match_domain_only;
static cause_match match_auth_none;
static cause_match match_auth_missing;
static cause_match match_auth_unexpected;

const struct cause cause_passwords_off = {
	.id = "passwords-off",
	.first = AUDIENCE_USER,
	.title = "The server no longer accepts passwords from mail programs",
	.summary = "The server at {places} no longer accepts passwords. Mail "
		   "programs must sign in through a web page (OAuth 2.0, "
		   "\"modern authentication\").",
	.user_summary =
		"{Server} no longer accepts a password from a mail program. "
		"The program has to open the provider's sign-in page instead.",
	.explanation = "Large providers no longer accept passwords from mail "
		       "programs. The program has to open the provider's own "
		       "sign-in page and gets an access token from there "
		       "(OAuth 2.0). A correct password is refused just like a "
		       "wrong one, so changing it does not help.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Update your mail program, remove the account "
				"and add it again: your provider's sign-in "
				"page should open. If your program cannot do "
				"that, use another one.",
			[AUDIENCE_HELPDESK] =
				"Have the account set up again with OAuth 2.0 "
				"(\"modern authentication\") in a program that "
				"supports it. Do not have the password "
				"changed.",
			[AUDIENCE_ADMIN] =
				"Replace programs that do not support OAuth. "
				"For devices that cannot use it to send mail, "
				"set up a relay of your own.",
		},
	.confirm = "A program that uses OAuth 2.0 can log in.",
	.example =
		"S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR",
	.reference = "RFC 7628; RFC 9051 section 6.2.3",
	.match = match_passwords_off,
};

const struct cause cause_auth_domain_only = {
	.id = "auth-domain-only",
	.first = AUDIENCE_ADMIN,
	.title = "Only computers of the organisation's domain can log in",
	.summary = "The server at {places} only accepts computers of its own "
		   "Windows domain (GSSAPI, NTLM) and no passwords.",
	.user_summary = "{Server} only accepts computers that belong to the "
			"organisation.",
	.explanation = "The server offers authentication for computers that "
		       "belong to its Windows domain (GSSAPI, NTLM), but none "
		       "with a user name and password.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Use a computer of the organisation, or ask "
				"its support how to log in from yours.",
			[AUDIENCE_HELPDESK] =
				"Ask whether the caller's computer belongs to "
				"the organisation's domain. If it does not, "
				"ask the server's administrator how to log in "
				"from outside.",
			[AUDIENCE_ADMIN] =
				"If others should be able to log in, turn on "
				"Basic authentication over TLS (PLAIN or "
				"LOGIN), or OAuth.",
		},
	.confirm = "From a computer of the domain, logging in works.",
	.example = "S: 250 AUTH GSSAPI NTLM",
	.reference = "RFC 4752; RFC 4954 section 3",
	.match = match_domain_only,
};

const struct cause cause_auth_none = {
	.id = "auth-none",
	.first = AUDIENCE_ADMIN,
	.title = "The server offers no way to log in",
	.summary = "The server at {places} offers no way to log in, so no mail "
		   "program can use it.",
	.user_summary =
		"{Server} accepts no logins at all. Your password is not "
		"the reason.",
	.explanation =
		"Over the connection that the settings describe, the server's "
		"list has no login method. Its authentication service is off "
		"or not configured for this port, or the port is meant for "
		"other servers and not for users.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Compare the server name and the port number "
				"with those that your provider publishes.",
			[AUDIENCE_HELPDESK] =
				"Compare host and port with the provider's "
				"instructions. If they are correct, inform the "
				"provider.",
			[AUDIENCE_ADMIN] =
				"Turn on a login method for this port, and "
				"check the authentication service.",
		},
	.confirm = "With another mail program, the login is not possible "
		   "either.",
	.example = "S: * CAPABILITY IMAP4rev1 LOGINDISABLED",
	.reference = "RFC 4954 section 3; RFC 9051 section 6.2.3; RFC 5034 "
		     "section 3",
	.match = match_auth_none,
};

const struct cause cause_auth_missing = {
	.id = "auth-missing",
	.first = AUDIENCE_ADMIN,
	.title =
		"The server does not offer the required authentication methods",
	.summary = "The server at {places} does not offer the authentication "
		   "methods that the settings require.",
	.user_summary = "{Server} does not offer the authentication method "
			"that your mail program is set to.",
	.explanation = "The server lists the authentication methods that it "
		       "supports, and some that the settings require are not "
		       "among them. The settings are outdated, or this is "
		       "another server or another port.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Choose the authentication method that your "
				"provider names in its instructions, and "
				"compare server and port with them.",
			[AUDIENCE_HELPDESK] =
				"Compare host, port and authentication method "
				"with the provider's instructions.",
			[AUDIENCE_ADMIN] = "Turn on the missing method, or "
					   "update the settings.",
		},
	.confirm = "The provider's instructions name the methods that are "
		   "listed below.",
	.example = "C: EHLO [127.0.0.1]\n"
		   "S: 250-mail.example.com\n"
		   "S: 250 8BITMIME",
	.reference = "RFC 4954 section 3; RFC 9051 section 6.2.2; RFC 5034 "
		     "section 3",
	.match = match_auth_missing,
};

const struct cause cause_auth_unexpected = {
	.id = "auth-unexpected",
	.first = AUDIENCE_ADMIN,
	.title = "The server offers authentication methods that it should not",
	.explanation = "The settings rule out some authentication methods, but "
		       "the server offers them. Mail works, but such a "
		       "method may be weaker than the organisation wants.",
	.remedies =
		{
			[AUDIENCE_USER] = "You do not need to change any "
					  "settings; mail works.",
			[AUDIENCE_HELPDESK] =
				"Inform the server's administrator. Callers "
				"are not affected.",
			[AUDIENCE_ADMIN] =
				"Turn the method off, or update the settings.",
		},
	.confirm = "The administrator confirms what should be offered.",
	.example = "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2",
	.match = match_auth_unexpected,
};

static void match_passwords_off(struct work *work, const struct view *view)
{
	struct ways ways = ways_of(work, view);
	struct theory *theory;

	if (ways.kind != WAYS_TOKENS)
		return;
	theory = theory_suppose(work, view, &cause_passwords_off,
		CONFIDENCE_LIKELY, OF_AUTH, view->endpoint->host);
	ways_add_evidence(work, theory, view, &ways);
}

static void match_domain_only(struct work *work, const struct view *view)
{
	struct ways ways = ways_of(work, view);
	struct theory *theory;

	if (ways.kind != WAYS_DOMAIN)
		return;
	theory = theory_suppose(work, view, &cause_auth_domain_only,
		CONFIDENCE_LIKELY, OF_AUTH, view->endpoint->host);
	remedy_advise(work, theory, view, REMEDY_MECHANISMS);
	ways_add_evidence(work, theory, view, &ways);
}

/* Whether the settings name a way that is not there. */
static bool misses_a_way(const struct view *view)
{
	return view->report->entry->expectation.mechanism_count > 0;
}

/* It asks for what is there: STARTTLS inside TLS (RFC 3207 section 4.2, RFC
 * 9051 section 6.2.1). */
static bool offers_tls_inside(const struct probe_facts *probe)
{
	return probe->tls.completed && probe->protected.seen &&
	       probe->protected.starttls;
}

static void tell_ended_tls(struct theory *theory)
{
	theory_tell(theory,
		"The server at {places} offers encryption once more inside "
		"the encrypted connection, and no way to log in: it does not "
		"know that the connection is encrypted.",
		"{Server} has a fault; your settings may be right.");
	theory_explain(theory,
		"TLS probably ends at a proxy or load balancer. The mail "
		"server behind it sees an unencrypted connection, on which it "
		"allows no login.");
	theory_advise(theory, AUDIENCE_USER,
		"You do not need to change any settings. Tell your provider.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Tell the provider that STARTTLS is listed inside TLS.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"Make the mail server trust the proxy that ends TLS (in "
		"Dovecot, login_trusted_networks, or the PROXY protocol with "
		"TLS information), or let it end TLS itself.");
}

static void match_auth_none(struct work *work, const struct view *view)
{
	struct ways ways = ways_of(work, view);
	bool sends = service_is_outgoing(view->endpoint->service);
	struct theory *theory;

	if (ways.kind != WAYS_MISSING || misses_a_way(view))
		return;
	theory = theory_suppose(work, view, &cause_auth_none, CONFIDENCE_LIKELY,
		OF_AUTH, sends ? view_place(work, view) : view->endpoint->host);
	if (witness_first(view->facts, offers_tls_inside)) {
		tell_ended_tls(theory);
		theory_add_evidence(work, theory,
			"%s: STARTTLS is listed inside TLS",
			view_place(work, view));
	}
	/* It may know some of those who send by their addresses. */
	else if (sends)
		theory_tell(theory,
			"The server at {places} offers no way to log in, so a "
			"mail program with a user name and a password cannot "
			"send.",
			NULL);
	remedy_advise(work, theory, view, REMEDY_MECHANISMS);
	ways_add_evidence(work, theory, view, &ways);
}

static void match_auth_missing(struct work *work, const struct view *view)
{
	struct ways ways = ways_of(work, view);
	struct theory *theory;

	if (ways.kind != WAYS_MISSING || !misses_a_way(view))
		return;
	theory = theory_suppose(work, view, &cause_auth_missing,
		CONFIDENCE_LIKELY, OF_AUTH, view->endpoint->host);
	remedy_advise(work, theory, view, REMEDY_MECHANISMS);
	ways_add_evidence(work, theory, view, &ways);
}

static void suppose_unexpected(
	struct work *work, const struct view *view, const char *unwanted)
{
	struct theory *theory =
		theory_suppose(work, view, &cause_auth_unexpected,
			CONFIDENCE_LIKELY, OF_AUTH, view->endpoint->host);

	theory_tell(theory,
		arena_printf(work->arena,
			"The server at {places} offers authentication methods "
			"that the settings rule out: %s.",
			unwanted),
		"{Server} allows an authentication method that it should not. "
		"Mail works; the server's administrator should check that.");
	theory_add_evidence(
		work, theory, "%s offers %s", view_place(work, view), unwanted);
	remedy_advise(work, theory, view, REMEDY_MECHANISMS);
}

static void match_auth_unexpected(struct work *work, const struct view *view)
{
	struct ways ways = ways_of(work, view);

	if (ways.kind == WAYS_UNEXPECTED)
		suppose_unexpected(work, view, ways.unwanted);
}
