/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A name server for tests: UDP alone, no caches, no questions asked.
 *
 *	resolver ADDRESS RECORD...
 *
 * listens on port 53 of ADDRESS, says "ready" and answers from the RECORDs
 * until it is killed, ten minutes at most:
 *
 *	imap.example.test=A:192.0.2.1
 *	imap.example.test=AAAA:2001:db8::1
 *	example.test=MX:mail.example.test
 *	_imaps._tcp.example.test=SRV:993:imap.example.test
 *	example.test=SOA
 *	example.test=SERVFAIL      the name and all below it
 *	example.test=SILENT        likewise
 *	www.example.test=CNAME:example.test   with that name's own records
 *	example.test=TURN:192.0.2.1/127.0.0.1   another A each time, TTL 0
 *
 * An empty name is the root.  A name that has no record and none below it does
 * not exist. */
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define NAME_OCTETS 256
#define ANSWER_OCTETS 512

struct record {
	const char *name;
	const char *type;
	const char *value;
	unsigned asked; /* how often, of those that turn */
};

struct answer {
	unsigned char octets[ANSWER_OCTETS];
	size_t length;
};

static const struct {
	const char *name;
	int number;
} types[] = {
	{"A", ns_t_a},
	{"AAAA", ns_t_aaaa},
	{"MX", ns_t_mx},
	{"SRV", ns_t_srv},
	{"SOA", ns_t_soa},
	{"CNAME", ns_t_cname},
	{"TURN", ns_t_a},
};

static int type_number(const char *name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i].name, name) == 0)
			return types[i].number;
	return 0;
}

static bool is_below(const char *name, const char *zone)
{
	size_t length = strlen(name), zone_length = strlen(zone);

	if (!zone_length)
		return true;
	return length >= zone_length &&
	       strcasecmp(name + length - zone_length, zone) == 0 &&
	       (length == zone_length || name[length - zone_length - 1] == '.');
}

static void put(struct answer *answer, const void *octets, size_t length)
{
	if (length > sizeof(answer->octets) - answer->length)
		return;
	memcpy(answer->octets + answer->length, octets, length);
	answer->length += length;
}

static void put_number(struct answer *answer, unsigned number)
{
	const unsigned char octets[] = {
		(unsigned char)(number >> 8), (unsigned char)number};

	put(answer, octets, sizeof(octets));
}

/* RFC 1035 section 3.1; "." and "" are the root. */
static void put_name(struct answer *answer, const char *name)
{
	while (*name && *name != '.') {
		size_t length = strcspn(name, ".");
		unsigned char octet = (unsigned char)length;

		put(answer, &octet, 1);
		put(answer, name, length);
		name += length + (name[length] == '.');
	}
	put(answer, "", 1);
}

/* Of "192.0.2.1/127.0.0.1" the first one first, and then the other. */
static void put_address(
	struct answer *answer, const char *value, unsigned asked)
{
	char text[INET_ADDRSTRLEN] = "";
	unsigned char address[4];
	const char *other = strchr(value, '/');

	if (other && asked % 2)
		value = other + 1;
	strncat(text, value,
		strcspn(value, "/") < sizeof(text) ? strcspn(value, "/")
						   : sizeof(text) - 1);
	if (inet_pton(AF_INET, text, address) == 1)
		put(answer, address, 4);
}

static void put_data(struct answer *answer, int type, struct record *record)
{
	static const unsigned char times[20] = {0, 0, 0, 1};
	const char *value = record->value;
	unsigned char address[16];
	const char *colon;

	switch (type) {
	case ns_t_a:
		put_address(answer, value, record->asked++);
		break;
	case ns_t_cname:
		put_name(answer, value);
		break;
	case ns_t_aaaa:
		if (inet_pton(AF_INET6, value, address) == 1)
			put(answer, address, 16);
		break;
	case ns_t_mx:
		put_number(answer, 10);
		put_name(answer, value);
		break;
	case ns_t_srv:
		colon = strchr(value, ':');
		put_number(answer, 0);
		put_number(answer, 1);
		put_number(answer, (unsigned)strtoul(value, NULL, 10));
		put_name(answer, colon ? colon + 1 : ".");
		break;
	default:
		put_name(answer, "ns.example.test");
		put_name(answer, "root.example.test");
		put(answer, times, sizeof(times));
	}
}

/* `asked`: the question is for this name, which need not be repeated. */
static void put_record(struct answer *answer, struct record *record, bool asked)
{
	int type = type_number(record->type);
	struct answer data = {.length = 0};

	if (asked)
		put_number(answer, 0xc00c);
	else
		put_name(answer, record->name);
	put_number(answer, (unsigned)type);
	put_number(answer, ns_c_in);
	put_number(answer, 0);
	put_number(answer, strcmp(record->type, "TURN") == 0 ? 0 : 60);
	put_data(&data, type, record);
	put_number(answer, (unsigned)data.length);
	put(answer, data.octets, data.length);
}

/* Reads the question behind the header.  Returns its length, or 0 if it is
 * not understood. */
static size_t read_question(
	const unsigned char *octets, size_t length, char *name, int *ret_type)
{
	size_t at = 12, used = 0;

	while (at < length && octets[at]) {
		size_t label = octets[at];

		if (label > 63 || at + 1 + label >= length ||
			used + label + 2 > NAME_OCTETS)
			return 0;
		if (used)
			name[used++] = '.';
		memcpy(name + used, octets + at + 1, label);
		used += label;
		at += 1 + label;
	}
	name[used] = '\0';
	if (at + 5 > length)
		return 0;
	*ret_type = octets[at + 1] << 8 | octets[at + 2];
	return at + 5 - 12;
}

/* The records of the name, and of what it is an alias of. Returns how many. */
static unsigned char put_records(struct answer *answer, struct record *records,
	size_t count, const char *name, int type, bool asked)
{
	const char *alias = NULL;
	unsigned char answers = 0;

	for (size_t i = 0; i < count; i++) {
		int its_type = type_number(records[i].type);

		if (strcasecmp(records[i].name, name) != 0 ||
			(its_type != type && its_type != ns_t_cname))
			continue;
		if (its_type == ns_t_cname && !alias)
			alias = records[i].value;
		put_record(answer, &records[i], asked);
		answers++;
	}
	if (alias && type != ns_t_cname && strcasecmp(alias, name) != 0)
		answers +=
			put_records(answer, records, count, alias, type, false);
	return answers;
}

/* Returns false for silence. */
static bool make_answer(struct record *records, size_t count,
	const unsigned char *query, size_t length, struct answer *answer)
{
	unsigned char answers = 0, code = ns_r_nxdomain;
	char name[NAME_OCTETS];
	size_t question;
	int type = 0;

	question = length < 12 ? 0 : read_question(query, length, name, &type);
	if (!question)
		return false;
	put(answer, query, 12 + question);
	for (size_t i = 0; i < count; i++) {
		const struct record *record = &records[i];

		if (strcmp(record->type, "SILENT") == 0) {
			if (is_below(name, record->name))
				return false;
		} else if (strcmp(record->type, "SERVFAIL") == 0) {
			if (is_below(name, record->name))
				code = ns_r_servfail;
		} else if (is_below(record->name, name)) {
			if (code == ns_r_nxdomain)
				code = ns_r_noerror;
		}
	}
	answers = put_records(answer, records, count, name, type, true);
	answer->octets[2] = 0x84 | (query[2] & 1); /* QR, AA, RD */
	answer->octets[3] = 0x80 | code;           /* RA */
	memset(answer->octets + 4, 0, 8);
	answer->octets[5] = 1;
	answer->octets[7] = answers;
	return true;
}

static bool parse_record(char *text, struct record *ret_record)
{
	char *type = strchr(text, '='), *value;

	if (!type)
		return false;
	*type++ = '\0';
	value = strchr(type, ':');
	if (value)
		*value++ = '\0';
	*ret_record = (struct record){text, type, value ? value : "", 0};
	return type_number(type) || strcmp(type, "SERVFAIL") == 0 ||
	       strcmp(type, "SILENT") == 0;
}

static int open_port(const char *address)
{
	struct sockaddr_in socket_address = {
		.sin_family = AF_INET, .sin_port = htons(53)};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 ||
		inet_pton(AF_INET, address, &socket_address.sin_addr) != 1 ||
		bind(fd, (struct sockaddr *)&socket_address,
			sizeof(socket_address)) != 0) {
		perror("resolver");
		exit(1);
	}
	return fd;
}

int main(int argc, char **argv)
{
	size_t count = argc > 2 ? (size_t)argc - 2 : 0;
	struct record *records = calloc(count + 1, sizeof(*records));
	int fd;

	if (argc < 2 || !records) {
		fputs("usage: resolver ADDRESS RECORD...\n", stderr);
		return 64;
	}
	for (size_t i = 0; i < count; i++)
		if (!parse_record(argv[i + 2], &records[i])) {
			fprintf(stderr, "resolver: %s is no record\n",
				argv[i + 2]);
			return 64;
		}
	fd = open_port(argv[1]);
	alarm(600);
	puts("ready");
	fflush(stdout);
	for (;;) {
		unsigned char query[ANSWER_OCTETS];
		struct answer answer = {.length = 0};
		struct sockaddr_in peer;
		socklen_t peer_length = sizeof(peer);
		ssize_t length = recvfrom(fd, query, sizeof(query), 0,
			(struct sockaddr *)&peer, &peer_length);

		if (length > 0 && make_answer(records, count, query,
					  (size_t)length, &answer))
			(void)!sendto(fd, answer.octets, answer.length, 0,
				(struct sockaddr *)&peer, peer_length);
	}
}
