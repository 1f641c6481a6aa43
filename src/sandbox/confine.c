/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/sandbox/confine.h"

#include "model/table.h"
#include "model/text/ascii.h"
#include "settings/library/library.h"
#include "src/companion.h"
#include "src/sandbox/sandbox.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct paths {
	struct arena *arena;
	const char **list;
	size_t count;
};

static void add(struct paths *paths, const char *path)
{
	paths->list = arena_grow(
		paths->arena, paths->list, paths->count, sizeof(*paths->list));
	paths->list[paths->count] = path;
	if (path)
		paths->count++;
}

static void add_folders(struct paths *paths, const struct library *library)
{
	for (const char **folder = library_list(paths->arena, library); *folder;
		folder++)
		add(paths, *folder);
}

/* A stylesheet may be made of several files. */
static const char *folder_of(struct arena *arena, const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? arena_printf(
			       arena, "%.*s", (int)(slash + 1 - file), file)
		     : ".";
}

/* Whoever renews a file puts another in its place, or in that of a link's
 * target. */
static void add_file_again(struct paths *paths, const char *file)
{
	char target[PATH_MAX];

	add(paths, folder_of(paths->arena, file));
	if (realpath(file, target))
		add(paths, folder_of(paths->arena, target));
}

/* Each file of a list with colons. */
static void add_list(struct paths *paths, const char *list)
{
	size_t length;

	for (;; list += length + 1) {
		length = strcspn(list, ":");
		if (length)
			add(paths, arena_printf(paths->arena, "%.*s",
					   (int)length, list));
		if (!list[length])
			return;
	}
}

/* The library that GSSAPI needs is loaded late, and reads all of these. */
static void add_kerberos(struct paths *paths)
{
	static const char *const files[] = {"/etc/gssapi_mech.conf", "/etc/gss",
		"/etc/krb5.conf", "/etc/krb5.conf.d"};
	const char *conf = getenv("KRB5_CONFIG");
	const char *cache = getenv("KRB5CCNAME");

	for (size_t i = 0; i < COUNT_OF(files); i++)
		add(paths, files[i]);
	if (conf)
		add_list(paths, conf);
	if (!cache)
		cache = arena_printf(paths->arena, "/tmp/krb5cc_%lu",
			(unsigned long)getuid());
	if (strncmp(cache, "FILE:", 5) == 0)
		cache += 5;
	else if (strncmp(cache, "DIR:", 4) == 0)
		cache += cache[4] == ':' ? 5 : 4;
	add(paths, cache);
}

/* What is still to be read when a search has ended, too. */
static const char *const *list_inputs(const struct options *options,
	const char *const *again, size_t again_count, struct arena *arena)
{
	struct paths paths = {.arena = arena};
	const char *const files[] = {options->ca_file, options->dns_anchor,
		options->baseline, options->sign, options->stylesheet,
		options->keep};

	for (size_t i = 0; i < COUNT_OF(files); i++)
		if (files[i])
			add(&paths, files[i]);
	for (size_t i = 0; i < options->policy_count; i++)
		add(&paths, options->policies[i]);
	if (options->stylesheet)
		add(&paths, folder_of(arena, options->stylesheet));
	if (options->login.mechanism &&
		ascii_compare(options->login.mechanism, "GSSAPI") == 0)
		add_kerberos(&paths);
	add_folders(&paths, &library_profiles);
	add_folders(&paths, &library_policies);
	for (size_t i = 0; i < again_count; i++)
		if (again[i])
			add_file_again(&paths, again[i]);
	add(&paths, NULL);
	return paths.list;
}

static const char *const *list_outputs(
	const struct options *options, struct arena *arena)
{
	struct paths paths = {.arena = arena};

	for (size_t i = 0; i < options->output_count; i++)
		if (options->outputs[i].file)
			add(&paths, options->outputs[i].file);
	if (options->keep)
		add(&paths, arena_printf(arena, "%s/result", options->keep));
	add(&paths, NULL);
	return paths.list;
}

static void enter(const struct options *options, bool listens,
	const char *const *again, size_t again_count, struct arena *arena)
{
	const struct sandbox sandbox = {
		.read = list_inputs(options, again, again_count, arena),
		.outputs = list_outputs(options, arena),
		.run = options->stylesheet ? companion_path(arena, "html")
					   : NULL,
		.listens = listens,
	};

	sandbox_enter(arena, &sandbox);
}

void confine_keyholder(
	const char *const *again, size_t count, struct arena *arena)
{
	static const char *const nothing[] = {NULL};
	struct paths paths = {.arena = arena};
	struct sandbox sandbox = {.outputs = nothing};

	for (size_t i = 0; i < count; i++)
		if (again[i])
			add_file_again(&paths, again[i]);
	add(&paths, NULL);
	sandbox.read = paths.list;
	sandbox_enter(arena, &sandbox);
}

void confine_probes(const struct options *options, struct arena *arena)
{
	enter(options, false, NULL, 0, arena);
}

void confine_server(const struct options *options, const char *const *again,
	size_t count, struct arena *arena)
{
	enter(options, true, again, count, arena);
}
