/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/output/place.h"

#include "model/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define TRIES 100 /* for a name that is not taken */
#define DESCRIPTOR_PATH 32

/* A pipe's reader may be about to come. */
#define READER_STEP_MS 20
#define READER_STEPS 50

/* The number in "/dev/fd/3", or that of "/dev/stdout"; -1 for any other. */
static int own_descriptor(const char *file)
{
	static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};

	if (strcmp(file, "/dev/stdout") == 0)
		return STDOUT_FILENO;
	if (strcmp(file, "/dev/stderr") == 0)
		return STDERR_FILENO;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		size_t length = strlen(folders[i]);
		const char *number = file + length;

		if (strncmp(file, folders[i], length) == 0 && *number &&
			strspn(number, "0123456789") == strlen(number) &&
			strlen(number) < 7)
			return (int)strtol(number, NULL, 10);
	}
	return -1;
}

/* A directory that may be entered but not read is good enough. */
static bool open_directory(const char *file, struct place *place)
{
	const char *slash = strrchr(file, '/');
	char *path = memory_calloc(1, strlen(file) + 2);

	place->name = slash ? slash + 1 : file;
	memcpy(path, file, (size_t)(place->name - file));
	if (!*path)
		*path = '.';
	place->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	place->can_sync = place->directory >= 0;
	if (place->directory < 0 && errno == EACCES)
		place->directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	free(path);
	return place->directory >= 0;
}

static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";

bool place_is_aside(const char *end)
{
	return end[0] == '.' && strlen(end + 1) == PLACE_ASIDE &&
	       strspn(end + 1, letters) == PLACE_ASIDE;
}

/* "report.xml.k3x5wq2a" */
static bool name_aside(struct place *place)
{
	unsigned char random[PLACE_ASIDE];
	size_t length = strlen(place->name);

	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return false;
	if (!place->aside)
		place->aside = memory_calloc(1, length + 1 + PLACE_ASIDE + 1);
	snprintf(place->aside, length + 2, "%s.", place->name);
	for (size_t i = 0; i < PLACE_ASIDE; i++)
		place->aside[length + 1 + i] = letters[random[i] % 32];
	return true;
}

static const char *descriptor_path(int fd, char ret_path[DESCRIPTOR_PATH])
{
	snprintf(ret_path, DESCRIPTOR_PATH, "/proc/self/fd/%d", fd);
	return ret_path;
}

/* What open() makes of a new file. The mask itself could only be asked for by
 * changing it, for all threads. */
static bool note_usual_mode(struct place *place, int fd)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return false;
	place->usual = status.st_mode & 0777;
	return true;
}

/* A file without a name goes with the process, however that ends. Not every
 * file system has them; and it can be given a name through /proc alone. */
static int open_unnamed(struct place *place)
{
	char path[DESCRIPTOR_PATH];
	int fd = openat(
		place->directory, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);

	if (fd >= 0 && (!note_usual_mode(place, fd) ||
			       access(descriptor_path(fd, path), F_OK) != 0)) {
		close(fd);
		return -1;
	}
	place->unnamed = fd >= 0;
	return fd;
}

static int open_named(struct place *place, mode_t mode)
{
	int fd = -1;

	for (unsigned tries = 0; fd < 0 && tries < TRIES; tries++) {
		if (!name_aside(place))
			break;
		fd = openat(place->directory, place->aside,
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			mode);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	if (fd < 0) {
		free(place->aside);
		place->aside = NULL;
	}
	return fd;
}

/* By an empty file: what is written is nobody else's before it is whole. */
static bool learn_usual_mode(struct place *place)
{
	int fd = open_named(place, 0666);
	bool known;

	if (fd < 0)
		return false;
	known = note_usual_mode(place, fd);
	close(fd);
	return unlinkat(place->directory, place->aside, 0) == 0 && known;
}

static int open_aside(struct place *place)
{
	int fd = open_unnamed(place);

	if (fd >= 0)
		return fd;
	return learn_usual_mode(place) ? open_named(place, 0600) : -1;
}

/* Without waiting for ever for a pipe's reader. */
static int open_straight(const struct place *place)
{
	const struct timespec step = {0, READER_STEP_MS * 1000000L};
	struct stat status;
	int fd = -1;

	for (unsigned steps = 0; steps < READER_STEPS; steps++) {
		fd = openat(place->directory, place->name,
			O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
				O_CLOEXEC);
		if (fd >= 0 || errno != ENXIO || nanosleep(&step, NULL) != 0)
			break;
	}
	if (fd < 0)
		return -1;
	/* Something else has that name by now: it is not to be overwritten. */
	if (fstat(fd, &status) != 0 || S_ISREG(status.st_mode) ||
		S_ISDIR(status.st_mode)) {
		close(fd);
		errno = EEXIST;
		return -1;
	}
	(void)fcntl(fd, F_SETFL, O_WRONLY);
	return fd;
}

/* Whether what a link leads to is a plain file, or nothing. */
static bool leads_to_file(struct place *place)
{
	struct stat status;

	if (fstatat(place->directory, place->name, &status, 0) != 0)
		return errno == ENOENT;
	place->mode = status.st_mode & 0777;
	errno = S_ISDIR(status.st_mode) ? EISDIR : ELOOP;
	return S_ISREG(status.st_mode);
}

static int open_in_place(struct place *place)
{
	struct stat status;

	if (!*place->name) {
		errno = EISDIR;
		return -1;
	}
	if (fstatat(place->directory, place->name, &status,
		    AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? open_aside(place) : -1;
	if (S_ISLNK(status.st_mode))
		return leads_to_file(place) ? open_aside(place) : -1;
	if (S_ISREG(status.st_mode)) {
		place->mode = status.st_mode & 0777;
		place->owned = true;
		place->owner = status.st_uid;
		place->group = status.st_gid;
		return open_aside(place);
	}
	if (S_ISDIR(status.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	return open_straight(place);
}

int place_open(const char *file, struct place *ret_place)
{
	int number = own_descriptor(file);

	*ret_place = (struct place){.directory = -1};
	if (number >= 0)
		return fcntl(number, F_DUPFD_CLOEXEC, 3);
	return open_directory(file, ret_place) ? open_in_place(ret_place) : -1;
}

/* Some file systems cannot do it for a directory. */
static bool sync_directory(const struct place *place)
{
	return !place->can_sync || fsync(place->directory) == 0 ||
	       errno == EINVAL || errno == ENOTSUP;
}

/* Another group is not to be let in by what was meant for the older one. */
static bool give_away(const struct place *place, int fd)
{
	mode_t mode = place->mode;

	if (fchown(fd, place->owner, place->group) != 0 &&
		fchown(fd, (uid_t)-1, place->group) != 0)
		mode &= 0707 | (mode & 07) << 3;
	return fchmod(fd, mode) == 0;
}

/* Whoever locked up what a link leads to meant the newer file, too. */
static bool set_mode(const struct place *place, int fd)
{
	mode_t mode = place->mode ? place->mode : 0777;

	if (place->owned)
		return give_away(place, fd);
	return fchmod(fd, place->usual & mode) == 0;
}

/* For the moment until it takes the place of another. */
static bool name_unnamed(struct place *place, int fd)
{
	char path[DESCRIPTOR_PATH];

	for (unsigned tries = 0; tries < TRIES; tries++) {
		if (!name_aside(place))
			break;
		if (linkat(AT_FDCWD, descriptor_path(fd, path),
			    place->directory, place->aside,
			    AT_SYMLINK_FOLLOW) == 0)
			return true;
		if (errno != EEXIST)
			break;
	}
	free(place->aside);
	place->aside = NULL;
	return false;
}

bool place_take(struct place *place, int fd)
{
	if (!place->aside && !place->unnamed)
		return true;
	if (!set_mode(place, fd) || fsync(fd) != 0 ||
		(place->unnamed && !name_unnamed(place, fd)) ||
		renameat(place->directory, place->aside, place->directory,
			place->name) != 0)
		return false;
	free(place->aside);
	place->aside = NULL;
	return sync_directory(place);
}

void place_close(struct place *place)
{
	int error = errno;

	if (place->aside)
		unlinkat(place->directory, place->aside, 0);
	free(place->aside);
	if (place->directory >= 0)
		close(place->directory);
	errno = error;
}

const char *place_problem(int error)
{
	switch (error) {
	case EBADF:
	case EINVAL: /* of fdopen() */
		return "it is closed";
	case ENXIO:
		return "no program reads from this pipe";
	case EINTR:
		return "the run was interrupted before its reader took the "
		       "rest";
	case ETIMEDOUT:
		return "this pipe's reader took nothing for ten seconds";
	case ELOOP:
		return "it is a symbolic link to something other than a file";
	case EEXIST:
		return "another file has taken its place";
	default:
		return strerror(error);
	}
}
