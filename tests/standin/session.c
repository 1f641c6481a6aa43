/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/session.h"

#include "tests/standin/misbehave.h"
#include "tests/standin/reply.h"
#include "tests/standin/tls/hello.h"
#include "tests/standin/tls/versions.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What a client said, taken apart. */
struct command {
	const char *tag;
	char name[32];
	const char *argument;
};

enum next {
	NEXT_COMMAND,
	NEXT_CLOSE,
};

void session_log(const struct session *s, const char *event, const char *detail)
{
	log_text(s->log, s->id, s->listener->who, event, detail);
}

static const struct service_words *words_of(const struct session *s)
{
	return service_words(s->service);
}

/* Whether TLS can still be begun, as far as the mode goes. */
static bool may_offer_starttls(const struct session *s)
{
	return s->mode == MODE_EXPLICIT &&
	       !session_has(s, FAULT_STARTTLS_MISSING);
}

static bool send_reply(struct session *s, const struct reply *reply)
{
	struct octets text = {0};
	bool sent;

	reply_write(reply, &text);
	sent = channel_send(&s->channel, text.data, text.len);
	octets_clear(&text);
	return sent;
}

static struct reply make_reply(const struct session *s,
	const struct persona_reply *from, const struct command *command)
{
	struct persona_context context = {
		.client = s->client,
		.tag = command->tag,
		.argument = command->argument,
		.connection = s->id,
	};
	struct reply reply = {.service = s->service};

	if (from != NULL)
		reply_expand(&reply, s->listener->persona, from, &context);
	return reply;
}

static const struct persona_reply *find_reply(
	const struct session *s, const char *name)
{
	return persona_find(
		s->listener->persona, s->service, s->tls_version != 0, name);
}

/* Alters what lists capabilities, or may do so, as a greeting. */
static void alter_capabilities(const struct session *s, struct reply *reply)
{
	if (s->tls_version == 0 && !may_offer_starttls(s))
		reply_drop_starttls(reply);
	if (session_has(s, FAULT_MASKED_STARTTLS))
		reply_mask_starttls(reply);
	if (session_has(s, FAULT_CONTROL_OCTETS))
		reply_add_control_octets(reply);
}

static bool send_greeting(struct session *s, const struct reply *reply)
{
	const struct fault_setting *pause =
		session_fault(s, FAULT_GREETING_PAUSE);
	struct octets early = {0};

	if (pause->on) {
		if (words_of(s)->numbered) {
			octets_printf(&early, "220-%s\r\n",
				persona_host(s->listener->persona));
			channel_send(&s->channel, early.data, early.len);
			octets_clear(&early);
		}
		if (!channel_pause(&s->channel, pause->number))
			return false;
	}
	/* RFC 5321 section 4.3.1: the client waits for the greeting. */
	if (channel_wait(&s->channel, 0))
		session_log(s, "early", NULL);
	return send_reply(s, reply);
}

static bool greet(struct session *s)
{
	const struct command nothing = {.tag = "*", .argument = ""};
	const char *name = "greeting";
	struct reply reply;
	bool sent;

	if (misbehave_at_greeting(s))
		return false;
	if (session_has(s, FAULT_PREAUTH) && s->service == SERVICE_IMAP)
		name = "preauth";
	reply = make_reply(s, find_reply(s, name), &nothing);
	if (reply.count == 0 && strcmp(name, "preauth") == 0)
		reply_add(&reply, "* PREAUTH Logged in");
	if (session_has(s, FAULT_MASKED_STARTTLS))
		reply_mask_greeting(&reply);
	alter_capabilities(s, &reply);
	sent = send_greeting(s, &reply);
	reply_clear(&reply);
	return sent;
}

static void log_hello(const struct session *s, const struct hello *hello)
{
	struct octets text = {0};

	octets_printf(&text, "best=%s sni=%s",
		hello->is_hello ? version_name(hello->best) : "unreadable",
		*hello->server_name == '\0' ? "-" : hello->server_name);
	session_log(s, "hello", text.data);
	octets_clear(&text);
}

static void log_handshake(const struct session *s, int ret, int alert)
{
	struct octets text = {0};

	if (ret == 0) {
		octets_printf(&text, "%s %s", version_name(s->tls_version),
			gnutls_cipher_get_name(
				gnutls_cipher_get(s->channel.tls)));
		session_log(s, "tls", text.data);
	} else {
		octets_puts(&text, gnutls_strerror_name(ret));
		if (alert >= 0)
			octets_printf(&text, " alert=%d", alert);
		session_log(s, "tls-failed", text.data);
	}
	octets_clear(&text);
}

static unsigned version_of(gnutls_session_t tls)
{
	switch (gnutls_protocol_get_version(tls)) {
	case GNUTLS_TLS1_0:
		return version_bit(0x0301);
	case GNUTLS_TLS1_1:
		return version_bit(0x0302);
	case GNUTLS_TLS1_2:
		return version_bit(0x0303);
	default:
		return version_bit(0x0304);
	}
}

/* RFC 5804 section 2.2: inside TLS the list comes again, unasked. */
static bool list_again(struct session *s)
{
	const struct command nothing = {.tag = "*", .argument = ""};
	struct reply reply;
	bool sent;

	if (!words_of(s)->lists_unasked)
		return true;
	reply = make_reply(s, find_reply(s, "greeting"), &nothing);
	alter_capabilities(s, &reply);
	sent = send_reply(s, &reply);
	reply_clear(&reply);
	return sent;
}

static bool start_tls(struct session *s)
{
	struct channel *ch = &s->channel;
	struct tls_wishes wishes;
	struct hello hello;
	int ret, alert;

	if (!hello_peek(ch->fd, &hello)) {
		session_log(s, "tls-failed", "no ClientHello");
		return false;
	}
	log_hello(s, &hello);
	if (misbehave_at_hello(s, &hello))
		return false;
	wishes = (struct tls_wishes){
		.certificate = session_has(s, FAULT_CLIENT_CERTIFICATE),
		.tickets = session_has(s, FAULT_TICKETS),
		.early_data = session_has(s, FAULT_EARLY_DATA),
	};
	ch->renegotiates = session_has(s, FAULT_RENEGOTIATES);
	ret = tls_handshake(
		s->listener->tls, ch->fd, &wishes, &ch->tls, &alert);
	if (ret == 0) {
		s->tls_version = version_of(ch->tls);
		/* RFC 3207 section 4.2: all that was said before is void. */
		s->said_hello = false;
	}
	log_handshake(s, ret, alert);
	return ret == 0 && !misbehave_in_tls(s);
}

static void log_behind(const struct session *s, size_t octets)
{
	struct octets text = {0};

	octets_printf(&text, "%zu", octets);
	session_log(s, "behind-starttls", text.data);
	octets_clear(&text);
}

static enum next refuse_starttls(
	struct session *s, const struct command *command)
{
	struct reply reply = {.service = s->service};
	struct octets text = {0};

	if (words_of(s)->tagged)
		octets_printf(&text, "%s ", command->tag);
	octets_puts(&text, words_of(s)->tls_refused);
	reply_add(&reply, text.data);
	send_reply(s, &reply);
	reply_clear(&reply);
	octets_clear(&text);
	return NEXT_COMMAND;
}

static enum next answer_starttls(struct session *s,
	const struct persona_reply *from, const struct command *command)
{
	struct reply reply;
	size_t behind;

	if (session_has(s, FAULT_STARTTLS_HANG_UP))
		return NEXT_CLOSE;
	if (session_has(s, FAULT_STARTTLS_UNANSWERED)) {
		channel_drain(&s->channel, -1);
		return NEXT_CLOSE;
	}
	if (session_has(s, FAULT_STARTTLS_REFUSED))
		return refuse_starttls(s, command);
	reply = make_reply(s, from, command);
	if (session_has(s, FAULT_INJECTED_REPLY))
		reply_add(&reply, misbehave_injected_text(s));
	behind = s->channel.in_len;
	if (behind > 0)
		log_behind(s, behind);
	if (!session_has(s, FAULT_PIPELINED_INSIDE))
		channel_discard(&s->channel);
	send_reply(s, &reply);
	reply_clear(&reply);
	if (misbehave_after_starttls(s) || !start_tls(s) || !list_again(s))
		return NEXT_CLOSE;
	return NEXT_COMMAND;
}

static enum next answer_quit(struct session *s,
	const struct persona_reply *from, const struct command *command)
{
	struct reply reply;

	if (session_has(s, FAULT_QUIT_SILENT))
		return NEXT_COMMAND;
	reply = make_reply(s, from, command);
	send_reply(s, &reply);
	reply_clear(&reply);
	return NEXT_CLOSE;
}

static void refuse_capabilities(
	const struct command *command, struct reply *reply)
{
	const struct service_words *words = service_words(reply->service);
	struct octets text = {0};

	reply_clear(reply);
	if (words->tagged)
		octets_printf(&text, "%s ", command->tag);
	octets_puts(&text, words->unknown);
	reply_add(reply, text.data);
	octets_clear(&text);
}

static enum next answer_capabilities(struct session *s,
	const struct persona_reply *from, const struct command *command)
{
	const struct fault_setting *big = session_fault(s, FAULT_BIG_EHLO);
	struct reply reply = make_reply(s, from, command);
	enum next next = NEXT_COMMAND;

	channel_pause(&s->channel, session_fault(s, FAULT_CAPA_PAUSE)->number);
	if (misbehave_now(s, FAULT_CAPA_ERR)) {
		refuse_capabilities(command, &reply);
	} else {
		if (big->on)
			reply_enlarge(&reply, big->number);
		if (s->tls_version != 0 &&
			session_has(s, FAULT_STARTTLS_STILL_OFFERED))
			reply_offer_starttls(&reply);
		alter_capabilities(s, &reply);
		s->said_hello = true;
	}
	if (misbehave_at_capabilities(s, &reply))
		next = NEXT_CLOSE;
	else
		send_reply(s, &reply);
	reply_clear(&reply);
	return next;
}

static enum next answer_plainly(struct session *s,
	const struct persona_reply *from, const struct command *command)
{
	struct reply reply = make_reply(s, from, command);

	send_reply(s, &reply);
	reply_clear(&reply);
	return NEXT_COMMAND;
}

static bool is_too_early(const struct session *s, const char *name)
{
	return words_of(s)->numbered && !s->said_hello &&
	       (strcmp(name, "STARTTLS") == 0 || strcmp(name, "AUTH") == 0 ||
		       strcmp(name, "MAIL") == 0);
}

static enum next answer(struct session *s, const struct command *command)
{
	const struct persona_reply *from = find_reply(s, command->name);
	const struct service_words *words = words_of(s);
	bool is_starttls = strcmp(command->name, words->starttls) == 0;

	if (from != NULL && is_too_early(s, command->name))
		from = find_reply(s, "early");
	else if (from != NULL && is_starttls && s->tls_version == 0) {
		if (may_offer_starttls(s) &&
			!session_has(s, FAULT_MASKED_STARTTLS))
			return answer_starttls(s, from, command);
		from = NULL;
	}
	if (from == NULL)
		return answer_plainly(s, find_reply(s, "unknown"), command);
	if (strcmp(command->name, words->capabilities) == 0)
		return answer_capabilities(s, from, command);
	if (strcmp(command->name, words->quit) == 0)
		return answer_quit(s, from, command);
	if (strcmp(command->name, "HELO") == 0)
		s->said_hello = true;
	return answer_plainly(s, from, command);
}

static char *cut_word(char **text)
{
	char *word = *text;

	*text += strcspn(*text, " ");
	if (**text == ' ')
		*(*text)++ = '\0';
	return word;
}

/* RFC 3501 section 2.2.1: a tag, then the command; a word alone is none.  POP3
 * and SMTP have no tag. */
static struct command parse_command(const struct session *s, char *line)
{
	struct command command = {.tag = "*"};
	const char *name;
	size_t i;

	if (words_of(s)->tagged) {
		if (strchr(line, ' ') != NULL)
			command.tag = cut_word(&line);
		else
			line += strlen(line);
	}
	name = cut_word(&line);
	for (i = 0; name[i] != '\0' && i < sizeof(command.name) - 1; i++)
		command.name[i] = (char)toupper((unsigned char)name[i]);
	command.name[i] = '\0';
	command.argument = line;
	return command;
}

static void serve(struct session *s)
{
	char *line = or_die(malloc(LINE_OCTETS));
	enum next next = NEXT_COMMAND;

	while (next == NEXT_COMMAND && !s->channel.dead) {
		long len = channel_read_line(&s->channel, line);
		struct command command;

		if (len < 0) {
			session_log(s, "end", NULL);
			break;
		}
		log_event(s->log, s->id, s->listener->who, "command", line,
			(size_t)len);
		command = parse_command(s, line);
		next = answer(s, &command);
	}
	free(line);
}

static void appear(struct session *s)
{
	const struct listener *l = s->listener;
	const struct fault_setting *wrong =
		session_fault(s, FAULT_WRONG_SERVICE);

	s->service = l->service;
	s->mode = l->mode;
	if (wrong->on && !service_parse(wrong->text, &s->service))
		s->service = l->service == SERVICE_IMAP ? SERVICE_SMTP
							: SERVICE_IMAP;
	if (l->mode == MODE_IMPLICIT &&
		session_has(s, FAULT_PLAINTEXT_ON_IMPLICIT))
		s->mode = MODE_EXPLICIT;
	if (l->mode == MODE_EXPLICIT && session_has(s, FAULT_TLS_ON_EXPLICIT))
		s->mode = MODE_IMPLICIT;
}

void session_run(struct session *s)
{
	session_log(s, "accept", s->client);
	appear(s);
	if (!misbehave_at_connect(s) &&
		(s->mode != MODE_IMPLICIT || start_tls(s)) && greet(s))
		serve(s);
	session_log(s, "close", NULL);
	if (!s->resets)
		channel_finish(
			&s->channel, !session_has(s, FAULT_NO_CLOSE_NOTIFY));
	channel_clear(&s->channel);
}
