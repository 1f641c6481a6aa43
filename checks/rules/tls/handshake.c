/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what every handshake settles. */
#include "checks/rules/rule.h"

#include "checks/rules/parameter.h"
#include "checks/rules/tls/versions.h"
#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/offered/heard.h"
#include "evidence/reached.h"
#include "evidence/version.h"
#include "evidence/witness.h"
#include "model/text/ascii.h"

#include <string.h>

/* Of TLS before 1.3: whether every such connection had it. */
static enum ruling judge_old_feature(const struct rule_view *view,
	const char *feature, bool (*has)(const struct tls_facts *tls),
	enum offered_trait trait, const char **ret_expected,
	const char **ret_observed)
{
	const struct probe_facts *probe;
	bool any = false;
	size_t at = 0;

	*ret_expected =
		arena_printf(view->arena, "%s in TLS 1.2 and before", feature);
	while ((probe = version_completed(view->facts, RULE_TO_1_2, &at))) {
		any = true;
		if (has(&probe->tls))
			continue;
		*ret_observed = arena_printf(view->arena, "missing in %s",
			say_tls(view->arena, probe->tls.version));
		return RULING_BROKEN;
	}
	if (any) {
		*ret_observed = "present";
		return RULING_HOLDS;
	}
	/* Hellos go on where our handshake ends: at other suites, or for want
	 * of a client certificate. */
	switch (heard_trait(view->facts, trait)) {
	case OFFERED_ACCEPTED:
		*ret_observed = "present";
		return RULING_HOLDS;
	case OFFERED_REFUSED:
		*ret_observed = "missing";
		return RULING_BROKEN;
	default:
		break;
	}
	if ((versions_spoken(view) & TLS_BIT(TLS_1_3)) &&
		!versions_open(view, RULE_TO_1_2 & versions_all(view)))
		return RULING_NOT_OWED;
	*ret_observed = versions_say_open(view, TLS_BIT(TLS_1_2));
	return RULING_NOT_TESTED;
}

static bool has_renegotiation_info(const struct tls_facts *tls)
{
	return tls->renegotiation_info;
}

static enum ruling judge_renegotiation_info(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return judge_old_feature(view, "secure renegotiation",
		has_renegotiation_info, TRAIT_RENEGOTIATION, ret_expected,
		ret_observed);
}

static bool has_extended_master_secret(const struct tls_facts *tls)
{
	return tls->extended_master_secret;
}

static enum ruling judge_master_secret(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return judge_old_feature(view, "the extended master secret",
		has_extended_master_secret, TRAIT_MASTER_SECRET, ret_expected,
		ret_observed);
}

/* A server that was never offered it has not refused it; TLS 1.3 has none (RFC
 * 8446 section 4.1.2). */
static enum ruling judge_no_compression(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const struct offered_facts *offered = view->facts->offered;

	*ret_expected = "no TLS compression";
	if (offered && versions_are_off(view, RULE_TO_1_2)) {
		if (!versions_spoken(view))
			return RULING_NOT_TESTED;
		*ret_observed = "TLS 1.3 does not have it";
		return RULING_HOLDS;
	}
	switch (heard_trait(view->facts, TRAIT_COMPRESSION)) {
	case OFFERED_ACCEPTED:
		*ret_observed = "DEFLATE is accepted";
		return RULING_BROKEN;
	case OFFERED_REFUSED:
		*ret_observed = "DEFLATE was offered, and not accepted";
		return RULING_HOLDS;
	default:
		*ret_observed =
			versions_spoken(view) ? "no clear answer" : NULL;
		return RULING_NOT_TESTED;
	}
}

static bool has_foreign_extension(const struct probe_facts *probe)
{
	return probe->tls.library_name &&
	       strcmp(probe->tls.library_name,
		       "GNUTLS_E_RECEIVED_ILLEGAL_EXTENSION") == 0;
}

static enum ruling judge_no_foreign_extension(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "no extension that was not offered";
	if (basis_first(view->facts, has_foreign_extension)) {
		*ret_observed =
			"the server sent an extension that was not offered";
		return RULING_BROKEN;
	}
	if (!reached_tls(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = "none";
	return RULING_HOLDS;
}

static bool wants_certificate(const struct probe_facts *probe)
{
	return probe->tls.wants_certificate;
}

static enum ruling judge_no_client_certificate(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	*ret_expected = "no request for a client certificate";
	if (basis_first(view->facts, wants_certificate)) {
		*ret_observed = "the server requests one";
		return RULING_BROKEN;
	}
	if (!reached_tls(view->facts))
		return RULING_NOT_TESTED;
	*ret_observed = "none requested";
	return RULING_HOLDS;
}

/* Whether the signature's name begins with a word of the list. */
static bool begins_with_any(const char *name, const char *list)
{
	for (const char *at = list ? list : ""; *at;) {
		size_t length;

		at += strspn(at, " ");
		length = strcspn(at, " ");
		if (length && ascii_compare_n(name, at, length) == 0 &&
			(!name[length] || at[length - 1] == '-'))
			return true;
		at += length;
	}
	return false;
}

static enum ruling judge_signature(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	const char *refused = rule_value(view, "refused");
	unsigned versions = rule_value(view, "versions")
				    ? versions_of(rule_value(view, "versions"))
				    : TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3);
	const struct probe_facts *probe;
	const char *seen = NULL;
	size_t at = 0;

	*ret_expected =
		refused ? arena_printf(view->arena,
				  "handshakes signed with none of %s", refused)
			: "handshakes signed as TLS 1.3 requires";
	while ((probe = version_completed(view->facts, versions, &at))) {
		if (!probe->tls.signature)
			continue;
		seen = probe->tls.signature;
		if (!begins_with_any(seen, refused))
			continue;
		*ret_observed = arena_printf(view->arena, "%s in %s", seen,
			say_tls(view->arena, probe->tls.version));
		return RULING_BROKEN;
	}
	if (seen) {
		*ret_observed = seen;
		return RULING_HOLDS;
	}
	if (versions_spoken(view) && !versions_open(view, versions) &&
		!(versions_spoken(view) & versions))
		return RULING_NOT_OWED;
	*ret_observed =
		versions_spoken(view)
			? "no connection in these versions showed its signature"
			: NULL;
	return RULING_NOT_TESTED;
}

const struct rule_check rule_checks_handshake[] = {
	{
		.name = "renegotiation-info",
		.title = "secure renegotiation (RFC 5746)",
		.topics = TOPIC_SUITES | TOPIC_EXTENSIONS,
		.judge = judge_renegotiation_info,
	},
	{
		.name = "extended-master-secret",
		.title = "the extended master secret (RFC 7627)",
		.topics = TOPIC_SUITES | TOPIC_EXTENSIONS,
		.judge = judge_master_secret,
	},
	{
		.name = "no-compression",
		.title = "TLS compression",
		.topics = TOPIC_SUITES | TOPIC_EXTENSIONS,
		.judge = judge_no_compression,
	},
	{
		.name = "no-foreign-extension",
		.title = "extensions that were not offered",
		.judge = judge_no_foreign_extension,
	},
	{
		.name = "no-client-certificate",
		.title = "whether a client certificate is requested",
		.judge = judge_no_client_certificate,
	},
	{
		.name = "handshake-signature",
		.title = "the signature of the handshake",
		.parameters = "refused versions?",
		.judge = judge_signature,
	},
	{.name = NULL},
};
