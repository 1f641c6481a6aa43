/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The command line. */
#ifndef MAILSONDE_SRC_OPTIONS_OPTIONS_H
#define MAILSONDE_SRC_OPTIONS_OPTIONS_H

#include "engine/engine.h"
#include "reports/monitor/nagios.h"
#include "src/output/output.h"

#include <stdio.h>

enum command {
	COMMAND_CHECK,
	COMMAND_PROFILES,
	COMMAND_EXPLAIN,
	COMMAND_POLICIES,
	COMMAND_POLICY, /* of one's own, from what was seen */
	COMMAND_REPORT,
	COMMAND_JUDGE,
	COMMAND_COMPARE,
	COMMAND_SETTINGS, /* what was read, without probing */
	COMMAND_OFFERS,   /* what servers take in TLS, and no judgement */
	COMMAND_DISCOVER, /* by mailsonde-discover */
	COMMAND_SERVE,    /* by mailsonde-serve */
	COMMAND_MAILBOX,  /* signs in, by mailsonde-mailbox */
	COMMAND_SETUP,
	COMMAND_TOKEN, /* by mailsonde-token */
	COMMAND_HELP,
	COMMAND_VERSION,
};

struct kept;     /* kept_report.h */
struct lines;    /* lines.h */
struct keeper;   /* sign/keeper.h */
struct password; /* sign/password.h */
struct revoker;  /* revoker.h */

/* Where a secret comes from; at most one of them is set. */
struct secret_source {
	const char *file;
	const char *command;
	const char *credential; /* of systemd: a name */
	int fd;                 /* -1: none */
};

struct login_options {
	struct secret_source password;
	struct secret_source token;
	const char *name;      /* --login-name; NULL */
	const char *mechanism; /* --auth; NULL */
	bool each_mechanism;
	bool user_forms;
	const char **insecure_hosts; /* --insecure-login */
	size_t insecure_count;
	bool round_trip;
	const char *to;     /* --to: an address; NULL: --user */
	bool options;       /* --options */
	const char *sender; /* --from-account: an address; NULL */
	struct secret_source sender_password, sender_token;
	const char **sender_targets; /* --from-target */
	size_t sender_target_count;
	const char *wanted_form;     /* --want: "icalendar", "link"; NULL */
	const char *wanted_receipts; /* --want: "sent", "none"; NULL */
	int64_t watch_us;            /* --watch */
	int64_t arrive_us;           /* --arrival */
};

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

enum token_flow { TOKEN_FLOW_ANY, TOKEN_FLOW_DEVICE, TOKEN_FLOW_BROWSER };

/* Of the command token; texts are NULL if not given. */
struct token_options {
	const char *provider;
	const char *client; /* its id */
	const char *client_secret_file;
	const char *tenant;
	const char *scope;
	const char *store; /* where it is kept */
	enum token_flow flow;
	bool refresh;
	bool print;
};

struct options {
	enum command command;
	const char **operands; /* without the command's name */
	size_t operand_count;
	struct output *outputs;
	size_t output_count;
	struct engine_request run; /* how it is asked */
	struct engine_limits limits;
	const char *ca_file; /* NULL: the system's */
	const char *host;    /* NULL if not given */
	enum color color;
	enum audience audience; /* whose words and remedies come first */
	bool quiet;
	bool verbose;
	bool transcript;
	bool fail_on_warning;

	/* How settings are read */
	const char **given; /* --settings TEXT */
	size_t given_count;
	const char *form;    /* --as; NULL: by content */
	const char *profile; /* --profile; NULL: the provider that is known */

	/* What is judged by beside the checks */
	const char **policies; /* --policy: names or files */
	size_t policy_count;
	const char *from; /* --from: a kept report; NULL */

	/* How they are handed on */
	const char *client; /* --client */
	const char *user;   /* --user: an address */
	bool unverified;

	struct login_options login;

	/* discover */
	const char *dns_server; /* ADDRESS[@PORT]; NULL: the system's */
	const char *dns_anchor; /* file; NULL: the root's */
	bool no_address;
	bool allow_private;
	const char *listen;    /* serve: ADDRESS:PORT; NULL: the usual one */
	const char *config;    /* serve: a file; NULL */
	const char *auth_file; /* serve: a file; NULL */
	const char *certificate, *key, *client_ca; /* serve: files; NULL */
	const char *keep;                          /* serve: a folder; NULL */
	const char **allowed; /* serve --allow: networks and domains */
	size_t allowed_count;
	bool check;
	struct token_options token;

	const char *sign;            /* file with key and certificate; NULL */
	struct password *password;   /* of its key; NULL */
	const struct keeper *keeper; /* of what is in it, once it was read */
	const char *baseline; /* a kept report to compare with, or NULL */
	const struct report *before; /* that report, if it was read already */
	const struct kept *kept;     /* what is written was kept so; NULL */
	bool verify;                 /* the signature of a kept report */
	const char *signer_name;     /* --signer; NULL: whoever */
	const char **crls;           /* --crl: files */
	size_t crl_count;
	const char *timestamp;        /* --timestamp: a file; NULL */
	const char *timestamp_ca;     /* --timestamp-ca: a file; NULL */
	const char *timestamp_query;  /* a file to write; NULL */
	const char *attach_timestamp; /* a file to read; NULL */
	bool reproducible;
	struct lines *lines; /* of -o jsonl while a check goes on; or NULL */

	struct plugin_limits warning;  /* of -o nagios */
	struct plugin_limits critical; /* of -o nagios */

	const char *stylesheet; /* XSLT in place of the one built in */

	bool revocation;         /* ask issuers about certificates */
	struct revoker *revoker; /* who asks, if it was started; NULL */
};

/* Reads the command line into `*ret_options`, whose arrays are in `arena`.
 * What is wrong with it goes to `*ret_error`, in one sentence that names the
 * argument and says what to do; `ret_options->outputs` is read to its end all
 * the same. */
bool options_read(struct arena *arena, int argc, char **argv,
	struct options *ret_options, const char **ret_error)
	__attribute__((warn_unused_result));

/* Writes the help, from the same table that is read by. */
void options_help(FILE *stream);

#endif
