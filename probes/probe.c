/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/probe.h"

/* A server may be slow to say goodbye, but nothing hangs on it. */
#define QUIT_US 2000000

static const struct service_verbs *const verbs_of[SERVICE_COUNT] = {
	[SERVICE_POP3] = &pop3_verbs,
	[SERVICE_IMAP] = &imap_verbs,
	[SERVICE_SMTP] = &smtp_verbs,
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

/* However it goes, the farewell changes nothing about what was learned. */
static void farewell(struct dialogue *d, const struct service_verbs *verbs)
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
		verbs->quit(d, asks_everything(facts) ||
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

void probe_speak(struct wire *wire, enum service service, bool keep_transcript)
{
	const struct service_verbs *verbs = verbs_of[service];
	struct probe_facts *facts = wire->facts;
	bool best = asks_everything(facts);
	struct dialogue d;

	dialogue_init(&d, wire, keep_transcript);

	if (facts->mode == MODE_IMPLICIT)
		dialogue_start_tls(&d);

	dialogue_enter(&d, STAGE_GREETING);
	verbs->greeting(&d);

	if (facts->mode == MODE_EXPLICIT) {
		if (best || verbs->capabilities_first) {
			dialogue_enter(&d, STAGE_CAPABILITIES);
			verbs->capabilities(&d, &facts->cleartext);
		}
		dialogue_enter(&d, STAGE_STARTTLS);
		dialogue_require(&d, !facts->greeting.preauth, ST_PREAUTH);
		/* One version alone asks even where nothing is offered: a list
		 * that was tampered with does not hide the service. */
		dialogue_require(&d,
			!best || facts->cleartext.starttls ||
				facts->cleartext.refused,
			ST_NOT_OFFERED);
		verbs->starttls(&d);
		/* What was learned before is void from here on (RFC 3207
		 * section 4.2, RFC 2595 section 4); the facts keep both. */
		dialogue_start_tls(&d);
	}
	if (best) {
		dialogue_enter(&d, STAGE_CAPABILITIES);
		verbs->capabilities(&d, facts->mode == MODE_CLEARTEXT
						? &facts->cleartext
						: &facts->protected);
	}
	farewell(&d, verbs);
	wire->ops->finish(wire);
	conclude(facts);
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
	facts->duration_us = clock_now_us() - target->begin_us;
}
