/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/options.h"

#include "model/table.h"
#include "model/text/escape.h"
#include "src/options/outputs.h"
#include "src/options/rows.h"

#include <getopt.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#define TIMEOUT_S 10
#define ARRIVAL_S 60
#define WATCH_S 600
#define HELP_COLUMNS 79
#define HELP_INDENT 28
#define JOBS 64
#define PER_HOST 16

#define FIRST_VALUE 256 /* above any letter */

struct getopt_tables {
	char letters[3 * OPTION_ROWS_MAX + 3];
	struct option names[OPTION_ROWS_MAX + 1];
};

/* ":" first: a missing argument is told from an unknown option. */
static void make_tables(struct getopt_tables *tables)
{
	char *at = tables->letters;
	size_t count = 0;

	*at++ = ':';
	for (size_t i = 0; i < option_row_count; i++) {
		if (option_rows[i].letter) {
			*at++ = option_rows[i].letter;
			if (option_rows[i].argument)
				*at++ = ':';
		}
		if (option_rows[i].name)
			tables->names[count++] = (struct option){
				.name = option_rows[i].name,
				.has_arg = option_rows[i].argument
						   ? required_argument
						   : no_argument,
				.val = FIRST_VALUE + (int)i,
			};
	}
	*at = '\0';
	tables->names[count] = (struct option){0};
}

static const struct option_row *find_row(int value)
{
	if (value >= FIRST_VALUE && value < FIRST_VALUE + (int)option_row_count)
		return &option_rows[value - FIRST_VALUE];
	for (size_t i = 0; i < option_row_count; i++)
		if (option_rows[i].letter == value)
			return &option_rows[i];
	return NULL;
}

static const char *shown_name(struct arena *arena, const struct option_row *row)
{
	if (row->name)
		return arena_printf(arena, "--%s", row->name);
	return arena_printf(arena, "-%c", row->letter);
}

static void complain(struct reading *r, int value, const char *word)
{
	char *shown = escape_excerpt(r->arena,
		(struct octets){(const unsigned char *)word, strlen(word)}, 60);

	if (value == ':')
		r->error = arena_printf(r->arena,
			"%s requires an argument; see mailsonde --help", shown);
	else
		r->error = arena_printf(r->arena,
			"%s is an unknown or ambiguous option; see mailsonde "
			"--help",
			shown);
}

/* The first error is told. What stands behind it is read all the same: the
 * outputs decide how it is told. */
static void read_options(struct reading *r, int argc, char **argv)
{
	struct getopt_tables tables;
	const char *first = NULL;
	int value;

	make_tables(&tables);
	opterr = 0;
	optind = 0; /* forgets whatever was read before */
	while ((value = getopt_long(argc, argv, tables.letters, tables.names,
			NULL)) != -1) {
		const struct option_row *row = find_row(value);

		r->error = NULL;
		if (value == ':' || value == '?' || !row) {
			complain(r, value, argv[optind - 1]);
		} else {
			r->name = shown_name(r->arena, row);
			row->set(r, optarg);
		}
		if (!first)
			first = r->error;
	}
	r->error = first;
}

static void read_operands(struct reading *r, int argc, char **argv)
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
	int first = optind;

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

static void check_operands(struct reading *r)
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

bool options_read(struct arena *arena, int argc, char **argv,
	struct options *ret_options, const char **ret_error)
{
	struct reading r = {.arena = arena, .options = ret_options};

	*ret_options = (struct options){
		.audience = AUDIENCE_HELPDESK,
		.run = {.tls_versions = TLS_PROBED,
			.family = AF_UNSPEC,
			.timeout_us = TIMEOUT_S * INT64_C(1000000),
			.follow_up = true},
		.limits = {.jobs = JOBS, .per_host = PER_HOST},
		.login = {.password = {.fd = -1},
			.token = {.fd = -1},
			.sender_password = {.fd = -1},
			.watch_us = WATCH_S * INT64_C(1000000),
			.arrive_us = ARRIVAL_S * INT64_C(1000000)},
	};
	read_options(&r, argc, argv);
	if (!r.error) {
		read_operands(&r, argc, argv);
		if (!r.error)
			r.error = outputs_problem(arena, ret_options);
	}
	if (!r.error)
		check_operands(&r);
	*ret_error = r.error;
	return !r.error;
}

/* Wrapped at HELP_COLUMNS, every line below HELP_INDENT. */
static void print_words(FILE *stream, const char *words)
{
	size_t room = HELP_COLUMNS - HELP_INDENT;

	while (strlen(words) > room) {
		size_t length = room;

		while (length && words[length] != ' ')
			length--;
		if (!length)
			length = room;
		fprintf(stream, "%.*s\n%*s", (int)length, words, HELP_INDENT,
			"");
		words += length + (words[length] == ' ');
	}
	fprintf(stream, "%s\n", words);
}

static void print_row(FILE *stream, const struct option_row *row)
{
	char left[64], letter[4] = "  ";

	if (row->letter)
		snprintf(letter, sizeof(letter), "-%c", row->letter);
	snprintf(left, sizeof(left), "  %s%s%s%s%s%s", letter,
		row->letter && row->name ? ", "
		: row->name              ? "  "
					 : "",
		row->name ? "--" : "", row->name ? row->name : "",
		row->argument ? " " : "", row->argument ? row->argument : "");
	if (row->section)
		fprintf(stream, "\n%s:\n", row->section);
	if (strlen(left) + 2 > HELP_INDENT)
		fprintf(stream, "%s\n%*s", left, HELP_INDENT, "");
	else
		fprintf(stream, "%-*s", HELP_INDENT, left);
	print_words(stream, row->help);
}

void options_help(FILE *stream)
{
	fputs("Usage: mailsonde [check] [OPTION]... TARGET...   check servers "
	      "(the default)\n"
	      "       mailsonde settings TARGET...              show settings, "
	      "do not connect\n"
	      "       mailsonde offers TARGET...                list what "
	      "servers accept in TLS\n"
	      "       mailsonde discover ADDRESS|DOMAIN         find settings\n"
	      "       mailsonde mailbox TARGET --user ADDRESS   sign in, look "
	      "into the mailbox\n"
	      "       mailsonde setup TARGET --client NAME      write mail "
	      "program settings\n"
	      "       mailsonde token --store FILE              get an access "
	      "token, or show it\n"
	      "       mailsonde serve                           serve a web "
	      "page and metrics\n"
	      "       mailsonde profiles [NAME]                 list profiles, "
	      "or show one\n"
	      "       mailsonde policies [NAME]                 list policies, "
	      "or show one\n"
	      "       mailsonde policy TARGET...|--from REPORT  derive a "
	      "policy\n"
	      "       mailsonde report FILE                     convert a "
	      "saved report\n"
	      "       mailsonde compare OLD NEW                 compare two "
	      "saved reports\n"
	      "       mailsonde judge FILE --policy NAME        judge a saved "
	      "report again\n"
	      "       mailsonde explain [ID]                    explain a "
	      "check, rule or cause\n"
	      "\n"
	      "Checks mail settings: connects to POP3, IMAP and SMTP servers "
	      "in the TLS mode\n"
	      "that the settings claim and with each TLS version, and reports "
	      "what is correct,\n"
	      "what is wrong, why, and how to fix it.\n"
	      "\n"
	      "A TARGET is the name of a profile (office365), a mail domain "
	      "(gmail.com), a file\n"
	      "with settings in any form that mail programs and providers use, "
	      "- for standard\n"
	      "input, or a URL: imaps://HOST[:PORT], imap:// (STARTTLS), "
	      "pop3s://, pop3://,\n"
	      "submissions:// (465), submission:// (587), smtp:// (25), "
	      "sieve:// (4190),\n"
	      "lmtp:// (24). Add ?mode=cleartext to use no encryption.\n",
		stream);
	for (size_t i = 0; i < option_row_count; i++)
		print_row(stream, &option_rows[i]);
	fputs("\n"
	      "Exit status: 0 all checks passed, 1 a check failed, 2 something "
	      "could not be\n"
	      "tested, 64 wrong command line, 65 unusable settings or file, 70 "
	      "internal error,\n"
	      "71 out of resources, 74 output cannot be written. With -o "
	      "nagios on standard\n"
	      "output: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.\n",
		stream);
}
