/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The user name, the password, the token: what the user can set right. */

#include "checks/causes/cause.h"

const struct cause cause_login_refused = {
	.id = "login-refused",
	.first = AUDIENCE_HELPDESK,
	.title = "The server refused the user name and password",
	.summary = "{places} refused the login. A wrong password is only one "
		   "of four usual reasons.",
	.user_summary = "{Server} refused your user name or password.",
	.explanation =
		"Servers do not say which of these it is: the password or the "
		"user name is wrong; the provider wants an app password "
		"instead of the account's own; it accepts only OAuth; or this "
		"service is not enabled for the mailbox.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Sign in to the provider's website with the "
				"same user name and password. If that works, "
				"look in the account's settings for app "
				"passwords, and whether access by mail "
				"programs is enabled.",
			[AUDIENCE_HELPDESK] =
				"Have the caller sign in to the provider's "
				"website. If that works, the password is "
				"right: check app passwords, OAuth, and "
				"whether the service is enabled for the "
				"mailbox. Do not try again and again; that "
				"can lock the account.",
			[AUDIENCE_ADMIN] =
				"Look in the log of the authentication service "
				"for the reason.",
		},
	.confirm = "A login to the provider's website shows whether user name "
		   "and password are right.",
	.example = "S: a2 NO [AUTHENTICATIONFAILED] Authentication failed.\n"
		   "S: -ERR Logon failure: unknown user name or bad password.\n"
		   "S: 535 5.7.8 Error: authentication failed",
	.reference = "RFC 5530 section 3; RFC 3206 section 5; RFC 4954 section "
		     "6",
	.supposed = true,
};

const struct cause cause_login_app_password = {
	.id = "login-app-password",
	.first = AUDIENCE_USER,
	.title = "The provider wants an app password",
	.summary = "{places} wants an app password, not the account's own "
		   "password.",
	.user_summary = "{Server} wants a special password for mail programs, "
			"called an app password.",
	.explanation =
		"With two-step verification, and at some providers always, a "
		"mail program cannot use the account's password. The provider "
		"makes a separate one for it, which is shown once.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Sign in to the provider's website, create an "
				"app password in the security settings, and "
				"enter it in the mail program without blanks.",
			[AUDIENCE_HELPDESK] =
				"Have the caller create an app password, or "
				"set the account up with OAuth. Changing the "
				"account's password does not help.",
		},
	.confirm = "The login works with an app password.",
	.example = "S: 534-5.7.9 Application-specific password required.",
	.reference = "RFC 4954 section 6",
	.supposed = true,
};

const struct cause cause_login_user_name = {
	.id = "login-user-name",
	.first = AUDIENCE_USER,
	.title = "The server does not know the user name",
	.summary = "{places} does not know the user name in this form.",
	.user_summary = "{Server} does not know your user name as it is set.",
	.explanation = "Some servers want the whole address as the user name, "
		       "others only the part before the @, and Windows servers "
		       "may want DOMAIN\\name.",
	.remedies =
		{
			[AUDIENCE_USER] = "Enter the user name as your "
					  "provider's instructions say; most "
					  "want the whole mail address.",
			[AUDIENCE_HELPDESK] =
				"Try the other forms of the user name: the "
				"whole address, the part before the @, "
				"DOMAIN\\name.",
		},
	.confirm = "The login works with another form of the user name.",
	.example = "S: -ERR unknown user",
	.supposed = true,
};

const struct cause cause_login_expired = {
	.id = "login-expired",
	.first = AUDIENCE_USER,
	.title = "The password has expired",
	.summary = "{places} says that the password has expired.",
	.user_summary = "Your password at {server} has expired.",
	.explanation = "The server no longer accepts this password; it has to "
		       "be changed.",
	.remedies =
		{
			[AUDIENCE_USER] = "Change the password on the "
					  "provider's website, then enter the "
					  "new one in the mail program.",
			[AUDIENCE_HELPDESK] = "Have the password changed.",
		},
	.example = "S: a2 NO [EXPIRED] Password expired.",
	.reference = "RFC 5530 section 3; RFC 4954 section 6",
	.supposed = true,
};

const struct cause cause_login_token = {
	.id = "login-token",
	.first = AUDIENCE_HELPDESK,
	.title = "The server refused the access token",
	.summary = "{places} refused the access token.",
	.user_summary = "{Server} did not accept the sign-in of the mail "
			"program.",
	.explanation =
		"A token is valid for one service, for a limited time, for one "
		"user and for the requested permissions. Servers rarely say "
		"which of these is wrong: it has expired; it was made for "
		"another service (audience) or lacks a permission (scope); "
		"the user name is not the one it was made for; or the service "
		"is not enabled for the mailbox.",
	.remedies =
		{
			[AUDIENCE_USER] = "Remove the account from the mail "
					  "program and sign in again.",
			[AUDIENCE_HELPDESK] =
				"Get a new token, and compare its audience, "
				"scope and user with what the provider "
				"documents for this service.",
			[AUDIENCE_ADMIN] =
				"Check that the application has the "
				"permission for this service, and that the "
				"service is enabled for the mailbox.",
		},
	.confirm = "The sign-in log of the provider names the reason.",
	.example = "S: a2 NO AUTHENTICATE failed.",
	.reference = "RFC 7628 section 3.2.2",
	.supposed = true,
};
