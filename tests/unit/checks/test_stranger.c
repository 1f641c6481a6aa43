/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which service speaks that is none of mail. */
#include "tests/unit/unit.h"

#include "checks/causes/greeting/stranger.h"
#include "model/table.h"

#include <string.h>

#define WORDS(words) words, sizeof(words) - 1

static const struct {
	const char *text;
	size_t length;
	const char *name; /* words of it; NULL: not known */
	bool sure;
} rows[] = {
	{WORDS("220 (vsFTPd 3.0.3)"), "FTP", true},
	{WORDS("220---------- Welcome to Pure-FTPd [privsep] [TLS] ----"),
		"FTP", true},
	{WORDS("220-FileZilla Server 1.8.1"), "FTP", true},
	{WORDS("200 news.example.com InterNetNews NNRP server INN 2.6.4"),
		"NNTP", true},
	{WORDS("201 server ready"), "NNTP", true},
	{WORDS("SSH-2.0-OpenSSH_9.2"), "SSH", true},
	{WORDS("RFB 003.008\n"), "VNC", true},
	{WORDS("\xff\xfd\x18\xff\xfd\x20"), "Telnet", true},
	{WORDS("\r\nWelcome to Router\r\n\r\nUsername: "), "Telnet", false},
	{WORDS("Debian GNU/Linux 12\r\nmail login: "), "Telnet", false},
	{WORDS("* OK login: "), NULL, false},
	{WORDS("bash-5.2# "), "shell", false},
	{WORDS(":irc.example.com NOTICE * :*** Looking up your hostname"),
		"IRC", true},
	{WORDS("NOTICE AUTH :*** Looking up your hostname"), "IRC", true},
	{WORDS("J\0\0\0\x0a"
	       "8.0.36\0"),
		"MySQL", true},
	{WORDS("E\0\0\0\xffj\x04Host '192.0.2.1' is not allowed"), "MySQL",
		true},
	{WORDS("4\0\0\0\x0a"
	       "5.5.5-10.6.12-MariaDB"),
		"MySQL", true},
	{WORDS("E\0\0\0\x85SFATAL\0VFATAL\0"), "PostgreSQL", true},
	{WORDS("-ERR unknown command `NOOP`, with args beginning with: "),
		"Redis", true},
	{WORDS("-NOAUTH Authentication required."), "Redis", true},
	{WORDS("0\x24\x02\x01\0\x78\x1f\x0a\x01\x02"), "LDAP", true},
	{WORDS("\x03\0\0\x13\x0e\xd0\0\0"), "RDP", false},
	{WORDS("<?xml version='1.0'?><stream:stream id='1'>"), "XMPP", false},
	{WORDS("<stream:stream id='1'>"), "XMPP", true},
	{WORDS("HTTP/1.1 400 Bad Request\r\nServer: nginx"), "web server",
		true},
	{WORDS("HTTP/1.1 400 Bad Request\r\nX-Squid-Error: ERR_INVALID_REQ 0"),
		"web proxy", true},
	{WORDS("HTTP/1.0 503 Service Unavailable\r\n\r\n<html>No server is "
	       "available to handle this request."),
		"load balancer", true},
	{WORDS("PROXY TCP4 192.0.2.1 192.0.2.2 5000 143"), "PROXY", true},
	{WORDS("\r\n\r\n\0\r\nQUIT\n\x21\x11"), "PROXY", true},
	{WORDS("@RSYNCD: 31.0"), "rsync", true},
	{WORDS("( success ( 2 2 ( ) ( edit-pipeline ) ) )"), "Subversion",
		true},
	{WORDS("Asterisk Call Manager/5.0.2"), "Asterisk", true},
	{WORDS("\x83\0\0\x01\x8f"), "SMB", true},
	{WORDS("ZBXD\x01"), "Zabbix", true},
	{WORDS("AMQP\0\0\x09\x01"), "AMQP", true},
	{WORDS("\x05\xff"), "SOCKS", false},
	{WORDS("ERROR"), "memcached", false},
	/* Mail, and nobody knows what. */
	{WORDS("220 mail.example.com ESMTP Postfix"), NULL, false},
	{WORDS("220 mail.example.com Microsoft ESMTP MAIL Service ready"), NULL,
		false},
	{WORDS("* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready."), NULL,
		false},
	{WORDS("+OK POP3 ready <1896.697170952@example.com>"), NULL, false},
	{WORDS("-ERR [IN-USE] mailbox is locked"), NULL, false},
	{WORDS("* BYE Disconnected"), NULL, false},
	{WORDS("554 5.7.1 No service"), NULL, false},
	{WORDS("\x16\x03\x03\0\x7a\x02"), NULL, false},
	{WORDS("\0\0\0\x01"), NULL, false},
	{WORDS("0\x24\x30\x01\0\x78\x1f"), NULL, false},
	{WORDS("J\0\0\x01\x0a"
	       "8.0"),
		NULL, false},
	{WORDS("hello"), NULL, false},
	{WORDS(""), NULL, false},
};

static void each(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct stranger stranger = stranger_of((struct octets){
			(const unsigned char *)rows[i].text, rows[i].length});
		bool known = rows[i].name && stranger.name &&
			     strstr(stranger.name, rows[i].name);

		if (rows[i].name ? !known : stranger.name != NULL)
			fail_msg("row %zu, '%s': %s", i, rows[i].text,
				stranger.name ? stranger.name : "not known");
		if (stranger.sure != rows[i].sure)
			fail_msg("row %zu, '%s': %ssure", i, rows[i].text,
				stranger.sure ? "" : "not ");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
