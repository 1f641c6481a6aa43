/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "options.h"

#include "model/escape.h"
#include "net/resolve.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TIMEOUT_S 10
#define TIMEOUT_MAX_S 3600
#define JOBS 64
#define JOBS_MAX 4096
#define PER_HOST 16

struct reading {
	struct arena *arena;
	struct options *options;
	const char *name;  /* of the option, for messages */
	const char *error; /* NULL while all is well */
};

static void set_error(struct reading *r, const char *value, const char *advice)
{
	char *shown = escape_excerpt(r->arena,
		(struct octets){(const unsigned char *)value, strlen(value)},
		60);

	r->error =
		arena_printf(r->arena, "%s: '%s' %s", r->name, shown, advice);
}

/* Numbers are read whole or refused. */
static bool read_number(
	const char *text, unsigned long most, unsigned long *ret_number)
{
	char *end;
	unsigned long number;

	if (*text < '0' || *text > '9')
		return false;
	number = strtoul(text, &end, 10);
	if (*end || number > most || end - text > 9)
		return false;
	*ret_number = number;
	return true;
}

static bool find_format(
	const char *name, size_t length, enum format *ret_format)
{
	static const char *const names[] = {
		[FORMAT_TEXT] = "text",
		[FORMAT_XML] = "xml",
		[FORMAT_TICKET] = "ticket",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == length &&
			strncmp(name, names[i], length) == 0) {
			*ret_format = (enum format)i;
			return true;
		}
	return false;
}

static void set_output(struct reading *r, const char *value)
{
	struct output output = {.file = NULL};
	size_t length = strcspn(value, "=");

	if (!find_format(value, length, &output.format)) {
		set_error(r, value,
			"is not a format that this version writes; use text, "
			"xml or ticket, with =FILE behind it for a file");
		return;
	}
	if (value[length] == '=') {
		if (!value[length + 1]) {
			set_error(r, value,
				"names no file; write it behind the '='");
			return;
		}
		if (strcmp(value + length, "=-") != 0)
			output.file = value + length + 1;
	}
	r->options->outputs = arena_grow(r->arena, r->options->outputs,
		r->options->output_count, sizeof(output));
	r->options->outputs[r->options->output_count++] = output;
}

static void set_tls(struct reading *r, const char *value)
{
	char *list = arena_strdup(r->arena, value), *at = list;

	r->options->run.tls_versions = 0;
	while (at) {
		char *word = strsep(&at, ",");
		enum tls_version version;

		if (strncasecmp(word, "tls", 3) == 0)
			word += 3;
		if (*word == 'v' || *word == 'V')
			word++;
		if (!tls_version_from_name(word, &version) ||
			version < TLS_1_0) {
			set_error(r, value,
				"is not a list of TLS versions; "
				"use 1.0, 1.1, 1.2 and 1.3, with commas "
				"between");
			return;
		}
		r->options->run.tls_versions |= TLS_BIT(version);
	}
}

/* Takes the next part of HOST:...; an IPv6 address stands in brackets. */
static char *take_part(char **at)
{
	char *part = *at, *end;

	if (!part)
		return NULL;
	if (*part == '[' && (end = strchr(part, ']'))) {
		*end++ = '\0';
		part++;
		if (*end && *end != ':')
			return NULL;
		*at = *end ? end + 1 : NULL;
		return part;
	}
	strsep(at, ":");
	return part;
}

static void set_resolve(struct reading *r, const char *value)
{
	char *at = arena_strdup(r->arena, value);
	struct resolve_override override = {.host = take_part(&at)};
	struct address address;
	size_t length;

	/* The address is the rest: it may hold colons, bare or in brackets. */
	if (at && *at == '[' && (length = strlen(at)) > 2 &&
		at[length - 1] == ']') {
		at[length - 1] = '\0';
		at++;
	}
	override.address = at;
	if (!override.host || !*override.host || !at ||
		!address_parse(at, &address)) {
		set_error(r, value,
			"is not HOST:ADDRESS; write it as in "
			"imap.example.com:192.0.2.1");
		return;
	}
	r->options->run.resolves = arena_grow(r->arena,
		(void *)(uintptr_t)r->options->run.resolves,
		r->options->run.resolve_count, sizeof(override));
	memcpy((struct resolve_override *)(uintptr_t)r->options->run.resolves +
			r->options->run.resolve_count++,
		&override, sizeof(override));
}

static bool read_port(const char *text, unsigned *ret_port)
{
	unsigned long port;

	*ret_port = 0;
	if (!*text)
		return true;
	if (!read_number(text, 65535, &port) || !port)
		return false;
	*ret_port = (unsigned)port;
	return true;
}

static void set_connect_to(struct reading *r, const char *value)
{
	char *at = arena_strdup(r->arena, value);
	struct connect_override to = {.host = take_part(&at)};
	char *port = take_part(&at), *to_port;

	to.to_host = take_part(&at);
	to_port = take_part(&at);
	if (!to.host || !port || !to.to_host || !to_port || at ||
		!read_port(port, &to.port) ||
		!read_port(to_port, &to.to_port)) {
		set_error(r, value,
			"is not HOST:PORT:HOST2:PORT2; write it as in "
			"imap.example.com:993:127.0.0.1:10993");
		return;
	}
	r->options->run.connects = arena_grow(r->arena,
		(void *)(uintptr_t)r->options->run.connects,
		r->options->run.connect_count, sizeof(to));
	memcpy((struct connect_override *)(uintptr_t)r->options->run.connects +
			r->options->run.connect_count++,
		&to, sizeof(to));
}

static void set_timeout(struct reading *r, const char *value)
{
	char *end;
	double seconds = 0;

	/* Not "inf", "nan" or "0x10", which strtod() would take. */
	if (value[strspn(value, "0123456789.")] == '\0') {
		seconds = strtod(value, &end);
		if (*end)
			seconds = 0;
	}
	if (!(seconds >= 0.05 && seconds <= TIMEOUT_MAX_S)) {
		set_error(r, value,
			"is not a time in seconds between 0.05 and 3600; "
			"use 10 or 2.5");
		return;
	}
	r->options->run.timeout_us = llround(seconds * 1000000);
}

static void set_count(struct reading *r, const char *value, unsigned *ret_count)
{
	unsigned long number;

	if (!read_number(value, JOBS_MAX, &number) || !number)
		set_error(r, value, "is not a number between 1 and 4096");
	else
		*ret_count = (unsigned)number;
}

static void set_jobs(struct reading *r, const char *value)
{
	set_count(r, value, &r->options->run.jobs);
}

static void set_per_host(struct reading *r, const char *value)
{
	set_count(r, value, &r->options->run.per_host);
}

static void set_host(struct reading *r, const char *value)
{
	if (!*value)
		set_error(r, value, "is empty; give a server's name");
	r->options->host = value;
}

static void set_ca_file(struct reading *r, const char *value)
{
	r->options->ca_file = value;
}

static void set_family(struct reading *r, int family)
{
	if (r->options->run.family != AF_UNSPEC &&
		r->options->run.family != family)
		r->error = "-4 and -6 exclude each other; give one of them";
	r->options->run.family = family;
}

static void set_ipv4(struct reading *r, const char *value)
{
	(void)value;
	set_family(r, AF_INET);
}

static void set_ipv6(struct reading *r, const char *value)
{
	(void)value;
	set_family(r, AF_INET6);
}

static void set_color(struct reading *r, const char *value)
{
	if (strcmp(value, "auto") == 0)
		r->options->color = COLOR_AUTO;
	else if (strcmp(value, "always") == 0)
		r->options->color = COLOR_ALWAYS;
	else if (strcmp(value, "never") == 0)
		r->options->color = COLOR_NEVER;
	else
		set_error(r, value, "is not auto, always or never");
}

static void set_fail_on(struct reading *r, const char *value)
{
	if (strcmp(value, "warning") == 0)
		r->options->fail_on_warning = true;
	else if (strcmp(value, "fail") == 0)
		r->options->fail_on_warning = false;
	else
		set_error(r, value, "is not warning or fail");
}

static void set_transcript(struct reading *r, const char *value)
{
	(void)value;
	r->options->transcript = true;
	r->options->run.keep_transcript = true;
}

static void set_for(struct reading *r, const char *value)
{
	enum audience audience;

	if (!audience_from_name(value, &audience) ||
		audience == AUDIENCE_NETWORK)
		set_error(r, value, "is not user, helpdesk or admin");
	else
		r->options->audience = audience;
}

static void set_no_follow_up(struct reading *r, const char *value)
{
	(void)value;
	r->options->run.follow_up = false;
}

static void set_quiet(struct reading *r, const char *value)
{
	(void)value;
	r->options->quiet = true;
}

static void set_verbose(struct reading *r, const char *value)
{
	(void)value;
	r->options->verbose = true;
}

static void set_version(struct reading *r, const char *value)
{
	(void)value;
	r->options->command = COMMAND_VERSION;
}

static void set_help(struct reading *r, const char *value)
{
	(void)value;
	r->options->command = COMMAND_HELP;
}

/* One row an option; the parser, the help and the test of the manual read the
 * same table. */
static const struct option_row {
	const char *name; /* NULL if it has a letter only */
	char letter;      /* 0 if it has a name only */
	const char *argument;
	const char *help;
	void (*set)(struct reading *r, const char *value);
} rows[] = {
	{
		.name = "output",
		.letter = 'o',
		.argument = "FORMAT[=FILE]",
		.help = "text (default, standard output), xml, or ticket for "
			"a note to send; repeatable",
		.set = set_output,
	},
	{
		.name = "tls",
		.argument = "VERSION[,VERSION]",
		.help = "only these TLS versions: 1.0, 1.1, 1.2, 1.3",
		.set = set_tls,
	},
	{
		.name = "host",
		.argument = "HOST",
		.help = "the host of a profile that leaves it open",
		.set = set_host,
	},
	{
		.name = "resolve",
		.argument = "HOST:ADDRESS",
		.help = "use this address for the host; repeatable",
		.set = set_resolve,
	},
	{
		.name = "connect-to",
		.argument = "HOST:PORT:HOST2:PORT2",
		.help = "connect there instead, with certificate and SNI "
			"still for HOST; repeatable",
		.set = set_connect_to,
	},
	{
		.name = "ca-file",
		.argument = "FILE",
		.help = "trust anchors (PEM) in place of the system's",
		.set = set_ca_file,
	},
	{
		.name = "timeout",
		.argument = "SECONDS",
		.help = "for each endpoint, and as long again to find out "
			"why it fails; 10",
		.set = set_timeout,
	},
	{
		.name = "jobs",
		.argument = "N",
		.help = "connections at a time; 64",
		.set = set_jobs,
	},
	{
		.name = "per-host",
		.argument = "N",
		.help = "of them, to one host; 16",
		.set = set_per_host,
	},
	{
		.letter = '4',
		.help = "IPv4 addresses only",
		.set = set_ipv4,
	},
	{
		.letter = '6',
		.help = "IPv6 addresses only",
		.set = set_ipv6,
	},
	{
		.name = "for",
		.argument = "user|helpdesk|admin",
		.help = "whose words and remedies come first; helpdesk",
		.set = set_for,
	},
	{
		.name = "no-follow-up",
		.help = "do not ask further where something failed",
		.set = set_no_follow_up,
	},
	{
		.name = "transcript",
		.help = "show each dialogue, escaped",
		.set = set_transcript,
	},
	{
		.name = "fail-on",
		.argument = "warning|fail",
		.help = "what exit status 1 stands for; fail",
		.set = set_fail_on,
	},
	{
		.name = "color",
		.argument = "auto|always|never",
		.help = "colour in the text; auto honours NO_COLOR",
		.set = set_color,
	},
	{
		.name = "quiet",
		.letter = 'q',
		.help = "no text: the exit status says it",
		.set = set_quiet,
	},
	{
		.name = "verbose",
		.letter = 'v',
		.help = "every finding and fact",
		.set = set_verbose,
	},
	{
		.name = "version",
		.help = "print the version and the libraries in use",
		.set = set_version,
	},
	{
		.name = "help",
		.letter = 'h',
		.help = "print this help",
		.set = set_help,
	},
};
#define ROWS (sizeof(rows) / sizeof(*rows))
#define FIRST_VALUE 256 /* above any letter */

struct getopt_tables {
	char letters[3 * ROWS + 3];
	struct option names[ROWS + 1];
};

/* ":" first: a missing argument is told from an unknown option. */
static void make_tables(struct getopt_tables *tables)
{
	char *at = tables->letters;
	size_t count = 0;

	*at++ = ':';
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].letter) {
			*at++ = rows[i].letter;
			if (rows[i].argument)
				*at++ = ':';
		}
		if (rows[i].name)
			tables->names[count++] = (struct option){
				.name = rows[i].name,
				.has_arg = rows[i].argument ? required_argument
							    : no_argument,
				.val = FIRST_VALUE + (int)i,
			};
	}
	*at = '\0';
	tables->names[count] = (struct option){0};
}

static const struct option_row *find_row(int value)
{
	if (value >= FIRST_VALUE && value < FIRST_VALUE + (int)ROWS)
		return &rows[value - FIRST_VALUE];
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].letter == value)
			return &rows[i];
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

	if (strncmp(word, "--policy", 8) == 0)
		r->error = "--policy: policies are not in this version; every "
			   "check names the standard that it stands on";
	else if (value == ':')
		r->error = arena_printf(r->arena,
			"%s needs an argument; see mailsonde --help", shown);
	else
		r->error = arena_printf(r->arena,
			"%s is not an option that this version knows, or may "
			"be read in several ways; see mailsonde --help",
			shown);
}

static void read_options(struct reading *r, int argc, char **argv)
{
	struct getopt_tables tables;
	int value;

	make_tables(&tables);
	opterr = 0;
	optind = 0; /* forgets whatever was read before */
	while (!r->error && (value = getopt_long(argc, argv, tables.letters,
				     tables.names, NULL)) != -1) {
		const struct option_row *row = find_row(value);

		if (value == ':' || value == '?' || !row) {
			complain(r, value, argv[optind - 1]);
			return;
		}
		r->name = shown_name(r->arena, row);
		row->set(r, optarg);
	}
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
		{"help", COMMAND_HELP},
		{"version", COMMAND_VERSION},
	};
	struct options *options = r->options;
	int first = optind;

	if (first < argc && strcmp(argv[first], "report") == 0)
		r->error = "report: other formats from a kept report are not "
			   "in this version; keep the XML report for a later "
			   "one, or ask for several formats at once";

	for (size_t i = 0; first < argc && i < 5; i++)
		if (strcmp(argv[first], commands[i].name) == 0) {
			if (options->command == COMMAND_CHECK)
				options->command = commands[i].command;
			first++;
			break;
		}
	options->operands = (const char **)(argv + first);
	options->operand_count = (size_t)(argc - first);
}

static void check_outputs(struct reading *r)
{
	const struct options *options = r->options;
	size_t to_stdout = 0;

	for (size_t i = 0; i < options->output_count; i++)
		if (!options->outputs[i].file)
			to_stdout++;
	if (to_stdout > 1)
		r->error = "--output: only one format can go to standard "
			   "output; give the others a file: -o xml=FILE";
}

static void check_operands(struct reading *r)
{
	const struct options *options = r->options;

	if (options->command == COMMAND_CHECK && !options->operand_count)
		r->error = "nothing to check; name a profile (mailsonde check "
			   "office365), a file or a URL (imaps://host), or "
			   "see mailsonde --help";
	if ((options->command == COMMAND_PROFILES ||
		    options->command == COMMAND_EXPLAIN) &&
		options->operand_count > 1)
		r->error = "one name at a time; see mailsonde --help";
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
			.follow_up = true,
			.jobs = JOBS,
			.per_host = PER_HOST},
	};
	read_options(&r, argc, argv);
	if (!r.error) {
		read_operands(&r, argc, argv);
		if (!r.error)
			check_outputs(&r);
	}
	if (!r.error)
		check_operands(&r);
	*ret_error = r.error;
	return !r.error;
}

void options_help(FILE *stream)
{
	fputs("Usage: mailsonde [check] [OPTION]... TARGET...\n"
	      "       mailsonde profiles [NAME]\n"
	      "       mailsonde explain [ID]\n"
	      "\n"
	      "Verifies mail settings: connects to POP3, IMAP and SMTP "
	      "endpoints in the TLS\n"
	      "mode and with each TLS version that their settings name, and "
	      "says what holds,\n"
	      "what does not, why, and what to do.\n"
	      "\n"
	      "A TARGET is a profile's name (office365), a profile's file, - "
	      "for standard\n"
	      "input, or a URL: imaps://HOST[:PORT], imap:// (STARTTLS), "
	      "pop3s://, pop3://,\n"
	      "submissions:// (465), submission:// (587), smtp:// (25); "
	      "?mode=cleartext where\n"
	      "somebody really wants that.\n"
	      "\n"
	      "Options:\n",
		stream);
	for (size_t i = 0; i < ROWS; i++) {
		char left[64], letter[4] = "  ";

		if (rows[i].letter)
			snprintf(letter, sizeof(letter), "-%c", rows[i].letter);
		snprintf(left, sizeof(left), "%s%s%s%s%s%s", letter,
			rows[i].letter && rows[i].name ? ", "
			: rows[i].name                 ? "  "
						       : "",
			rows[i].name ? "--" : "",
			rows[i].name ? rows[i].name : "",
			rows[i].argument ? " " : "",
			rows[i].argument ? rows[i].argument : "");
		if (strlen(left) > 26)
			fprintf(stream, "  %s\n  %-26s  %s\n", left, "",
				rows[i].help);
		else
			fprintf(stream, "  %-26s  %s\n", left, rows[i].help);
	}
	fputs("\n"
	      "Exit status: 0 all checks passed, 1 something failed, 2 "
	      "something could not be\n"
	      "tested, 64 wrong command line, 65 settings or file unusable, "
	      "70 or 71 fault of\n"
	      "this program or machine, 74 an output that cannot be written.\n",
		stream);
}
