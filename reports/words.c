/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "reports/words.h"

#include "model/escape.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct word {
	const char *name;
	const char *words;
};

static const struct word trusts[] = {
	[TRUST_UNKNOWN] = {"unknown", "not judged"},
	[TRUST_OK] = {"ok", "trusted"},
	[TRUST_NO_ANCHORS] = {"no-anchors",
		"not judged: no trust anchors are installed here"},
	[TRUST_SELF_SIGNED] = {"self-signed",
		"not trusted: the server signed it itself"},
	[TRUST_NO_ISSUER] = {"no-issuer",
		"not trusted: its issuer is not known here"},
	[TRUST_INCOMPLETE] = {"incomplete",
		"not trusted: the server left out an intermediate "
		"certificate"},
	[TRUST_REVOKED] = {"revoked", "not trusted: it was revoked"},
	[TRUST_BAD] = {"bad", "not trusted"},
};
static_assert(COUNT_OF(trusts) == TRUST_BAD + 1, "a name for each trust");

static const struct word ocsps[] = {
	[OCSP_NONE] = {"none", "none stapled"},
	[OCSP_GOOD] = {"good", "good"},
	[OCSP_REVOKED] = {"revoked", "revoked"},
	[OCSP_UNKNOWN] = {"unknown", "not known to its issuer"},
	[OCSP_INVALID] = {"invalid", "stapled, but not valid"},
};
static_assert(COUNT_OF(ocsps) == OCSP_INVALID + 1, "a name for each answer");

static const struct word closes[] = {
	[CLOSE_NOT_SEEN] = {"not-seen", "not seen"},
	[CLOSE_NOTIFY] = {"close-notify", "with close_notify"},
	[CLOSE_FIN] = {"fin", "without close_notify"},
	[CLOSE_RESET] = {"reset", "with a reset"},
};
static_assert(COUNT_OF(closes) == CLOSE_RESET + 1, "a name for each close");

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

static const char *const name_types[] = {
	[NAME_DNS] = "dns",
	[NAME_IP] = "ip",
	[NAME_OTHER] = "other",
};

static const struct {
	const char *label;
	const char *words;
} audiences[] = {
	[AUDIENCE_USER] = {"For the user", "the user"},
	[AUDIENCE_HELPDESK] = {"For helpdesk", "the helpdesk"},
	[AUDIENCE_ADMIN] = {"For admins", "whoever runs the server"},
	[AUDIENCE_NETWORK] = {"For network", "whoever runs the network"},
};
static_assert(COUNT_OF(audiences) == AUDIENCE_COUNT, "words for each audience");

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

const char *trust_name(enum trust trust)
{
	return trusts[trust].name;
}

const char *trust_words(enum trust trust)
{
	return trusts[trust].words;
}

const char *ocsp_name(enum ocsp ocsp)
{
	return ocsps[ocsp].name;
}

const char *ocsp_words(enum ocsp ocsp)
{
	return ocsps[ocsp].words;
}

const char *peer_close_name(enum peer_close peer_close)
{
	return closes[peer_close].name;
}

const char *peer_close_words(enum peer_close peer_close)
{
	return closes[peer_close].words;
}

const char *name_type_name(enum name_type type)
{
	return name_types[type];
}

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
};
static_assert(COUNT_OF(remark_kinds) == REMARK_COUNT, "a remark's name");

const char *remark_kind_name(enum remark_kind kind)
{
	return remark_kinds[kind];
}

const char *errno_words(struct arena *arena, int number)
{
	for (size_t i = 0; i < COUNT_OF(errnos); i++)
		if (errnos[i].number == number)
			return errnos[i].name;
	return arena_printf(arena, "errno-%d", number);
}

const char *mode_label(enum service service, enum tls_mode mode)
{
	switch (mode) {
	case MODE_IMPLICIT:
		return "implicit TLS";
	case MODE_EXPLICIT:
		return service == SERVICE_POP3 ? "STLS" : "STARTTLS";
	default:
		return "cleartext";
	}
}

const char *audience_label(enum audience audience)
{
	return audiences[audience].label;
}

const char *audience_words(enum audience audience)
{
	return audiences[audience].words;
}

const char *confidence_words(const struct diagnosis *diagnosis)
{
	if (strcmp(diagnosis->id, "unknown") == 0)
		return "";
	switch (diagnosis->confidence) {
	case CONFIDENCE_CERTAIN:
		return "";
	case CONFIDENCE_LIKELY:
		return "Most likely: ";
	default:
		return "Possibly: ";
	}
}

static const char *const key_usages[] = {
	"digital-signature",
	"key-encipherment",
	"key-agreement",
	"cert-sign",
	"other",
};

/* The names of the bits that are set, the lowest first. */
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

const char *trust_flaw_list(struct arena *arena, unsigned bits)
{
	return bit_list(arena, bits, flaws, COUNT_OF(flaws));
}

const char *key_usage_list(struct arena *arena, unsigned bits)
{
	return bit_list(arena, bits, key_usages, COUNT_OF(key_usages));
}

const char *version_list(
	struct arena *arena, unsigned versions, const char *separator)
{
	char list[64] = "";
	size_t used = 0;

	for (int v = TLS_SSL3; v < TLS_VERSION_COUNT; v++) {
		if (!(versions & TLS_BIT(v)))
			continue;
		used += (size_t)snprintf(list + used, sizeof(list) - used,
			"%s%s", used ? separator : "",
			tls_version_name((enum tls_version)v));
		if (used >= sizeof(list))
			break;
	}
	return arena_strdup(arena, list);
}

const char *time_words(struct arena *arena, int64_t seconds)
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

/* Returns the length of the character at `text` if it may stand as it is, or
 * 0. C1 controls are fit for XML, but not for a terminal. */
static size_t clean_length(const unsigned char *text, size_t length)
{
	unsigned character;
	size_t size = utf8_decode(text, length, &character);

	if (size == 0 || character == 0xFFFE || character == 0xFFFF)
		return 0;
	if (character >= 0x20 && (character < 0x7F || character > 0x9F))
		return size;
	return character == '\n' || character == '\t' ? size : 0;
}

const char *endpoint_words(struct arena *arena, const struct endpoint *endpoint)
{
	return arena_printf(arena,
		strchr(endpoint->host, ':') ? "%s %s [%s]:%u" : "%s %s %s:%u",
		service_name(endpoint->service), mode_name(endpoint->mode),
		endpoint->host, endpoint->port);
}

const char *finding_id(struct arena *arena, const struct finding *finding)
{
	if (!finding->policy)
		return finding->check;
	return arena_printf(arena, "%s/%s", finding->policy, finding->check);
}

const char *finding_words(struct arena *arena, const struct finding *finding)
{
	if (!finding->rule || !finding->rule->title)
		return finding_id(arena, finding);
	return arena_printf(arena, "%s: %s", finding_id(arena, finding),
		finding->rule->title);
}

const char *finding_skipped(const struct finding *finding)
{
	if (finding->suppressed)
		return finding->suppressed;
	if (finding->status != VERDICT_NOT_TESTED)
		return NULL;
	return finding->observed && finding->observed[0] ? finding->observed
	       : finding->summary                        ? finding->summary
							 : "not tested";
}

bool finding_fails(const struct finding *finding, bool fail_on_warning)
{
	return finding->status == VERDICT_FAIL ||
	       (fail_on_warning && finding->status == VERDICT_WARNING);
}

const char *report_started(struct arena *arena, const struct report *report)
{
	return arena_printf(arena, "%.19s.%03uZ",
		time_words(arena, report->started_s),
		report->started_ms % 1000);
}

/* Most text is printable ASCII. */
/* How many octets at the start are printable ASCII; eight at a time, which is
 * what most of the text in a report is. */
static size_t ascii_length(const char *text, size_t length)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t at = 0;
	uint64_t word;

	for (; length - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, text + at, sizeof(word));
		if ((word | (word - 0x20 * ones) | (word + ones)) & 0x80 * ones)
			break;
	}
	while (at < length && text[at] >= 0x20 && text[at] < 0x7F)
		at++;
	return at;
}

const char *clean_text(struct arena *arena, const char *text)
{
	const unsigned char *octets = (const unsigned char *)text;
	size_t length = strlen(text);
	size_t plain = ascii_length(text, length);
	size_t used = 0;
	size_t size = 1;
	char *clean;

	if (plain == length)
		return text;
	for (size_t i = plain; i < length && size; i += size)
		size = clean_length(octets + i, length - i);
	if (size)
		return text;

	clean = arena_alloc(arena, 4 * length + 1);
	for (size_t i = 0; i < length; i += size) {
		size = clean_length(octets + i, length - i);
		if (size) {
			memcpy(clean + used, octets + i, size);
			used += size;
		} else {
			size = 1;
			used += (size_t)snprintf(clean + used,
				4 * length + 1 - used, "\\x%02x", octets[i]);
		}
	}
	return clean;
}

const char *rule_reference(struct arena *arena, const struct rule *rule)
{
	return arena_printf(arena, "%s%s%s%s", rule->reference,
		rule->edition ? ", " : "", rule->edition ? rule->edition : "",
		rule->certainty == CERTAINTY_UNCERTAIN
			? " (source not confirmed)"
		: rule->certainty == CERTAINTY_REPORTED
			? " (as other texts report it)"
			: "");
}
