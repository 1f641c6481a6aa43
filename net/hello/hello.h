/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A ClientHello made by hand, and what the server says to it until the
 * handshake would need cryptography. Pure functions over octets; nothing here
 * encrypts, and nothing that is read is trusted.
 *
 * A TLS 1.3 server is shown an empty key share, so that it names version,
 * suite and group in a HelloRetryRequest (RFC 8446 section 4.1.4). An older
 * server names its curve or prime in ServerKeyExchange (RFC 5246 section
 * 7.4.3). */
#ifndef MAILSONDE_NET_HELLO_HELLO_H
#define MAILSONDE_NET_HELLO_HELLO_H

#include "model/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Numbers on the wire. */
enum {
	HELLO_SSL_2 = 0x0002,
	HELLO_SSL_3 = 0x0300,
	HELLO_TLS_1_0 = 0x0301,
	HELLO_TLS_1_1 = 0x0302,
	HELLO_TLS_1_2 = 0x0303,
	HELLO_TLS_1_3 = 0x0304,
};

/* Extensions that a hello may carry beside those that its lists make, and
 * that a server may answer. */
enum hello_extension {
	HELLO_SERVER_NAME = 1 << 0,        /* RFC 6066 section 3 */
	HELLO_STATUS_REQUEST = 1 << 1,     /* section 8: OCSP */
	HELLO_POINT_FORMATS = 1 << 2,      /* RFC 8422 section 5.1.2 */
	HELLO_HEARTBEAT = 1 << 3,          /* RFC 6520 */
	HELLO_ALPN = 1 << 4,               /* RFC 7301 */
	HELLO_ENCRYPT_THEN_MAC = 1 << 5,   /* RFC 7366 */
	HELLO_MASTER_SECRET = 1 << 6,      /* RFC 7627 */
	HELLO_TICKET = 1 << 7,             /* RFC 5077 */
	HELLO_RENEGOTIATION_INFO = 1 << 8, /* RFC 5746 */
	HELLO_COOKIE = 1 << 9,             /* of a HelloRetryRequest */
	HELLO_GREASE = 1 << 10,            /* RFC 8701: an unknown one */
	HELLO_TRUNCATED_HMAC = 1 << 11,    /* RFC 6066 section 7 */
};

struct hello_numbers {
	const uint16_t *numbers; /* the most wanted first */
	size_t count;
};

static inline bool hello_numbers_have(
	struct hello_numbers list, unsigned number)
{
	for (size_t i = 0; i < list.count; i++)
		if (list.numbers[i] == number)
			return true;
	return false;
}

struct hello {
	unsigned version; /* legacy_version; HELLO_SSL_2: a hello of SSL 2 */
	struct hello_numbers versions; /* supported_versions; none: left out */
	struct hello_numbers suites;
	struct hello_numbers groups;     /* none: left out */
	struct hello_numbers signatures; /* none: left out */
	unsigned share;                  /* group of the key share; 0: the list
					  * of shares is empty */
	unsigned extensions;             /* HELLO_ bits; 0: only the lists' */
	bool deflate;                    /* compression is offered, too */
	const char *server_name;         /* of HELLO_SERVER_NAME */
	const char *alpn;                /* one protocol, of HELLO_ALPN */
	size_t padding;  /* RFC 7685: at least so many octets of message */
	size_t fragment; /* octets of the message in one record; 0: as many as
			  * fit */
	unsigned char random[32];
};

/* A ClientHello of 300 suites has some 1,100 octets. */
#define HELLO_OCTETS (40 * 1024)

/* Writes the records that carry the hello. Returns how many octets they have,
 * 0 if they are more than `size`. */
size_t hello_write(
	const struct hello *hello, unsigned char *records, size_t size);

/* How far to read. */
enum hello_depth {
	HELLO_TO_CHOICE, /* the ServerHello */
	HELLO_TO_KEY,    /* and its certificates, ServerKeyExchange and
			  * CertificateRequest, as far as they come in clear */
};

enum hello_result {
	HELLO_NOTHING,   /* no whole message yet */
	HELLO_CHOSEN,    /* ServerHello */
	HELLO_RETRY,     /* HelloRetryRequest */
	HELLO_ALERTED,   /* a fatal alert came first, or an error of SSL 2 */
	HELLO_NOT_TLS,   /* other octets than records */
	HELLO_MALFORMED, /* records that no server may send here */
};

/* What the first 8 octets of the end of ServerHello.random say (RFC 8446
 * section 4.1.3). */
enum hello_sentinel { SENTINEL_NONE, SENTINEL_TLS_1_2, SENTINEL_OLDER };

#define HELLO_CERTIFICATES 16
#define HELLO_AUTHORITIES 64
#define HELLO_ANSWER_OCTETS (256 * 1024) /* read of one answer */

struct hello_answer {
	enum hello_result result;
	unsigned version; /* that was chosen */
	unsigned suite;
	unsigned compression;
	unsigned group;      /* 0: none was named, or a prime was sent */
	unsigned signature;  /* of ServerKeyExchange in TLS 1.2; 0 otherwise */
	unsigned extensions; /* HELLO_ bits that the server answered */
	unsigned unknown_extensions; /* how many it was not asked for */
	enum hello_sentinel sentinel;
	bool session_id; /* the server can take the session up by its id */
	struct octets alpn;
	struct octets prime; /* of DHE, as sent; else none */
	struct octets generator;
	bool status; /* a CertificateStatus came */
	struct octets certificates[HELLO_CERTIFICATES]; /* DER */
	size_t certificate_count;
	bool certificates_cut; /* more came than are kept */
	bool wants_certificate;
	struct octets authorities[HELLO_AUTHORITIES]; /* DER names */
	size_t authority_count;
	bool authorities_cut;
	bool done;        /* ServerHelloDone */
	bool alert_fatal; /* of the last alert */
	unsigned alert;   /* its code; meaningful if `alerted` */
	bool alerted;
	bool begun;            /* of HELLO_NOTHING: part of a message came */
	struct octets strange; /* of HELLO_NOT_TLS: what came */
	unsigned ssl2_suites;  /* of an SSL 2 ServerHello: how many */
	bool ssl2_export;      /* and one of 40 bits is among them */
};

enum hello_state {
	HELLO_WANTS_MORE,
	HELLO_IS_OVER, /* as deep as was asked, or nothing more can come */
};

struct hello_reader; /* opaque: an answer being put together */

/* Returns a reader of the answer to `hello`, to be freed with
 * hello_reader_free(). What the answer points to is the arena's. */
struct hello_reader *hello_reader_new(
	struct arena *arena, const struct hello *hello, enum hello_depth depth);
void hello_reader_free(struct hello_reader *reader);

/* Takes octets as they come, cut anywhere. Time and memory are linear in what
 * was fed; past HELLO_ANSWER_OCTETS the answer is over, and malformed unless a
 * choice was heard. */
enum hello_state hello_reader_feed(
	struct hello_reader *reader, const unsigned char *data, size_t length);

/* What was heard so far; valid until the reader is freed. */
const struct hello_answer *hello_reader_answer(
	const struct hello_reader *reader);

#endif
