/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "script.h"
#include "model/memory.h"

#include "model/text/escape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct script {
	struct wire wire;
	const char *at;        /* the line of the script that is next */
	unsigned char *octets; /* of the server, not read yet */
	size_t used, size;
	size_t sent; /* by the server, all together */
	enum cut cut;
	size_t cut_at;
	bool inside_tls;
	char problem[512];
};

static size_t line_length(const char *line)
{
	return strcspn(line, "\n");
}

static void next_line(struct script *script)
{
	script->at += line_length(script->at);
	if (*script->at)
		script->at++;
}

static bool is_line(const struct script *script, const char *prefix)
{
	return strncmp(script->at, prefix, strlen(prefix)) == 0;
}

static void add_octet(struct script *script, unsigned octet)
{
	if (script->used == script->size) {
		script->size = script->size * 2 + 64;
		script->octets = memory_realloc(script->octets, script->size);
	}
	script->octets[script->used++] = (unsigned char)octet;
}

/* Adds the line's text, with its escapes undone. */
static void add_text(struct script *script, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned octet = (unsigned char)text[i];

		if (text[i] == '\\' && i + 3 < length && text[i + 1] == 'x') {
			sscanf(text + i + 2, "%2x", &octet);
			i += 3;
		} else if (text[i] == '\\' && i + 1 < length) {
			octet = text[++i] == '0' ? 0 : '\\';
		}
		add_octet(script, octet);
	}
}

/* Takes what the server says next without hearing the client. */
static void gather(struct script *script)
{
	while (is_line(script, "S: ") || is_line(script, "s: ")) {
		bool whole = *script->at == 'S';

		add_text(script, script->at + 3, line_length(script->at) - 3);
		if (whole) {
			add_octet(script, '\r');
			add_octet(script, '\n');
		}
		next_line(script);
		if (script->cut == CUT_LINES && whole)
			break;
	}
}

static enum status named_status(const char *name, size_t length)
{
	for (int i = 0; i < ST_COUNT; i++)
		if (strlen(status_name((enum status)i)) == length &&
			strncmp(status_name((enum status)i), name, length) == 0)
			return (enum status)i;
	return ST_LOCAL;
}

static void set_problem(
	struct script *script, const char *what, const char *words)
{
	if (!*script->problem)
		snprintf(script->problem, sizeof(script->problem),
			"%s '%s' at '%.*s'", what, words,
			(int)line_length(script->at), script->at);
}

static size_t segment(const struct script *script, size_t size)
{
	size_t length = script->used;

	if (script->cut == CUT_EACH)
		length = 1;
	if (script->cut == CUT_AT && script->sent < script->cut_at &&
		script->sent + length > script->cut_at)
		length = script->cut_at - script->sent;
	return length < size ? length : size;
}

static enum status script_read(
	struct wire *wire, void *data, size_t size, size_t *ret_length)
{
	struct script *script = (struct script *)wire;

	if (!script->used)
		gather(script);
	if (!script->used && is_line(script, "-- ") &&
		!is_line(script, "-- TLS"))
		return named_status(
			script->at + 3, line_length(script->at) - 3);
	if (!script->used) {
		if (*script->at)
			set_problem(script, "read where none is due", "");
		return ST_EOF;
	}
	*ret_length = segment(script, size);
	memcpy(data, script->octets, *ret_length);
	script->used -= *ret_length;
	script->sent += *ret_length;
	memmove(script->octets, script->octets + *ret_length, script->used);
	if (script->inside_tls)
		wire->facts->tls.confirmed = true;
	return ST_OK;
}

/* Reading may have ended, and the client goes on all the same. */
static void pass_status(struct script *script)
{
	const char *next = script->at + line_length(script->at);

	if (is_line(script, "-- ") && strncmp(next, "\nC: ", 4) == 0)
		next_line(script);
}

/* Each line of what the client sent; `c:` has another one behind it. */
static enum status script_write(
	struct wire *wire, const void *data, size_t length)
{
	struct script *script = (struct script *)wire;
	const char *line = data, *end = line + length;

	if (script->used)
		set_problem(script, "more was to read before", line);
	pass_status(script);
	while (line < end) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		size_t octets = newline ? (size_t)(newline - line) + 1 : 0;
		bool more = newline && newline + 1 < end;

		if (!is_line(script, more ? "c: " : "C: ") ||
			octets != line_length(script->at) - 3 + 2 ||
			strncmp(script->at + 3, line, octets - 2) != 0) {
			set_problem(script, "client sent", line);
			break;
		}
		next_line(script);
		line += octets;
	}
	return ST_OK;
}

static enum status script_start_tls(struct wire *wire, struct octets early)
{
	struct script *script = (struct script *)wire;
	struct probe_facts *facts = wire->facts;
	enum status status = ST_OK;
	size_t length;

	/* What the server says unasked is injected however it is cut. */
	gather(script);
	if (early.length || script->used) {
		size_t all = early.length + script->used;
		unsigned char *text = arena_alloc(facts->arena, all + 1);

		if (early.length)
			memcpy(text, early.data, early.length);
		if (script->used)
			memcpy(text + early.length, script->octets,
				script->used);
		facts->injected = (struct octets){text, all};
		script->used = 0;
	}
	facts->tls.started = true;
	if (!is_line(script, "-- TLS")) {
		set_problem(script, "client began TLS", "");
		return ST_LOCAL;
	}
	facts->tls.version = is_line(script, "-- TLS 1.2") ? TLS_1_2 : TLS_1_3;
	length = line_length(script->at);
	if (length > 7 && facts->tls.version == TLS_1_3)
		status = named_status(script->at + 7, length - 7);
	next_line(script);
	if (status == ST_OK) {
		script->inside_tls = true;
		facts->tls.completed = facts->tls.server_hello = true;
	}
	return status;
}

static enum status script_renegotiate(
	struct wire *wire, enum answer *ret_answer)
{
	struct script *script = (struct script *)wire;

	*ret_answer = ANSWER_NONE;
	if (is_line(script, "-- RENEGOTIATED"))
		*ret_answer = ANSWER_POSITIVE;
	else if (is_line(script, "-- DECLINED"))
		*ret_answer = ANSWER_NEGATIVE;
	else
		set_problem(script, "client renegotiated", "");
	next_line(script);
	return ST_OK;
}

static void script_hurry(struct wire *wire, int64_t duration_us)
{
	(void)wire;
	(void)duration_us;
}

static void script_finish(struct wire *wire)
{
	struct script *script = (struct script *)wire;

	if (*script->at && !is_line(script, "-- "))
		set_problem(script, "client ended", "");
}

static const struct wire_ops script_ops = {
	.read = script_read,
	.write = script_write,
	.start_tls = script_start_tls,
	.renegotiate = script_renegotiate,
	.hurry = script_hurry,
	.finish = script_finish,
};

struct script *script_new(
	const char *text, enum cut cut, size_t at, struct probe_facts *facts)
{
	struct script *script = memory_calloc(1, sizeof(*script));

	script->wire.ops = &script_ops;
	script->wire.facts = facts;
	script->at = text;
	script->cut = cut;
	script->cut_at = at;
	return script;
}

struct wire *script_wire(struct script *script)
{
	return &script->wire;
}

const char *script_problem(const struct script *script)
{
	return *script->problem ? script->problem : NULL;
}

size_t script_octets(const struct script *script)
{
	return script->sent;
}

void script_free(struct script *script)
{
	free(script->octets);
	free(script);
}

static const char *describe_list(
	const struct probe_facts *facts, const struct capabilities *caps)
{
	const char *text = "";

	for (size_t i = 0; i < caps->item_count; i++)
		text = arena_printf(facts->arena, "%s[%s]", text,
			escape_octets(facts->arena, caps->items[i]));
	if (caps->mechanism_count)
		text = arena_printf(facts->arena, "%s auth", text);
	for (size_t i = 0; i < caps->mechanism_count; i++)
		text = arena_printf(
			facts->arena, "%s %s", text, caps->mechanisms[i]);
	return text;
}

static const char *describe_capabilities(const struct probe_facts *facts,
	const char *name, const struct capabilities *caps)
{
	if (!caps->seen && !caps->refused && !caps->item_count)
		return "";
	return arena_printf(facts->arena, "%s:%s%s%s%s%s%s%s%s%s%s %s\n", name,
		caps->seen ? " seen" : "", caps->refused ? " refused " : "",
		caps->refused ? escape_octets(facts->arena, caps->refusal) : "",
		caps->announced ? " announced" : "",
		caps->starttls ? " starttls" : "",
		caps->masked ? " masked" : "",
		caps->login_disabled ? " logindisabled" : "",
		caps->user ? " user" : "", caps->imap4rev1 ? " rev1" : "",
		caps->imap4rev2 ? " rev2" : "", describe_list(facts, caps));
}

static const char *describe_greeting(const struct probe_facts *facts)
{
	const struct greeting *greeting = &facts->greeting;

	if (!greeting->seen && !greeting->text.length)
		return "";
	return arena_printf(facts->arena, "greeting:%s %s%s%s code %u '%s'\n",
		greeting->seen ? " seen" : "",
		greeting->known_service ? service_name(greeting->service)
					: "unknown",
		greeting->preauth ? " preauth" : "",
		greeting->wait_seen ? " wait" : "", greeting->code,
		escape_octets(facts->arena, greeting->text));
}

static const char *describe_act(const struct probe_facts *facts)
{
	const struct act_facts *act = &facts->act;

	if (!act->said)
		return "";
	return arena_printf(facts->arena, "act: %s code %u '%s'\n",
		answer_name(act->answer), act->code,
		escape_octets(facts->arena, act->reply));
}

const char *describe_facts(const struct probe_facts *facts)
{
	return arena_printf(facts->arena,
		"%s at %s: %s%s%s%s%s%s%s%s\n%s%s%s%s",
		outcome_name(facts->outcome), stage_name(facts->stage),
		status_name(facts->status),
		facts->starttls_sent ? ", asked for TLS" : "",
		facts->starttls_agreed ? ", agreed" : "",
		facts->tls.completed ? ", TLS" : "",
		facts->injected.length ? ", injected " : "",
		facts->injected.length
			? escape_octets(facts->arena, facts->injected)
			: "",
		facts->reply.length ? ", reply " : "",
		facts->reply.length
			? escape_excerpt(facts->arena, facts->reply, 80)
			: "",
		describe_greeting(facts),
		describe_capabilities(facts, "cleartext", &facts->cleartext),
		describe_capabilities(facts, "inside", &facts->protected),
		describe_act(facts));
}
