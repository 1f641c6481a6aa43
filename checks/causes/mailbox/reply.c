/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/mailbox/reply.h"

#include "checks/causes/wording.h"
#include "model/table.h"

#include <string.h>

#define LOGIN (REPLY_PASSWORD | REPLY_TOKEN)
#define ANYWHERE (LOGIN | REPLY_MAILBOX | REPLY_SENDER)

static const struct reply_row rows[] = {
#include "checks/causes/mailbox/foreign_replies.inc"
#include "checks/causes/mailbox/replies.inc"
};

static bool fits_words(const struct reply_row *row, struct octets reply)
{
	return (!row->words || wording_have(reply, row->words)) &&
	       (!row->also || wording_have(reply, row->also)) &&
	       (!row->unless || !wording_have(reply, row->unless));
}

static bool fits(const struct reply_row *row, enum reply_place place,
	struct octets reply, struct octets host)
{
	return (row->places & place) && fits_words(row, reply) &&
	       (!row->hosts || wording_have(host, row->hosts));
}

const struct reply_row *reply_find(
	enum reply_place place, struct octets reply, const char *host)
{
	struct octets name = {(const unsigned char *)host, strlen(host)};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (fits(&rows[i], place, reply, name))
			return &rows[i];
	return NULL;
}
