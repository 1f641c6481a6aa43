/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/library/library.h"

#include "settings/library/builtin.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define SUFFIX ".xml"

/* Folders are asked in this order, and before what is built in. */
#define FOLDERS 16

const struct library library_profiles = {
	.noun = "profile",
	.folder = "profiles",
	.path = "MAILSONDE_PROFILE_PATH",
	.files = builtin_profiles,
	.count = &builtin_profile_count,
};
const struct library library_policies = {
	.noun = "policy",
	.folder = "policies",
	.path = "MAILSONDE_POLICY_PATH",
	.files = builtin_policies,
	.count = &builtin_policy_count,
};

struct folders {
	const char *paths[FOLDERS];
	size_t count;
};

static void add_folder(struct folders *folders, const char *path)
{
	if (folders->count < FOLDERS)
		folders->paths[folders->count++] = path;
}

/* path = folder *( ":" folder ) */
static void add_path(
	struct arena *arena, struct folders *folders, const char *path)
{
	char *rest = arena_strdup(arena, path);

	while (rest) {
		char *folder = strsep(&rest, ":");

		if (*folder)
			add_folder(folders, folder);
	}
}

static struct folders library_folders(
	struct arena *arena, const struct library *library)
{
	struct folders folders = {.count = 0};
	const char *path = getenv(library->path);
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	if (path)
		add_path(arena, &folders, path);
	/* The XDG Base Directory Specification has relative ones ignored. */
	if (config && config[0] == '/')
		add_folder(&folders, arena_printf(arena, "%s/mailsonde/%s",
					     config, library->folder));
	else if (home && home[0] == '/')
		add_folder(
			&folders, arena_printf(arena, "%s/.config/mailsonde/%s",
					  home, library->folder));
	add_folder(&folders, arena_printf(arena, SYSCONFDIR "/mailsonde/%s",
				     library->folder));
	return folders;
}

const char **library_list(struct arena *arena, const struct library *library)
{
	struct folders folders = library_folders(arena, library);
	const char **list =
		arena_alloc(arena, (folders.count + 1) * sizeof(*list));

	for (size_t i = 0; i < folders.count; i++)
		list[i] = folders.paths[i];
	return list;
}

static bool is_name(const char *text, size_t length)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-._";

	return length > 0 && length <= LIBRARY_NAME_OCTETS && text[0] != '.' &&
	       strspn(text, allowed) >= length;
}

bool library_is_name(const char *text)
{
	return is_name(text, strlen(text));
}

bool library_is_path(const char *word)
{
	size_t length = strlen(word), suffix = strlen(SUFFIX);

	return strchr(word, '/') ||
	       (length > suffix && strcmp(word + length - suffix, SUFFIX) == 0);
}

enum file_result library_find(struct arena *arena,
	const struct library *library, const char *name,
	struct octets *ret_octets, const char **ret_place, bool *ret_builtin,
	struct problem *ret_problem)
{
	const struct builtin_file *builtin =
		builtin_find(library->files, *library->count, name);
	struct folders folders = library_folders(arena, library);
	enum file_result result = FILE_MISSING;

	if (!library_is_name(name))
		return FILE_MISSING;
	*ret_builtin = false;
	for (size_t i = 0; i < folders.count && result == FILE_MISSING; i++) {
		*ret_place = arena_printf(
			arena, "%s/%s" SUFFIX, folders.paths[i], name);
		result = file_read(arena, *ret_place, ret_octets, ret_problem);
	}
	if (result != FILE_MISSING || !builtin)
		return result;
	*ret_place = arena_printf(arena, "built-in %s %s", library->noun, name);
	*ret_octets = (struct octets){builtin->xml, builtin->length};
	*ret_builtin = true;
	return FILE_READ;
}

struct names {
	struct arena *arena;
	const char **names;
	size_t count;
};

static void add_name(struct names *all, const char *name, size_t length)
{
	all->names = arena_grow(
		all->arena, all->names, all->count, sizeof(*all->names));
	all->names[all->count++] =
		arena_printf(all->arena, "%.*s", (int)length, name);
}

static void add_names_in(struct names *all, const char *folder)
{
	size_t suffix = strlen(SUFFIX);
	DIR *stream = opendir(folder);
	struct dirent *entry;

	if (!stream)
		return;
	while ((entry = readdir(stream))) {
		size_t length = strlen(entry->d_name);

		if (length <= suffix ||
			strcmp(entry->d_name + length - suffix, SUFFIX) != 0)
			continue;
		if (is_name(entry->d_name, length - suffix))
			add_name(all, entry->d_name, length - suffix);
	}
	closedir(stream);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **library_names(struct arena *arena, const struct library *library)
{
	struct names all = {.arena = arena};
	struct folders folders = library_folders(arena, library);
	size_t kept = 0;

	for (size_t i = 0; i < folders.count; i++)
		add_names_in(&all, folders.paths[i]);
	for (size_t i = 0; i < *library->count; i++)
		add_name(&all, library->files[i].name,
			strlen(library->files[i].name));
	qsort(all.names, all.count, sizeof(*all.names), compare_names);
	for (size_t i = 0; i < all.count; i++)
		if (!kept || strcmp(all.names[kept - 1], all.names[i]) != 0)
			all.names[kept++] = all.names[i];
	all.names = arena_grow(arena, all.names, kept, sizeof(*all.names));
	all.names[kept] = NULL;
	return all.names;
}
