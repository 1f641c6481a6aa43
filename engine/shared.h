/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What the checks of an engine share. */
#ifndef MAILSONDE_ENGINE_SHARED_H
#define MAILSONDE_ENGINE_SHARED_H

#include "engine/engine.h"
#include "engine/limits.h"
#include "engine/names.h"
#include "engine/pool.h"
#include "net/local.h"
#include "net/tls.h"

struct engine {
	struct engine_limits most;
	struct limits *limits;
	struct names *names;
	struct local_view *local;
	struct trust_store *trust;
	struct tls_context *tls;
	struct pool *pool;
};

#endif
