/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/options/options.h"

#include "src/options/rows.h"

#include <string.h>

#define HELP_COLUMNS 79
#define HELP_INDENT 28

/* Wrapped at HELP_COLUMNS, every line below HELP_INDENT. */
static void print_words(FILE *stream, const char *words)
{
	size_t room = HELP_COLUMNS - HELP_INDENT;

	while (strlen(words) > room) {
		size_t length = room;

		while (length && words[length] != ' ')
			length--;
		if (!length)
			length = room;
		fprintf(stream, "%.*s\n%*s", (int)length, words, HELP_INDENT,
			"");
		words += length + (words[length] == ' ');
	}
	fprintf(stream, "%s\n", words);
}

static void print_row(FILE *stream, const struct option_row *row)
{
	char left[64], letter[4] = "  ";

	if (row->letter)
		snprintf(letter, sizeof(letter), "-%c", row->letter);
	snprintf(left, sizeof(left), "  %s%s%s%s%s%s", letter,
		row->letter && row->name ? ", "
		: row->name              ? "  "
					 : "",
		row->name ? "--" : "", row->name ? row->name : "",
		row->argument ? " " : "", row->argument ? row->argument : "");
	if (row->section)
		fprintf(stream, "\n%s:\n", row->section);
	if (strlen(left) + 2 > HELP_INDENT)
		fprintf(stream, "%s\n%*s", left, HELP_INDENT, "");
	else
		fprintf(stream, "%-*s", HELP_INDENT, left);
	print_words(stream, row->help);
}

void options_help(FILE *stream)
{
	fputs("Usage: mailsonde [check] [OPTION]... TARGET...   check servers "
	      "(the default)\n"
	      "       mailsonde settings TARGET...              show settings, "
	      "do not connect\n"
	      "       mailsonde offers TARGET...                list what "
	      "servers accept in TLS\n"
	      "       mailsonde discover ADDRESS|DOMAIN         find settings\n"
	      "       mailsonde mailbox TARGET --user ADDRESS   sign in, look "
	      "into the mailbox\n"
	      "       mailsonde setup TARGET --client NAME      write mail "
	      "program settings\n"
	      "       mailsonde token --store FILE              get an access "
	      "token, or show it\n"
	      "       mailsonde serve                           serve a web "
	      "page and metrics\n"
	      "       mailsonde profiles [NAME]                 list profiles, "
	      "or show one\n"
	      "       mailsonde policies [NAME]                 list policies, "
	      "or show one\n"
	      "       mailsonde policy TARGET...|--from REPORT  derive a "
	      "policy\n"
	      "       mailsonde report FILE                     convert a "
	      "saved report\n"
	      "       mailsonde compare OLD NEW                 compare two "
	      "saved reports\n"
	      "       mailsonde judge FILE --policy NAME        judge a saved "
	      "report again\n"
	      "       mailsonde explain [ID]                    explain a "
	      "check, rule or cause\n"
	      "\n"
	      "Checks mail settings: connects to POP3, IMAP and SMTP servers "
	      "in the TLS mode\n"
	      "that the settings claim and with each TLS version, and reports "
	      "what is correct,\n"
	      "what is wrong, why, and how to fix it.\n"
	      "\n"
	      "A TARGET is the name of a profile (office365), a mail domain "
	      "(gmail.com), a file\n"
	      "with settings in any form that mail programs and providers use, "
	      "- for standard\n"
	      "input, or a URL: imaps://HOST[:PORT], imap:// (STARTTLS), "
	      "pop3s://, pop3://,\n"
	      "submissions:// (465), submission:// (587), smtp:// (25), "
	      "sieve:// (4190),\n"
	      "lmtp:// (24). Add ?mode=cleartext to use no encryption.\n",
		stream);
	for (size_t i = 0; i < option_row_count; i++)
		print_row(stream, &option_rows[i]);
	fputs("\n"
	      "Exit status: 0 all checks passed, 1 a check failed, 2 something "
	      "could not be\n"
	      "tested, 64 wrong command line, 65 unusable settings or file, 70 "
	      "internal error,\n"
	      "71 out of resources, 74 output cannot be written. With -o "
	      "nagios on standard\n"
	      "output: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.\n",
		stream);
}
