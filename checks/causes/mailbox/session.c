/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/mailbox/session.h"

#include "checks/causes/mailbox/reply.h"
#include "checks/causes/open.h"
#include "checks/causes/theory.h"
#include "checks/say.h"

bool session_was_closed(const struct probe_facts *probe)
{
	return probe->status == ST_EOF || probe->status == ST_RESET;
}

/* Proxies do so that cannot reach the server behind them, and guards that
 * count failed logins. */
bool session_was_cut(const struct probe_facts *probe)
{
	return session_was_closed(probe) && probe->login.sent &&
	       (probe->stage == STAGE_LOGIN || probe->stage == STAGE_MAILBOX ||
		       probe->stage == STAGE_SEND);
}

/* At another stage, it is told in other words. */
static struct theory *suppose_closed(struct work *work, const struct view *view,
	unsigned explains, const char *sentence, const char *evidence)
{
	struct theory *theory = theory_suppose(work, view, &cause_login_backend,
		CONFIDENCE_POSSIBLE, explains,
		arena_printf(
			work->arena, "%s %u", view->endpoint->host, explains));

	theory_tell(theory, sentence, NULL);
	theory_add_evidence(work, theory, "%s", evidence);
	return theory;
}

/* The login is right, so that it is the server's administrator's to do. */
void session_suppose_closed(struct work *work, const struct view *view,
	unsigned explains, const char *sentence)
{
	struct theory *theory = suppose_closed(work, view, explains, sentence,
		"The server closed the connection after it had accepted the "
		"login");

	theory_advise(theory, AUDIENCE_HELPDESK,
		"Wait some minutes, then run the check once more. If it "
		"repeats, send this report to the server's administrator: the "
		"login itself is right.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"Look in the server's log for the session that ended after "
		"this login: a process may have crashed, or a proxy may have "
		"lost the server behind it.");
}

void session_suppose_cut(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	struct theory *theory;

	if (probe->stage == STAGE_MAILBOX) {
		session_suppose_closed(work, view, OF_MAILBOX,
			"{places} accepted the login, but closed the "
			"connection instead of opening the mailbox.");
		return;
	}
	if (probe->stage == STAGE_SEND) {
		session_suppose_closed(work, view, OF_SEND,
			"{places} accepted the login, but closed the "
			"connection when mailsonde named the sender.");
		return;
	}
	theory = suppose_closed(work, view, OF_LOGIN | OF_MAILBOX | OF_SEND,
		"{places} closed the connection instead of answering the "
		"login.",
		"The server closed the connection after the login was sent");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Wait some minutes, then run the check once more. If it "
		"repeats, ask the server's administrator whether this address "
		"is blocked after failed logins.");
}

void session_suppose_ended(struct work *work, const struct view *view,
	const struct probe_facts *probe, struct octets reply)
{
	bool accepted = probe->login.answer == ANSWER_POSITIVE;
	struct theory *theory = theory_suppose(work, view, &cause_login_backend,
		CONFIDENCE_LIKELY, OF_LOGIN | OF_MAILBOX | OF_SEND,
		arena_printf(work->arena, "%s ended", view->endpoint->host));

	theory_tell(theory,
		accepted ? "{places} accepted the login and then ended the "
			   "session."
			 : "{places} ended the session instead of answering "
			   "the login.",
		"{Server} ended the session; your settings may be right.");
	theory_explain(theory,
		"The server announced the end of the session, and its words "
		"give no reason that mailsonde recognises. It may be "
		"restarting, "
		"limit the number of sessions, or have blocked this address "
		"for a while. That says nothing about the password.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Wait some minutes, then run the check once more. If it "
		"repeats, send this report to the server's administrator.");
	theory_advise(theory, AUDIENCE_ADMIN,
		"Search the server's log for the end of this session.");
	theory_add_evidence(work, theory,
		accepted ? "The login was accepted; then the server's answer: "
			   "%s"
			 : "Instead of a verdict on the login, the server "
			   "said: %s",
		say_quote(work->arena, reply));
}

/* Other connections of this check were served. */
void session_suppose_early_end(struct work *work, const struct view *view,
	const struct probe_facts *probe)
{
	bool said = probe->status == ST_THROTTLED ||
		    (probe->status == ST_REFUSED && probe->reply.length);
	struct theory *theory;

	if (probe->login.sent || probe->login.held ||
		probe->stage < STAGE_GREETING || probe->stage > STAGE_LOGIN ||
		(!said && !session_was_closed(probe)))
		return;
	theory = theory_suppose(work, view,
		said ? &cause_throttled : &cause_connection_dropped,
		said ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
		OF_LOGIN | OF_MAILBOX | OF_SEND,
		arena_printf(work->arena, "%s early", view->endpoint->host));
	theory_tell(theory,
		"{places} ended the connection before mailsonde could sign "
		"in. The user name and the password were not tested.",
		"{Server} ended the connection before the login; your "
		"settings may be right.");
	theory_explain(theory,
		"The server ended the connection on which the login was to be "
		"sent. It may limit the number of connections, be restarting, "
		"or distrust this network. Nothing of the login was sent.");
	theory_add_evidence(work, theory, "Before the login: %s",
		probe->reply.length ? say_quote(work->arena, probe->reply)
				    : "the server closed the connection");
}

/* A session of a later login that the server did not let come to its end. */
static const struct probe_facts *find_broken(const struct view *view)
{
	for (size_t i = 0; i < view->facts->login_count; i++) {
		const struct probe_facts *probe = view->facts->logins[i];

		if (probe->login.visit &&
			probe->login.answer == ANSWER_POSITIVE &&
			(session_was_closed(probe) ||
				probe->status == ST_REFUSED ||
				probe->status == ST_THROTTLED))
			return probe;
	}
	return NULL;
}

/* The endpoint's own, or that of another which has a part in the test. */
static const struct probe_facts *find_any_broken(const struct work *work,
	const struct view *view, const struct view **ret_view)
{
	const struct probe_facts *probe = find_broken(view);

	*ret_view = view;
	for (size_t i = 0; !probe && i < view_other_count(work); i++) {
		*ret_view = &work->views[i];
		probe = find_broken(*ret_view);
	}
	return probe;
}

static struct theory *suppose_session(struct work *work,
	const struct view *view, const struct view *where,
	const struct probe_facts *probe, unsigned explains)
{
	const struct reply_row *row = reply_find(
		service_is_incoming(where->endpoint->service) ? REPLY_MAILBOX
							      : REPLY_SENDER,
		probe->reply, where->endpoint->host);
	bool known = probe->reply.length && row && row->words;

	return theory_suppose(work, view,
		known ? row->cause : &cause_login_backend,
		known ? row->confidence : CONFIDENCE_POSSIBLE, explains,
		arena_printf(
			work->arena, "%s %u", where->endpoint->host, explains));
}

/* What was measured with a message came to no end, since a session was ended
 * or refused. */
void session_suppose_visit(
	struct work *work, const struct view *view, unsigned explains)
{
	const struct view *where;
	const struct probe_facts *probe = find_any_broken(work, view, &where);
	struct theory *theory;

	/* Why a message is refused, only the answer can tell. */
	if (!probe || (probe->status == ST_REFUSED &&
			      service_is_outgoing(where->endpoint->service)))
		return;
	theory = suppose_session(work, view, where, probe, explains);
	theory_tell(theory,
		"The test message could not be followed to its end at "
		"{places}, because a server closed or refused a session after "
		"it had "
		"accepted the login.",
		"The test message could not be followed to its end. Your "
		"settings may be right; try again later.");
	theory_advise(theory, AUDIENCE_HELPDESK,
		"Wait some minutes, then run the check once more. If it "
		"repeats, send this report to the server's administrator: the "
		"login itself is right.");
	theory_add_evidence(work, theory, "%s, after another login: %s",
		view_place(work, where),
		probe->reply.length ? say_quote(work->arena, probe->reply)
				    : "the server closed the connection");
}
