/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The value of an option, read into the options. Numbers are read whole
 * or refused. */
#ifndef MAILSONDE_SRC_OPTIONS_VALUES_H
#define MAILSONDE_SRC_OPTIONS_VALUES_H

#include "src/options/options.h"

struct reading {
	struct arena *arena;
	struct options *options;
	const char *name;  /* of the option, for messages */
	const char *error; /* NULL while all is well */
};

/* Sets `r->error` to a sentence: the option, its value, and `advice`, which
 * says what is wrong with the value ("is not ..."). */
void option_set_error(struct reading *r, const char *value, const char *advice);

/* Reads a number up to `most`: digits alone. */
bool option_read_number(
	const char *text, unsigned long most, unsigned long *ret_number);

/* Reads a number of seconds between 0.05 and `most`. */
bool option_read_seconds(const char *value, double most, int64_t *ret_us);

/* Sets `*ret_word` to a value that may not be empty. */
void option_set_word(
	struct reading *r, const char *value, const char **ret_word);

/* Each sets what its option stands for, or `r->error`. `value` is NULL where
 * the option takes no argument. */
void option_set_output(struct reading *r, const char *value);
void option_set_tls(struct reading *r, const char *value);
void option_set_resolve(struct reading *r, const char *value);
void option_set_connect_to(struct reading *r, const char *value);
void option_set_timeout(struct reading *r, const char *value);
void option_set_deadline(struct reading *r, const char *value);
void option_set_jobs(struct reading *r, const char *value);
void option_set_per_host(struct reading *r, const char *value);
void option_set_host(struct reading *r, const char *value);
void option_set_ca_file(struct reading *r, const char *value);
void option_set_ipv4(struct reading *r, const char *value);
void option_set_ipv6(struct reading *r, const char *value);
void option_set_color(struct reading *r, const char *value);
void option_set_fail_on(struct reading *r, const char *value);
void option_set_transcript(struct reading *r, const char *value);
void option_set_for(struct reading *r, const char *value);
void option_set_depth(struct reading *r, const char *value);
void option_set_revocation(struct reading *r, const char *value);
void option_set_no_follow_up(struct reading *r, const char *value);
void option_set_quiet(struct reading *r, const char *value);
void option_set_verbose(struct reading *r, const char *value);
void option_set_version(struct reading *r, const char *value);
void option_set_help(struct reading *r, const char *value);
void option_set_settings(struct reading *r, const char *value);
void option_set_form(struct reading *r, const char *value);
void option_set_policy(struct reading *r, const char *value);
void option_set_from(struct reading *r, const char *value);
void option_set_profile(struct reading *r, const char *value);
void option_set_client(struct reading *r, const char *value);
void option_set_user(struct reading *r, const char *value);
void option_set_dns_server(struct reading *r, const char *value);
void option_set_dns_anchor(struct reading *r, const char *value);
void option_set_config(struct reading *r, const char *value);
void option_set_allow(struct reading *r, const char *value);
void option_set_auth_file(struct reading *r, const char *value);
void option_set_certificate(struct reading *r, const char *value);
void option_set_key(struct reading *r, const char *value);
void option_set_client_ca(struct reading *r, const char *value);
void option_set_listen(struct reading *r, const char *value);
void option_set_keep(struct reading *r, const char *value);
void option_set_stylesheet(struct reading *r, const char *value);
void option_set_unverified(struct reading *r, const char *value);
void option_set_no_address(struct reading *r, const char *value);
void option_set_allow_private(struct reading *r, const char *value);
void option_set_sign(struct reading *r, const char *value);
void option_set_baseline(struct reading *r, const char *value);
void option_set_crl(struct reading *r, const char *value);
void option_set_signer(struct reading *r, const char *value);
void option_set_timestamp(struct reading *r, const char *value);
void option_set_timestamp_ca(struct reading *r, const char *value);
void option_set_timestamp_query(struct reading *r, const char *value);
void option_set_attach_timestamp(struct reading *r, const char *value);
void option_set_verify(struct reading *r, const char *value);
void option_set_reproducible(struct reading *r, const char *value);
void option_set_warning(struct reading *r, const char *value);
void option_set_critical(struct reading *r, const char *value);
void option_set_check(struct reading *r, const char *value);

void option_set_password_file(struct reading *r, const char *value);
void option_set_password_command(struct reading *r, const char *value);
void option_set_password_credential(struct reading *r, const char *value);
void option_set_password_fd(struct reading *r, const char *value);
void option_set_token_file(struct reading *r, const char *value);
void option_set_token_command(struct reading *r, const char *value);
void option_set_token_credential(struct reading *r, const char *value);
void option_set_token_fd(struct reading *r, const char *value);
void option_set_login_name(struct reading *r, const char *value);
void option_set_auth(struct reading *r, const char *value);
void option_set_each_mechanism(struct reading *r, const char *value);
void option_set_try_user_forms(struct reading *r, const char *value);
void option_set_insecure_login(struct reading *r, const char *value);
void option_set_round_trip(struct reading *r, const char *value);
void option_set_to(struct reading *r, const char *value);
void option_set_options(struct reading *r, const char *value);
void option_set_from_account(struct reading *r, const char *value);
void option_set_want(struct reading *r, const char *value);
void option_set_from_password_file(struct reading *r, const char *value);
void option_set_from_password_command(struct reading *r, const char *value);
void option_set_from_token_file(struct reading *r, const char *value);
void option_set_from_token_command(struct reading *r, const char *value);
void option_set_from_target(struct reading *r, const char *value);
void option_set_watch(struct reading *r, const char *value);
void option_set_arrival(struct reading *r, const char *value);

#endif
