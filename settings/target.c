/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "settings/target.h"
#include "settings/forms/forms.h"
#include "settings/host.h"
#include "settings/library/builtin.h"
#include "settings/library/library.h"
#include "settings/library/profile.h"
#include "settings/library/provider.h"
#include "settings/refuse.h"
#include "settings/text/file.h"
#include "settings/url.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The edits (Levenshtein) that make `a` into `b`, both of at most
 * LIBRARY_NAME_OCTETS. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t row[LIBRARY_NAME_OCTETS + 1];
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

	if (strlen(word) > LIBRARY_NAME_OCTETS)
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
	       host_read(arena, host, &found, &reason);
}

static bool refuse_word(
	struct arena *arena, const char *word, struct problem *ret_problem)
{
	const char **names = profile_names(arena);
	const char *nearest = nearest_name(names, word);
	const char *hint = "; \"mailsonde profiles\" lists them";

	if (nearest)
		hint = arena_printf(arena, "; did you mean %s?", nearest);
	else if (is_like_host(arena, word))
		hint = "; write a server as a URL, as in "
		       "imaps://mail.example.com";
	return problem_set(arena, PROBLEM_USAGE, refuse_quote(arena, word),
		ret_problem, "there is no profile and no file of this name%s",
		hint);
}

struct target_reader {
	struct arena *arena;
	const struct target_options *options;
	struct matrix *ret_matrix;
	struct problem *ret_problem;
};

static bool read_text(
	struct target_reader *r, const char *place, struct octets text)
{
	const struct forms_options options = {
		.host = r->options->host,
		.user = r->options->user,
	};

	return forms_read(r->arena, place, text, r->options->form, &options,
		r->ret_matrix, r->ret_problem);
}

static bool read_file(struct target_reader *r, const char *path)
{
	struct octets text;

	switch (file_read(r->arena, path, &text, r->ret_problem)) {
	case FILE_READ:
		return read_text(r, path, text);
	case FILE_MISSING:
		if (!library_is_path(path))
			return refuse_word(r->arena, path, r->ret_problem);
		return problem_set(r->arena, PROBLEM_DATA,
			refuse_escape(r->arena, path), r->ret_problem,
			"there is no such file");
	case FILE_UNUSABLE:
		break;
	}
	return false;
}

static bool read_standard_input(struct target_reader *r)
{
	static const char place[] = "standard input";
	struct octets text;

	return file_read_descriptor(
		       r->arena, STDIN_FILENO, place, &text, r->ret_problem) &&
	       read_text(r, place, text);
}

/* The profile for a word that names none: a mail domain, or an address. */
static const char *profile_of_domain(const char *word)
{
	const char *at = strrchr(word, '@');

	return provider_of_domain(at ? at + 1 : word);
}

static bool read_by_name(struct target_reader *r, const char *target)
{
	const char *host = r->options->host, *name;

	if (profile_find(r->arena, target, host, r->ret_matrix, r->ret_problem))
		return true;
	if (r->ret_problem->text)
		return false;
	if (access(target, F_OK) != 0) {
		name = profile_of_domain(target);
		if (name)
			return profile_find(r->arena, name, host, r->ret_matrix,
				r->ret_problem);
	}
	return read_file(r, target);
}

static bool read_by_form(struct target_reader *r, const char *target)
{
	if (!target[0])
		return problem_set(r->arena, PROBLEM_USAGE, "\"\"",
			r->ret_problem,
			"a target is the name of a profile, a file, \"-\" or a "
			"URL");
	if (strstr(target, "://"))
		return url_read_target(
			r->arena, target, r->ret_matrix, r->ret_problem);
	if (strcmp(target, "-") == 0)
		return read_standard_input(r);
	/* With its form named, it can only be a file. */
	return r->options->form ? read_file(r, target)
				: read_by_name(r, target);
}

static bool finish(struct target_reader *r, const char *target)
{
	struct matrix *matrix = r->ret_matrix;

	if (strcmp(matrix->kind, "file") == 0)
		matrix->name = arena_strdup(r->arena, target);
	/* A profile is the provider's own. */
	if (strcmp(matrix->kind, "profile") == 0 && !r->options->profile)
		return true;
	return provider_compare(r->arena, r->options->providers,
		r->options->profile, matrix, r->ret_problem);
}

bool target_read(struct arena *arena, const char *target,
	const struct target_options *options, struct matrix *ret_matrix,
	struct problem *ret_problem)
{
	struct matrix matrix;
	struct target_reader r = {arena, options, &matrix, ret_problem};

	if (!read_by_form(&r, target) || !finish(&r, target))
		return false;
	*ret_matrix = matrix;
	return true;
}

static bool read_given(
	struct target_reader *r, const char *place, struct octets text)
{
	struct matrix matrix, *ret_matrix = r->ret_matrix;
	bool read;

	r->ret_matrix = &matrix;
	read = read_text(r, place, text);
	if (read) {
		matrix.kind = "text";
		read = finish(r, place);
	}
	r->ret_matrix = ret_matrix;
	if (read)
		*ret_matrix = matrix;
	return read;
}

bool target_read_given(struct arena *arena, const char *place, const char *text,
	const struct target_options *options, struct matrix *ret_matrix,
	struct problem *ret_problem)
{
	struct target_reader r = {arena, options, ret_matrix, ret_problem};

	return read_given(&r, place,
		(struct octets){(const unsigned char *)text, strlen(text)});
}

/* The profile that a single word names, by its own name or by a domain. */
static const char *profile_of_word(struct arena *arena, const char *word)
{
	const char **names = profile_names(arena);

	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], word) == 0)
			return names[i];
	return profile_of_domain(word);
}

/* A word that is neither a profile nor a URL, and may be no settings. */
static bool refuse_typed(
	struct arena *arena, const char *word, struct problem *ret_problem)
{
	if (strchr(word, '@'))
		return problem_set(arena, PROBLEM_DATA,
			refuse_quote(arena, word), ret_problem,
			"this address belongs to no provider that is built in; "
			"mailsonde discover finds its settings");
	return problem_set(arena, PROBLEM_DATA, refuse_quote(arena, word),
		ret_problem,
		"this is the name of a server; say which service is meant, as "
		"in imaps://mail.example.com");
}

/* The word that stands alone; NULL if there are several or none. */
static const char *lone_word(struct arena *arena, struct octets text)
{
	const char *word, *whole;
	size_t length;

	if (!text.length || memchr(text.data, '\0', text.length))
		return NULL;
	whole = arena_printf(
		arena, "%.*s", (int)text.length, (const char *)text.data);
	word = whole + strspn(whole, " \t\r\n");
	length = strcspn(word, " \t\r\n");
	if (!length || word[length + strspn(word + length, " \t\r\n")])
		return NULL;
	return arena_printf(arena, "%.*s", (int)length, word);
}

enum target_typed target_typed(
	struct arena *arena, struct octets text, const char **ret_word)
{
	const char *word = lone_word(arena, text);

	if (!word || strstr(word, "://") || profile_of_word(arena, word))
		return TARGET_TYPED_SETTINGS;
	*ret_word = word;
	if (strchr(word, '@'))
		return TARGET_TYPED_ADDRESS;
	return is_like_host(arena, word) ? TARGET_TYPED_HOST
					 : TARGET_TYPED_SETTINGS;
}

static bool read_typed_url(
	struct target_reader *r, const char *url, const char *profile)
{
	return url_read_target(r->arena, url, r->ret_matrix, r->ret_problem) &&
	       provider_compare(r->arena, r->options->providers, profile,
		       r->ret_matrix, r->ret_problem);
}

bool target_read_typed(struct arena *arena, const char *place,
	struct octets text, const struct target_options *options,
	struct matrix *ret_matrix, struct problem *ret_problem)
{
	struct target_reader r = {arena, options, ret_matrix, ret_problem};
	const char *word = lone_word(arena, text), *profile, *other;

	if (!word)
		return read_given(&r, place, text);
	if (strstr(word, "://"))
		return read_typed_url(&r, word, options->profile);
	profile = profile_of_word(arena, word);
	if (profile)
		return profile_find(
			arena, profile, options->host, ret_matrix, ret_problem);
	if (target_typed(arena, text, &other) != TARGET_TYPED_SETTINGS)
		return refuse_typed(arena, word, ret_problem);
	return read_given(&r, place, text);
}
