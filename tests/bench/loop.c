/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A bare GnuTLS handshake loop: connects, handshakes, says goodbye, closes,
 * and nothing else. What a program does beside, it can be measured against
 * this one. */

#include <arpa/inet.h>
#include <getopt.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define MIX_MAX 16
#define THREADS_MAX 1024

static const char help[] =
	"Usage: loop [OPTION]... PORT\n"
	"\n"
	"  --count N        handshakes in all (1000)\n"
	"  --parallel N     at a time (16)\n"
	"  --tls VERSIONS   offered in turn: 1.0,1.1,1.2,1.3,all (all)\n"
	"  --name HOST      server name, and whose certificate it must be\n"
	"  --verify FILE    trust anchors; no verification without them\n"
	"  --lean           one key share, no session tickets\n"
	"\n"
	"Prints: handshakes completed, refused, CPU and wall microseconds of\n"
	"each, peak memory in KiB.\n";

struct loop {
	unsigned count;
	unsigned parallel;
	unsigned port;
	unsigned flags;
	const char *name;
	const char *anchors;
	gnutls_priority_t mix[MIX_MAX];
	size_t mix_count;
	gnutls_certificate_credentials_t credentials;
	atomic_uint next;
	atomic_uint completed;
	atomic_uint refused;
};

static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "loop: %s\n", what);
	exit(EX_SOFTWARE);
}

static int connect_port(unsigned port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const int one = 1;

	if (fd < 0)
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool handshake(struct loop *loop, int fd, gnutls_priority_t priority)
{
	gnutls_session_t session;
	int ret;

	if (gnutls_init(&session,
		    GNUTLS_CLIENT | GNUTLS_NO_SIGNAL | loop->flags) < 0 ||
		gnutls_priority_set(session, priority) < 0 ||
		gnutls_credentials_set(
			session, GNUTLS_CRD_CERTIFICATE, loop->credentials) < 0)
		give_up("GnuTLS makes no session");
	if (loop->name)
		gnutls_server_name_set(session, GNUTLS_NAME_DNS, loop->name,
			strlen(loop->name));
	if (loop->anchors)
		gnutls_session_set_verify_cert(session, loop->name, 0);
	gnutls_transport_set_int(session, fd);
	do {
		ret = gnutls_handshake(session);
	} while (ret < 0 && !gnutls_error_is_fatal(ret));
	if (ret == 0)
		gnutls_bye(session, GNUTLS_SHUT_WR);
	gnutls_deinit(session);
	return ret == 0;
}

static void *work(void *argument)
{
	struct loop *loop = argument;
	unsigned number;

	while ((number = atomic_fetch_add(&loop->next, 1)) < loop->count) {
		int fd = connect_port(loop->port);

		if (fd < 0)
			give_up("the port does not answer");
		if (handshake(loop, fd, loop->mix[number % loop->mix_count]))
			atomic_fetch_add(&loop->completed, 1);
		else
			atomic_fetch_add(&loop->refused, 1);
		close(fd);
	}
	return NULL;
}

static void run(struct loop *loop)
{
	static pthread_t threads[THREADS_MAX];
	unsigned started = 0;

	while (started < loop->parallel &&
		pthread_create(&threads[started], NULL, work, loop) == 0)
		started++;
	if (!started)
		give_up("no thread can be started");
	while (started)
		pthread_join(threads[--started], NULL);
}

static unsigned read_number(const char *text, unsigned most)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || !number || number > most)
		give_up("not a number within bounds");
	return (unsigned)number;
}

static void read_mix(struct loop *loop, char *list)
{
	char *word;

	loop->mix_count = 0;
	while ((word = strsep(&list, ",")) && loop->mix_count < MIX_MAX) {
		char text[128] = "NORMAL:+VERS-TLS1.0:+VERS-TLS1.1";

		if (strcmp(word, "all") != 0)
			snprintf(text, sizeof(text),
				"NORMAL:-VERS-ALL:+VERS-TLS%s", word);
		if (gnutls_priority_init(
			    &loop->mix[loop->mix_count++], text, NULL) < 0)
			give_up("no such TLS version");
	}
}

static void read_options(struct loop *loop, int argc, char **argv)
{
	static const struct option names[] = {
		{"count", required_argument, NULL, 'c'},
		{"parallel", required_argument, NULL, 'p'},
		{"tls", required_argument, NULL, 't'},
		{"name", required_argument, NULL, 'n'},
		{"verify", required_argument, NULL, 'v'},
		{"lean", no_argument, NULL, 'l'},
		{0},
	};
	int code;

	while ((code = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (code == 'c')
			loop->count = read_number(optarg, 10000000);
		else if (code == 'p')
			loop->parallel = read_number(optarg, THREADS_MAX);
		else if (code == 't')
			read_mix(loop, optarg);
		else if (code == 'n')
			loop->name = optarg;
		else if (code == 'v')
			loop->anchors = optarg;
		else if (code == 'l')
			loop->flags = GNUTLS_KEY_SHARE_TOP | GNUTLS_NO_TICKETS;
		else
			optind = argc;
	}
	if (optind != argc - 1) {
		fputs(help, stderr);
		exit(EX_USAGE);
	}
	loop->port = read_number(argv[optind], 65535);
}

static int64_t microseconds(struct timeval time)
{
	return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int main(int argc, char **argv)
{
	static struct loop loop = {.count = 1000, .parallel = 16};
	char all[] = "all";
	struct rusage usage;
	int64_t wall;

	if (gnutls_certificate_allocate_credentials(&loop.credentials) < 0)
		give_up("GnuTLS does not start");
	read_mix(&loop, all);
	read_options(&loop, argc, argv);
	if (loop.anchors &&
		gnutls_certificate_set_x509_trust_file(loop.credentials,
			loop.anchors, GNUTLS_X509_FMT_PEM) <= 0)
		give_up("no trust anchors in that file");
	wall = now_us();
	run(&loop);
	wall = now_us() - wall;
	getrusage(RUSAGE_SELF, &usage);
	printf("%u %u %lld %lld %ld\n", atomic_load(&loop.completed),
		atomic_load(&loop.refused),
		(long long)((microseconds(usage.ru_utime) +
				    microseconds(usage.ru_stime)) /
			    loop.count),
		(long long)(wall / loop.count), usage.ru_maxrss);
	return 0;
}
