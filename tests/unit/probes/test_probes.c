/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The dialogues, one row for each way in which a peer can behave.  Every row
 * is played with the server's octets cut in every way: the facts must not
 * depend on it. */

#include "tests/unit/unit.h"

#include "probes/probe.h"
#include "tests/unit/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
	const char *name;
	enum service service;
	enum tls_mode mode;
	enum purpose purpose;
	enum offer_id offer; /* of a rule */
	const char *script;
	const char *want;
};

#define POP3_CAPA                                                              \
	"C: CAPA\nS: +OK\nS: TOP\nS: UIDL\nS: SASL PLAIN xoauth2\nS: USER\n"   \
	"S: .\n"
#define POP3_CAPA_STLS "C: CAPA\nS: +OK list\nS: TOP\nS: STLS\nS: .\n"
#define POP3_QUIT "C: QUIT\nS: +OK bye\n"
#define IMAP_OK "S: * OK ready\n"
#define IMAP_LOGOUT(tag) "C: " tag " LOGOUT\nS: * BYE bye\nS: " tag " OK done\n"
#define EHLO "C: EHLO [127.0.0.1]\n"
#define SIEVE_LIST(sasl, more)                                                 \
	"S: \"IMPLEMENTATION\" \"Example\"\nS: \"" sasl "\"\n" more            \
	"S: OK \"ready\"\n"
#define SIEVE_LOGOUT "C: LOGOUT\nS: OK \"bye\"\n"
#define SMTP_QUIT "C: QUIT\nS: 221 2.0.0 bye\n"

static const struct row rows[] = {
	{
		.name = "LMTP, cleartext",
		.service = SERVICE_LMTP,
		.mode = MODE_CLEARTEXT,
		.script = "S: 220 mail LMTP ready\n"
			  "C: LHLO [127.0.0.1]\nS: 250-mail\nS: 250 "
			  "PIPELINING\n" SMTP_QUIT,
		.want = "completed at done: ok\n"
			"greeting: seen lmtp code 220 '220 mail LMTP ready'\n"
			"cleartext: seen [PIPELINING]\n",
	},
	{
		.name = "LMTP, explicit",
		.service = SERVICE_LMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 220 mail LMTP ready\n"
			  "C: LHLO [127.0.0.1]\nS: 250-mail\nS: 250 STARTTLS\n"
			  "C: STARTTLS\nS: 220 go\n-- TLS\n"
			  "C: LHLO [127.0.0.1]\nS: 250-mail\nS: 250 "
			  "PIPELINING\n" SMTP_QUIT,
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen lmtp code 220 '220 mail LMTP ready'\n"
			"cleartext: seen starttls [STARTTLS]\n"
			"inside: seen [PIPELINING]\n",
	},
	{
		.name = "SMTP where LMTP was due",
		.service = SERVICE_LMTP,
		.mode = MODE_CLEARTEXT,
		.script = "S: 220 mail ESMTP\n"
			  "C: LHLO [127.0.0.1]\nS: 502 5.5.2 not "
			  "here\n" SMTP_QUIT,
		.want = "completed at done: ok\n"
			"greeting: seen lmtp code 220 '220 mail ESMTP'\n"
			"cleartext: refused 502 5.5.2 not here \n",
	},
	{
		.name = "ManageSieve, explicit",
		.service = SERVICE_SIEVE,
		.mode = MODE_EXPLICIT,
		.script = SIEVE_LIST("SASL\" \"",
			"S: \"STARTTLS\"\n") "C: STARTTLS\nS: OK "
					     "\"Begin.\"\n-- "
					     "TLS\n" SIEVE_LIST("SASL\""
								" \"PLA"
								"IN "
								"oauthb"
								"earer",
						     "") SIEVE_LOGOUT,
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen sieve code 0 '\"IMPLEMENTATION\" "
			"\"Example\"'\n"
			"cleartext: seen announced starttls [IMPLEMENTATION "
			"Example][SASL][STARTTLS]\n"
			"inside: seen announced [IMPLEMENTATION Example][SASL "
			"PLAIN oauthbearer] auth PLAIN OAUTHBEARER\n",
	},
	{
		.name = "ManageSieve, cleartext",
		.service = SERVICE_SIEVE,
		.mode = MODE_CLEARTEXT,
		.script = SIEVE_LIST("SASL\" \"PLAIN", "") SIEVE_LOGOUT,
		.want = "completed at done: ok\n"
			"greeting: seen sieve code 0 '\"IMPLEMENTATION\" "
			"\"Example\"'\n"
			"cleartext: seen announced [IMPLEMENTATION "
			"Example][SASL PLAIN] auth PLAIN\n",
	},
	{
		.name = "ManageSieve without STARTTLS",
		.service = SERVICE_SIEVE,
		.mode = MODE_EXPLICIT,
		.script = SIEVE_LIST(
			"SASL\" \"PLAIN", "") "C: STARTTLS\nS: NO "
					      "\"What?\"\n" SIEVE_LOGOUT,
		.want = "failed at starttls: not-offered, asked for TLS, reply "
			"NO \"What?\"\n"
			"greeting: seen sieve code 0 '\"IMPLEMENTATION\" "
			"\"Example\"'\n"
			"cleartext: seen announced [IMPLEMENTATION "
			"Example][SASL PLAIN] auth PLAIN\n",
	},
	{
		.name = "ManageSieve refuses STARTTLS",
		.service = SERVICE_SIEVE,
		.mode = MODE_EXPLICIT,
		.script = SIEVE_LIST("SASL\" \"",
			"S: \"STARTTLS\"\n") "C: STARTTLS\nS: NO \"TLS is not "
					     "available.\"\n" SIEVE_LOGOUT,
		.want = "failed at starttls: refused, asked for TLS, reply NO "
			"\"TLS is not available.\"\n"
			"greeting: seen sieve code 0 '\"IMPLEMENTATION\" "
			"\"Example\"'\n"
			"cleartext: seen announced starttls [IMPLEMENTATION "
			"Example][SASL][STARTTLS]\n",
	},
	{
		.name = "ManageSieve has had enough",
		.service = SERVICE_SIEVE,
		.mode = MODE_EXPLICIT,
		.script = "S: BYE (TRYLATER) \"Too many "
			  "connections.\"\n" SIEVE_LOGOUT,
		.want = "failed at greeting: throttled, reply BYE (TRYLATER) "
			"\"Too many connections.\"\n"
			"greeting: seen sieve code 0 'BYE (TRYLATER) \"Too "
			"many connections.\"'\n",
	},
	{
		.name = "ManageSieve with literals",
		.service = SERVICE_SIEVE,
		.mode = MODE_CLEARTEXT,
		.script = "S: \"IMPLEMENTATION\" {6}\nS: A \"B\" \n"
			  "S: {4}\nS: SASL {5}\nS: PLAIN\n"
			  "S: \"SIEVE\" \"{7}\"\n"
			  "S: OK \"ready\"\n" SIEVE_LOGOUT,
		.want = "completed at done: ok\n"
			"greeting: seen sieve code 0 '\"IMPLEMENTATION\" {6}'\n"
			"cleartext: seen announced [IMPLEMENTATION A "
			"\\\\\"B\\\\\" ][SASL PLAIN][SIEVE {7}] auth PLAIN\n",
	},
	{
		.name = "ManageSieve with a literal that is too long",
		.service = SERVICE_SIEVE,
		.mode = MODE_CLEARTEXT,
		.script = "S: \"IMPLEMENTATION\" {99999}\nS: A\n",
		.want = "failed at greeting: syntax, reply A\n"
			"greeting: seen sieve code 0 '\"IMPLEMENTATION\" "
			"{99999}'\n"
			"cleartext: [IMPLEMENTATION]\n",
	},
	{
		.name = "ManageSieve breaks its list off",
		.service = SERVICE_SIEVE,
		.mode = MODE_CLEARTEXT,
		.script = "S: \"IMPLEMENTATION\" \"x\"\nS: SASL PLAIN\n",
		.want = "failed at greeting: syntax, reply SASL PLAIN\n"
			"greeting: seen sieve code 0 '\"IMPLEMENTATION\" "
			"\"x\"'\n"
			"cleartext: [IMPLEMENTATION x]\n",
	},
	{
		.name = "IMAP where ManageSieve was due",
		.service = SERVICE_SIEVE,
		.mode = MODE_CLEARTEXT,
		.script = IMAP_OK,
		.want = "failed at greeting: wrong-service, reply * OK ready\n"
			"greeting: seen imap code 0 '* OK ready'\n",
	},
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
		.name = "IMAP, implicit, list in the greeting too",
		.service = SERVICE_IMAP,
		.mode = MODE_IMPLICIT,
		.script = "-- TLS\nS: * OK [CAPABILITY IMAP4rev1] hi\n"
			  "C: a1 CAPABILITY\n"
			  "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN auth=xoauth2 "
			  "LOGINDISABLED\n"
			  "S: a1 OK done\n" IMAP_LOGOUT("a2"),
		.want = "completed at done: ok, TLS\n"
			"greeting: seen imap code 0 '* OK [CAPABILITY "
			"IMAP4rev1] hi'\n"
			"inside: seen logindisabled rev1 "
			"[IMAP4rev1][AUTH=PLAIN][auth=xoauth2][LOGINDISABLED] "
			"auth PLAIN XOAUTH2\n",
	},
	{
		.name = "IMAP, explicit, IMAP4rev2 alone, STARTTLS last",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.script = IMAP_OK
		"C: a1 CAPABILITY\nS: * CAPABILITY IMAP4rev2 STARTTLS\n"
		"S: a1 OK\nC: a2 STARTTLS\nS: a2 OK begin\n-- TLS\n"
		"C: a3 CAPABILITY\nS: * CAPABILITY IMAP4rev2 AUTH=PLAIN\n"
		"S: a3 OK\n" IMAP_LOGOUT("a4"),
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen imap code 0 '* OK ready'\n"
			"cleartext: seen starttls rev2 [IMAP4rev2][STARTTLS]\n"
			"inside: seen rev2 [IMAP4rev2][AUTH=PLAIN] auth "
			"PLAIN\n",
	},
	{
		.name = "IMAP, list beside the tagged OK only",
		.service = SERVICE_IMAP,
		.mode = MODE_CLEARTEXT,
		.script = IMAP_OK "C: a1 CAPABILITY\nS: * OK still here\n"
				  "S: a1 OK [CAPABILITY IMAP4rev1 STARTTLS] "
				  "x\n" IMAP_LOGOUT("a2"),
		.want = "completed at done: ok\n"
			"greeting: seen imap code 0 '* OK ready'\n"
			"cleartext: seen announced starttls rev1 "
			"[IMAP4rev1][STARTTLS]\n",
	},
	{
		.name = "IMAP, PREAUTH",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.script = "S: * PREAUTH hello\nC: a1 CAPABILITY\n"
			  "S: * CAPABILITY IMAP4rev1 STARTTLS\nS: a1 OK\n"
			  "C: a2 LOGOUT\nS: * BYE\nS: a2 OK\n",
		.want = "failed at starttls: preauth\n"
			"greeting: seen imap preauth code 0 '* PREAUTH "
			"hello'\n"
			"cleartext: seen starttls rev1 "
			"[IMAP4rev1][STARTTLS]\n",
	},
	{
		.name = "IMAP, BYE as greeting",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.script = "S: * BYE too many connections\nC: a1 LOGOUT\n",
		.want = "failed at greeting: throttled, reply * BYE too many "
			"connections\n"
			"greeting: seen imap code 0 '* BYE too many "
			"connections'\n",
	},
	{
		.name = "IMAP, BYE in the middle",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.script = IMAP_OK "C: a1 CAPABILITY\nS: * BYE shutting down\n"
				  "C: a2 LOGOUT\n",
		.want = "failed at capabilities: throttled, reply * BYE "
			"shutting down\n"
			"greeting: seen imap code 0 '* OK ready'\n",
	},
	{
		.name = "IMAP, literals are no lines",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_TLS_VERSION,
		.script = IMAP_OK "C: a1 STARTTLS\n"
				  "S: * ID (\"name\" {9}\nS: * BYE x\n"
				  "S: \"version\" {3+}\nS: a1 NO)\n"
				  "S: * OK this is none {5}\n"
				  "S: a1 BAD not now\nC: a2 LOGOUT\n",
		.want = "failed at starttls: refused, asked for TLS, reply a1 "
			"BAD not now\n"
			"greeting: seen imap code 0 '* OK ready'\n",
	},
	{
		.name = "IMAP, STARTTLS refused",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_TLS_VERSION,
		.script = IMAP_OK "C: a1 STARTTLS\nS: a1 BAD not now\n"
				  "C: a2 LOGOUT\n",
		.want = "failed at starttls: refused, asked for TLS, reply a1 "
			"BAD not now\n"
			"greeting: seen imap code 0 '* OK ready'\n",
	},
	{
		.name = "IMAP, another command's tag",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.script = IMAP_OK "C: a1 CAPABILITY\nS: b1 OK\n",
		.want = "failed at capabilities: syntax, reply b1 OK\n"
			"greeting: seen imap code 0 '* OK ready'\n",
	},
	{
		.name = "IMAP, SMTP answers inside TLS",
		.service = SERVICE_IMAP,
		.mode = MODE_IMPLICIT,
		.script = "-- TLS\nS: 220 mail ESMTP\n",
		.want = "failed at greeting: wrong-service, TLS, reply 220 "
			"mail ESMTP\n"
			"greeting: seen smtp code 0 '220 mail ESMTP'\n",
	},
	{
		.name = "IMAP, silent",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.script = "-- timeout\n",
		.want = "failed at greeting: timeout\n",
	},
	{
		.name = "SMTP, explicit",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script =
			"S: 220 mx ESMTP\n" EHLO
			"S: 250-mx hello\nS: 250-SIZE 1000\nS: 250 STARTTLS\n"
			"C: STARTTLS\nS: 220 go\n-- TLS\n" EHLO
			"S: 250-mx hello\nS: 250-AUTH LOGIN XOAUTH2\n"
			"S: 250-AUTH=LOGIN PLAIN\nS: 250 8BITMIME\n" SMTP_QUIT,
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen smtp code 220 '220 mx ESMTP'\n"
			"cleartext: seen starttls [SIZE 1000][STARTTLS]\n"
			"inside: seen [AUTH LOGIN XOAUTH2][AUTH=LOGIN "
			"PLAIN][8BITMIME] auth LOGIN XOAUTH2 PLAIN\n",
	},
	{
		.name = "SMTP, greeting in two lines",
		.service = SERVICE_SMTP,
		.mode = MODE_IMPLICIT,
		.script = "-- TLS\nS: 220-mx wait\nS: 220 mx ESMTP\n" EHLO
			  "S: 250 mx\n" SMTP_QUIT,
		.want = "completed at done: ok, TLS\n"
			"greeting: seen smtp wait code 220 '220-mx "
			"wait\\n220 mx ESMTP'\n"
			"inside: seen \n",
	},
	{
		.name = "SMTP, one version alone still says EHLO",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_TLS_VERSION,
		.script = "S: 220 mx\n" EHLO "S: 250 mx\nC: STARTTLS\n"
			  "S: 502 5.5.1 no\nC: QUIT\n",
		.want = "failed at starttls: refused, asked for TLS, reply 502 "
			"5.5.1 no\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen \n",
	},
	{
		.name = "SMTP, 421",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 421 4.7.0 too many\nC: QUIT\nS: 221 x\n",
		.want = "failed at greeting: throttled, reply 421 4.7.0 too "
			"many\n"
			"greeting: seen smtp code 421 '421 4.7.0 too many'\n",
	},
	{
		.name = "SMTP, 554 in two lines",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 554-5.7.1 listed\nS: 554 see x\nC: QUIT\n"
			  "S: 221 x\n",
		.want = "failed at greeting: refused, reply 554-5.7.1 "
			"listed\\n554 see x\n"
			"greeting: seen smtp wait code 554 '554-5.7.1 "
			"listed\\n554 see x'\n",
	},
	{
		.name = "SMTP, 421 to EHLO",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 220 mx\n" EHLO "S: 421 later\nC: QUIT\n"
			  "S: 221 x\n",
		.want = "failed at capabilities: throttled, reply 421 later\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: refused 421 later \n",
	},
	{
		.name = "SMTP, TLS not available",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 220 mx\n" EHLO "S: 250-mx\nS: 250 STARTTLS\n"
			  "C: STARTTLS\nS: 454 4.7.0 TLS not available\n"
			  "C: QUIT\nS: 221 x\n",
		.want = "failed at starttls: refused, asked for TLS, reply 454 "
			"4.7.0 TLS not available\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen starttls [STARTTLS]\n",
	},
	{
		.name = "SMTP, STARTTLS masked",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 220 ****\n" EHLO
			  "S: 250-mx\nS: 250 XXXXXXXA\nC: STARTTLS\nS: 500 "
			  "what\nC: QUIT\nS: 221 x\n",
		.want = "failed at starttls: not-offered, asked for TLS, reply "
			"500 what\n"
			"greeting: seen smtp code 220 '220 ****'\n"
			"cleartext: seen masked [XXXXXXXA]\n",
	},
	{
		.name = "SMTP, EHLO is not known",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 220 mx\n" EHLO
			  "S: 502 what\nC: STARTTLS\nS: 502 what\n"
			  "C: QUIT\nS: 221 x\n",
		.want = "failed at starttls: refused, asked for TLS, reply 502 "
			"what\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: refused 502 what \n",
	},
	{
		.name = "SMTP, POP3 answers",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: +OK ready\n",
		.want = "failed at greeting: wrong-service, reply +OK ready\n"
			"greeting: seen pop3 code 0 '+OK ready'\n",
	},
	{
		.name = "SMTP, closed in the middle of a greeting",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 220-mx one\ns: 220-m\n-- closed\n",
		.want = "failed at greeting: closed, reply 220-m\n"
			"greeting: smtp code 220 '220-mx one'\n",
	},
	{
		.name = "SMTP, reset in the handshake",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 220 mx\n" EHLO "S: 250-mx\nS: 250 STARTTLS\n"
			  "C: STARTTLS\nS: 220 go\n-- TLS reset\n",
		.want = "failed at handshake: reset, asked for TLS, agreed\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen starttls [STARTTLS]\n",
	},
	{
		.name = "SMTP, refused by alert",
		.service = SERVICE_SMTP,
		.mode = MODE_IMPLICIT,
		.purpose = PURPOSE_TLS_VERSION,
		.script = "-- TLS alert\n",
		.want = "refused at handshake: alert\n",
	},
	{
		.name = "SMTP, no answer to QUIT",
		.service = SERVICE_SMTP,
		.mode = MODE_IMPLICIT,
		.script = "-- TLS\nS: 220 mx\n" EHLO "S: 250 mx\nC: QUIT\n"
			  "-- timeout\n",
		.want = "completed at done: ok, TLS\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"inside: seen \n",
	},
	{
		.name = "SMTP, the client's certificate is asked for "
			"afterwards",
		.service = SERVICE_SMTP,
		.mode = MODE_IMPLICIT,
		.purpose = PURPOSE_TLS_VERSION,
		.script = "-- TLS\n-- alert\n",
		.want = "refused at greeting: alert, TLS\n",
	},
	{
		.name = "SMTP, 421 inside TLS proves the version all the same",
		.service = SERVICE_SMTP,
		.mode = MODE_IMPLICIT,
		.purpose = PURPOSE_TLS_VERSION,
		.script = "-- TLS\nS: 421 later\nC: QUIT\n",
		.want = "completed at greeting: throttled, TLS, reply 421 "
			"later\n"
			"greeting: seen smtp code 421 '421 later'\n",
	},
	{
		.name = "STARTTLS once more, refused",
		.service = SERVICE_IMAP,
		.mode = MODE_IMPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_STARTTLS_INSIDE,
		.script = "-- TLS\n" IMAP_OK
			  "C: a1 STARTTLS\nS: a1 BAD no\nC: a2 LOGOUT\n",
		.want = "completed at done: ok, TLS\n"
			"greeting: seen imap code 0 '* OK ready'\n"
			"act: negative code 0 'a1 BAD no'\n",
	},
	{
		.name = "STARTTLS once more, taken",
		.service = SERVICE_SMTP,
		.mode = MODE_IMPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_STARTTLS_INSIDE,
		.script = "-- TLS\nS: 220 mx\n" EHLO "S: 250 mx\n"
			  "C: STARTTLS\nS: 220 go\nC: QUIT\n",
		.want = "completed at done: ok, TLS\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"inside: seen \n"
			"act: positive code 220 '220 go'\n",
	},
	{
		.name = "NOOP behind STARTTLS, not answered",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_PIPELINED,
		.script = "S: 220 mx\n" EHLO "S: 250 STARTTLS\n"
			  "c: STARTTLS\nC: NOOP\nS: 220 go\n-- TLS\n"
			  "C: QUIT\nS: 221-bye\nS: 221 bye\n-- closed\n",
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen \n"
			"act: none code 0 ''\n",
	},
	{
		.name = "NOOP behind STARTTLS, answered before QUIT",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_PIPELINED,
		.script = "S: 220 mx\n" EHLO "S: 250 STARTTLS\n"
			  "c: STARTTLS\nC: NOOP\nS: 220 go\n-- TLS\n"
			  "C: QUIT\nS: 250 ok\nS: 221 bye\n-- closed\n",
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen \n"
			"act: positive code 0 '250 ok'\n",
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
		.name = "NOOP behind STARTTLS, answered inside TLS",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_PIPELINED,
		.script = IMAP_OK "c: a1 STARTTLS\nC: x1 NOOP\n"
				  "S: a1 OK go\n-- TLS\nC: a2 LOGOUT\n"
				  "S: * CAPABILITY IMAP4rev1\n"
				  "S: x1 OK done\n",
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen imap code 0 '* OK ready'\n"
			"act: positive code 0 'x1 OK done'\n",
	},
	{
		.name = "NOOP behind STARTTLS, which is refused for that",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_PIPELINED,
		.script = "S: 220 mx\n" EHLO "S: 250 STARTTLS\n"
			  "c: STARTTLS\nC: NOOP\nS: 554 no\nC: QUIT\n",
		.want = "failed at starttls: refused, asked for TLS, reply 554 "
			"no\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen \n",
	},
	{
		.name = "MAIL before STARTTLS, refused",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_MAIL_CLEAR,
		.script = "S: 220 mx\n" EHLO "S: 250 STARTTLS\n"
			  "C: MAIL FROM:<>\nS: 530 TLS first\nC: QUIT\n",
		.want = "completed at done: ok\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen \n"
			"act: negative code 530 '530 TLS first'\n",
	},
	{
		.name = "MAIL before STARTTLS, taken and undone",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_MAIL_CLEAR,
		.script = "S: 220 mx\n" EHLO "S: 250 STARTTLS\n"
			  "C: MAIL FROM:<>\nS: 250 ok\n"
			  "C: RSET\nS: 250 reset\nC: QUIT\n",
		.want = "completed at done: ok\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen \n"
			"act: positive code 250 '250 ok'\n",
	},
	{
		.name = "MAIL inside TLS before EHLO",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_MAIL_BEFORE_EHLO,
		.script = "S: 220 mx\n" EHLO "S: 250 STARTTLS\n"
			  "C: STARTTLS\nS: 220 go\n-- TLS\n"
			  "C: MAIL FROM:<>\nS: 503 EHLO first\n"
			  "C: QUIT\n",
		.want = "completed at done: ok, asked for TLS, agreed, TLS\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen \n"
			"act: negative code 503 '503 EHLO first'\n",
	},
	{
		.name = "MAIL without a login, taken and undone",
		.service = SERVICE_SMTP,
		.mode = MODE_IMPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_MAIL_NO_LOGIN,
		.script = "-- TLS\nS: 220 mx\n" EHLO "S: 250 mx\n"
			  "C: MAIL FROM:<>\nS: 250 ok\n"
			  "C: RSET\nS: 250 reset\nC: QUIT\n",
		.want = "completed at done: ok, TLS\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"inside: seen \n"
			"act: positive code 250 '250 ok'\n",
	},
	{
		.name = "MAIL without a login: 421 answers nothing",
		.service = SERVICE_SMTP,
		.mode = MODE_IMPLICIT,
		.purpose = PURPOSE_RULE,
		.offer = OFFER_ACT_MAIL_NO_LOGIN,
		.script = "-- TLS\nS: 220 mx\n" EHLO "S: 421 later\nC: QUIT\n",
		.want = "failed at capabilities: throttled, TLS, reply 421 "
			"later\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"inside: refused 421 later \n",
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
		.name = "IMAP, STARTTLS put off",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.script = IMAP_OK "C: a1 CAPABILITY\n"
				  "S: * CAPABILITY IMAP4rev1 STARTTLS\n"
				  "S: a1 OK done\nC: a2 STARTTLS\n"
				  "S: a2 NO [UNAVAILABLE] later\n"
				  "C: a3 LOGOUT\nS: * BYE bye\n"
				  "S: a3 OK done\n",
		.want = "failed at starttls: throttled, asked for TLS, reply "
			"a2 NO [UNAVAILABLE] later\n"
			"greeting: seen imap code 0 '* OK ready'\n"
			"cleartext: seen starttls rev1 [IMAP4rev1][STARTTLS]\n",
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

/* Plays the row, and answers with how many octets the server had sent. */
static size_t play(const struct row *row, enum cut cut, size_t at)
{
	struct probe_facts *facts = probe_facts_new();
	struct script *script;
	const char *got;
	size_t octets;

	facts->purpose = row->purpose;
	facts->mode = row->mode;
	facts->offer = row->offer;
	facts->tls_offered = row->mode == MODE_CLEARTEXT ? 0 : TLS_PROBED;
	script = script_new(row->script, cut, at, facts);
	probe_speak(script_wire(script), row->service, false);
	got = describe_facts(facts);
	if (script_problem(script))
		fail_msg("%s (cut %d at %zu): %s\n%s", row->name, (int)cut, at,
			script_problem(script), got);
	if (strcmp(got, row->want) != 0)
		fail_msg("%s (cut %d at %zu): got\n%swanted\n%s", row->name,
			(int)cut, at, got, row->want);
	octets = script_octets(script);
	script_free(script);
	probe_facts_free(facts);
	return octets;
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		play(&rows[i], CUT_LINES, 0);
}

static void test_cuts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t octets = play(&rows[i], CUT_WHOLE, 0);

		play(&rows[i], CUT_EACH, 0);
		for (size_t at = 1; at < octets; at++)
			play(&rows[i], CUT_AT, at);
	}
}

/* A peer that repeats a line, or an octet, for ever. */
struct flood {
	struct wire wire;
	const char *first;
	const char *line;
	size_t at;
};

static enum status flood_read(
	struct wire *wire, void *data, size_t size, size_t *ret_length)
{
	struct flood *flood = (struct flood *)wire;
	const char *from = flood->first ? flood->first : flood->line;
	size_t length = strlen(from);

	if (length > size)
		length = size;
	memcpy(data, from, length);
	if (flood->first)
		flood->first = from[length] ? from + length : NULL;
	*ret_length = length;
	flood->at += length;
	return flood->at > PROBE_OCTETS ? ST_PROBE_TOO_LONG : ST_OK;
}

static enum status flood_write(
	struct wire *wire, const void *data, size_t length)
{
	(void)wire;
	(void)data;
	(void)length;
	return ST_OK;
}

static void flood_hurry(struct wire *wire, int64_t duration_us)
{
	(void)wire;
	(void)duration_us;
}

static void flood_finish(struct wire *wire)
{
	(void)wire;
}

static const struct wire_ops flood_ops = {
	.read = flood_read,
	.write = flood_write,
	.hurry = flood_hurry,
	.finish = flood_finish,
};

static void check_flood(enum service service, const char *first,
	const char *line, enum status status, enum stage stage)
{
	struct probe_facts *facts = probe_facts_new();
	struct flood flood = {
		.wire = {.ops = &flood_ops, .facts = facts},
		.first = first,
		.line = line,
	};

	facts->mode = MODE_EXPLICIT;
	probe_speak(&flood.wire, service, true);
	assert_string_equal(status_name(facts->status), status_name(status));
	assert_string_equal(stage_name(facts->stage), stage_name(stage));
	assert_int_equal(facts->outcome, OUTCOME_FAILED);
	probe_facts_free(facts);
}

static void test_bounds(void **state)
{
	(void)state;
	check_flood(SERVICE_IMAP, NULL, "xxxxxxxx", ST_LINE_TOO_LONG,
		STAGE_GREETING);
	check_flood(SERVICE_SMTP, NULL, "220-more\r\n", ST_REPLY_TOO_LONG,
		STAGE_GREETING);
	check_flood(SERVICE_SMTP, "220 mx\r\n", "250-more\r\n",
		ST_REPLY_TOO_LONG, STAGE_CAPABILITIES);
	check_flood(SERVICE_POP3, "+OK\r\n+OK\r\n", "MORE\r\n",
		ST_REPLY_TOO_LONG, STAGE_CAPABILITIES);
	check_flood(SERVICE_IMAP, "* OK\r\n", "* OK more\r\n",
		ST_REPLY_TOO_LONG, STAGE_CAPABILITIES);
}

/* A list that has more than any server has to say is no reason for hours of
 * looking through it. */
static void test_long_lists(void **state)
{
	char reply[8192] = "220 mx\r\n250-mx\r\n250-AUTH";
	char many[sizeof(reply) + 16];

	(void)state;
	check_flood(SERVICE_IMAP, "* OK\r\n", "* CAPABILITY A B C\r\n",
		ST_PROBE_TOO_LONG, STAGE_CAPABILITIES);
	for (int i = 0; i < LIST_MECHANISMS; i++)
		snprintf(reply + strlen(reply), sizeof(reply) - strlen(reply),
			" M%d m1", i);
	snprintf(many, sizeof(many), "%s MORE\r\n", reply);
	check_flood(SERVICE_SMTP, many, "250 OK\r\n", ST_PROBE_TOO_LONG,
		STAGE_CAPABILITIES);
	/* As many as there may be; the same again counts once. */
	strcat(reply, "\r\n250 OK\r\n");
	check_flood(SERVICE_SMTP, reply, "500 what\r\n", ST_NOT_OFFERED,
		STAGE_STARTTLS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_cuts),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_long_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
