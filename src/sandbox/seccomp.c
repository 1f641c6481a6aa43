/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/sandbox/seccomp.h"

#include "model/table.h"
#include "src/sandbox/sanitized.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined __x86_64__ && !defined __ILP32__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__ && defined __AARCH64EL__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0
#endif

/* The calls of another kind of program on the same processor (x32) */
#define OTHER_CALLS 0x40000000

#define LOAD(member)                                                           \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS,                                     \
		offsetof(struct seccomp_data, member))
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, value)
#define REFUSAL (SECCOMP_RET_ERRNO | EPERM)
#define REFUSE(number)                                                         \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), ANSWER(REFUSAL)

static const struct sock_filter head[] = {
	LOAD(arch),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
	ANSWER(REFUSAL),
	LOAD(nr),
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OTHER_CALLS, 0, 1),
	ANSWER(REFUSAL),
};

static const struct sock_filter runs[] = {
	REFUSE(SYS_execve),
	REFUSE(SYS_execveat),
};

static const struct sock_filter listens[] = {
	REFUSE(SYS_listen),
	REFUSE(SYS_accept),
	REFUSE(SYS_accept4),
};

static const struct sock_filter never[] = {
#ifndef SANITIZED /* whose leak check traces the process */
	REFUSE(SYS_ptrace),
#endif
	REFUSE(SYS_process_vm_readv),
	REFUSE(SYS_process_vm_writev),
	REFUSE(SYS_pidfd_getfd),
#ifdef SYS_io_uring_setup /* whose calls are no calls */
	REFUSE(SYS_io_uring_setup),
#endif
	REFUSE(SYS_setuid),
	REFUSE(SYS_setgid),
	REFUSE(SYS_setreuid),
	REFUSE(SYS_setregid),
	REFUSE(SYS_setresuid),
	REFUSE(SYS_setresgid),
	REFUSE(SYS_setgroups),
	REFUSE(SYS_chroot),
	REFUSE(SYS_pivot_root),
	REFUSE(SYS_mount),
	REFUSE(SYS_umount2),
	REFUSE(SYS_unshare),
	REFUSE(SYS_setns),
	REFUSE(SYS_open_by_handle_at),
	REFUSE(SYS_bpf),
	REFUSE(SYS_perf_event_open),
	REFUSE(SYS_userfaultfd),
	REFUSE(SYS_keyctl),
	REFUSE(SYS_add_key),
	REFUSE(SYS_request_key),
	REFUSE(SYS_init_module),
	REFUSE(SYS_finit_module),
	REFUSE(SYS_delete_module),
	REFUSE(SYS_kexec_load),
	REFUSE(SYS_reboot),
	REFUSE(SYS_swapon),
	REFUSE(SYS_swapoff),
};

static const struct sock_filter tail[] = {ANSWER(SECCOMP_RET_ALLOW)};

bool seccomp_is_there(void)
{
	/* A kernel with filters looks for one, and there is none. */
	return ARCHITECTURE &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) != 0 &&
	       errno == EFAULT;
}

static size_t append(struct sock_filter *all, size_t count,
	const struct sock_filter *some, size_t some_count)
{
	for (size_t i = 0; i < some_count; i++)
		all[count++] = some[i];
	return count;
}

void seccomp_enter(bool may_run, bool may_listen)
{
	struct sock_filter all[COUNT_OF(head) + COUNT_OF(runs) +
			       COUNT_OF(listens) + COUNT_OF(never) +
			       COUNT_OF(tail)];
	struct sock_fprog program = {.filter = all};
	size_t count = append(all, 0, head, COUNT_OF(head));

	if (!seccomp_is_there())
		return;
	if (!may_run)
		count = append(all, count, runs, COUNT_OF(runs));
	if (!may_listen)
		count = append(all, count, listens, COUNT_OF(listens));
	count = append(all, count, never, COUNT_OF(never));
	program.len = (unsigned short)append(all, count, tail, COUNT_OF(tail));
	(void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
