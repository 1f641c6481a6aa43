/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Any octets as what a server says to somebody who signs in: lists, challenges
 * of every mechanism, and verdicts. The first two octets choose the service,
 * the mode, the way and how the rest is cut. */

#include "config.h"

#include "model/login/blot.h"
#include "model/table.h"
#include "probes/login/login.h"
#include "probes/probe.h"
#ifdef WITH_MAILBOX
#include "src/mailbox/gsasl.h"
#endif
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define PASSWORD "fuzzed-pencil"

struct feed {
	struct wire wire;
	const uint8_t *data;
	size_t left;
	size_t piece;
};

static const enum service services[] = {
	SERVICE_IMAP, SERVICE_POP3, SERVICE_SMTP};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
#ifdef WITH_MAILBOX
	FUZZ_HOLDS(gsasl_set_up());
#endif
	return 0;
}

static enum status feed_read(
	struct wire *wire, void *data, size_t size, size_t *ret_length)
{
	struct feed *feed = (struct feed *)wire;
	size_t length = feed->left < feed->piece ? feed->left : feed->piece;

	if (!length)
		return ST_EOF;
	if (length > size)
		length = size;
	memcpy(data, feed->data, length);
	feed->data += length;
	feed->left -= length;
	*ret_length = length;
	return ST_OK;
}

static bool holds(struct octets text)
{
	return text.length &&
	       memmem(text.data, text.length, PASSWORD, strlen(PASSWORD));
}

/* No secret goes out but inside TLS. */
static enum status feed_write(
	struct wire *wire, const void *data, size_t length)
{
	if (!wire->facts->tls.completed)
		FUZZ_HOLDS(!holds((struct octets){data, length}));
	return ST_OK;
}

static enum status feed_start_tls(struct wire *wire, struct octets early)
{
	wire->facts->tls.started = true;
	wire->facts->tls.completed = true;
	wire->facts->tls.version = TLS_1_3;
	if (early.length)
		wire->facts->injected = early;
	return ST_OK;
}

static void feed_hurry(struct wire *wire, int64_t duration_us)
{
	(void)wire;
	(void)duration_us;
}

static void feed_finish(struct wire *wire)
{
	(void)wire;
}

static const struct wire_ops feed_ops = {
	.read = feed_read,
	.write = feed_write,
	.start_tls = feed_start_tls,
	.hurry = feed_hurry,
	.finish = feed_finish,
};

static enum login_held judge(
	const void *context, const struct probe_facts *facts)
{
	(void)context;
	return facts->tls.completed ? LOGIN_NOT_HELD : LOGIN_HELD_CLEARTEXT;
}

/* The last one is the best that the server offers. */
static const char *way_of(unsigned choice)
{
	size_t count = 0;

	while (login_way(count))
		count++;
	return login_way(choice % (count + 1));
}

static void check(const struct probe_facts *facts)
{
	FUZZ_HOLDS(facts->outcome < OUTCOME_COUNT);
	FUZZ_HOLDS(facts->status < ST_COUNT);
	FUZZ_HOLDS(facts->login.held < LOGIN_HELD_COUNT);
	FUZZ_HOLDS(!facts->login.sent || facts->tls.completed);
	FUZZ_HOLDS(!holds(facts->greeting.text));
	FUZZ_HOLDS(!holds(facts->reply));
	FUZZ_HOLDS(!holds(facts->login.reply));
	FUZZ_HOLDS(!holds(facts->login.reason));
	for (size_t i = 0; i < facts->transcript_count; i++)
		FUZZ_HOLDS(!holds(facts->transcript[i].text));
}

static void speak(const uint8_t *choice, struct octets said, bool token)
{
	struct secret *secret = secret_new(sizeof(PASSWORD));
	struct probe_facts *facts = probe_facts_new();
	struct feed feed = {.wire = {.ops = &feed_ops, .facts = facts},
		.data = said.data,
		.left = said.length,
		.piece = 1 + choice[0] % 64};
	struct login_request request = {
		.account = {.user = "user@example.test",
			.password = token ? NULL : secret,
			.token = token ? secret : NULL,
			.service = "imap",
			.host = "mail.example.test",
			.port = 993},
		.address = "user@example.test",
		.mechanism = way_of(choice[1]),
		.judge = judge,
	};
	struct blot *blot;

	secret_add_text(secret, PASSWORD);
	request.blot = blot = blot_new(secret_octets(secret));
	feed.wire.blot = blot;
#ifdef WITH_MAILBOX
	request.sasl = &gsasl_driver;
#endif
	facts->mode = (enum tls_mode)(choice[0] / 64 % MODE_COUNT);
	probe_speak_login(
		&feed.wire, services[choice[1] / 32 % 3], true, &request);
	check(facts);
	probe_facts_free(facts);
	blot_free(blot);
	secret_free(secret);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	speak(data, (struct octets){data + 2, size - 2}, data[0] & 1);
	return 0;
}
