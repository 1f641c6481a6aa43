/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/probe.h"

#include "model/offer.h"
#include "probes/act.h"
#include "probes/login/login.h"

/* A server may be slow to say goodbye, but nothing hangs on it. */
#define QUIT_US 2000000

static const struct probe_verbs *const verbs_of[] = {
#define SERVICE(id, name, dialogue, ...)                                       \
	[SERVICE_##id] = &probe_verbs_##dialogue,
#include "model/services.inc"
#undef SERVICE
};

/* Whether the peer is still there and able to take a QUIT. */
static bool can_say_goodbye(enum status status)
{
	switch (status) {
	case ST_OK:
	case ST_REFUSED:
	case ST_THROTTLED:
	case ST_NOT_OFFERED:
	case ST_PREAUTH:
		return true;
	default:
		return false;
	}
}

/* A follow-up in another way may want all that the best connection does. */
static bool asks_everything(const struct probe_facts *facts)
{
	return facts->purpose == PURPOSE_BEST ||
	       facts->purpose == PURPOSE_LOGIN || facts->full;
}

/* Exchange takes old versions, to say inside them that it does not. */
static bool is_legacy(const struct probe_facts *facts)
{
	return facts->purpose == PURPOSE_TLS_VERSION && facts->tls.completed &&
	       facts->tls.version < TLS_1_2;
}

/* In TLS 1.3 a ticket comes when the server likes, before its last words at
 * latest; in older versions before its Finished. */
static bool awaits_ticket(const struct probe_facts *facts)
{
	return offer_table[facts->offer].resume &&
	       facts->tls.version == TLS_1_3;
}

/* However it goes, the farewell changes nothing about what was learned. */
static void farewell(struct dialogue *d, const struct probe_verbs *verbs)
{
	struct probe_facts *facts = d->facts;
	enum status status = d->status;
	struct octets reply = facts->reply;
	unsigned code = facts->reply_code;
	int error = facts->sys_errno;

	dialogue_enter(d, STAGE_QUIT);
	if (can_say_goodbye(status) && !d->left) {
		d->status = ST_OK;
		d->wire->ops->hurry(d->wire, QUIT_US);
		verbs->quit(d, asks_everything(facts) || awaits_ticket(facts) ||
				       (facts->tls.version == TLS_1_3 &&
					       !facts->tls.confirmed));
	}
	/* A refusal of the client that TLS 1.3 could only tell now. */
	if (status == ST_OK && d->status == ST_ALERT) {
		facts->stage = STAGE_HANDSHAKE;
		return;
	}
	d->status = facts->status = status;
	facts->reply = reply;
	facts->reply_code = code;
	facts->sys_errno = error;
	dialogue_enter(d, STAGE_DONE);
}

/* The server was asked, and the answer was no. */
static bool was_turned_down(const struct probe_facts *facts)
{
	return facts->login.answer == ANSWER_NEGATIVE ||
	       facts->mailbox.answer == ANSWER_NEGATIVE ||
	       facts->send.answer == ANSWER_NEGATIVE;
}

static void conclude(struct probe_facts *facts)
{
	const struct tls_facts *tls = &facts->tls;
	bool version_tested = !asks_everything(facts) && tls->completed &&
			      (tls->version < TLS_1_3 || tls->confirmed);

	if (facts->status == ST_OK || version_tested)
		facts->outcome = OUTCOME_COMPLETED;
	else if (facts->status == ST_ALERT || facts->status == ST_TLS_VERSION ||
		 was_turned_down(facts))
		facts->outcome = OUTCOME_REFUSED;
	else
		facts->outcome = OUTCOME_FAILED;
}

/* What was learned before TLS is void from there on (RFC 3207 section 4.2, RFC
 * 2595 section 4); the facts keep both. */
static void ask_for_tls(struct dialogue *d, const struct probe_verbs *verbs,
	const struct act_row *act)
{
	struct probe_facts *facts = d->facts;
	bool best = asks_everything(facts), listed;

	if (best || verbs->capabilities_first) {
		dialogue_enter(d, STAGE_CAPABILITIES);
		if (d->status == ST_OK && d->wire->greeted)
			d->wire->greeted(d->wire->greeted_context);
		verbs->capabilities(d, &facts->cleartext);
	}
	if (act && act->in_clear)
		act->in_clear(d, verbs);
	if (act && act->stays_clear)
		return;
	dialogue_enter(d, STAGE_STARTTLS);
	dialogue_require(d, !facts->greeting.preauth, ST_PREAUTH);
	/* It is asked for even where it is not listed: some servers forget to
	 * list it, and a list that was tampered with does not hide it. */
	listed = facts->cleartext.starttls || facts->cleartext.refused;
	verbs->starttls(d);
	if (best && !listed && facts->starttls_sent && d->status == ST_REFUSED)
		d->status = facts->status = ST_NOT_OFFERED;
}

/* The share of the time, in per cent, in which a peer must greet; and how long
 * an SMTP server has at least: those that hold their greeting back take whoever
 * speaks sooner for a spammer, and remember it. */
#define GREETING_PERCENT 60
#define SMTP_PERCENT 90
#define SMTP_GREETING_US 7000000

/* A peer that stays silent is sent one harmless command: a web server behind
 * TLS, or an echo service, shows itself then. Answers whether it was. */
static bool nudge(struct dialogue *d, const struct probe_verbs *verbs)
{
	struct probe_facts *facts = d->facts;
	bool waits = !d->inside_tls && service_row(d->service)->greets_as_ftp;

	/* A port that waits for TLS is silent, too, and would answer with an
	 * alert. */
	if (d->status != ST_OK || !asks_everything(facts) ||
		facts->purpose == PURPOSE_LOGIN ||
		facts->question == QUESTION_OTHER_MODE || !verbs->noop ||
		!verbs->hear_noop || !d->wire->ops->await ||
		d->wire->ops->await(
			d->wire, waits ? SMTP_PERCENT : GREETING_PERCENT) !=
			ST_TIMEOUT ||
		(waits && io_now_us() - d->wire->begin_us < SMTP_GREETING_US))
		return false;
	facts->nudged = true;
	dialogue_send(d, verbs->noop);
	return true;
}

/* A greeting that was only late is followed by the command's answer. */
static void hear_greeting(struct dialogue *d, const struct probe_verbs *verbs)
{
	bool nudged;

	dialogue_enter(d, STAGE_GREETING);
	nudged = nudge(d, verbs);
	verbs->greeting(d);
	if (nudged && d->status == ST_OK)
		verbs->hear_noop(d);
}

static void speak(struct wire *wire, enum service service, bool keep_transcript,
	const struct login_request *login)
{
	const struct probe_verbs *verbs = verbs_of[service];
	struct probe_facts *facts = wire->facts;
	const struct act_row *act = act_find(offer_table[facts->offer].act);
	bool best = asks_everything(facts);
	struct dialogue d;

	dialogue_init(&d, wire, service, keep_transcript);

	if (facts->mode == MODE_IMPLICIT)
		dialogue_start_tls(&d);

	hear_greeting(&d, verbs);

	if (facts->mode == MODE_EXPLICIT) {
		ask_for_tls(&d, verbs, act);
		if (!act || !act->stays_clear)
			dialogue_start_tls(&d);
	}
	if (act && act->inside)
		act->inside(&d, verbs);
	if (best || is_legacy(facts)) {
		dialogue_enter(&d, STAGE_CAPABILITIES);
		verbs->capabilities(&d, facts->mode == MODE_CLEARTEXT
						? &facts->cleartext
						: &facts->protected);
	}
	if (login)
		login_speak(&d, login);
	farewell(&d, verbs);
	wire->ops->finish(wire);
	conclude(facts);
	if (act)
		act_conclude(act, facts);
	dialogue_clear(&d);
}

void probe_speak(struct wire *wire, enum service service, bool keep_transcript)
{
	speak(wire, service, keep_transcript, NULL);
}

void probe_speak_login(struct wire *wire, enum service service,
	bool keep_transcript, const struct login_request *login)
{
	speak(wire, service, keep_transcript, login);
}

void probe_log_in(const struct connection_target *target, enum service service,
	bool keep_transcript, const struct login_request *login,
	struct probe_facts *facts)
{
	struct connection *connection = NULL;
	enum status status;

	facts->stage_us[STAGE_RESOLVE] = 0;
	facts->stage = STAGE_CONNECT;
	status = connection_open(target, facts, &connection);
	if (status == ST_OK && facts->connect_only) {
		facts->outcome = OUTCOME_COMPLETED;
		connection_free(connection);
	} else if (status == ST_OK) {
		speak(connection_wire(connection), service, keep_transcript,
			login);
		connection_free(connection);
	} else {
		facts->status = status;
	}
	facts->duration_us = io_now_us() - target->begin_us;
}

void probe_run(const struct connection_target *target, enum service service,
	bool keep_transcript, struct probe_facts *facts)
{
	probe_log_in(target, service, keep_transcript, NULL, facts);
}

/* The hello takes the place of the handshake. */
static void speak_hello(struct wire *wire, enum service service,
	bool keep_transcript, const struct hello *hello,
	struct hello_reader *reader)
{
	const struct probe_verbs *verbs = verbs_of[service];
	struct dialogue d;

	dialogue_init(&d, wire, service, keep_transcript);
	if (wire->facts->mode == MODE_EXPLICIT) {
		dialogue_enter(&d, STAGE_GREETING);
		verbs->greeting(&d);
		ask_for_tls(&d, verbs, NULL);
	}
	dialogue_say_hello(&d, hello, reader);
	dialogue_clear(&d);
}

bool probe_ask(const struct connection_target *target, enum service service,
	bool keep_transcript, const struct hello *hello, enum hello_depth depth,
	struct probe_facts *facts, struct hello_answer *ret_answer)
{
	struct connection *connection = NULL;
	struct hello_reader *reader;

	facts->stage = STAGE_CONNECT;
	facts->status = connection_open(target, facts, &connection);
	if (facts->status != ST_OK)
		return false;
	facts->tls.chain_arena = arena_new();
	reader = hello_reader_new(facts->tls.chain_arena, hello, depth);
	speak_hello(connection_wire(connection), service, keep_transcript,
		hello, reader);
	*ret_answer = *hello_reader_answer(reader);
	hello_reader_free(reader);
	connection_free(connection);
	return facts->tls.started;
}
