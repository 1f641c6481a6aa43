/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What tools/embed.sh builds in beside the profiles: the schema that every
 * profile is held to. */
#ifndef MAILSONDE_SETTINGS_BUILTIN_H
#define MAILSONDE_SETTINGS_BUILTIN_H

#include "settings/settings.h"

extern const unsigned char builtin_profile_schema[];
extern const size_t builtin_profile_schema_length;

#endif
