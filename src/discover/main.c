/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* mailsonde-discover, which `mailsonde discover` runs: the same command line,
 * with libcurl and libunbound. */

#include "config.h"

#include "discovery/dns.h"
#include "discovery/domain.h"
#include "model/text/escape.h"
#include "net/io.h"
#include "net/trust/trust.h"
#include "reports/text/page.h"
#include "settings/host.h"
#include "src/check_run.h"
#include "src/commands/commands.h"
#include "src/companion_main.h"
#include "src/discover/show.h"
#include "src/interrupt.h"
#include "src/kept_report.h"
#include "src/output/formats.h"
#include "src/output/plugin.h"
#include "src/output/terminal.h"
#include "src/revocation/revoker.h"
#include "src/sandbox/confine.h"
#include "src/sandbox/sandbox.h"
#include "src/verify.h"

#include <errno.h>
#include <libxml/xmlstring.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define TEXT_COLUMNS 100

/* More than a thousand probes side by side take, most of it address space. */
#define CPU_SECONDS 600
#define MEMORY_MIB 16384

static struct page stdout_page(
	const struct options *options, struct arena *arena)
{
	unsigned columns = output_columns();

	return (struct page){
		.stream = stdout,
		.columns = columns > TEXT_COLUMNS ? TEXT_COLUMNS : columns,
		.color = format_uses_color(options),
		.utf8 = output_is_utf8(),
		.arena = arena,
	};
}

/* On a terminal, each source as it comes. */
static void tell(void *context, const struct source_answer *source)
{
	discover_show_source(context, source);
	fflush(stdout);
}

static int refuse(const struct options *options, struct arena *arena,
	const char *operand, const char *why)
{
	complain_aloud(options, "discover: '%s': %s",
		escape_excerpt(arena,
			(struct octets){(const unsigned char *)operand,
				strlen(operand)},
			100),
		why);
	return EX_USAGE;
}

/* What goes into a request must be what XML can hold. */
static bool is_utf8(const char *text)
{
	return xmlCheckUTF8((const xmlChar *)text);
}

/* operand = [ local-part "@" ] domain */
static int read_operand(
	const struct options *options, struct arena *arena, struct discovery *d)
{
	const char *operand = options->operands[0];
	const char *at = strrchr(operand, '@');
	const char *reason;

	if (at && (at == operand || at - operand > 64 || !at[1]))
		return refuse(options, arena, operand,
			"an address has at most 64 octets before the @ and a "
			"domain after it, as in user@example.com");
	if (!is_utf8(operand))
		return refuse(options, arena, operand, "it is not valid UTF-8");
	for (const char *octet = operand; *octet; octet++)
		if ((unsigned char)*octet <= ' ' || *octet == 0x7f ||
			strchr("<>&\"", *octet))
			return refuse(options, arena, operand,
				"it is neither an address nor a domain, such "
				"as user@example.com");
	if (!host_read(arena, at ? at + 1 : operand, &d->domain, &reason))
		return refuse(options, arena, operand, reason);
	if (!domain_is_public(d->domain))
		return refuse(options, arena, operand,
			"a mail domain contains a dot, as in example.com");
	if (at && at > operand && !options->no_address)
		d->address = arena_printf(arena, "%.*s@%s", (int)(at - operand),
			operand, d->domain);
	return EX_OK;
}

/* Something that was asked and did not answer may have had the settings. */
static int exit_status(const struct options *options, const struct discovery *d)
{
	size_t disagreements;

	if (discovery_best(d)) {
		discovery_disagreements(d, &disagreements);
		return options->fail_on_warning && disagreements ? 1 : 0;
	}
	for (size_t i = 0; i < d->source_count; i++)
		if (d->sources[i].state == SOURCE_FAILED)
			return 2;
	return 1;
}

static bool wants_text(const struct options *options)
{
	return !options->quiet && format_text_on_stdout(options);
}

/* The outputs that are a profile, or those that are not. */
static struct options outputs_of(
	const struct options *options, struct arena *arena, bool profile)
{
	struct options some = *options;
	struct output *outputs = NULL;

	some.output_count = 0;
	for (size_t i = 0; i < options->output_count; i++) {
		const struct output *output = &options->outputs[i];

		if ((output->format == FORMAT_PROFILE) != profile)
			continue;
		outputs = arena_grow(
			arena, outputs, some.output_count, sizeof(*outputs));
		outputs[some.output_count++] = *output;
	}
	some.outputs = outputs;
	return some;
}

/* The text was told already, but for one that goes to a file. */
static int write_kept(const struct options *options, struct arena *arena,
	const struct matrix *matrix)
{
	for (size_t i = 0; i < options->output_count; i++) {
		struct options one = *options;
		int result;

		if (options->outputs[i].format == FORMAT_TEXT &&
			!options->outputs[i].file)
			continue;
		one.outputs = &options->outputs[i];
		one.output_count = 1;
		result = command_write_settings(&one, arena, matrix, 1);
		if (result != EX_OK)
			return result;
	}
	return EX_OK;
}

/* What the search has left of the time for the whole run. */
static int64_t deadline_left(
	const struct options *options, const struct discovery *d)
{
	int64_t left_us =
		options->run.deadline_us - (io_now_us() - d->begin_us);

	if (!options->run.deadline_us)
		return 0;
	return left_us > 0 ? left_us : 1;
}

/* The addresses of the public Internet */
static const struct reach everybodys;

static int verify(const struct options *options, struct arena *arena,
	const struct discovery *d, struct matrix *matrix)
{
	struct options reports = outputs_of(options, arena, false);
	struct options profiles = outputs_of(options, arena, true);
	int written = write_kept(&profiles, arena, matrix);

	if (written != EX_OK)
		return written;
	if (!reports.output_count && !wants_text(options))
		reports.quiet = true;
	reports.run.deadline_us = deadline_left(options, d);
	reports.run.reach = options->allow_private ? NULL : &everybodys;
	return verify_matrices(&reports, arena, d->interrupt_fd, matrix, 1);
}

/* Who reads no text would be told by a missing file alone. */
static void complain_of_nothing(
	const struct options *options, const struct discovery *d)
{
	if (wants_text(options) || options->quiet)
		return;
	if (d->interrupted)
		complain_aloud(options,
			"the search for settings was interrupted, so nothing "
			"was written");
	else
		complain_aloud(options,
			"no settings were found, so nothing was written; "
			"without -o, discover says what it asked");
}

static int go_on(const struct options *options, struct arena *arena,
	const struct discovery *d)
{
	struct matrix matrix;
	int status = exit_status(options, d), other;

	if (!discovery_best(d) || d->interrupted) {
		complain_of_nothing(options, d);
		return d->interrupted && !status ? 2 : status;
	}
	matrix = discovery_matrix(d);
	other = options->check ? verify(options, arena, d, &matrix)
			       : write_kept(options, arena, &matrix);
	return other != EX_OK ? other : status;
}

/* What the user named must be there, and is looked at before anybody is
 * asked. */
static int check_options(const struct options *options, struct arena *arena)
{
	struct options reports = outputs_of(options, arena, false);

	for (size_t i = 0; !options->check && i < reports.output_count; i++)
		if (reports.outputs[i].format != FORMAT_TEXT) {
			complain_aloud(options,
				"-o: discovered settings can be written only "
				"as text or profile; add --check for reports");
			return EX_USAGE;
		}
	if (options->dns_server && !dns_is_server(options->dns_server)) {
		complain_aloud(options,
			"--dns-server: not an address; give ADDRESS, or "
			"ADDRESS@PORT if the port is not 53");
		return EX_USAGE;
	}
	if (options->dns_anchor && access(options->dns_anchor, R_OK) != 0) {
		complain_aloud(options, "--dns-anchor %s: %s",
			options->dns_anchor, strerror(errno));
		return EX_DATAERR;
	}
	if (options->ca_file) {
		struct trust_store *trust;
		int status = check_load_anchors(options, &trust);

		if (status != EX_OK)
			return status;
		trust_store_free(trust);
	}
	return EX_OK;
}

static struct discovery_request request_of(const struct options *options)
{
	return (struct discovery_request){
		.dns_server = options->dns_server,
		.dns_anchor = options->dns_anchor,
		.ca_file = options->ca_file,
		.resolves = options->run.resolves,
		.resolve_count = options->run.resolve_count,
		.connects = options->run.connects,
		.connect_count = options->run.connect_count,
		.family = options->run.family,
		.public_only = !options->allow_private,
		.timeout_us = options->run.deadline_us &&
					      options->run.deadline_us <
						      options->run.timeout_us
				      ? options->run.deadline_us
				      : options->run.timeout_us,
	};
}

/* While programs can still be started. */
static int start_revoker(struct options *options, struct arena *arena)
{
	return options->check && options->revocation
		       ? revoker_start(options, arena, &options->revoker)
		       : EX_OK;
}

/* Before anybody is asked, and while a signal still ends the wait for whoever
 * writes to a pipe. */
static int read_baseline(
	struct options *options, struct arena *arena, struct report *before)
{
	int status;

	if (!options->check || !options->baseline)
		return EX_OK;
	status = kept_report_read(
		options, arena, options->baseline, before, NULL);
	if (status == EX_OK)
		options->before = before;
	return status;
}

static int discover_before(
	struct options *options, struct arena *arena, struct report *before)
{
	struct page page = stdout_page(options, arena);
	struct discovery *d = arena_alloc(arena, sizeof(*d));
	bool live = wants_text(options) && isatty(STDOUT_FILENO);
	struct problem problem;
	int status;

	*d = (struct discovery){.arena = arena, .request = request_of(options)};
	status = read_operand(options, arena, d);
	if (status == EX_OK)
		status = check_options(options, arena);
	if (status == EX_OK)
		status = read_baseline(options, arena, before);
	if (status != EX_OK)
		return status;
	d->interrupt_fd = interrupt_set_up();
	status = start_revoker(options, arena);
	if (status != EX_OK)
		return status;
	confine_probes(options, arena);
	interrupt_catch();
	if (live) {
		d->told = tell;
		d->told_context = &page;
	}
	if (!discovery_run(d, &problem))
		return complain_about_problem(options, &problem);
	if (live)
		page_newline(&page);
	if (wants_text(options))
		discover_show(d, &page, !live);
	if (options->check && wants_text(options))
		page_newline(&page);
	status = go_on(options, arena, d);
	if (terminal_finish() != EX_OK)
		return EX_IOERR;
	return status;
}

static int discover(struct options *options, struct arena *arena)
{
	struct report before;
	int status;

	if (options->run.deadline_us)
		interrupt_limit_inputs(options->run.deadline_us,
			plugin_exit_status(options, EX_DATAERR));
	status = discover_before(options, arena, &before);
	if (options->before)
		report_clear(&before);
	options->before = NULL;
	return status;
}

static void prepare(void)
{
	sandbox_limit(CPU_SECONDS, MEMORY_MIB);
}

int main(int argc, char **argv)
{
	static const struct companion_command command = {
		COMMAND_DISCOVER, "discover", prepare, discover};

	return companion_main(&command, argc, argv);
}
