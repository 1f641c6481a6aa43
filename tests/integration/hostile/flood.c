/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* flood FILE KIND: an IMAP server that talks inside TLS without an end, in ways
 * that no other library lets it. The file has its key and its certificate. Says
 * its port on standard output, and serves until it is killed. */
#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int key_update(gnutls_session_t session)
{
	return gnutls_session_key_update(session, 0);
}

static int key_update_for_both(gnutls_session_t session)
{
	return gnutls_session_key_update(session, GNUTLS_KU_PEER);
}

static int ticket(gnutls_session_t session)
{
	return gnutls_session_ticket_send(session, 1, 0);
}

static int empty_record(gnutls_session_t session)
{
	return (int)gnutls_record_send2(session, "", 0, 1, 0);
}

static int warning(gnutls_session_t session)
{
	return gnutls_alert_send(
		session, GNUTLS_AL_WARNING, GNUTLS_A_USER_CANCELED);
}

static int octet(gnutls_session_t session)
{
	return (int)gnutls_record_send(session, "x", 1);
}

static int literal(gnutls_session_t session)
{
	return (int)gnutls_record_send(
		session, "* X {1}\r\nx {1}\r\nx\r\n", 19);
}

static const struct kind {
	const char *name;
	int (*send)(gnutls_session_t session);
} kinds[] = {
	{"key-update", key_update},
	{"key-update-for-both", key_update_for_both},
	{"ticket", ticket},
	{"empty-record", empty_record},
	{"warning", warning},
	{"octet", octet},
	{"literal", literal},
};

static int (*find_kind(const char *name))(gnutls_session_t session)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return kinds[i].send;
	exit(64);
}

static void serve(gnutls_session_t session, int (*send)(gnutls_session_t))
{
	static const char greeting[] = "* OK IMAP4rev1 ready\r\n";
	int result;

	alarm(60);
	do
		result = gnutls_handshake(session);
	while (result < 0 && !gnutls_error_is_fatal(result));
	if (result < 0)
		return;
	gnutls_record_send(session, greeting, sizeof(greeting) - 1);
	do
		result = send(session);
	while (result >= 0 || result == GNUTLS_E_AGAIN);
}

static int listen_somewhere(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&address, length) != 0 ||
		listen(fd, 64) != 0 ||
		getsockname(fd, (struct sockaddr *)&address, &length) != 0)
		exit(71);
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

int main(int argc, char **argv)
{
	int (*send)(gnutls_session_t) = find_kind(argc > 2 ? argv[2] : "");
	gnutls_certificate_credentials_t credentials;
	gnutls_datum_t key;
	gnutls_session_t session;
	int fd;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	gnutls_certificate_allocate_credentials(&credentials);
	if (gnutls_certificate_set_x509_key_file(
		    credentials, argv[1], argv[1], GNUTLS_X509_FMT_PEM) < 0 ||
		gnutls_session_ticket_key_generate(&key) < 0)
		return 66;
	fd = listen_somewhere();
	for (;;) {
		int connection = accept(fd, NULL, NULL);

		if (connection >= 0 && fork() == 0) {
			close(fd);
			gnutls_init(&session, GNUTLS_SERVER);
			gnutls_set_default_priority(session);
			gnutls_credentials_set(
				session, GNUTLS_CRD_CERTIFICATE, credentials);
			gnutls_session_ticket_enable_server(session, &key);
			gnutls_transport_set_int(session, connection);
			serve(session, send);
			_exit(0);
		}
		close(connection);
	}
}
