/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/causes/diagnose_scenes.h"

#include "tests/unit/unit.h"

#include <string.h>

void scene_misspelt(struct run *run)
{
	bad(run, IMAP, IMPLICIT, "imap.gmial.com", STAGE_RESOLVE, ST_NO_NAME);
}

void scene_each_says(struct endpoint_report *endpoint, enum stage stage,
	enum status status, const char *text)
{
	stopped(endpoint, stage, status);
	if (status == ST_NOT_TLS)
		each(endpoint, say_unexpected, text);
	else
		each(endpoint, say_reply, text);
}

void scene_closed_port(struct run *run)
{
	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
	bad(run, POP3, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
	good(run, SMTP, EXPLICIT, HOST);
}

void scene_exchange_stopped(struct run *run)
{
	struct endpoint_report *other;

	bad(run, IMAP, IMPLICIT, HOST, STAGE_CONNECT, ST_CONN_REFUSED);
	other = good(run, SMTP, EXPLICIT, HOST);
	greet(other, best(other),
		"220 mail.example.com Microsoft ESMTP MAIL Service ready at "
		"Mon, 16 Feb 2026 00:00:00 +0000");
}

void scene_clear_and_starttls(struct run *run)
{
	struct endpoint_report *endpoint = add(run, SMTP, IMPLICIT, HOST);
	struct probe_facts *probe;

	set_port(endpoint, 587);
	scene_each_says(endpoint, STAGE_HANDSHAKE, ST_NOT_TLS,
		"220 mail.example.com ESMTP Postfix\r\n");
	probe = follow_up(endpoint, QUESTION_OTHER_MODE, EXPLICIT);
	complete(endpoint, probe, TLS_1_3);
}

void scene_issue(
	struct endpoint_report *endpoint, const char *issuer, enum trust trust)
{
	for (size_t i = 0; i < endpoint->facts.probe_count; i++) {
		struct tls_facts *tls = &endpoint->facts.probes[i]->tls;

		if (!tls->chain_count)
			continue;
		tls->chain[0].issuer = octets(issuer);
		tls->trust = trust;
	}
}

void scene_shield(struct run *run)
{
	scene_issue(good(run, IMAP, IMPLICIT, HOST),
		"CN=Avast Web/Mail Shield Root,O=Avast", TRUST_INCOMPLETE);
	scene_issue(good(run, SMTP, EXPLICIT, "smtp.example.org"),
		"CN=Avast Web/Mail Shield Root,O=Avast", TRUST_INCOMPLETE);
}

void scene_demand(struct endpoint_report *endpoint, enum tls_version version,
	enum demand scene_demand)
{
	expected(endpoint)->tls[version].demand = scene_demand;
	expected(endpoint)->tls[version].severity = SEVERITY_ERROR;
}

void scene_clear_passwords(struct run *run)
{
	struct endpoint_report *endpoint = good(run, IMAP, EXPLICIT, HOST);

	for (size_t i = 0; i < endpoint->facts.probe_count; i++)
		endpoint->facts.probes[i]->cleartext.login_disabled = false;
}

void scene_refuse_list(struct endpoint_report *endpoint,
	struct probe_facts *probe, const char *text)
{
	(void)endpoint;
	probe->cleartext =
		(struct capabilities){.refused = true, .refusal = octets(text)};
}

void scene_clear_on_implicit(struct run *run)
{
	scene_each_says(add(run, IMAP, IMPLICIT, HOST), STAGE_HANDSHAKE,
		ST_NOT_TLS, "* OK IMAP4rev1 ready\r\n");
}
