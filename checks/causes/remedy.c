/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/remedy.h"

#include "checks/causes/theory.h"
#include "checks/causes/view.h"
#include "checks/product.h"
#include "model/table.h"

#include <string.h>

#define IN (1u << SERVICE_IMAP | 1u << SERVICE_POP3)
#define OUT (1u << SERVICE_SMTP)

const struct remedy_row remedy_table[] = {
#include "checks/causes/remedies.inc"
};
const size_t remedy_count = COUNT_OF(remedy_table);

static const struct remedy_row *find_row(const struct product *product,
	enum service service, enum remedy_topic topic)
{
	for (size_t i = 0; product && i < COUNT_OF(remedy_table); i++) {
		const struct remedy_row *row = &remedy_table[i];

		if (row->topic == topic &&
			strncmp(product->id, row->product,
				strlen(row->product)) == 0 &&
			(!row->services || row->services & 1u << service))
			return row;
	}
	return NULL;
}

void remedy_advise(struct work *work, struct theory *theory,
	const struct view *view, enum remedy_topic topic)
{
	const struct product *product = product_of(view->facts);
	const struct remedy_row *row =
		find_row(product, view->endpoint->service, topic);
	const char *told = theory->remedies[AUDIENCE_ADMIN];
	const char *general = theory->cause->remedies[AUDIENCE_ADMIN];

	/* Nobody but its makers can set anything in Exchange Online. */
	if (!row || strcmp(product->id, "exchange-online") == 0)
		return;
	if (!told) {
		theory_advise(theory, AUDIENCE_ADMIN,
			general ? arena_printf(work->arena, "%s %s", general,
					  row->text)
				: row->text);
		return;
	}
	/* Another product of the same host. */
	if (general && strncmp(told, general, strlen(general)) == 0 &&
		!strstr(told, row->text))
		theory->remedies[AUDIENCE_ADMIN] =
			arena_printf(work->arena, "%s %s", told, row->text);
}
