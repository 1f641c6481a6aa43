/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* A probe that was ordered: from its order to its facts. */
#ifndef MAILSONDE_ENGINE_RUN_SLOT_H
#define MAILSONDE_ENGINE_RUN_SLOT_H

#include "engine/run/parts.h"

/* When the follow-ups of the endpoint are over at the latest. */
int64_t slot_follow_up_ends(
	const struct runner *runner, const struct endpoint_run *run);

/* Takes room for one more connection, which slot_land() gives back. Answers
 * false if there is none now. */
bool slot_take_room(struct runner *runner, struct endpoint_run *run)
	__attribute__((warn_unused_result));

/* Whether the server is given up: what begins now could make its silences take
 * more than twice the timeout together. */
bool slot_is_stalled(
	const struct runner *runner, const struct endpoint_run *run);

/* When that is, if it stays silent. */
int64_t slot_stalls_us(
	const struct runner *runner, const struct endpoint_run *run);

/* What is not asked until then is no silence of the server's. */
void slot_pause(struct endpoint_run *run, int64_t until_us);

/* Notes whether a job that ended heard anything. */
void slot_hear(const struct runner *runner, struct endpoint_run *run,
	const struct probe_job *job);

/* Orders a probe: it waits until it is due. The run has room for PROBES_MAX. */
void slot_add(struct endpoint_run *run, const struct probe_order *order);

/* Whether it still has to be made. */
bool slot_waits(const struct slot *slot);

/* Begins the probe. Answers false if there is no room for it now: the runner is
 * woken once there is. If no thread can be had it ends at once, with that as a
 * fact. */
bool slot_launch(struct runner *runner, struct endpoint_run *run,
	struct slot *slot) __attribute__((warn_unused_result));

/* A probe of the endpoint is in flight no more. */
void slot_land(struct runner *runner, struct endpoint_run *run);

/* A probe that could not even begin is a fact, too. `detail` is static. */
void slot_end_unmade(struct runner *runner, struct endpoint_run *run,
	struct slot *slot, enum status status, const char *detail);

/* Lists the facts of all that ended in the endpoint's, settled; what was asked
 * ahead only once that counts. */
void slot_keep_ended(struct endpoint_run *run);

/* At the end, frees the facts of what was asked ahead and does not count. */
void slot_drop_idle(struct endpoint_run *run);

/* A probe that has not ended so long after its deadline computes. */
#define SLOT_GRACE_US 600000

/* When that is, by io_now_us(): sooner if the user interrupts. */
int64_t slot_overdue_us(
	const struct runner *runner, const struct probe_job *job);

/* Abandons those of the endpoint's slots, each with that as a fact, and asks
 * nothing more of a server that can do this. Else sets when to come back, if
 * that is sooner. */
void slot_watch(struct runner *runner, struct endpoint_run *run);

/* Stops what is under way, and drops what waits. */
void slot_cancel(struct endpoint_run *run);

#endif
