/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Does the server end its lines as its protocol demands? */

#include "checks/check.h"
#include "checks/say.h"
#include "evidence/witness.h"

/* What is no mail server's has no lines: a TLS alert may end with the octet of
 * LF, and a web server's lines are no fault of a mail server. */
static bool ends_with_lf(const struct probe_facts *probe)
{
	return probe->bare_lf && probe->greeting.known_service;
}

/* Nothing is told of lines that end well. */
static bool judge_lines(const struct check *check,
	const struct endpoint_facts *facts,
	const struct expectation *expectation,
	const struct judge_context *context, struct finding *finding)
{
	(void)check;
	(void)expectation;
	if (!witness_first(facts, ends_with_lf))
		return false;
	finding->expected = "lines that end with CR LF";
	finding->observed = "lines that end with LF alone";
	return say_verdict(facts, context, finding, VERDICT_WARNING,
		"{endpoint} ends lines with LF alone, which some mail programs "
		"do not accept.");
}

const struct check check_line_ends = {
	.id = "line-ends",
	.severity = SEVERITY_WARNING,
	.title = "The server ends its lines with CR LF",
	.explanation =
		"The lines of mail protocols end with two characters, CR and "
		"LF. This server leaves out the first on some of them. Some "
		"programs accept that, and others wait for the end of the line "
		"or treat the answer as an attack.",
	.remedy = "The server's administrator must find the program, plug-in "
		  "or proxy that writes these lines, and correct it.",
	.reference = "RFC 5321 section 2.3.8; RFC 9051 section 2.2; RFC 1939 "
		     "section 3",
	.judge = judge_lines,
};
