/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The server's state, or its methods. */

#include "checks/causes/cause.h"

const struct cause cause_login_method = {
	.id = "login-method",
	.first = AUDIENCE_HELPDESK,
	.title = "The server does not accept the login method",
	.summary = "{places} does not accept the login method.",
	.user_summary = "Your mail program and {server} have no way to sign in "
			"in common.",
	.explanation =
		"None of the methods that the server offers here works with "
		"the password or token that was given, or the server refuses a "
		"method that it offers. Inside TLS it may offer others.",
	.remedies =
		{
			[AUDIENCE_USER] = "Choose the authentication method "
					  "that your provider names in its "
					  "instructions.",
			[AUDIENCE_HELPDESK] =
				"Have the caller choose one of the methods "
				"that the server offers after TLS has started.",
			[AUDIENCE_ADMIN] = "Enable a method that works with "
					   "passwords (PLAIN, LOGIN) or with "
					   "tokens (OAUTHBEARER, XOAUTH2).",
		},
	.example = "S: 504 5.7.4 Unrecognized authentication type",
	.reference = "RFC 4954 section 4; RFC 9051 section 6.2.2; RFC 5034 "
		     "section 4",
	.supposed = true,
};

const struct cause cause_mailbox_needs_id = {
	.id = "mailbox-needs-id",
	.first = AUDIENCE_USER,
	.title = "The server opens mailboxes only for programs that give their "
		 "name",
	.summary = "{places} accepted the login, but opens the mailbox only "
		   "for programs that send their name with the ID command.",
	.user_summary = "The login worked, but {server} wants to know which "
			"mail program it is.",
	.explanation =
		"Some providers, such as 163.com and 126.com, refuse to open a "
		"mailbox unless the mail program has told its name with IMAP's "
		"ID command. mailsonde sends it only to servers that list it, "
		"as this one does not, so whether the mailbox opens after it "
		"was not tested.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Update the mail program. If it still cannot "
				"open the mailbox, use one that sends the ID "
				"command, such as the provider's own.",
			[AUDIENCE_HELPDESK] =
				"The login worked: do not have the password "
				"changed. Use a mail program that sends the ID "
				"command, or POP3.",
			[AUDIENCE_ADMIN] =
				"Open the mailbox for programs that do not "
				"send ID, too: the command is meant for "
				"statistics and support.",
		},
	.confirm = "After the ID command, the same account opens its mailbox.",
	.example = "S: a3 NO EXAMINE Unsafe Login. Please contact the provider",
	.reference = "RFC 2971 section 3.1",
	.supposed = true,
};

const struct cause cause_message_refused = {
	.id = "message-refused",
	.first = AUDIENCE_ADMIN,
	.title = "The server does not accept the test message",
	.summary = "{places} accepted the login, but not the test message.",
	.user_summary = "The login worked, but {server} does not accept a "
			"message.",
	.explanation = "The server refused the message for good, and its "
		       "answer does not say why in words that mailsonde "
		       "knows. A content filter, a limit or a rule about the "
		       "sender or the recipient may be the reason.",
	.remedies =
		{
			[AUDIENCE_USER] = "Send this report to your provider.",
			[AUDIENCE_HELPDESK] =
				"Have a message sent from another mail "
				"program. If it is refused as well, send this "
				"report to the server's administrator.",
			[AUDIENCE_ADMIN] =
				"Look in the server's log for the message at "
				"the time of this report, and for the filter "
				"or the rule that refused it.",
		},
	.confirm = "The server's log names the rule that refused the message.",
	.example = "S: 554 Transaction failed",
	.reference = "RFC 5321 section 4.2.5; RFC 3463",
	.supposed = true,
};

const struct cause cause_login_connections = {
	.id = "login-connections",
	.first = AUDIENCE_USER,
	.title = "The account has too many connections open",
	.summary = "{places} says that the account has too many connections "
		   "open.",
	.user_summary = "Too many of your devices are connected to {server} at "
			"the same time.",
	.explanation = "Servers limit how many connections an account may have "
		       "at the same time. Phones and programs that check many "
		       "folders use several each.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close the mail program on devices "
					  "that you do not need, wait some "
					  "minutes and try again.",
			[AUDIENCE_HELPDESK] =
				"Have the caller close other mail programs; "
				"some have a setting for the number of "
				"connections.",
			[AUDIENCE_ADMIN] = "Raise the limit. In Dovecot: "
					   "mail_max_userip_connections.",
		},
	.example = "S: a2 NO [ALERT] Too many simultaneous connections.",
	.supposed = true,
};

const struct cause cause_login_throttled = {
	.id = "login-throttled",
	.first = AUDIENCE_USER,
	.title = "The server slows this account down",
	.summary = "{places} puts logins or messages of this account off for "
		   "some time.",
	.user_summary = "{Server} wants you to wait before you try again.",
	.explanation = "The account or this network made more requests, or "
		       "sent more messages, than the provider allows in some "
		       "time. The password may be right.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait as long as the message says, "
					  "or an hour, and try again.",
			[AUDIENCE_HELPDESK] =
				"Look for a program that signs in very often. "
				"Then wait and try again.",
		},
	.example = "S: a2 BAD Request is throttled. Suggested Backoff Time: "
		   "299961 milliseconds",
	.supposed = true,
};

const struct cause cause_login_backend = {
	.id = "login-backend",
	.first = AUDIENCE_ADMIN,
	.title = "The server cannot reach a system that it needs",
	.summary = "{places} cannot check logins or open mailboxes at the "
		   "moment.",
	.user_summary = "{Server} has a fault at the moment; your settings may "
			"be right.",
	.explanation = "The server answered that what it needs for the login "
		       "is not available: the directory, the authentication "
		       "service or the mailbox server. That says nothing "
		       "about the password.",
	.remedies =
		{
			[AUDIENCE_USER] = "Wait some minutes and try again.",
			[AUDIENCE_HELPDESK] =
				"Look at the provider's status page, and try "
				"again later.",
			[AUDIENCE_ADMIN] =
				"Check the authentication service, the "
				"directory and the mailbox servers.",
		},
	.confirm = "A later login succeeds.",
	.example = "S: 454 4.7.0 Temporary authentication failure",
	.reference = "RFC 5530 section 3; RFC 3206 section 4; RFC 4954 section "
		     "6",
	.supposed = true,
};
