/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mailsonde-mailbox, which `mailsonde mailbox` runs: the same command line,
 * with libgsasl. */

#include "config.h"

#include "engine/trip/trip.h"
#include "model/login/blot.h"
#include "model/text/ascii.h"
#include "model/text/escape.h"
#include "probes/login/login.h"
#include "src/companion_main.h"
#include "src/complain.h"
#include "src/interrupt.h"
#include "src/mailbox/gsasl.h"
#include "src/mailbox/prompt.h"
#include "src/mailbox/source.h"
#include "src/output/plugin.h"
#include "src/sign/password.h"
#include "src/targets.h"
#include "src/verify.h"

#include <string.h>
#include <sysexits.h>

#define MOST_ADDRESS 254 /* RFC 5321 section 4.5.3.1.3 */

/* The secrets of a run. */
struct vault {
	struct secret *password;
	struct secret *token;
	struct secret *sender_password; /* of --from-account; NULL */
	struct secret *sender_token;    /* or this */
	struct blot *sender_blot;
	struct blot *blot;
};

/* They stay where they are: a probe that was abandoned may look there still. */
static void wipe_vault(void *context)
{
	struct vault *vault = context;

	secret_wipe(vault->password);
	secret_wipe(vault->token);
	if (vault->blot)
		blot_wipe(vault->blot);
	secret_wipe(vault->sender_password);
	secret_wipe(vault->sender_token);
	if (vault->sender_blot)
		blot_wipe(vault->sender_blot);
}

static int refuse_address(
	const struct options *options, struct arena *arena, const char *why)
{
	const char *address = options->user;

	complain_aloud(options, "--user '%s': %s",
		escape_excerpt(arena,
			(struct octets){(const unsigned char *)address,
				strlen(address)},
			100),
		why);
	return EX_USAGE;
}

/* It goes into MAIL FROM:<...> as it is. */
static int check_address(const struct options *options, struct arena *arena)
{
	const char *address = options->user;
	const char *at = strrchr(address, '@');

	if (!at || at == address || !at[1])
		return refuse_address(options, arena,
			"give a mail address, as in user@example.com; a user "
			"name without a domain goes to --login-name");
	if (strlen(address) > MOST_ADDRESS)
		return refuse_address(options, arena, "it is too long");
	for (const char *octet = address; *octet; octet++)
		if ((unsigned char)*octet <= ' ' || *octet == 0x7f ||
			*octet == '<' || *octet == '>')
			return refuse_address(options, arena,
				"a mail address has no blanks, angle brackets "
				"or control characters");
	return EX_OK;
}

static unsigned count_sources(
	const struct secret_source *password, const struct secret_source *token)
{
	const struct secret_source *const sources[] = {password, token};
	unsigned named = 0;

	for (size_t i = 0; i < 2; i++)
		named += (sources[i]->file != NULL) +
			 (sources[i]->command != NULL) +
			 (sources[i]->credential != NULL) +
			 (sources[i]->fd >= 0);
	return named;
}

static int check_sources(const struct options *options)
{
	const struct login_options *login = &options->login;
	unsigned of_sender =
		count_sources(&login->sender_password, &login->sender_token);

	if (count_sources(&login->password, &login->token) > 1 || of_sender > 1)
		complain_aloud(options,
			"mailbox: name only one source of a password or an "
			"access token");
	else if (!login->sender && (of_sender || login->sender_target_count))
		complain_aloud(options,
			"mailbox: name the account that sends the messages "
			"with --from-account");
	else
		return EX_OK;
	return EX_USAGE;
}

/* What could not work with any server is said before a secret is asked for. */
static int check_mechanism(const struct options *options)
{
	const struct login_options *login = &options->login;
	bool has_token = source_is_named(&login->token);
	enum login_need need;
	const char *name = login->mechanism
				   ? login_way_named(login->mechanism, &need)
				   : NULL;

	if (!name)
		return EX_OK;
	if (need == LOGIN_NEEDS_TOKEN && !has_token)
		complain_aloud(options,
			"--auth %s needs an access token, as from "
			"--access-token-file",
			name);
	else if (need == LOGIN_NEEDS_PASSWORD && has_token)
		complain_aloud(options,
			"--auth %s needs a password, not an access token",
			name);
	else if (need == LOGIN_NEEDS_TICKET &&
		 (has_token || source_is_named(&login->password)))
		complain_aloud(options,
			"--auth %s uses a Kerberos ticket, not a password or "
			"an access token",
			name);
	else if (need != LOGIN_NEEDS_TOKEN && !login_is_own(name) &&
		 !gsasl_driver.can(name))
		complain_aloud(options,
			"--auth %s: the libgsasl of this computer was built "
			"without it",
			name);
	else
		return EX_OK;
	return EX_USAGE;
}

/* Settings that allow nothing but a Kerberos ticket. */
static bool wants_ticket(const struct matrix_entry *entry)
{
	const struct account *account = &entry->account;

	return account->authentication_count == 1 &&
	       ascii_compare(account->authentications[0], "GSSAPI") == 0;
}

static bool all_want_tickets(const struct matrix *matrices, size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < matrices[i].entry_count; j++) {
			if (!wants_ticket(&matrices[i].entries[j]))
				return false;
			any = true;
		}
	return any;
}

/* Such settings are as good as the option. A secret that the user names is
 * used all the same. */
static int choose_mechanism(
	struct options *options, const struct matrix *matrices, size_t count)
{
	struct login_options *login = &options->login;

	if (login->mechanism || source_is_named(&login->password) ||
		source_is_named(&login->token) ||
		!all_want_tickets(matrices, count))
		return EX_OK;
	login->mechanism = "GSSAPI";
	if (gsasl_driver.can(login->mechanism))
		return EX_OK;
	complain_aloud(options,
		"the settings allow only GSSAPI, and the libgsasl of this "
		"computer was built without it");
	return EX_USAGE;
}

/* Kerberos keeps its tickets itself. */
static bool needs_secret(const struct login_options *login)
{
	enum login_need need;

	return !login->mechanism || !login_way_named(login->mechanism, &need) ||
	       need != LOGIN_NEEDS_TICKET;
}

static int read_secret(
	const struct options *options, struct arena *arena, struct vault *vault)
{
	const struct login_options *login = &options->login;

	if (source_is_named(&login->token))
		return source_read(options, arena, &login->token,
			"access token", &vault->token);
	if (source_is_named(&login->password))
		return source_read(options, arena, &login->password, "password",
			&vault->password);
	return prompt_read(options,
		arena_printf(arena, "Password of %s: ", options->user),
		"--password-file, --password-command or --password-fd",
		&vault->password);
}

static int read_sender(
	const struct options *options, struct arena *arena, struct vault *vault)
{
	const struct login_options *login = &options->login;
	int status;

	if (source_is_named(&login->sender_token))
		status = source_read(options, arena, &login->sender_token,
			"access token", &vault->sender_token);
	else if (source_is_named(&login->sender_password))
		status = source_read(options, arena, &login->sender_password,
			"password", &vault->sender_password);
	else
		status = prompt_read(options,
			arena_printf(arena, "Password of %s: ", login->sender),
			"--from-password-file or --from-password-command",
			&vault->sender_password);
	if (status == EX_OK)
		vault->sender_blot = blot_new(secret_octets(
			vault->sender_token ? vault->sender_token
					    : vault->sender_password));
	return status;
}

/* The servers of --from-account, where they are not the account's. */
static int read_sender_targets(const struct options *options,
	struct arena *arena, struct matrix **ret_matrices, size_t *ret_count)
{
	struct options own = *options;

	own.operands = options->login.sender_targets;
	own.operand_count = options->login.sender_target_count;
	own.given_count = 0;
	own.form = own.host = own.profile = NULL;
	own.user = options->login.sender;
	return targets_read(&own, arena, ret_matrices, ret_count);
}

/* Nothing is read of a secret before all else is known to be right. */
static int open_vault(
	const struct options *options, struct arena *arena, struct vault *vault)
{
	bool needed = needs_secret(&options->login);
	int status = needed ? read_secret(options, arena, vault) : EX_OK;

	if (status == EX_OK && options->login.sender)
		status = read_sender(options, arena, vault);
	if (status == EX_OK && needed)
		vault->blot = blot_new(secret_octets(
			vault->token ? vault->token : vault->password));
	return status;
}

/* The settings of a run. */
struct targets {
	struct matrix *own, *sender;
	size_t own_count, sender_count;
};

static int sign_in(const struct options *options, struct arena *arena,
	const struct targets *targets, struct vault *vault)
{
	const struct login_options *login = &options->login;
	const struct engine_login request = {
		.address = options->user,
		.user = login->name,
		.password = vault->password,
		.token = vault->token,
		.blot = vault->blot,
		.sasl = &gsasl_driver,
		.mechanism = login->mechanism,
		.tenant = options->token.tenant,
		.each_mechanism = login->each_mechanism,
		.user_forms = login->user_forms,
		.insecure_hosts = login->insecure_hosts,
		.insecure_count = login->insecure_count,
		.over = wipe_vault,
		.context = vault,
	};
	const struct engine_login sender = {
		.address = login->sender,
		.password = vault->sender_password,
		.token = vault->sender_token,
		.blot = vault->sender_blot,
		.sasl = &gsasl_driver,
		.insecure_hosts = login->insecure_hosts,
		.insecure_count = login->insecure_count,
	};
	const struct engine_trip trip = {
		.round_trip = login->round_trip,
		.to = login->to,
		.arrive_us = login->arrive_us,
		.options = login->options,
		.sender = login->sender ? &sender : NULL,
		.sender_matrices = targets->sender,
		.sender_matrix_count = targets->sender_count,
		.watch_us = login->watch_us,
		.wanted_form = login->wanted_form,
		.wanted_receipts = login->wanted_receipts,
	};
	struct options own = *options;

	own.run.login = &request;
	if (login->round_trip || login->options)
		own.run.trip = &trip;
	return verify_matrices(&own, arena, interrupt_set_up(), targets->own,
		targets->own_count);
}

static int mailbox(struct options *options, struct arena *arena)
{
	struct vault vault = {0};
	struct targets targets;
	int status;

	if (options->run.deadline_us)
		interrupt_limit_inputs(options->run.deadline_us,
			plugin_exit_status(options, EX_DATAERR));
	if (!gsasl_set_up()) {
		complain_aloud(options,
			"libgsasl could not be initialised on this machine");
		return EX_SOFTWARE;
	}
	status = check_address(options, arena);
	if (status == EX_OK)
		status = check_sources(options);
	if (status == EX_OK)
		status = check_mechanism(options);
	if (status == EX_OK)
		status = targets_read(
			options, arena, &targets.own, &targets.own_count);
	if (status == EX_OK)
		status = read_sender_targets(
			options, arena, &targets.sender, &targets.sender_count);
	if (status == EX_OK)
		status = choose_mechanism(
			options, targets.own, targets.own_count);
	if (status == EX_OK)
		status = open_vault(options, arena, &vault);
	if (status == EX_OK)
		status = sign_in(options, arena, &targets, &vault);
	secret_free(vault.password);
	secret_free(vault.token);
	blot_free(vault.blot);
	secret_free(vault.sender_password);
	secret_free(vault.sender_token);
	blot_free(vault.sender_blot);
	return status;
}

int main(int argc, char **argv)
{
	static const struct companion_command command = {
		COMMAND_MAILBOX, "mailbox", password_hide_process, mailbox};

	return companion_main(&command, argc, argv);
}
