/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* main() of a program that `mailsonde` runs for one of its commands: the same
 * command line, with the libraries that only this command needs. */
#ifndef MAILSONDE_SRC_COMPANION_MAIN_H
#define MAILSONDE_SRC_COMPANION_MAIN_H

#include "src/options/options.h"

struct companion_command {
	enum command command;
	const char *name;
	void (*prepare)(void); /* before anything is read */
	/* Answers with the exit status. */
	int (*run)(struct options *options, struct arena *arena);
};

int companion_main(const struct companion_command *command, int argc,
	char **argv) __attribute__((warn_unused_result));

#endif
