/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The hellos of mail programs that are in use: enough of each to know what a
 * server would choose. Most follow what those who measured them have published;
 * the others are marked. */
#ifndef MAILSONDE_MODEL_TLS_CLIENT_H
#define MAILSONDE_MODEL_TLS_CLIENT_H

#include "model/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tls_client_id {
	CLIENT_OUTLOOK_11,
	CLIENT_OUTLOOK_10,
	CLIENT_OUTLOOK_8,
	CLIENT_OUTLOOK_7,
	CLIENT_EXCHANGE_2019,
	CLIENT_THUNDERBIRD_128,
	CLIENT_THUNDERBIRD_60,
	CLIENT_APPLE_17,
	CLIENT_APPLE_MAIL_16,
	CLIENT_APPLE_9,
	CLIENT_ANDROID_14,
	CLIENT_JAVA_17,
	CLIENT_JAVA_8,
	CLIENT_OPENSSL_3_5,
	CLIENT_OPENSSL_3,
	CLIENT_OPENSSL_1_0_2,
	CLIENT_OPENSSL_0_9_8,
	CLIENT_COUNT,
};

/* Numbers in the client's order, up to the first 0. */
struct tls_client {
	const char *id;     /* stable: "thunderbird-128" */
	const char *title;  /* "Thunderbird 128" */
	const char *source; /* what the row rests on */
	enum tls_version oldest, newest;
	const uint16_t *suites;
	const uint16_t *groups;     /* NULL: it names none */
	const uint16_t *signatures; /* NULL: it names none */
	bool no_server_name;        /* it says none */
	bool uncertain; /* of the system's browser or library, of another
			 * version, or not read in full from a source: the
			 * program may differ */
};

extern const struct tls_client tls_client_table[CLIENT_COUNT];

#endif
