/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Facts as elements. Every fact has its place; what was not seen is left
 * out. */
#include "model/spell.h"
#include "reports/record/xml_writer.h"

static void write_errno(struct xml *xml, int number)
{
	if (number)
		xml_attribute(xml, "errno", spell_errno(xml->arena, number));
}

static const char *attempt_result(const struct attempt *attempt)
{
	if (attempt->connected)
		return "connected";
	if (attempt->overtaken)
		return "overtaken";
	return attempt->tried ? "failed" : "not-tried";
}

static void write_attempt(struct xml *xml, const struct attempt *attempt)
{
	xml_open(xml, "attempt");
	xml_attribute(xml, "address", attempt->address);
	xml_attribute_number(xml, "port", attempt->port);
	xml_attribute(xml, "result", attempt_result(attempt));
	if (attempt->tried && !attempt->connected && !attempt->overtaken)
		xml_attribute(xml, "status", status_name(attempt->status));
	write_errno(xml, attempt->sys_errno);
	if (attempt->tried) {
		xml_attribute_ms(xml, "started-ms", attempt->started_us);
		xml_attribute_ms(xml, "ended-ms", attempt->ended_us);
	}
	xml_close(xml);
}

static void write_stages(struct xml *xml, const struct probe_facts *facts)
{
	for (int s = 0; s < STAGE_COUNT; s++) {
		if (facts->stage_us[s] < 0)
			continue;
		xml_open(xml, "stage");
		xml_attribute(xml, "name", stage_name((enum stage)s));
		xml_attribute_ms(xml, "until-ms", facts->stage_us[s]);
		xml_close(xml);
	}
}

static void write_greeting(struct xml *xml, const struct greeting *greeting)
{
	if (!greeting->seen && !greeting->text.length)
		return;
	xml_open(xml, "greeting");
	xml_attribute_bool(xml, "complete", greeting->seen);
	if (greeting->known_service)
		xml_attribute(xml, "service", service_name(greeting->service));
	if (greeting->code)
		xml_attribute_number(xml, "code", greeting->code);
	xml_attribute_flag(xml, "preauth", greeting->preauth);
	xml_attribute_flag(xml, "wait", greeting->wait_seen);
	if (greeting->time_s)
		xml_attribute_time(xml, "time", greeting->time_s);
	xml_octets(xml, greeting->text);
	xml_close(xml);
}

static void write_capabilities(
	struct xml *xml, const char *when, const struct capabilities *caps)
{
	if (!caps->seen && !caps->refused && !caps->announced)
		return;
	xml_open(xml, "capabilities");
	xml_attribute(xml, "when", when);
	xml_attribute(xml, "reply",
		caps->seen      ? "positive"
		: caps->refused ? "negative"
				: "none");
	xml_attribute_flag(xml, "announced", caps->announced);
	xml_attribute_flag(xml, "starttls", caps->starttls);
	xml_attribute_flag(xml, "masked", caps->masked);
	xml_attribute_flag(xml, "login-disabled", caps->login_disabled);
	xml_attribute_flag(xml, "user", caps->user);
	xml_attribute_flag(xml, "imap4rev1", caps->imap4rev1);
	xml_attribute_flag(xml, "imap4rev2", caps->imap4rev2);
	for (size_t i = 0; i < caps->item_count; i++)
		xml_element_octets(xml, "item", caps->items[i]);
	for (size_t i = 0; i < caps->mechanism_count; i++)
		xml_element(xml, "mechanism", caps->mechanisms[i]);
	if (caps->refused)
		xml_element_octets(xml, "refusal", caps->refusal);
	xml_close(xml);
}

static void write_octets(
	struct xml *xml, const char *kind, struct octets octets)
{
	if (!octets.length)
		return;
	xml_open(xml, "octets");
	xml_attribute(xml, "kind", kind);
	xml_attribute_number(xml, "length", (int64_t)octets.length);
	xml_octets(xml, octets);
	xml_close(xml);
}

static void write_alert(struct xml *xml, const struct alert *alert)
{
	xml_open(xml, "alert");
	xml_attribute(xml, "direction", alert->received ? "received" : "sent");
	xml_attribute(xml, "level", alert->fatal ? "fatal" : "warning");
	xml_attribute_number(xml, "code", alert->code);
	xml_attribute(xml, "name", alert_name(alert->code));
	xml_close(xml);
}

static void write_extensions(
	struct xml *xml, const struct certificate *certificate)
{
	if (certificate->version)
		xml_attribute_number(xml, "version", certificate->version);
	if (certificate->serial[0])
		xml_attribute(xml, "serial", certificate->serial);
	xml_attribute(xml, "curve", certificate->curve);
	xml_attribute_flag(xml, "ca", certificate->ca);
	if (certificate->ca && certificate->path_length >= 0)
		xml_attribute_number(
			xml, "path-length", certificate->path_length);
	xml_attribute(xml, "key-usage",
		spell_key_usage(xml->arena, certificate->key_usage));
	if (certificate->has_purposes)
		xml_attribute(xml, "purposes",
			certificate->for_servers ? "servers" : "others");
	xml_attribute_flag(xml, "ocsp-url", certificate->names_responder);
	xml_attribute_flag(xml, "must-staple", certificate->must_staple);
	xml_attribute_flag(xml, "scts", certificate->has_scts);
}

static void write_certificate(
	struct xml *xml, const struct certificate *certificate)
{
	xml_open(xml, "certificate");
	/* One version alone keeps the fingerprint, and no more. */
	if (!certificate->not_after) {
		xml_attribute(xml, "sha256", certificate->sha256);
		xml_close(xml);
		return;
	}
	xml_attribute_octets(xml, "subject", certificate->subject);
	xml_attribute_octets(xml, "issuer", certificate->issuer);
	if (certificate->common_name.length)
		xml_attribute_octets(
			xml, "common-name", certificate->common_name);
	xml_attribute_time(xml, "not-before", certificate->not_before);
	xml_attribute_time(xml, "not-after", certificate->not_after);
	xml_attribute(xml, "key", certificate->key);
	if (certificate->key_bits)
		xml_attribute_number(xml, "key-bits", certificate->key_bits);
	xml_attribute(xml, "signature", certificate->signature);
	if (certificate->sha256[0])
		xml_attribute(xml, "sha256", certificate->sha256);
	xml_attribute_bool(xml, "self-issued", certificate->self_issued);
	xml_attribute_flag(
		xml, "names-issuer-url", certificate->names_issuer_url);
	write_extensions(xml, certificate);
	for (size_t i = 0; i < certificate->name_count; i++) {
		const struct presented_name *name = &certificate->names[i];

		xml_open(xml, "name");
		xml_attribute(xml, "type", spell_name_type(name->type));
		xml_octets(xml, name->value);
		xml_close(xml);
	}
	xml_close(xml);
}

static void write_trust(struct xml *xml, const struct tls_facts *tls)
{
	if (tls->chain_count || tls->trust != TRUST_UNKNOWN) {
		xml_open(xml, "trust");
		xml_attribute(xml, "result", spell_trust(tls->trust));
		xml_attribute(xml, "flaws",
			spell_trust_flaws(xml->arena, tls->trust_flaws));
		xml_attribute_flag(xml, "dates-bad", tls->trust_dates_bad);
		if (tls->trust_detail)
			xml_text(xml, tls->trust_detail);
		xml_close(xml);
	}
	if (tls->ocsp != OCSP_NONE) {
		xml_open(xml, "ocsp");
		xml_attribute(xml, "result", spell_ocsp(tls->ocsp));
		if (tls->ocsp_this_update > 0)
			xml_attribute_time(
				xml, "this-update", tls->ocsp_this_update);
		if (tls->ocsp_next_update > 0)
			xml_attribute_time(
				xml, "next-update", tls->ocsp_next_update);
		xml_close(xml);
	}
}

static void write_tls_attributes(struct xml *xml, const struct tls_facts *tls)
{
	if (tls->server_hello && tls->version != TLS_NONE)
		xml_attribute(xml, "version", tls_version_name(tls->version));
	xml_attribute(xml, "cipher-suite", tls->cipher_suite);
	xml_attribute(xml, "group", tls->group);
	xml_attribute(xml, "signature", tls->signature);
	if (tls->server_hello) {
		xml_attribute_bool(xml, "extended-master-secret",
			tls->extended_master_secret);
		xml_attribute_bool(
			xml, "renegotiation-info", tls->renegotiation_info);
	}
	xml_attribute_flag(xml, "encrypt-then-mac", tls->encrypt_then_mac);
	if (tls->dh_bits)
		xml_attribute_number(xml, "dh-bits", tls->dh_bits);
	xml_attribute_flag(xml, "resumed", tls->resumed);
	xml_attribute_flag(xml, "tickets", tls->tickets);
	if (tls->max_early_data)
		xml_attribute_number(
			xml, "max-early-data", tls->max_early_data);
	if (tls->ticket_lifetime_s)
		xml_attribute_number(
			xml, "ticket-lifetime", tls->ticket_lifetime_s);
	xml_attribute_flag(xml, "session-offered", tls->session_offered);
	xml_attribute_flag(xml, "key-share", tls->key_share);
	if (tls->point_formats)
		xml_attribute_number(xml, "point-formats", tls->point_formats);
	if (tls->server_key[0])
		xml_attribute(xml, "server-key", tls->server_key);
	if (tls->alpn.length)
		xml_attribute_octets(xml, "alpn", tls->alpn);
	xml_attribute_bool(xml, "completed", tls->completed);
	xml_attribute_bool(xml, "confirmed", tls->confirmed);
	xml_attribute_flag(
		xml, "client-certificate-wanted", tls->wants_certificate);
	xml_attribute(xml, "library-error", tls->library_name);
	if (tls->library_error)
		xml_attribute_number(
			xml, "library-error-code", tls->library_error);
}

static void write_tls(struct xml *xml, const struct tls_facts *tls)
{
	if (!tls->started)
		return;
	xml_open(xml, "tls");
	write_tls_attributes(xml, tls);
	for (size_t i = 0; i < tls->alert_count; i++)
		write_alert(xml, &tls->alerts[i]);
	for (size_t i = 0; i < tls->chain_count; i++)
		write_certificate(xml, &tls->chain[i]);
	write_trust(xml, tls);
	xml_close(xml);
}

static void write_transcript(struct xml *xml, const struct probe_facts *facts)
{
	if (!xml->transcript || !facts->transcript_count)
		return;
	xml_open(xml, "transcript");
	for (size_t i = 0; i < facts->transcript_count; i++) {
		const struct transcript_line *line = &facts->transcript[i];

		xml_open(xml, "line");
		xml_attribute(xml, "from",
			line->from == 'C'   ? "client"
			: line->from == 'S' ? "server"
					    : "event");
		xml_attribute_ms(xml, "at-ms", line->at_us);
		xml_attribute_flag(xml, "inside-tls", line->inside_tls);
		xml_octets(xml, line->text);
		xml_close(xml);
	}
	xml_close(xml);
}

/* What a rule had said. */
static void write_act(struct xml *xml, const struct act_facts *act)
{
	if (!act->said)
		return;
	xml_open(xml, "act");
	xml_attribute(xml, "answer", answer_name(act->answer));
	if (act->code)
		xml_attribute_number(xml, "code", act->code);
	xml_octets(xml, act->reply);
	xml_close(xml);
}

/* What a follow-up asked, and how it differs from the other probes. */
static void write_question(struct xml *xml, const struct probe_facts *facts,
	const struct endpoint *endpoint)
{
	if (facts->question != QUESTION_NONE)
		xml_attribute(xml, "question", question_name(facts->question));
	if (facts->port && facts->port != endpoint->port)
		xml_attribute_number(xml, "port", facts->port);
	xml_attribute_flag(xml, "no-sni", facts->no_sni);
	xml_attribute_flag(xml, "small-hello", facts->small_hello);
	xml_attribute_flag(xml, "connect-only", facts->connect_only);
	xml_attribute_flag(xml, "full",
		facts->full && facts->purpose == PURPOSE_FOLLOW_UP);
	xml_attribute(xml, "reason", facts->reason);
	xml_attribute(xml, "offer", facts->offer);
}

static void write_attributes(struct xml *xml, const struct probe_facts *facts,
	const struct endpoint *endpoint)
{
	xml_attribute(xml, "purpose", purpose_name(facts->purpose));
	if (facts->tls_offered)
		xml_attribute(xml, "tls-offered",
			spell_versions(xml->arena, facts->tls_offered, " "));
	xml_attribute(xml, "outcome", outcome_name(facts->outcome));
	xml_attribute(xml, "stage", stage_name(facts->stage));
	if (facts->attempt < facts->attempt_count)
		xml_attribute(xml, "address",
			facts->attempts[facts->attempt].address);
	xml_attribute_whole_ms(xml, "duration-ms", facts->duration_us);
	xml_attribute_ms(xml, "started-ms", facts->started_us);
	if (facts->mode != endpoint->mode)
		xml_attribute(xml, "mode", mode_name(facts->mode));
	if (facts->status != ST_OK)
		xml_attribute(xml, "status", status_name(facts->status));
	write_errno(xml, facts->sys_errno);
	xml_attribute(xml, "detail", facts->detail);
	if (facts->reply_code)
		xml_attribute_number(xml, "reply-code", facts->reply_code);
	write_question(xml, facts, endpoint);
}

void xml_probe(struct xml *xml, const struct probe_facts *facts,
	const struct endpoint *endpoint)
{
	xml_open(xml, "probe");
	write_attributes(xml, facts, endpoint);
	for (size_t i = 0; i < facts->attempt_count; i++)
		write_attempt(xml, &facts->attempts[i]);
	write_stages(xml, facts);
	write_greeting(xml, &facts->greeting);
	write_capabilities(xml, "cleartext", &facts->cleartext);
	write_capabilities(xml, "tls", &facts->protected);
	if (facts->starttls_sent) {
		xml_open(xml, "starttls");
		xml_attribute_bool(xml, "agreed", facts->starttls_agreed);
		xml_close(xml);
	}
	write_octets(xml, "injected", facts->injected);
	write_octets(xml, "unexpected", facts->unexpected);
	write_tls(xml, &facts->tls);
	write_act(xml, &facts->act);
	if (facts->reply.length)
		xml_element_octets(xml, "reply", facts->reply);
	if (facts->peer_close != CLOSE_NOT_SEEN) {
		xml_open(xml, "close");
		xml_attribute(xml, "how", spell_peer_close(facts->peer_close));
		xml_close(xml);
	}
	write_transcript(xml, facts);
	xml_close(xml);
}
