/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* How to sign in. A secret itself is never an option's value. */

#include "probes/login/login.h"
#include "probes/letter/letter.h"
#include "settings/host.h"
#include "src/options/values.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define ARRIVAL_MOST_S 3600

/* Digits alone. */
static void set_fd(struct reading *r, const char *value, int *ret_fd)
{
	char *end;
	long fd = strtol(value, &end, 10);

	if (value[0] < '0' || value[0] > '9' || *end || fd > INT_MAX)
		option_set_error(r, value,
			"is not the number of an open file descriptor");
	else
		*ret_fd = (int)fd;
}

void option_set_password_file(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->login.password.file);
}

void option_set_password_command(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->login.password.command);
}

/* A name, as systemd wants it. */
static void set_credential(
	struct reading *r, const char *value, const char **ret_name)
{
	if (strchr(value, '/') || value[0] == '.')
		option_set_error(r, value, "is not the name of a credential");
	else
		option_set_word(r, value, ret_name);
}

void option_set_password_credential(struct reading *r, const char *value)
{
	set_credential(r, value, &r->options->login.password.credential);
}

void option_set_password_fd(struct reading *r, const char *value)
{
	set_fd(r, value, &r->options->login.password.fd);
}

void option_set_token_file(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->login.token.file);
}

void option_set_token_command(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->login.token.command);
}

void option_set_token_credential(struct reading *r, const char *value)
{
	set_credential(r, value, &r->options->login.token.credential);
}

void option_set_token_fd(struct reading *r, const char *value)
{
	set_fd(r, value, &r->options->login.token.fd);
}

/* What goes into a line of a protocol. */
static bool is_one_line(const char *value)
{
	for (; *value; value++)
		if ((unsigned char)*value < ' ' || *value == 0x7f)
			return false;
	return true;
}

void option_set_login_name(struct reading *r, const char *value)
{
	if (is_one_line(value))
		option_set_word(r, value, &r->options->login.name);
	else
		option_set_error(r, value, "contains control characters");
}

void option_set_auth(struct reading *r, const char *value)
{
	enum login_need need;

	if (login_way_named(value, &need))
		option_set_word(r, value, &r->options->login.mechanism);
	else
		option_set_error(r, value,
			"is not known; use SCRAM-SHA-256-PLUS, SCRAM-SHA-1-PLUS"
			", SCRAM-SHA-256, SCRAM-SHA-1, DIGEST-MD5, CRAM-MD5, "
			"APOP, PLAIN, LOGIN, USER, NTLM, OAUTHBEARER, XOAUTH2 "
			"or GSSAPI");
}

void option_set_each_mechanism(struct reading *r, const char *value)
{
	(void)value;
	r->options->login.each_mechanism = true;
}

void option_set_try_user_forms(struct reading *r, const char *value)
{
	(void)value;
	r->options->login.user_forms = true;
}

void option_set_insecure_login(struct reading *r, const char *value)
{
	struct login_options *login = &r->options->login;
	const char *host, *reason;

	if (!host_read(r->arena, value, &host, &reason)) {
		option_set_error(r, value, "is not the name of a host");
		return;
	}
	login->insecure_hosts = arena_grow(r->arena, login->insecure_hosts,
		login->insecure_count, sizeof(*login->insecure_hosts));
	login->insecure_hosts[login->insecure_count++] = host;
}

void option_set_round_trip(struct reading *r, const char *value)
{
	(void)value;
	r->options->login.round_trip = true;
}

void option_set_to(struct reading *r, const char *value)
{
	if (letter_is_address(value))
		r->options->login.to = value;
	else
		option_set_error(r, value,
			"is not a mail address, such as user@example.com");
}

void option_set_arrival(struct reading *r, const char *value)
{
	if (!option_read_seconds(
		    value, ARRIVAL_MOST_S, &r->options->login.arrive_us))
		option_set_error(r, value,
			"is not a number of seconds between 0.05 and 3600; "
			"examples: 60, 2.5");
}

void option_set_options(struct reading *r, const char *value)
{
	(void)value;
	r->options->login.options = true;
}

void option_set_want(struct reading *r, const char *value)
{
	struct login_options *login = &r->options->login;

	if (strcmp(value, "icalendar") == 0 || strcmp(value, "link") == 0)
		login->wanted_form = value;
	else if (strcmp(value, "receipts") == 0)
		login->wanted_receipts = "sent";
	else if (strcmp(value, "no-receipts") == 0)
		login->wanted_receipts = "none";
	else
		option_set_error(r, value,
			"is not one of: icalendar, link, receipts, "
			"no-receipts");
}

void option_set_from_account(struct reading *r, const char *value)
{
	if (letter_is_address(value))
		r->options->login.sender = value;
	else
		option_set_error(r, value,
			"is not a mail address, such as user@example.com");
}

void option_set_from_password_file(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->login.sender_password.file);
}

void option_set_from_password_command(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->login.sender_password.command);
}

void option_set_from_token_file(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->login.sender_token.file);
}

void option_set_from_token_command(struct reading *r, const char *value)
{
	option_set_word(r, value, &r->options->login.sender_token.command);
}

void option_set_from_target(struct reading *r, const char *value)
{
	struct login_options *login = &r->options->login;

	login->sender_targets = arena_grow(r->arena, login->sender_targets,
		login->sender_target_count, sizeof(*login->sender_targets));
	login->sender_targets[login->sender_target_count] = NULL;
	option_set_word(
		r, value, &login->sender_targets[login->sender_target_count++]);
}

void option_set_watch(struct reading *r, const char *value)
{
	if (!option_read_seconds(
		    value, ARRIVAL_MOST_S, &r->options->login.watch_us))
		option_set_error(r, value,
			"is not a number of seconds between 0.05 and 3600; "
			"examples: 600, 30");
}
