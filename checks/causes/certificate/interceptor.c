/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/certificate/interceptor.h"

#include "model/text/ascii.h"

#include <string.h>

#define SCANNER(words, name)                                                   \
	{                                                                      \
		words, name, INTERCEPTOR_SCANNER, true                         \
	}
#define GATEWAY(words, name)                                                   \
	{                                                                      \
		words, name, INTERCEPTOR_GATEWAY, true                         \
	}
/* A maker's name alone: the device's own certificate has it, too. */
#define MAKER(words, name)                                                     \
	{                                                                      \
		words, name, INTERCEPTOR_GATEWAY, false                        \
	}

/* The particular before the general. */
const struct interceptor interceptor_table[] = {
	SCANNER("Avast Web/Mail Shield", "Avast"),
	SCANNER("AVG Web/Mail Shield", "AVG"),
	SCANNER("Norton Web/Mail Shield", "Norton"),
	SCANNER("Antivirus for SSL/TLS scanning", "an antivirus program"),
	SCANNER("avast! Mail Scanner", "Avast"),
	SCANNER("avast! trusted CA", "Avast"),
	SCANNER("ESET SSL Filter CA", "ESET"),
	SCANNER("Kaspersky Anti-Virus Personal Root", "Kaspersky"),
	SCANNER("Kaspersky", "Kaspersky"),
	SCANNER("Bitdefender Personal CA", "Bitdefender"),
	SCANNER("Bitdefender", "Bitdefender"),
	SCANNER("BullGuard", "BullGuard"),
	SCANNER("Dr.Web", "Dr.Web"),
	SCANNER("AdGuard Personal CA", "AdGuard"),
	GATEWAY("FortiGate CA", "a Fortinet firewall"),
	GATEWAY("Zscaler", "Zscaler"),
	GATEWAY("Netskope", "Netskope"),
	GATEWAY("goskope", "Netskope"),
	GATEWAY("Cisco Umbrella Root CA", "Cisco Umbrella"),
	GATEWAY("Cloudflare Gateway CA", "Cloudflare Gateway"),
	GATEWAY("Gateway CA - Cloudflare", "Cloudflare Gateway"),
	GATEWAY("Sophos SSL CA", "a Sophos firewall"),
	GATEWAY("Sophos_CA_", "a Sophos firewall"),
	GATEWAY("ProxySG", "a Blue Coat proxy"),
	MAKER("Fortinet", "a Fortinet device"),
	MAKER("Sophos", "a Sophos device"),
	MAKER("Blue Coat", "a Blue Coat proxy"),
	MAKER("Palo Alto", "a Palo Alto firewall"),
	MAKER("WatchGuard", "a WatchGuard firewall"),
	MAKER("Check Point", "a Check Point firewall"),
	MAKER("SonicWall", "a SonicWall firewall"),
	MAKER("Untangle", "an Untangle gateway"),
	MAKER("pfSense", "a pfSense firewall"),
	MAKER("OPNsense", "an OPNsense firewall"),
	MAKER("Decrypt", "a gateway that decrypts"),
};
const size_t interceptor_count =
	sizeof(interceptor_table) / sizeof(*interceptor_table);

/* Whether the words stand in the name, and not within a longer word. */
static bool is_named(struct octets name, const char *words)
{
	size_t length = strlen(words);
	/* The case of a letter is one bit of it. */
	int first = words[0] | 0x20;

	for (size_t i = 0; i + length <= name.length; i++)
		if ((name.data[i] | 0x20) == first &&
			(i == 0 || !ascii_is_letter(name.data[i - 1])) &&
			ascii_compare_n((const char *)name.data + i, words,
				length) == 0)
			return true;
	return false;
}

const struct interceptor *interceptor_of(const struct tls_facts *tls)
{
	for (size_t i = 0; i < interceptor_count; i++)
		for (size_t j = 0; j < tls->chain_count; j++)
			if (is_named(tls->chain[j].issuer,
				    interceptor_table[i].words))
				return &interceptor_table[i];
	return NULL;
}
