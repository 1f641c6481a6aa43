/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* Certificates. */

#include "checks/causes/cause.h"

const struct cause cause_anchors_missing = {
	.id = "anchors-missing",
	.first = AUDIENCE_ADMIN,
	.title = "This computer has no list of trusted authorities",
	.explanation = "Certificates are judged by a list of "
		       "authorities that each computer has. It is "
		       "missing or empty here, so that nothing can be "
		       "judged. The servers are not at fault.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"There is nothing to set in the mail "
				"program. Ask whoever looks after this "
				"computer.",
			[AUDIENCE_HELPDESK] =
				"Run the check on a computer that has "
				"the list.",
			[AUDIENCE_ADMIN] =
				"Install the package ca-certificates "
				"on this computer, or name a file with "
				"--ca-file.",
		},
	.example = "-  certificate: CN=mail.example.com\n"
		   "-  no trust anchors on this computer",
	.reference = "RFC 5280 section 6.1.1",
};

const struct cause cause_clock_wrong = {
	.id = "clock-wrong",
	.first = AUDIENCE_USER,
	.title = "The date of this computer is wrong",
	.explanation = "A certificate is good from one date to "
		       "another. A computer whose clock is wrong takes "
		       "good certificates for outdated ones, or for "
		       "ones that are not good yet. An empty battery "
		       "on the main board is the usual reason.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Set the date, the time and the time "
				"zone of your computer right, turn on "
				"that they are set automatically, and "
				"try again.",
			[AUDIENCE_HELPDESK] =
				"Have the caller read out the date, "
				"with the year, that the computer "
				"shows. If it is lost again with each "
				"start, the battery is empty.",
			[AUDIENCE_NETWORK] =
				"See that this network lets computers "
				"set their clocks (NTP).",
		},
	.confirm = "The computer shows another date than a phone does.",
	.example = "-  clock of this computer: 2011-01-01\n"
		   "S: 220 mail.example.com ESMTP Exim; Tue, 03 Nov "
		   "2026 10:00:00 +0000\n"
		   "-  certificate valid from 2026-10-01",
	.reference = "RFC 5280 section 4.1.2.5",
};

const struct cause cause_certificate_expired = {
	.id = "certificate-expired",
	.first = AUDIENCE_ADMIN,
	.title = "The server's certificate has run out",
	.explanation = "A certificate is good up to a date, and then a new "
		       "one must be put in its place. Here that was not done. "
		       "The connection is still encrypted, but no program can "
		       "tell any more that this is the right server.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"See that the date of your computer is "
				"right. If it is, there is nothing for "
				"you to set: do not tell the program "
				"to accept the certificate, and wait "
				"for the provider.",
			[AUDIENCE_HELPDESK] =
				"Tell the provider. If many callers "
				"report it, it is known soon.",
			[AUDIENCE_ADMIN] =
				"Renew the certificate, have the "
				"service read it, and find out why the "
				"renewal did not come by itself.",
		},
	.confirm = "Another computer, whose date is right, says the same.",
	.example = "-  certificate: CN=mail.example.com, valid until "
		   "2026-10-31\n"
		   "-  clock of this computer: 2026-11-22",
	.reference = "RFC 5280 section 4.1.2.5",
};

const struct cause cause_certificate_not_yet_valid = {
	.id = "certificate-not-yet-valid",
	.first = AUDIENCE_ADMIN,
	.title = "The server's certificate is not good yet",
	.explanation = "A certificate is good from a date on, and that "
		       "date has not come yet. Either it was put in "
		       "too early, or made by a computer whose clock "
		       "was wrong; or the clock here is wrong.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"See that the date of your computer is "
				"right. If it is, there is nothing for "
				"you to set.",
			[AUDIENCE_HELPDESK] =
				"Compare the date of the caller's "
				"computer with your own. If it is "
				"right, tell the provider.",
			[AUDIENCE_ADMIN] =
				"Put the former certificate back until "
				"the new one is good, and see the "
				"clock of whatever issued it.",
		},
	.confirm = "Another computer, whose date is right, says the same.",
	.example = "-  certificate: CN=mail.example.com, valid from "
		   "2026-12-01\n"
		   "-  clock of this computer: 2026-11-22",
	.reference = "RFC 5280 section 4.1.2.5",
};

const struct cause cause_certificate_issuer_expired = {
	.id = "certificate-issuer-expired",
	.first = AUDIENCE_ADMIN,
	.title = "A certificate that vouches for the server's has run "
		 "out",
	.explanation = "The server's own certificate is in date, but it is "
		       "vouched for by another one, and that has run out. The "
		       "server sends an old intermediate certificate, or this "
		       "computer's list of authorities is old.",
	.remedies =
		{
			[AUDIENCE_USER] = "Update your system: its list of "
					  "authorities may be out of date. If "
					  "that does not help, tell your "
					  "provider.",
			[AUDIENCE_HELPDESK] =
				"Compare with a computer that is up to "
				"date. If it fails there, too, tell "
				"the provider.",
			[AUDIENCE_ADMIN] =
				"Put the current intermediate "
				"certificate of your issuer in place "
				"of the old one.",
		},
	.confirm = "A computer that is up to date says the same: it is "
		   "the server.",
	.example = "-  certificate 1: CN=mail.example.com, valid until "
		   "2027-01-01\n"
		   "-  certificate 2: CN=Example intermediate, valid "
		   "until 2026-09-30",
	.reference = "RFC 5280 section 6.1.3",
};

const struct cause cause_certificate_name_cn_only = {
	.id = "certificate-name-cn-only",
	.first = AUDIENCE_ADMIN,
	.title = "The certificate has its name in the wrong place",
	.explanation = "Certificates used to carry the server's name "
		       "in one place (the common name), and now carry "
		       "it in another (the alternative names). "
		       "Programs no longer look into the old place.",
	.remedies =
		{
			[AUDIENCE_USER] = "There is nothing to set. "
					  "Tell your provider.",
			[AUDIENCE_HELPDESK] = "Tell the provider.",
			[AUDIENCE_ADMIN] =
				"Have the certificate issued anew, "
				"with the name among its alternative "
				"names (subjectAltName).",
		},
	.example = "-  certificate: CN=mail.example.com, no "
		   "subjectAltName",
	.reference = "RFC 9525 section 6.3; RFC 7817 section 3",
};

const struct cause cause_certificate_name_mismatch = {
	.id = "certificate-name-mismatch",
	.first = AUDIENCE_USER,
	.title = "The certificate is made out for another name",
	.explanation = "The server proves that it is somebody, but not the "
		       "one whom the settings name. Most often the provider's "
		       "server has another name than the one that was "
		       "entered; otherwise the wrong certificate is "
		       "installed, or another server answers.",
	.remedies =
		{
			[AUDIENCE_USER] = "Compare the server's name in your "
					  "mail program with the one that your "
					  "provider publishes. Do not tell the "
					  "program to accept the certificate.",
			[AUDIENCE_HELPDESK] =
				"See whether one of the certificate's "
				"names is the one that the provider "
				"publishes; if so, have it entered. "
				"Never have the warning confirmed.",
			[AUDIENCE_ADMIN] =
				"Have a certificate issued for this "
				"name too, or publish the name that is "
				"in the certificate.",
		},
	.confirm = "With a name of the certificate, which the provider "
		   "publishes, the warning is gone.",
	.example = "-  server name asked for: mail.example.com\n"
		   "-  certificate for: server17.example.net",
	.reference = "RFC 9525 section 6",
};
