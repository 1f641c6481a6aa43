/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/table.h"
#include "tests/unit/probes/dialogue_rows.h"

#define IMAP_OK "S: * OK ready\n"
#define SIEVE_LIST(sasl, more)                                                 \
	"S: \"IMPLEMENTATION\" \"Example\"\nS: \"" sasl "\"\n" more            \
	"S: OK \"ready\"\n"
#define SIEVE_LOGOUT "C: LOGOUT\nS: OK \"bye\"\n"

static const struct dialogue_row rows[] = {
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
		.name = "ManageSieve says no",
		.service = SERVICE_SIEVE,
		.mode = MODE_EXPLICIT,
		.script = "S: NO \"Go away.\"\n" SIEVE_LOGOUT,
		.want = "failed at greeting: refused, reply NO \"Go away.\"\n"
			"greeting: seen sieve code 0 'NO \"Go away.\"'\n",
	},
	{
		.name = "ManageSieve says no for now",
		.service = SERVICE_SIEVE,
		.mode = MODE_EXPLICIT,
		.script = "S: NO (TRYLATER) \"Go away.\"\n" SIEVE_LOGOUT,
		.want = "failed at greeting: throttled, reply NO (TRYLATER) "
			"\"Go away.\"\n"
			"greeting: seen sieve code 0 'NO (TRYLATER) \"Go "
			"away.\"'\n",
	},
	{
		.name = "ManageSieve is busy",
		.service = SERVICE_SIEVE,
		.mode = MODE_EXPLICIT,
		.script = "S: NO \"Server busy.\"\n" SIEVE_LOGOUT,
		.want = "failed at greeting: throttled, reply NO \"Server "
			"busy.\"\n"
			"greeting: seen sieve code 0 'NO \"Server busy.\"'\n",
	},
	{
		.name = "ManageSieve denies",
		.service = SERVICE_SIEVE,
		.mode = MODE_EXPLICIT,
		.script = "S: BYE \"Access denied.\"\n" SIEVE_LOGOUT,
		.want = "failed at greeting: refused, reply BYE \"Access "
			"denied.\"\n"
			"greeting: seen sieve code 0 'BYE \"Access "
			"denied.\"'\n",
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
};

const struct dialogue_rows dialogue_rows_sieve = {rows, COUNT_OF(rows)};
