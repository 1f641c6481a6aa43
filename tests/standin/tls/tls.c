/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */
#include "tests/standin/tls/tls.h"

#include "tests/standin/io/octets.h"
#include "tests/standin/tls/versions.h"

#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int set_priority(
	struct tls_config *config, unsigned versions, const char *suffix)
{
	static const char *const names[TLS_VERSIONS] = {":+VERS-TLS1.0",
		":+VERS-TLS1.1", ":+VERS-TLS1.2", ":+VERS-TLS1.3"};
	struct octets text = {0};
	int ret;

	octets_puts(&text, "NORMAL:-VERS-ALL");
	for (unsigned v = 0; v < TLS_VERSIONS; v++) {
		if (versions & 1u << v)
			octets_puts(&text, names[v]);
	}
	if (suffix != NULL)
		octets_printf(&text, "%s%s", *suffix == ':' ? "" : ":", suffix);
	ret = gnutls_priority_init(&config->priority, text.data, NULL);
	octets_clear(&text);
	return ret;
}

static int load_files(
	struct tls_config *config, const char *directory, const char *name)
{
	struct octets path = {0};
	int ret;

	octets_printf(&path, "%s/%s.pem", directory, name);
	ret = gnutls_certificate_set_x509_key_file(
		config->credentials, path.data, path.data, GNUTLS_X509_FMT_PEM);
	path.len = 0;
	if (ret >= 0) {
		octets_printf(&path, "%s/ca.pem", directory);
		ret = gnutls_certificate_set_x509_trust_file(
			config->credentials, path.data, GNUTLS_X509_FMT_PEM);
	}
	octets_clear(&path);
	return ret;
}

struct tls_config *tls_config_new(const char *directory, const char *name,
	unsigned versions, const char *priority)
{
	struct tls_config *config = or_die(calloc(1, sizeof(*config)));
	int ret = gnutls_certificate_allocate_credentials(&config->credentials);

	if (ret >= 0)
		ret = load_files(config, directory, name);
	if (ret >= 0)
		ret = set_priority(config, versions, priority);
	if (ret >= 0)
		ret = gnutls_session_ticket_key_generate(&config->ticket_key);
	if (ret < 0) {
		fprintf(stderr, "standin: certificate %s in %s: %s\n", name,
			directory, gnutls_strerror(ret));
		tls_config_free(config);
		return NULL;
	}
	return config;
}

void tls_config_free(struct tls_config *config)
{
	if (config == NULL)
		return;
	if (config->credentials != NULL)
		gnutls_certificate_free_credentials(config->credentials);
	if (config->priority != NULL)
		gnutls_priority_deinit(config->priority);
	gnutls_free(config->ticket_key.data);
	free(config);
}

bool tls_config_has_name(const struct tls_config *config, const char *name)
{
	gnutls_x509_crt_t *chain;
	unsigned count;
	bool found;

	if (gnutls_certificate_get_x509_crt(
		    config->credentials, 0, &chain, &count) < 0)
		return false;
	found = count > 0 &&
		gnutls_x509_crt_check_hostname(chain[0], name) != 0;
	for (unsigned i = 0; i < count; i++)
		gnutls_x509_crt_deinit(chain[i]);
	gnutls_free(chain);
	return found;
}

static int new_session(const struct tls_config *config, int fd,
	const struct tls_wishes *wishes, gnutls_session_t *ret_session)
{
	gnutls_session_t session;
	int ret = gnutls_init(&session,
		GNUTLS_SERVER | GNUTLS_NO_SIGNAL |
			(wishes->early_data ? GNUTLS_ENABLE_EARLY_DATA : 0));

	if (ret < 0)
		return ret;
	ret = gnutls_priority_set(session, config->priority);
	if (ret >= 0)
		ret = gnutls_credentials_set(
			session, GNUTLS_CRD_CERTIFICATE, config->credentials);
	if (ret < 0) {
		gnutls_deinit(session);
		return ret;
	}
	if (wishes->tickets || wishes->early_data)
		gnutls_session_ticket_enable_server(
			session, &config->ticket_key);
	gnutls_handshake_set_timeout(session, GNUTLS_INDEFINITE_TIMEOUT);
	gnutls_transport_set_int(session, fd);
	*ret_session = session;
	return 0;
}

int tls_handshake(const struct tls_config *config, int fd,
	const struct tls_wishes *wishes, gnutls_session_t *ret_session,
	int *ret_alert)
{
	gnutls_session_t session;
	int ret = new_session(config, fd, wishes, &session);

	*ret_alert = -1;
	if (ret < 0)
		return ret;
	gnutls_certificate_server_set_request(session,
		wishes->certificate ? GNUTLS_CERT_REQUIRE : GNUTLS_CERT_IGNORE);
	do {
		ret = gnutls_handshake(session);
	} while (ret < 0 && gnutls_error_is_fatal(ret) == 0);
	if (ret < 0) {
		if (ret == GNUTLS_E_FATAL_ALERT_RECEIVED)
			*ret_alert = (int)gnutls_alert_get(session);
		else if (ret == GNUTLS_E_NO_CERTIFICATE_FOUND)
			/* RFC 5246 section 7.4.6 */
			gnutls_alert_send(session, GNUTLS_AL_FATAL,
				GNUTLS_A_HANDSHAKE_FAILURE);
		else
			gnutls_alert_send_appropriate(session, ret);
		gnutls_deinit(session);
		return ret;
	}
	*ret_session = session;
	return 0;
}

void tls_send_alert(int fd, unsigned version, unsigned alert)
{
	unsigned char minor = 1;
	ssize_t sent;

	/* RFC 8446 section 5.1: a record never names 1.3. */
	while (minor < 3 && version > 1u << (minor - 1))
		minor++;
	unsigned char record[] = {21, 3, minor, 0, 2, 2, (unsigned char)alert};
	sent = send(fd, record, sizeof(record), MSG_NOSIGNAL);
	(void)sent;
}
