/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The commands. Each returns an exit status; errors are told on standard
 * error, one line each, with the program's name. */
#ifndef MAILSONDE_SRC_COMMANDS_COMMANDS_H
#define MAILSONDE_SRC_COMMANDS_COMMANDS_H

#include "src/complain.h"
#include "src/options/options.h"

/* Probes, judges and reports. `interrupt_fd` is readable once the user wants
 * it to end. */
int command_check(const struct options *options, struct arena *arena,
	int interrupt_fd) __attribute__((warn_unused_result));

/* Lists what servers take in TLS, without a judgement. */
int command_offers(const struct options *options, struct arena *arena,
	int interrupt_fd) __attribute__((warn_unused_result));

/* Lists the profiles, or shows one. */
int command_profiles(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

/* Writes a kept report in other formats, or verifies its signature. */
int command_report(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

/* Judges a kept report again. */
int command_judge(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

/* Compares two kept reports. */
int command_compare(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

struct comparison;
struct report;

/* Writes a comparison in every format that was asked for. Answers EX_OK, or
 * an exit status after a complaint. */
int comparison_write(const struct options *options, struct arena *arena,
	const struct comparison *comparison)
	__attribute__((warn_unused_result));

/* 1 if something got worse, 2 if something cannot be tested any more, else 0.
 */
int comparison_exit_status(const struct comparison *comparison)
	__attribute__((warn_unused_result));

/* Writes what a run found beside an earlier one: --baseline. Answers the exit
 * status. */
int command_write_baseline(const struct options *options, struct arena *arena,
	const struct report *before, const struct report *report)
	__attribute__((warn_unused_result));

/* Lists the policies, or shows one. */
int command_policies(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

/* Writes a policy that demands what was seen: in a kept report, or by asking
 * servers now. */
int command_policy(const struct options *options, struct arena *arena,
	int interrupt_fd) __attribute__((warn_unused_result));

/* Lists the checks, or explains one, or a rule. */
int command_explain(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

/* Shows what was read of settings, without probing. */
int command_settings(const struct options *options, struct arena *arena)
	__attribute__((warn_unused_result));

/* Writes settings as text or as a profile, as `options->outputs` asks for.
 * Answers an exit status. */
int command_write_settings(const struct options *options, struct arena *arena,
	const struct matrix *matrices, size_t count)
	__attribute__((warn_unused_result));

/* Becomes mailsonde-NAME, with the same arguments. Answers an exit status only
 * if that cannot be. */
int command_companion(const struct options *options, struct arena *arena,
	const char *name, char **argv) __attribute__((warn_unused_result));

/* Writes settings for a mail program, verified first unless the user does not
 * want that. */
int command_setup(const struct options *options, struct arena *arena,
	int interrupt_fd) __attribute__((warn_unused_result));

#endif
