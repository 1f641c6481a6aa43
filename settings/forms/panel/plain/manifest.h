/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The files of a Kubernetes cluster, as far as they are no settings. */
#ifndef MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_MANIFEST_H
#define MAILSONDE_SETTINGS_FORMS_PANEL_PLAIN_MANIFEST_H

#include "model/arena.h"

/* The text without its documents that publish ports of the cluster's own
 * ("kind: Service"): their lines are empty. Any other text is returned as it
 * is. */
struct octets panel_manifest_read(struct arena *arena, struct octets text);

#endif
