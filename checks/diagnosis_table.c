/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The most fundamental first: the order of the table is the order in which
 * they are told. */
#include "checks/diagnose.h"

const struct diagnosis_row diagnosis_table[] = {
#include "checks/diagnosis_rows_name.inc"
#include "checks/diagnosis_rows_network.inc"
#include "checks/diagnosis_rows_first.inc"
#include "checks/diagnosis_rows_starttls.inc"
#include "checks/diagnosis_rows_tls.inc"
#include "checks/diagnosis_rows_certificate.inc"
#include "checks/diagnosis_rows_login.inc"
};
const size_t diagnosis_count =
	sizeof(diagnosis_table) / sizeof(diagnosis_table[0]);
