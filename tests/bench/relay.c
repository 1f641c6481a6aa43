/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "relay.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sysexits.h>

#define PORTS_MAX 64

static const char usage[] =
	"Usage: relay [--delay-ms N] --connect HOST:PORT [--listen PORT] ...\n"
	"       relay [--delay-ms N] --exec COMMAND [ARGUMENT]...\n"
	"\n"
	"Adds a delay each way (25 ms): to TCP connections, from the port of\n"
	"--listen (any free one) to the --connect before it; or to every\n"
	"packet to 192.0.2.2, which is where COMMAND finds what listens on\n"
	"192.0.2.1. Exit status 77: this machine does not allow the latter.\n";

struct order {
	int64_t delay_ns;
	const char *host;
	unsigned from[PORTS_MAX];
	unsigned to[PORTS_MAX];
	size_t count;
	char **command;
};

void queue_init(struct queue *queue)
{
	queue->first = NULL;
	queue->last = &queue->first;
}

void queue_put(
	struct queue *queue, int64_t due_ns, const void *data, size_t length)
{
	struct parcel *parcel = malloc(sizeof(*parcel) + length);

	if (!parcel)
		give_up("malloc");
	parcel->next = NULL;
	parcel->due_ns = due_ns;
	parcel->length = length;
	parcel->sent = 0;
	if (length)
		memcpy(parcel->data, data, length);
	*queue->last = parcel;
	queue->last = &parcel->next;
}

void queue_drop_first(struct queue *queue)
{
	struct parcel *parcel = queue->first;

	queue->first = parcel->next;
	if (!queue->first)
		queue->last = &queue->first;
	free(parcel);
}

void queue_clear(struct queue *queue)
{
	while (queue->first)
		queue_drop_first(queue);
}

int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

struct timespec time_until(int64_t due_ns)
{
	int64_t left = due_ns - now_ns();

	if (left < 0)
		left = 0;
	return (struct timespec){
		.tv_sec = left / 1000000000,
		.tv_nsec = left % 1000000000,
	};
}

_Noreturn void give_up(const char *what)
{
	perror(what);
	exit(EX_OSERR);
}

static unsigned read_number(const char *text, unsigned most)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || number > most) {
		fprintf(stderr, "relay: not a number: %s\n", text);
		exit(EX_USAGE);
	}
	return (unsigned)number;
}

static void add_target(struct order *order, char *text)
{
	char *colon = strrchr(text, ':');

	if (!colon || order->count == PORTS_MAX) {
		fprintf(stderr, "relay: not HOST:PORT: %s\n", text);
		exit(EX_USAGE);
	}
	*colon = '\0';
	order->host = text;
	order->to[order->count++] = read_number(colon + 1, 65535);
}

static void read_order(struct order *order, int argc, char **argv)
{
	static const struct option names[] = {
		{"delay-ms", required_argument, NULL, 'd'},
		{"connect", required_argument, NULL, 'c'},
		{"listen", required_argument, NULL, 'l'},
		{"exec", no_argument, NULL, 'x'},
		{0},
	};
	int code;

	/* "+": what follows --exec is not ours. */
	while ((code = getopt_long(argc, argv, "+", names, NULL)) != -1) {
		if (code == 'd') {
			order->delay_ns =
				INT64_C(1000000) * read_number(optarg, 10000);
		} else if (code == 'c') {
			add_target(order, optarg);
		} else if (code == 'l' && order->count) {
			order->from[order->count - 1] =
				read_number(optarg, 65535);
		} else if (code == 'x') {
			order->command = argv + optind;
			return;
		} else {
			fputs(usage, stderr);
			exit(EX_USAGE);
		}
	}
}

int main(int argc, char **argv)
{
	struct order order = {.delay_ns = 25000000};

	read_order(&order, argc, argv);
	/* Timers that are exact, not 50 us late. */
	prctl(PR_SET_TIMERSLACK, 1UL);
	if (order.command && *order.command)
		return relay_packets(order.delay_ns, order.command);
	if (!order.count) {
		fputs(usage, stderr);
		return EX_USAGE;
	}
	relay_streams(
		order.delay_ns, order.host, order.from, order.to, order.count);
}
