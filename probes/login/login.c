/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/login/login.h"

#include <string.h>

#define ROUNDS 16 /* of challenge and response; SCRAM has two */

/* NULL where nobody signs in. */
static const struct login_verbs *find_verbs(enum service service)
{
	switch (service) {
	case SERVICE_IMAP:
		return &login_verbs_imap;
	case SERVICE_POP3:
		return &login_verbs_pop3;
	case SERVICE_SMTP:
		return &login_verbs_smtp;
	default:
		return NULL;
	}
}

bool login_has_service(enum service service)
{
	return find_verbs(service);
}

/* An exchange on its way. */
struct talk {
	struct dialogue *d;
	const struct login_verbs *verbs;
	const struct sasl_ops *ops;
	struct sasl_exchange *exchange;
	enum sasl_state state;
	struct secret *response; /* that is to be sent next; or NULL */
	bool may_not; /* the mechanism need not take such a password */
};

/* response = *base64 CRLF */
static void send_response(struct talk *talk)
{
	struct octets octets = secret_octets(talk->response);
	struct secret *line = secret_new(secret_base64_length(octets.length));

	secret_add_base64(line, octets);
	talk->d->facts->login.sent = true;
	dialogue_send_secret(talk->d, line, "[login data: not shown]");
	secret_free(line);
	secret_free(talk->response);
	talk->response = NULL;
}

/* What a server says of a token that it does not accept. */
static void keep_reason(struct talk *talk, const struct secret *challenge)
{
	struct octets reason = secret_octets(challenge);

	if (talk->ops == &sasl_bearer && reason.length)
		talk->d->facts->login.reason = dialogue_keep(talk->d, reason);
}

static void answer_challenge(struct talk *talk, struct octets coded)
{
	struct secret *challenge = secret_from_base64(coded);

	if (!challenge) {
		talk->state = SASL_FAILED;
		return;
	}
	keep_reason(talk, challenge);
	talk->state = talk->ops->step(
		talk->exchange, secret_octets(challenge), &talk->response);
	secret_free(challenge);
	if (talk->state != SASL_FAILED && !talk->response)
		talk->response = secret_new(1);
}

/* Whoever cannot answer says so, and hears the refusal (RFC 4954 section 4, RFC
 * 9051 section 6.2.2), which is no verdict on the password. */
static void give_up(struct talk *talk)
{
	struct probe_facts *facts = talk->d->facts;
	struct octets ignored;

	dialogue_send(talk->d, "*");
	talk->verbs->hear(talk->d, &ignored);
	facts->login.answer = ANSWER_NONE;
	facts->login.code = facts->reply_code = 0;
	facts->login.reply = facts->reply = (struct octets){0};
	facts->detail = talk->may_not ? "the login method does not take such "
					"characters in a password"
				      : "the server's login data could not be "
					"answered";
	talk->d->status = ST_OK;
	dialogue_stop(talk->d, talk->may_not ? ST_LOCAL : ST_SYNTAX,
		(struct octets){0});
}

static void exchange_all(struct talk *talk)
{
	struct octets challenge;

	for (int i = 0; i < ROUNDS && talk->d->status == ST_OK; i++) {
		if (talk->verbs->hear(talk->d, &challenge) == LOGIN_ANSWERED)
			return;
		if (!talk->response)
			answer_challenge(talk, challenge);
		if (talk->state == SASL_FAILED) {
			give_up(talk);
			return;
		}
		send_response(talk);
	}
	dialogue_stop(talk->d, ST_REPLY_TOO_LONG, (struct octets){0});
}

/* Without a ticket, no command needs to go out. */
static bool has_no_ticket(const struct talk *talk, const char *mechanism)
{
	enum login_need need;

	return talk->state == SASL_FAILED &&
	       login_way_named(mechanism, &need) && need == LOGIN_NEEDS_TICKET;
}

/* Who speaks first says something to no challenge at all; whether that goes out
 * with the command is the service's to say. */
static void begin(struct talk *talk, const char *mechanism)
{
	struct dialogue *d = talk->d;
	size_t room = talk->verbs->initial_room(d, mechanism);
	bool fits;

	talk->state = talk->ops->step(
		talk->exchange, (struct octets){0}, &talk->response);
	if (has_no_ticket(talk, mechanism)) {
		d->facts->login.held = talk->ops->why
					       ? talk->ops->why(talk->exchange)
					       : LOGIN_HELD_TICKET;
		return;
	}
	fits = talk->response &&
	       secret_base64_length(secret_octets(talk->response).length) <
		       room;
	talk->verbs->begin(d, mechanism, fits ? talk->response : NULL);
	if (!fits)
		return;
	d->facts->login.sent = true;
	secret_free(talk->response);
	talk->response = NULL;
}

static void say_sasl(struct dialogue *d, const struct login_verbs *verbs,
	const struct login_request *request, const char *mechanism)
{
	struct talk talk = {
		.d = d,
		.verbs = verbs,
		.ops = login_driver(request, mechanism),
		.may_not = login_changes_password(request, mechanism),
	};

	talk.exchange = talk.ops->begin(mechanism, &request->account);
	if (!talk.exchange) {
		d->facts->detail = "the login method cannot be used here";
		dialogue_stop(d, ST_LOCAL, (struct octets){0});
		return;
	}
	d->hides = true;
	begin(&talk, mechanism);
	if (!d->facts->login.held)
		exchange_all(&talk);
	d->hides = false;
	if (d->facts->login.answer == ANSWER_POSITIVE &&
		talk.state != SASL_DONE)
		d->facts->detail = "the server did not prove that it has the "
				   "password";
	talk.ops->end(talk.exchange);
	secret_free(talk.response);
}

/* Each version has its type, and servers know no other for it: tls-unique (RFC
 * 5802 section 6), and tls-exporter from TLS 1.3 on (RFC 9266 section 3). */
static void bind_channel(struct dialogue *d, struct sasl_account *account)
{
	if (!d->inside_tls || !d->wire->ops->bind)
		return;
	if (d->facts->tls.version == TLS_1_3)
		account->exporter = d->wire->ops->bind(d->wire, BIND_EXPORTER);
	else
		account->unique = d->wire->ops->bind(d->wire, BIND_UNIQUE);
}

static void look_into_token(
	struct dialogue *d, const struct login_request *request)
{
	const struct token_purpose purpose = {
		.service = d->service,
		.user = request->account.user,
		.tenant = request->tenant,
		.now = request->now_s,
	};

	if (request->account.token)
		token_look_into(d->facts->arena,
			secret_octets(request->account.token), &purpose,
			&d->facts->token);
}

void login_speak(struct dialogue *d, const struct login_request *request)
{
	const struct login_verbs *verbs = find_verbs(d->service);
	struct login_facts *login = &d->facts->login;
	struct login_request own = *request;

	login->asked = true;
	login->user = arena_strdup(d->facts->arena, request->account.user);
	login->token = request->account.token;
	look_into_token(d, request);
	if (d->status != ST_OK)
		return;
	dialogue_enter(d, STAGE_LOGIN);
	login->held = request->judge(request->context, d->facts);
	if (login->held)
		return;
	bind_channel(d, &own.account);
	login->mechanism = login_choose(d, &own);
	if (!login->mechanism) {
		login->held = LOGIN_HELD_MECHANISM;
		return;
	}
	d->blot = request->blot;
	if (login_is_own(login->mechanism))
		verbs->say_own(d, &own, login->mechanism);
	else
		say_sasl(d, verbs, &own, login->mechanism);
	if (login->answer == ANSWER_POSITIVE)
		(own.visit ? own.visit : verbs->look)(d, &own);
}
