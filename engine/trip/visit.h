/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Signs in again where that worked already, and stays for a while. */
#ifndef MAILSONDE_ENGINE_TRIP_VISIT_H
#define MAILSONDE_ENGINE_TRIP_VISIT_H

#include "engine/engine.h"
#include "net/tls.h"
#include "probes/dialogue.h"

/* Who goes, and until when. */
struct visitor {
	struct tls_context *tls;
	const struct engine_request *request;
	const struct engine_login *login; /* who signs in */
	int cancel_fd;                    /* -1: nobody stops it */
	int64_t deadline_us;              /* of io_now_us() */
	int64_t begin_us;                 /* of the run, likewise */
};

/* Whether the time of the whole run is over; never for a visitor whom nobody
 * stops. */
bool visit_is_over(const struct visitor *visitor);

/* The endpoint's login that was accepted; NULL. */
const struct probe_facts *visit_known(const struct endpoint_report *endpoint);

/* The first endpoint of this service whose login was accepted; NULL. */
struct endpoint_report *visit_find_first(
	struct report *report, enum service service);

/* Signs in, and calls `stay` with the dialogue if that works. Answers with the
 * facts, which the endpoint's report keeps; NULL if nobody could sign in there
 * before. */
struct probe_facts *visit_endpoint(const struct visitor *visitor,
	struct endpoint_report *endpoint,
	void (*stay)(struct dialogue *d, void *context), void *context);

#endif
