/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* without WHAT COMMAND [ARGUMENT]...: runs the command as a kernel would that
 * lacks something: "confinement" (Landlock and seccomp), or that makes no
 * "threads" any more, nor processes. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define COUNT(list) (sizeof(list) / sizeof(*(list)))
#define LOAD(at) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at)
#define ANSWER(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define REFUSE(number, error)                                                  \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), ANSWER(error)
#define NUMBER offsetof(struct seccomp_data, nr)
#define OPTION offsetof(struct seccomp_data, args) /* little-endian */
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static struct sock_filter confinement[] = {
	LOAD(NUMBER),
	REFUSE(SYS_landlock_create_ruleset, ENOSYS),
	REFUSE(SYS_seccomp, ENOSYS),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 1, 0),
	ALLOW,
	LOAD(OPTION),
	REFUSE(PR_SET_SECCOMP, EINVAL),
	ALLOW,
};

static struct sock_filter threads[] = {
	LOAD(NUMBER),
#ifdef SYS_fork
	REFUSE(SYS_fork, EAGAIN),
	REFUSE(SYS_vfork, EAGAIN),
#endif
	REFUSE(SYS_clone, EAGAIN),
	REFUSE(SYS_clone3, EAGAIN),
	ALLOW,
};

int main(int argc, char **argv)
{
	struct sock_fprog program = {COUNT(confinement), confinement};

	if (argc < 3)
		return 64;
	if (strcmp(argv[1], "threads") == 0)
		program = (struct sock_fprog){COUNT(threads), threads};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
		return 77;
	execv(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
