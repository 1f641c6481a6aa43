/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What one connection saw, in the order in which a dialogue brings it. */
#include "model/record/rows.h"

#include "model/offer.h"

#include <string.h>

/* One address that was tried. */

#define OWNER struct attempt

static const char *attempt_result(
	const struct record_context *context, const void *object)
{
	const struct attempt *attempt = object;

	(void)context;
	if (attempt->connected)
		return "connected";
	if (attempt->overtaken)
		return "overtaken";
	return attempt->tried ? "failed" : "not-tried";
}

static bool read_result(
	struct record_context *context, void *object, const char *text)
{
	struct attempt *attempt = object;

	(void)context;
	attempt->connected = strcmp(text, "connected") == 0;
	attempt->overtaken = strcmp(text, "overtaken") == 0;
	attempt->tried = strcmp(text, "not-tried") != 0;
	return strcmp(text, attempt_result(context, attempt)) == 0;
}

/* Its status is that of one tried to its end. */
static bool attempt_failed(
	const struct record_context *context, const void *object)
{
	return strcmp(attempt_result(context, object), "failed") == 0;
}

static bool attempt_end(struct record_context *context, void *object)
{
	struct attempt *attempt = object;

	(void)context;
	attempt->ipv6 = strchr(attempt->address, ':') != NULL;
	return true;
}

static const struct record_value result_value = {.schema = "attempt-result"};

static const struct record_field attempt_fields[] = {
	{CHARS("address", chars, address), .required = true},
	{ATTRIBUTE("port", port, port), .required = true},
	{DERIVED("result", &result_value, attempt_result, read_result),
		.required = true},
	{ATTRIBUTE("status", status, status), .always = true,
		.when = attempt_failed},
	{ATTRIBUTE("errno", system_error, sys_errno)},
	{ATTRIBUTE("from-itself", flag, from_itself)},
	{ATTRIBUTE("started-ms", ms, started_us), RECORD_SEEN(tried)},
	{ATTRIBUTE("ended-ms", ms, ended_us), RECORD_SEEN(tried)},
};

static const struct record_type record_attempt = {
	RECORD_TYPE("attempt", attempt_fields),
	.end = attempt_end,
};
#undef OWNER

/* When a stage was left. */

struct stage_time {
	enum stage stage;
	int64_t until_us;
};
#define OWNER struct stage_time

static const struct record_field stage_fields[] = {
	{ATTRIBUTE("name", stage, stage), .required = true},
	{ATTRIBUTE("until-ms", ms, until_us), .required = true},
};

static const struct record_type record_stage_time = {
	RECORD_TYPE("stage-time", stage_fields),
};
#undef OWNER

static size_t count_stages(
	const struct record_context *context, const void *owner)
{
	(void)context;
	(void)owner;
	return STAGE_COUNT;
}

static const void *stage_item(const struct record_context *context,
	const void *owner, size_t i, void *room)
{
	const struct probe_facts *facts = owner;
	struct stage_time *item = room;

	(void)context;
	*item = (struct stage_time){(enum stage)i, facts->stage_us[i]};
	return item->until_us < 0 ? NULL : item;
}

static bool keep_stage(
	struct record_context *context, void *owner, void *object)
{
	struct probe_facts *facts = owner;
	const struct stage_time *item = object;

	if (facts->stage_us[item->stage] >= 0)
		return record_fail(context, "a stage stands twice");
	facts->stage_us[item->stage] = item->until_us;
	return true;
}

static const struct record_list stage_list = {
	.count = count_stages,
	.item = stage_item,
	.keep = keep_stage,
};

/* What the server said. */

#define OWNER struct greeting

static const struct record_field greeting_fields[] = {
	{ATTRIBUTE("complete", truth, seen), .required = true},
	{ATTRIBUTE("service", service, service), RECORD_SEEN(known_service),
		.always = true},
	{ATTRIBUTE("code", reply_code, code)},
	{ATTRIBUTE("preauth", flag, preauth)},
	{ATTRIBUTE("wait", flag, wait_seen)},
	{ATTRIBUTE("time", time, time_s), .label = "Server clock"},
	{CONTENT(octets, text)},
};

const struct record_type record_greeting = {
	RECORD_TYPE("greeting", greeting_fields),
};
#undef OWNER

#define OWNER struct capabilities

RECORD_GET(reply_kind, o->seen ? "positive" : o->refused ? "negative" : "none")

static bool read_reply_kind(
	struct record_context *context, void *object, const char *text)
{
	struct capabilities *caps = object;

	caps->seen = strcmp(text, "positive") == 0;
	caps->refused = strcmp(text, "negative") == 0;
	return strcmp(text, reply_kind(context, caps)) == 0;
}

static const struct record_value reply_value = {.schema = "capability-reply"};

static const struct record_field capabilities_fields[] = {
	{DERIVED("reply", &reply_value, reply_kind, read_reply_kind),
		.required = true},
	{ATTRIBUTE("announced", flag, announced)},
	{ATTRIBUTE("starttls", flag, starttls)},
	{ATTRIBUTE("masked", flag, masked)},
	{ATTRIBUTE("login-disabled", flag, login_disabled)},
	{ATTRIBUTE("user", flag, user)},
	{ATTRIBUTE("imap4rev1", flag, imap4rev1)},
	{ATTRIBUTE("imap4rev2", flag, imap4rev2)},
	{TEXTS("item", "items", octets, items, item_count), .always = true},
	{TEXTS("mechanism", "mechanisms", words, mechanisms, mechanism_count),
		.always = true},
	{TEXT("refusal", octets, refusal), RECORD_SEEN(refused),
		.always = true},
};

const struct record_type record_capabilities = {
	RECORD_TYPE("capabilities", capabilities_fields),
};
#undef OWNER

#define OWNER struct octets

static const char *octets_text(
	const struct record_context *context, const void *object)
{
	const struct record_field field = {.value = &record_octets};

	return record_octets.spell(&field, context->arena, object);
}

static bool read_octets_text(
	struct record_context *context, void *object, const char *text)
{
	const struct record_field field = {.value = &record_octets};

	return record_octets.read(context, &field, text, object);
}

static const struct record_field octets_fields[] = {
	{ATTRIBUTE("length", length, length), .required = true},
	{.name = "text",
		.form = RECORD_CONTENT,
		.value = &record_octets,
		.get = octets_text,
		.set = read_octets_text},
};

static const struct record_type record_stray_octets = {
	RECORD_TYPE("octets", octets_fields),
};
#undef OWNER

#define OWNER struct act_facts

static const struct record_field act_fields[] = {
	{ATTRIBUTE("answer", answer, answer), .required = true},
	{ATTRIBUTE("code", number, code)},
	{CONTENT(octets, reply)},
};

static const struct record_type record_act = {
	RECORD_TYPE("act", act_fields),
};
#undef OWNER

/* The transcript. */

#define OWNER struct transcript_line

RECORD_GET(speaker, o->from == 'C'   ? "client"
		    : o->from == 'S' ? "server"
				     : "event")

static bool read_speaker(
	struct record_context *context, void *object, const char *text)
{
	struct transcript_line *line = object;

	line->from = strcmp(text, "client") == 0   ? 'C'
		     : strcmp(text, "server") == 0 ? 'S'
						   : '-';
	return strcmp(text, speaker(context, line)) == 0;
}

static const struct record_value speaker_value = {.schema = "speaker"};

static const struct record_field line_fields[] = {
	{DERIVED("from", &speaker_value, speaker, read_speaker),
		.required = true},
	{ATTRIBUTE("at-ms", ms, at_us), .required = true},
	{ATTRIBUTE("inside-tls", flag, inside_tls)},
	{CONTENT(octets, text)},
};

static const struct record_type record_line = {
	RECORD_TYPE("line", line_fields),
};
#undef OWNER

/* The probe. */

#define OWNER struct probe_facts

static const struct record_field transcript_fields[] = {
	{LIST("line", "lines", record_line, transcript, transcript_count)},
};
static const struct record_type record_transcript = {
	RECORD_TYPE("transcript", transcript_fields),
};

static const struct record_field starttls_fields[] = {
	{ATTRIBUTE("agreed", truth, starttls_agreed), .required = true},
};
static const struct record_type record_starttls = {
	RECORD_TYPE("starttls", starttls_fields),
};

static const struct record_field close_fields[] = {
	{ATTRIBUTE("how", close, peer_close), .required = true},
};
static const struct record_type record_close_facts = {
	RECORD_TYPE("close", close_fields),
};

RECORD_GET(address_of,
	o->attempt < o->attempt_count ? o->attempts[o->attempt].address : NULL)

RECORD_GET(other_mode,
	o->mode != context->endpoint->mode ? mode_name(o->mode) : NULL)

static bool read_mode(
	struct record_context *context, void *object, const char *text)
{
	struct probe_facts *facts = object;

	(void)context;
	return mode_from_name(text, &facts->mode);
}

RECORD_WHEN(is_elsewhere, o->port != context->endpoint->port)

RECORD_WHEN(is_follow_up, o->purpose == PURPOSE_FOLLOW_UP)

RECORD_GET(offer_of, offer_table[o->offer].id)

/* Of one that this version does not know nothing can be told. */
static bool read_offer(
	struct record_context *context, void *object, const char *text)
{
	struct probe_facts *facts = object;

	(void)context;
	facts->offer = offer_find(text);
	return true;
}

static bool has_greeting(
	const struct record_context *context, const void *object)
{
	const struct greeting *greeting =
		&((const struct probe_facts *)object)->greeting;

	(void)context;
	return greeting->seen || greeting->text.length;
}

static bool has_capabilities(const struct capabilities *caps)
{
	return caps->seen || caps->refused || caps->announced;
}

RECORD_WHEN(has_cleartext, has_capabilities(&o->cleartext))

RECORD_WHEN(has_protected, has_capabilities(&o->protected))

RECORD_WHEN(has_signed_in, has_capabilities(&o->signed_in))

RECORD_WHEN(has_injected, o->injected.length > 0)

RECORD_WHEN(has_unexpected, o->unexpected.length > 0)

RECORD_WHEN(has_begun, o->begun.length > 0)

RECORD_WHEN(was_heard, o->heard_us >= 0)

RECORD_WHEN(has_close, o->peer_close != CLOSE_NOT_SEEN)

RECORD_WHEN(has_transcript, context->transcript && o->transcript_count > 0)

static const struct record_field probe_fields[] = {
	{ATTRIBUTE("purpose", purpose, purpose), .required = true},
	{ATTRIBUTE("tls-offered", versions, tls_offered)},
	{ATTRIBUTE("outcome", outcome, outcome), .required = true},
	{ATTRIBUTE("stage", stage, stage), .required = true},
	{DERIVED("address", &record_words, address_of, NULL)},
	{ATTRIBUTE("duration-ms", whole_ms, duration_us), .required = true},
	{ATTRIBUTE("started-ms", ms, started_us), .required = true},
	{ATTRIBUTE("heard-ms", ms, heard_us), .when = was_heard},
	{ATTRIBUTE("bare-lf", flag, bare_lf)},
	{ATTRIBUTE("nudged", flag, nudged)},
	{DERIVED("mode", &record_mode, other_mode, read_mode)},
	{ATTRIBUTE("status", status, status)},
	{ATTRIBUTE("errno", system_error, sys_errno)},
	{ATTRIBUTE("detail", words, detail)},
	{ATTRIBUTE("reply-code", reply_code, reply_code)},
	{ATTRIBUTE("question", question, question)},
	{ATTRIBUTE("port", port, port), .when = is_elsewhere, .label = "Port"},
	{ATTRIBUTE("no-sni", flag, no_sni), .label = "SNI",
		.phrase = "not sent"},
	{ATTRIBUTE("small-hello", flag, small_hello), .label = "Hello",
		.phrase = "minimal"},
	{ATTRIBUTE("by-hello", flag, by_hello), .label = "Asked",
		.phrase = "by a ClientHello only"},
	{ATTRIBUTE("connect-only", flag, connect_only), .label = "Asked",
		.phrase = "for a connection only"},
	{ATTRIBUTE("full", flag, full), .when = is_follow_up},
	{ATTRIBUTE("reason", words, reason)},
	{DERIVED("offer", &record_id, offer_of, read_offer)},
	{LIST("attempt", "attempts", record_attempt, attempts, attempt_count)},
	{ITEMS("stage", "stages", record_stage_time, stage_list)},
	{CHILD("greeting", record_greeting, greeting), .when = has_greeting},
	{CHILD("capabilities", record_capabilities, cleartext),
		.list = "capabilities", .tag = "when", .tag_value = "cleartext",
		.when = has_cleartext},
	{CHILD("capabilities", record_capabilities, protected),
		.list = "capabilities", .tag = "when", .tag_value = "tls",
		.when = has_protected},
	{CHILD("capabilities", record_capabilities, signed_in),
		.list = "capabilities", .tag = "when", .tag_value = "login",
		.when = has_signed_in},
	{PART("starttls", record_starttls), RECORD_SEEN(starttls_sent)},
	{CHILD("octets", record_stray_octets, injected), .list = "octets",
		.tag = "kind", .tag_value = "injected", .when = has_injected},
	{CHILD("octets", record_stray_octets, unexpected), .list = "octets",
		.tag = "kind", .tag_value = "unexpected",
		.when = has_unexpected},
	{CHILD("octets", record_stray_octets, begun), .list = "octets",
		.tag = "kind", .tag_value = "begun", .when = has_begun},
	{CHILD("tls", record_tls, tls), RECORD_SEEN(tls.started)},
	{CHILD("act", record_act, act), RECORD_SEEN(act.said)},
	{CHILD("login", record_login, login), RECORD_SEEN(login.asked)},
	{CHILD("mailbox", record_mailbox, mailbox), RECORD_SEEN(mailbox.asked)},
	{CHILD("send", record_send, send), RECORD_SEEN(send.asked)},
	{CHILD("trip", record_trip, trip), RECORD_SEEN(trip.asked)},
	{CHILD("option", record_option, option), RECORD_SEEN(option.asked)},
	{CHILD("access-token", record_token, token),
		RECORD_SEEN(token.looked_into)},
	{TEXT("reply", octets, reply)},
	{PART("close", record_close_facts), .when = has_close},
	{PART("transcript", record_transcript), .when = has_transcript},
};

static void probe_begin(struct record_context *context, void *object)
{
	struct probe_facts *facts = object;

	facts_probe_init(facts);
	facts->mode = context->endpoint->mode;
}

/* The address that connected is told by its attempt. */
static bool probe_end(struct record_context *context, void *object)
{
	struct probe_facts *facts = object;

	(void)context;
	facts->attempt = facts->attempt_count;
	for (size_t i = 0; i < facts->attempt_count; i++)
		if (facts->attempts[i].connected)
			facts->attempt = i;
	return true;
}

const struct record_type record_probe = {
	RECORD_TYPE("probe", probe_fields),
	.begin = probe_begin,
	.end = probe_end,
};
