/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the handshake brought. */
#include "model/record/rows.h"

#include <string.h>

#define OWNER struct alert

RECORD_GET(alert_direction, o->received ? "received" : "sent")

static bool read_direction(
	struct record_context *context, void *object, const char *text)
{
	struct alert *alert = object;

	alert->received = strcmp(text, "received") == 0;
	return strcmp(text, alert_direction(context, alert)) == 0;
}

RECORD_GET(alert_level, o->fatal ? "fatal" : "warning")

static bool read_level(
	struct record_context *context, void *object, const char *text)
{
	struct alert *alert = object;

	alert->fatal = strcmp(text, "fatal") == 0;
	return strcmp(text, alert_level(context, alert)) == 0;
}

RECORD_GET(alert_iana_name, name_of_alert(o->code))

static const struct record_value direction_value = {.schema = "direction"};
static const struct record_value level_value = {.schema = "alert-level"};

/* alert-name = 1*(lower-case letter / digit / "_") */
static bool is_alert_name(const struct record_context *context,
	const struct record_field *field, const char *text, void *member)
{
	(void)context;
	(void)field;
	(void)member;
	return *text &&
	       !text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

static const struct record_value alert_name_value = {
	.schema = "alert-name",
	.read = is_alert_name,
};

static const struct record_field alert_fields[] = {
	{DERIVED("direction", &direction_value, alert_direction,
		 read_direction),
		.required = true},
	{DERIVED("level", &level_value, alert_level, read_level),
		.required = true},
	{ATTRIBUTE("code", alert_code, code), .required = true},
	{DERIVED("name", &alert_name_value, alert_iana_name, NULL),
		.required = true},
};

static const struct record_type record_alert = {
	RECORD_TYPE("alert", alert_fields),
};
#undef OWNER

#define OWNER struct presented_name

static const struct record_field name_fields[] = {
	{ATTRIBUTE("type", name_type, type), .required = true},
	{CONTENT(octets, value)},
};

static const struct record_type record_presented_name = {
	RECORD_TYPE("presented-name", name_fields),
};
#undef OWNER

#define OWNER struct certificate

/* One version alone keeps the fingerprint, and no more. */
RECORD_WHEN(is_whole, certificate_is_whole(o))

RECORD_WHEN(has_beginning,
	is_whole(context, object) && o->not_before > CERTIFICATE_NO_DATE)
RECORD_WHEN(has_end,
	is_whole(context, object) && o->not_after > CERTIFICATE_NO_DATE)

RECORD_WHEN(is_authority, is_whole(context, object) && o->ca)

static const char *purposes_of(
	const struct record_context *context, const void *object)
{
	const struct certificate *certificate = object;

	if (!is_whole(context, object) || !certificate->has_purposes)
		return NULL;
	return certificate->for_servers ? "servers" : "others";
}

static bool read_purposes(
	struct record_context *context, void *object, const char *text)
{
	struct certificate *certificate = object;

	(void)context;
	certificate->has_purposes = true;
	certificate->for_servers = strcmp(text, "servers") == 0;
	return true;
}

static const struct record_field certificate_fields[] = {
	{ATTRIBUTE("subject", octets, subject), .always = true,
		.when = is_whole},
	{ATTRIBUTE("issuer", octets, issuer), .always = true, .when = is_whole},
	{ATTRIBUTE("common-name", octets, common_name), .when = is_whole},
	{ATTRIBUTE("not-before", time, not_before), .always = true,
		.when = has_beginning},
	{ATTRIBUTE("not-after", time, not_after), .always = true,
		.when = has_end},
	{ATTRIBUTE("key", words, key), .when = is_whole},
	{ATTRIBUTE("key-bits", number, key_bits), .when = is_whole},
	{ATTRIBUTE("key-examined", flag, key_examined), .when = is_whole},
	{ATTRIBUTE("key-flaws", key_flaws, key_flaws), .when = is_whole},
	{ATTRIBUTE("signature", words, signature), .when = is_whole},
	{CHARS("sha256", hex, sha256)},
	{ATTRIBUTE("self-issued", truth, self_issued), .when = is_whole},
	{ATTRIBUTE("names-issuer-url", flag, names_issuer_url),
		.when = is_whole},
	{ATTRIBUTE("version", number, version), .when = is_whole},
	{CHARS("serial", chars, serial), .when = is_whole},
	{ATTRIBUTE("curve", words, curve), .when = is_whole},
	{ATTRIBUTE("ca", flag, ca), .when = is_whole},
	{ATTRIBUTE("path-length", limit, path_length), .when = is_authority},
	{ATTRIBUTE("key-usage", key_usage, key_usage), .when = is_whole},
	{DERIVED("purposes", &record_words, purposes_of, read_purposes)},
	{ATTRIBUTE("ocsp-url", flag, names_responder), .when = is_whole},
	{ATTRIBUTE("must-staple", flag, must_staple), .when = is_whole},
	{ATTRIBUTE("scts", flag, has_scts), .when = is_whole},
	{ATTRIBUTE("names-cut", number, names_cut), .when = is_whole},
	{LIST("name", "names", record_presented_name, names, name_count),
		.when = is_whole},
};

static void certificate_begin(struct record_context *context, void *object)
{
	struct certificate *certificate = object;

	(void)context;
	certificate->path_length = -1;
	certificate->not_before = CERTIFICATE_NO_DATE;
	certificate->not_after = CERTIFICATE_NO_DATE;
}

const struct record_type record_certificate = {
	RECORD_TYPE("certificate", certificate_fields),
	.begin = certificate_begin,
};
#undef OWNER

#define OWNER struct tls_facts

RECORD_WHEN(was_judged, o->chain_count || o->trust != TRUST_UNKNOWN)

RECORD_GET(anchors_of, o->trust_own_anchors ? "file" : NULL)

static bool read_anchors(
	struct record_context *context, void *object, const char *text)
{
	(void)context;
	((struct tls_facts *)object)->trust_own_anchors =
		strcmp(text, "file") == 0;
	return true;
}

RECORD_WHEN(has_anchor, o->anchor.length > 0)

static const struct record_field trust_fields[] = {
	{ATTRIBUTE("result", trust, trust), .required = true},
	{ATTRIBUTE("flaws", flaws, trust_flaws)},
	{ATTRIBUTE("dates-bad", flag, trust_dates_bad)},
	{DERIVED("anchors", &record_words, anchors_of, read_anchors)},
	{ATTRIBUTE("wanted", octets, trust_wanted)},
	{ATTRIBUTE("wanted-sent", flag, trust_wanted_sent)},
	{ATTRIBUTE("wanted-known", flag, trust_wanted_known)},
	{ATTRIBUTE("anchor", octets, anchor), .when = has_anchor},
	{ATTRIBUTE("anchor-not-before", time, anchor_not_before),
		.when = has_anchor},
	{ATTRIBUTE("anchor-not-after", time, anchor_not_after),
		.when = has_anchor},
	{CONTENT(words, trust_detail)},
};
static const struct record_type record_trust_facts = {
	RECORD_TYPE("trust", trust_fields),
};

RECORD_WHEN(was_stapled, o->ocsp != OCSP_NONE)

RECORD_WHEN(has_this_update, o->ocsp_this_update > 0)

RECORD_WHEN(has_next_update, o->ocsp_next_update > 0)

static const struct record_field ocsp_fields[] = {
	{ATTRIBUTE("result", ocsp, ocsp), .required = true},
	{ATTRIBUTE("this-update", time, ocsp_this_update),
		.when = has_this_update},
	{ATTRIBUTE("next-update", time, ocsp_next_update),
		.when = has_next_update},
};
static const struct record_type record_ocsp_facts = {
	RECORD_TYPE("ocsp", ocsp_fields),
};

#undef OWNER

#define OWNER struct revocation_facts

RECORD_WHEN(was_asked, o->status != REVOCATION_UNASKED)
RECORD_WHEN(tells_update, o->this_update > 0)
RECORD_WHEN(tells_next, o->next_update > 0)
RECORD_WHEN(tells_revoked, o->revoked_s > 0)

static const struct record_field revocation_fields[] = {
	{ATTRIBUTE("result", revocation, status), .required = true},
	{ATTRIBUTE("by", words, by)},
	{ATTRIBUTE("url", octets, url)},
	{ATTRIBUTE("this-update", time, this_update), .when = tells_update},
	{ATTRIBUTE("next-update", time, next_update), .when = tells_next},
	{ATTRIBUTE("revoked-at", time, revoked_s), .when = tells_revoked},
	{CONTENT(words, detail)},
};
static const struct record_type record_revocation_facts = {
	RECORD_TYPE("revocation", revocation_fields),
};
#undef OWNER

#define OWNER struct issuer_revocation

RECORD_WHEN(tells_issuer_update, o->said.this_update > 0)
RECORD_WHEN(tells_issuer_next, o->said.next_update > 0)
RECORD_WHEN(tells_issuer_revoked, o->said.revoked_s > 0)

static const struct record_field issuer_revocation_fields[] = {
	{CHARS("sha256", hex, sha256), .required = true},
	{ATTRIBUTE("subject", octets, subject)},
	{ATTRIBUTE("result", revocation, said.status), .required = true},
	{ATTRIBUTE("by", words, said.by)},
	{ATTRIBUTE("url", octets, said.url)},
	{ATTRIBUTE("this-update", time, said.this_update),
		.when = tells_issuer_update},
	{ATTRIBUTE("next-update", time, said.next_update),
		.when = tells_issuer_next},
	{ATTRIBUTE("revoked-at", time, said.revoked_s),
		.when = tells_issuer_revoked},
	{CONTENT(words, said.detail)},
};
static const struct record_type record_issuer_revocation = {
	RECORD_TYPE("issuer-revocation", issuer_revocation_fields),
};
#undef OWNER

#define OWNER struct tls_facts

RECORD_WHEN(was_revocation_asked, was_asked(context, &o->revocation))

static const struct record_field tls_fields[] = {
	{ATTRIBUTE("version", version, version), RECORD_SEEN(server_hello),
		.phrase = "version %s"},
	{ATTRIBUTE("cipher-suite", words, cipher_suite), .phrase = "%s"},
	{ATTRIBUTE("group", words, group), .phrase = "group %s"},
	{ATTRIBUTE("signature", words, signature), .phrase = "signature %s"},
	{ATTRIBUTE("extended-master-secret", truth, extended_master_secret),
		RECORD_SEEN(server_hello),
		.unsaid = "no extended master secret"},
	{ATTRIBUTE("renegotiation-info", truth, renegotiation_info),
		RECORD_SEEN(server_hello), .unsaid = "no secure renegotiation"},
	{ATTRIBUTE("encrypt-then-mac", flag, encrypt_then_mac)},
	{ATTRIBUTE("dh-bits", number, dh_bits)},
	{ATTRIBUTE("resumed", flag, resumed)},
	{ATTRIBUTE("tickets", flag, tickets)},
	{ATTRIBUTE("max-early-data", number, max_early_data)},
	{ATTRIBUTE("ticket-lifetime", number, ticket_lifetime_s)},
	{ATTRIBUTE("session-offered", flag, session_offered)},
	{ATTRIBUTE("key-share", flag, key_share)},
	{ATTRIBUTE("point-formats", number, point_formats)},
	{CHARS("server-key", hex, server_key)},
	{ATTRIBUTE("alpn", octets, alpn), .phrase = "ALPN %s"},
	{ATTRIBUTE("completed", truth, completed), .required = true},
	{ATTRIBUTE("confirmed", truth, confirmed), .required = true},
	{ATTRIBUTE("client-certificate-wanted", flag, wants_certificate)},
	{ATTRIBUTE("authorities-cut", flag, authorities_cut)},
	{ATTRIBUTE("library-error", words, library_name), .label = "GnuTLS"},
	{ATTRIBUTE("library-error-code", integer, library_error)},
	{LIST("alert", "alerts", record_alert, alerts, alert_count)},
	{LIST("certificate", "certificates", record_certificate, chain,
		chain_count)},
	{PART("trust", record_trust_facts), .when = was_judged},
	{PART("ocsp", record_ocsp_facts), .when = was_stapled},
	{CHILD("revocation", record_revocation_facts, revocation),
		.when = was_revocation_asked},
	{LIST("issuer-revocation", "issuer-revocations",
		record_issuer_revocation, issuer_revocations,
		issuer_revocation_count)},
	{TEXTS("authority", "authorities", octets, authorities,
		authority_count)},
};

static void tls_begin(struct record_context *context, void *object)
{
	(void)context;
	((struct tls_facts *)object)->version = TLS_NONE;
}

const struct record_type record_tls = {
	RECORD_TYPE("tls", tls_fields),
	.begin = tls_begin,
};
