/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/options.h"

#include "model/table.h"
#include "model/text/escape.h"
#include "src/options/outputs.h"
#include "src/options/token.h"
#include "src/options/values.h"

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

/* One row an option; the parser, the help and the test of the manual read the
 * same table. */
static const struct option_row {
	const char *section; /* that begins with this row; NULL: goes on */
	const char *name;    /* NULL if it has a letter only */
	char letter;         /* 0 if it has a name only */
	const char *argument;
	const char *help;
	void (*set)(struct reading *r, const char *value);
} rows[] = {
	{
		.section = "Output",
		.name = "output",
		.letter = 'o',
		.argument = "FORMAT[=FILE]",
		.help = "text (default, standard output), xml, html, ticket (a "
			"note for a ticket), nagios (a monitoring plugin), "
			"openmetrics, json, jsonl, csv, csv-offers (what "
			"servers accept in TLS), junit, sarif, tap, or profile "
			"(only the settings); repeatable",
		.set = option_set_output,
	},
	{
		.name = "for",
		.argument = "user|helpdesk|admin",
		.help = "the reader whose wording and remedies come first; "
			"default: helpdesk",
		.set = option_set_for,
	},
	{
		.name = "transcript",
		.help = "show each dialogue, escaped",
		.set = option_set_transcript,
	},
	{
		.name = "stylesheet",
		.argument = "FILE",
		.help = "XSLT stylesheet of your own for html",
		.set = option_set_stylesheet,
	},
	{
		.name = "color",
		.argument = "auto|always|never",
		.help = "use colour in text; auto honours NO_COLOR",
		.set = option_set_color,
	},
	{
		.name = "quiet",
		.letter = 'q',
		.help = "print no text; see the exit status",
		.set = option_set_quiet,
	},
	{
		.name = "verbose",
		.letter = 'v',
		.help = "show every finding and every fact",
		.set = option_set_verbose,
	},
	{
		.section = "Settings",
		.name = "settings",
		.argument = "TEXT",
		.help = "settings as text instead of a file; repeatable",
		.set = option_set_settings,
	},
	{
		.name = "as",
		.argument = "FORM",
		.help = "the form of the settings, instead of recognising it "
			"by the content",
		.set = option_set_form,
	},
	{
		.name = "profile",
		.argument = "NAME",
		.help = "the provider to compare the settings with, if host "
			"and domain do not identify it",
		.set = option_set_profile,
	},
	{
		.name = "host",
		.argument = "HOST",
		.help = "the host for a profile that does not name one",
		.set = option_set_host,
	},
	{
		.section = "Connections",
		.name = "tls",
		.argument = "VERSION[,VERSION]",
		.help = "probe only these TLS versions: 1.0, 1.1, 1.2, 1.3",
		.set = option_set_tls,
	},
	{
		.name = "resolve",
		.argument = "HOST:ADDRESS",
		.help = "use this address for the host; repeatable",
		.set = option_set_resolve,
	},
	{
		.name = "connect-to",
		.argument = "HOST:PORT:HOST2:PORT2",
		.help = "connect to HOST2:PORT2 instead; certificate and SNI "
			"remain those of HOST; repeatable",
		.set = option_set_connect_to,
	},
	{
		.name = "ca-file",
		.argument = "FILE",
		.help = "trust anchors (PEM) instead of the system's",
		.set = option_set_ca_file,
	},
	{
		.name = "timeout",
		.argument = "SECONDS",
		.help = "time limit for each endpoint, and as long again to "
			"find out why it fails; default: 10",
		.set = option_set_timeout,
	},
	{
		.name = "deadline",
		.argument = "SECONDS",
		.help = "time limit for the whole run; what was not tested by "
			"then is reported as such",
		.set = option_set_deadline,
	},
	{
		.name = "jobs",
		.argument = "N",
		.help = "maximum simultaneous connections; default: 64",
		.set = option_set_jobs,
	},
	{
		.name = "per-host",
		.argument = "N",
		.help = "maximum simultaneous connections to one host; "
			"default: 16",
		.set = option_set_per_host,
	},
	{
		.letter = '4',
		.help = "use only IPv4 addresses",
		.set = option_set_ipv4,
	},
	{
		.letter = '6',
		.help = "use only IPv6 addresses",
		.set = option_set_ipv6,
	},
	{
		.name = "no-follow-up",
		.help = "do not look for the cause of a failure",
		.set = option_set_no_follow_up,
	},
	{
		.name = "depth",
		.argument = "DEPTH",
		.help = "full: find every TLS version, cipher suite, group and "
			"extension that the server accepts",
		.set = option_set_depth,
	},
	{
		.name = "revocation",
		.help = "ask the issuers (OCSP, CRL) whether the servers' "
			"certificates have been revoked",
		.set = option_set_revocation,
	},
	{
		.section = "Judgement",
		.name = "policy",
		.argument = "NAME",
		.help = "judge by this policy, or policy file, as well; "
			"repeatable",
		.set = option_set_policy,
	},
	{
		.name = "from",
		.argument = "REPORT",
		.help = "saved report to derive a policy from",
		.set = option_set_from,
	},
	{
		.name = "fail-on",
		.argument = "warning|fail",
		.help = "what causes exit status 1; default: fail",
		.set = option_set_fail_on,
	},
	{
		.name = "warning",
		.letter = 'w',
		.argument = "LIMITS",
		.help = "with nagios, limits for WARNING: time=2s,days=30 (at "
			"most 2 seconds; the certificate valid for at least 30 "
			"days)",
		.set = option_set_warning,
	},
	{
		.name = "critical",
		.letter = 'c',
		.argument = "LIMITS",
		.help = "with nagios, limits for CRITICAL, likewise",
		.set = option_set_critical,
	},
	{
		.section = "Options of mailbox",
		.name = "password-file",
		.argument = "FILE",
		.help = "read the password from the file's first line; "
			"default: ask for it on the terminal",
		.set = option_set_password_file,
	},
	{
		.name = "password-command",
		.argument = "COMMAND",
		.help = "run the command with the shell and read the password "
			"from its first line",
		.set = option_set_password_command,
	},
	{
		.name = "password-fd",
		.argument = "N",
		.help = "read the password from the open file descriptor",
		.set = option_set_password_fd,
	},
	{
		.name = "password-credential",
		.argument = "NAME",
		.help = "read the password from this systemd credential",
		.set = option_set_password_credential,
	},
	{
		.name = "access-token-file",
		.argument = "FILE",
		.help = "sign in with this OAuth access token instead of a "
			"password",
		.set = option_set_token_file,
	},
	{
		.name = "access-token-command",
		.argument = "COMMAND",
		.help = "read the access token from this command",
		.set = option_set_token_command,
	},
	{
		.name = "access-token-fd",
		.argument = "N",
		.help = "read the access token from the file descriptor",
		.set = option_set_token_fd,
	},
	{
		.name = "access-token-credential",
		.argument = "NAME",
		.help = "read the access token from this systemd credential",
		.set = option_set_token_credential,
	},
	{
		.name = "login-name",
		.argument = "NAME",
		.help = "the user name to sign in with, if it is not the "
			"address",
		.set = option_set_login_name,
	},
	{
		.name = "auth",
		.argument = "MECHANISM",
		.help = "sign in only this way: PLAIN, SCRAM-SHA-256, XOAUTH2 "
			"...; default: the strongest",
		.set = option_set_auth,
	},
	{
		.name = "each-mechanism",
		.help = "sign in by each mechanism that the server offers; a "
			"wrong password then counts several times",
		.set = option_set_each_mechanism,
	},
	{
		.name = "try-user-forms",
		.help = "if the login fails, try the address, its local part "
			"and DOMAIN\\NAME; each try counts at the server",
		.set = option_set_try_user_forms,
	},
	{
		.name = "insecure-login",
		.argument = "HOST",
		.help = "send the password to this host even without a "
			"verified TLS connection; repeatable",
		.set = option_set_insecure_login,
	},
	{
		.name = "round-trip",
		.help = "send a small message through each submission "
			"endpoint, wait for it in the mailbox, and delete it",
		.set = option_set_round_trip,
	},
	{
		.name = "to",
		.argument = "ADDRESS",
		.help = "send the message to this address instead; it is not "
			"waited for there, and not deleted",
		.set = option_set_to,
	},
	{
		.name = "options",
		.help = "measure Exchange's options for POP and IMAP: the form "
			"of meeting invitations, and read receipts",
		.set = option_set_options,
	},
	{
		.name = "from-account",
		.argument = "ADDRESS",
		.help = "with --options, another account on the same servers "
			"that sends the messages",
		.set = option_set_from_account,
	},
	{
		.name = "from-password-file",
		.argument = "FILE",
		.help = "file with its password in the first line",
		.set = option_set_from_password_file,
	},
	{
		.name = "from-password-command",
		.argument = "COMMAND",
		.help = "command that prints its password",
		.set = option_set_from_password_command,
	},
	{
		.name = "want",
		.argument = "STATE",
		.help = "with --options, the desired state: icalendar, link, "
			"receipts or no-receipts; repeatable",
		.set = option_set_want,
	},
	{
		.name = "watch",
		.argument = "SECONDS",
		.help = "how long to wait for a read receipt; default: 600",
		.set = option_set_watch,
	},
	{
		.name = "arrival",
		.argument = "SECONDS",
		.help = "how long to wait for a message; default: 60",
		.set = option_set_arrival,
	},
	{
		.section = "Options of setup and discover",
		.name = "client",
		.argument = "NAME",
		.help = "the mail program to write settings for",
		.set = option_set_client,
	},
	{
		.name = "user",
		.argument = "ADDRESS",
		.help = "the mail address to write settings for, or to sign "
			"in with",
		.set = option_set_user,
	},
	{
		.name = "unverified",
		.help = "write the settings without verifying them",
		.set = option_set_unverified,
	},
	{
		.name = "check",
		.help = "verify the discovered settings right away",
		.set = option_set_check,
	},
	{
		.name = "no-address",
		.help = "send only the domain, never the full address",
		.set = option_set_no_address,
	},
	{
		.name = "allow-private",
		.help = "with discover, serve and --revocation, also connect "
			"to addresses of this computer and of private networks",
		.set = option_set_allow_private,
	},
	{
		.name = "listen",
		.argument = "ADDRESS:PORT",
		.help = "with serve, listen there (default: 127.0.0.1:8625)",
		.set = option_set_listen,
	},
	{
		.name = "config",
		.argument = "FILE",
		.help = "with serve, read this configuration (JSON)",
		.set = option_set_config,
	},
	{
		.name = "allow",
		.argument = "WHAT",
		.help = "with serve, check only servers of this network "
			"(192.0.2.0/24) or domain; repeatable",
		.set = option_set_allow,
	},
	{
		.name = "auth-file",
		.argument = "FILE",
		.help = "with serve, require a name and password from this "
			"file (htpasswd -B)",
		.set = option_set_auth_file,
	},
	{
		.name = "certificate",
		.argument = "FILE",
		.help = "with serve, use HTTPS with this certificate and its "
			"chain (PEM)",
		.set = option_set_certificate,
	},
	{
		.name = "key",
		.argument = "FILE",
		.help = "with serve, the private key of --certificate, unless "
			"it is in the same file",
		.set = option_set_key,
	},
	{
		.name = "client-ca",
		.argument = "FILE",
		.help = "with serve and --certificate, admit only visitors "
			"with a certificate that these authorities issued",
		.set = option_set_client_ca,
	},
	{
		.name = "keep",
		.argument = "FOLDER",
		.help = "with serve, keep results as XML files there",
		.set = option_set_keep,
	},
	{
		.name = "dns-server",
		.argument = "ADDRESS[@PORT]",
		.help = "query this name server",
		.set = option_set_dns_server,
	},
	{
		.name = "dns-anchor",
		.argument = "FILE",
		.help = "DNSSEC trust anchor instead of the root's",
		.set = option_set_dns_anchor,
	},
	{
		.section = "Options of token",
		.name = "provider",
		.argument = "NAME|FILE",
		.help = "microsoft, google, or a file that describes another "
			"provider",
		.set = option_set_provider,
	},
	{
		.name = "client-id",
		.argument = "ID",
		.help = "the id of your application at the provider",
		.set = option_set_client_id,
	},
	{
		.name = "client-secret-file",
		.argument = "FILE",
		.help = "file with its client secret, if it has one",
		.set = option_set_client_secret_file,
	},
	{
		.name = "tenant",
		.argument = "TENANT",
		.help = "Microsoft tenant: a domain or id; default: common",
		.set = option_set_tenant,
	},
	{
		.name = "scope",
		.argument = "SCOPES",
		.help = "scopes to request instead of the provider's for mail",
		.set = option_set_scope,
	},
	{
		.name = "flow",
		.argument = "device|browser",
		.help = "sign in with a code on any device, or in a browser on "
			"this computer",
		.set = option_set_flow,
	},
	{
		.name = "store",
		.argument = "FILE|secret-service:ADDRESS",
		.help = "where the token is kept",
		.set = option_set_store,
	},
	{
		.name = "refresh",
		.help = "renew the stored token",
		.set = option_set_refresh,
	},
	{
		.name = "print",
		.help = "write the stored token to standard output, renewed if "
			"necessary; never to a terminal",
		.set = option_set_print,
	},
	{
		.section = "Saved reports",
		.name = "sign",
		.argument = "FILE",
		.help = "sign each XML report written to a file, with the key "
			"and certificate in this file (PEM)",
		.set = option_set_sign,
	},
	{
		.name = "baseline",
		.argument = "FILE",
		.help = "with check, show what changed since this XML report; "
			"exit status 1 if something is worse",
		.set = option_set_baseline,
	},
	{
		.name = "verify",
		.help = "check a saved report's signature (FILE.p7s) against "
			"the trust anchors of --ca-file",
		.set = option_set_verify,
	},
	{
		.name = "signer",
		.argument = "NAME",
		.help = "with --verify, who must have signed: a mail address, "
			"common name or subject",
		.set = option_set_signer,
	},
	{
		.name = "timestamp",
		.argument = "FILE",
		.help = "with --verify, an RFC 3161 time stamp of FILE.p7s",
		.set = option_set_timestamp,
	},
	{
		.name = "timestamp-ca",
		.argument = "FILE",
		.help = "with --verify, trust anchors (PEM) used only for time "
			"stamps; default: those of --ca-file",
		.set = option_set_timestamp_ca,
	},
	{
		.name = "reproducible",
		.help = "make output from a saved report byte-for-byte "
			"reproducible",
		.set = option_set_reproducible,
	},
	{
		.section = "About mailsonde",
		.name = "version",
		.help = "print the version and the libraries in use",
		.set = option_set_version,
	},
	{
		.name = "help",
		.letter = 'h',
		.help = "print this help",
		.set = option_set_help,
	},
};
#define ROWS COUNT_OF(rows)
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
	for (size_t i = 0; i < ROWS; i++)
		print_row(stream, &rows[i]);
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
