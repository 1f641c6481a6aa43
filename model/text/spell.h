/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How facts are spelled in the record and wherever else a program may read
 * them, and back. What takes an arena answers with a string of that arena or
 * a constant; the others with constants. Each `..._from` answers whether it
 * can read the text, and writes `*ret_...` only then. */
#ifndef MAILSONDE_MODEL_TEXT_SPELL_H
#define MAILSONDE_MODEL_TEXT_SPELL_H

#include "model/facts.h"

/* "2026-11-22T10:15:30Z". A time outside of the years 1 to 9999 is drawn to
 * the nearest of them. */
const char *spell_time(struct arena *arena, int64_t seconds);

/* The same with milliseconds: "2026-11-22T10:15:30.007Z". */
const char *spell_instant(struct arena *arena, int64_t seconds, unsigned ms);

/* Reads either. */
bool spell_time_from(const char *text, int64_t *ret_seconds, unsigned *ret_ms)
	__attribute__((warn_unused_result));

/* "ECONNREFUSED"; "errno-123" for one that has no name here. */
const char *spell_errno(struct arena *arena, int number);
bool spell_errno_from(const char *text, int *ret_number)
	__attribute__((warn_unused_result));

/* The versions of the set, lowest first: "1.2 1.3" for the separator " ". */
const char *spell_versions(
	struct arena *arena, unsigned versions, const char *separator);
bool spell_versions_from(const char *text, unsigned *ret_versions)
	__attribute__((warn_unused_result));

/* The bits of `key_usage` and of `trust_flaws`, with a blank between:
 * "digital-signature cert-sign"; NULL if there are none. */
const char *spell_key_usage(struct arena *arena, unsigned bits);
const char *spell_trust_flaws(struct arena *arena, unsigned bits);
const char *spell_key_flaws(struct arena *arena, unsigned bits);
bool spell_key_usage_from(const char *text, unsigned *ret_bits)
	__attribute__((warn_unused_result));
bool spell_key_flaws_from(const char *text, unsigned *ret_bits)
	__attribute__((warn_unused_result));
bool spell_trust_flaws_from(const char *text, unsigned *ret_bits)
	__attribute__((warn_unused_result));

/* Words of one enumeration each. */
const char *spell_trust(enum trust trust);
const char *spell_ocsp(enum ocsp ocsp);
const char *spell_revocation(enum revocation revocation);
const char *spell_peer_close(enum peer_close peer_close);
const char *spell_name_type(enum name_type type);
const char *spell_remark_kind(enum remark_kind kind);

#endif
