/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The readers of settings: what each form says, as one line for each server;
 * what cannot be read, with its place; and that nothing secret gets out. */

#include "model/memory.h"
#include "model/table.h"
#include "model/text/spell.h"
#include "settings/forms/apple/cms.h"
#include "settings/forms/forms.h"
#include "settings/library/profile.h"
#include "tests/unit/unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CANARY "hunter2-canary"

/* "imap imap.example.com:993 implicit 2\"SSL\" as jo, mode-word 4" */
static const char *describe_entry(
	struct arena *arena, const struct matrix_entry *entry)
{
	const struct endpoint *endpoint = &entry->endpoint;
	const char *line = arena_printf(arena, "%s %s:%u %s %u\"%s\"",
		service_name(endpoint->service), endpoint->host, endpoint->port,
		mode_name(endpoint->mode), entry->origin.line,
		entry->origin.said ? entry->origin.said : "");

	if (entry->account.user_name)
		line = arena_printf(
			arena, "%s as %s", line, entry->account.user_name);
	for (size_t i = 0; i < entry->account.authentication_count; i++)
		line = arena_printf(arena, "%s by %s", line,
			entry->account.authentications[i]);
	for (int v = TLS_1_0; v <= TLS_1_3; v++)
		if (entry->expectation.tls[v].demand == DEMAND_REQUIRED)
			line = arena_printf(
				arena, "%s TLS %s", line, tls_version_name(v));
	for (size_t i = 0; i < entry->remark_count; i++)
		line = arena_printf(arena, "%s, %s %u", line,
			spell_remark_kind(entry->remarks[i].kind),
			entry->remarks[i].line);
	return line;
}

static const char *describe(struct arena *arena, const struct matrix *matrix)
{
	const char *text = "";

	for (size_t i = 0; i < matrix->entry_count; i++)
		text = arena_printf(arena, "%s%s\n", text,
			describe_entry(arena, &matrix->entries[i]));
	for (size_t i = 0; i < matrix->skipped_count; i++)
		text = arena_printf(arena, "%snot used: %s %u (%s)\n", text,
			matrix->skipped[i].what, matrix->skipped[i].line,
			matrix->skipped[i].why);
	if (matrix->note && !matrix->skipped_count)
		text = arena_printf(arena, "%snote: %s\n", text, matrix->note);
	return text;
}

/* What is read of the text; the message, if nothing is. */
static const char *result_of(struct arena *arena, const char *name,
	const char *data, size_t length, const char **ret_form)
{
	const struct form *form = name ? forms_find(name) : NULL;
	const struct octets text = arena_octets(arena, data, length);
	struct problem error = {0};
	struct matrix matrix;

	*ret_form = NULL;
	if (!forms_read(arena, "here", text, form, NULL, &matrix, &error)) {
		assert_int_equal(error.kind, PROBLEM_DATA);
		return problem_say(arena, &error);
	}
	*ret_form = matrix.form;
	return describe(arena, &matrix);
}

struct sample {
	const char *name;
	const char *form; /* that it is taken for */
	const char *text;
	const char *want;
};

/* All that differ are told, not the first alone. */
static void check_samples(const struct sample *samples, size_t count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		const char *form;
		const char *got = result_of(arena, NULL, samples[i].text,
			strlen(samples[i].text), &form);

		if (strcmp(got, samples[i].want) != 0 || !form ||
			strcmp(form, samples[i].form) != 0) {
			fprintf(stderr,
				"%s (%s, as %s): instead of\n%sthere "
				"is\n%s\n",
				samples[i].name, samples[i].form,
				form ? form : "nothing", samples[i].want, got);
			wrong++;
		}
		arena_free(arena);
	}
	assert_int_equal(wrong, 0);
}

static const struct sample panels[] = {
#include "tests/unit/settings/panels.inc"
#include "tests/unit/settings/panels_advice.inc"
#include "tests/unit/settings/panels_answers.inc"
#include "tests/unit/settings/panels_code.inc"
#include "tests/unit/settings/panels_devices.inc"
#include "tests/unit/settings/panels_field.inc"
#include "tests/unit/settings/panels_labels.inc"
#include "tests/unit/settings/panels_tables.inc"
#include "tests/unit/settings/panels_world.inc"
};

static void pasted_text(void **state)
{
	(void)state;
	check_samples(panels, COUNT_OF(panels));
}

static const struct sample cleartext[] = {
#include "tests/unit/settings/panels_cleartext.inc"
};

static void no_encryption_in_all_tongues(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cleartext); i++) {
		struct arena *arena = arena_new();
		const char *form;
		const char *got = result_of(arena, NULL, cleartext[i].text,
			strlen(cleartext[i].text), &form);

		if (strncmp(got, "imap imap.example.com:10143 cleartext ",
			    38) != 0)
			fail_msg("%s: %s", cleartext[i].name, got);
		arena_free(arena);
	}
}

static const struct sample files[] = {
#include "tests/unit/settings/forms.inc"
#include "tests/unit/settings/forms_more.inc"
};

static void files_of_programs(void **state)
{
	(void)state;
	check_samples(files, COUNT_OF(files));
}

/* What cannot be read: the place, and what was expected there. */
static void refusals(void **state)
{
	static const struct {
		const char *form; /* NULL: by content */
		const char *text;
		const char *words;
	} cases[] = {
		{NULL,
			"Service\tServer\tPort\n"
			"IMAP\timap.example.com\t99x\n",
			"here:2: \"99x\" is not a port number; expected"},
		{NULL, "IMAP\nServer: imap.example.com\nPort: 99x\n",
			"here:3: \"99x\" is not a port number; expected"},
		{NULL, "IMAP\nServer: imap.example.com\nPort: l43\n",
			"here:3: \"l43\" is not a port number; expected"},
		{NULL, "IMAP\nServer: imap.example.com\nPort: 123456\n",
			"here:3: \"123456\" is not a port number"},
		{NULL, "IMAP\nServer: imap.example.com\nPort: -993\n",
			"here:3: \"-993\" is not a port number; expected"},
		{NULL,
			"IMAP\nServer: imap.example.com\nPort:\xe2\x88\x92"
			"993\n",
			"here:3: \"-993\" is not a port number; expected"},
		{NULL, "IMAP imap.example.com:-993 SSL\n",
			"here:1: \"-993\" is not a port number; expected"},
		{NULL, "IMAP imap.example.com:99x SSL\n",
			"here:1: \"99x\" is not a port number; expected"},
		{NULL, "IMAP imap.example.com port 0 SSL\n",
			"here:1: \"0\" is not a port number; expected"},
		{NULL, "IMAP\nServer: imap..example.com\nPort: 993\n",
			"here:2: \"imap..example.com\" is not a server name"},
		{"ssmtp", "mailhub = smtp.example.com\n",
			"here:1: the server cannot be used: the program reads "
			"an empty name there; a blank around the equals sign"},
		{"ssmtp", "mailhub=\n",
			"here:1: the server cannot be used: the name is "
			"missing"},
		{"dma", "SMARTHOST\nAUTHPATH /etc/dma/auth.conf\n",
			"here:1: the server cannot be used: the name is "
			"missing"},
		{NULL, "POP setting\nServer setting: not available\n",
			"here:1: this says that there are no settings"},
		{NULL, "service,host,port,mode\nimap,a.example,993,maybe\n",
			"here:2: \"maybe\": SSL/TLS, STARTTLS"},
		{NULL, "service,host,mode,password\nimap,a.example," CANARY,
			"here:2: 4 columns were expected here"},
		{NULL, "service,host,port\nimap,imaps://jo:" CANARY "@a,993\n",
			"here:2: the text here (not shown) is not a server"},
		{"urls", "imaps://jo:" CANARY "@a.example\n",
			"here:1: a URL with an \"@\" (not shown here): leave"},
		{"ssmtp", "mailhub=jo:" CANARY "@smtp.example.com\n",
			"here:1: the text here (not shown) is not a port"},
		{NULL, "<clientConfig><emailProvider>",
			"here:1: Premature end"},
		{NULL, "<clientConfig><a>&" CANARY ";</a></clientConfig>",
			"here:1: there is an"},
		{NULL, "<!DOCTYPE a [<!ENTITY a 'b'>]><plist>&a;</plist>",
			"here:1: declarations of entities"},
		{NULL, "<report/>", "here:1: this is XML, but <report>"},
		{NULL, "", "here:1: this is empty"},
		{NULL, "hello", "here:1: this is in no form"},
		{"getmail", "hello", "here:1: a type of retriever"},
		{"msmtp", "account a\nhost b.example\ntls maybe\n",
			"here:3: \"maybe\": on or off"},
		{"fetchmail", "poll", "here:1: the name of a server"},
		{"fetchmail", "skip a.example.com via",
			"here:1: the name of a server"},
		{"autoconfig", "IMAP a.example 993", "here:1: "},
		{"mobileconfig", "<plist/>", "here:1: this configuration"},
		{"prefs", "hello", "here:1: no server was found here"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena *arena = arena_new();
		const char *form;
		const char *got = result_of(arena, cases[i].form, cases[i].text,
			strlen(cases[i].text), &form);

		assert_null(form);
		if (strncmp(got, cases[i].words, strlen(cases[i].words)) != 0)
			fail_msg("\"%s\" instead of \"%s\"", got,
				cases[i].words);
		assert_null(strstr(got, CANARY));
		arena_free(arena);
	}
}

/* A signature around "<plist/>", in parts and of indefinite length; each octet
 * that is missing or wrong leaves nothing, or something, but never too much. */
static void signatures(void **state)
{
	static const unsigned char octets[] = {0x30, 0x80, 0x06, 0x09, 0x2a,
		0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02, 0xa0, 0x80,
		0x30, 0x80, 0x02, 0x01, 0x01, 0x31, 0x80, 0x30, 0x02, 0x05,
		0x00, 0x00, 0x00, 0x30, 0x80, 0x06, 0x01, 0x01, 0xa0, 0x80,
		0x24, 0x80, 0x04, 0x81, 0x04, '<', 'p', 'l', 'i', 0x24, 0x06,
		0x04, 0x04, 's', 't', '/', '>', 0x00, 0x00, 0x00, 0x00, 0x00,
		0x00};
	unsigned char copy[sizeof(octets)];
	struct octets text = {copy, sizeof(octets)}, content;
	struct arena *arena = arena_new();

	(void)state;
	memcpy(copy, octets, sizeof(octets));
	assert_true(cms_content(arena, text, &content));
	assert_string_equal((const char *)content.data, "<plist/>");
	assert_int_equal(content.length, 8);
	for (text.length = 0; text.length < 54; text.length++)
		assert_false(cms_content(arena, text, &content));
	text.length = sizeof(octets);
	for (size_t i = 0; i < sizeof(octets); i++)
		for (unsigned octet = 0; octet < 256; octet++) {
			copy[i] = (unsigned char)octet;
			if (cms_content(arena, text, &content))
				assert_true(content.length <= sizeof(octets));
			copy[i] = octets[i];
		}
	arena_free(arena);
}

/* All that is shown, or written, of what was read */
static const char *everything_of(struct arena *arena, struct matrix *matrix)
{
	char *xml;
	size_t length;
	FILE *stream = open_memstream(&xml, &length);
	const char *all;

	profile_write(stream, arena, matrix, 1, "canary", "2026-01-01");
	fclose(stream);
	all = arena_printf(arena, "%s%s", describe(arena, matrix), xml);
	free(xml);
	for (size_t i = 0; i < matrix->entry_count; i++) {
		const struct matrix_entry *entry = &matrix->entries[i];

		all = arena_printf(arena, "%s %s %s", all,
			entry->account.label ? entry->account.label : "",
			entry->account.address ? entry->account.address : "");
		for (size_t k = 0; k < entry->remark_count; k++)
			all = arena_printf(arena, "%s %s", all,
				entry->remarks[k].said ? entry->remarks[k].said
						       : "");
	}
	return all;
}

/* Of the samples, which have passwords where such files have them. */
static void passwords_stay_inside(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(files) + COUNT_OF(panels); i++) {
		const struct sample *sample =
			i < COUNT_OF(files) ? &files[i]
					    : &panels[i - COUNT_OF(files)];
		struct arena *arena = arena_new();
		const struct octets text = {(const unsigned char *)sample->text,
			strlen(sample->text)};
		struct problem error = {0};
		struct matrix matrix;

		assert_true(forms_read(
			arena, "here", text, NULL, NULL, &matrix, &error));
		assert_null(strstr(everything_of(arena, &matrix), "hunter2"));
		arena_free(arena);
	}
}

/* The seeds of the fuzz targets: each is taken for the form of its folder. */
static void check_seed(const char *form, const char *path)
{
	struct arena *arena = arena_new();
	FILE *stream = fopen(path, "r");
	char *data = memory_calloc(1, 65536);
	struct problem error = {0};
	struct matrix matrix;
	struct octets text;

	assert_non_null(stream);
	text = arena_octets(arena, data, fread(data, 1, 65535, stream));
	fclose(stream);
	text = arena_octets(arena, data, text.length);
	if (forms_read(arena, "here", text, NULL, NULL, &matrix, &error)) {
		assert_string_equal(matrix.form, form);
		if (strstr(everything_of(arena, &matrix), "not-read"))
			fail_msg("%s: a password gets out", path);
	} else if (!strstr(problem_say(arena, &error),
			   "this Autodiscover answer holds")) {
		fail_msg("%s: %s", path, problem_say(arena, &error));
	}
	free(data);
	arena_free(arena);
}

static void seeds_of_fuzz_targets(void **state)
{
	const char *top = getenv("srcdir");

	(void)state;
	if (!top)
		skip();
	for (size_t i = 0; i < forms_count; i++) {
		char path[4096];
		struct dirent *entry;
		size_t count = 0;
		DIR *folder;

		snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/%s", top,
			forms_table[i]->name);
		folder = opendir(path);
		if (!folder)
			fail_msg("%s: there are no seeds", path);
		while ((entry = readdir(folder))) {
			char file[4096 + 300];

			if (entry->d_name[0] == '.')
				continue;
			snprintf(file, sizeof(file), "%s/%s", path,
				entry->d_name);
			check_seed(forms_table[i]->name, file);
			count++;
		}
		closedir(folder);
		assert_true(count > 0);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(pasted_text),
		cmocka_unit_test(no_encryption_in_all_tongues),
		cmocka_unit_test(files_of_programs),
		cmocka_unit_test(refusals),
		cmocka_unit_test(signatures),
		cmocka_unit_test(passwords_stay_inside),
		cmocka_unit_test(seeds_of_fuzz_targets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
