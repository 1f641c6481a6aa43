/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What a target on the command line can be. */

#include "model/table.h"
#include "settings/library/builtin.h"
#include "settings/library/profile.h"
#include "settings/target.h"
#include "tests/unit/settings/settings_run.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *in_folder(struct settings_run *f, const char *name)
{
	return arena_printf(f->arena, "%s/%s", f->folder, name);
}

static const char *write_file(struct settings_run *f, const char *name,
	const char *data, size_t length)
{
	const char *path = in_folder(f, name);
	FILE *stream = fopen(path, "w");

	assert_non_null(stream);
	assert_int_equal(fwrite(data, 1, length, stream), length);
	assert_int_equal(fclose(stream), 0);
	return path;
}

static void refuse_target(struct settings_run *f, const char *target,
	enum problem_kind kind, const char *words)
{
	struct problem error = {0};
	struct matrix matrix;

	if (target_read(f->arena, target,
		    &(struct target_options){.host = NULL}, &matrix, &error))
		fail_msg("%s was read", target);
	settings_has_words(problem_say(f->arena, &error), words, target);
	assert_int_equal(error.kind, kind);
}

static void words_that_are_no_target(void **state)
{
	static const struct {
		const char *target;
		const char *words;
	} targets[] = {
		{"", "a target is the name"},
		{"office356", "did you mean office365?"},
		{"Office365", "did you mean office365?"},
		{"exchnge", "did you mean exchange?"},
		{"nobody", "of this name; \"mailsonde profiles\" lists them"},
		{"x", "no profile and no file"},
		{"mail.example.com", "imaps://mail.example.com"},
		{"localhost:993", "imaps://mail.example.com"},
		{"..", "is a directory"},
		{"office365\033[2J", "office365\\x1b[2J"},
		{"imaps:a.example", "no profile and no file"},
	};
	struct settings_run *f = *state;

	for (size_t i = 0; i < COUNT_OF(targets); i++)
		refuse_target(f, targets[i].target,
			strcmp(targets[i].target, "..") == 0 ? PROBLEM_DATA
							     : PROBLEM_USAGE,
			targets[i].words);
}

static void files_that_are_no_settings(void **state)
{
	struct settings_run *f = *state;
	size_t size = 5 * 1024 * 1024;
	char *noise = memory_calloc(size, 1);
	unsigned seed = 1;
	const char *path;

	for (size_t i = 0; i < size; i++) {
		seed = seed * 1103515245 + 12345;
		noise[i] = (char)(seed >> 16);
	}
	path = write_file(f, "large", noise, size);
	refuse_target(f, path, PROBLEM_DATA, "larger than 4 MiB");
	path = write_file(f, "binary", noise, 5000);
	refuse_target(f, path, PROBLEM_DATA, "binary:1: ");
	path = write_file(f, "empty", noise, 0);
	refuse_target(f, path, PROBLEM_DATA, "empty:1: this is empty");
	free(noise);

	refuse_target(f, f->folder, PROBLEM_DATA, "is a directory");
	refuse_target(f, in_folder(f, "none"), PROBLEM_DATA, "no such file");
	refuse_target(f, in_folder(f, "empty/x"), PROBLEM_DATA, "no such file");
	refuse_target(f, "none.xml", PROBLEM_DATA, "none.xml: there is no");
	refuse_target(f, "/dev/zero", PROBLEM_DATA, "larger than 4 MiB");
	path = in_folder(f, "pipe");
	assert_int_equal(mkfifo(path, 0600), 0);
	refuse_target(f, path, PROBLEM_DATA, "this is empty");
	path = in_folder(f, "loop");
	assert_int_equal(symlink("loop", path), 0);
	refuse_target(f, path, PROBLEM_DATA, "cannot be opened");
	if (geteuid() != 0) {
		path = write_file(f, "locked", "x", 1);
		assert_int_equal(chmod(path, 0), 0);
		refuse_target(f, path, PROBLEM_DATA, "cannot be opened");
	}
}

static void a_file_is_a_target(void **state)
{
	struct settings_run *f = *state;
	const char *path = write_file(f, "my.settings", settings_full_profile,
		strlen(settings_full_profile));
	struct problem error = {0};
	struct matrix matrix;

	assert_true(target_read(f->arena, path,
		&(struct target_options){.host = "h.example"}, &matrix,
		&error));
	assert_string_equal(matrix.kind, "file");
	assert_string_equal(matrix.name, path);
	assert_int_equal(matrix.entry_count, 2);
	assert_true(target_read(f->arena, path,
		&(struct target_options){.host = NULL}, &matrix, &error));
	assert_null(matrix.entries[0].endpoint.host);
}

static void standard_input_is_a_target(void **state)
{
	struct settings_run *f = *state;
	const char *path = write_file(
		f, "in", settings_full_profile, strlen(settings_full_profile));
	struct problem error = {0};
	struct matrix matrix;

	assert_non_null(freopen(path, "r", stdin));
	assert_true(target_read(f->arena, "-",
		&(struct target_options){.host = "h.example"}, &matrix,
		&error));
	assert_string_equal(matrix.kind, "file");
	assert_string_equal(matrix.name, "-");
	refuse_target(f, "-", PROBLEM_DATA, "standard input:1: this is empty");
}

static void a_file_overrides_what_is_built_in(void **state)
{
	struct settings_run *f = *state;
	struct problem error = {0};
	struct matrix matrix;
	const char **names;
	size_t count = 0, own = 0;

	write_file(f, "office365.xml", settings_full_profile,
		strlen(settings_full_profile));
	write_file(f, "mine.xml", settings_full_profile,
		strlen(settings_full_profile));
	write_file(f, ".hidden.xml", settings_full_profile,
		strlen(settings_full_profile));
	write_file(f, "broken.xml", "<", 1);
	assert_true(target_read(f->arena, "office365",
		&(struct target_options){.host = "h.example"}, &matrix,
		&error));
	assert_string_equal(matrix.kind, "profile");
	assert_string_equal(matrix.name, "office365");
	assert_string_equal(matrix.title, "A B");
	refuse_target(f, "broken", PROBLEM_DATA, "/broken.xml:1: ");
	assert_false(profile_find(f->arena, "broken", NULL, &matrix, &error));
	assert_non_null(error.text);

	names = profile_names(f->arena);
	for (size_t i = 0; names[i]; i++) {
		count++;
		if (i)
			assert_true(strcmp(names[i - 1], names[i]) < 0);
		if (strcmp(names[i], "broken") == 0 ||
			strcmp(names[i], "mine") == 0)
			own++;
	}
	assert_int_equal(own, 2);
	assert_int_equal(count, builtin_profile_count + 2);
}

/* A host is looked up among all providers; the index is not kept. */
static void many_targets_cost_little_memory(void **state)
{
	enum { COUNT = 200, EACH = 16 * 1024 };
	struct settings_run *f = *state;
	struct problem error = {0};
	struct matrix matrix;
	size_t before = mallinfo2().uordblks, grown;

	for (int i = 0; i < COUNT; i++)
		assert_true(target_read(f->arena, "imaps://mail.example.test",
			&(struct target_options){.host = NULL}, &matrix,
			&error));
	grown = mallinfo2().uordblks - before;
	if (grown > (size_t)COUNT * EACH)
		fail_msg("%zu octets for each", grown / COUNT);
}

static void a_profile_that_is_not_there(void **state)
{
	static const char *const names[] = {
		"", "none", ".", "..", "../office365", "/etc/passwd", "a b"};
	struct settings_run *f = *state;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct problem error = {PROBLEM_DATA, NULL, "left over"};
		struct matrix matrix;

		assert_false(profile_find(
			f->arena, names[i], NULL, &matrix, &error));
		assert_null(error.text);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(words_that_are_no_target),
		TEST(files_that_are_no_settings),
		TEST(a_file_is_a_target),
		TEST(standard_input_is_a_target),
		TEST(a_file_overrides_what_is_built_in),
		TEST(many_targets_cost_little_memory),
		TEST(a_profile_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
