/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "src/output/html.h"

#include "checks/causes/cause.h"
#include "checks/check.h"
#include "model/text/digest.h"
#include "reports/page/page.h"
#include "reports/record/comparison.h"
#include "reports/record/xml.h"
#include "src/commands/commands.h"
#include "src/companion.h"
#include "src/kept_report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

const char *html_title(const char *id)
{
	const struct check *check = check_find(id);

	if (check)
		return check->title;
	for (size_t i = 0; i < cause_count; i++)
		if (strcmp(cause_table[i]->id, id) == 0)
			return cause_table[i]->title;
	return NULL;
}

static int complain_about_program(const struct options *options)
{
	complain_aloud(options,
		"--stylesheet: mailsonde-html is not installed; install "
		"it, or build mailsonde without --without-xslt");
	return EX_USAGE;
}

int html_prepare(const struct options *options, struct arena *arena)
{
	const char *file = options->stylesheet;
	struct stat status;

	if (!companion_path(arena, "html"))
		return complain_about_program(options);
	if (access(file, R_OK) != 0 || stat(file, &status) != 0)
		complain_aloud(
			options, "--stylesheet %s: %s", file, strerror(errno));
	else if (!S_ISREG(status.st_mode))
		complain_aloud(options,
			"--stylesheet %s: not a regular file; name the file "
			"of the stylesheet itself",
			file);
	else
		return EX_OK;
	return EX_DATAERR;
}

/* By the program that has libxslt. */
static int write_styled(FILE *stream, const struct options *options,
	struct arena *arena, const char *xml, size_t length)
{
	const char *path = companion_path(arena, "html");
	size_t page_length;
	char *page;
	int status;

	if (!path)
		return complain_about_program(options);
	if (companion_filter(path, options->stylesheet, xml, length, &page,
		    &page_length, &status)) {
		fwrite(page, 1, page_length, stream);
		free(page);
		return EX_OK;
	}
	complain_aloud(options, "-o html: the page could not be created");
	return status == EX_DATAERR ? EX_DATAERR : EX_SOFTWARE;
}

static ssize_t add_octets(void *digest, const char *data, size_t length)
{
	digest_add(digest, data, length);
	return (ssize_t)length;
}

/* Of what -o xml writes beside the page. NULL if memory ran out. */
static const char *record_digest(const struct options *options,
	struct arena *arena, const struct report *report)
{
	struct digest digest;
	FILE *stream = fopencookie(
		&digest, "w", (cookie_io_functions_t){.write = add_octets});
	bool done;

	if (!stream)
		return NULL;
	digest_begin(&digest);
	done = report_write_xml(stream, report, options->transcript);
	return fclose(stream) == 0 && done ? digest_end(&digest, arena) : NULL;
}

/* The file that the XML report goes to; NULL if it goes nowhere. */
static const char *record_file(const struct options *options)
{
	for (size_t i = 0; i < options->output_count; i++)
		if (options->outputs[i].format == FORMAT_XML &&
			options->outputs[i].file)
			return options->outputs[i].file;
	return NULL;
}

static const char *verify_words(
	struct arena *arena, const char *file, const char *signature)
{
	if (!file)
		return NULL;
	return arena_printf(arena,
		signature ? "mailsonde report --verify %s" : "sha256sum %s",
		file);
}

static struct page_options page_options(
	const struct options *options, struct arena *arena)
{
	const struct kept *kept = options->kept;
	struct page_options page = {
		.transcript = options->transcript,
		.title = html_title,
		.file = kept ? kept->file : record_file(options),
		.digest = kept ? kept->digest : NULL,
		.signature = kept ? kept->signature : NULL,
	};

	if (!kept && options->keeper && page.file)
		page.signature = arena_printf(
			arena, "In %s.p7s, made with the report.", page.file);
	page.verify = verify_words(arena, page.file, page.signature);
	return page;
}

int html_write_report(FILE *stream, const struct options *options,
	struct arena *arena, const struct report *report)
{
	struct page_options page;
	size_t length;
	char *xml;
	int status;

	if (!options->stylesheet) {
		page = page_options(options, arena);
		if (!page.digest)
			page.digest = record_digest(options, arena, report);
		report_write_page(stream, report, &page);
		return page.digest ? EX_OK : EX_OSERR;
	}
	xml = report_to_xml(report, options->transcript, &length);
	if (!xml)
		return EX_OSERR;
	status = write_styled(stream, options, arena, xml, length);
	free(xml);
	return status;
}

int html_write_comparison(FILE *stream, const struct options *options,
	struct arena *arena, const struct comparison *comparison)
{
	size_t length;
	char *xml;
	int status;

	if (!options->stylesheet) {
		page_write_comparison(stream, comparison);
		return EX_OK;
	}
	xml = comparison_to_xml(comparison, &length);
	if (!xml)
		return EX_OSERR;
	status = write_styled(stream, options, arena, xml, length);
	free(xml);
	return status;
}
