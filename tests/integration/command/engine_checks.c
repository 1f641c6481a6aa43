/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Makes many checks at once in one engine, and holds each report against that
 * of the same check alone.
 *
 *	engine_checks CA-FILE URL...
 *
 * The host of the URLs is at 127.0.0.1 for every other check, and at 127.0.0.2
 * for the rest. Says what does not hold, and answers with 1 then. */
#include "engine/engine.h"
#include "model/names.h"
#include "net/tls.h"
#include "net/trust/trust.h"
#include "settings/url.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHECKS 64
#define THREADS 8
#define ADDRESSES 2
#define JOBS 10
#define PER_HOST 6
#define TIMEOUT_US 30000000

/* A sanitizer keeps more than the program does, and takes its time. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MORE_CHECKS 200
#define GROWTH_KIB 0
#else
#define MORE_CHECKS 1000
#define GROWTH_KIB 4096
#endif

static const char *const addresses[ADDRESSES] = {"127.0.0.1", "127.0.0.2"};

/* What is in flight, over all checks. */
struct gauge {
	pthread_mutex_t lock;
	unsigned flying[ADDRESSES];
	unsigned most[ADDRESSES];
	unsigned most_together;
};

struct bench {
	const char *ca_file;
	char **urls;
	size_t url_count;
	struct engine *engine; /* shared; NULL: one for each check */
	struct gauge gauge;
	char *alone[CHECKS]; /* what a check finds when it is alone */
	atomic_uint next;
	unsigned checks; /* to be made in this round */
	atomic_uint failures;
};

struct flight_watch {
	struct gauge *gauge;
	size_t address;
};

static void fail(struct bench *bench, const char *what, const char *detail)
{
	atomic_fetch_add(&bench->failures, 1);
	printf("FAIL: %s%s%s\n", what, *detail ? ": " : "", detail);
}

static void note_start(
	void *context, size_t endpoint, enum purpose purpose, unsigned versions)
{
	struct flight_watch *watch = context;
	struct gauge *gauge = watch->gauge;
	unsigned together = 0;

	(void)endpoint;
	(void)purpose;
	(void)versions;
	pthread_mutex_lock(&gauge->lock);
	if (++gauge->flying[watch->address] > gauge->most[watch->address])
		gauge->most[watch->address] = gauge->flying[watch->address];
	for (size_t i = 0; i < ADDRESSES; i++)
		together += gauge->flying[i];
	if (together > gauge->most_together)
		gauge->most_together = together;
	pthread_mutex_unlock(&gauge->lock);
}

static void note_end(
	void *context, size_t endpoint, const struct probe_facts *facts)
{
	struct flight_watch *watch = context;

	(void)endpoint;
	(void)facts;
	pthread_mutex_lock(&watch->gauge->lock);
	watch->gauge->flying[watch->address]--;
	pthread_mutex_unlock(&watch->gauge->lock);
}

static struct engine *new_engine(const struct bench *bench)
{
	const struct engine_limits limits = {JOBS, PER_HOST};
	struct problem problem;
	struct engine *engine =
		engine_new(&limits, trust_store_new(bench->ca_file), &problem);

	if (engine)
		return engine;
	fprintf(stderr, "engine_checks: %s\n", problem.text);
	exit(2);
}

static const char *summary_of(struct arena *arena, const struct report *report)
{
	const char *text = verdict_name(report->verdict);

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_report *endpoint = &report->endpoints[i];

		text = arena_printf(
			arena, "%s; %u:", text, endpoint->entry->endpoint.port);
		for (size_t k = 0; k < endpoint->finding_count; k++)
			text = arena_printf(arena, "%s %s=%s", text,
				endpoint->findings[k].check,
				verdict_name(endpoint->findings[k].status));
	}
	for (size_t i = 0; i < report->diagnosis_count; i++)
		text = arena_printf(
			arena, "%s; %s", text, report->diagnoses[i].id);
	return text;
}

static struct matrix read_url(struct arena *arena, const char *url)
{
	struct problem problem;
	struct matrix matrix;

	if (url_read_target(arena, url, &matrix, &problem))
		return matrix;
	fprintf(stderr, "engine_checks: %s\n", problem_say(arena, &problem));
	exit(2);
}

/* Which servers a check asks, and with which versions: no two of the first
 * CHECKS are the same. */
static struct engine_request new_request(
	const struct bench *bench, struct arena *arena, unsigned number)
{
	static const unsigned versions[] = {TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3),
		TLS_BIT(TLS_1_2), TLS_BIT(TLS_1_3), TLS_PROBED};
	struct resolve_override *resolve = arena_alloc(arena, sizeof(*resolve));
	struct matrix *matrices = arena_alloc(arena, 2 * sizeof(*matrices));
	size_t count = bench->url_count;

	matrices[0] = read_url(arena, bench->urls[number % count]);
	matrices[1] = read_url(
		arena, bench->urls[(7 * number + number / count) % count]);
	*resolve = (struct resolve_override){
		"mail.example.test", addresses[number % ADDRESSES]};
	return (struct engine_request){
		.matrices = matrices,
		.matrix_count = 1 + (number / count) % 2,
		.tls_versions = versions[number / count % 4],
		.resolves = resolve,
		.resolve_count = 1,
		.family = AF_UNSPEC,
		.timeout_us = TIMEOUT_US,
		.follow_up = true,
	};
}

/* Returns what the check found, to be freed. */
static char *check(struct bench *bench, unsigned number, int cancel_fd)
{
	struct arena *arena = arena_new();
	struct engine *engine =
		bench->engine ? bench->engine : new_engine(bench);
	struct engine_request request = new_request(bench, arena, number);
	struct flight_watch watch = {&bench->gauge, number % ADDRESSES};
	const struct engine_watcher watcher = {
		.context = &watch,
		.probe_starts = note_start,
		.probe_ends = note_end,
	};
	struct problem problem;
	struct report report;
	char *found = NULL;

	if (engine_check(engine, arena, &request, &watcher, cancel_fd, &report,
		    &problem)) {
		found = strdup(report.interrupted ? "interrupted"
						  : summary_of(arena, &report));
		report_clear(&report);
	} else {
		fail(bench, "no report", problem_say(arena, &problem));
		found = strdup("");
	}
	if (!bench->engine)
		(void)!engine_free(engine);
	arena_free(arena);
	return found;
}

static void compare(struct bench *bench, unsigned number)
{
	char *found = check(bench, number, -1);

	if (strcmp(found, bench->alone[number]) != 0) {
		fail(bench, "a check finds something else among others", "");
		printf("    alone: %s\n    now:   %s\n", bench->alone[number],
			found);
	}
	free(found);
}

static void *make_checks(void *argument)
{
	struct bench *bench = argument;
	unsigned number;

	while ((number = atomic_fetch_add(&bench->next, 1)) < bench->checks)
		compare(bench, number % CHECKS);
	return NULL;
}

/* Begins while the others are at it, and ends at once. */
static void *make_cancelled_check(void *argument)
{
	struct bench *bench = argument;
	int fd = eventfd(1, EFD_CLOEXEC);
	char *found = check(bench, 0, fd);

	if (strcmp(found, "interrupted") != 0)
		fail(bench, "a check that was cancelled goes on", found);
	free(found);
	close(fd);
	return NULL;
}

static void make_round(struct bench *bench, unsigned checks)
{
	pthread_t threads[THREADS + 1];

	atomic_store(&bench->next, 0);
	bench->checks = checks;
	for (size_t i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, make_checks, bench);
	pthread_create(&threads[THREADS], NULL, make_cancelled_check, bench);
	for (size_t i = 0; i <= THREADS; i++)
		pthread_join(threads[i], NULL);
}

static void hold_limits(struct bench *bench)
{
	const struct gauge *gauge = &bench->gauge;

	printf("# at most %u and %u to a host, %u together\n", gauge->most[0],
		gauge->most[1], gauge->most_together);
	for (size_t i = 0; i < ADDRESSES; i++)
		if (gauge->most[i] > PER_HOST)
			fail(bench, "too many probes to a host", addresses[i]);
	if (gauge->most_together > JOBS)
		fail(bench, "too many probes in flight", "");
	/* Else nothing was held. */
	if (gauge->most_together < 2)
		fail(bench, "probes were made one by one", "");
}

static unsigned count_descriptors_now(void)
{
	DIR *folder = opendir("/proc/self/fd");
	unsigned count = 0;

	while (folder && readdir(folder))
		count++;
	if (folder)
		closedir(folder);
	return count;
}

/* A thread may still hold something of a check whose report is there. */
static unsigned count_descriptors(unsigned most)
{
	unsigned count = count_descriptors_now();

	for (int i = 0; count > most && i < 500; i++) {
		usleep(10000);
		count = count_descriptors_now();
	}
	return count;
}

static long resident_kib(void)
{
	FILE *file = fopen("/proc/self/status", "re");
	char line[256];
	long kib = 0;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "VmRSS: %ld kB", &kib) == 1)
			break;
	if (file)
		fclose(file);
	return kib;
}

/* What was needed once is kept; what every check leaves behind shows. */
static void hold_growth(struct bench *bench)
{
	unsigned before = count_descriptors_now(), after;
	long kib = resident_kib();

	make_round(bench, MORE_CHECKS);
	after = count_descriptors(before);
	printf("# %d checks later: %u descriptors and %ld KiB, were %u and "
	       "%ld\n",
		MORE_CHECKS, after, resident_kib(), before, kib);
	if (after > before)
		fail(bench, "descriptors are left open", "");
	if (GROWTH_KIB && resident_kib() > kib + GROWTH_KIB)
		fail(bench, "memory grows", "");
}

int main(int argc, char **argv)
{
	struct bench bench = {
		.gauge = {.lock = PTHREAD_MUTEX_INITIALIZER},
	};

	if (argc < 3 || !tls_library_init()) {
		fprintf(stderr, "usage: engine_checks CA-FILE URL...\n");
		return 2;
	}
	bench.ca_file = argv[1];
	bench.urls = argv + 2;
	bench.url_count = (size_t)argc - 2;
	for (unsigned i = 0; i < CHECKS; i++) {
		bench.alone[i] = check(&bench, i, -1);
		printf("# %u: %s\n", i, bench.alone[i]);
	}
	bench.engine = new_engine(&bench);
	memset(bench.gauge.most, 0, sizeof(bench.gauge.most));
	bench.gauge.most_together = 0;
	make_round(&bench, CHECKS);
	make_round(&bench, CHECKS);
	hold_growth(&bench);
	hold_limits(&bench);
	if (!engine_free(bench.engine))
		fail(&bench, "a thread was left behind", "");
	for (unsigned i = 0; i < CHECKS; i++)
		free(bench.alone[i]);
	return bench.failures ? 1 : 0;
}
