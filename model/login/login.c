/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/login/login.h"

#define HELD_NAME(enumerator, name, words) name,
#define HELD_WORDS(enumerator, name, words) words,

static const char *const names[] = {LOGIN_HELD_LIST(HELD_NAME)};
static const char *const words[] = {LOGIN_HELD_LIST(HELD_WORDS)};

const char *login_held_name(enum login_held held)
{
	return names[held];
}

const char *login_held_words(enum login_held held)
{
	return words[held];
}

bool login_held_is_ticket(enum login_held held)
{
	return held >= LOGIN_HELD_TICKET && held <= LOGIN_HELD_TICKET_CLOCK;
}
