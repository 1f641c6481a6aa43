/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The command line, and the files that reports go to. */

#include "tests/unit/unit.h"

#include "src/options/options.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORDS 8

/* Reads the words, which stand behind the program's name. */
static bool read_words(struct arena *arena, const char *const *words,
	struct options *ret_options, const char **ret_error)
{
	char **argv = arena_alloc(arena, (WORDS + 2) * sizeof(*argv));
	int argc = 0;

	argv[argc++] = arena_strdup(arena, "mailsonde");
	for (int i = 0; i < WORDS && words[i]; i++)
		argv[argc++] = arena_strdup(arena, words[i]);
	return options_read(arena, argc, argv, ret_options, ret_error);
}

static const struct {
	const char *words[WORDS];
	const char *error; /* a part of it */
} wrong[] = {
	{{NULL}, "nothing to check"},
	{{"check"}, "nothing to check"},
	{{"--nonsense", "x"}, "--nonsense is an unknown"},
	{{"discover"}, "discover: give one address"},
	{{"mailbox", "--password-fd=x"},
		"'x' is not the number of an open file descriptor"},
	{{"mailbox", "--password-file="}, "'' is empty; give a value"},
	{{"setup", "x"}, "give the mail program"},
	{{"setup", "--client", "mutt"}, "give the settings to write"},
	{{"--settings", "", "x"}, "--settings: ''"},
	{{"report"}, "give one XML report"},
	{{"judge"}, "give one XML report"},
	{{"x", "--timeout"}, "--timeout requires an argument"},
	{{"--timeout", "0", "x"}, "--timeout: '0'"},
	{{"--timeout", "-1", "x"}, "--timeout: '-1'"},
	{{"--timeout", "1e3", "x"}, "--timeout: '1e3'"},
	{{"--timeout", "inf", "x"}, "--timeout: 'inf'"},
	{{"--timeout", "3601", "x"}, "--timeout: '3601'"},
	{{"--timeout", "1.2.3", "x"}, "--timeout: '1.2.3'"},
	{{"--timeout", "", "x"}, "--timeout: ''"},
	{{"--jobs", "0", "x"}, "--jobs: '0'"},
	{{"--jobs", "4097", "x"}, "--jobs: '4097'"},
	{{"--jobs", "8x", "x"}, "--jobs: '8x'"},
	{{"--jobs", " 8", "x"}, "--jobs: ' 8'"},
	{{"--per-host", "99999999999999999999", "x"}, "--per-host: '9999"},
	{{"--tls", "1.4", "x"}, "--tls: '1.4'"},
	{{"--tls", "1.2,", "x"}, "--tls: '1.2,'"},
	{{"--tls", "SSL3", "x"}, "--tls: 'SSL3'"},
	{{"-o", "pdf", "x"}, "--output: 'pdf'"},
	{{"-o", "xml=", "x"}, "does not name a file"},
	{{"-o", "xml", "-o", "text", "x"}, "only one format"},
	{{"-4", "-6", "x"}, "cannot be combined"},
	{{"--color", "blue", "x"}, "--color: 'blue'"},
	{{"--fail-on", "never", "x"}, "--fail-on: 'never'"},
	{{"--for", "network", "x"}, "--for: 'network'"},
	{{"--host", "", "x"}, "--host: ''"},
	{{"--resolve", "host", "x"}, "--resolve: 'host'"},
	{{"--resolve", "host:name", "x"}, "--resolve: 'host:name'"},
	{{"--resolve", ":127.0.0.1", "x"}, "--resolve: ':127.0.0.1'"},
	{{"--connect-to", "a:1:b", "x"}, "--connect-to: 'a:1:b'"},
	{{"--connect-to", "a:1:b:2:3", "x"}, "--connect-to: 'a:1:b:2:3'"},
	{{"--connect-to", "a:70000:b:2", "x"}, "--connect-to: 'a:70000"},
	{{"--connect-to", "[::1:1:b:2", "x"}, "--connect-to: '[::1:1"},
	{{"profiles", "a", "b"}, "give only one name"},
	{{"--warning", "days=30", "x"}, "limits for -o nagios"},
	{{"-o", "nagios", "--warning", "30", "x"}, "--warning: '30'"},
	{{"-o", "nagios", "--warning", "time=", "x"}, "--warning: 'time='"},
	{{"-o", "nagios", "--critical", "days=3s", "x"}, "--critical: 'days"},
	{{"-o", "nagios", "--critical", "days=3,", "x"}, "--critical: 'days"},
};

static void test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct arena *arena = arena_new();
		struct options options;
		const char *error = NULL;

		if (read_words(arena, wrong[i].words, &options, &error))
			fail_msg("row %zu was accepted", i);
		if (!error || !strstr(error, wrong[i].error))
			fail_msg("row %zu: '%s', not '%s'", i,
				error ? error : "-", wrong[i].error);
		arena_free(arena);
	}
}

static struct options read_right(struct arena *arena, const char *const *words)
{
	struct options options;
	const char *error = NULL;

	if (!read_words(arena, words, &options, &error))
		fail_msg("%s", error);
	return options;
}

#define READ(...) read_right(arena, (const char *const[WORDS]){__VA_ARGS__})

static void test_right(void **state)
{
	struct arena *arena = arena_new();
	struct options options = READ("office365");

	(void)state;
	assert_int_equal(options.command, COMMAND_CHECK);
	assert_int_equal(options.operand_count, 1);
	assert_string_equal(options.operands[0], "office365");
	assert_int_equal(options.run.tls_versions, TLS_PROBED);
	assert_int_equal(options.run.timeout_us, 10000000);
	assert_int_equal(options.audience, AUDIENCE_HELPDESK);
	assert_true(options.run.follow_up);

	options = READ("check", "a", "-v", "b", "--timeout", "2.5");
	assert_int_equal(options.operand_count, 2);
	assert_true(options.verbose);
	assert_int_equal(options.run.timeout_us, 2500000);

	options = READ("--tls", "TLSv1.2,1.3", "x");
	assert_int_equal(
		options.run.tls_versions, TLS_BIT(TLS_1_2) | TLS_BIT(TLS_1_3));

	options =
		READ("x", "-o", "text", "-o", "xml=a=b.xml", "-o", "ticket=t");
	assert_int_equal(options.output_count, 3);
	assert_null(options.outputs[0].file);
	assert_int_equal(options.outputs[1].format, FORMAT_XML);
	assert_string_equal(options.outputs[1].file, "a=b.xml");
	assert_int_equal(options.outputs[2].format, FORMAT_TICKET);

	options = READ("x", "-o", "nagios", "--warning", "time=500ms,days=30",
		"-c", "days=7:");
	assert_true(options.warning.time.high == 0.5);
	assert_true(options.warning.days.low == 30);
	assert_true(isinf(options.warning.days.high));
	assert_true(options.critical.days.low == 7);
	assert_false(options.critical.time.given);

	options = READ("x", "--for", "admin", "--no-follow-up");
	assert_int_equal(options.audience, AUDIENCE_ADMIN);
	assert_false(options.run.follow_up);

	options = READ("--settings", "imap a 993 SSL", "--as", "panel");
	assert_int_equal(options.given_count, 1);
	assert_string_equal(options.form, "panel");
	options = READ("setup", "x", "--client", "msmtp", "--user", "a@b");
	assert_int_equal(options.command, COMMAND_SETUP);
	assert_string_equal(options.client, "msmtp");
	assert_string_equal(options.user, "a@b");

	assert_int_equal(READ("profiles").command, COMMAND_PROFILES);
	assert_int_equal(READ("--help").command, COMMAND_HELP);
	assert_int_equal(READ("x", "--version").command, COMMAND_VERSION);
	arena_free(arena);
}

static void test_overrides(void **state)
{
	struct arena *arena = arena_new();
	struct options options = READ("x", "--resolve", "h:::1", "--resolve",
		"[::2]:[::3]", "--connect-to", "h:1:[::4]:5");

	(void)state;
	assert_string_equal(options.run.resolves[0].host, "h");
	assert_string_equal(options.run.resolves[0].address, "::1");
	assert_string_equal(options.run.resolves[1].host, "::2");
	assert_string_equal(options.run.resolves[1].address, "::3");
	assert_string_equal(options.run.connects[0].to_host, "::4");
	assert_int_equal(options.run.connects[0].port, 1);
	assert_int_equal(options.run.connects[0].to_port, 5);

	options = READ("x", "--resolve", "mail.müller.test:127.0.0.1",
		"--resolve", "Mail.XN--MLLER-kva.test:127.0.0.2",
		"--connect-to", "MÜLLER.test:1:bücher.test:2");
	assert_int_equal(options.run.resolve_count, 1);
	assert_string_equal(
		options.run.resolves[0].host, "mail.xn--mller-kva.test");
	assert_string_equal(
		options.run.resolves[0].address, "127.0.0.1,127.0.0.2");
	assert_string_equal(options.run.connects[0].host, "xn--mller-kva.test");
	assert_string_equal(
		options.run.connects[0].to_host, "xn--bcher-kva.test");

	options = READ("x", "--connect-to", "::127.0.0.1:");
	assert_string_equal(options.run.connects[0].host, "");
	assert_int_equal(options.run.connects[0].port, 0);
	assert_string_equal(options.run.connects[0].to_host, "127.0.0.1");
	assert_int_equal(options.run.connects[0].to_port, 0);
	arena_free(arena);
}

static void assert_content(const char *file, const char *want)
{
	char text[64] = "";
	FILE *stream = fopen(file, "r");

	assert_non_null(stream);
	assert_int_equal(
		fread(text, 1, sizeof(text) - 1, stream), strlen(want));
	assert_string_equal(text, want);
	fclose(stream);
}

/* A file is whole or what it was before. */
static void test_output(void **state)
{
	char folder[] = "/tmp/test_options.XXXXXX";
	char file[64], missing[64];
	struct stat status;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(file, sizeof(file), "%s/report", folder);
	snprintf(missing, sizeof(missing), "%s/no/report", folder);
	umask(022);
	assert_true(output_write(file, "one", 3));
	assert_content(file, "one");
	assert_int_equal(stat(file, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0644);
	assert_true(output_write(file, "two two", 7));
	assert_content(file, "two two");
	assert_false(output_write(missing, "x", 1));
	assert_int_equal(errno, ENOENT);
	assert_false(output_write(folder, "x", 1));
	assert_int_equal(errno, EISDIR);
	assert_false(output_write("/dev/full", "x", 1));
	assert_int_equal(errno, ENOSPC);
	assert_true(output_write("/dev/null", "x", 1));
	assert_int_equal(unlink(file), 0);
	assert_int_equal(rmdir(folder), 0); /* nothing else was left there */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_overrides),
		cmocka_unit_test(test_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
