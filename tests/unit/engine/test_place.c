/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Where outputs go, and what somebody else puts there meanwhile. */

#include "tests/unit/unit.h"

#include "src/output/output.h"
#include "src/output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the program does to files, in order: f(sync), r(ename). */
static char done[64];
static int fsync_error;
static void (*swap)(void); /* between looking and opening */
static bool masked;        /* somebody set the mask */
static bool no_proc;       /* a file without a name can be given none */

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
	strcat(done, "f");
	errno = fsync_error;
	return fsync_error ? -1 : __real_fsync(fd);
}

int __real_renameat(int from, const char *old, int to, const char *new);
int __wrap_renameat(int from, const char *old, int to, const char *new);
int __wrap_renameat(int from, const char *old, int to, const char *new)
{
	strcat(done, "r");
	return __real_renameat(from, old, to, new);
}

int __real_fstatat(int fd, const char *name, struct stat *status, int flags);
int __wrap_fstatat(int fd, const char *name, struct stat *status, int flags);
int __wrap_fstatat(int fd, const char *name, struct stat *status, int flags)
{
	int result = __real_fstatat(fd, name, status, flags);

	if (swap)
		swap();
	return result;
}

mode_t __real_umask(mode_t mask);
mode_t __wrap_umask(mode_t mask);
mode_t __wrap_umask(mode_t mask)
{
	masked = true;
	return __real_umask(mask);
}

int __real_access(const char *path, int mode);
int __wrap_access(const char *path, int mode);
int __wrap_access(const char *path, int mode)
{
	return no_proc ? -1 : __real_access(path, mode);
}

static int set_up(void **state)
{
	char *folder = strdup("/tmp/test_place.XXXXXX");

	*state = folder;
	done[0] = '\0';
	fsync_error = 0;
	swap = NULL;
	no_proc = false;
	umask(022);
	return !mkdtemp(folder) || chdir(folder) != 0;
}

static int tear_down(void **state)
{
	static const char *const names[] = {
		"file", "victim", "link", "fifo", "folder"};
	int left;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		remove(names[i]);
	/* Nothing else is there: no part of a file. */
	left = chdir("/") != 0 || rmdir(*state) != 0;
	free(*state);
	return left;
}

static void put(const char *name, const char *text, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void expect(const char *name, const char *text, mode_t mode)
{
	char got[32] = "";
	struct stat status;
	int fd = open(name, O_RDONLY | O_NOFOLLOW);

	assert_true(fd >= 0 && read(fd, got, sizeof(got) - 1) >= 0);
	assert_string_equal(got, text);
	assert_int_equal(fstat(fd, &status), 0);
	assert_int_equal(status.st_mode & 07777, mode);
	close(fd);
}

static bool write_to(const char *name)
{
	return output_write(name, "new", 3);
}

static void expect_refused(const char *name, int error)
{
	assert_false(write_to(name));
	assert_int_equal(errno, error);
}

static void test_order(void **state)
{
	(void)state;
	assert_true(write_to("file"));
	assert_string_equal(done, "frf");
	expect("file", "new", 0644);
}

static void test_failed_sync(void **state)
{
	(void)state;
	put("file", "old", 0644);
	fsync_error = EIO;
	expect_refused("file", EIO);
	assert_string_equal(done, "f");
	expect("file", "old", 0644);
}

static void test_mode(void **state)
{
	static const struct {
		mode_t before, after;
	} rows[] = {{0600, 0600}, {0640, 0640}, {0644, 0644}, {0666, 0666},
		{0777, 0777}, {0400, 0400}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		put("file", "old", rows[i].before);
		assert_true(write_to("file"));
		expect("file", "new", rows[i].after);
		remove("file");
	}
	umask(077);
	assert_true(write_to("file"));
	expect("file", "new", 0600);
}

static void test_links(void **state)
{
	(void)state;
	put("victim", "old", 0600);
	assert_int_equal(symlink("victim", "link"), 0);
	assert_true(write_to("link"));
	expect("link", "new", 0600);
	expect("victim", "old", 0600);
	remove("link");
	assert_int_equal(symlink("nowhere", "link"), 0);
	assert_true(write_to("link"));
	expect("link", "new", 0644);
	remove("link");
	assert_int_equal(symlink("/dev/null", "link"), 0);
	expect_refused("link", ELOOP);
	remove("link");
	assert_int_equal(symlink(".", "link"), 0);
	expect_refused("link", EISDIR);
}

static void test_folders(void **state)
{
	(void)state;
	assert_int_equal(mkdir("folder", 0700), 0);
	expect_refused("folder", EISDIR);
	expect_refused("folder/", EISDIR);
	expect_refused(".", EISDIR);
	expect_refused("/", EISDIR);
	expect_refused("nowhere/file", ENOENT);
	assert_int_equal(chdir("folder"), 0);
	assert_true(write_to("../file"));
	assert_int_equal(chdir(".."), 0);
	expect("file", "new", 0644);
}

static void test_devices(void **state)
{
	(void)state;
	assert_true(write_to("/dev/null"));
	expect_refused("/dev/full", ENOSPC);
}

static void test_pipes(void **state)
{
	char got[4] = "";
	int reader;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	expect_refused("fifo", ENXIO);
	reader = open("fifo", O_RDONLY | O_NONBLOCK);
	assert_true(write_to("fifo"));
	assert_int_equal(read(reader, got, 3), 3);
	assert_string_equal(got, "new");
	close(reader);
}

static void test_own_descriptors(void **state)
{
	char got[4] = "", name[32];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	snprintf(name, sizeof(name), "/dev/fd/%d", ends[1]);
	assert_true(write_to(name));
	assert_int_equal(read(ends[0], got, 3), 3);
	assert_string_equal(got, "new");
	close(ends[0]);
	close(ends[1]);
	expect_refused(name, EBADF);
}

static void link_fifo(void)
{
	remove("fifo");
	assert_int_equal(symlink("victim", "fifo"), 0);
}

static void harden_fifo(void)
{
	remove("fifo");
	assert_int_equal(link("victim", "fifo"), 0);
}

/* A pipe that becomes somebody's file, by either kind of link. */
static void test_swapped(void **state)
{
	(void)state;
	put("victim", "old", 0600);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	swap = link_fifo;
	expect_refused("fifo", ELOOP);
	swap = NULL;
	remove("fifo");
	assert_int_equal(mkfifo("fifo", 0600), 0);
	swap = harden_fifo;
	expect_refused("fifo", EEXIST);
	expect("victim", "old", 0600);
}

static void link_file(void)
{
	remove("file");
	assert_int_equal(symlink("victim", "file"), 0);
}

static void test_swapped_file(void **state)
{
	(void)state;
	put("victim", "old", 0600);
	put("file", "old", 0644);
	swap = link_file;
	assert_true(write_to("file"));
	expect("victim", "old", 0600);
	expect("file", "new", 0644);
}

/* The mask is the whole process's, and could only be asked for by changing it
 * under the feet of other threads. */
static void test_mask_is_left_alone(void **state)
{
	(void)state;
	masked = false;
	assert_true(write_to("file"));
	assert_false(masked);
	expect("file", "new", 0644);
}

/* A file that has to have a name all along. */
static void test_named(void **state)
{
	(void)state;
	no_proc = true;
	assert_true(write_to("file"));
	expect("file", "new", 0644);
	remove("file");
	umask(027);
	assert_true(write_to("file"));
	expect("file", "new", 0640);
	put("file", "old", 0600);
	assert_true(write_to("file"));
	expect("file", "new", 0600);
}

int main(void)
{
#define TEST(function)                                                         \
	cmocka_unit_test_setup_teardown(function, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_order),
		TEST(test_failed_sync),
		TEST(test_mode),
		TEST(test_links),
		TEST(test_folders),
		TEST(test_devices),
		TEST(test_pipes),
		TEST(test_own_descriptors),
		TEST(test_swapped),
		TEST(test_swapped_file),
		TEST(test_mask_is_left_alone),
		TEST(test_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
