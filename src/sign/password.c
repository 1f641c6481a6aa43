/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/sign/password.h"

#include "model/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

struct password {
	char *text;
	size_t size;
	struct rlimit core; /* as it was */
	int dumpable;
};

void password_hide_process(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

/* Only the soft limit, so that it can be raised again. */
static void hide_for_now(struct password *password)
{
	struct rlimit none;

	password->dumpable = prctl(PR_GET_DUMPABLE);
	getrlimit(RLIMIT_CORE, &password->core);
	none = (struct rlimit){0, password->core.rlim_max};
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

/* Swapped out, it would outlive us. */
static void lock(struct password *password)
{
	if (mlock(password->text, password->size) != 0)
		return; /* the limit is low: nothing to be done */
}

static struct password *copy(const char *text)
{
	struct password *password = memory_calloc(1, sizeof(*password));

	hide_for_now(password);
	password->size = strlen(text) + 1;
	password->text = memory_calloc(1, password->size);
	lock(password);
	memcpy(password->text, text, password->size);
	return password;
}

struct password *password_take(bool wanted)
{
	char *found = getenv(PASSWORD_VARIABLE);
	struct password *password;

	if (!found)
		return NULL;
	password = wanted ? copy(found) : NULL;
	/* unsetenv() takes the pointer away, and leaves the text. */
	explicit_bzero(found, strlen(found));
	unsetenv(PASSWORD_VARIABLE);
	return password;
}

void password_wipe(struct password *password)
{
	if (!password || !password->text)
		return;
	explicit_bzero(password->text, password->size);
	munlock(password->text, password->size);
	free(password->text);
	password->text = NULL;
	setrlimit(RLIMIT_CORE, &password->core);
	if (password->dumpable == 1)
		prctl(PR_SET_DUMPABLE, 1);
}

void password_free(struct password *password)
{
	password_wipe(password);
	free(password);
}

const char *password_text(const struct password *password)
{
	return password ? password->text : NULL;
}
