/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does the server show the same certificate to everybody? */

#include "checks/check.h"
#include "checks/say.h"
#include "checks/several/shown.h"
#include "evidence/chain.h"
#include "model/text/builder.h"
#include "model/text/escape.h"

#define SUBJECT_COLUMNS 100

static const char *say_chain(struct arena *arena,
	const struct endpoint_facts *facts, const struct tls_facts *tls)
{
	const struct certificate *leaf = &tls->chain[0];
	const char *where = shown_where(arena, facts, tls);

	return arena_printf(arena, "%s (%s, until %s, SHA-256 %.16s) %s",
		escape_name(arena, leaf->subject, SUBJECT_COLUMNS),
		leaf->key ? leaf->key : "unknown key",
		say_date(arena, leaf->not_after), leaf->sha256,
		where ? where : "");
}

/* A chain that is shown once is nothing to tell of. */
static bool judge_differs(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	const struct tls_facts *tls;
	struct builder list = {.arena = context->arena};
	size_t count = 0;

	(void)check;
	(void)expectation;
	if (!chain_differs(facts))
		return false;
	for (size_t at = 0; (tls = chain_each(facts, &at)); count++)
		builder_item(
			&list, ", ", say_chain(context->arena, facts, tls));
	finding->expected = "one certificate on all connections";
	finding->observed = list.text;
	return say_verdict(facts, context, finding, VERDICT_INFO,
		count == 1 ? "{endpoint} shows more than one certificate."
			   : "{endpoint} shows different certificates: %s.",
		list.text);
}

const struct check check_certificate_differs = {
	.id = "certificate-differs",
	.severity = SEVERITY_INFO,
	.title = "The server shows one certificate on all connections",
	.explanation =
		"The server shows different certificates, depending on the TLS "
		"version, the address or the moment. This is correct if it has "
		"one for each kind of key, or if several servers share the "
		"name. It can also mean that one of them was forgotten when "
		"the certificate was renewed. Each of them is judged.",
	.remedy = "The server's administrator should verify that all of these "
		  "certificates are intended.",
	.reference = "RFC 9525 section 6; RFC 8446 section 4.4.2.2",
	.judge = judge_differs,
};
