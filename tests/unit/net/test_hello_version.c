/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The hello of one version, held against the one that GnuTLS sends. */

#include "tests/unit/unit.h"

#include "net/hello/version.h"

#include <string.h>

/* Suites, groups and signatures as they stand in a hello. */
struct lists {
	struct octets suites, groups, signatures, versions;
	unsigned version;
};

struct sent {
	unsigned char octets[4096];
	size_t length;
};

static ssize_t keep(
	gnutls_transport_ptr_t pointer, const void *data, size_t length)
{
	struct sent *sent = pointer;

	assert_true(length <= sizeof(sent->octets) - sent->length);
	memcpy(sent->octets + sent->length, data, length);
	sent->length += length;
	return (ssize_t)length;
}

static ssize_t nothing(
	gnutls_transport_ptr_t pointer, void *data, size_t length)
{
	(void)pointer;
	(void)data;
	(void)length;
	return 0;
}

static struct octets take(struct octets *rest, size_t length_octets)
{
	size_t length = 0;
	struct octets part;

	assert_true(rest->length >= length_octets);
	for (size_t i = 0; i < length_octets; i++)
		length = length << 8 | rest->data[i];
	assert_true(rest->length - length_octets >= length);
	part = (struct octets){rest->data + length_octets, length};
	rest->data += length_octets + length;
	rest->length -= length_octets + length;
	return part;
}

/* One record with one ClientHello (RFC 8446 section 4.1.2). */
static struct lists read_lists(const struct sent *sent)
{
	struct octets rest = {sent->octets + 3, sent->length - 3}, message;
	struct lists lists = {0};

	message = take(&rest, 2);
	message.data++;
	message.length--;
	message = take(&message, 3);
	lists.version = (unsigned)(message.data[0] << 8 | message.data[1]);
	message.data += 34;
	message.length -= 34;
	take(&message, 1);
	lists.suites = take(&message, 2);
	take(&message, 1);
	rest = take(&message, 2);
	while (rest.length) {
		unsigned type = (unsigned)(rest.data[0] << 8 | rest.data[1]);
		struct octets body;

		rest.data += 2;
		rest.length -= 2;
		body = take(&rest, 2);
		if (type == 10)
			lists.groups = body;
		if (type == 13)
			lists.signatures = body;
		if (type == 43)
			lists.versions = body;
	}
	return lists;
}

static void assert_same(struct octets ours, struct octets theirs)
{
	assert_int_equal(ours.length, theirs.length);
	if (ours.length)
		assert_memory_equal(ours.data, theirs.data, ours.length);
}

static void check_version(struct tls_context *context, enum tls_version version)
{
	struct sent theirs = {0}, ours = {0};
	struct arena *arena = arena_new();
	gnutls_session_t session =
		tls_session_new(context, TLS_BIT(version), false);
	struct lists sent, made;
	struct hello hello;

	assert_non_null(session);
	gnutls_transport_set_ptr(session, &theirs);
	gnutls_transport_set_push_function(session, keep);
	gnutls_transport_set_pull_function(session, nothing);
	gnutls_handshake(session);
	gnutls_deinit(session);
	assert_true(hello_of_version(
		context, version, "mail.example.com", arena, &hello));
	ours.length = hello_write(&hello, ours.octets, sizeof(ours.octets));
	assert_true(ours.length > 0);
	sent = read_lists(&theirs);
	made = read_lists(&ours);
	assert_int_equal(made.version, sent.version);
	assert_same(made.suites, sent.suites);
	assert_same(made.groups, sent.groups);
	assert_same(made.signatures, sent.signatures);
	assert_same(made.versions, sent.versions);
	arena_free(arena);
}

static void test_same_offer(void **state)
{
	struct trust_store *trust = NULL;
	struct tls_context *context;

	(void)state;
	assert_true(tls_library_init());
	context = tls_context_new(trust);
	assert_non_null(context);
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		check_version(context, (enum tls_version)v);
	tls_context_free(context);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_offer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
