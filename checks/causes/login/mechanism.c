/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Ways to log in that are offered, or are not, against what the settings say.
 */

#include "checks/causes/login/ways.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/view.h"

static cause_match match_passwords_off;
static cause_match match_domain_only;
static cause_match match_auth_missing;
static cause_match match_auth_unexpected;

const struct cause cause_passwords_off = {
	.id = "passwords-off",
	.first = AUDIENCE_USER,
	.title = "The server no longer takes passwords from mail "
		 "programs",
	.summary =
		"{places} takes no passwords any more: programs must sign in "
		"through a web page (OAuth 2.0, \"modern authentication\").",
	.user_summary =
		"{Server} no longer takes a password from a mail program. The "
		"program has to show the provider's own sign-in page instead.",
	.explanation = "Large providers have switched passwords off for mail "
		       "programs. The program must open the provider's own "
		       "sign-in page and gets a pass from there (OAuth 2.0). "
		       "A right password is refused as well as a wrong one, "
		       "so changing it does not help.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Update your mail program, remove the "
				"account and add it anew: a sign-in "
				"page of your provider should open. If "
				"the program cannot do that, use "
				"another one.",
			[AUDIENCE_HELPDESK] =
				"Have the account set up anew with "
				"OAuth 2.0 (\"modern authentication\") "
				"in a program that can do so. Do not "
				"have the password changed.",
			[AUDIENCE_ADMIN] =
				"Devices and programs that cannot do "
				"OAuth need another way, such as a "
				"relay of your own.",
		},
	.confirm = "A program that uses OAuth 2.0 can log in.",
	.example = "S: * CAPABILITY IMAP4rev1 AUTH=XOAUTH2 "
		   "LOGINDISABLED SASL-IR",
	.reference = "RFC 7628; RFC 9051 section 6.2.3",
	.match = match_passwords_off,
};

const struct cause cause_auth_domain_only = {
	.id = "auth-domain-only",
	.first = AUDIENCE_ADMIN,
	.title = "Only computers of the organisation's domain can log "
		 "in",
	.summary = "{places} lets in only computers of its own Windows domain "
		   "(GSSAPI, NTLM), and takes no passwords.",
	.user_summary = "{Server} only lets in computers that belong to the "
			"organisation.",
	.explanation = "The server offers log-in for computers that "
		       "belong to its Windows domain (GSSAPI, NTLM), "
		       "and none for a name and password.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Use a computer of the organisation, "
				"or ask its support how to log in from "
				"yours.",
			[AUDIENCE_HELPDESK] =
				"Ask whether the caller's computer "
				"should belong to the domain.",
			[AUDIENCE_ADMIN] =
				"Turn on Basic authentication over TLS "
				"(PLAIN or LOGIN) or OAuth if others "
				"shall log in.",
		},
	.confirm = "From a computer of the domain the log-in works.",
	.example = "S: 250 AUTH GSSAPI NTLM",
	.reference = "RFC 4752; RFC 4954 section 3",
	.match = match_domain_only,
};

const struct cause cause_auth_missing = {
	.id = "auth-missing",
	.first = AUDIENCE_ADMIN,
	.title = "The ways to log in that the settings name are not "
		 "offered",
	.summary = "{places} does not offer the ways to log in that the "
		   "settings name.",
	.user_summary = "{Server} does not offer the kind of log-in that your "
			"program is set to.",
	.explanation = "The server lists the ways to log in that it "
		       "takes, and not all that the settings count on "
		       "are among them. The settings are out of date, "
		       "or this is another server or another entrance.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"In your mail program choose the "
				"log-in that the provider names in its "
				"instructions, and compare server and "
				"port with them.",
			[AUDIENCE_HELPDESK] =
				"Compare host, port and log-in with "
				"the provider's instructions.",
			[AUDIENCE_ADMIN] =
				"Turn the missing way on, or bring the "
				"settings up to date.",
		},
	.confirm = "The provider's instructions name the ways to log "
		   "in that are listed below.",
	.example = "C: EHLO [127.0.0.1]\n"
		   "S: 250-mail.example.com\n"
		   "S: 250 8BITMIME",
	.reference = "RFC 4954 section 3; RFC 9051 section 6.2.2; RFC "
		     "5034 section 3",
	.match = match_auth_missing,
};

const struct cause cause_auth_unexpected = {
	.id = "auth-unexpected",
	.first = AUDIENCE_ADMIN,
	.title = "The server offers ways to log in that it should not",
	.explanation = "The settings rule some ways to log in out, and the "
		       "server offers them. Users are not hindered; but such "
		       "a way may be weaker than the organisation wants.",
	.remedies =
		{
			[AUDIENCE_USER] = "There is nothing for you to "
					  "set; mail works.",
			[AUDIENCE_HELPDESK] =
				"Tell whoever runs the server. Callers "
				"are not affected.",
			[AUDIENCE_ADMIN] = "Turn the way off, or bring "
					   "the settings up to date.",
		},
	.confirm = "The administrator says what is meant to be offered.",
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
	ways_add_evidence(work, theory, view, &ways);
}

static void match_auth_missing(struct work *work, const struct view *view)
{
	struct ways ways = ways_of(work, view);
	struct theory *theory;

	if (ways.kind != WAYS_MISSING)
		return;
	theory = theory_suppose(work, view, &cause_auth_missing,
		CONFIDENCE_LIKELY, OF_AUTH, view->endpoint->host);
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
			"{places} offers ways to log in that the settings "
			"rule out: %s.",
			unwanted),
		"{Server} allows a kind of log-in that it should not. Mail "
		"works; its owner should look at it.");
	theory_add_evidence(
		work, theory, "%s offers %s", view_place(work, view), unwanted);
}

static void match_auth_unexpected(struct work *work, const struct view *view)
{
	struct ways ways = ways_of(work, view);

	if (ways.kind == WAYS_UNEXPECTED)
		suppose_unexpected(work, view, ways.unwanted);
}
