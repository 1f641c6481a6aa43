/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rules on what this program does, whatever the server. */
#include "checks/rules/rule.h"

#include "checks/say.h"
#include "evidence/basis.h"
#include "evidence/capability.h"
#include "evidence/version.h"
#include "evidence/witness.h"

static enum ruling by_construction(const struct rule_view *view,
	const char *expected, const char *words, const char **ret_expected,
	const char **ret_observed)
{
	basis_add(view->facts, "program", NULL);
	*ret_expected = expected;
	*ret_observed = words;
	return RULING_HOLDS;
}

static enum ruling judge_reference_name(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return by_construction(view,
		"the name checked is the one in the settings",
		arena_printf(view->arena,
			"this program compares certificates with %s, and not "
			"with a name from the DNS",
			view->facts->endpoint.host),
		ret_expected, ret_observed);
}

static enum ruling judge_unvalidated(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return by_construction(view,
		"a session without a valid certificate is not "
		"treated as secure",
		"this program fails certificate-trust or certificate-name for "
		"it",
		ret_expected, ret_observed);
}

static enum ruling judge_no_login(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return by_construction(view, "no LOGIN if LOGINDISABLED is listed",
		"this program sends no LOGIN then", ret_expected, ret_observed);
}

static enum ruling judge_discards(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	bool asked = capability_list(view->facts, CAPABILITY_FINAL) != NULL;

	return by_construction(view,
		"capabilities from before TLS are discarded",
		asked ? "this program asked again inside TLS and uses that list"
		      : "this program asks again inside TLS and uses that list",
		ret_expected, ret_observed);
}

static enum ruling judge_closes_preauth(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return by_construction(view,
		"the connection is ended on PREAUTH before TLS",
		"this program ends the dialogue there", ret_expected,
		ret_observed);
}

static enum ruling judge_verifies(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	return by_construction(view,
		"the result of TLS is verified before any secret is sent",
		"this program verifies it and does not send secrets",
		ret_expected, ret_observed);
}

static enum ruling judge_evidence(const struct rule_view *view,
	const char **ret_expected, const char **ret_observed)
{
	unsigned accepted = version_accepted(view->facts);
	const struct probe_facts *best = witness_best(view->facts);

	*ret_expected = "an inventory of protocols and cipher suites";
	if (!accepted)
		return RULING_NOT_TESTED;
	*ret_observed = arena_printf(view->arena,
		"%s accepted; %s chosen; this report can serve as evidence",
		say_versions(view->arena, accepted),
		best && best->tls.cipher_suite ? best->tls.cipher_suite
					       : "a cipher suite");
	return RULING_INFO;
}

const struct rule_check rule_checks_client[] = {
	{
		.name = "client-reference-name",
		.title = "the name that this program verifies",
		.judge = judge_reference_name,
	},
	{
		.name = "client-unvalidated-session",
		.title = "how this program treats a session without a valid "
			 "certificate",
		.judge = judge_unvalidated,
	},
	{
		.name = "client-no-login",
		.title = "whether this program logs in",
		.judge = judge_no_login,
	},
	{
		.name = "client-discards-capabilities",
		.title = "the list of capabilities that this program uses",
		.judge = judge_discards,
	},
	{
		.name = "client-closes-preauth",
		.title = "how this program handles PREAUTH",
		.judge = judge_closes_preauth,
	},
	{
		.name = "client-verifies-tls",
		.title = "whether this program verifies the result of TLS",
		.judge = judge_verifies,
	},
	{
		.name = "report-is-evidence",
		.title = "the report's use as evidence",
		.judge = judge_evidence,
	},
	{.name = NULL},
};
