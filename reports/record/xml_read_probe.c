/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Facts and settings of the report, read back. */
#include "reports/record/xml_read_parts.h"

#include "model/offer.h"

#include <stdio.h>
#include <string.h>

static int read_errno(struct xml_reader *r, const xmlNode *node)
{
	const char *name = node_attribute(r, node, "errno");
	int number = 0;

	if (name && !spell_errno_from(name, &number))
		read_fails(r, node, "errno cannot be read");
	return number;
}

static void read_attempt(
	struct xml_reader *r, const xmlNode *node, struct attempt *attempt)
{
	const char *address = node_attribute(r, node, "address");
	const char *result = node_attribute(r, node, "result");
	const char *status = node_attribute(r, node, "status");

	*attempt = (struct attempt){
		.port = (unsigned)node_number(node, "port"),
		.connected = strcmp(result, "connected") == 0,
		.overtaken = strcmp(result, "overtaken") == 0,
		.tried = strcmp(result, "not-tried") != 0,
		.sys_errno = read_errno(r, node),
		.started_us = node_us(node, "started-ms"),
		.ended_us = node_us(node, "ended-ms"),
	};
	snprintf(attempt->address, sizeof(attempt->address), "%s", address);
	attempt->ipv6 = strchr(address, ':') != NULL;
	if (status)
		status_from_name(status, &attempt->status);
}

static void read_attempts(
	struct xml_reader *r, const xmlNode *node, struct probe_facts *facts)
{
	size_t count = node_count(node, "attempt");

	facts->attempts =
		arena_alloc(r->arena, (count + 1) * sizeof(*facts->attempts));
	facts->attempt = count;
	for (const xmlNode *child = node_next(node->children, "attempt"); child;
		child = node_next(child->next, "attempt")) {
		struct attempt *attempt =
			&facts->attempts[facts->attempt_count];

		read_attempt(r, child, attempt);
		if (attempt->connected)
			facts->attempt = facts->attempt_count;
		facts->attempt_count++;
	}
}

static void read_stages(
	struct xml_reader *r, const xmlNode *node, struct probe_facts *facts)
{
	for (const xmlNode *child = node_next(node->children, "stage"); child;
		child = node_next(child->next, "stage")) {
		enum stage stage;

		if (stage_from_name(node_attribute(r, child, "name"), &stage))
			facts->stage_us[stage] = node_us(child, "until-ms");
	}
}

static void read_greeting(
	struct xml_reader *r, const xmlNode *node, struct greeting *greeting)
{
	const char *service;

	if (!node)
		return;
	service = node_attribute(r, node, "service");
	greeting->seen = node_flag(node, "complete");
	greeting->known_service =
		service && service_from_name(service, &greeting->service);
	greeting->code = (unsigned)node_number(node, "code");
	greeting->preauth = node_flag(node, "preauth");
	greeting->wait_seen = node_flag(node, "wait");
	greeting->time_s = node_time(r, node, "time");
	greeting->text = read_octets(r, node, node_text(r, node));
}

static void read_list(
	struct xml_reader *r, const xmlNode *node, struct capabilities *caps)
{
	const char *reply = node_attribute(r, node, "reply");
	size_t items = node_count(node, "item");
	size_t mechanisms = node_count(node, "mechanism");
	const xmlNode *child;

	*caps = (struct capabilities){
		.seen = strcmp(reply, "positive") == 0,
		.refused = strcmp(reply, "negative") == 0,
		.announced = node_flag(node, "announced"),
		.starttls = node_flag(node, "starttls"),
		.masked = node_flag(node, "masked"),
		.login_disabled = node_flag(node, "login-disabled"),
		.user = node_flag(node, "user"),
		.imap4rev1 = node_flag(node, "imap4rev1"),
		.imap4rev2 = node_flag(node, "imap4rev2"),
	};
	if (items)
		caps->items =
			arena_alloc(r->arena, items * sizeof(*caps->items));
	if (mechanisms)
		caps->mechanisms = arena_alloc(
			r->arena, mechanisms * sizeof(*caps->mechanisms));
	for (child = node_next(node->children, "item"); child;
		child = node_next(child->next, "item"))
		caps->items[caps->item_count++] =
			read_octets(r, child, node_text(r, child));
	for (child = node_next(node->children, "mechanism"); child;
		child = node_next(child->next, "mechanism"))
		caps->mechanisms[caps->mechanism_count++] = node_text(r, child);
	caps->refusal = read_octets(r, node, child_text(r, node, "refusal"));
}

static void read_capabilities(
	struct xml_reader *r, const xmlNode *node, struct probe_facts *facts)
{
	for (const xmlNode *child = node_next(node->children, "capabilities");
		child; child = node_next(child->next, "capabilities"))
		read_list(r, child,
			strcmp(node_attribute(r, child, "when"), "tls") == 0
				? &facts->protected
				: &facts->cleartext);
}

static void read_alerts(
	struct xml_reader *r, const xmlNode *node, struct tls_facts *tls)
{
	size_t count = node_count(node, "alert");

	if (count)
		tls->alerts =
			arena_alloc(r->arena, count * sizeof(*tls->alerts));
	for (const xmlNode *child = node_next(node->children, "alert"); child;
		child = node_next(child->next, "alert"))
		tls->alerts[tls->alert_count++] = (struct alert){
			.received =
				strcmp(node_attribute(r, child, "direction"),
					"received") == 0,
			.fatal = strcmp(node_attribute(r, child, "level"),
					 "fatal") == 0,
			.code = (unsigned)node_number(child, "code"),
		};
}

static void read_names(struct xml_reader *r, const xmlNode *node,
	struct certificate *certificate)
{
	size_t count = node_count(node, "name");

	if (count)
		certificate->names = arena_alloc(
			r->arena, count * sizeof(*certificate->names));
	for (const xmlNode *child = node_next(node->children, "name"); child;
		child = node_next(child->next, "name")) {
		struct presented_name *name =
			&certificate->names[certificate->name_count++];

		*name = (struct presented_name){
			.value = read_octets(r, child, node_text(r, child))};
		name_type_from_name(
			node_attribute(r, child, "type"), &name->type);
	}
}

static void read_extensions(struct xml_reader *r, const xmlNode *node,
	struct certificate *certificate)
{
	const char *serial = node_attribute(r, node, "serial");
	const char *usage = node_attribute(r, node, "key-usage");
	const char *purposes = node_attribute(r, node, "purposes");

	certificate->version = (unsigned)node_number(node, "version");
	if (serial)
		snprintf(certificate->serial, sizeof(certificate->serial), "%s",
			serial);
	certificate->curve = node_attribute(r, node, "curve");
	certificate->ca = node_flag(node, "ca");
	certificate->path_length = -1;
	if (node_attribute(r, node, "path-length"))
		certificate->path_length =
			(int)node_number(node, "path-length");
	if (usage && !spell_key_usage_from(usage, &certificate->key_usage))
		read_fails(r, node, "key-usage cannot be read");
	certificate->has_purposes = purposes != NULL;
	certificate->for_servers = purposes && strcmp(purposes, "servers") == 0;
	certificate->names_responder = node_flag(node, "ocsp-url");
	certificate->must_staple = node_flag(node, "must-staple");
	certificate->has_scts = node_flag(node, "scts");
}

static void read_digest(struct xml_reader *r, const xmlNode *node,
	const char *name, char ret_digest[65])
{
	const char *digest = node_attribute(r, node, name);

	if (digest)
		snprintf(ret_digest, 65, "%s", digest);
}

static void read_certificate(struct xml_reader *r, const xmlNode *node,
	struct certificate *certificate)
{
	*certificate = (struct certificate){.path_length = -1};
	read_digest(r, node, "sha256", certificate->sha256);
	certificate->not_after = node_time(r, node, "not-after");
	if (!certificate->not_after)
		return;
	certificate->subject =
		read_octets(r, node, node_attribute(r, node, "subject"));
	certificate->issuer =
		read_octets(r, node, node_attribute(r, node, "issuer"));
	certificate->common_name =
		read_octets(r, node, node_attribute(r, node, "common-name"));
	certificate->not_before = node_time(r, node, "not-before");
	certificate->key = node_attribute(r, node, "key");
	certificate->key_bits = (unsigned)node_number(node, "key-bits");
	certificate->signature = node_attribute(r, node, "signature");
	certificate->self_issued = node_flag(node, "self-issued");
	certificate->names_issuer_url = node_flag(node, "names-issuer-url");
	read_extensions(r, node, certificate);
	read_names(r, node, certificate);
}

static void read_trust(
	struct xml_reader *r, const xmlNode *node, struct tls_facts *tls)
{
	const xmlNode *trust = node_next(node->children, "trust");
	const xmlNode *ocsp = node_next(node->children, "ocsp");

	if (trust) {
		const char *flaws = node_attribute(r, trust, "flaws");
		const char *detail = node_text(r, trust);

		trust_from_name(
			node_attribute(r, trust, "result"), &tls->trust);
		if (flaws && !spell_trust_flaws_from(flaws, &tls->trust_flaws))
			read_fails(r, trust, "flaws cannot be read");
		tls->trust_dates_bad = node_flag(trust, "dates-bad");
		tls->trust_detail = detail && *detail ? detail : NULL;
	}
	if (ocsp) {
		ocsp_from_name(node_attribute(r, ocsp, "result"), &tls->ocsp);
		tls->ocsp_this_update = node_time(r, ocsp, "this-update");
		tls->ocsp_next_update = node_time(r, ocsp, "next-update");
	}
}

static void read_tls_attributes(
	struct xml_reader *r, const xmlNode *node, struct tls_facts *tls)
{
	const char *version = node_attribute(r, node, "version");

	tls->started = true;
	tls->version = TLS_NONE;
	/* Only a ServerHello tells of these. */
	tls->server_hello =
		node_attribute(r, node, "extended-master-secret") != NULL;
	if (version)
		tls_version_from_name(version, &tls->version);
	tls->cipher_suite = node_attribute(r, node, "cipher-suite");
	tls->group = node_attribute(r, node, "group");
	tls->signature = node_attribute(r, node, "signature");
	tls->extended_master_secret = node_flag(node, "extended-master-secret");
	tls->renegotiation_info = node_flag(node, "renegotiation-info");
	tls->encrypt_then_mac = node_flag(node, "encrypt-then-mac");
	tls->dh_bits = (unsigned)node_number(node, "dh-bits");
	tls->resumed = node_flag(node, "resumed");
	tls->tickets = node_flag(node, "tickets");
	tls->max_early_data = (unsigned)node_number(node, "max-early-data");
	tls->ticket_lifetime_s = (unsigned)node_number(node, "ticket-lifetime");
	tls->session_offered = node_flag(node, "session-offered");
	tls->key_share = node_flag(node, "key-share");
	tls->point_formats = (unsigned)node_number(node, "point-formats");
	read_digest(r, node, "server-key", tls->server_key);
	tls->alpn = read_octets(r, node, node_attribute(r, node, "alpn"));
	tls->completed = node_flag(node, "completed");
	tls->confirmed = node_flag(node, "confirmed");
	tls->wants_certificate = node_flag(node, "client-certificate-wanted");
	tls->library_name = node_attribute(r, node, "library-error");
	tls->library_error = (int)node_number(node, "library-error-code");
}

static void read_tls(
	struct xml_reader *r, const xmlNode *node, struct tls_facts *tls)
{
	size_t count;

	if (!node)
		return;
	read_tls_attributes(r, node, tls);
	read_alerts(r, node, tls);
	count = node_count(node, "certificate");
	if (count)
		tls->chain = arena_alloc(r->arena, count * sizeof(*tls->chain));
	for (const xmlNode *child = node_next(node->children, "certificate");
		child; child = node_next(child->next, "certificate"))
		read_certificate(r, child, &tls->chain[tls->chain_count++]);
	read_trust(r, node, tls);
}

static void read_act(
	struct xml_reader *r, const xmlNode *node, struct act_facts *act)
{
	if (!node)
		return;
	act->said = true;
	answer_from_name(node_attribute(r, node, "answer"), &act->answer);
	act->code = (unsigned)node_number(node, "code");
	act->reply = read_octets(r, node, node_text(r, node));
}

static void read_transcript(
	struct xml_reader *r, const xmlNode *node, struct probe_facts *facts)
{
	size_t count;

	if (!node)
		return;
	count = node_count(node, "line");
	facts->transcript =
		arena_alloc(r->arena, (count + 1) * sizeof(*facts->transcript));
	for (const xmlNode *child = node_next(node->children, "line"); child;
		child = node_next(child->next, "line")) {
		const char *from = node_attribute(r, child, "from");

		facts->transcript[facts->transcript_count++] =
			(struct transcript_line){
				.from = strcmp(from, "client") == 0   ? 'C'
					: strcmp(from, "server") == 0 ? 'S'
								      : '-',
				.at_us = node_us(child, "at-ms"),
				.inside_tls = node_flag(child, "inside-tls"),
				.text = read_octets(
					r, child, node_text(r, child)),
			};
	}
}

static void read_stray_octets(
	struct xml_reader *r, const xmlNode *node, struct probe_facts *facts)
{
	for (const xmlNode *child = node_next(node->children, "octets"); child;
		child = node_next(child->next, "octets")) {
		struct octets octets =
			read_octets(r, child, node_text(r, child));

		if (strcmp(node_attribute(r, child, "kind"), "injected") == 0)
			facts->injected = octets;
		else
			facts->unexpected = octets;
	}
}

static enum offer_id read_offer(struct xml_reader *r, const xmlNode *node)
{
	const char *id = node_attribute(r, node, "offer");

	return id ? offer_find(id) : OFFER_NONE;
}

static void read_attributes(struct xml_reader *r, const xmlNode *node,
	const struct endpoint *endpoint, struct probe_facts *facts)
{
	const char *offered = node_attribute(r, node, "tls-offered");
	const char *mode = node_attribute(r, node, "mode");
	const char *status = node_attribute(r, node, "status");
	const char *question = node_attribute(r, node, "question");

	purpose_from_name(node_attribute(r, node, "purpose"), &facts->purpose);
	outcome_from_name(node_attribute(r, node, "outcome"), &facts->outcome);
	stage_from_name(node_attribute(r, node, "stage"), &facts->stage);
	if (offered && !spell_versions_from(offered, &facts->tls_offered))
		read_fails(r, node, "tls-offered cannot be read");
	facts->duration_us = node_number(node, "duration-ms") * 1000;
	facts->started_us = node_us(node, "started-ms");
	facts->mode = endpoint->mode;
	if (mode)
		mode_from_name(mode, &facts->mode);
	facts->status = ST_OK;
	if (status)
		status_from_name(status, &facts->status);
	facts->sys_errno = read_errno(r, node);
	facts->detail = node_attribute(r, node, "detail");
	facts->reply_code = (unsigned)node_number(node, "reply-code");
	if (question)
		question_from_name(question, &facts->question);
	facts->port = (unsigned)node_number(node, "port");
	facts->no_sni = node_flag(node, "no-sni");
	facts->small_hello = node_flag(node, "small-hello");
	facts->connect_only = node_flag(node, "connect-only");
	facts->full = node_flag(node, "full");
	facts->reason = node_attribute(r, node, "reason");
	facts->offer = read_offer(r, node);
}

void read_probe(struct xml_reader *r, const xmlNode *node,
	const struct endpoint *endpoint, struct probe_facts *facts)
{
	const xmlNode *starttls = node_next(node->children, "starttls");
	const xmlNode *closed = node_next(node->children, "close");
	const xmlNode *reply = node_next(node->children, "reply");

	read_attributes(r, node, endpoint, facts);
	read_attempts(r, node, facts);
	read_stages(r, node, facts);
	read_greeting(
		r, node_next(node->children, "greeting"), &facts->greeting);
	read_capabilities(r, node, facts);
	facts->starttls_sent = starttls != NULL;
	facts->starttls_agreed = starttls && node_flag(starttls, "agreed");
	read_stray_octets(r, node, facts);
	read_tls(r, node_next(node->children, "tls"), &facts->tls);
	read_act(r, node_next(node->children, "act"), &facts->act);
	if (reply)
		facts->reply = read_octets(r, reply, node_text(r, reply));
	if (closed)
		peer_close_from_name(
			node_attribute(r, closed, "how"), &facts->peer_close);
	read_transcript(r, node_next(node->children, "transcript"), facts);
}

/* Settings. */

static void read_demand(struct xml_reader *r, const xmlNode *node,
	enum demand *ret_demand, enum severity *ret_severity)
{
	const char *demand = node_attribute(r, node, "demand");
	const char *severity = node_attribute(r, node, "severity");

	if (demand)
		demand_from_name(demand, ret_demand);
	if (severity)
		severity_from_name(severity, ret_severity);
}

static void read_expected_tls(struct xml_reader *r, const xmlNode *node,
	struct expectation *expectation)
{
	for (const xmlNode *child = node_next(node->children, "tls"); child;
		child = node_next(child->next, "tls")) {
		enum tls_version version;
		struct tls_expectation *tls;

		if (!tls_version_from_name(
			    node_attribute(r, child, "version"), &version))
			continue;
		tls = &expectation->tls[version];
		read_demand(r, child, &tls->demand, &tls->severity);
		tls->note = node_attribute(r, child, "note");
	}
}

static void read_expected_mechanisms(struct xml_reader *r, const xmlNode *node,
	struct expectation *expectation)
{
	size_t count = node_count(node, "mechanism");
	struct mechanism_expectation *row =
		arena_alloc(r->arena, (count + 1) * sizeof(*row));

	expectation->mechanisms = row;
	expectation->mechanism_count = count;
	for (const xmlNode *child = node_next(node->children, "mechanism");
		child; child = node_next(child->next, "mechanism"), row++) {
		*row = (struct mechanism_expectation){
			.mechanism = node_attribute(r, child, "name")};
		read_demand(r, child, &row->demand, &row->severity);
	}
}

static void read_expected_capabilities(struct xml_reader *r,
	const xmlNode *node, struct expectation *expectation)
{
	size_t count = node_count(node, "capability");
	struct capability_expectation *row =
		arena_alloc(r->arena, (count + 1) * sizeof(*row));

	expectation->capabilities = row;
	expectation->capability_count = count;
	for (const xmlNode *child = node_next(node->children, "capability");
		child; child = node_next(child->next, "capability"), row++) {
		*row = (struct capability_expectation){
			.capability = node_attribute(r, child, "name")};
		read_demand(r, child, &row->demand, &row->severity);
	}
}

static void read_expected_greetings(struct xml_reader *r, const xmlNode *node,
	struct expectation *expectation)
{
	size_t count = node_count(node, "greeting");
	struct greeting_expectation *row =
		arena_alloc(r->arena, (count + 1) * sizeof(*row));

	expectation->greetings = row;
	expectation->greeting_count = count;
	for (const xmlNode *child = node_next(node->children, "greeting");
		child; child = node_next(child->next, "greeting"))
		(row++)->pattern = node_attribute(r, child, "pattern");
}

void read_expectation(struct xml_reader *r, const xmlNode *node,
	struct expectation *expectation)
{
	const char *least;

	expectation->tls_at_least = TLS_NONE;
	if (!node)
		return;
	least = node_attribute(r, node, "tls-at-least");
	if (least)
		tls_version_from_name(least, &expectation->tls_at_least);
	expectation->product = node_attribute(r, node, "product");
	read_expected_tls(r, node, expectation);
	read_expected_mechanisms(r, node, expectation);
	read_expected_capabilities(r, node, expectation);
	read_expected_greetings(r, node, expectation);
}

static void read_remarks(
	struct xml_reader *r, const xmlNode *node, struct matrix_entry *entry)
{
	size_t count = node_count(node, "remark");
	struct remark *remark;

	if (!count)
		return;
	remark = arena_alloc(r->arena, count * sizeof(*remark));
	entry->remarks = remark;
	entry->remark_count = count;
	for (const xmlNode *child = node_next(node->children, "remark"); child;
		child = node_next(child->next, "remark"), remark++) {
		*remark = (struct remark){
			.line = (unsigned)node_number(child, "line"),
			.said = node_attribute(r, child, "said"),
			.taken = node_attribute(r, child, "taken"),
		};
		remark_kind_from_name(
			node_attribute(r, child, "kind"), &remark->kind);
	}
}

static void read_documented(
	struct xml_reader *r, const xmlNode *node, struct matrix_entry *entry)
{
	struct documented *documented;
	struct endpoint *endpoint;

	if (!node)
		return;
	documented = arena_alloc(r->arena, sizeof(*documented));
	*documented = (struct documented){
		.profile = node_attribute(r, node, "profile"),
		.title = node_attribute(r, node, "title"),
		.endpoint_count = node_count(node, "endpoint"),
	};
	endpoint = arena_alloc(
		r->arena, (documented->endpoint_count + 1) * sizeof(*endpoint));
	documented->endpoints = endpoint;
	for (const xmlNode *child = node_next(node->children, "endpoint");
		child; child = node_next(child->next, "endpoint"), endpoint++) {
		*endpoint = (struct endpoint){
			.service = entry->endpoint.service,
			.host = node_attribute(r, child, "host"),
			.port = (unsigned)node_number(child, "port"),
		};
		mode_from_name(
			node_attribute(r, child, "mode"), &endpoint->mode);
	}
	entry->documented = documented;
}

static void read_authentications(
	struct xml_reader *r, const xmlNode *node, struct account *account)
{
	const char *list = node_attribute(r, node, "authentication");
	char *rest = list ? arena_strdup(r->arena, list) : NULL;
	const char **words = NULL;

	while (rest) {
		words = arena_grow(r->arena, words,
			account->authentication_count, sizeof(*words));
		words[account->authentication_count++] = strsep(&rest, " ");
	}
	account->authentications = words;
}

void read_settings(
	struct xml_reader *r, const xmlNode *node, struct matrix_entry *entry)
{
	entry->origin = (struct origin){
		.place = node_attribute(r, node, "place"),
		.line = (unsigned)node_number(node, "line"),
		.said = node_attribute(r, node, "said"),
	};
	entry->account.label = node_attribute(r, node, "account");
	entry->account.user_name = node_attribute(r, node, "user-name");
	read_authentications(r, node, &entry->account);
	read_remarks(r, node, entry);
	read_documented(r, node_next(node->children, "documented"), entry);
}
