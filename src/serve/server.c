/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/serve/server.h"

#include "model/memory.h"
#include "net/served.h"
#include "src/serve/admit/accounts.h"
#include "src/serve/admit/manners.h"
#include "src/serve/admit/room.h"
#include "src/serve/decline.h"
#include "src/serve/listener.h"
#include "src/serve/routes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define TIDY_MS 1000
#define SWEEP_MS 60000
#define REQUEST_S 10
#define BURST 250
#define PER_SECOND 25
/* Of one network; an office has one address for everybody. */
#define BURST_EACH 60
#define PER_SECOND_EACH 6
#define VISITORS_EACH 64

static enum accounts_answer ask_accounts(const struct visit *visit)
{
	struct accounts *accounts = visit->server->door->accounts;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		visit->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	enum accounts_answer answer = ACCOUNTS_UNKNOWN;
	char *name, *password = NULL;

	if (!accounts)
		return ACCOUNTS_KNOWN;
	name = MHD_basic_auth_get_username_password(
		visit->connection, &password);
	if (name && password)
		answer = accounts_ask(accounts, info ? info->client_addr : NULL,
			name, password);
	if (password)
		explicit_bzero(password, strlen(password));
	MHD_free(password);
	MHD_free(name);
	return answer;
}

/* Answers false with the visit declined. */
static bool is_known(struct visit *visit)
{
	switch (ask_accounts(visit)) {
	case ACCOUNTS_KNOWN:
		return true;
	case ACCOUNTS_LATER:
		decline_visit(visit, MHD_HTTP_TOO_MANY_REQUESTS,
			"Too many wrong passwords came from your address; try "
			"again in a few seconds.");
		return false;
	case ACCOUNTS_UNKNOWN:
		break;
	}
	decline_visit(visit, MHD_HTTP_UNAUTHORIZED,
		"Sign in with a name and password that the administrator of "
		"this server gave you.");
	return false;
}

/* Where certificates of visitors are asked for, the handshake only receives
 * them: who has none is told so in words. */
static bool has_certificate(const struct visit *visit)
{
	const union MHD_ConnectionInfo *info;

	if (!visit->server->config->files.clients)
		return true;
	info = MHD_get_connection_info(
		visit->connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	return info && served_client_is_trusted(info->tls_session);
}

/* NULL behind a proxy, which everybody comes from. */
static const struct sockaddr *address_of(
	const struct server *server, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info && !server->config->behind_proxy ? info->client_addr : NULL;
}

static void follow(struct visit *visit, const struct route *route)
{
	struct guard *guard = visit->server->guard;

	if (route->asks && manners_is_brought(visit))
		decline_visit(visit, MHD_HTTP_FORBIDDEN,
			"Pages of other sites cannot start checks here.");
	else if (route->works &&
		 !guard_admits(
			 guard, address_of(visit->server, visit->connection)))
		decline_visit(visit, MHD_HTTP_TOO_MANY_REQUESTS,
			"Too many requests; try again in a few seconds.");
	else
		route->serve(visit);
}

static void serve(struct visit *visit)
{
	const struct route *route;

	if (!visit->clear) {
		decline_visit(visit, MHD_HTTP_BAD_REQUEST,
			"It is unclear where this request ends, or which "
			"host it is for.");
		return;
	}
	if (!manners_own_host(visit)) {
		decline_visit(visit, MHD_HTTP_MISDIRECTED_REQUEST,
			"This server answers only under its own host names.");
		return;
	}
	if (!has_certificate(visit)) {
		decline_visit(visit, MHD_HTTP_FORBIDDEN,
			"This server only admits visitors with a client "
			"certificate that its administrator issued.");
		return;
	}
	if (!is_known(visit))
		return;
	if (!manners_own_origin(visit)) {
		decline_visit(visit, MHD_HTTP_FORBIDDEN,
			"Pages of other sites cannot start checks here.");
		return;
	}
	if (visit->too_long) {
		decline_visit(visit, MHD_HTTP_CONTENT_TOO_LARGE,
			"The settings are longer than 256 KiB.");
		return;
	}
	route = routes_find(
		visit->arena, visit->path, visit->method, &visit->allow);
	if (route)
		follow(visit, route);
	else if (visit->allow)
		decline_visit(visit, MHD_HTTP_METHOD_NOT_ALLOWED,
			"This address does not support this method.");
	else
		decline_visit(visit, MHD_HTTP_NOT_FOUND,
			"There is nothing at this address.");
}

static struct visit *new_visit(struct server *server,
	struct MHD_Connection *connection, const char *path, const char *method)
{
	struct visit *visit = memory_calloc(1, sizeof(*visit));

	visit->arena = arena_new();
	visit->server = server;
	visit->connection = connection;
	visit->network = share_network_of(address_of(server, connection));
	visit->path = arena_strdup(visit->arena, path);
	visit->method = arena_strdup(visit->arena, method);
	server->visits++;
	return visit;
}

static void take_body(struct visit *visit, const char *data, size_t size)
{
	unsigned char *body;

	if (visit->too_long || size > VISIT_BODY_OCTETS - visit->body.length) {
		visit->too_long = true;
		return;
	}
	body = memory_realloc(
		(void *)visit->body.data, visit->body.length + size + 1);
	memcpy(body + visit->body.length, data, size);
	visit->body.length += size;
	body[visit->body.length] = '\0';
	visit->body.data = body;
}

/* Whether the request says itself that it is too long to be read. */
static bool is_too_long(const struct visit *visit)
{
	const char *length = visit_header(visit, "Content-Length");

	return strtoull(length, NULL, 10) > VISIT_BODY_OCTETS;
}

static struct guard_visitor *visitor_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static enum MHD_Result answer(struct visit *visit)
{
	struct guard_visitor *visitor = visitor_of(visit->connection);

	if (visitor)
		guard_heard(visit->server->guard, visitor);
	serve(visit);
	return visit_send(visit);
}

static enum MHD_Result on_request(void *context,
	struct MHD_Connection *connection, const char *path, const char *method,
	const char *version, const char *data, size_t *size, void **own)
{
	struct visit *visit = *own;

	(void)version;
	if (!visit) {
		visit = new_visit(context, connection, path, method);
		*own = visit;
		visit->too_long = is_too_long(visit);
		visit->clear = manners_is_clear(visit);
		/* An answer before the body ends the connection. */
		return visit->too_long || !visit->clear ? answer(visit)
							: MHD_YES;
	}
	if (*size) {
		take_body(visit, data, *size);
		*size = 0;
		return MHD_YES;
	}
	return answer(visit);
}

/* Begins and ends with the socket, which serves any number of requests. */
static void on_connection(void *context, struct MHD_Connection *connection,
	void **own, enum MHD_ConnectionNotificationCode code)
{
	const struct server *server = context;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	if (code == MHD_CONNECTION_NOTIFY_CLOSED)
		guard_leave(server->guard, *own);
	else if (info)
		*own = guard_enter(server->guard, info->connect_fd,
			address_of(server, connection));
}

static enum MHD_Result on_accept(
	void *context, const struct sockaddr *from, socklen_t length)
{
	const struct server *server = context;

	(void)length;
	if (server->config->behind_proxy)
		from = NULL;
	return guard_welcomes(server->guard, from) ? MHD_YES : MHD_NO;
}

static void on_end(void *context, struct MHD_Connection *connection, void **own,
	enum MHD_RequestTerminationCode how)
{
	struct visit *visit = *own;
	struct guard_visitor *visitor = visitor_of(connection);

	(void)context;
	(void)how;
	if (!visit)
		return;
	if (visitor)
		guard_answered(visit->server->guard, visitor);
	room_clear(visit->server->room, &visit->network, visit->taken);
	if (visit->stream)
		fclose(visit->stream);
	free(visit->text);
	free((void *)visit->body.data);
	arena_free(visit->arena);
	free(visit);
}

static bool read_port(const char *text, unsigned *ret_port)
{
	char *end;
	unsigned long port = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || port > 65535)
		return false;
	*ret_port = (unsigned)port;
	return true;
}

static bool set_address(struct server *server, const char *address)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&server->address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&server->address;

	memset(&server->address, 0, sizeof(server->address));
	if (inet_pton(AF_INET, address, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons((uint16_t)server->port);
		server->for_others = ntohl(v4->sin_addr.s_addr) >> 24 != 127;
		return true;
	}
	if (inet_pton(AF_INET6, address, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons((uint16_t)server->port);
		server->for_others = !IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
		return true;
	}
	return false;
}

const char *server_read_listen(const char *text, struct server *ret_server)
{
	const char *colon = strrchr(text, ':');
	char address[INET6_ADDRSTRLEN + 2];
	size_t length = colon ? (size_t)(colon - text) : 0;

	if (!colon || !read_port(colon + 1, &ret_server->port))
		return "give an address and a port, as in 127.0.0.1:8625";
	if (length >= 2 && text[0] == '[' && colon[-1] == ']') {
		text++;
		length -= 2;
	}
	if (length >= sizeof(address))
		return "give an address and a port, as in [::1]:8625";
	memcpy(address, text, length);
	address[length] = '\0';
	snprintf(ret_server->host, sizeof(ret_server->host),
		strchr(address, ':') ? "[%s]" : "%s", address);
	if (!set_address(ret_server, address))
		return "give an address of this computer, as in "
		       "127.0.0.1:8625";
	return NULL;
}

bool server_is_https(const struct server *server)
{
	return server->config->files.chain;
}

/* With the certificate as its files are now. */
static bool serve_anew(struct server *server, struct listener *listener,
	struct arena *arena, struct problem *ret_problem)
{
	struct held held = {.identity = NULL};
	bool https = server_is_https(server), served;

	if (https &&
		!keyholder_read(server->keyholder, arena, &held, ret_problem))
		return false;
	served = listener_serve(listener, https ? &held : NULL);
	if (!served)
		served_identity_free(held.identity);
	return served || problem_set(arena, PROBLEM_SYSTEM, NULL, ret_problem,
				 "the web server could not be started");
}

static void tell_renewed(const struct server *server, const char *words,
	const struct problem *problem)
{
	server->renewed(server->context, words,
		problem->kind == PROBLEM_NONE ? NULL : problem);
}

static void renew_certificate(
	struct server *server, struct listener *listener, struct arena *arena)
{
	struct problem problem = {0};

	serve_anew(server, listener, arena, &problem);
	tell_renewed(server, "The certificate was read again.", &problem);
}

static void renew_accounts(struct server *server, struct arena *arena)
{
	struct problem problem = {0};

	(void)!accounts_read_again(arena, server->door->accounts,
		server->config->auth_file, &problem);
	tell_renewed(server, "The passwords were read again.", &problem);
}

static void renew(struct server *server, struct listener *listener)
{
	struct signalfd_siginfo signal;
	struct arena *arena;

	if (read(server->renew_fd, &signal, sizeof(signal)) !=
		(ssize_t)sizeof(signal))
		return;
	arena = arena_new();
	if (server->door->accounts)
		renew_accounts(server, arena);
	if (server_is_https(server))
		renew_certificate(server, listener, arena);
	arena_free(arena);
}

/* Nobody can be served by HTTPS any more. */
static void lose_key(struct server *server)
{
	const struct problem problem = {.kind = PROBLEM_SYSTEM,
		.text = "the process that holds the key ended"};

	server->keyless = true;
	tell_renewed(server, NULL, &problem);
}

static void serve_until(
	struct server *server, struct listener *listener, int until_fd)
{
	struct pollfd fds[] = {
		{.fd = until_fd, .events = POLLIN},
		{.fd = server->renew_fd, .events = POLLIN},
		/* Its hang-up alone: what it says is for those who asked. */
		{.fd = server->keyholder ? keyholder_fd(server->keyholder)
					 : -1},
	};

	do {
		int wait_ms = listener_tidy(listener) ? TIDY_MS : SWEEP_MS;

		if (poll(fds, 3, wait_ms) < 0 && errno != EINTR)
			return;
		if (fds[2].revents) {
			lose_key(server);
			return;
		}
		if (fds[1].revents)
			renew(server, listener);
		jobs_sweep(server->jobs);
	} while (!fds[0].revents);
}

bool server_run(struct server *server, int until_fd,
	void (*started)(const struct server *server))
{
	static const struct guard_rules rules = {
		.request_s = REQUEST_S,
		.all = {BURST, PER_SECOND},
		.each = {BURST_EACH, PER_SECOND_EACH},
		.each_visitors = VISITORS_EACH,
	};
	const struct listener_calls calls = {
		on_accept, on_request, on_end, on_connection, server};
	struct listener *listener = listener_open(&server->address, &calls);
	struct arena *arena = arena_new();
	struct problem problem;
	bool served;

	if (listener)
		server->port = listener_port(listener);
	server->room = room_new();
	server->guard = listener ? guard_new(&rules) : NULL;
	served = server->guard && serve_anew(server, listener, arena, &problem);
	arena_free(arena);
	if (!served)
		return false;
	jobs_sweep(server->jobs);
	started(server);
	serve_until(server, listener, until_fd);
	listener_close(listener);
	return true;
}
