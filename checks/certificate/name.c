/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Is the server's certificate for the right name? */

#include "checks/name.h"
#include "checks/certificate/certificate.h"
#include "checks/say.h"
#include "checks/several/shown.h"
#include "model/text/plural.h"

#define NAMES_SHOWN 8

static const char *list_names(
	struct arena *arena, const struct certificate *leaf)
{
	const char *list = NULL;

	for (size_t i = 0; i < leaf->name_count && i < NAMES_SHOWN; i++)
		list = say_list(arena, list,
			certificate_excerpt(arena, leaf->names[i].value));
	if (leaf->name_count > NAMES_SHOWN)
		list = plural_more(arena, list, leaf->name_count - NAMES_SHOWN);
	return list ? list : "no names";
}

/* The name may be among those that were not kept. */
static bool conclude_names_cut(const struct endpoint_facts *facts,
	const struct judge_context *context, const struct certificate *leaf,
	struct finding *finding)
{
	finding->observed = arena_printf(context->arena,
		"not among the %zu names that were read; names not read: %u",
		leaf->name_count, leaf->names_cut);
	finding->explanation = "The certificate contains more names than "
			       "mailsonde keeps, or a name that it cannot "
			       "read. The host name may be among them.";
	finding->remedy = "Look at the certificate's subjectAltName with "
			  "another program. The server's administrator should "
			  "use a certificate with fewer names.";
	return say_verdict(facts, context, finding, VERDICT_NOT_TESTED,
		"{endpoint} uses a certificate whose names were not all read.");
}

static bool judge_name(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct tls_facts *tls = shown_misnamed(facts);
	const char *host = facts->endpoint.host;
	const struct certificate *leaf;
	struct judge_context own;

	(void)check;
	(void)expectation;
	if (facts->endpoint.mode == MODE_CLEARTEXT)
		return false;
	finding->expected =
		arena_printf(context->arena, "a certificate for %s", host);
	if (!tls)
		return certificate_conclude_none(facts, context, finding);
	leaf = &tls->chain[0];
	finding->observed = list_names(context->arena, leaf);
	if (name_in_certificate(host, leaf))
		return say_verdict(facts, context, finding, VERDICT_PASS,
			"{endpoint} uses a certificate for this host name.");
	if (leaf->names_cut)
		return conclude_names_cut(facts, context, leaf, finding);
	own = certificate_context(facts, context, tls);
	if (!name_in_common_name(host, leaf))
		return say_verdict(facts, &own, finding, VERDICT_FAIL,
			"{endpoint} uses a certificate for other names: %s.",
			finding->observed);
	finding->observed = arena_printf(context->arena,
		"%s; only the common name, which programs ignore, is %s",
		finding->observed,
		certificate_excerpt(context->arena, leaf->common_name));
	finding->explanation = "The certificate contains this name only in the "
			       "subject's common name. Current programs check "
			       "only the subjectAltName extension.";
	finding->remedy = "The server's administrator must get a new "
			  "certificate with the name in subjectAltName.";
	return say_verdict(facts, &own, finding, VERDICT_FAIL,
		"{endpoint} uses a certificate that contains this name only in "
		"the common name.");
}

const struct check check_certificate_name = {
	.id = "certificate-name",
	.severity = SEVERITY_ERROR,
	.title = "The certificate covers the configured host name",
	.explanation = "The certificate must contain the host name that the "
		       "program connects to. A different name means a "
		       "different server, or a host name in the settings that "
		       "the certificate does not cover.",
	.remedy =
		"Use one of the certificate's names as the host name in the "
		"mail program, if the provider documents it. Otherwise the "
		"server's administrator must get a certificate for this name.",
	.reference = "RFC 9525 section 6; RFC 7817 section 3",
	.judge = judge_name,
};
