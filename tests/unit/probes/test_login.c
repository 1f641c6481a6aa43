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
	{
		.name = "the strongest, bound as TLS 1.3 binds",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" GREETING SCRAMS AUTH(
			"SCRAM-SHA-256-PLUS " EXPORTER) "S: + " SALT
							"\nC: " PROOF
							"\nS: + " PROVEN
							"\nC: \n"
							"S: a2 OK\n" LOOK,
		.want = "SCRAM-SHA-256-PLUS sent positive",
	},
	{
		.name = "bound as TLS 1.2 binds",
		.service = SERVICE_IMAP,
		.script = "-- TLS 1.2\n" GREETING SCRAMS AUTH(
			"SCRAM-SHA-256-PLUS " UNIQUE) "S: a2 NO\n" LOGOUT,
		.want = "SCRAM-SHA-256-PLUS sent negative 'a2 NO'",
	},
	{
		.name = "nothing to bind to",
		.service = SERVICE_IMAP,
		.unbound = true,
		.script = "-- TLS 1.2\n" GREETING SCRAMS AUTH(
			"SCRAM-SHA-256 " NONE) "S: a2 NO\n" LOGOUT,
		.want = "SCRAM-SHA-256 sent negative 'a2 NO'",
	},
	{
		.name = "Cyrus in TLS 1.3 binds as no client does",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" CYRUS SCRAMS AUTH(
			"SCRAM-SHA-256 " NONE) "S: a2 NO\n" LOGOUT,
		.want = "SCRAM-SHA-256 sent negative 'a2 NO'",
	},
	{
		.name = "Cyrus in TLS 1.2",
		.service = SERVICE_IMAP,
		.script = "-- TLS 1.2\n" CYRUS SCRAMS AUTH(
			"SCRAM-SHA-256-PLUS " UNIQUE) "S: a2 NO\n" LOGOUT,
		.want = "SCRAM-SHA-256-PLUS sent negative 'a2 NO'",
	},
	{
		.name = "Cyrus, and the user insists",
		.service = SERVICE_IMAP,
		.mechanism = "scram-sha-256-plus",
		.script = "-- TLS\n" CYRUS SCRAMS AUTH(
			"SCRAM-SHA-256-PLUS " EXPORTER) "S: a2 NO\n" LOGOUT,
		.want = "SCRAM-SHA-256-PLUS sent negative 'a2 NO'",
	},
	{
		.name = "what the settings allow",
		.service = SERVICE_IMAP,
		.settings = "password-cleartext",
		.script = "-- TLS\n" GREETING SCRAMS AUTH(
			"PLAIN " NONE) "S: a2 NO\n" LOGOUT,
		.want = "PLAIN sent negative 'a2 NO'",
	},
	{
		.name = "the settings name nothing that is offered",
		.service = SERVICE_IMAP,
		.settings = "GSSAPI",
		.script = "-- TLS\n" GREETING LIST("SASL-IR AUTH=PLAIN")
			AUTH("PLAIN " NONE) "S: a2 NO\n" LOGOUT,
		.want = "PLAIN sent negative 'a2 NO'",
	},
	{
		.name = "NTLM only where it is named",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" GREETING LIST(
			"LOGINDISABLED AUTH=NTLM") "C: a2 LOGOUT\nS: * BYE\nS: "
						   "a2 OK\n",
		.want = "- held mechanism none",
	},
	{
		.name = "NTLM by its name",
		.service = SERVICE_IMAP,
		.mechanism = "NTLM",
		.script = "-- TLS\n" GREETING LIST("LOGINDISABLED AUTH=NTLM")
			AUTH("NTLM") "S: + \nC: " NONE "\nS: a2 NO no\n" LOGOUT,
		.want = "NTLM sent negative 'a2 NO no'",
	},
	{
		.name = "a password that SASLprep changes",
		.service = SERVICE_IMAP,
		.password = "a\302\240b",
		.script = "-- TLS\n" GREETING SCRAMS AUTH(
			"PLAIN " NONE) "S: a2 NO\n" LOGOUT,
		.want = "PLAIN sent negative 'a2 NO'",
	},
	{
		.name = "nothing else takes it",
		.service = SERVICE_IMAP,
		.password = "a\302\240b",
		.script = "-- TLS\n" GREETING LIST("AUTH=SCRAM-SHA-1 "
						   "LOGINDISABLED")
			AUTH("SCRAM-SHA-1") "S: +\nC: " NONE
					    "\nS: a2 NO\n" LOGOUT,
		.want = "SCRAM-SHA-1 sent negative 'a2 NO'",
	},
	{
		.name = "and the method does not, either",
		.service = SERVICE_IMAP,
		.password = "a\302\240b",
		.script = "-- TLS\n" GREETING LIST("AUTH=SCRAM-SHA-1 "
						   "LOGINDISABLED")
			AUTH("SCRAM-SHA-1") "S: +\nC: " NONE "\nS: + " UNPROVEN
					    "\nC: *\nS: a2 BAD\n",
		.want = "SCRAM-SHA-1 sent none detail 'the login method does "
			"not take such characters in a password'",
	},
	{
		.name = "without SASL-IR",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" GREETING LIST("AUTH=SCRAM-SHA-1")
			AUTH("SCRAM-SHA-1") "S: +\nC: " NONE "\nS: + " SALT
					    "\nC: " PROOF "\nS: + " PROVEN
					    "\nC: \nS: a2 OK\n" LOOK,
		.want = "SCRAM-SHA-1 sent positive",
	},
	{
		.name = "a server that does not know the password",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" GREETING SCRAMS AUTH(
			"SCRAM-SHA-256-PLUS " EXPORTER) "S: + " UNPROVEN
							"\nC: *\n"
							"S: a2 BAD "
							"cancelled\n",
		.want = "SCRAM-SHA-256-PLUS sent none detail 'the server's "
			"login data could not be answered'",
	},
	{
		.name = "a server that lets in without a proof",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" GREETING SCRAMS AUTH(
			"SCRAM-SHA-256-PLUS " EXPORTER) "S: + " SALT
							"\nC: " PROOF
							"\nS: a2 OK\n" LOOK,
		.want = "SCRAM-SHA-256-PLUS sent positive detail 'the server "
			"did not prove that it has the password'",
	},
	{
		.name = "a challenge that is no base64",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" GREETING SCRAMS AUTH(
			"SCRAM-SHA-256-PLUS " EXPORTER) "S: + =x=\nC: *\n"
							"S: a2 NO\n",
		.want = "SCRAM-SHA-256-PLUS sent none detail 'the server's "
			"login data could not be answered'",
	},
	{
		.name = "BYE in place of a verdict",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" GREETING SCRAMS AUTH(
			"SCRAM-SHA-256-PLUS " EXPORTER) "S: * BYE gone\n"
							"C: a3 LOGOUT\n",
		.want = "SCRAM-SHA-256-PLUS sent none",
	},
	{
		.name = "the command, with what must be quoted",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" GREETING LIST(
			"IDLE") "C: a2 LOGIN \"jo@example.test\" \"p\\\" "
				"\\\\\"\n"
				"S: a2 NO [AUTHENTICATIONFAILED] no\n" LOGOUT,
		.want = "LOGIN command sent negative 'a2 NO "
			"[AUTHENTICATIONFAILED] no'",
	},
	{
		.name = "the command, with a literal",
		.service = SERVICE_IMAP,
		.password = "p\303\244",
		.script = "-- TLS\n" GREETING LIST(
			"IDLE") "C: a2 LOGIN \"jo@example.test\" {3}\nS: + go\n"
				"C: p\303\244\nS: a2 OK\n" LOOK,
		.want = "LOGIN command sent positive",
	},
	{
		.name = "the literal is not wanted",
		.service = SERVICE_IMAP,
		.password = "p\303\244",
		.script = "-- TLS\n" GREETING LIST(
			"IDLE") "C: a2 LOGIN \"jo@example.test\" {3}\n"
				"S: a2 NO no literals\n" LOGOUT,
		.want = "LOGIN command negative 'a2 NO no literals'",
	},
	{
		.name = "a token, and why it was refused",
		.service = SERVICE_IMAP,
		.token = true,
		.script = "-- TLS\n" GREETING LIST(
			"SASL-IR AUTH=PLAIN AUTH=XOAUTH2")
			AUTH("XOAUTH2 "
			     "dXNlcj1qb0BleGFtcGxlLnRlc3QBYXV0aD1CZWFyZXIgdG9rA"
			     "QE=") "S: + eyJzdGF0dXMiOiI0MDAifQ==\nC: \n"
				    "S: a2 NO SASL\n" LOGOUT,
		.want = "XOAUTH2 sent negative 'a2 NO SASL' reason "
			"'{\"status\":\"400\"}'",
	},
	{
		.name = "the standard's frame before Google's",
		.service = SERVICE_IMAP,
		.token = true,
		.script = "-- TLS\n" GREETING LIST(
			"SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER")
			AUTH("OAUTHBEARER "
			     "bixhPWpvQGV4YW1wbGUudGVzdCwBaG9zdD1tYWlsLmV4YW1"
			     "wbGUudGVzdAFwb3J0PTk5MwFhdXRoPUJlYXJlciB0b2sBAQ"
			     "==") "S: + eyJzdGF0dXMiOiI0MDAifQ==\nC: AQ==\n"
				   "S: a2 NO SASL\n" LOGOUT,
		.want = "OAUTHBEARER sent negative 'a2 NO SASL' reason "
			"'{\"status\":\"400\"}'",
	},
	{
		.name = "a name for a server that lists ID",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" GREETING LIST("SASL-IR AUTH=PLAIN")
			AUTH("PLAIN " NONE) "S: a2 OK [CAPABILITY IMAP4rev1 ID "
					    "NAMESPACE] in\n" INTRODUCED
					    "S: * 3 EXISTS\nS: a5 OK\n" LOGOUT6,
		.want = "PLAIN sent positive id positive",
	},
	{
		.name = "a name, and the mailbox does not open",
		.service = SERVICE_IMAP,
		.script = "-- TLS\n" GREETING LIST("SASL-IR AUTH=PLAIN")
			AUTH("PLAIN " NONE) "S: a2 OK [CAPABILITY IMAP4rev1 ID "
					    "NAMESPACE] in\n" INTRODUCED
					    "S: a5 NO Unsafe Login\n" LOGOUT6,
		.want = "PLAIN sent positive id positive",
	},
	{
		.name = "APOP before a password in the clear",
		.service = SERVICE_POP3,
		.script = "-- TLS\nS: +OK <1.2@mail.example.test>\n"
			  "C: CAPA\nS: +OK\nS: USER\nS: SASL PLAIN\nS: .\n"
			  "C: APOP jo@example.test "
			  "02f15f09338b49c8e72360a9a048fde8\n"
			  "S: -ERR [AUTH] no\nC: QUIT\nS: +OK\n",
		.want = "APOP sent negative '-ERR [AUTH] no'",
	},
	{
		.name = "USER and PASS, blanks and all",
		.service = SERVICE_POP3,
		.password = " p ",
		.script = "-- TLS\nS: +OK\nC: CAPA\nS: -ERR what\n"
			  "C: USER jo@example.test\nS: +OK\nC: PASS  p \n"
			  "S: +OK\nC: STAT\nS: +OK 2 99\nC: UIDL\nS: +OK\n"
			  "S: 1 a\nS: 2 b\nS: .\nC: QUIT\nS: +OK\n",
		.want = "USER and PASS sent positive opened uidl",
	},
	{
		.name = "messages without identifiers",
		.service = SERVICE_POP3,
		.script = POP3_IN "C: STAT\nS: +OK 2 99\nC: UIDL\n"
				  "S: -ERR what\nC: QUIT\nS: +OK\n",
		.want = "PLAIN sent positive opened uidl '-ERR what'",
	},
	{
		.name = "and many of them",
		.service = SERVICE_POP3,
		.script = POP3_IN "C: STAT\nS: +OK 2000 99\nC: UIDL 2000\n"
				  "S: -ERR what\nC: QUIT\nS: +OK\n",
		.want = "PLAIN sent positive opened uidl '-ERR what'",
	},
	{
		.name = "one identifier of many",
		.service = SERVICE_POP3,
		.script = POP3_IN "C: STAT\nS: +OK 2000 99\nC: UIDL 2000\n"
				  "S: +OK 2000 x\nC: QUIT\nS: +OK\n",
		.want = "PLAIN sent positive opened uidl",
	},
	{
		.name = "an end in the list of identifiers",
		.service = SERVICE_POP3,
		.script = POP3_IN "C: STAT\nS: +OK 2 99\nC: UIDL\nS: +OK\n"
				  "S: 1 a\n",
		.want = "PLAIN sent positive opened",
	},
	{
		.name = "a maildrop that does not open",
		.service = SERVICE_POP3,
		.script = POP3_IN "C: STAT\nS: -ERR no maildrop\nC: QUIT\n"
				  "S: +OK\n",
		.want = "PLAIN sent positive",
	},
	{
		.name = "the name alone is refused",
		.service = SERVICE_POP3,
		.script = "-- TLS\nS: +OK\nC: CAPA\nS: -ERR what\n"
			  "C: USER jo@example.test\nS: -ERR who\n"
			  "C: QUIT\nS: +OK\n",
		.want = "USER and PASS negative '-ERR who'",
	},
	{
		.name = "SASL in POP3 never in one line",
		.service = SERVICE_POP3,
		.script = "-- TLS\nS: +OK\nC: CAPA\nS: +OK\nS: SASL PLAIN\n"
			  "S: .\nC: AUTH PLAIN\nS: + \nC: " NONE
			  "\nS: -ERR\nC: QUIT\nS: +OK\n",
		.want = "PLAIN sent negative '-ERR'",
	},
	{
		.name = "SMTP, in one line, and the sender",
		.service = SERVICE_SMTP,
		.script = "-- TLS\nS: 220 mail\nC: EHLO [127.0.0.1]\n"
			  "S: 250-mail\nS: 250 AUTH PLAIN\n"
			  "C: AUTH PLAIN " NONE "\nS: 235 2.7.0 in\n"
			  "C: MAIL FROM:<jo@example.test>\n"
			  "S: 553 5.7.1 not yours\nC: QUIT\nS: 221\n",
		.want = "PLAIN sent positive sender 553",
	},
	{
		.name = "SMTP, LOGIN line by line",
		.service = SERVICE_SMTP,
		.script = "-- TLS\nS: 220 mail\nC: EHLO [127.0.0.1]\n"
			  "S: 250-mail\nS: 250 AUTH LOGIN\n"
			  "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: " NONE
			  "\nS: 535 5.7.8 no\nC: QUIT\nS: 221\n",
		.want = "LOGIN sent negative '535 5.7.8 no'",
	},
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
