/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "tests/unit/settings/settings_run.h"
#include "settings/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int settings_set_up(void **state)
{
	struct settings_run *f = memory_calloc(1, sizeof(*f));

	f->arena = arena_new();
	snprintf(f->folder, sizeof(f->folder), "/tmp/test_settings.XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	setenv("MAILSONDE_PROFILE_PATH", f->folder, 1);
	setenv("XDG_CONFIG_HOME", f->folder, 1);
	*state = f;
	return 0;
}

int settings_tear_down(void **state)
{
	struct settings_run *f = *state;
	char *command = arena_printf(f->arena, "rm -rf '%s'", f->folder);

	assert_int_equal(system(command), 0);
	arena_free(f->arena);
	free(f);
	return 0;
}

void settings_has_words(const char *message, const char *words, const char *of)
{
	assert_non_null(message);
	if (!strstr(message, words))
		fail_msg("of %s: \"%s\" is not in \"%s\"", of, words, message);
	for (const char *at = message; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			fail_msg("of %s: an octet %d in \"%s\"", of, *at,
				message);
}

const char settings_full_profile[] =
	"<?xml version='1.0'?>\n"
	"<profile xmlns='urn:mailsonde:profile:1' name='full' title=' A  B '>\n"
	"<note> one\n two </note><note>three</note>\n"
	"<source title='S1' url='https://s.example/' looked-up='2026-11-22'\n"
	"  certainty='confirmed'> some \n of it</source>\n"
	"<source title='S2' looked-up='2015' certainty='uncertain'/>\n"
	"<endpoint service='smtp' port='587' mode='explicit'>\n"
	"<tls version='1.0' expect='forbidden' severity='warning' note='n'/>\n"
	"<tls version='1.3' expect='required'/>\n"
	"<tls-best at-least='1.3'/>\n"
	"<greeting product='X &amp; Y'><pattern>^220  a</pattern>\n"
	"<pattern>b{1,3}|\\{</pattern></greeting>\n"
	"<auth mechanism='XOAUTH2' expect='required' severity='info'/>\n"
	"<auth mechanism='LOGIN' expect='allowed'/>\n"
	"<capability name='8BITMIME' expect='required' severity='error'/>\n"
	"</endpoint>\n"
	"<endpoint service='pop3' host='B.example' port='110'"
	" mode='cleartext'/>\n"
	"</profile>\n";
