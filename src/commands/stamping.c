/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Time stamps of the signature of a report that was kept: the request for one,
 * and the answer put into the signature. */
#include "src/commands/signature.h"

#include "model/text/escape.h"
#include "net/x509/stamping.h"
#include "src/complain.h"
#include "src/kept_report.h"
#include "src/output/output.h"
#include "src/output/place.h"

#include <errno.h>
#include <sysexits.h>
#include <time.h>

static const char *signature_file(
	const struct options *options, struct arena *arena)
{
	return arena_printf(arena, "%s.p7s", options->operands[0]);
}

static int complain_about_file(const struct options *options,
	struct arena *arena, const char *file, const char *problem)
{
	complain_aloud(options, "%s: %s", escape_clean(arena, file), problem);
	return EX_DATAERR;
}

static int write_file(const struct options *options, struct arena *arena,
	const char *file, struct octets octets)
{
	if (output_write(file, octets.data, octets.length))
		return EX_OK;
	complain_aloud(options, "%s: %s; it was not written",
		escape_clean(arena, file), place_problem(errno));
	return EX_IOERR;
}

int signature_write_query(const struct options *options, struct arena *arena)
{
	const char *file = signature_file(options, arena), *problem;
	struct octets signature, query;
	int status = kept_file_read(options, arena, file, &signature);

	if (status != EX_OK)
		return status;
	if (!stamping_query(arena, signature, &query, &problem))
		return complain_about_file(options, arena, file, problem);
	return write_file(options, arena, options->timestamp_query, query);
}

int signature_attach_stamp(const struct options *options, struct arena *arena)
{
	const char *file = signature_file(options, arena), *problem;
	struct stamping stamping = {
		.ca_file = options->ca_file, .now_s = time(NULL)};
	struct octets signature, stamped;
	int status = kept_file_read(options, arena, file, &signature);

	if (status == EX_OK)
		status = kept_file_read(options, arena,
			options->attach_timestamp, &stamping.token);
	if (status != EX_OK)
		return status;
	if (!stamping_attach(arena, signature, &stamping, &stamped, &problem))
		return complain_about_file(options, arena, file,
			arena_printf(arena,
				"the time stamp %s was not attached: %s",
				escape_clean(arena, options->attach_timestamp),
				problem));
	return write_file(options, arena, file, stamped);
}
