/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/listener.h"

#include "model/memory.h"
#include "net/served.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VISITORS 256
#define VISITOR_OCTETS ((size_t)32 * 1024)
#define IDLE_S 30

/* TLS 1.2 and 1.3, with forward secrecy and authenticated encryption alone
 * (RFC 9325). */
#define PRIORITIES                                                             \
	"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:"     \
	"+ECDHE-RSA:-MAC-ALL:+AEAD:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1"

/* So many renewals may have visitors left; those of the oldest have to go. */
#define FORMER 8

/* A daemon, and what its visitors are served with. */
struct serving {
	struct listener_calls calls;
	struct served_identity *identity; /* NULL: by HTTP */
	struct MHD_Daemon *daemon;
	int fd; /* which its threads may still look at; once it is former */
};

struct listener {
	struct listener_calls calls;
	int fd;
	bool is_v6;
	struct serving *serving; /* NULL: nobody is served yet */
	struct serving *former[FORMER];
	size_t former_count;
};

static bool open_port(int fd, const struct sockaddr_storage *address)
{
	static const int yes = 1;
	bool is_v6 = address->ss_family == AF_INET6;
	socklen_t length = is_v6 ? sizeof(struct sockaddr_in6)
				 : sizeof(struct sockaddr_in);

	if (is_v6 && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes,
			     sizeof(yes)) != 0)
		return false;
	return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) ==
		       0 &&
	       bind(fd, (const struct sockaddr *)address, length) == 0 &&
	       listen(fd, SOMAXCONN) == 0;
}

struct listener *listener_open(const struct sockaddr_storage *address,
	const struct listener_calls *calls)
{
	struct listener *listener;
	int fd = socket(address->ss_family,
		SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return NULL;
	if (!open_port(fd, address)) {
		close(fd);
		return NULL;
	}
	listener = memory_calloc(1, sizeof(*listener));
	listener->calls = *calls;
	listener->fd = fd;
	listener->is_v6 = address->ss_family == AF_INET6;
	return listener;
}

unsigned listener_port(const struct listener *listener)
{
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof(address);

	if (getsockname(listener->fd, (struct sockaddr *)&address, &length) !=
		0)
		return 0;
	return ntohs(listener->is_v6
			     ? ((struct sockaddr_in6 *)&address)->sin6_port
			     : ((struct sockaddr_in *)&address)->sin_port);
}

/* What has a NUL in it stays as it was sent: it would end there, and be read as
 * something else. */
static size_t unescape(
	void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strstr(text, "%00") ? strlen(text) : MHD_http_unescape(text);
}

/* Before the visitor's handshake. */
static void on_connection(void *context, struct MHD_Connection *connection,
	void **own, enum MHD_ConnectionNotificationCode code)
{
	const struct serving *serving = context;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);

	if (serving->identity && code == MHD_CONNECTION_NOTIFY_STARTED && info)
		(void)!served_identity_use(
			serving->identity, info->tls_session);
	serving->calls.connection(
		serving->calls.context, connection, own, code);
}

static struct MHD_Daemon *start(
	struct serving *serving, bool is_v6, int fd, const char *clients)
{
	const struct listener_calls *calls = &serving->calls;
	unsigned flags = MHD_USE_THREAD_PER_CONNECTION |
			 MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
			 MHD_USE_ITC;
	struct MHD_OptionItem tls[] = {
		{MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)PRIORITIES},
		{MHD_OPTION_END, 0, NULL},
		{MHD_OPTION_END, 0, NULL},
	};

	if (serving->identity)
		flags |= MHD_USE_TLS;
	else
		tls[0].option = MHD_OPTION_END;
	/* Only that they are asked for: the identity judges them. */
	if (serving->identity && clients)
		tls[1] = (struct MHD_OptionItem){
			MHD_OPTION_HTTPS_MEM_TRUST, 0, (void *)clients};
	if (is_v6)
		flags |= MHD_USE_IPv6;
	return MHD_start_daemon(flags, 0, calls->accept, calls->context,
		calls->request, calls->context, MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_UNESCAPE_CALLBACK, unescape, NULL,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED,
		calls->end, calls->context, MHD_OPTION_NOTIFY_CONNECTION,
		on_connection, serving, MHD_OPTION_CONNECTION_LIMIT, VISITORS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, VISITOR_OCTETS,
		MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S,
		serving->identity ? MHD_OPTION_HTTPS_CERT_CALLBACK
				  : MHD_OPTION_END,
		served_nothing, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
}

static void end_former(struct listener *listener, size_t which)
{
	struct serving *serving = listener->former[which];

	MHD_stop_daemon(serving->daemon);
	if (serving->fd >= 0)
		close(serving->fd);
	served_identity_free(serving->identity);
	free(serving);
	listener->former_count--;
	for (size_t i = which; i < listener->former_count; i++)
		listener->former[i] = listener->former[i + 1];
}

static void retire(struct listener *listener)
{
	struct serving *serving = listener->serving;

	if (!serving)
		return;
	if (listener->former_count == FORMER)
		end_former(listener, 0);
	serving->fd = MHD_quiesce_daemon(serving->daemon);
	listener->former[listener->former_count++] = serving;
	listener->serving = NULL;
}

bool listener_serve(struct listener *listener, const struct held *held)
{
	struct serving *serving = memory_calloc(1, sizeof(*serving));
	/* Each daemon closes its own. */
	int fd = fcntl(listener->fd, F_DUPFD_CLOEXEC, 0);

	serving->calls = listener->calls;
	serving->identity = held ? held->identity : NULL;
	serving->fd = -1;
	if (fd >= 0)
		serving->daemon = start(serving, listener->is_v6, fd,
			held ? held->clients : NULL);
	if (!serving->daemon) {
		if (fd >= 0)
			close(fd);
		free(serving);
		return false;
	}
	retire(listener);
	listener->serving = serving;
	return true;
}

static bool is_empty(struct MHD_Daemon *daemon)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(
		daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);

	return !info || info->num_connections == 0;
}

bool listener_tidy(struct listener *listener)
{
	for (size_t i = listener->former_count; i-- > 0;)
		if (is_empty(listener->former[i]->daemon))
			end_former(listener, i);
	return listener->former_count > 0;
}

void listener_close(struct listener *listener)
{
	retire(listener);
	while (listener->former_count)
		end_former(listener, 0);
	close(listener->fd);
	free(listener);
}
