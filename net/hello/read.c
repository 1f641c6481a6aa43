/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/memory.h"
#include "net/hello/hello.h"

#include "model/tls/cipher_suite.h"
#include "net/cursor.h"

#include <stdlib.h>
#include <string.h>

#define HEADER_OCTETS 5
#define RECORD_OCTETS (16384 + 256) /* servers that pad are read, too */
#define MESSAGE_OCTETS (128 * 1024)
#define STRANGE_OCTETS 512

enum {
	RECORD_CHANGE_CIPHER_SPEC = 20,
	RECORD_ALERT = 21,
	RECORD_HANDSHAKE = 22,
	MESSAGE_SERVER_HELLO = 2,
	MESSAGE_CERTIFICATE = 11,
	MESSAGE_SERVER_KEY_EXCHANGE = 12,
	MESSAGE_CERTIFICATE_REQUEST = 13,
	MESSAGE_SERVER_HELLO_DONE = 14,
	MESSAGE_CERTIFICATE_STATUS = 22,
	SSL2_ERROR = 0,
	SSL2_SERVER_HELLO = 4,
	CURVE_NAMED = 3,
	ALERT_FATAL = 2,
	CLOSE_NOTIFY_ALERT = 0,
};

/* Octets of a record or of a message that is not whole yet. */
struct gathered {
	unsigned char *octets;
	size_t used, size;
};

struct hello_reader {
	struct arena *arena;
	struct hello_answer answer;
	enum hello_depth depth;
	bool asked_ssl2;
	bool over;
	size_t total;
	struct gathered record;
	struct gathered message; /* handshake octets out of their records */
};

struct hello_reader *hello_reader_new(
	struct arena *arena, const struct hello *hello, enum hello_depth depth)
{
	struct hello_reader *reader = memory_calloc(1, sizeof(*reader));

	reader->arena = arena;
	reader->depth = depth;
	reader->asked_ssl2 = hello->version == HELLO_SSL_2;
	return reader;
}

void hello_reader_free(struct hello_reader *reader)
{
	if (!reader)
		return;
	free(reader->record.octets);
	free(reader->message.octets);
	free(reader);
}

const struct hello_answer *hello_reader_answer(
	const struct hello_reader *reader)
{
	return &reader->answer;
}

static void gather(
	struct gathered *to, const unsigned char *data, size_t length)
{
	if (to->size - to->used < length) {
		to->size = 2 * (to->used + length);
		to->octets = memory_realloc(to->octets, to->size);
	}
	if (length)
		memcpy(to->octets + to->used, data, length);
	to->used += length;
}

static bool heard_choice(const struct hello_answer *answer)
{
	return answer->result == HELLO_CHOSEN || answer->result == HELLO_RETRY;
}

/* What was heard before stays; the rest cannot be read. */
static void give_up(struct hello_reader *reader)
{
	if (!heard_choice(&reader->answer))
		reader->answer.result = HELLO_MALFORMED;
	reader->over = true;
}

static struct octets keep(
	struct hello_reader *reader, const struct cursor *from)
{
	return arena_octets(reader->arena, from->at, from->left);
}

/* ServerHello and HelloRetryRequest. */

static const struct {
	unsigned type;
	enum hello_extension bit;
} answered[] = {
	{0, HELLO_SERVER_NAME},
	{4, HELLO_TRUNCATED_HMAC},
	{5, HELLO_STATUS_REQUEST},
	{11, HELLO_POINT_FORMATS},
	{15, HELLO_HEARTBEAT},
	{16, HELLO_ALPN},
	{22, HELLO_ENCRYPT_THEN_MAC},
	{23, HELLO_MASTER_SECRET},
	{35, HELLO_TICKET},
	{44, HELLO_COOKIE},
	{0xff01, HELLO_RENEGOTIATION_INFO},
};
#define ANSWERED (sizeof(answered) / sizeof(answered[0]))

static unsigned extension_bit(unsigned long type)
{
	for (size_t i = 0; i < ANSWERED; i++)
		if (answered[i].type == type)
			return answered[i].bit;
	return 0;
}

static void read_alpn(struct hello_reader *reader, struct cursor body)
{
	struct cursor list = cursor_vector(&body, 2);
	struct cursor name = cursor_vector(&list, 1);

	if (!name.bad && name.left)
		reader->answer.alpn = keep(reader, &name);
}

static void read_extension(
	struct hello_reader *reader, unsigned long type, struct cursor body)
{
	struct hello_answer *answer = &reader->answer;

	switch (type) {
	case 43: /* supported_versions: the one that was chosen */
		answer->version = (unsigned)cursor_number(&body, 2);
		break;
	case 51: /* key_share: its group, and a key in a ServerHello */
		answer->group = (unsigned)cursor_number(&body, 2);
		break;
	case 16:
		read_alpn(reader, body);
		/* fallthrough */
	default:
		answer->extensions |= extension_bit(type);
		answer->unknown_extensions += !extension_bit(type);
	}
}

/* RFC 8446 section 4.1.3. */
static bool is_retry(const struct cursor *random)
{
	static const unsigned char retry[32] = {0xcf, 0x21, 0xad, 0x74, 0xe5,
		0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8,
		0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07,
		0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

	return random->left == sizeof(retry) &&
	       memcmp(random->at, retry, sizeof(retry)) == 0;
}

static enum hello_sentinel sentinel_of(const struct cursor *random)
{
	if (random->left != 32 || memcmp(random->at + 24, "DOWNGRD", 7) != 0)
		return SENTINEL_NONE;
	if (random->at[31] == 1)
		return SENTINEL_TLS_1_2;
	return random->at[31] == 0 ? SENTINEL_OLDER : SENTINEL_NONE;
}

static void read_server_hello(struct hello_reader *reader, struct cursor body)
{
	struct hello_answer *answer = &reader->answer;
	struct cursor random, extensions;

	answer->version = (unsigned)cursor_number(&body, 2);
	random = cursor_take(&body, 32);
	answer->session_id = cursor_vector(&body, 1).left > 0;
	answer->suite = (unsigned)cursor_number(&body, 2);
	answer->compression = (unsigned)cursor_number(&body, 1);
	if (body.bad) {
		give_up(reader);
		return;
	}
	extensions = cursor_vector(&body, 2);
	while (extensions.left) {
		unsigned long type = cursor_number(&extensions, 2);
		struct cursor extension = cursor_vector(&extensions, 2);

		if (!extension.bad)
			read_extension(reader, type, extension);
	}
	answer->sentinel = sentinel_of(&random);
	answer->result = is_retry(&random) ? HELLO_RETRY : HELLO_CHOSEN;
	/* What follows in TLS 1.3 is encrypted. */
	if (reader->depth == HELLO_TO_CHOICE || answer->result == HELLO_RETRY ||
		answer->version >= HELLO_TLS_1_3)
		reader->over = true;
}

/* What comes behind it in clear, before TLS 1.3. */

static void read_certificates(struct hello_reader *reader, struct cursor body)
{
	struct hello_answer *answer = &reader->answer;
	struct cursor list = cursor_vector(&body, 3);

	while (list.left) {
		struct cursor certificate = cursor_vector(&list, 3);

		if (certificate.bad)
			break;
		if (answer->certificate_count == HELLO_CERTIFICATES) {
			answer->certificates_cut = true;
			break;
		}
		answer->certificates[answer->certificate_count++] =
			keep(reader, &certificate);
	}
}

/* RFC 8422 section 5.4; a curve that is written out has no number. */
static void read_curve(struct cursor *body, struct hello_answer *answer)
{
	if (cursor_number(body, 1) != CURVE_NAMED) {
		body->bad = true;
		return;
	}
	answer->group = (unsigned)cursor_number(body, 2);
	cursor_vector(body, 1);
}

/* RFC 5246 section 7.4.3. */
static void read_prime(struct cursor *body, struct hello_reader *reader)
{
	struct cursor prime = cursor_vector(body, 2);
	struct cursor generator = cursor_vector(body, 2);

	cursor_vector(body, 2);
	if (body->bad)
		return;
	reader->answer.prime = keep(reader, &prime);
	reader->answer.generator = keep(reader, &generator);
}

/* The suite tells which of them it is. The signature's algorithm is named
 * since TLS 1.2; an anonymous exchange has none. */
static void read_key(struct hello_reader *reader, struct cursor body)
{
	struct hello_answer *answer = &reader->answer;
	const struct cipher_suite *suite = cipher_suite_find(answer->suite);

	if (suite && suite->exchange == KX_ECDHE)
		read_curve(&body, answer);
	else if (suite && suite->exchange == KX_DHE)
		read_prime(&body, reader);
	else
		return;
	if (!body.bad && answer->version == HELLO_TLS_1_2 &&
		!(suite->flags & SUITE_ANONYMOUS))
		answer->signature = (unsigned)cursor_number(&body, 2);
}

/* RFC 5246 section 7.4.4; before TLS 1.2 without signature algorithms. */
static void read_request(struct hello_reader *reader, struct cursor body)
{
	struct hello_answer *answer = &reader->answer;
	struct cursor list;

	answer->wants_certificate = true;
	cursor_vector(&body, 1);
	if (answer->version >= HELLO_TLS_1_2)
		cursor_vector(&body, 2);
	list = cursor_vector(&body, 2);
	while (list.left) {
		struct cursor name = cursor_vector(&list, 2);

		if (name.bad)
			break;
		if (answer->authority_count == HELLO_AUTHORITIES) {
			answer->authorities_cut = true;
			break;
		}
		answer->authorities[answer->authority_count++] =
			keep(reader, &name);
	}
}

static void read_message(
	struct hello_reader *reader, unsigned long type, struct cursor body)
{
	if (!heard_choice(&reader->answer) && type != MESSAGE_SERVER_HELLO) {
		give_up(reader);
		return;
	}
	switch (type) {
	case MESSAGE_SERVER_HELLO:
		read_server_hello(reader, body);
		break;
	case MESSAGE_CERTIFICATE:
		read_certificates(reader, body);
		break;
	case MESSAGE_CERTIFICATE_STATUS:
		reader->answer.status = true;
		break;
	case MESSAGE_SERVER_KEY_EXCHANGE:
		read_key(reader, body);
		break;
	case MESSAGE_CERTIFICATE_REQUEST:
		read_request(reader, body);
		break;
	case MESSAGE_SERVER_HELLO_DONE:
		reader->answer.done = true;
		reader->over = true;
		break;
	default:
		break; /* a ticket or what is not known: nothing to learn */
	}
}

/* Takes whole messages off the front of what was gathered, and moves what is
 * left to its start once for all of them. */
static void read_messages(struct hello_reader *reader)
{
	struct cursor all = cursor_of(
		(struct octets){reader->message.octets, reader->message.used});

	while (!reader->over && all.left >= 4) {
		struct cursor ahead = all;
		unsigned long type = cursor_number(&ahead, 1);
		unsigned long length = cursor_number(&ahead, 3);

		if (length > MESSAGE_OCTETS) {
			give_up(reader);
			return;
		}
		if (ahead.left < length)
			break;
		read_message(reader, type, cursor_take(&ahead, length));
		all = ahead;
	}
	if (all.left && all.at != reader->message.octets)
		memmove(reader->message.octets, all.at, all.left);
	reader->message.used = all.left;
}

static void read_alert(struct hello_reader *reader, struct cursor body)
{
	struct hello_answer *answer = &reader->answer;
	unsigned long level = cursor_number(&body, 1);
	unsigned long code = cursor_number(&body, 1);

	if (body.bad) {
		give_up(reader);
		return;
	}
	answer->alerted = true;
	answer->alert_fatal = level == ALERT_FATAL;
	answer->alert = (unsigned)code;
	/* A warning such as unrecognized_name goes before the ServerHello. */
	if (!answer->alert_fatal && code != CLOSE_NOTIFY_ALERT)
		return;
	if (!heard_choice(answer))
		answer->result = HELLO_ALERTED;
	reader->over = true;
}

static void read_record(struct hello_reader *reader)
{
	const unsigned char *octets = reader->record.octets;
	struct cursor body = cursor_of((struct octets){
		octets + HEADER_OCTETS, reader->record.used - HEADER_OCTETS});

	reader->record.used = 0;
	switch (octets[0]) {
	case RECORD_CHANGE_CIPHER_SPEC:
		break; /* RFC 8446 appendix D.4 */
	case RECORD_ALERT:
		read_alert(reader, body);
		break;
	case RECORD_HANDSHAKE:
		gather(&reader->message, body.at, body.left);
		read_messages(reader);
		break;
	default:
		give_up(reader);
	}
}

/* RC4 and RC2 with 40 bits. */
static bool is_ssl2_export(unsigned long kind)
{
	return kind == 0x020080 || kind == 0x040080;
}

/* A server that answers SSL 2: a header of two octets, and SERVER-HELLO or
 * ERROR, which is no more than a type and a code. */
static void read_ssl2(struct hello_reader *reader)
{
	struct hello_answer *answer = &reader->answer;
	struct cursor body = cursor_of(
		(struct octets){reader->record.octets, reader->record.used});
	unsigned long length = cursor_number(&body, 2) & 0x7fff, certificate;

	if (body.bad || body.left < length)
		return;
	if (length && body.at[0] == SSL2_ERROR) {
		answer->result = HELLO_ALERTED;
		reader->over = true;
		return;
	}
	if (body.left < 11)
		return;
	reader->over = true;
	cursor_take(&body, 3); /* type, session hit, certificate type */
	answer->version = (unsigned)cursor_number(&body, 2);
	certificate = cursor_number(&body, 2);
	answer->ssl2_suites = (unsigned)cursor_number(&body, 2) / 3;
	cursor_take(&body, 2 + certificate);
	for (unsigned i = 0; i < answer->ssl2_suites && body.left; i++)
		answer->ssl2_export |= is_ssl2_export(cursor_number(&body, 3));
	answer->result =
		answer->version == HELLO_SSL_2 ? HELLO_CHOSEN : HELLO_MALFORMED;
}

static bool begins_ssl2(const struct hello_reader *reader)
{
	const struct gathered *record = &reader->record;

	return reader->asked_ssl2 && record->used >= 3 &&
	       (record->octets[0] & 0x80) &&
	       (record->octets[2] == SSL2_SERVER_HELLO ||
		       record->octets[2] == SSL2_ERROR);
}

/* RFC 8446 section 5.1: a type that we may get, and a major version of 3. */
static bool begins_record(const struct gathered *record)
{
	return record->octets[0] >= RECORD_CHANGE_CIPHER_SPEC &&
	       record->octets[0] <= RECORD_HANDSHAKE &&
	       (record->used < 2 || record->octets[1] == 3);
}

static void note_strange(struct hello_reader *reader)
{
	struct gathered *record = &reader->record;

	if (!heard_choice(&reader->answer)) {
		reader->answer.result = HELLO_NOT_TLS;
		reader->answer.strange =
			arena_octets(reader->arena, record->octets,
				record->used < STRANGE_OCTETS ? record->used
							      : STRANGE_OCTETS);
	}
	reader->over = true;
}

/* How many octets of a record are still missing: of its header first. */
static size_t missing(const struct gathered *record)
{
	size_t length;

	if (record->used < HEADER_OCTETS)
		return HEADER_OCTETS - record->used;
	length = (size_t)record->octets[3] << 8 | record->octets[4];
	return HEADER_OCTETS + length - record->used;
}

/* Takes the octets up to the end of the record's header or content. */
static size_t take_part(
	struct hello_reader *reader, const unsigned char *data, size_t length)
{
	struct gathered *record = &reader->record;
	size_t part = missing(record);

	if (part > length)
		part = length;
	gather(record, data, part);
	if (begins_ssl2(reader) || (reader->asked_ssl2 && record->used < 3 &&
					   (record->octets[0] & 0x80))) {
		gather(record, data + part, length - part);
		if (record->used >= 3)
			read_ssl2(reader);
		return length;
	}
	if (!begins_record(record)) {
		gather(record, data + part, length - part);
		note_strange(reader);
		return length;
	}
	if (record->used < HEADER_OCTETS)
		return part;
	if (missing(record) + record->used > HEADER_OCTETS + RECORD_OCTETS)
		give_up(reader);
	else if (missing(record) == 0)
		read_record(reader);
	return part;
}

enum hello_state hello_reader_feed(
	struct hello_reader *reader, const unsigned char *data, size_t length)
{
	while (!reader->over && length) {
		size_t part = take_part(reader, data, length);

		reader->total += part;
		data += part;
		length -= part;
		if (reader->total > HELLO_ANSWER_OCTETS)
			give_up(reader);
	}
	reader->answer.begun = reader->total && !reader->answer.alerted &&
			       reader->answer.result == HELLO_NOTHING;
	return reader->over ? HELLO_IS_OVER : HELLO_WANTS_MORE;
}
