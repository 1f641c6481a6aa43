/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/mailbox/prompt.h"

#include "src/complain.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#define MOST_OCTETS 4096 /* of a line on a terminal */

/* A terminal on its way through a question. */
struct prompt {
	int fd;
	int signals; /* those that would end or stop us */
	struct termios before;
	sigset_t mask;
};

/* Silent before anything is asked: who answers at once, as a program on a
 * pseudo-terminal does, is not shown, and not flushed away. */
static bool begin(struct prompt *prompt)
{
	struct termios silent;
	sigset_t ending;

	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGHUP);
	sigaddset(&ending, SIGQUIT);
	sigaddset(&ending, SIGTSTP);
	sigaddset(&ending, SIGALRM); /* interrupt_limit_inputs() */
	if (tcgetattr(prompt->fd, &prompt->before) != 0)
		return false;
	prompt->signals = signalfd(-1, &ending, SFD_CLOEXEC);
	if (prompt->signals < 0)
		return false;
	sigprocmask(SIG_BLOCK, &ending, &prompt->mask);
	silent = prompt->before;
	silent.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	silent.c_lflag |= ICANON;
	return tcsetattr(prompt->fd, TCSAFLUSH, &silent) == 0;
}

/* A signal that waits is let through afterwards. */
static void end(struct prompt *prompt)
{
	tcsetattr(prompt->fd, TCSAFLUSH, &prompt->before);
	(void)!write(prompt->fd, "\n", 1);
	close(prompt->signals);
	sigprocmask(SIG_SETMASK, &prompt->mask, NULL);
}

/* Answers with the length of the line, 0 if there is none. */
static size_t read_line(const struct prompt *prompt, unsigned char *room)
{
	struct pollfd fds[] = {
		{.fd = prompt->fd, .events = POLLIN},
		{.fd = prompt->signals, .events = POLLIN},
	};
	ssize_t n;

	while (poll(fds, 2, -1) < 0)
		if (errno != EINTR)
			return 0;
	if (fds[1].revents)
		return 0;
	n = read(prompt->fd, room, MOST_OCTETS);
	while (n > 0 && (room[n - 1] == '\n' || room[n - 1] == '\r'))
		n--;
	return n > 0 ? (size_t)n : 0;
}

int prompt_read(const struct options *options, const char *question,
	const char *instead, struct secret **ret_secret)
{
	struct prompt prompt = {
		.fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)};
	struct secret *room;
	unsigned char *text;
	size_t length = 0;

	if (prompt.fd < 0) {
		complain_aloud(options,
			"there is no terminal to ask for the password; "
			"give %s",
			instead);
		return EX_USAGE;
	}
	room = secret_new(MOST_OCTETS);
	text = (unsigned char *)(uintptr_t)secret_text(room);
	if (begin(&prompt)) {
		(void)!write(prompt.fd, question, strlen(question));
		length = read_line(&prompt, text);
		end(&prompt);
	}
	close(prompt.fd);
	if (length) {
		*ret_secret = secret_new(length);
		secret_add(*ret_secret, text, length);
	} else {
		complain_aloud(options, "no password was given");
	}
	secret_free(room);
	return length ? EX_OK : EX_USAGE;
}
