/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "model/tls/certificate.h"

bool certificate_is_whole(const struct certificate *certificate)
{
	return certificate->subject.data != NULL;
}

bool certificate_has_dates(const struct certificate *certificate)
{
	return certificate->not_before > CERTIFICATE_NO_DATE &&
	       certificate->not_after > CERTIFICATE_NO_DATE;
}
