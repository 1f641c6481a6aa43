/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/text/spell.h"

#include "model/table.h"
#include "model/text/builder.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const trusts[] = {
	[TRUST_UNKNOWN] = "unknown",
	[TRUST_OK] = "ok",
	[TRUST_NO_ANCHORS] = "no-anchors",
	[TRUST_SELF_SIGNED] = "self-signed",
	[TRUST_NO_ISSUER] = "no-issuer",
	[TRUST_INCOMPLETE] = "incomplete",
	[TRUST_REVOKED] = "revoked",
	[TRUST_BAD] = "bad",
};
static_assert(COUNT_OF(trusts) == TRUST_BAD + 1, "a name for each trust");

static const char *const ocsps[] = {
	[OCSP_NONE] = "none",
	[OCSP_GOOD] = "good",
	[OCSP_REVOKED] = "revoked",
	[OCSP_UNKNOWN] = "unknown",
	[OCSP_INVALID] = "invalid",
	[OCSP_UNVERIFIED] = "unverified",
};
static_assert(COUNT_OF(ocsps) == OCSP_UNVERIFIED + 1, "a name for each answer");

static const char *const revocations[] = {
	[REVOCATION_UNASKED] = "unasked",
	[REVOCATION_GOOD] = "good",
	[REVOCATION_REVOKED] = "revoked",
	[REVOCATION_UNKNOWN] = "unknown",
	[REVOCATION_UNNAMED] = "unnamed",
	[REVOCATION_UNHEARD] = "unheard",
};
static_assert(
	COUNT_OF(revocations) == REVOCATION_COUNT, "a name for each answer");

static const char *const closes[] = {
	[CLOSE_NOT_SEEN] = "not-seen",
	[CLOSE_NOTIFY] = "close-notify",
	[CLOSE_FIN] = "fin",
	[CLOSE_RESET] = "reset",
};
static_assert(COUNT_OF(closes) == CLOSE_RESET + 1, "a name for each close");

static const char *const name_types[] = {
	[NAME_DNS] = "dns",
	[NAME_IP] = "ip",
	[NAME_OTHER] = "other",
};
static_assert(COUNT_OF(name_types) == NAME_OTHER + 1, "a name for each type");

static const char *const remark_kinds[] = {
	[REMARK_MODE_WORD] = "mode-word",
	[REMARK_MODE_MISSING] = "mode-missing",
	[REMARK_MODE_CONTRADICTS] = "mode-contradicts",
	[REMARK_OPPORTUNISTIC] = "opportunistic",
	[REMARK_PORT_MISSING] = "port-missing",
	[REMARK_VERIFY_OFF] = "verify-off",
	[REMARK_TLS_LIMITED] = "tls-limited",
	[REMARK_SOURCES_DISAGREE] = "sources-disagree",
	[REMARK_UNREAD] = "unread",
	[REMARK_WORD_UNKNOWN] = "word-unknown",
};
static_assert(COUNT_OF(remark_kinds) == REMARK_COUNT, "a remark's name");

/* In the order of their bits. */
static const char *const flaws[] = {
	"weak",
	"signature",
	"not-ca",
	"constraints",
	"purpose",
	"ocsp",
	"critical",
};
static_assert(1 << COUNT_OF(flaws) == FLAW_CRITICAL << 1, "a name for each");

static const char *const key_flaws[] = {
	"roca",
	"small-factor",
	"close-primes",
	"shared-factor",
};
static_assert(1 << COUNT_OF(key_flaws) == KEY_FLAW_SHARED_FACTOR << 1,
	"a name for each");

static const char *const key_usages[] = {
	"digital-signature",
	"key-encipherment",
	"key-agreement",
	"cert-sign",
	"other",
};
static_assert(
	1 << COUNT_OF(key_usages) == KEY_USAGE_OTHER << 1, "a name for each");

/* strerrorname_np() is in the GNU C library alone. */
static const struct {
	int number;
	const char *name;
} errnos[] = {
	{EACCES, "EACCES"},
	{EADDRINUSE, "EADDRINUSE"},
	{EADDRNOTAVAIL, "EADDRNOTAVAIL"},
	{EAFNOSUPPORT, "EAFNOSUPPORT"},
	{EAGAIN, "EAGAIN"},
	{ECANCELED, "ECANCELED"},
	{ECONNABORTED, "ECONNABORTED"},
	{ECONNREFUSED, "ECONNREFUSED"},
	{ECONNRESET, "ECONNRESET"},
	{EHOSTDOWN, "EHOSTDOWN"},
	{EHOSTUNREACH, "EHOSTUNREACH"},
	{EINTR, "EINTR"},
	{EINVAL, "EINVAL"},
	{EIO, "EIO"},
	{EMFILE, "EMFILE"},
	{ENETDOWN, "ENETDOWN"},
	{ENETRESET, "ENETRESET"},
	{ENETUNREACH, "ENETUNREACH"},
	{ENFILE, "ENFILE"},
	{ENOBUFS, "ENOBUFS"},
	{ENOENT, "ENOENT"},
	{ENOMEM, "ENOMEM"},
	{ENOPROTOOPT, "ENOPROTOOPT"},
	{ENOTCONN, "ENOTCONN"},
	{EPERM, "EPERM"},
	{EPIPE, "EPIPE"},
	{EPROTO, "EPROTO"},
	{EPROTONOSUPPORT, "EPROTONOSUPPORT"},
	{ETIMEDOUT, "ETIMEDOUT"},
};

const char *spell_trust(enum trust trust)
{
	return trusts[trust];
}

const char *spell_ocsp(enum ocsp ocsp)
{
	return ocsps[ocsp];
}

const char *spell_revocation(enum revocation revocation)
{
	return revocations[revocation];
}

const char *spell_peer_close(enum peer_close peer_close)
{
	return closes[peer_close];
}

const char *spell_name_type(enum name_type type)
{
	return name_types[type];
}

const char *spell_remark_kind(enum remark_kind kind)
{
	return remark_kinds[kind];
}

/* Times. */

const char *spell_time(struct arena *arena, int64_t seconds)
{
	const int64_t first = INT64_C(-62135596800); /* 0001-01-01 */
	const int64_t last = INT64_C(253402300799);  /* 9999-12-31 */
	time_t when;
	struct tm utc;

	when = (time_t)(seconds < first  ? first
			: seconds > last ? last
					 : seconds);
	if (!gmtime_r(&when, &utc))
		return "1970-01-01T00:00:00Z";
	return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ",
		utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
		utc.tm_min, utc.tm_sec);
}

const char *spell_instant(struct arena *arena, int64_t seconds, unsigned ms)
{
	return arena_printf(
		arena, "%.19s.%03uZ", spell_time(arena, seconds), ms % 1000);
}

bool spell_time_from(const char *text, int64_t *ret_seconds, unsigned *ret_ms)
{
	struct tm utc = {0};
	unsigned ms = 0;
	int end = 0;

	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &utc.tm_year, &utc.tm_mon,
		    &utc.tm_mday, &utc.tm_hour, &utc.tm_min, &utc.tm_sec,
		    &end) != 6 ||
		!end)
		return false;
	text += end;
	if (*text == '.') {
		if (sscanf(text, ".%3u%n", &ms, &end) != 1)
			return false;
		text += end;
	}
	if (strcmp(text, "Z") != 0)
		return false;
	utc.tm_year -= 1900;
	utc.tm_mon -= 1;
	*ret_seconds = timegm(&utc);
	*ret_ms = ms;
	return true;
}

/* Errors. */

const char *spell_errno(struct arena *arena, int number)
{
	for (size_t i = 0; i < COUNT_OF(errnos); i++)
		if (errnos[i].number == number)
			return errnos[i].name;
	return arena_printf(arena, "errno-%d", number);
}

bool spell_errno_from(const char *text, int *ret_number)
{
	char *end;

	if (strncmp(text, "errno-", 6) == 0) {
		*ret_number = (int)strtol(text + 6, &end, 10);
		return end != text + 6 && !*end;
	}
	for (size_t i = 0; i < COUNT_OF(errnos); i++)
		if (strcmp(errnos[i].name, text) == 0) {
			*ret_number = errnos[i].number;
			return true;
		}
	return false;
}

/* Sets of bits. */

static const char *bit_list(struct arena *arena, unsigned bits,
	const char *const *names, size_t count)
{
	const char *list = NULL;

	for (size_t i = 0; i < count; i++)
		if (bits & 1u << i)
			list = list ? arena_printf(
					      arena, "%s %s", list, names[i])
				    : names[i];
	return list;
}

static unsigned find_bit(
	const char *word, size_t length, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(names[i], word, length) == 0 && !names[i][length])
			return 1u << i;
	return 0;
}

/* The words of a list with blanks between. */
static bool read_bits(const char *text, const char *const *names, size_t count,
	unsigned *ret_bits)
{
	unsigned bits = 0;

	while (*text) {
		size_t length = strcspn(text, " ");
		unsigned bit = find_bit(text, length, names, count);

		if (!bit)
			return false;
		bits |= bit;
		text += length;
		text += strspn(text, " ");
	}
	*ret_bits = bits;
	return bits != 0;
}

const char *spell_trust_flaws(struct arena *arena, unsigned bits)
{
	return bit_list(arena, bits, flaws, COUNT_OF(flaws));
}

bool spell_trust_flaws_from(const char *text, unsigned *ret_bits)
{
	return read_bits(text, flaws, COUNT_OF(flaws), ret_bits);
}

const char *spell_key_flaws(struct arena *arena, unsigned bits)
{
	return bit_list(arena, bits, key_flaws, COUNT_OF(key_flaws));
}

bool spell_key_flaws_from(const char *text, unsigned *ret_bits)
{
	return read_bits(text, key_flaws, COUNT_OF(key_flaws), ret_bits);
}

const char *spell_key_usage(struct arena *arena, unsigned bits)
{
	return bit_list(arena, bits, key_usages, COUNT_OF(key_usages));
}

bool spell_key_usage_from(const char *text, unsigned *ret_bits)
{
	return read_bits(text, key_usages, COUNT_OF(key_usages), ret_bits);
}

const char *spell_versions(
	struct arena *arena, unsigned versions, const char *separator)
{
	struct builder list = {.arena = arena};

	for (int v = TLS_SSL3; v < TLS_VERSION_COUNT; v++)
		if (versions & TLS_BIT(v))
			builder_item(&list, separator,
				tls_version_name((enum tls_version)v));
	return builder_text(&list);
}

bool spell_versions_from(const char *text, unsigned *ret_versions)
{
	const char *names[TLS_VERSION_COUNT];

	for (int v = TLS_SSL3; v < TLS_VERSION_COUNT; v++)
		names[v] = tls_version_name((enum tls_version)v);
	return read_bits(text, names, COUNT_OF(names), ret_versions);
}
