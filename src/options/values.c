/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/values.h"

#include "model/text/ascii.h"
#include "model/text/escape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TIMEOUT_MAX_S 3600
#define DEADLINE_MAX_S 86400
#define JOBS_MAX 4096

void option_set_error(struct reading *r, const char *value, const char *advice)
{
	char *shown = escape_excerpt(r->arena,
		(struct octets){(const unsigned char *)value, strlen(value)},
		60);

	r->error =
		arena_printf(r->arena, "%s: '%s' %s", r->name, shown, advice);
}

bool option_read_number(
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

void option_set_output(struct reading *r, const char *value)
{
	struct output output = {.file = NULL};
	size_t length = strcspn(value, "=");

	if (!format_from_name(value, length, &output.format)) {
		option_set_error(r, value,
			"is not a known format; use text, xml, html, json, "
			"jsonl, csv, csv-offers, junit, sarif, tap, ticket, "
			"nagios, openmetrics or profile, followed by =FILE to "
			"write to a file");
		return;
	}
	if (value[length] == '=') {
		if (!value[length + 1]) {
			option_set_error(r, value,
				"does not name a file; add it after the '='");
			return;
		}
		if (strcmp(value + length, "=-") != 0)
			output.file = value + length + 1;
	}
	r->options->outputs = arena_grow(r->arena, r->options->outputs,
		r->options->output_count, sizeof(output));
	r->options->outputs[r->options->output_count++] = output;
}

void option_set_policy(struct reading *r, const char *value)
{
	struct options *options = r->options;

	options->policies = arena_grow(r->arena, options->policies,
		options->policy_count, sizeof(*options->policies));
	options->policies[options->policy_count++] = value;
}

void option_set_from(struct reading *r, const char *value)
{
	r->options->from = value;
}

void option_set_tls(struct reading *r, const char *value)
{
	char *list = arena_strdup(r->arena, value), *at = list;

	r->options->run.tls_versions = 0;
	while (at) {
		char *word = strsep(&at, ",");
		enum tls_version version;

		if (ascii_compare_n(word, "tls", 3) == 0)
			word += 3;
		if (*word == 'v' || *word == 'V')
			word++;
		if (!tls_version_from_name(word, &version) ||
			version < TLS_1_0) {
			option_set_error(r, value,
				"is not a list of TLS versions; use 1.0, 1.1, "
				"1.2 and 1.3, separated by commas");
			return;
		}
		r->options->run.tls_versions |= TLS_BIT(version);
	}
}

/* Not "inf", "nan" or "0x10", which strtod() would take. */
bool option_read_seconds(const char *value, double most, int64_t *ret_us)
{
	char *end;
	double seconds;

	if (value[strspn(value, "0123456789.")])
		return false;
	seconds = strtod(value, &end);
	if (*end || !(seconds >= 0.05 && seconds <= most))
		return false;
	*ret_us = llround(seconds * 1000000);
	return true;
}

void option_set_timeout(struct reading *r, const char *value)
{
	if (!option_read_seconds(
		    value, TIMEOUT_MAX_S, &r->options->run.timeout_us))
		option_set_error(r, value,
			"is not a number of seconds between 0.05 and 3600; "
			"examples: 10, 2.5");
}

void option_set_deadline(struct reading *r, const char *value)
{
	if (!option_read_seconds(
		    value, DEADLINE_MAX_S, &r->options->run.deadline_us))
		option_set_error(r, value,
			"is not a number of seconds between 0.05 and 86400; "
			"examples: 60, 2.5");
}

static void set_count(struct reading *r, const char *value, unsigned *ret_count)
{
	unsigned long number;

	if (!option_read_number(value, JOBS_MAX, &number) || !number)
		option_set_error(
			r, value, "is not a number between 1 and 4096");
	else
		*ret_count = (unsigned)number;
}

void option_set_jobs(struct reading *r, const char *value)
{
	set_count(r, value, &r->options->limits.jobs);
}

void option_set_per_host(struct reading *r, const char *value)
{
	set_count(r, value, &r->options->limits.per_host);
}

void option_set_host(struct reading *r, const char *value)
{
	if (!*value)
		option_set_error(r, value, "is empty; give a server name");
	r->options->host = value;
}

void option_set_ca_file(struct reading *r, const char *value)
{
	r->options->ca_file = value;
}

static void set_family(struct reading *r, int family)
{
	if (r->options->run.family != AF_UNSPEC &&
		r->options->run.family != family)
		r->error = "-4 and -6 cannot be combined; give only one";
	r->options->run.family = family;
}

void option_set_ipv4(struct reading *r, const char *value)
{
	(void)value;
	set_family(r, AF_INET);
}

void option_set_ipv6(struct reading *r, const char *value)
{
	(void)value;
	set_family(r, AF_INET6);
}

void option_set_color(struct reading *r, const char *value)
{
	if (strcmp(value, "auto") == 0)
		r->options->color = COLOR_AUTO;
	else if (strcmp(value, "always") == 0)
		r->options->color = COLOR_ALWAYS;
	else if (strcmp(value, "never") == 0)
		r->options->color = COLOR_NEVER;
	else
		option_set_error(
			r, value, "is not valid; use auto, always or never");
}

void option_set_fail_on(struct reading *r, const char *value)
{
	if (strcmp(value, "warning") == 0)
		r->options->fail_on_warning = true;
	else if (strcmp(value, "fail") == 0)
		r->options->fail_on_warning = false;
	else
		option_set_error(r, value, "is not valid; use warning or fail");
}

void option_set_transcript(struct reading *r, const char *value)
{
	(void)value;
	r->options->transcript = true;
	r->options->run.keep_transcript = true;
}

void option_set_for(struct reading *r, const char *value)
{
	enum audience audience;

	if (!audience_from_name(value, &audience) ||
		audience == AUDIENCE_NETWORK)
		option_set_error(
			r, value, "is not valid; use user, helpdesk or admin");
	else
		r->options->audience = audience;
}

void option_set_depth(struct reading *r, const char *value)
{
	if (strcmp(value, "usual") != 0 && strcmp(value, "full") != 0)
		option_set_error(r, value, "is not valid; use usual or full");
	else
		r->options->run.topics =
			strcmp(value, "full") == 0 ? TOPIC_ALL : 0;
}

void option_set_revocation(struct reading *r, const char *value)
{
	(void)value;
	r->options->revocation = true;
}

void option_set_no_follow_up(struct reading *r, const char *value)
{
	(void)value;
	r->options->run.follow_up = false;
}

void option_set_quiet(struct reading *r, const char *value)
{
	(void)value;
	r->options->quiet = true;
}

void option_set_verbose(struct reading *r, const char *value)
{
	(void)value;
	r->options->verbose = true;
}

void option_set_version(struct reading *r, const char *value)
{
	(void)value;
	r->options->command = COMMAND_VERSION;
}

void option_set_help(struct reading *r, const char *value)
{
	(void)value;
	r->options->command = COMMAND_HELP;
}

static void add_word(struct reading *r, const char *value, const char ***words,
	size_t *count)
{
	if (!*value) {
		option_set_error(r, value, "is empty; give a value");
		return;
	}
	*words = arena_grow(r->arena, *words, *count, sizeof(**words));
	(*words)[(*count)++] = value;
}

void option_set_settings(struct reading *r, const char *value)
{
	add_word(r, value, &r->options->given, &r->options->given_count);
}

void option_set_word(struct reading *r, const char *value, const char **word)
{
	if (!*value)
		option_set_error(r, value, "is empty; give a value");
	*word = value;
}

void option_set_form(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->form);
}

void option_set_profile(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->profile);
}

void option_set_client(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->client);
}

void option_set_user(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->user);
}

void option_set_dns_server(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->dns_server);
}

void option_set_dns_anchor(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->dns_anchor);
}

void option_set_stylesheet(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->stylesheet);
}

void option_set_unverified(struct reading *r, const char *value)
{
	(void)value;
	r->options->unverified = true;
}

void option_set_no_address(struct reading *r, const char *value)
{
	(void)value;
	r->options->no_address = true;
}

void option_set_allow_private(struct reading *r, const char *value)
{
	(void)value;
	r->options->allow_private = true;
}

void option_set_check(struct reading *r, const char *value)
{
	(void)value;
	r->options->check = true;
}
