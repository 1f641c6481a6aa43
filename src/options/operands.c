/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/operands.h"

#include "model/table.h"

#include <stdint.h>
#include <string.h>

void operands_read(struct reading *r, int argc, char **argv, int first)
{
	static const struct {
		const char *name;
		enum command command;
	} commands[] = {
		{"check", COMMAND_CHECK},
		{"profiles", COMMAND_PROFILES},
		{"explain", COMMAND_EXPLAIN},
		{"policies", COMMAND_POLICIES},
		{"policy", COMMAND_POLICY},
		{"report", COMMAND_REPORT},
		{"judge", COMMAND_JUDGE},
		{"compare", COMMAND_COMPARE},
		{"settings", COMMAND_SETTINGS},
		{"discover", COMMAND_DISCOVER},
		{"offers", COMMAND_OFFERS},
		{"serve", COMMAND_SERVE},
		{"mailbox", COMMAND_MAILBOX},
		{"setup", COMMAND_SETUP},
		{"token", COMMAND_TOKEN},
		{"help", COMMAND_HELP},
		{"version", COMMAND_VERSION},
	};
	struct options *options = r->options;

	for (size_t i = 0; first < argc && i < COUNT_OF(commands); i++)
		if (strcmp(argv[first], commands[i].name) == 0) {
			if (options->command == COMMAND_CHECK)
				options->command = commands[i].command;
			first++;
			break;
		}
	options->operands = (const char **)(argv + first);
	options->operand_count = (size_t)(argc - first);
}

/* How many operands a command takes, and what to say of too few or many. */
static const struct arity {
	enum command command;
	size_t least;
	size_t most;
	bool or_settings; /* --settings stands for an operand */
	const char *advice;
} arities[] = {
	{COMMAND_CHECK, 1, SIZE_MAX, true,
		"nothing to check; give a profile (mailsonde check office365), "
		"a file or a URL (imaps://host), or see mailsonde --help"},
	{COMMAND_SETTINGS, 1, SIZE_MAX, true,
		"settings: give a settings file, a profile or a URL"},
	{COMMAND_OFFERS, 1, SIZE_MAX, true,
		"offers: give a URL (imaps://host), a profile or a file"},
	{COMMAND_MAILBOX, 1, SIZE_MAX, true,
		"mailbox: give the servers to sign in to: a profile, a file or "
		"a URL"},
	{COMMAND_SETUP, 1, SIZE_MAX, true,
		"setup: give the settings to write: a profile, a file or a "
		"URL"},
	{COMMAND_PROFILES, 0, 1, false, "give only one name"},
	{COMMAND_EXPLAIN, 0, 1, false, "give only one name"},
	{COMMAND_POLICIES, 0, 1, false, "give only one name"},
	{COMMAND_POLICY, 1, SIZE_MAX, true,
		"policy: give a saved report with --from, or servers as for "
		"check"},
	{COMMAND_REPORT, 1, 1, false,
		"report: give one XML report: mailsonde report old.xml -o "
		"html=old.html"},
	{COMMAND_COMPARE, 2, 2, false,
		"compare: give two XML reports, the older one first"},
	{COMMAND_JUDGE, 1, 1, false,
		"judge: give one XML report: mailsonde judge old.xml --policy "
		"rfc9325"},
	{COMMAND_TOKEN, 0, 0, false,
		"token: give no operand; --provider says where to sign in"},
	{COMMAND_SERVE, 0, 0, false,
		"serve: name no servers; visitors do that in the page"},
	{COMMAND_DISCOVER, 1, 1, false,
		"discover: give one address or domain: mailsonde discover "
		"user@example.com"},
};

void operands_check(struct reading *r)
{
	const struct options *options = r->options;
	size_t count = options->operand_count;

	for (size_t i = 0; i < COUNT_OF(arities); i++) {
		const struct arity *arity = &arities[i];

		if (arity->command != options->command)
			continue;
		if (arity->or_settings)
			count += options->given_count;
		if (options->from && arity->command == COMMAND_POLICY)
			count++;
		if (count < arity->least || count > arity->most)
			r->error = arity->advice;
	}
	if (options->from && options->command != COMMAND_POLICY)
		r->error = "--from works only with the command policy";
	else if (options->from &&
		 (options->operand_count || options->given_count))
		r->error = "policy: give either --from or servers, not both";
	if (options->command == COMMAND_MAILBOX && !options->user)
		r->error = "mailbox: give the address of the account with "
			   "--user";
	if (options->command == COMMAND_SETUP && !options->client)
		r->error = "setup: give the mail program with --client";
}
