/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How somebody signs in, one row for each way in which a server can behave. The
 * mechanisms are played: what counts is which is chosen, with which binding,
 * and what goes over the wire. */

#include "tests/unit/unit.h"

#include "model/login/blot.h"
#include "model/memory.h"
#include "model/text/escape.h"
#include "probes/login/login.h"
#include "probes/probe.h"
#include "tests/unit/script.h"

#include <stdlib.h>
#include <string.h>

#define PASSWORD "p\" \\"

struct row {
	const char *name;
	enum service service;
	const char *password; /* NULL: that above */
	bool token;           /* in place of a password */
	bool unbound;         /* without the extended master secret */
	const char *mechanism;
	const char *settings;
	const char *script;
	const char *want;
};

#define GREETING "S: * OK ready\n"
#define CYRUS "S: * OK mail Cyrus IMAP 3.6.1 server ready\n"
#define LIST(more)                                                             \
	"C: a1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 " more "\nS: a1 OK\n"
#define SCRAMS                                                                 \
	LIST("SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS")
#define LOOK                                                                   \
	"C: a3 CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: a3 OK\n"              \
	"C: a4 EXAMINE INBOX\nS: * 3 EXISTS\nS: a4 OK\n"                       \
	"C: a5 LOGOUT\nS: * BYE\nS: a5 OK\n"
#define LOGOUT "C: a3 LOGOUT\nS: * BYE\nS: a3 OK\n"
#define LOGOUT6 "C: a6 LOGOUT\nS: * BYE\nS: a6 OK\n"
#define INTRODUCED                                                             \
	"C: a3 ID (\"name\" \"mailsonde\")\nC: a4 NAMESPACE\n"                 \
	"C: a5 EXAMINE INBOX\n"                                                \
	"S: * ID NIL\nS: a3 OK\nS: * NAMESPACE NIL NIL NIL\nS: a4 OK\n"
#define EXPORTER "ZXhwb3J0ZXI=" /* what the played mechanisms say first */
#define UNIQUE "dW5pcXVl"
#define NONE "bm9uZQ=="
#define PROOF "cHJvb2Y="
#define SALT "c2FsdA=="
#define PROVEN "dj1vaw=="
#define UNPROVEN "dj1iYWQ="
#define POP3_IN                                                                \
	"-- TLS\nS: +OK\nC: CAPA\nS: +OK\nS: SASL PLAIN\nS: .\n"               \
	"C: AUTH PLAIN\nS: + \nC: " NONE "\nS: +OK in\n"
#define AUTH(mechanism) "C: a2 AUTHENTICATE " mechanism "\n"

static const struct row rows[] = {
#include "tests/unit/probes/login_rows.inc"
};

/* The played mechanisms. */
struct sasl_exchange {
	struct octets first;
	bool two_sided; /* the server proves something, too */
	bool said, proven;
};

static bool play_can(const char *mechanism)
{
	return strcmp(mechanism, "GSSAPI") != 0;
}

/* As SASLprep does with a no-break space. */
static bool play_keeps(const struct secret *password)
{
	struct octets octets = secret_octets(password);

	return !memmem(octets.data, octets.length, "\302\240", 2);
}

static struct octets words(const char *text)
{
	return (struct octets){(const unsigned char *)text, strlen(text)};
}

static struct sasl_exchange *play_begin(
	const char *mechanism, const struct sasl_account *account)
{
	struct sasl_exchange *exchange = memory_calloc(1, sizeof(*exchange));

	assert_false(account->exporter.length && account->unique.length);
	exchange->first = words("none");
	exchange->two_sided = strncmp(mechanism, "SCRAM-", 6) == 0;
	if (strstr(mechanism, "-PLUS"))
		exchange->first = account->exporter.length ? account->exporter
							   : account->unique;
	return exchange;
}

static bool equals(struct octets text, const char *other)
{
	return text.length == strlen(other) &&
	       memcmp(text.data, other, text.length) == 0;
}

static struct secret *say(struct octets text)
{
	struct secret *secret = secret_new(text.length + 1);

	secret_add(secret, text.data, text.length);
	return secret;
}

static enum sasl_state play_step(struct sasl_exchange *exchange,
	struct octets challenge, struct secret **ret_response)
{
	if (!exchange->said) {
		exchange->said = true;
		*ret_response = say(exchange->first);
		return exchange->two_sided ? SASL_MORE : SASL_DONE;
	}
	if (equals(challenge, "salt")) {
		*ret_response = say(words("proof"));
		return SASL_MORE;
	}
	return equals(challenge, "v=ok") ? SASL_DONE : SASL_FAILED;
}

static void play_end(struct sasl_exchange *exchange)
{
	free(exchange);
}

static const struct sasl_ops played = {
	.can = play_can,
	.keeps = play_keeps,
	.begin = play_begin,
	.step = play_step,
	.end = play_end,
};

/* Both types can be had, whatever the version: which is asked for counts. */
static struct octets bind_both(struct wire *wire, enum wire_binding kind)
{
	(void)wire;
	return words(kind == BIND_EXPORTER ? "exporter" : "unique");
}

static struct octets bind_nothing(struct wire *wire, enum wire_binding kind)
{
	(void)wire;
	(void)kind;
	return (struct octets){0};
}

static enum login_held judge(
	const void *context, const struct probe_facts *facts)
{
	(void)context;
	return facts->tls.completed ? LOGIN_NOT_HELD : LOGIN_HELD_CLEARTEXT;
}

static const char *quote(
	struct arena *arena, const char *label, struct octets text)
{
	return text.length ? arena_printf(arena, "%s'%s'", label,
				     escape_octets(arena, text))
			   : "";
}

/* What the facts say of a maildrop. */
static const char *describe_drop(const struct probe_facts *facts)
{
	const struct mailbox_facts *mailbox = &facts->mailbox;

	return arena_printf(facts->arena, "%s%s%s",
		mailbox->answer == ANSWER_POSITIVE ? " opened" : "",
		mailbox->uidl ? " uidl" : "",
		quote(facts->arena, " ", mailbox->uidl_reply));
}

/* What the facts say of the login. */
static const char *describe(
	const struct row *row, const struct probe_facts *facts)
{
	const struct login_facts *login = &facts->login;
	struct arena *arena = facts->arena;
	struct octets detail = words(facts->detail ? facts->detail : "");
	struct octets reply = login->answer == ANSWER_NEGATIVE
				      ? login->reply
				      : (struct octets){0};

	return arena_printf(arena, "%s%s%s%s %s%s%s%s%s%s%s%s",
		login->mechanism ? login->mechanism : "-",
		login->held ? " held " : "",
		login->held ? login_held_name(login->held) : "",
		login->sent ? " sent" : "", answer_name(login->answer),
		quote(arena, " ", reply),
		quote(arena, " reason ", login->reason),
		quote(arena, " detail ", detail),
		facts->send.answer == ANSWER_NEGATIVE
			? arena_printf(arena, " sender %u", facts->send.code)
			: "",
		facts->mailbox.id ? " id " : "",
		facts->mailbox.id ? answer_name(facts->mailbox.id) : "",
		row->service == SERVICE_POP3 ? describe_drop(facts) : "");
}

static struct login_request request_of(
	const struct row *row, const struct secret *secret)
{
	return (struct login_request){
		.account = {.user = "jo@example.test",
			.password = row->token ? NULL : secret,
			.token = row->token ? secret : NULL,
			.host = "mail.example.test",
			.port = 993},
		.address = "jo@example.test",
		.sasl = &played,
		.mechanism = row->mechanism,
		.authentications = &row->settings,
		.authentication_count = row->settings ? 1 : 0,
		.judge = judge,
	};
}

static struct secret *secret_of(const struct row *row)
{
	if (row->token)
		return say(words("tok"));
	return say(words(row->password ? row->password : PASSWORD));
}

static void play(const struct row *row, enum cut cut)
{
	struct probe_facts *facts = probe_facts_new();
	struct secret *secret = secret_of(row);
	struct login_request request = request_of(row, secret);
	struct script *script = script_new(row->script, cut, 0, facts);
	struct wire *wire = script_wire(script);
	struct wire_ops ops = *wire->ops;
	const char *got;

	ops.bind = row->unbound ? bind_nothing : bind_both;
	wire->ops = &ops;
	facts->purpose = PURPOSE_LOGIN;
	facts->mode = MODE_IMPLICIT;
	facts->tls_offered = TLS_PROBED;
	probe_speak_login(wire, row->service, true, &request);
	got = describe(row, facts);
	if (script_problem(script))
		fail_msg("%s (cut %d): %s\n%s", row->name, (int)cut,
			script_problem(script), got);
	if (strcmp(got, row->want) != 0)
		fail_msg("%s (cut %d): got\n%s\nwanted\n%s", row->name,
			(int)cut, got, row->want);
	script_free(script);
	secret_free(secret);
	probe_facts_free(facts);
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		play(&rows[i], CUT_LINES);
		play(&rows[i], CUT_WHOLE);
		play(&rows[i], CUT_EACH);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
