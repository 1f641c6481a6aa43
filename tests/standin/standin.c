/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A small mail server that plays POP3, IMAP and SMTP for tests, well or badly;
 * README.md beside this file says how to use it. */

#include "tests/standin/faults.h"
#include "tests/standin/io/listener.h"
#include "tests/standin/io/log.h"
#include "tests/standin/io/octets.h"
#include "tests/standin/server.h"
#include "tests/standin/tls/versions.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>

/* So that main() can keep the machine's own priority file from being read. */
GNUTLS_SKIP_GLOBAL_INIT

/* What the options so far say; those of the first group count for each
 * --listen that follows. */
struct settings {
	const char *certs;
	const char *cert_name;
	const char *persona;
	const char *priority;
	const char *address;
	unsigned versions;
	struct fault_set faults;
	struct pacing pacing;

	const char *log_path;
	unsigned lifetime_s;
	bool until_eof;
};

enum option_code {
	OPTION_ADDRESS = 256,
	OPTION_CERTS,
	OPTION_CERT_NAME,
	OPTION_FAULT,
	OPTION_FAULTS,
	OPTION_HELP,
	OPTION_LIFETIME,
	OPTION_LISTEN,
	OPTION_LOG,
	OPTION_PERSONA,
	OPTION_PRIORITY,
	OPTION_SEGMENT,
	OPTION_SPLIT,
	OPTION_SPLIT_EACH,
	OPTION_TLS,
	OPTION_UNTIL_EOF,
};

static const struct option long_options[] = {
	{"address", required_argument, NULL, OPTION_ADDRESS},
	{"certs", required_argument, NULL, OPTION_CERTS},
	{"cert-name", required_argument, NULL, OPTION_CERT_NAME},
	{"fault", required_argument, NULL, OPTION_FAULT},
	{"faults", no_argument, NULL, OPTION_FAULTS},
	{"help", no_argument, NULL, OPTION_HELP},
	{"lifetime", required_argument, NULL, OPTION_LIFETIME},
	{"listen", required_argument, NULL, OPTION_LISTEN},
	{"log", required_argument, NULL, OPTION_LOG},
	{"persona", required_argument, NULL, OPTION_PERSONA},
	{"priority", required_argument, NULL, OPTION_PRIORITY},
	{"segment", required_argument, NULL, OPTION_SEGMENT},
	{"split", required_argument, NULL, OPTION_SPLIT},
	{"split-each", no_argument, NULL, OPTION_SPLIT_EACH},
	{"tls", required_argument, NULL, OPTION_TLS},
	{"until-eof", no_argument, NULL, OPTION_UNTIL_EOF},
	{NULL, 0, NULL, 0},
};

static const char usage[] =
	"Usage: standin --certs DIR [OPTION]... --listen "
	"SERVICE:MODE[:PORT]...\n"
	"Plays a mail server for tests, well or badly.\n"
	"\n"
	"For each --listen that follows:\n"
	"  --certs DIR           certificates, as mkcerts makes them\n"
	"  --cert-name NAME      DIR/NAME.pem (good)\n"
	"  --persona FILE        what the server says\n"
	"  --tls VERSIONS        1.2, 1.0-1.2 or 1.0+1.2 (1.2-1.3)\n"
	"  --priority STRING     appended to the GnuTLS priority string; \"\" "
	"for none\n"
	"  --fault NAME[=ARG][,NAME[=ARG]]...  misbehaves; \"none\" ends that\n"
	"  --split N             replies in two writes, the first of N octets\n"
	"  --split-each          replies octet by octet; also --split all\n"
	"  --segment one|line    a reply in one write, or each line of it\n"
	"  --address ADDRESS     where to listen (127.0.0.1)\n"
	"\n"
	"  --listen SERVICE:MODE[:PORT]  pop3, imap, smtp, sieve, lmtp; "
	"implicit, explicit, "
	"cleartext\n"
	"  --log FILE            what clients did, an event a line\n"
	"  --lifetime SECONDS    ends after that (600)\n"
	"  --until-eof           ends with standard input\n"
	"  --faults              lists the faults\n";

static bool parse_count(const char *text, unsigned *ret_count)
{
	char *end;
	unsigned long count;

	errno = 0;
	count = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 ||
		count > 1000000000)
		return false;
	*ret_count = (unsigned)count;
	return true;
}

/* "SERVICE:MODE[:PORT]" */
static bool parse_listen(const char *text, struct listener *l)
{
	char *copy = copy_text(text);
	char *rest = copy;
	const char *service = strsep(&rest, ":");
	const char *mode = strsep(&rest, ":");
	bool good = mode != NULL && service_parse(service, &l->service) &&
		    mode_parse(mode, &l->mode);

	if (good && rest != NULL)
		good = parse_count(rest, &l->port) && l->port <= 65535;
	free(copy);
	if (!good)
		fprintf(stderr, "standin: not SERVICE:MODE[:PORT]: %s\n", text);
	return good;
}

static bool load_parts(const struct settings *settings, struct listener *l)
{
	if (settings->persona == NULL) {
		fputs("standin: --persona is missing\n", stderr);
		return false;
	}
	l->persona = persona_load(settings->persona);
	if (l->persona == NULL)
		return false;
	if (l->mode == MODE_CLEARTEXT)
		return true;
	if (settings->certs == NULL) {
		fputs("standin: --certs is missing\n", stderr);
		return false;
	}
	l->tls = tls_config_new(settings->certs, settings->cert_name,
		settings->versions, settings->priority);
	return l->tls != NULL;
}

/* slow is a way of pacing, and needs nothing else. */
static struct pacing choose_pacing(const struct settings *settings)
{
	const struct fault_setting *slow = &settings->faults.of[FAULT_SLOW];

	if (slow->on)
		return (struct pacing){
			.pace = PACE_EACH,
			.pause_us = slow->number * 1000,
		};
	return settings->pacing;
}

static bool add_listener(const struct settings *settings, struct server *server,
	const char *text)
{
	struct listener *l = or_die(calloc(1, sizeof(*l)));

	l->fd = -1;
	pthread_mutex_init(&l->lock, NULL);
	snprintf(l->address, sizeof(l->address), "%s", settings->address);
	l->faults = settings->faults;
	l->pacing = choose_pacing(settings);
	if (!parse_listen(text, l) || !load_parts(settings, l)) {
		listener_free(l);
		return false;
	}
	return server_add(server, l);
}

static bool set_split(struct settings *settings, const char *text)
{
	unsigned at;

	if (strcmp(text, "all") == 0) {
		settings->pacing = (struct pacing){
			.pace = PACE_EACH,
			.pause_us = 200,
		};
		return true;
	}
	if (!parse_count(text, &at))
		return false;
	settings->pacing = (struct pacing){
		.pace = at > 0 ? PACE_SPLIT : PACE_WHOLE,
		.split_at = at,
		.pause_us = 3000,
	};
	return true;
}

static bool set_segment(struct settings *settings, const char *text)
{
	if (strcmp(text, "one") == 0)
		settings->pacing = (struct pacing){.pace = PACE_WHOLE};
	else if (strcmp(text, "line") == 0)
		settings->pacing = (struct pacing){
			.pace = PACE_LINES,
			.pause_us = 3000,
		};
	else
		return false;
	return true;
}

static bool set_versions(struct settings *settings, const char *text)
{
	return versions_parse(text, '\0', &settings->versions) != NULL;
}

/* Options that say what comes before the listeners, and are read first. */
static void note_global(
	struct settings *settings, int code, const char *argument)
{
	if (code == OPTION_LOG)
		settings->log_path = argument;
	else if (code == OPTION_UNTIL_EOF)
		settings->until_eof = true;
}

static bool note_option(struct settings *settings, struct server *server,
	int code, const char *argument)
{
	switch (code) {
	case OPTION_ADDRESS:
		settings->address = argument;
		return true;
	case OPTION_CERTS:
		settings->certs = argument;
		return true;
	case OPTION_CERT_NAME:
		settings->cert_name = argument;
		return true;
	case OPTION_FAULT:
		return faults_parse(argument, &settings->faults);
	case OPTION_LIFETIME:
		return parse_count(argument, &settings->lifetime_s);
	case OPTION_LISTEN:
		return add_listener(settings, server, argument);
	case OPTION_PERSONA:
		settings->persona = argument;
		return true;
	case OPTION_PRIORITY:
		settings->priority = *argument == '\0' ? NULL : argument;
		return true;
	case OPTION_SEGMENT:
		return set_segment(settings, argument);
	case OPTION_SPLIT:
		return set_split(settings, argument);
	case OPTION_SPLIT_EACH:
		return set_split(settings, "all");
	case OPTION_TLS:
		return set_versions(settings, argument);
	default:
		return true;
	}
}

/* Reads what stands apart from the listeners.  Returns an exit status when
 * there is nothing more to do, or -1. */
static int read_global(struct settings *settings, int argc, char **argv)
{
	int code;

	while ((code = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		switch (code) {
		case OPTION_FAULTS:
			faults_print(stdout);
			return EX_OK;
		case OPTION_HELP:
			fputs(usage, stdout);
			return EX_OK;
		case '?':
			return EX_USAGE;
		default:
			note_global(settings, code, optarg);
		}
	}
	if (optind < argc) {
		fprintf(stderr, "standin: what is %s?\n", argv[optind]);
		return EX_USAGE;
	}
	return -1;
}

static bool read_listeners(
	struct settings *settings, struct server *server, int argc, char **argv)
{
	int index = 0;
	int code;

	optind = 1;
	while ((code = getopt_long(argc, argv, "", long_options, &index)) !=
		-1) {
		if (!note_option(settings, server, code, optarg)) {
			fprintf(stderr, "standin: --%s%s%s: refused\n",
				long_options[index].name,
				optarg == NULL ? "" : " ",
				optarg == NULL ? "" : optarg);
			return false;
		}
	}
	if (server_listener(server, 0) == NULL) {
		fputs("standin: nothing to do: --listen is missing\n", stderr);
		return false;
	}
	return true;
}

static void announce(const struct server *server)
{
	const struct listener *l;

	for (size_t i = 0; (l = server_listener(server, i)) != NULL; i++)
		printf("listening %s %s %s %u\n", service_name(l->service),
			mode_name(l->mode), l->address, l->port);
	puts("ready");
	fflush(stdout);
}

static void raise_limits(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) < 0)
		return;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
}

static int run(struct settings *settings, int argc, char **argv)
{
	struct log *log = NULL;
	struct server *server;
	bool good;

	if (settings->log_path != NULL) {
		log = log_open(settings->log_path);
		if (log == NULL) {
			perror(settings->log_path);
			return EX_CANTCREAT;
		}
	}
	server = server_new(log);
	if (server == NULL) {
		perror("standin");
		log_free(log);
		return EX_OSERR;
	}
	good = read_listeners(settings, server, argc, argv);
	if (good) {
		announce(server);
		server_run(server, settings->lifetime_s, settings->until_eof);
	}
	server_free(server);
	log_free(log);
	return good ? EX_OK : EX_USAGE;
}

int main(int argc, char **argv)
{
	struct settings settings = {
		.cert_name = "good",
		.address = "127.0.0.1",
		.versions = 0xc,
		.lifetime_s = 600,
	};
	int status = read_global(&settings, argc, argv);

	if (status >= 0)
		return status;
	raise_limits();
	setenv("GNUTLS_SYSTEM_PRIORITY_FILE", "/dev/null", 1);
	if (gnutls_global_init() < 0) {
		fputs("standin: GnuTLS does not start\n", stderr);
		return EX_SOFTWARE;
	}
	status = run(&settings, argc, argv);
	gnutls_global_deinit();
	return status;
}
