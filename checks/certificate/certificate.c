/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/certificate/certificate.h"

#include "checks/say.h"
#include "checks/several/shown.h"
#include "evidence/chain.h"
#include "evidence/reached.h"
#include "evidence/witness.h"
#include "model/text/escape.h"

#define NAME_COLUMNS 100

const char *certificate_excerpt(struct arena *arena, struct octets text)
{
	if (text.length == 0)
		return "(no name)";
	return escape_excerpt(arena, text, NAME_COLUMNS);
}

const char *certificate_dn(struct arena *arena, struct octets name)
{
	if (name.length == 0)
		return "(no name)";
	return escape_name(arena, name, NAME_COLUMNS);
}

bool certificate_conclude_none(const struct endpoint_facts *facts,
	const struct judge_context *context, struct finding *finding)
{
	if (!reached_tls(facts))
		return say_not_reached(finding);
	if (witness_best(facts) && !witness_best(facts)->tls.completed)
		return say_not_reached(finding);
	if (chain_is_sent(facts)) {
		finding->observed = "only its fingerprint is known";
		return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
			"{endpoint} sent a certificate that was not read.");
	}
	finding->observed = "no certificate was received";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} did not send a certificate.");
}

struct judge_context certificate_context(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct tls_facts *tls)
{
	struct judge_context own = *context;

	own.where = shown_where(context->arena, facts, tls);
	return own;
}

bool certificate_out_of_date(
	const struct certificate *certificate, int64_t now_s)
{
	return !certificate_has_dates(certificate) ||
	       now_s < certificate->not_before ||
	       now_s > certificate->not_after;
}

const struct certificate *certificate_stale_issuer(
	const struct tls_facts *tls, int64_t now_s)
{
	for (size_t i = 1; i < tls->chain_count; i++)
		if (certificate_out_of_date(&tls->chain[i], now_s))
			return &tls->chain[i];
	return NULL;
}
