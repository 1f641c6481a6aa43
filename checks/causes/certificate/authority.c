/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/certificate/authority.h"

#include "checks/causes/wording.h"

/* Of public authorities, as their certificates name them. A chain that ends
 * with one of them lacks something; it is not a private one. */
#define PUBLIC_AUTHORITIES                                                     \
	"Let's Encrypt|DigiCert|Sectigo|GlobalSign|GoDaddy|Starfield|"         \
	"Google Trust Services|O=Amazon|Entrust|Certum|Actalis|SwissSign|"     \
	"Buypass|ZeroSSL|IdenTrust|Telekom Security|D-Trust|HARICA|SSL.com|"   \
	"GEANT|COMODO|Thawte|GeoTrust|RapidSSL|USERTRUST|QuoVadis|"            \
	"Microsoft Corporation|T-Systems|Certigna|SECOM|Trustwave"

bool authority_is_public(const struct certificate *certificate)
{
	return wording_have(certificate->issuer, PUBLIC_AUTHORITIES);
}

bool authority_is_makeshift(const struct certificate *certificate)
{
	return wording_have(
		certificate->subject, "invalid2.invalid|No SNI provided");
}
