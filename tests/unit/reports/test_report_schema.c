/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* What is written is as the schema has it, and nothing of it is lost. */
#include "model/table.h"
#include "reports/record/xml.h"
#include "tests/unit/reports/sample_reports.h"
#include "tests/unit/unit.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <stdlib.h>
#include <string.h>

static xmlSchema *read_schema(struct arena *arena)
{
	const char *srcdir = getenv("srcdir");
	xmlSchemaParserCtxt *parser = xmlSchemaNewParserCtxt(arena_printf(
		arena, "%s/data/schemas/report-1.xsd", srcdir ? srcdir : "."));
	xmlSchema *schema = xmlSchemaParse(parser);

	assert_non_null(schema);
	xmlSchemaFreeParserCtxt(parser);
	return schema;
}

static xmlDoc *parse(const char *text, size_t length)
{
	xmlDoc *document = xmlReadMemory(
		text, (int)length, "report.xml", NULL, XML_PARSE_NONET);

	assert_non_null(document);
	return document;
}

static void test_valid(void **state)
{
	struct arena *whole = arena_new();
	xmlSchema *schema = read_schema(whole);

	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		struct arena *arena = arena_new();
		const struct report *report = sample_table[i].sample(arena);
		xmlSchemaValidCtxt *validator = xmlSchemaNewValidCtxt(schema);
		size_t length = 0;
		char *text = report_to_xml(
			report, sample_table[i].transcript, &length);
		xmlDoc *document = parse(text, length);

		assert_int_equal(xmlSchemaValidateDoc(validator, document), 0);
		xmlFreeDoc(document);
		xmlSchemaFreeValidCtxt(validator);
		free(text);
		arena_free(arena);
	}
	xmlSchemaFree(schema);
	arena_free(whole);
}

/* What later work adds has its place in the schema, and what is wrong has
 * none. */
static const struct {
	const char *find;
	const char *put;
	bool valid;
} changes[] = {
	{"</endpoint>",
		"<diagnosis id='wrong-mode' confidence='likely'><summary>s"
		"</summary><evidence>e</evidence><evidence>f</evidence>"
		"<explanation>x</explanation><remedy>r</remedy></diagnosis>"
		"</endpoint>",
		true},
	{"</endpoint>",
		"<diagnosis id='wrong-mode' confidence='surely'><summary/>"
		"<explanation/><remedy/></diagnosis></endpoint>",
		false},
	{"</endpoint>",
		"<diagnosis id='wrong-mode' confidence='certain' "
		"endpoints='1 3'><summary/><user-summary/><explanation/>"
		"<remedy for='user'/><remedy for='network'/><confirm/>"
		"<reference/></diagnosis></endpoint>",
		true},
	{"</endpoint>",
		"<diagnosis id='wrong-mode' confidence='certain' "
		"endpoints='0'><summary/><explanation/></diagnosis></endpoint>",
		false},
	{"</endpoint>",
		"<diagnosis id='wrong-mode' confidence='certain'><summary/>"
		"<explanation/><remedy for='boss'/></diagnosis></endpoint>",
		false},
	{"verdict=\"pass\"", "verdict=\"warning\"", false},
	{"purpose=\"best\"", "purpose=\"good\"", false},
	{"outcome=\"completed\"", "", false},
	{"port=\"995\"", "port=\"0\"", false},
	{"duration-ms=\"412\"", "duration-ms=\"-1\"", false},
	{"started=\"2026-11-22T10:15:30.007Z\"", "started=\"2026-11-22 10:15\"",
		false},
	{"not-tested=\"0\"", "", false},
	{"<summary pass", "<extra/><summary pass", false},
	{"tls-offered=\"1.0 1.1 1.2 1.3\"", "tls-offered=\"1.0, 1.1\"", false},
};

static char *replace(struct arena *arena, const char *text, const char *find,
	const char *put)
{
	const char *found = strstr(text, find);

	assert_non_null(found);
	return arena_printf(arena, "%.*s%s%s", (int)(found - text), text, put,
		found + strlen(find));
}

static void ignore_error(void *context, xmlError *error)
{
	(void)context;
	(void)error;
}

static void test_schema(void **state)
{
	struct arena *arena = arena_new();
	xmlSchema *schema = read_schema(arena);
	size_t length = 0;
	char *text = report_to_xml(sample_office365(arena), true, &length);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		xmlSchemaValidCtxt *validator = xmlSchemaNewValidCtxt(schema);
		char *changed =
			replace(arena, text, changes[i].find, changes[i].put);
		xmlDoc *document = parse(changed, strlen(changed));

		xmlSchemaSetValidStructuredErrors(
			validator, ignore_error, NULL);
		if ((xmlSchemaValidateDoc(validator, document) == 0) !=
			changes[i].valid)
			fail_msg("%s -> %s", changes[i].find, changes[i].put);
		xmlFreeDoc(document);
		xmlSchemaFreeValidCtxt(validator);
	}
	free(text);
	xmlSchemaFree(schema);
	arena_free(arena);
}

/* Every word that the model has, the schema has too. */
static void test_words(void **state)
{
	struct arena *arena = arena_new();
	xmlSchema *schema = read_schema(arena);
	struct report *report = sample_several(arena);
	struct probe_facts *probe = report->endpoints[0].facts.probes[0];
	struct diagnosis *diagnosis = &report->diagnoses[0];
	struct remedy *remedy = &diagnosis->remedies[0];
	struct alert alert = {.received = true};

	(void)state;
	probe->tls.alerts = &alert;
	probe->tls.alert_count = 1;
	for (unsigned i = 0; i < 256; i++) {
		xmlSchemaValidCtxt *validator = xmlSchemaNewValidCtxt(schema);
		size_t length = 0;
		xmlDoc *document;
		char *text;

		alert.code = i;
		probe->status = (enum status)(i % ST_COUNT);
		probe->attempts[0].status = probe->status;
		probe->stage = (enum stage)(i % STAGE_COUNT);
		probe->stage_us[probe->stage] = i;
		probe->purpose = (enum purpose)(i % PURPOSE_COUNT);
		probe->question = (enum question)(i % QUESTION_COUNT);
		probe->port = i + 1;
		probe->full = probe->small_hello = i % 2;
		probe->connect_only = i % 3 == 0;
		probe->by_hello = i % 3 == 1;
		probe->greeting.time_s = i;
		remedy->audience = (enum audience)(i % AUDIENCE_COUNT);
		diagnosis->confidence = (enum confidence)(i % CONFIDENCE_COUNT);
		probe->outcome = (enum outcome)(i % OUTCOME_COUNT);
		probe->mode = (enum tls_mode)(i % MODE_COUNT);
		probe->greeting.service = (enum service)(i % SERVICE_COUNT);
		probe->tls.version = (enum tls_version)(i % TLS_VERSION_COUNT);
		probe->tls.trust = (enum trust)(i % (TRUST_BAD + 1));
		probe->tls.trust_flaws = i % (FLAW_CRITICAL << 1);
		probe->tls.ocsp = (enum ocsp)(i % (OCSP_UNVERIFIED + 1));
		probe->tls.revocation.status =
			(enum revocation)(i % REVOCATION_COUNT);
		probe->peer_close = (enum peer_close)(i % (CLOSE_RESET + 1));
		probe->sys_errno = (int)i;
		text = report_to_xml(report, true, &length);
		document = parse(text, length);
		assert_int_equal(xmlSchemaValidateDoc(validator, document), 0);
		xmlFreeDoc(document);
		xmlSchemaFreeValidCtxt(validator);
		free(text);
	}
	xmlSchemaFree(schema);
	arena_free(arena);
}

/* The reverse of escape_octets(). */
static struct octets unescape(struct arena *arena, const char *text)
{
	unsigned char *octets = arena_alloc(arena, strlen(text) + 1);
	size_t length = 0;

	for (; *text; text++) {
		if (*text != '\\') {
			octets[length++] = (unsigned char)*text;
			continue;
		}
		switch (*++text) {
		case 'x':
			octets[length++] = (unsigned char)strtoul(
				(char[]){text[1], text[2], 0}, NULL, 16);
			text += 2;
			break;
		case 'r':
			octets[length++] = '\r';
			break;
		case 'n':
			octets[length++] = '\n';
			break;
		case 't':
			octets[length++] = '\t';
			break;
		default:
			octets[length++] = (unsigned char)*text;
		}
	}
	return (struct octets){octets, length};
}

static void check_kept(struct arena *arena, xmlXPathContext *context,
	const char *path, struct octets want)
{
	xmlXPathObject *found = xmlXPathEvalExpression(
		BAD_CAST arena_printf(arena, "string(%s)", path), context);
	struct octets got = unescape(arena, (const char *)found->stringval);

	assert_int_equal(got.length, want.length);
	assert_memory_equal(got.data, want.data, want.length);
	xmlXPathFreeObject(found);
}

/* What a server said can be had back from the report, octet for octet. */
static void test_nothing_is_lost(void **state)
{
	struct arena *arena = arena_new();
	struct report *report = sample_hostile(arena);
	struct probe_facts *probe = report->endpoints[0].facts.probes[0];
	unsigned char every[256];
	xmlXPathContext *context;
	size_t length = 0;
	xmlDoc *document;
	char *text;

	(void)state;
	for (size_t i = 0; i < sizeof(every); i++)
		every[i] = (unsigned char)i;
	probe->reply = (struct octets){every, sizeof(every)};
	text = report_to_xml(report, false, &length);
	document = parse(text, length);
	context = xmlXPathNewContext(document);
	xmlXPathRegisterNs(
		context, BAD_CAST "r", BAD_CAST "urn:mailsonde:report:1");
	check_kept(arena, context, "(//r:greeting[@complete])[1]",
		probe->greeting.text);
	check_kept(arena, context, "//r:reply", probe->reply);
	check_kept(arena, context, "(//r:certificate)[1]/@subject",
		probe->tls.chain[0].subject);
	check_kept(arena, context, "(//r:certificate)[1]/r:name[1]",
		probe->tls.chain[0].names[0].value);
	xmlXPathFreeContext(context);
	xmlFreeDoc(document);
	free(text);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_schema),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_nothing_is_lost),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	xmlCleanupParser();
	return failed;
}
