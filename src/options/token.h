/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The options of the command token, as those of src/options/values.h. */
#ifndef MAILSONDE_SRC_OPTIONS_TOKEN_H
#define MAILSONDE_SRC_OPTIONS_TOKEN_H

#include "src/options/values.h"

void option_set_provider(struct reading *r, const char *value);
void option_set_client_id(struct reading *r, const char *value);
void option_set_client_secret_file(struct reading *r, const char *value);
void option_set_tenant(struct reading *r, const char *value);
void option_set_scope(struct reading *r, const char *value);
void option_set_flow(struct reading *r, const char *value);
void option_set_store(struct reading *r, const char *value);
void option_set_refresh(struct reading *r, const char *value);
void option_set_print(struct reading *r, const char *value);

#endif
