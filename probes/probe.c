/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/probe.h"

#include "model/offer.h"

/* A server may be slow to say goodbye, but nothing hangs on it. */
#define QUIT_US 2000000

/* How long an answer that must not come is waited for. */
#define STRAY_US 1500000

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
	return facts->purpose == PURPOSE_BEST || facts->full;
}

/* A ticket comes when the server likes; before its last words at latest. */
static bool awaits_ticket(const struct probe_facts *facts)
{
	return offer_table[facts->offer].resume;
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
	if (can_say_goodbye(status)) {
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

static void conclude(struct probe_facts *facts)
{
	const struct tls_facts *tls = &facts->tls;
	bool version_tested = !asks_everything(facts) && tls->completed &&
			      (tls->version < TLS_1_3 || tls->confirmed);

	if (facts->status == ST_OK || version_tested)
		facts->outcome = OUTCOME_COMPLETED;
	else if (facts->status == ST_ALERT || facts->status == ST_TLS_VERSION)
		facts->outcome = OUTCOME_REFUSED;
	else
		facts->outcome = OUTCOME_FAILED;
}

/* What a rule has said in this dialogue. */
static enum act act_of(const struct probe_facts *facts)
{
	return offer_table[facts->offer].act;
}

/* The NOOP that went out in the clear behind STARTTLS: whoever answers it
 * inside TLS has taken it for protected (CVE-2011-0411). */
static void listen_for_stray(struct dialogue *d)
{
	struct act_facts *act = &d->facts->act;
	struct octets line;

	if (d->status != ST_OK)
		return;
	act->said = true;
	d->wire->ops->hurry(d->wire, STRAY_US);
	if (dialogue_read(d, &line)) {
		act->answer = ANSWER_POSITIVE;
		act->reply = dialogue_keep(d, line);
	} else if (d->status == ST_TIMEOUT) {
		/* Silence is as it should be. */
		d->status = d->facts->status = ST_OK;
	}
}

/* RFC 5321 section 4.1.1.5: what MAIL began is undone. */
static void begin_mail(struct dialogue *d, const struct probe_verbs *verbs)
{
	struct act_facts act;

	verbs->act(d, "MAIL FROM:<>");
	act = d->facts->act;
	if (act.answer == ANSWER_POSITIVE)
		verbs->act(d, "RSET");
	d->facts->act = act;
}

static void act_in_clear(struct dialogue *d, const struct probe_verbs *verbs)
{
	if (act_of(d->facts) == ACT_MAIL_CLEAR)
		begin_mail(d, verbs);
	if (act_of(d->facts) == ACT_PIPELINED)
		d->behind = verbs->noop;
}

static void ask_renegotiation(struct dialogue *d)
{
	struct act_facts *act = &d->facts->act;

	if (d->status != ST_OK)
		return;
	act->said = true;
	dialogue_stop(d, d->wire->ops->renegotiate(d->wire, &act->answer),
		(struct octets){0});
}

static void act_inside(struct dialogue *d, const struct probe_verbs *verbs)
{
	enum act act = act_of(d->facts);

	if (act == ACT_PIPELINED) {
		listen_for_stray(d);
		return;
	}
	if (act == ACT_RENEGOTIATE)
		ask_renegotiation(d);
	if (act == ACT_MAIL_BEFORE_EHLO)
		begin_mail(d, verbs);
	if (act == ACT_UNKNOWN_COMMAND)
		verbs->act(d, "XNOTHING");
	if (act != ACT_STARTTLS_INSIDE && act != ACT_MAIL_NO_LOGIN)
		return;
	dialogue_enter(d, STAGE_CAPABILITIES);
	if (verbs->capabilities_first)
		verbs->capabilities(d, &d->facts->protected);
	if (act == ACT_MAIL_NO_LOGIN)
		begin_mail(d, verbs);
	else
		verbs->act(d, service_row(d->service)->tls_verb);
}

/* An act has an outcome of its own: whether it could be done. */
static void conclude_act(struct probe_facts *facts)
{
	bool done = facts->act.said && (facts->act.answer != ANSWER_NONE ||
					       act_of(facts) == ACT_PIPELINED);

	facts->outcome = done ? OUTCOME_COMPLETED : OUTCOME_FAILED;
}

/* What was learned before TLS is void from there on (RFC 3207 section 4.2, RFC
 * 2595 section 4); the facts keep both. */
static void ask_for_tls(struct dialogue *d, const struct probe_verbs *verbs)
{
	struct probe_facts *facts = d->facts;
	bool best = asks_everything(facts);

	if (best || verbs->capabilities_first) {
		dialogue_enter(d, STAGE_CAPABILITIES);
		verbs->capabilities(d, &facts->cleartext);
	}
	act_in_clear(d, verbs);
	if (act_of(facts) == ACT_MAIL_CLEAR)
		return;
	dialogue_enter(d, STAGE_STARTTLS);
	dialogue_require(d, !facts->greeting.preauth, ST_PREAUTH);
	/* One version alone asks even where nothing is offered: a list that
	 * was tampered with does not hide the service. */
	dialogue_require(d,
		!best || facts->cleartext.starttls || facts->cleartext.refused,
		ST_NOT_OFFERED);
	verbs->starttls(d);
}

void probe_speak(struct wire *wire, enum service service, bool keep_transcript)
{
	const struct probe_verbs *verbs = verbs_of[service];
	struct probe_facts *facts = wire->facts;
	bool best = asks_everything(facts);
	struct dialogue d;

	dialogue_init(&d, wire, service, keep_transcript);

	if (facts->mode == MODE_IMPLICIT)
		dialogue_start_tls(&d);

	dialogue_enter(&d, STAGE_GREETING);
	verbs->greeting(&d);

	if (facts->mode == MODE_EXPLICIT) {
		ask_for_tls(&d, verbs);
		if (act_of(facts) != ACT_MAIL_CLEAR)
			dialogue_start_tls(&d);
	}
	act_inside(&d, verbs);
	if (best) {
		dialogue_enter(&d, STAGE_CAPABILITIES);
		verbs->capabilities(&d, facts->mode == MODE_CLEARTEXT
						? &facts->cleartext
						: &facts->protected);
	}
	farewell(&d, verbs);
	wire->ops->finish(wire);
	conclude(facts);
	if (act_of(facts) != ACT_NONE)
		conclude_act(facts);
	dialogue_clear(&d);
}

void probe_run(const struct connection_target *target, enum service service,
	bool keep_transcript, struct probe_facts *facts)
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
		probe_speak(
			connection_wire(connection), service, keep_transcript);
		connection_free(connection);
	} else {
		facts->status = status;
	}
	facts->duration_us = io_now_us() - target->begin_us;
}

/* The hello takes the place of the handshake. */
static void speak_hello(struct wire *wire, enum service service,
	const struct hello *hello, struct hello_reader *reader)
{
	const struct probe_verbs *verbs = verbs_of[service];
	struct dialogue d;

	dialogue_init(&d, wire, service, false);
	if (wire->facts->mode == MODE_EXPLICIT) {
		dialogue_enter(&d, STAGE_GREETING);
		verbs->greeting(&d);
		ask_for_tls(&d, verbs);
	}
	dialogue_say_hello(&d, hello, reader);
	dialogue_clear(&d);
}

bool probe_ask(const struct connection_target *target, enum service service,
	const struct hello *hello, enum hello_depth depth,
	struct probe_facts *facts, struct hello_answer *ret_answer)
{
	struct connection *connection = NULL;
	struct hello_reader *reader;

	facts->stage = STAGE_CONNECT;
	facts->status = connection_open(target, facts, &connection);
	if (facts->status != ST_OK)
		return false;
	reader = hello_reader_new(facts->arena, hello, depth);
	speak_hello(connection_wire(connection), service, hello, reader);
	*ret_answer = *hello_reader_answer(reader);
	hello_reader_free(reader);
	connection_free(connection);
	return facts->tls.started;
}
