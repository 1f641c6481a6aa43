/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/sandbox/landlock.h"

#include "model/table.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __has_include
#if __has_include(<linux/landlock.h>) && defined SYS_landlock_create_ruleset
#include <linux/landlock.h>
#define HAVE_LANDLOCK 1
#endif
#endif

#ifdef HAVE_LANDLOCK

/* The first version's, which all others have. */
#define FILE_RIGHTS                                                            \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |          \
		LANDLOCK_ACCESS_FS_READ_FILE)
#define READ_RIGHTS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE_RIGHTS                                                           \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_DIR |         \
		LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define ALL_RIGHTS                                                             \
	(FILE_RIGHTS | READ_RIGHTS | WRITE_RIGHTS |                            \
		LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_CHAR | \
		LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_SOCK |   \
		LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | \
		LANDLOCK_ACCESS_FS_MAKE_SYM)

bool landlock_is_there(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0,
		       LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

int landlock_begin(void)
{
	const struct landlock_ruleset_attr attributes = {
		.handled_access_fs = ALL_RIGHTS};

	return (int)syscall(SYS_landlock_create_ruleset, &attributes,
		sizeof(attributes), 0);
}

void landlock_allow(int rules, const char *path, enum landlock_need need)
{
	static const uint64_t rights[] = {
		[LANDLOCK_READ] = READ_RIGHTS,
		[LANDLOCK_WRITE] = WRITE_RIGHTS,
		[LANDLOCK_RUN] = LANDLOCK_ACCESS_FS_EXECUTE | READ_RIGHTS,
	};
	static_assert(COUNT_OF(rights) == LANDLOCK_NEED_COUNT, "a need's");
	struct landlock_path_beneath_attr beneath = {
		.allowed_access = rights[need],
		.parent_fd = open(path, O_PATH | O_CLOEXEC),
	};
	struct stat status;

	if (beneath.parent_fd < 0)
		return;
	if (fstat(beneath.parent_fd, &status) == 0 && !S_ISDIR(status.st_mode))
		beneath.allowed_access &= FILE_RIGHTS;
	(void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
		&beneath, 0);
	close(beneath.parent_fd);
}

void landlock_enter(int rules)
{
	(void)syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
}

#else

bool landlock_is_there(void)
{
	return false;
}

int landlock_begin(void)
{
	return -1;
}

void landlock_allow(int rules, const char *path, enum landlock_need need)
{
	(void)rules;
	(void)path;
	(void)need;
}

void landlock_enter(int rules)
{
	(void)rules;
}

#endif
