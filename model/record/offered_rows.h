/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Rows of the record about what a server offers, in several files. */
#ifndef MAILSONDE_MODEL_RECORD_OFFERED_ROWS_H
#define MAILSONDE_MODEL_RECORD_OFFERED_ROWS_H

#include "model/record/rows.h"

/* enum offered_state: "accepted". */
const char *record_offered_state(unsigned state);
bool record_read_state(const char *text, enum offered_state *ret_state)
	__attribute__((warn_unused_result));
extern const struct record_value record_offered_states;

extern const struct record_type record_offered_shown;
extern const struct record_list record_shown_list;
extern const struct record_type record_offered_client;
extern const struct record_list record_client_list;

#endif
