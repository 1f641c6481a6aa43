/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Which mode and port a record means, by its words and its port. */
#ifndef MAILSONDE_SETTINGS_SETTLE_H
#define MAILSONDE_SETTINGS_SETTLE_H

#include "settings/records.h"

struct settled {
	enum tls_mode mode;
	bool remarked; /* with `remark`, whose mode is `taken` */
	enum remark_kind remark;
	enum tls_mode taken;
};

/* A sure word decides, and whether it works is for the probes to say; what can
 * be read in two ways, the port decides. */
struct settled settle_mode(const struct record *record);

/* The port of a record that names none. */
unsigned settle_port(enum service service, enum mode_word word);

#endif
