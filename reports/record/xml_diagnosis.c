/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Diagnoses as elements, each once, at the endpoint where it shows best. */
#include "reports/record/xml_writer.h"

/* The numbers of the endpoints that it explains, counted from 1: "1 2 5". */
static const char *endpoint_list(
	struct arena *arena, const struct diagnosis *diagnosis)
{
	const char *list = "";

	for (size_t i = 0; i < diagnosis->endpoint_count; i++)
		list = arena_printf(arena, "%s%s%zu", list, i ? " " : "",
			diagnosis->endpoints[i] + 1);
	return list;
}

static void write_remedy(struct xml *xml, const struct remedy *remedy)
{
	xml_open(xml, "remedy");
	xml_attribute(xml, "for", audience_name(remedy->audience));
	xml_text(xml, remedy->text);
	xml_close(xml);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void write_diagnosis(
	struct xml *xml, const struct diagnosis *diagnosis, size_t rank)
{
	xml_open(xml, "diagnosis");
	xml_attribute(xml, "id", diagnosis->id);
	xml_attribute(
		xml, "confidence", confidence_name(diagnosis->confidence));
	xml_attribute_number(xml, "rank", (int64_t)rank);
	if (diagnosis->endpoint_count > 1)
		xml_attribute(
			xml, "endpoints", endpoint_list(xml->arena, diagnosis));
	xml_element(xml, "summary", or_empty(diagnosis->summary));
	xml_element(xml, "user-summary", diagnosis->user_summary);
	for (size_t i = 0; i < diagnosis->evidence_count; i++)
		xml_element(xml, "evidence", diagnosis->evidence[i]);
	xml_element(xml, "explanation", or_empty(diagnosis->explanation));
	for (size_t i = 0; i < diagnosis->remedy_count; i++)
		write_remedy(xml, &diagnosis->remedies[i]);
	xml_element(xml, "confirm", diagnosis->confirm);
	xml_element(xml, "reference", diagnosis->reference);
	xml_close(xml);
}

void xml_diagnoses(
	struct xml *xml, const struct report *report, size_t endpoint)
{
	for (size_t i = 0; i < report->diagnosis_count; i++) {
		const struct diagnosis *diagnosis = &report->diagnoses[i];

		if (diagnosis->endpoint_count &&
			diagnosis->endpoints[0] == endpoint)
			write_diagnosis(xml, diagnosis, i + 1);
	}
}
