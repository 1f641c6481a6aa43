/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/act.h"

#include "model/text/ascii.h"
#include "probes/probe.h"

#include <string.h>

/* How long an answer that must not come is waited for, and what may come
 * before it unasked: a list of capabilities. */
#define STRAY_US 1500000
#define STRAY_LINES 64
#define NOOP_TAG "x1"

static void say_noop_behind(struct dialogue *d, const struct probe_verbs *verbs)
{
	d->behind = verbs->noop;
}

/* Whether the line is the last one of a reply. */
static bool ends_reply(struct octets line)
{
	return line.length < 4 || line.data[3] != '-';
}

/* What answered the NOOP, before the answer to the farewell or in its place.
 * A tag tells them apart; without tags there is one answer too many. */
static bool find_stray(struct dialogue *d, const char *tag, struct octets *ret)
{
	struct octets line;
	size_t replies = 0;

	for (int i = 0; i < STRAY_LINES && dialogue_read(d, &line); i++) {
		if (tag && ascii_contains(line, tag)) {
			*ret = dialogue_keep(d, line);
			return true;
		}
		if (tag || !ends_reply(line))
			continue;
		if (!replies++)
			*ret = dialogue_keep(d, line);
	}
	return replies > 1;
}

/* The NOOP that went out in the clear behind STARTTLS: whoever answers it
 * inside TLS has taken it for protected (CVE-2011-0411). The farewell is said
 * now, so that nobody needs to wait for an answer that must not come. */
static void listen_for_stray(
	struct dialogue *d, const struct probe_verbs *verbs)
{
	struct act_facts *act = &d->facts->act;
	const char *tag = verbs->noop ? strstr(verbs->noop, NOOP_TAG) : NULL;
	struct octets stray = {0};

	if (d->status != ST_OK || !verbs->noop)
		return;
	act->said = true;
	d->wire->ops->hurry(d->wire, STRAY_US);
	verbs->quit(d, false);
	d->left = true;
	if (find_stray(d, tag ? NOOP_TAG : NULL, &stray)) {
		act->answer = ANSWER_POSITIVE;
		act->reply = stray;
	}
	/* That the server closes, or is slow to, is as it should be. */
	d->status = d->facts->status = ST_OK;
	d->facts->reply = (struct octets){0};
}

static const struct act_row pipelined = {
	.in_clear = say_noop_behind,
	.inside = listen_for_stray,
	.silence_tells = true,
};

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

static const struct act_row mail_clear = {
	.in_clear = begin_mail,
	.stays_clear = true,
};

static const struct act_row mail_before_ehlo = {
	.inside = begin_mail,
};

/* SMTP takes no command before EHLO. */
static void introduce(struct dialogue *d, const struct probe_verbs *verbs)
{
	dialogue_enter(d, STAGE_CAPABILITIES);
	if (verbs->capabilities_first)
		verbs->capabilities(d, &d->facts->protected);
}

static void begin_mail_inside(
	struct dialogue *d, const struct probe_verbs *verbs)
{
	introduce(d, verbs);
	begin_mail(d, verbs);
}

static const struct act_row mail_no_login = {
	.inside = begin_mail_inside,
};

static void say_starttls_inside(
	struct dialogue *d, const struct probe_verbs *verbs)
{
	introduce(d, verbs);
	verbs->act(d, service_row(d->service)->tls_verb);
}

static const struct act_row starttls_inside = {
	.inside = say_starttls_inside,
};

static void say_nothing_known(
	struct dialogue *d, const struct probe_verbs *verbs)
{
	verbs->act(d, "XNOTHING");
}

static const struct act_row unknown_command = {
	.inside = say_nothing_known,
};

static void ask_renegotiation(
	struct dialogue *d, const struct probe_verbs *verbs)
{
	struct act_facts *act = &d->facts->act;

	(void)verbs;
	if (d->status != ST_OK)
		return;
	act->said = true;
	dialogue_stop(d, d->wire->ops->renegotiate(d->wire, &act->answer),
		(struct octets){0});
}

static const struct act_row renegotiate = {
	.inside = ask_renegotiation,
};

#define ACT_POINT(name, row) [ACT_##name] = &row,

static const struct act_row *const acts[ACT_COUNT] = {ACT_LIST(ACT_POINT)};

const struct act_row *act_find(enum act number)
{
	return acts[number];
}

void act_conclude(const struct act_row *act, struct probe_facts *facts)
{
	bool done = facts->act.said &&
		    (facts->act.answer != ANSWER_NONE || act->silence_tells);

	facts->outcome = done ? OUTCOME_COMPLETED : OUTCOME_FAILED;
}
