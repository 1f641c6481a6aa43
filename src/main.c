/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "config.h"

#include "commands.h"
#include "net/tls.h"

#include <fcntl.h>
#include <libxml/xmlversion.h>
#include <locale.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sysexits.h>
#include <unistd.h>

/* A signal handler has no context of its own. */
static int interrupt_fd = -1;

/* The first signal asks for an orderly end, a second one ends at once
 * (SA_RESETHAND). */
static void on_signal(int number)
{
	const uint64_t one = 1;

	(void)number;
	(void)!write(interrupt_fd, &one, sizeof(one));
}

static void set_up_signals(void)
{
	struct sigaction action = {
		.sa_handler = on_signal, .sa_flags = SA_RESETHAND | SA_RESTART};

	interrupt_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* Under nohup a hangup stays ignored. */
	if (signal(SIGHUP, SIG_IGN) != SIG_IGN)
		sigaction(SIGHUP, &action, NULL);
	/* An output that cannot be written is exit status 74, not a death. */
	signal(SIGPIPE, SIG_IGN);
}

/* A closed standard descriptor must not be taken by a socket. */
static void open_standard_files(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static int print_version(void)
{
	printf("mailsonde %s\n"
	       "GnuTLS %s, libxml2 %s\n"
	       "TLS 1.0 to 1.3 can be probed; SSL 2 and 3 cannot\n",
		PACKAGE_VERSION, gnutls_check_version(NULL),
		LIBXML_DOTTED_VERSION);
	return finish_stdout();
}

static int run_command(const struct options *options, struct arena *arena)
{
	switch (options->command) {
	case COMMAND_HELP:
		options_help(stdout);
		return finish_stdout();
	case COMMAND_VERSION:
		return print_version();
	case COMMAND_PROFILES:
		return command_profiles(options, arena);
	case COMMAND_EXPLAIN:
		return command_explain(options, arena);
	case COMMAND_CHECK:
		break;
	}
	set_up_signals();
	return command_check(options, arena, interrupt_fd);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct options options;
	const char *error;
	int status;

	setlocale(LC_CTYPE, "");
	open_standard_files();
	if (!tls_library_init()) {
		complain_aloud("GnuTLS cannot be set up on this machine");
		status = EX_SOFTWARE;
	} else if (!options_read(arena, argc, argv, &options, &error)) {
		complain_aloud("%s", error);
		status = EX_USAGE;
	} else {
		status = run_command(&options, arena);
	}
	arena_free(arena);
	return status;
}
