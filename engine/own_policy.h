/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A policy of one's own: what was seen of servers in good order, demanded from
 * now on. */
#ifndef MAILSONDE_ENGINE_OWN_POLICY_H
#define MAILSONDE_ENGINE_OWN_POLICY_H

#include "model/policy.h"
#include "model/report.h"

/* Makes a policy of the facts of a report that was judged by the checks: for
 * each endpoint the TLS versions accepted and refused, the certificate's trust,
 * name, issuer and key, what is offered before and inside TLS, and the product.
 * Each rule is one that holds for these facts; what was not seen is not
 * demanded. It is in `arena`, and has no rules if nothing was seen. */
struct policy own_policy(struct arena *arena, const struct report *report);

#endif
