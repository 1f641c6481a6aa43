/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/table.h"
#include "tests/unit/probes/dialogue_rows.h"

#define EHLO "C: EHLO [127.0.0.1]\n"
#define SMTP_QUIT "C: QUIT\nS: 221 2.0.0 bye\n"

static const struct dialogue_row rows[] = {
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
		.name = "SMTP, TLS not available by another code",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 220 mx\n" EHLO "S: 250-mx\nS: 250 STARTTLS\n"
			  "C: STARTTLS\nS: 451 4.3.0 No certificate\n"
			  "C: QUIT\nS: 221 x\n",
		.want = "failed at starttls: refused, asked for TLS, reply 451 "
			"4.3.0 No certificate\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen starttls [STARTTLS]\n",
	},
	{
		.name = "SMTP, too many connections of TLS",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 220 mx\n" EHLO "S: 250-mx\nS: 250 STARTTLS\n"
			  "C: STARTTLS\nS: 450 4.7.0 Too many TLS sessions\n"
			  "C: QUIT\nS: 221 x\n",
		.want = "failed at starttls: throttled, asked for TLS, reply "
			"450 4.7.0 Too many TLS sessions\n"
			"greeting: seen smtp code 220 '220 mx'\n"
			"cleartext: seen starttls [STARTTLS]\n",
	},
	{
		.name = "SMTP, put off at STARTTLS",
		.service = SERVICE_SMTP,
		.mode = MODE_EXPLICIT,
		.script = "S: 220 mx\n" EHLO "S: 250-mx\nS: 250 STARTTLS\n"
			  "C: STARTTLS\nS: 451 4.3.0 Later\n"
			  "C: QUIT\nS: 221 x\n",
		.want = "failed at starttls: throttled, asked for TLS, reply "
			"451 4.3.0 Later\n"
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
};

const struct dialogue_rows dialogue_rows_smtp = {rows, COUNT_OF(rows)};
