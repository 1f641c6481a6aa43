/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/table.h"
#include "tests/unit/probes/dialogue_rows.h"

#define POP3_CAPA                                                              \
	"C: CAPA\nS: +OK\nS: TOP\nS: UIDL\nS: SASL PLAIN xoauth2\nS: USER\n"   \
	"S: .\n"
#define POP3_CAPA_STLS "C: CAPA\nS: +OK list\nS: TOP\nS: STLS\nS: .\n"
#define POP3_QUIT "C: QUIT\nS: +OK bye\n"

static const struct dialogue_row rows[] = {
	{
		.name = "POP3, implicit",
		.service = SERVICE_POP3,
		.mode = MODE_IMPLICIT,
		.script = "-- TLS\nS: +OK ready\n" POP3_CAPA POP3_QUIT,
		.want = "completed at done: ok, TLS\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"inside: seen user [TOP][UIDL][SASL PLAIN "
			"xoauth2][USER] auth PLAIN XOAUTH2\n",
	},
	{
		.name = "POP3, explicit",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: +OK ready <1.2@x>\n" POP3_CAPA_STLS
			  "C: STLS\nS: +OK begin\n-- TLS\n" POP3_CAPA POP3_QUIT,
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen pop3 code 0 '+OK ready <1.2@x>'\n"
			"cleartext: seen starttls [TOP][STLS]\n"
			"inside: seen user [TOP][UIDL][SASL PLAIN "
			"xoauth2][USER] auth PLAIN XOAUTH2\n",
	},
	{
		.name = "POP3, one version alone",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_TLS_VERSION,
		.script = "S: +OK ready\nC: STLS\nS: +OK begin\n-- TLS\n"
			  "C: QUIT\nS: +OK\n",
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen pop3 code 0 '+OK ready'\n",
	},
	{
		.name = "POP3, plaintext behind the STLS response",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: +OK ready\n" POP3_CAPA_STLS
			  "C: STLS\nS: +OK begin\nS: +OK injected\n-- TLS\n"
			  "C: CAPA\nS: -ERR no\n" POP3_QUIT,
		.want = "completed at done: ok, asked for TLS, agreed, TLS, "
			"injected +OK injected\\r\\n\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"cleartext: seen starttls [TOP][STLS]\n"
			"inside: refused -ERR no \n",
	},
	{
		.name = "POP3, TLS not available",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: +OK ready\n" POP3_CAPA_STLS
			  "C: STLS\nS: -ERR [SYS/TEMP] TLS initialization "
			  "failed.\nC: QUIT\nS: +OK\n",
		.want = "failed at starttls: refused, asked for TLS, reply "
			"-ERR [SYS/TEMP] TLS initialization failed.\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"cleartext: seen starttls [TOP][STLS]\n",
	},
	{
		.name = "POP3, no STLS",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: +OK ready\nC: CAPA\nS: +OK\nS: USER\nS: .\n"
			  "C: STLS\nS: -ERR what\nC: QUIT\nS: +OK\n",
		.want = "failed at starttls: not-offered, asked for TLS, reply "
			"-ERR what\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"cleartext: seen user [USER]\n",
	},
	{
		.name = "POP3, STLS not listed, and taken",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: +OK ready\nC: CAPA\nS: +OK\nS: USER\nS: .\n"
			  "C: STLS\nS: +OK begin\n-- TLS\n"
			  "C: CAPA\nS: -ERR no\n" POP3_QUIT,
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"cleartext: seen user [USER]\n"
			"inside: refused -ERR no \n",
	},
	{
		.name = "POP3, STLS refused",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: +OK ready\n" POP3_CAPA_STLS
			  "C: STLS\nS: -ERR no certificate\nC: QUIT\nS: +OK\n",
		.want = "failed at starttls: refused, asked for TLS, reply "
			"-ERR no certificate\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"cleartext: seen starttls [TOP][STLS]\n",
	},
	{
		.name = "POP3, CAPA is not known, STLS is",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: +OK ready\nC: CAPA\nS: -ERR what\n"
			  "C: STLS\nS: +OK\n-- TLS\n"
			  "C: CAPA\nS: -ERR what\n" POP3_QUIT,
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"cleartext: refused -ERR what \n"
			"inside: refused -ERR what \n",
	},
	{
		.name = "POP3, in use",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: -ERR [IN-USE] too many\nC: QUIT\nS: +OK\n",
		.want = "failed at greeting: throttled, reply -ERR [IN-USE] "
			"too many\n"
			"greeting: seen pop3 code 0 '-ERR [IN-USE] too "
			"many'\n",
	},
	{
		.name = "POP3, refused for good",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: -ERR [SYS/PERM] go away\nC: QUIT\nS: +OK\n",
		.want = "failed at greeting: refused, reply -ERR [SYS/PERM] go "
			"away\n"
			"greeting: seen pop3 code 0 '-ERR [SYS/PERM] go "
			"away'\n",
	},
	{
		.name = "POP3, denied",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: -ERR Access denied\nC: QUIT\nS: +OK\n",
		.want = "failed at greeting: refused, reply -ERR Access "
			"denied\n"
			"greeting: seen pop3 code 0 '-ERR Access denied'\n",
	},
	{
		.name = "POP3, denied for a while",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: -ERR Access denied, too many errors\nC: QUIT\nS: "
			  "+OK\n",
		.want = "failed at greeting: throttled, reply -ERR Access "
			"denied, too many errors\n"
			"greeting: seen pop3 code 0 '-ERR Access denied, too "
			"many errors'\n",
	},
	{
		.name = "POP3, denied for being too fast",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: -ERR Access denied: slow down\nC: QUIT\nS: +OK\n",
		.want = "failed at greeting: throttled, reply -ERR Access "
			"denied: slow down\n"
			"greeting: seen pop3 code 0 '-ERR Access denied: slow "
			"down'\n",
	},
	{
		.name = "POP3, denied by a fault",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: -ERR [SYS/TEMP] Lookup denied\nC: QUIT\nS: +OK\n",
		.want = "failed at greeting: throttled, reply -ERR [SYS/TEMP] "
			"Lookup denied\n"
			"greeting: seen pop3 code 0 '-ERR [SYS/TEMP] Lookup "
			"denied'\n",
	},
	{
		.name = "POP3, IMAP answers",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: * OK IMAP4rev1\n",
		.want = "failed at greeting: wrong-service, reply * OK "
			"IMAP4rev1\n"
			"greeting: seen imap code 0 '* OK IMAP4rev1'\n",
	},
	{
		.name = "POP3, garbage with NUL and escape sequences",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: \\x1b[2J\\0\\xffx\n",
		.want = "failed at greeting: syntax, reply "
			"\\x1b[2J\\x00\\xffx\n"
			"greeting: seen unknown code 0 "
			"'\\x1b[2J\\x00\\xffx'\n",
	},
	{
		.name = "POP3, closed after the first line of the list",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: +OK ready\nC: CAPA\nS: +OK\nS: STLS\ns: TO\n"
			  "-- closed\n",
		.want = "failed at capabilities: closed, reply TO\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"cleartext: starttls [STLS]\n",
	},
	{
		.name = "POP3, dot-stuffed line",
		.service = SERVICE_POP3,
		.mode = MODE_CLEARTEXT,
		.script = "S: +OK\nC: CAPA\nS: +OK\nS: ..X\nS: .\n" POP3_QUIT,
		.want = "completed at done: ok\n"
			"greeting: seen pop3 code 0 '+OK'\n"
			"cleartext: seen [.X]\n",
	},
	{
		.name = "NOOP behind STLS, not answered, and no end",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_PIPELINED,
		.script = "S: +OK\nc: STLS\nC: NOOP\nS: +OK\n-- TLS\n"
			  "C: QUIT\nS: +OK\n-- timeout\n",
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen pop3 code 0 '+OK'\n"
			"act: none code 0 ''\n",
	},
	{
		.name = "a command that POP3 does not have",
		.service = SERVICE_POP3,
		.mode = MODE_IMPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_UNKNOWN_COMMAND,
		.script = "-- TLS\nS: +OK ready\nC: XNOTHING\n"
			  "S: -ERR what\nC: QUIT\n",
		.want = "completed at done: ok, TLS\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"act: negative code 0 '-ERR what'\n",
	},
	{
		.name = "POP3, CAPA put off",
		.service = SERVICE_POP3,
		.mode = MODE_EXPLICIT,
		.script = "S: +OK ready\nC: CAPA\n"
			  "S: -ERR [IN-USE] locked\nC: QUIT\nS: +OK bye\n",
		.want = "failed at capabilities: throttled, reply -ERR "
			"[IN-USE] locked\n"
			"greeting: seen pop3 code 0 '+OK ready'\n",
	},
	{
		.name = "another handshake, declined",
		.service = SERVICE_POP3,
		.mode = MODE_IMPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_RENEGOTIATION,
		.script = "-- TLS\nS: +OK ready\n-- DECLINED\nC: QUIT\n",
		.want = "completed at done: ok, TLS\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"act: negative code 0 ''\n",
	},
	{
		.name = "another handshake, agreed to",
		.service = SERVICE_POP3,
		.mode = MODE_IMPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_RENEGOTIATION,
		.script = "-- TLS\nS: +OK ready\n-- RENEGOTIATED\nC: QUIT\n",
		.want = "completed at done: ok, TLS\n"
			"greeting: seen pop3 code 0 '+OK ready'\n"
			"act: positive code 0 ''\n",
	},
};

const struct dialogue_rows dialogue_rows_pop3 = {rows, COUNT_OF(rows)};
