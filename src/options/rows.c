/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/rows.h"

#include "model/table.h"
#include "src/options/token.h"

const struct option_row option_rows[] = {
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
		.help = "with --options, another account that sends the "
			"messages",
		.set = option_set_from_account,
	},
	{
		.name = "from-target",
		.argument = "TARGET",
		.help = "servers of that account, if they are not the same; "
			"repeatable",
		.set = option_set_from_target,
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
		.name = "from-access-token-file",
		.argument = "FILE",
		.help = "file with its access token in the first line",
		.set = option_set_from_token_file,
	},
	{
		.name = "from-access-token-command",
		.argument = "COMMAND",
		.help = "command that prints its access token",
		.set = option_set_from_token_command,
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
		.help = "with discover, token, serve and --revocation, connect "
			"to addresses of private networks, too",
		.set = option_set_allow_private,
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
		.section = "Options of serve",
		.name = "listen",
		.argument = "ADDRESS:PORT",
		.help = "listen there; default: 127.0.0.1:8625",
		.set = option_set_listen,
	},
	{
		.name = "config",
		.argument = "FILE",
		.help = "read this configuration (JSON)",
		.set = option_set_config,
	},
	{
		.name = "allow",
		.argument = "WHAT",
		.help = "check only servers of this network (192.0.2.0/24) or "
			"domain; repeatable",
		.set = option_set_allow,
	},
	{
		.name = "auth-file",
		.argument = "FILE",
		.help = "require a name and password from this file (htpasswd "
			"-B)",
		.set = option_set_auth_file,
	},
	{
		.name = "certificate",
		.argument = "FILE",
		.help = "use HTTPS with this certificate and its chain (PEM)",
		.set = option_set_certificate,
	},
	{
		.name = "key",
		.argument = "FILE",
		.help = "the private key of --certificate, unless it is in the "
			"same file",
		.set = option_set_key,
	},
	{
		.name = "client-ca",
		.argument = "FILE",
		.help = "with --certificate, admit only visitors with a "
			"certificate that these authorities issued",
		.set = option_set_client_ca,
	},
	{
		.name = "keep",
		.argument = "FOLDER",
		.help = "keep results as XML files there, for 30 days",
		.set = option_set_keep,
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
		.name = "crl",
		.argument = "FILE",
		.help = "with --verify, a list of revoked certificates of the "
			"signer's issuer; repeatable",
		.set = option_set_crl,
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
		.name = "timestamp-query",
		.argument = "FILE",
		.help = "with report, write a request for a time stamp of the "
			"signature (REPORT.p7s) to this file",
		.set = option_set_timestamp_query,
	},
	{
		.name = "attach-timestamp",
		.argument = "FILE",
		.help = "with report, put this time stamp into the signature "
			"(REPORT.p7s)",
		.set = option_set_attach_timestamp,
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
const size_t option_row_count = COUNT_OF(option_rows);

static_assert(COUNT_OF(option_rows) <= OPTION_ROWS_MAX,
	"the parser has room for every option");
