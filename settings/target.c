/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/builtin.h"
#include "settings/file.h"
#include "settings/form.h"
#include "settings/refuse.h"
#include "settings/settings.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define PROFILE_NAME_OCTETS 64
#define PROFILE_SUFFIX ".xml"

/* Folders are asked in this order, and before what is built in. */
#define PROFILE_FOLDERS 16

struct folders {
	const char *paths[PROFILE_FOLDERS];
	size_t count;
};

static void add_folder(struct folders *folders, const char *path)
{
	if (folders->count < PROFILE_FOLDERS)
		folders->paths[folders->count++] = path;
}

/* MAILSONDE_PROFILE_PATH = folder *( ":" folder ) */
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

static struct folders profile_folders(struct arena *arena)
{
	struct folders folders = {.count = 0};
	const char *path = getenv("MAILSONDE_PROFILE_PATH");
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	if (path)
		add_path(arena, &folders, path);
	/* The XDG Base Directory Specification has relative ones ignored. */
	if (config && config[0] == '/')
		add_folder(&folders,
			arena_printf(arena, "%s/mailsonde/profiles", config));
	else if (home && home[0] == '/')
		add_folder(&folders,
			arena_printf(
				arena, "%s/.config/mailsonde/profiles", home));
	add_folder(&folders, SYSCONFDIR "/mailsonde/profiles");
	return folders;
}

/* name = 1*64( a-z / 0-9 / "-" / "." / "_" ), and not a dot first, so that it
 * names a file in its folder and nothing else. */
static bool is_profile_name(const char *text, size_t length)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-._";

	return length > 0 && length <= PROFILE_NAME_OCTETS && text[0] != '.' &&
	       strspn(text, allowed) >= length;
}

bool settings_find_profile(struct arena *arena, const char *name,
	const char *host, struct matrix *ret_matrix,
	struct settings_error *ret_error)
{
	const struct builtin_file *builtin =
		builtin_find(builtin_profiles, builtin_profile_count, name);
	struct folders folders = profile_folders(arena);
	enum file_result result = FILE_MISSING;
	struct octets xml;
	const char *place = NULL;

	*ret_error = (struct settings_error){0};
	if (!is_profile_name(name, strlen(name)))
		return false;
	for (size_t i = 0; i < folders.count && result == FILE_MISSING; i++) {
		place = arena_printf(
			arena, "%s/%s" PROFILE_SUFFIX, folders.paths[i], name);
		result = settings_read_file(arena, place, &xml, ret_error);
	}
	if (result == FILE_MISSING && builtin) {
		place = arena_printf(arena, "built-in profile %s", name);
		xml = (struct octets){builtin->xml, builtin->length};
		result = FILE_READ;
	}
	if (result != FILE_READ ||
		!settings_read_profile(arena, place, xml.data, xml.length, host,
			ret_matrix, ret_error))
		return false;
	ret_matrix->kind = "profile";
	ret_matrix->name = arena_strdup(arena, name);
	return true;
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
	size_t suffix = strlen(PROFILE_SUFFIX);
	DIR *stream = opendir(folder);
	struct dirent *entry;

	if (!stream)
		return;
	while ((entry = readdir(stream))) {
		size_t length = strlen(entry->d_name);

		if (length <= suffix || strcmp(entry->d_name + length - suffix,
						PROFILE_SUFFIX) != 0)
			continue;
		if (is_profile_name(entry->d_name, length - suffix))
			add_name(all, entry->d_name, length - suffix);
	}
	closedir(stream);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **settings_profile_names(struct arena *arena)
{
	struct names all = {.arena = arena};
	struct folders folders = profile_folders(arena);
	size_t kept = 0;

	for (size_t i = 0; i < folders.count; i++)
		add_names_in(&all, folders.paths[i]);
	for (size_t i = 0; i < builtin_profile_count; i++)
		add_name(&all, builtin_profiles[i].name,
			strlen(builtin_profiles[i].name));
	qsort(all.names, all.count, sizeof(*all.names), compare_names);
	for (size_t i = 0; i < all.count; i++)
		if (!kept || strcmp(all.names[kept - 1], all.names[i]) != 0)
			all.names[kept++] = all.names[i];
	all.names = arena_grow(arena, all.names, kept, sizeof(*all.names));
	all.names[kept] = NULL;
	return all.names;
}

/* The edits (Levenshtein) that make `a` into `b`, both of at most
 * PROFILE_NAME_OCTETS. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t row[PROFILE_NAME_OCTETS + 1];
	size_t length = strlen(b);

	for (size_t j = 0; j <= length; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= length; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[length];
}

/* The profile's name that `word` was meant to be, or NULL. */
static const char *nearest_name(const char *const *names, const char *word)
{
	const char *nearest = NULL;
	size_t least = 3;

	if (strlen(word) > PROFILE_NAME_OCTETS)
		return NULL;
	for (; *names; names++) {
		size_t distance = edit_distance(*names, word);

		if (distance < least && distance < strlen(word)) {
			nearest = *names;
			least = distance;
		}
	}
	return nearest;
}

/* Whether a server was meant: a host name with a dot, or host and port. */
static bool is_like_host(struct arena *arena, const char *word)
{
	char *host = arena_strdup(arena, word);
	char *colon = strrchr(host, ':');
	const char *found, *reason;

	if (colon && strchr(host, ':') == colon)
		*colon = '\0';
	return (colon || strpbrk(host, ".:")) &&
	       settings_host(arena, host, &found, &reason);
}

static bool refuse_word(
	struct arena *arena, const char *word, struct settings_error *ret_error)
{
	const char **names = settings_profile_names(arena);
	const char *nearest = nearest_name(names, word);
	const char *list = names[0] ? names[0] : "none";
	const char *hint = "";

	for (size_t i = 1; names[0] && names[i]; i++)
		list = arena_printf(arena, "%s, %s", list, names[i]);
	if (nearest)
		hint = arena_printf(arena, "; did you mean %s?", nearest);
	else if (is_like_host(arena, word))
		hint = "; write a server as a URL, as in "
		       "imaps://mail.example.com";
	return settings_refuse(arena, ret_error, EX_USAGE,
		"%s: there is no profile and no file of this name%s "
		"(profiles: %s)",
		settings_quote(arena, word), hint, list);
}

static bool ends_like_file(const char *word)
{
	size_t length = strlen(word);
	size_t suffix = strlen(PROFILE_SUFFIX);

	return strchr(word, '/') ||
	       (length > suffix &&
		       strcmp(word + length - suffix, PROFILE_SUFFIX) == 0);
}

struct target_reader {
	struct arena *arena;
	const struct target_options *options;
	const struct form *form; /* NULL: by content */
	struct matrix *ret_matrix;
	struct settings_error *ret_error;
};

static bool read_text(
	struct target_reader *r, const char *place, struct octets text)
{
	return settings_read_text(r->arena, place, text, r->form,
		r->options->host, r->ret_matrix, r->ret_error);
}

static bool read_file(struct target_reader *r, const char *path)
{
	struct octets text;

	switch (settings_read_file(r->arena, path, &text, r->ret_error)) {
	case FILE_READ:
		return read_text(r, path, text);
	case FILE_MISSING:
		if (!ends_like_file(path))
			return refuse_word(r->arena, path, r->ret_error);
		return settings_refuse(r->arena, r->ret_error, EX_DATAERR,
			"%s: there is no such file",
			settings_escape(r->arena, path));
	case FILE_UNUSABLE:
		break;
	}
	return false;
}

static bool read_standard_input(struct target_reader *r)
{
	static const char place[] = "standard input";
	struct octets text;

	return settings_read_descriptor(
		       r->arena, STDIN_FILENO, place, &text, r->ret_error) &&
	       read_text(r, place, text);
}

/* The profile for a word that names none: a mail domain, or an address. */
static const char *profile_of_domain(struct arena *arena, const char *word)
{
	const char *at = strrchr(word, '@');

	return settings_profile_of_domain(arena, at ? at + 1 : word);
}

static bool read_by_name(struct target_reader *r, const char *target)
{
	const char *host = r->options->host, *name;

	if (settings_find_profile(
		    r->arena, target, host, r->ret_matrix, r->ret_error))
		return true;
	if (r->ret_error->message)
		return false;
	if (access(target, F_OK) != 0) {
		name = profile_of_domain(r->arena, target);
		if (name)
			return settings_find_profile(r->arena, name, host,
				r->ret_matrix, r->ret_error);
	}
	return read_file(r, target);
}

static bool read_by_form(struct target_reader *r, const char *target)
{
	if (!target[0])
		return settings_refuse(r->arena, r->ret_error, EX_USAGE,
			"\"\": a target is the name of a profile, a file, "
			"\"-\" or a URL");
	if (strstr(target, "://"))
		return settings_read_url(
			r->arena, target, r->ret_matrix, r->ret_error);
	if (strcmp(target, "-") == 0)
		return read_standard_input(r);
	/* With its form named, it can only be a file. */
	return r->form ? read_file(r, target) : read_by_name(r, target);
}

static bool find_form(struct target_reader *r)
{
	const char *name = r->options->form;

	if (!name)
		return true;
	r->form = settings_find_form(r->arena, name, r->ret_error);
	return r->form != NULL;
}

static bool finish(struct target_reader *r, const char *target)
{
	struct matrix *matrix = r->ret_matrix;

	for (size_t i = 0; i < matrix->entry_count; i++)
		if (!matrix->entries[i].endpoint.host)
			return settings_refuse(r->arena, r->ret_error, EX_USAGE,
				"%s: this leaves the server open; name it "
				"with --host",
				settings_quote(r->arena, target));
	if (strcmp(matrix->kind, "file") == 0)
		matrix->name = arena_strdup(r->arena, target);
	/* A profile is the provider's own. */
	if (strcmp(matrix->kind, "profile") == 0 && !r->options->profile)
		return true;
	return settings_compare(
		r->arena, r->options->profile, matrix, r->ret_error);
}

bool settings_read_target(struct arena *arena, const char *target,
	const struct target_options *options, struct matrix *ret_matrix,
	struct settings_error *ret_error)
{
	struct matrix matrix;
	struct target_reader r = {arena, options, NULL, &matrix, ret_error};

	if (!find_form(&r) || !read_by_form(&r, target) || !finish(&r, target))
		return false;
	*ret_matrix = matrix;
	return true;
}

bool settings_read_given(struct arena *arena, const char *text,
	const struct target_options *options, struct matrix *ret_matrix,
	struct settings_error *ret_error)
{
	struct matrix matrix;
	struct target_reader r = {arena, options, NULL, &matrix, ret_error};
	const struct octets octets = {
		(const unsigned char *)text, strlen(text)};

	if (!find_form(&r) || !read_text(&r, "--settings", octets))
		return false;
	matrix.kind = "text";
	if (!finish(&r, "--settings"))
		return false;
	*ret_matrix = matrix;
	return true;
}
