/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The words of reports for people. What takes an arena answers with a string
 * of that arena or a constant; the others with constants. */
#ifndef MAILSONDE_REPORTS_WORDS_H
#define MAILSONDE_REPORTS_WORDS_H

#include "model/report.h"

/* For people. */
const char *trust_words(enum trust trust);
const char *ocsp_words(enum ocsp ocsp);
const char *peer_close_words(enum peer_close peer_close);
const char *mode_label(enum service service, enum tls_mode mode);

/* Who can act, as a label of at most 12 columns: "For the user". */
const char *audience_label(enum audience audience);

/* The same within a sentence: "whoever runs the server". */
const char *audience_words(enum audience audience);

/* What stands before a cause of which nobody is sure: "Most likely: ", and
 * nothing where it is certain, or where not knowing is what it says. */
const char *confidence_words(const struct diagnosis *diagnosis);

/* One line for lists: "imap implicit mail.example.com:993". */
const char *endpoint_words(
	struct arena *arena, const struct endpoint *endpoint);

/* The id of its check, with the policy before that of a rule:
 * "rfc9325/VER-003". */
const char *finding_id(struct arena *arena, const struct finding *finding);

/* The same, with the rule's title: what stays alike from one run to the next,
 * whatever comes of it. */
const char *finding_words(struct arena *arena, const struct finding *finding);

/* Why whoever counts successes should leave it alone: it was not tested, or
 * does not count. NULL otherwise. */
const char *finding_skipped(const struct finding *finding);

/* Whether it fails, where warnings do so or not. */
bool finding_fails(const struct finding *finding, bool fail_on_warning);

/* "RFC 9325 section 4.2, 2022-11", and whether that was not confirmed. */
const char *rule_reference(struct arena *arena, const struct rule *rule);

#endif
