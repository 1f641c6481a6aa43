/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/table.h"
#include "tests/unit/probes/dialogue_rows.h"

#define IMAP_OK "S: * OK ready\n"
#define IMAP_LOGOUT(tag) "C: " tag " LOGOUT\nS: * BYE bye\nS: " tag " OK done\n"

static const struct dialogue_row rows[] = {
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
		.name = "IMAP, denied",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.script =
			"S: * BYE Access denied for this host\nC: a1 LOGOUT\n",
		.want = "failed at greeting: refused, reply * BYE Access "
			"denied for this host\n"
			"greeting: seen imap code 0 '* BYE Access denied for "
			"this host'\n",
	},
	{
		.name = "IMAP, denied for a while",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.script = "S: * BYE Access denied, try again later\nC: a1 "
			  "LOGOUT\n",
		.want = "failed at greeting: throttled, reply * BYE Access "
			"denied, try again later\n"
			"greeting: seen imap code 0 '* BYE Access denied, try "
			"again later'\n",
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
		.name = "IMAP, denied behind the greeting",
		.service = SERVICE_IMAP,
		.mode = MODE_EXPLICIT,
		.script = IMAP_OK "C: a1 CAPABILITY\nS: * BYE Access denied\n"
				  "C: a2 LOGOUT\n",
		.want = "failed at capabilities: refused, reply * BYE "
			"Access denied\n"
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
};

const struct dialogue_rows dialogue_rows_imap = {rows, COUNT_OF(rows)};
