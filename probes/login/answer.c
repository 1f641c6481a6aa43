/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "probes/login/login.h"

void login_note_answer(
	struct dialogue *d, bool accepted, unsigned code, struct octets reply)
{
	struct login_facts *login = &d->facts->login;

	login->answer = accepted ? ANSWER_POSITIVE : ANSWER_NEGATIVE;
	login->code = code;
	login->reply = dialogue_keep(d, reply);
	if (accepted)
		return;
	d->facts->reply_code = code;
	dialogue_stop(d, ST_REFUSED, reply);
}
