/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/sandbox/sandbox.h"

#include "src/sandbox/landlock.h"
#include "src/sandbox/sanitized.h"
#include "src/sandbox/seccomp.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* What getaddrinfo() and the modules behind it read, anchors and their
 * settings, locale and time zone, shared libraries that come late. */
static const char *const system_files[] = {"/etc/resolv.conf", "/etc/hosts",
	"/etc/host.conf", "/etc/gai.conf", "/etc/nsswitch.conf",
	"/etc/services", "/etc/protocols", "/etc/ld.so.cache", "/etc/localtime",
	"/etc/mdns.allow", "/etc/nscd.conf", "/etc/ssl", "/etc/pki",
	"/etc/ca-certificates", "/etc/gnutls", "/etc/crypto-policies",
	"/etc/pkcs11", "/etc/unbound", "/var/lib/unbound",
	"/var/lib/ca-certificates", "/var/lib/sss", "/var/cache/nscd",
	"/run/nscd", "/run/systemd", "/run/resolvconf", "/run/NetworkManager",
	"/run/avahi-daemon", "/usr", "/lib", "/lib32", "/lib64", "/gnu/store",
	"/nix/store", "/proc/self", "/proc/sys/net", "/proc/sys/kernel",
	"/proc/sys/crypto", "/proc/sys/vm", "/proc/net", "/proc/cpuinfo",
	"/proc/meminfo", "/sys/devices/system/cpu", "/dev/null", "/dev/zero",
	"/dev/urandom", "/dev/random", "/dev/tty",
#ifdef SANITIZED /* whose leak check is of helper programs, too */
	"/proc",
#endif
	NULL};

/* A program needs what loads it. */
static const char *const loaders[] = {"/lib", "/lib64", "/usr/lib",
	"/usr/lib64", "/gnu/store", "/nix/store", NULL};

static void allow_each(
	int rules, const char *const *paths, enum landlock_need need)
{
	for (; paths && *paths; paths++)
		landlock_allow(rules, *paths, need);
}

/* The folder, for a file that takes its name there; and what there is already,
 * for a pipe or a device. */
static void allow_output(struct arena *arena, int rules, const char *file)
{
	const char *slash = strrchr(file, '/');
	int length = slash ? (int)(slash + 1 - file) : 0;

	if (strncmp(file, "/dev/", 5) != 0)
		landlock_allow(rules,
			length ? arena_printf(arena, "%.*s", length, file)
			       : ".",
			LANDLOCK_WRITE);
	landlock_allow(rules, file, LANDLOCK_WRITE);
}

static void limit_paths(struct arena *arena, const struct sandbox *sandbox)
{
	int rules = landlock_begin();

	if (rules < 0)
		return;
	allow_each(rules, system_files, LANDLOCK_READ);
	allow_each(rules, sandbox->read, LANDLOCK_READ);
	landlock_allow(rules, "/dev/null", LANDLOCK_WRITE);
	for (const char *const *file = sandbox->outputs; file && *file; file++)
		allow_output(arena, rules, *file);
	if (sandbox->run) {
		allow_each(rules, loaders, LANDLOCK_RUN);
		landlock_allow(rules, sandbox->run, LANDLOCK_RUN);
	}
	landlock_enter(rules);
}

void sandbox_enter(struct arena *arena, const struct sandbox *sandbox)
{
	/* Both want this first: no program gains rights by being run. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return;
	limit_paths(arena, sandbox);
	seccomp_enter(sandbox->run != NULL, sandbox->listens);
}

const char *sandbox_kind(void)
{
	if (landlock_is_there())
		return seccomp_is_there() ? "Landlock and seccomp" : "Landlock";
	return seccomp_is_there() ? "seccomp" : "nothing on this system";
}

static void limit(int resource, rlim_t value)
{
	struct rlimit limits;

	if (getrlimit(resource, &limits) != 0)
		return;
	if (limits.rlim_max == RLIM_INFINITY || limits.rlim_max > value)
		limits.rlim_max = value;
	if (limits.rlim_cur == RLIM_INFINITY ||
		limits.rlim_cur > limits.rlim_max)
		limits.rlim_cur = limits.rlim_max;
	setrlimit(resource, &limits);
}

void sandbox_limit(unsigned seconds, unsigned long mebibytes)
{
	limit(RLIMIT_CPU, seconds);
#ifdef SANITIZED
	(void)mebibytes;
#else
	limit(RLIMIT_AS, (rlim_t)mebibytes << 20);
#endif
}
