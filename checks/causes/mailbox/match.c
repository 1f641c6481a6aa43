/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* From what was answered to a login, or behind it, to the cause. */

#include "checks/causes/mailbox/reply.h"
#include "checks/causes/mailbox/session.h"
#include "checks/causes/mailbox/ticket.h"
#include "checks/causes/mailbox/token.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/causes/wording.h"
#include "checks/say.h"
#include "evidence/login/login.h"
#include "model/text/ascii.h"
#include "model/text/plural.h"

#include <string.h>

static cause_match match_mailbox;
static cause_match match_mailbox_rest;

const struct cause cause_login_unsafe = {
	.id = "login-unsafe",
	.first = AUDIENCE_HELPDESK,
	.title = "No password is sent on an unprotected connection",
	.summary = "mailsonde did not sign in to {places}, because the "
		   "connection does not protect a password.",
	.user_summary = "Your password was not sent to {server}, because the "
			"connection is not safe.",
	.explanation = "A password is sent only over TLS 1.2 or newer, to a "
		       "server whose certificate was verified. This "
		       "connection does not offer that, so nothing was sent.",
	.remedies =
		{
			[AUDIENCE_USER] = "Set the mail program to use "
					  "encryption. {encrypted}",
			[AUDIENCE_HELPDESK] = "Run the login again on an "
					      "endpoint with TLS. {encrypted}",
			[AUDIENCE_ADMIN] = "Offer TLS 1.2 or newer.",
		},
	.example = "-  nothing was sent",
	.reference = "RFC 8314 section 3; RFC 8996 section 4",
	.match = match_mailbox,
	.match_rest = match_mailbox_rest,
};

static void add_login_evidence(struct work *work, struct theory *theory,
	const struct probe_facts *probe)
{
	const struct login_facts *login = &probe->login;

	theory_add_evidence(work, theory,
		"Login as %s by %s; the server's answer: %s", login->user,
		login->mechanism, say_quote(work->arena, login->reply));
	if (login->reason.length)
		theory_add_evidence(work, theory,
			"What the server says of the token: %s",
			say_quote(work->arena, login->reason));
}

/* A password that the server keeps only as a hash is no good for those. */
static bool hides_password(const char *mechanism)
{
	return strncmp(mechanism, "SCRAM-", 6) == 0 ||
	       strcmp(mechanism, "CRAM-MD5") == 0 ||
	       strcmp(mechanism, "DIGEST-MD5") == 0 ||
	       strcmp(mechanism, "APOP") == 0;
}

static void doubt_method(struct theory *theory, const struct probe_facts *probe)
{
	if (theory->cause != &cause_login_refused ||
		!hides_password(probe->login.mechanism))
		return;
	theory_confirm(theory,
		"A login by PLAIN inside TLS. Many servers offer methods that "
		"hide the password, although they do not store the password "
		"in a form that these methods need.");
}

/* The server asks for TLS inside TLS. */
static void suppose_ended_tls(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_login_method,
		CONFIDENCE_LIKELY, OF_LOGIN | OF_MAILBOX | OF_SEND,
		view->endpoint->host);

	add_login_evidence(work, theory, probe);
	theory_tell(theory,
		"{places} says that logins need encryption, although this "
		"connection is encrypted.",
		"{Server} has a fault; your settings may be right.");
	theory_advise(
		theory, AUDIENCE_USER, "Send this report to your provider.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Tell the server's administrator: TLS probably ends at a "
		"proxy, and the mail server behind it does not know.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"Make the mail server trust the proxy that ends TLS. In "
		"Dovecot: login_trusted_networks, or the PROXY protocol with "
		"TLS information.");
}

/* The type of the binding was refused (in Cyrus' words), before anything was
 * said of the password. */
static bool was_not_bound(const struct login_facts *login)
{
	return strstr(login->mechanism, "-PLUS") &&
	       wording_have(login->reply, "bad protocol|channel binding");
}

static void suppose_unbound(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	bool named = wording_have(probe->login.reply, "channel binding");
	struct theory *theory = theory_suppose(work, view, &cause_login_method,
		named ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
		OF_LOGIN | OF_MAILBOX | OF_SEND, view->endpoint->host);

	add_login_evidence(work, theory, probe);
	theory_tell(theory,
		"{places} offers to bind the login to the connection, but does "
		"not accept the binding of this TLS version.",
		"{Server} has a fault; your settings may be right.");
	theory_advise(theory, AUDIENCE_USER,
		"Choose another login method in the mail program.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Sign in by a method without -PLUS. The password was not "
		"tested.");
	theory_advise(theory, AUDIENCE_ADMIN,
		probe->tls.version == TLS_1_3
			? "TLS 1.3 needs the binding tls-exporter (RFC 9266). "
			  "Update the server, or do not offer methods with "
			  "-PLUS in TLS 1.3. Cyrus IMAP supports only "
			  "tls-unique."
			: "Update the server, or do not offer methods with "
			  "-PLUS.");
}

/* Exchange names the pause that it wants. */
static void note_pause(
	struct work *work, struct theory *theory, struct octets reply)
{
	static const char label[] = "Suggested Backoff Time: ";
	const unsigned char *at = reply.length
					  ? memmem(reply.data, reply.length,
						    label, sizeof(label) - 1)
					  : NULL;
	const unsigned char *end = reply.data + reply.length;
	unsigned long ms = 0;

	if (!at)
		return;
	for (at += sizeof(label) - 1;
		at < end && ascii_is_digit(*at) && ms < 100000000; at++)
		ms = 10 * ms + (unsigned long)(*at - '0');
	if (ms)
		theory_advise(theory, AUDIENCE_HELPDESK,
			arena_printf(work->arena,
				plural_form((ms + 999) / 1000,
					"Close the mail programs of this "
					"account, wait at least %lu second, as "
					"the server asks, and try again.",
					"Close the mail programs of this "
					"account, wait at least %lu seconds, "
					"as the server asks, and try again."),
				(ms + 999) / 1000));
}

static void suppose_login(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	const struct reply_row *row =
		reply_find(probe->login.token ? REPLY_TOKEN : REPLY_PASSWORD,
			probe->login.reply, view->endpoint->host);
	struct theory *theory;

	if (!row)
		return;
	if (login_says_goodbye(probe->login.reply)) {
		session_suppose_ended(work, view, probe, probe->login.reply);
		return;
	}
	if (was_not_bound(&probe->login)) {
		suppose_unbound(work, view, probe);
		return;
	}
	if (row->cause == &cause_encryption_required && probe->tls.completed) {
		suppose_ended_tls(work, view, probe);
		return;
	}
	/* What of a token does not fit differs from service to service. */
	theory = theory_suppose(work, view, row->cause, row->confidence,
		OF_LOGIN | OF_MAILBOX | OF_SEND,
		probe->token.misfit
			? arena_printf(work->arena, "%s %s",
				  view->endpoint->host, probe->token.misfit)
			: view->endpoint->host);
	add_login_evidence(work, theory, probe);
	note_pause(work, theory, probe->login.reply);
	token_explain(work, theory, &probe->token);
	doubt_method(theory, probe);
}

/* The login was accepted; what is put off is the message. */
static void tell_put_off(struct theory *theory, enum reply_place place)
{
	if (theory->cause != &cause_login_backend || place != REPLY_SENDER)
		return;
	theory_tell(theory,
		"{places} does not accept messages from this sender at the "
		"moment.",
		"{Server} does not accept your message at the moment; your "
		"settings may be right.");
	theory_explain(theory,
		"The server refused the sender only for now, after it had "
		"accepted the login. A system that the server needs may be "
		"unavailable or out of space.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"Search the server's log for this reply.");
	theory_confirm(theory, "A later message is accepted.");
}

/* The name was told, which leaves the login itself. */
static void suppose_distrusted(struct work *work, const struct view *view,
	struct octets reply, unsigned explains)
{
	struct theory *theory = theory_suppose(work, view, &cause_login_browser,
		CONFIDENCE_LIKELY, explains, view->endpoint->host);

	theory_tell(theory,
		"{places} accepted the login, but considers it unsafe and does "
		"not open the mailbox.",
		"The login worked, but {server} considers it unsafe.");
	theory_explain(theory,
		"mailsonde sent its name with IMAP's ID command, which some "
		"providers demand, and the server refuses the mailbox all the "
		"same. The provider may distrust this network, or mail "
		"programs may not be enabled for the account.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"The login worked: do not have the password changed. Have the "
		"caller sign in to the provider's website, confirm the login "
		"there, and check that access by mail programs is enabled.");
	theory_add_evidence(work, theory,
		"The login was accepted; then the server's answer: %s",
		say_quote(work->arena, reply));
}

static void suppose_behind(struct work *work, const struct view *view,
	enum reply_place place, struct octets reply, unsigned explains)
{
	const struct reply_row *row =
		reply_find(place, reply, view->endpoint->host);
	struct theory *theory;

	if (place == REPLY_MAILBOX && login_says_goodbye(reply)) {
		session_suppose_ended(
			work, view, login_judged(view->facts), reply);
		return;
	}
	if (!row)
		return;
	if (row->cause == &cause_mailbox_needs_id &&
		login_judged(view->facts)->mailbox.id) {
		suppose_distrusted(work, view, reply, explains);
		return;
	}
	theory = theory_suppose(work, view, row->cause, row->confidence,
		explains, view->endpoint->host);
	tell_put_off(theory, place);
	theory_add_evidence(work, theory,
		"The login was accepted; then the server's answer: %s",
		say_quote(work->arena, reply));
	note_pause(work, theory, reply);
}

static enum reply_place place_of(const struct probe_facts *probe)
{
	if (probe->stage == STAGE_MAILBOX)
		return REPLY_MAILBOX;
	if (probe->stage == STAGE_SEND)
		return REPLY_SENDER;
	return probe->login.token ? REPLY_TOKEN : REPLY_PASSWORD;
}

/* A server that goes away, or puts us off, has judged nothing: only what it
 * says in words counts. */
static void suppose_stopped(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	const struct reply_row *row =
		reply_find(place_of(probe), probe->reply, view->endpoint->host);
	bool known = row && row->words;
	struct theory *theory;

	if (!known) {
		if (probe->status == ST_THROTTLED)
			session_suppose_ended(work, view, probe, probe->reply);
		return;
	}
	theory = theory_suppose(work, view, row->cause, row->confidence,
		OF_LOGIN | OF_MAILBOX | OF_SEND, view->endpoint->host);
	tell_put_off(theory, place_of(probe));
	theory_add_evidence(work, theory,
		probe->login.answer == ANSWER_POSITIVE
			? "The login was accepted; then the server's answer: %s"
			: "Instead of a verdict on the login, the server "
			  "said: %s",
		say_quote(work->arena, probe->reply));
}

/* For good; what is put off may pass later. */
static bool was_refused(const struct trip_facts *trip)
{
	return trip->answer == ANSWER_NEGATIVE && trip->code / 100 == 5;
}

/* What the server said to the message that was to be sent, or before it. */
static void suppose_trip(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = login_trip(view->facts);
	struct octets reply;
	const struct reply_row *row;
	struct theory *theory;
	bool known;

	if (!probe)
		return;
	if (probe->trip.answer == ANSWER_POSITIVE || probe->trip.why_not) {
		session_suppose_visit(work, view, OF_TRIP);
		return;
	}
	if (probe->login.answer == ANSWER_POSITIVE && probe->login.visit &&
		session_was_closed(probe)) {
		session_suppose_closed(work, view, OF_TRIP,
			"{places} closed the connection instead of accepting "
			"the test message.");
		return;
	}
	reply = probe->trip.reply.length ? probe->trip.reply : probe->reply;
	row = reply_find(REPLY_SENDER, reply, view->endpoint->host);
	known = row && row->words;
	if (!reply.length || (!known && !was_refused(&probe->trip)))
		return;
	theory = theory_suppose(work, view,
		known ? row->cause : &cause_message_refused,
		known ? row->confidence : CONFIDENCE_LIKELY, OF_TRIP,
		view->endpoint->host);
	tell_put_off(theory, REPLY_SENDER);
	theory_add_evidence(work, theory,
		"The server's answer to the test message: %s",
		say_quote(work->arena, reply));
}

static bool was_stopped(const struct probe_facts *probe)
{
	return probe->reply.length && probe->status != ST_OK &&
	       (probe->stage == STAGE_LOGIN || probe->stage == STAGE_MAILBOX ||
		       probe->stage == STAGE_SEND);
}

/* Ways are offered, and none of them can be used with what the user has. */
static void suppose_method(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	const struct capabilities *caps = &probe->protected;
	bool bearer = capabilities_have(caps, "XOAUTH2") ||
		      capabilities_have(caps, "OAUTHBEARER");
	const struct cause *cause = bearer && !probe->login.token
					    ? &cause_passwords_off
					    : &cause_login_method;
	struct theory *theory =
		theory_suppose(work, view, cause, CONFIDENCE_CERTAIN,
			OF_LOGIN | OF_MAILBOX | OF_SEND, view->endpoint->host);
	const char *list = NULL;

	for (size_t i = 0; i < caps->mechanism_count; i++)
		list = say_list(work->arena, list, caps->mechanisms[i]);
	theory_add_evidence(work, theory,
		"Login methods that the server offers: %s",
		list ? list : "none");
}

static void suppose_unsafe(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory = theory_suppose(work, view, &cause_login_unsafe,
		CONFIDENCE_CERTAIN, OF_LOGIN | OF_MAILBOX | OF_SEND,
		view->endpoint->host);

	theory_add_evidence(work, theory, "No password was sent: %s",
		login_held_words(probe->login.held));
}

/* For all causes about logins and mailboxes. */
static void match_mailbox(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = login_judged(view->facts);

	if (open_checks(view) & OF_TRIP)
		suppose_trip(work, view);
	if (open_checks(view) & OF_OPTION)
		session_suppose_visit(work, view, OF_OPTION);
	if (!probe || !(open_checks(view) & (OF_LOGIN | OF_MAILBOX | OF_SEND)))
		return;
	if (probe->login.held == LOGIN_HELD_MECHANISM)
		suppose_method(work, view, probe);
	else if (login_held_is_ticket(probe->login.held))
		ticket_suppose(work, view, probe);
	else if (probe->login.held == LOGIN_HELD_CLEARTEXT ||
		 probe->login.held == LOGIN_HELD_VERSION)
		suppose_unsafe(work, view, probe);
	else if (probe->login.answer == ANSWER_NEGATIVE)
		suppose_login(work, view, probe);
	else if (probe->mailbox.answer == ANSWER_NEGATIVE)
		suppose_behind(work, view, REPLY_MAILBOX, probe->mailbox.reply,
			OF_MAILBOX);
	else if (probe->send.answer == ANSWER_NEGATIVE)
		suppose_behind(
			work, view, REPLY_SENDER, probe->send.reply, OF_SEND);
	else if (session_was_cut(probe))
		session_suppose_cut(work, view, probe);
	else if (was_stopped(probe))
		suppose_stopped(work, view, probe);
}

/* What a greeting's causes know better was theirs to take. */
static void match_mailbox_rest(struct work *work, const struct view *view)
{
	const struct probe_facts *probe = login_judged(view->facts);

	if (probe && (open_checks(view) & OF_LOGIN))
		session_suppose_early_end(work, view, probe);
}
