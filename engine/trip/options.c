/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "engine/trip/options.h"

#include "engine/trip/measuring.h"
#include "engine/trip/receipts.h"
#include "net/io.h"
#include "probes/letter/invitation.h"

#include <string.h>
#include <time.h>

/* A meeting to which the account is invited. */
struct inviting {
	struct measuring *m;
	struct letter letter;
	unsigned left; /* messages that may be in the mailbox still */
};

static void note_form(struct option_facts *option, enum invitation_form form)
{
	option->invited = true;
	option->invitation = invitation_form_name(form);
}

/* The same message, as it is in the maildrop. */
static void look_into_maildrop(struct dialogue *d, void *context)
{
	struct inviting *inviting = context;
	struct measuring *m = inviting->m;
	struct octets header, message;
	struct structure structure;
	unsigned number;

	if (trip_find_dropped(d, measuring_id(m, &inviting->letter), &number,
		    &header) != TRIP_FOUND)
		return;
	message = trip_retrieve_dropped(d, number);
	if (d->status != ST_OK)
		return;
	structure_of_message(d->facts->arena, message, &structure);
	note_form(&m->pop3_option, invitation_form_of(d->facts->arena, message,
					   &structure, message));
}

/* Deletes a message of ours that is known to be there. */
static void remove_one(struct inviting *inviting, struct dialogue *d,
	const struct trip_inbox *inbox, uint64_t uid)
{
	if (trip_delete(d, inbox, uid))
		inviting->left--;
}

static void cancel_meeting(struct inviting *inviting, struct dialogue *d,
	const struct trip_inbox *inbox)
{
	struct measuring *m = inviting->m;
	uint64_t uid;

	if (!measuring_send(m, &inviting->letter, LETTER_CANCEL))
		return;
	inviting->left++;
	if (trip_wait(d, inbox, measuring_id(m, &inviting->letter), &uid) ==
		TRIP_FOUND)
		remove_one(inviting, d, inbox, uid);
}

static void stay_for_invitation(struct dialogue *d, void *context)
{
	struct inviting *inviting = context;
	struct measuring *m = inviting->m;
	struct trip_inbox inbox;
	enum invitation_form form;
	uint64_t uid;

	if (!trip_open(d, &inbox))
		return;
	trip_sweep(d, &inbox, (int64_t)time(NULL) - TRIP_STALE_S, NULL);
	if (d->status != ST_OK ||
		!measuring_send(m, &inviting->letter, LETTER_REQUEST))
		return;
	inviting->left++;
	if (trip_wait(d, &inbox, measuring_id(m, &inviting->letter), &uid) !=
		TRIP_FOUND)
		return;
	if (trip_invitation(d, uid, &form))
		note_form(&m->imap_option, form);
	if (m->pop3)
		visit_endpoint(
			&m->visitor, m->pop3, look_into_maildrop, inviting);
	remove_one(inviting, d, &inbox, uid);
	cancel_meeting(inviting, d, &inbox);
}

static void measure(struct measuring *m)
{
	struct inviting inviting = {.m = m};

	m->visitor.deadline_us = io_now_us() + 2 * measuring_trip(m)->arrive_us;
	if (measuring_make_letter(m, &inviting.letter))
		visit_endpoint(
			&m->visitor, m->imap, stay_for_invitation, &inviting);
	if (inviting.left)
		m->imap_option.littered = !measuring_clear(m, &inviting.letter);
	receipts_measure(m);
}

/* Why nothing could be measured; NULL. */
static const char *find_obstacle(const struct measuring *m)
{
	if (!m->submission && m->elsewhere)
		return "no submission server accepted the login of the account "
		       "that was to send the messages";
	if (!m->submission)
		return "no submission server accepted the login, so nothing "
		       "was sent";
	if (m->obstacle)
		return m->obstacle;
	if (m->refused)
		return "the account that was to send the messages could not "
		       "sign in";
	if (!m->imap)
		return "no IMAP server accepted the login, so nothing could be "
		       "deleted again";
	return NULL;
}

/* The facts of the login, which the endpoint's report keeps. */
static void conclude(struct endpoint_report *endpoint,
	const struct option_facts *option, const struct measuring *m)
{
	struct probe_facts *login;

	if (!endpoint || !endpoint->facts.login_count)
		return;
	login = endpoint->facts.logins[0];
	login->option = *option;
	login->option.asked = true;
	login->option.wanted_form = measuring_trip(m)->wanted_form;
	login->option.wanted_receipts = measuring_trip(m)->wanted_receipts;
	if (m->sender.login != m->visitor.login)
		login->option.sender =
			arena_strdup(login->arena, m->sender.login->address);
	login->option.why_not = find_obstacle(m);
}

/* Whose servers the messages are sent through and watched for at. A sender that
 * has servers of its own signs in nowhere else, even if they were not asked. */
static void find_sender(struct measuring *m, const struct trip_sender *sender,
	struct report *report)
{
	const struct engine_trip *trip = measuring_trip(m);
	const struct engine_login *login = trip->sender;
	struct report *theirs;

	m->elsewhere = login && trip->sender_matrix_count;
	theirs = m->elsewhere ? sender->report : report;
	if (login)
		m->sender.login = login;
	if (sender->request)
		m->sender.request = sender->request;
	m->submission = visit_find_first(theirs, SERVICE_SMTP);
	m->sender_imap = visit_find_first(theirs, SERVICE_IMAP);
}

void options_measure(const struct visitor *visitor,
	const struct trip_sender *sender, struct report *report)
{
	struct measuring m = {
		.visitor = *visitor,
		.sender = *visitor,
		.imap = visit_find_first(report, SERVICE_IMAP),
		.pop3 = visit_find_first(report, SERVICE_POP3),
		.arena = arena_new(),
	};

	find_sender(&m, sender, report);
	if (m.submission && m.imap)
		measure(&m);
	conclude(m.imap, &m.imap_option, &m);
	conclude(m.pop3, &m.pop3_option, &m);
	arena_free(m.arena);
}
