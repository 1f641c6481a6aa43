/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

#include "checks/causes/name/known.h"

#include "checks/causes/name/spelling.h"
#include "model/table.h"
#include "model/text/ascii.h"

#include <string.h>

/* The preferred entry of a service first. */
const struct known_host known_hosts[] = {
	{"outlook365", "Microsoft 365", SERVICE_POP3, "outlook.office365.com",
		995, MODE_IMPLICIT},
	{"outlook365", "Microsoft 365", SERVICE_IMAP, "outlook.office365.com",
		993, MODE_IMPLICIT},
	{"outlook365", "Microsoft 365", SERVICE_SMTP, "smtp.office365.com", 587,
		MODE_EXPLICIT},
	{"outlook", "Outlook.com", SERVICE_POP3, "outlook.office365.com", 995,
		MODE_IMPLICIT},
	{"outlook", "Outlook.com", SERVICE_IMAP, "outlook.office365.com", 993,
		MODE_IMPLICIT},
	{"outlook", "Outlook.com", SERVICE_SMTP, "smtp-mail.outlook.com", 587,
		MODE_EXPLICIT},
	{"partner", "Microsoft 365 operated by 21Vianet", SERVICE_POP3,
		"partner.outlook.cn", 995, MODE_IMPLICIT},
	{"partner", "Microsoft 365 operated by 21Vianet", SERVICE_IMAP,
		"partner.outlook.cn", 993, MODE_IMPLICIT},
	{"partner", "Microsoft 365 operated by 21Vianet", SERVICE_SMTP,
		"smtp.partner.outlook.cn", 587, MODE_EXPLICIT},
	{"gcc-high", "Microsoft 365 GCC High", SERVICE_POP3,
		"outlook.office365.us", 995, MODE_IMPLICIT},
	{"gcc-high", "Microsoft 365 GCC High", SERVICE_IMAP,
		"outlook.office365.us", 993, MODE_IMPLICIT},
	{"gcc-high", "Microsoft 365 GCC High", SERVICE_SMTP,
		"smtp.office365.us", 587, MODE_EXPLICIT},
	{"gmail", "Gmail", SERVICE_IMAP, "imap.gmail.com", 993, MODE_IMPLICIT},
	{"gmail", "Gmail", SERVICE_POP3, "pop.gmail.com", 995, MODE_IMPLICIT},
	{"gmail", "Gmail", SERVICE_SMTP, "smtp.gmail.com", 465, MODE_IMPLICIT},
	{"gmail", "Gmail", SERVICE_SMTP, "smtp.gmail.com", 587, MODE_EXPLICIT},
	{"yahoo", "Yahoo Mail", SERVICE_IMAP, "imap.mail.yahoo.com", 993,
		MODE_IMPLICIT},
	{"yahoo", "Yahoo Mail", SERVICE_POP3, "pop.mail.yahoo.com", 995,
		MODE_IMPLICIT},
	{"yahoo", "Yahoo Mail", SERVICE_SMTP, "smtp.mail.yahoo.com", 465,
		MODE_IMPLICIT},
	{"aol", "AOL Mail", SERVICE_IMAP, "imap.aol.com", 993, MODE_IMPLICIT},
	{"aol", "AOL Mail", SERVICE_POP3, "pop.aol.com", 995, MODE_IMPLICIT},
	{"aol", "AOL Mail", SERVICE_SMTP, "smtp.aol.com", 465, MODE_IMPLICIT},
	{"att", "AT&T", SERVICE_IMAP, "imap.mail.att.net", 993, MODE_IMPLICIT},
	{"att", "AT&T", SERVICE_POP3, "inbound.att.net", 995, MODE_IMPLICIT},
	{"att", "AT&T", SERVICE_SMTP, "smtp.mail.att.net", 465, MODE_IMPLICIT},
	{"att", "AT&T", SERVICE_SMTP, "outbound.att.net", 465, MODE_IMPLICIT},
	{"icloud", "iCloud Mail", SERVICE_IMAP, "imap.mail.me.com", 993,
		MODE_IMPLICIT},
	{"icloud", "iCloud Mail", SERVICE_SMTP, "smtp.mail.me.com", 587,
		MODE_EXPLICIT},
	{"fastmail", "Fastmail", SERVICE_IMAP, "imap.fastmail.com", 993,
		MODE_IMPLICIT},
	{"fastmail", "Fastmail", SERVICE_POP3, "pop.fastmail.com", 995,
		MODE_IMPLICIT},
	{"fastmail", "Fastmail", SERVICE_SMTP, "smtp.fastmail.com", 465,
		MODE_IMPLICIT},
	{"zoho", "Zoho Mail", SERVICE_IMAP, "imap.zoho.com", 993,
		MODE_IMPLICIT},
	{"zoho", "Zoho Mail", SERVICE_POP3, "pop.zoho.com", 995, MODE_IMPLICIT},
	{"zoho", "Zoho Mail", SERVICE_SMTP, "smtp.zoho.com", 465,
		MODE_IMPLICIT},
	{"zoho", "Zoho Mail", SERVICE_SMTP, "smtp.zoho.com", 587,
		MODE_EXPLICIT},
	{"gmx-net", "GMX", SERVICE_IMAP, "imap.gmx.net", 993, MODE_IMPLICIT},
	{"gmx-net", "GMX", SERVICE_IMAP, "imap.gmx.net", 143, MODE_EXPLICIT},
	{"gmx-net", "GMX", SERVICE_POP3, "pop.gmx.net", 995, MODE_IMPLICIT},
	{"gmx-net", "GMX", SERVICE_POP3, "pop.gmx.net", 110, MODE_EXPLICIT},
	{"gmx-net", "GMX", SERVICE_SMTP, "mail.gmx.net", 465, MODE_IMPLICIT},
	{"gmx-net", "GMX", SERVICE_SMTP, "mail.gmx.net", 587, MODE_EXPLICIT},
	{"gmx-com", "GMX", SERVICE_IMAP, "imap.gmx.com", 993, MODE_IMPLICIT},
	{"gmx-com", "GMX", SERVICE_IMAP, "imap.gmx.com", 143, MODE_EXPLICIT},
	{"gmx-com", "GMX", SERVICE_POP3, "pop.gmx.com", 995, MODE_IMPLICIT},
	{"gmx-com", "GMX", SERVICE_POP3, "pop.gmx.com", 110, MODE_EXPLICIT},
	{"gmx-com", "GMX", SERVICE_SMTP, "mail.gmx.com", 465, MODE_IMPLICIT},
	{"gmx-com", "GMX", SERVICE_SMTP, "mail.gmx.com", 587, MODE_EXPLICIT},
	{"web-de", "WEB.DE", SERVICE_IMAP, "imap.web.de", 993, MODE_IMPLICIT},
	{"web-de", "WEB.DE", SERVICE_IMAP, "imap.web.de", 143, MODE_EXPLICIT},
	{"web-de", "WEB.DE", SERVICE_POP3, "pop3.web.de", 995, MODE_IMPLICIT},
	{"web-de", "WEB.DE", SERVICE_POP3, "pop3.web.de", 110, MODE_EXPLICIT},
	{"web-de", "WEB.DE", SERVICE_SMTP, "smtp.web.de", 465, MODE_IMPLICIT},
	{"web-de", "WEB.DE", SERVICE_SMTP, "smtp.web.de", 587, MODE_EXPLICIT},
	{"ionos", "IONOS", SERVICE_IMAP, "imap.1und1.de", 993, MODE_IMPLICIT},
	{"ionos", "IONOS", SERVICE_IMAP, "imap.1und1.de", 143, MODE_EXPLICIT},
	{"ionos", "IONOS", SERVICE_POP3, "pop.1und1.de", 995, MODE_IMPLICIT},
	{"ionos", "IONOS", SERVICE_POP3, "pop.1und1.de", 110, MODE_EXPLICIT},
	{"ionos", "IONOS", SERVICE_SMTP, "smtp.1und1.de", 465, MODE_IMPLICIT},
	{"ionos", "IONOS", SERVICE_SMTP, "smtp.1und1.de", 587, MODE_EXPLICIT},
	{"posteo", "Posteo", SERVICE_IMAP, "posteo.de", 993, MODE_IMPLICIT},
	{"posteo", "Posteo", SERVICE_IMAP, "posteo.de", 143, MODE_EXPLICIT},
	{"posteo", "Posteo", SERVICE_POP3, "posteo.de", 995, MODE_IMPLICIT},
	{"posteo", "Posteo", SERVICE_POP3, "posteo.de", 110, MODE_EXPLICIT},
	{"posteo", "Posteo", SERVICE_SMTP, "posteo.de", 465, MODE_IMPLICIT},
	{"posteo", "Posteo", SERVICE_SMTP, "posteo.de", 587, MODE_EXPLICIT},
	{"telekom", "Telekom (T-Online)", SERVICE_IMAP,
		"secureimap.t-online.de", 993, MODE_IMPLICIT},
	{"telekom", "Telekom (T-Online)", SERVICE_POP3, "securepop.t-online.de",
		995, MODE_IMPLICIT},
	{"telekom", "Telekom (T-Online)", SERVICE_SMTP,
		"securesmtp.t-online.de", 465, MODE_IMPLICIT},
	{"telekom", "Telekom (T-Online)", SERVICE_SMTP,
		"securesmtp.t-online.de", 587, MODE_EXPLICIT},
	{"mail-ru", "Mail.ru", SERVICE_IMAP, "imap.mail.ru", 993,
		MODE_IMPLICIT},
	{"mail-ru", "Mail.ru", SERVICE_IMAP, "imap.mail.ru", 143,
		MODE_EXPLICIT},
	{"mail-ru", "Mail.ru", SERVICE_POP3, "pop.mail.ru", 995, MODE_IMPLICIT},
	{"mail-ru", "Mail.ru", SERVICE_SMTP, "smtp.mail.ru", 465,
		MODE_IMPLICIT},
	{"mail-ru", "Mail.ru", SERVICE_SMTP, "smtp.mail.ru", 587,
		MODE_EXPLICIT},
	{"yandex", "Yandex", SERVICE_IMAP, "imap.yandex.com", 993,
		MODE_IMPLICIT},
	{"yandex", "Yandex", SERVICE_POP3, "pop.yandex.com", 995,
		MODE_IMPLICIT},
	{"yandex", "Yandex", SERVICE_SMTP, "smtp.yandex.com", 465,
		MODE_IMPLICIT},
	{"comcast", "Comcast", SERVICE_IMAP, "imap.comcast.net", 993,
		MODE_IMPLICIT},
	{"comcast", "Comcast", SERVICE_IMAP, "imap.comcast.net", 143,
		MODE_EXPLICIT},
	{"comcast", "Comcast", SERVICE_POP3, "mail.comcast.net", 995,
		MODE_IMPLICIT},
	{"comcast", "Comcast", SERVICE_POP3, "mail.comcast.net", 110,
		MODE_EXPLICIT},
	{"comcast", "Comcast", SERVICE_SMTP, "smtp.comcast.net", 465,
		MODE_IMPLICIT},
	{"comcast", "Comcast", SERVICE_SMTP, "smtp.comcast.net", 587,
		MODE_EXPLICIT},
	{"orange", "Orange", SERVICE_IMAP, "imap.orange.fr", 993,
		MODE_IMPLICIT},
	{"orange", "Orange", SERVICE_POP3, "pop.orange.fr", 995, MODE_IMPLICIT},
	{"orange", "Orange", SERVICE_SMTP, "smtp.orange.fr", 465,
		MODE_IMPLICIT},
};
const size_t known_host_count = COUNT_OF(known_hosts);

const struct known_domain known_domains[] = {
	{"gmail.com", "gmail"},
	{"googlemail.com", "gmail"},
	{"outlook.com", "outlook"},
	{"hotmail.com", "outlook"},
	{"hotmail.co.uk", "outlook"},
	{"hotmail.fr", "outlook"},
	{"hotmail.de", "outlook"},
	{"live.com", "outlook"},
	{"msn.com", "outlook"},
	{"office365.com", "outlook365"},
	{"outlook.office365.com", "outlook365"},
	{"outlook.office.com", "outlook365"},
	{"office.com", "outlook365"},
	{"outlook.cn", "partner"},
	{"office365.us", "gcc-high"},
	{"yahoo.com", "yahoo"},
	{"mail.yahoo.com", "yahoo"},
	{"ymail.com", "yahoo"},
	{"aol.com", "aol"},
	{"att.net", "att"},
	{"icloud.com", "icloud"},
	{"me.com", "icloud"},
	{"mac.com", "icloud"},
	{"fastmail.com", "fastmail"},
	{"fastmail.fm", "fastmail"},
	{"zoho.com", "zoho"},
	{"gmx.net", "gmx-net"},
	{"gmx.de", "gmx-net"},
	{"gmx.at", "gmx-net"},
	{"gmx.ch", "gmx-net"},
	{"gmx.com", "gmx-com"},
	{"web.de", "web-de"},
	{"1und1.de", "ionos"},
	{"ionos.de", "ionos"},
	{"posteo.de", "posteo"},
	{"t-online.de", "telekom"},
	{"mail.ru", "mail-ru"},
	{"yandex.com", "yandex"},
	{"yandex.ru", "yandex"},
	{"comcast.net", "comcast"},
	{"orange.fr", "orange"},
};
const size_t known_domain_count = COUNT_OF(known_domains);

const struct known_host *known_by_host(const char *host, enum service service)
{
	const struct known_host *found = NULL;

	for (size_t i = 0; i < known_host_count; i++) {
		if (ascii_compare(known_hosts[i].host, host) != 0)
			continue;
		if (known_hosts[i].service == service)
			return &known_hosts[i];
		if (!found)
			found = &known_hosts[i];
	}
	return found;
}

const struct known_host *known_of_provider(
	const char *provider, enum service service)
{
	const struct known_host *found = NULL;

	for (size_t i = 0; i < known_host_count; i++) {
		if (strcmp(known_hosts[i].provider, provider) != 0)
			continue;
		if (known_hosts[i].service == service)
			return &known_hosts[i];
		if (!found)
			found = &known_hosts[i];
	}
	return found;
}

const struct known_host *known_by_domain(
	const char *domain, enum service service)
{
	for (size_t i = 0; i < known_domain_count; i++)
		if (ascii_compare(known_domains[i].domain, domain) == 0)
			return known_of_provider(
				known_domains[i].provider, service);
	return NULL;
}
