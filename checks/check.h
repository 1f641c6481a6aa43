/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules that judge facts. Pure functions: no sockets, no clock, no files. */
#ifndef MAILSONDE_CHECKS_CHECK_H
#define MAILSONDE_CHECKS_CHECK_H

#include "model/report.h"

/* What a rule needs to know beside the facts. */
struct judge_context {
	int64_t now_s;        /* the time to hold certificate dates against */
	unsigned expiry_days; /* how long a certificate must still last at
			       * most: 14, or a third of its lifetime */
	struct arena *arena;  /* owns every string of the findings */
	const struct matrix_entry *entry; /* that is judged; set by
					   * judge_endpoint() */
	bool states_only;  /* sentences are for nobody, and left out */
	const char *where; /* NULL, or of which connections a sentence is:
			    * "with TLS 1.2 at 192.0.2.1" */
};

struct check;

/* Writes the status, what was expected and observed, the summary and, where
 * they differ from the row's, the other fields, which hold the row's words
 * already. Returns whether the endpoint owes this check at all: cleartext
 * owes none about TLS.
 *
 * A judge whose thing was not reached answers VERDICT_NOT_TESTED and leaves
 * `observed` NULL: judge_endpoint() then tells what stood in the way, and names
 * the check that says more in `cause`. */
typedef bool judge_function(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding);

/* One row of the table. Ids never change their meaning. */
struct check {
	const char *id;
	enum severity severity;
	const char *title;        /* what must hold, in one line */
	const char *explanation;  /* what it means and why it matters */
	const char *remedy;       /* what to do if it fails */
	const char *reference;    /* RFC and section */
	enum tls_version version; /* that "tls-1.2" and its like are about */
	judge_function *judge;
};

/* Causes before effects. */
#define CHECK_LIST(CHECK)                                                      \
	CHECK(check_settings_mode)                                             \
	CHECK(check_settings_provider)                                         \
	CHECK(check_settings_sources)                                          \
	CHECK(check_settings_options)                                          \
	CHECK(check_connect)                                                   \
	CHECK(check_mode)                                                      \
	CHECK(check_greeting)                                                  \
	CHECK(check_capability_starttls)                                       \
	CHECK(check_starttls_injection)                                        \
	CHECK(check_tls_best)                                                  \
	CHECK(check_tls_1_0)                                                   \
	CHECK(check_tls_1_1)                                                   \
	CHECK(check_tls_1_2)                                                   \
	CHECK(check_tls_1_3)                                                   \
	CHECK(check_capability_auth)                                           \
	CHECK(check_capability_list)                                           \
	CHECK(check_cleartext_login)                                           \
	CHECK(check_certificate_trust)                                         \
	CHECK(check_certificate_name)                                          \
	CHECK(check_certificate_expiry)                                        \
	CHECK(check_dialogue)                                                  \
	CHECK(check_connection_drops)                                          \
	CHECK(check_greeting_differs)                                          \
	CHECK(check_tls_differs)                                               \
	CHECK(check_capability_differs)                                        \
	CHECK(check_capability_upgraded)                                       \
	CHECK(check_line_ends)                                                 \
	CHECK(check_key_strength)                                              \
	CHECK(check_certificate_differs)                                       \
	CHECK(check_addresses)                                                 \
	CHECK(check_login_imap)                                                \
	CHECK(check_login_pop3)                                                \
	CHECK(check_login_smtp)                                                \
	CHECK(check_mailbox_open)                                              \
	CHECK(check_send_as)                                                   \
	CHECK(check_round_trip)                                                \
	CHECK(check_option_invitations)                                        \
	CHECK(check_option_receipts)

#define CHECK_DECLARE(name) extern const struct check name;
CHECK_LIST(CHECK_DECLARE)
#undef CHECK_DECLARE

extern const struct check *const check_table[];
extern const size_t check_count;

/* Returns the row with this id, or NULL. */
const struct check *check_find(const char *id);

#endif
