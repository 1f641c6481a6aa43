/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/greeting/stranger.h"

#include "checks/causes/wording.h"
#include "evidence/speaker.h"
#include "model/table.h"
#include "model/text/ascii.h"

#include <string.h>

/* How these begin. */
static const struct {
	const char *octets;
	size_t length;
	struct stranger stranger;
} heads[] = {
	{"SSH-", 4, {"an SSH server, for remote login", true}},
	{"RFB 00", 6, {"a VNC server, for remote desktops", true}},
	{"@RSYNCD:", 8, {"an rsync server, for files", true}},
	{"( success (", 11, {"a Subversion server", true}},
	{"Asterisk Call Manager", 21,
		{"a telephone exchange (Asterisk)", true}},
	{"SIP/2.0", 7, {"a SIP server, for telephony", true}},
	{"RTSP/1.", 7, {"a streaming server (RTSP)", true}},
	{"PROXY TCP", 9,
		{"a load balancer that sends its PROXY header to the client",
			true}},
	{"\r\n\r\n\x00\r\nQUIT\n", 12,
		{"a load balancer that sends its PROXY header to the client",
			true}},
	{"AMQP", 4, {"a message broker (AMQP)", true}},
	{"ZBXD", 4, {"a monitoring server (Zabbix)", true}},
	{"<?xml", 5, {"a chat server (XMPP)", false}},
	{"<stream:stream", 14, {"a chat server (XMPP)", true}},
	{"-NOAUTH ", 8, {"a Redis server", true}},
	{"-DENIED Redis", 13, {"a Redis server", true}},
	{"\xff\xfb", 2, {"a Telnet server or a device console", true}},
	{"\xff\xfc", 2, {"a Telnet server or a device console", true}},
	{"\xff\xfd", 2, {"a Telnet server or a device console", true}},
	{"\xff\xfe", 2, {"a Telnet server or a device console", true}},
	{"\x03\x00\x00", 3, {"a remote desktop server (RDP)", false}},
	{"\x83\x00\x00\x01", 4, {"a file server (SMB)", true}},
	{"\x05\xff", 2, {"a SOCKS proxy", false}},
};

/* What these have in them, wherever it is. */
static const struct {
	const char *words;
	struct stranger stranger;
} marks[] = {
	{"FTP", {"an FTP server, for files", true}},
	{"FileZilla Server", {"an FTP server, for files", true}},
	{"NNTP|NNRP|InterNetNews|posting allowed|no posting|posting ok|"
	 "posting prohibited",
		{"a news server (NNTP)", true}},
	{"mysql_native|caching_sha2|MariaDB|to this MySQL",
		{"a database server (MySQL)", true}},
	{"unsupported frontend protocol",
		{"a database server (PostgreSQL)", true}},
	{"MongoDB", {"a database server (MongoDB)", true}},
	{"unknown command `|unknown command '|wrong number of arguments for '",
		{"a Redis server", true}},
	{" NOTICE |NOTICE AUTH", {"an IRC server", true}},
	{"etherx.jabber.org", {"a chat server (XMPP)", true}},
	{"1.3.6.1.4.1.1466.", {"a directory server (LDAP)", true}},
	{"[pserver aborted]", {"a CVS server", true}},
	{"X-Squid-Error|Server: squid|Proxy-Connection|"
	 "Proxy Authentication Required",
		{"a web proxy", true}},
	{"No server is available to handle this request",
		{"a load balancer without a working server behind it", true}},
};

/* The first packet of MySQL: its length in three octets, the number 0, and the
 * protocol 10 or an error; of 3.x to 8.x. */
static bool is_mysql(struct octets text)
{
	return text.length > 5 && text.data[2] == 0 && text.data[3] == 0 &&
	       ((text.data[4] == 10 && text.data[5] >= '3' &&
			text.data[5] <= '9') ||
		       (text.data[4] == 0xff && text.data[0] > 4 &&
			       text.data[0] < 200));
}

/* The LDAPMessage of RFC 4511: a sequence that begins with an integer, the
 * message's number, and then a response. */
static bool is_ldap(struct octets text)
{
	return text.length > 6 && text.data[0] == 0x30 &&
	       text.data[2] == 0x02 && text.data[3] == 0x01 &&
	       (text.data[5] & 0xe0) == 0x60;
}

/* NNTP's readiness, RFC 3977 section 5.1; no service of mail greets so. */
static bool is_news(struct octets text)
{
	return ascii_begins(text, "200 ") || ascii_begins(text, "201 ");
}

/* An error of PostgreSQL: its length, and then its severity. */
static bool is_postgres(struct octets text)
{
	return text.length > 6 && text.data[0] == 'E' && text.data[1] == 0 &&
	       text.data[2] == 0 && text.data[5] == 'S';
}

static bool ends_in(struct octets text, const char *words)
{
	size_t length = strlen(words);

	return text.length >= length &&
	       ascii_compare_n((const char *)text.data + text.length - length,
		       words, length) == 0;
}

/* Asks a person who one is, and waits on the same line. */
static bool is_login(struct octets text)
{
	static const char *const ends[] = {
		"login:", "username:", "user name:", "password:", "user:"};

	if (ascii_begins(text, "* ") || ascii_begins(text, "+OK") ||
		ascii_begins(text, "220"))
		return false;
	while (text.length && text.data[text.length - 1] == ' ')
		text.length--;
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		if (ends_in(text, ends[i]))
			return true;
	return false;
}

static bool is_shell(struct octets text)
{
	return text.length > 2 && (ends_in(text, "# ") || ends_in(text, "$ "));
}

static const struct {
	bool (*fits)(struct octets text);
	struct stranger stranger;
} shapes[] = {
	{is_mysql, {"a database server (MySQL)", true}},
	{is_ldap, {"a directory server (LDAP)", true}},
	{is_postgres, {"a database server (PostgreSQL)", true}},
	{is_news, {"a news server (NNTP)", true}},
	{is_login, {"a Telnet server or a device console", false}},
	{is_shell, {"a command line (shell)", false}},
};

static bool begins(struct octets text, const char *octets, size_t length)
{
	return text.length >= length && memcmp(text.data, octets, length) == 0;
}

struct stranger stranger_of(struct octets text)
{
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (wording_have(text, marks[i].words))
			return marks[i].stranger;
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		if (begins(text, heads[i].octets, heads[i].length))
			return heads[i].stranger;
	for (size_t i = 0; i < COUNT_OF(shapes); i++)
		if (shapes[i].fits(text))
			return shapes[i].stranger;
	if (speaker_of(text) == SPEAKER_HTTP)
		return (struct stranger){"a web server or a web proxy", true};
	if (ascii_equals(text, "ERROR"))
		return (struct stranger){"a cache server (memcached)", false};
	return (struct stranger){NULL, false};
}
