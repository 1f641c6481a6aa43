/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Sends a message through each submission endpoint that the user could sign in
 * to, waits for it in the mailbox, and deletes it again. One after the other,
 * once all else is known. */
#ifndef MAILSONDE_ENGINE_TRIP_TRIP_H
#define MAILSONDE_ENGINE_TRIP_TRIP_H

#include "engine/engine.h"
#include "net/tls.h"

/* How messages travel; borrowed. */
struct engine_trip {
	bool round_trip;
	const char *to;    /* NULL: the account itself */
	int64_t arrive_us; /* how long one is waited for */
	bool options;      /* measure how invitations and receipts are sent */
	const struct engine_login *sender; /* another account, which sends
					    * those; NULL: the account itself */
	/* Its servers, where it signs in as anybody does; none: those of the
	 * account itself. */
	const struct matrix *sender_matrices;
	size_t sender_matrix_count;
	int64_t watch_us; /* for a receipt, once the message was read */
	/* As struct option_facts has them. */
	const char *wanted_form, *wanted_receipts;
};

/* What is known of the sender's own servers. */
struct trip_sender {
	const struct engine_request *request; /* that they were asked by; NULL:
					       * they were not, or it has
					       * none */
	struct report *report;
};

/* Adds what came of it to the logins of each endpoint. */
void trip_run(struct tls_context *tls, const struct engine_request *request,
	const struct trip_sender *sender, int cancel_fd, struct report *report);

#endif
