/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as what FUZZ_FORM names: the file that mailsonde serve is set up
 * by ("configuration"), its names and hashes ("accounts"), or a visitor's
 * header about media types ("media"). */

#include "src/serve/admit/accounts.h"
#include "src/serve/admit/configuration.h"
#include "src/serve/pages/media.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *form;
static struct arena *kept;
static struct accounts *accounts;

/* A file of those octets, which the path names until `fd` is closed. */
static int write_file(struct octets octets, char *path, size_t size)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	FUZZ_HOLDS(fd >= 0);
	FUZZ_HOLDS(write(fd, octets.data, octets.length) ==
		   (ssize_t)octets.length);
	snprintf(path, size, "/proc/self/fd/%d", fd);
	return fd;
}

static void read_accounts(struct arena *arena, const char *path)
{
	struct problem problem = {0};

	if (accounts ? accounts_read_again(arena, accounts, path, &problem)
		     : accounts_read(kept, path, &accounts, &problem))
		return;
	FUZZ_HOLDS(problem.text && problem.kind);
	fuzz_check_shown(problem_say(arena, &problem));
}

static void read_configuration(struct arena *arena, const char *path)
{
	struct configuration config;
	struct problem problem = {0};

	if (!configuration_read(arena, path, &config, &problem)) {
		FUZZ_HOLDS(problem.text && problem.kind);
		fuzz_check_shown(problem_say(arena, &problem));
		return;
	}
	for (size_t i = 0; i < config.module_count; i++)
		FUZZ_HOLDS(configuration_find(&config, config.modules[i].name));
	FUZZ_HOLDS(!config.allow_count || config.allow[0]);
	FUZZ_HOLDS(!config.name_count || config.names[0]);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	form = getenv("FUZZ_FORM");
	FUZZ_HOLDS(form);
	kept = arena_new();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const struct octets octets = arena_octets(arena, data, size);
	const char *text = (const char *)octets.data;
	char path[64];
	int fd;

	if (strcmp(form, "media") == 0) {
		FUZZ_HOLDS(!media_is(text, "text/html") || *text);
		media_weigh(text, "application/json;version=1");
	} else {
		fd = write_file(octets, path, sizeof(path));
		if (strcmp(form, "accounts") == 0)
			read_accounts(arena, path);
		else
			read_configuration(arena, path);
		close(fd);
	}
	arena_free(arena);
	return 0;
}
