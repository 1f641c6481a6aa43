/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The words that only reports need: names of facts that have none in
 * model/names.h. What takes an arena answers with a string of that arena, or a
 * constant one; the others with constant strings. */
#ifndef MAILSONDE_REPORTS_WORDS_H
#define MAILSONDE_REPORTS_WORDS_H

#include "model/report.h"

/* As the XML report spells them. */
const char *trust_name(enum trust trust);
const char *ocsp_name(enum ocsp ocsp);
const char *peer_close_name(enum peer_close peer_close);
const char *name_type_name(enum name_type type);
const char *remark_kind_name(enum remark_kind kind);

/* The reverse: each answers whether it knows the name, and writes only then. */
bool trust_from_name(const char *name, enum trust *ret_trust);
bool ocsp_from_name(const char *name, enum ocsp *ret_ocsp);
bool peer_close_from_name(const char *name, enum peer_close *ret_peer_close);
bool name_type_from_name(const char *name, enum name_type *ret_type);
bool remark_kind_from_name(const char *name, enum remark_kind *ret_kind);
bool errno_from_words(const char *name, int *ret_number);

/* The bits of a list with one blank between; false if it has other words. */
bool key_usage_from_list(const char *list, unsigned *ret_bits);
bool trust_flaws_from_list(const char *list, unsigned *ret_bits);
bool versions_from_list(const char *list, unsigned *ret_versions);

/* Reads "2026-11-22T10:15:30Z" or "2026-11-22T10:15:30.007Z". */
bool time_from_words(const char *words, int64_t *ret_seconds, unsigned *ret_ms);

/* "digital-signature cert-sign"; NULL if there is none. `bits` is
 * `key_usage`. */
const char *key_usage_list(struct arena *arena, unsigned bits);

/* "ECONNREFUSED"; "errno-123" for one that is not known, in `arena`. */
const char *errno_words(struct arena *arena, int number);

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

/* What is wrong with a chain, as the XML report spells it: "weak purpose";
 * NULL if it is not known. `bits` is `trust_flaws`. */
const char *trust_flaw_list(struct arena *arena, unsigned bits);

/* The versions of the set, lowest first: "1.2 1.3" for the separator " ". */
const char *version_list(
	struct arena *arena, unsigned versions, const char *separator);

/* "2026-11-22T10:15:30Z". A time outside of the years 1 to 9999 is drawn to
 * the nearest of them. */
const char *time_words(struct arena *arena, int64_t seconds);

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

/* When the run began, with milliseconds: "2026-11-22T10:15:30.007Z". */
const char *report_started(struct arena *arena, const struct report *report);

/* Returns `text` itself if it is well-formed UTF-8 of characters that XML 1.0
 * and terminals can bear, else a copy in which every other octet is written as
 * \xNN. For strings that are ours or the user's: what a peer said goes through
 * model/escape.h, which also doubles the backslash. */
const char *clean_text(struct arena *arena, const char *text);

/* "RFC 9325 section 4.2, 2022-11", and whether that was not confirmed. */
const char *rule_reference(struct arena *arena, const struct rule *rule);

#endif
