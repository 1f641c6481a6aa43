/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* netem would do, but few kernels of containers and small virtual machines
 * have it. A TUN device does, too: what goes out there for 192.0.2.2 comes
 * back later, with its two addresses exchanged. Checksums hold, since they are
 * sums. */

#include "relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define HERE "192.0.2.1"
#define THERE "192.0.2.2"
#define PACKET_OCTETS 65536
#define NOT_POSSIBLE 77

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool written;

	if (fd < 0)
		return false;
	written = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return written;
}

/* Root needs no user namespace; others may have one. */
static bool leave_network(void)
{
	unsigned uid = geteuid(), gid = getegid();
	char map[64];

	if (uid == 0 && unshare(CLONE_NEWNET) == 0)
		return true;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0)
		return false;
	snprintf(map, sizeof(map), "0 %u 1", uid);
	if (!write_file("/proc/self/uid_map", map))
		return false;
	snprintf(map, sizeof(map), "0 %u 1", gid);
	return write_file("/proc/self/setgroups", "deny") &&
	       write_file("/proc/self/gid_map", map);
}

static void set_address(struct ifreq *request, const char *address)
{
	struct sockaddr_in in = {.sin_family = AF_INET};

	inet_pton(AF_INET, address, &in.sin_addr);
	memcpy(&request->ifr_addr, &in, sizeof(in));
}

static bool raise_interface(int control, struct ifreq *request)
{
	if (ioctl(control, SIOCGIFFLAGS, request) < 0)
		return false;
	request->ifr_flags |= IFF_UP | IFF_RUNNING;
	return ioctl(control, SIOCSIFFLAGS, request) == 0;
}

static bool set_up_interfaces(int control, struct ifreq *tun)
{
	struct ifreq loopback = {.ifr_name = "lo"};

	if (!raise_interface(control, &loopback))
		return false;
	set_address(tun, HERE);
	if (ioctl(control, SIOCSIFADDR, tun) < 0)
		return false;
	set_address(tun, THERE);
	if (ioctl(control, SIOCSIFDSTADDR, tun) < 0)
		return false;
	return raise_interface(control, tun);
}

/* Returns the device's descriptor, or -1. */
static int open_line(void)
{
	struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	int control, fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	bool good;

	if (fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	good = control >= 0 && set_up_interfaces(control, &request);
	if (control >= 0)
		close(control);
	if (good)
		return fd;
	close(fd);
	return -1;
}

static bool turn_round(unsigned char *packet, size_t length)
{
	struct iphdr header;
	uint32_t source;

	if (length < sizeof(header))
		return false;
	memcpy(&header, packet, sizeof(header));
	if (header.version != 4)
		return false;
	source = header.saddr;
	header.saddr = header.daddr;
	header.daddr = source;
	memcpy(packet, &header, sizeof(header));
	return true;
}

static void read_packets(int fd, struct queue *queue, int64_t delay_ns)
{
	static unsigned char packet[PACKET_OCTETS];
	ssize_t n;

	while ((n = read(fd, packet, sizeof(packet))) > 0)
		if (turn_round(packet, (size_t)n))
			queue_put(
				queue, now_ns() + delay_ns, packet, (size_t)n);
}

static void write_due(int fd, struct queue *queue)
{
	while (queue->first && queue->first->due_ns <= now_ns()) {
		(void)!write(fd, queue->first->data, queue->first->length);
		queue_drop_first(queue);
	}
}

static void on_child(int number)
{
	(void)number; /* it is enough that ppoll() returns */
}

static int exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int carry(int fd, pid_t child, int64_t delay_ns, const sigset_t *open)
{
	struct queue queue;
	int status = 0;

	queue_init(&queue);
	while (waitpid(child, &status, WNOHANG) == 0) {
		struct pollfd ready = {.fd = fd, .events = POLLIN};
		struct timespec left = {0};

		if (queue.first)
			left = time_until(queue.first->due_ns);
		if (ppoll(&ready, 1, queue.first ? &left : NULL, open) < 0 &&
			errno != EINTR)
			give_up("ppoll");
		read_packets(fd, &queue, delay_ns);
		write_due(fd, &queue);
	}
	queue_clear(&queue);
	return exit_status(status);
}

int relay_packets(int64_t delay_ns, char **command)
{
	struct sigaction action = {.sa_handler = on_child};
	sigset_t blocked, open;
	pid_t child;
	int fd;

	if (!leave_network() || (fd = open_line()) < 0)
		return NOT_POSSIBLE;
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGCHLD);
	sigprocmask(SIG_BLOCK, &blocked, &open);
	child = fork();
	if (child < 0)
		give_up("fork");
	if (child == 0) {
		sigprocmask(SIG_SETMASK, &open, NULL);
		/* What is measured keeps the usual timers. */
		prctl(PR_SET_TIMERSLACK, 0UL);
		execvp(*command, command);
		perror(*command);
		_exit(127);
	}
	return carry(fd, child, delay_ns, &open);
}
