/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the mailsonde authors */

/* The account or its mailbox: what the provider must set right, or the user in
 * a browser. */

#include "checks/causes/cause.h"

const struct cause cause_login_browser = {
	.id = "login-browser",
	.first = AUDIENCE_USER,
	.title = "The provider wants a login in a web browser first",
	.summary = "{places} wants the user to sign in with a web browser "
		   "first.",
	.user_summary = "{Server} wants you to sign in once with a web "
			"browser.",
	.explanation = "The provider took the login for unusual, or wants the "
		       "user to confirm something. Until then it refuses mail "
		       "programs, whatever the password is.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Sign in to the provider's website on this "
				"computer, confirm what it asks, and try the "
				"mail program again.",
			[AUDIENCE_HELPDESK] =
				"Have the caller sign in with a web browser "
				"from the same network.",
		},
	.confirm = "After a login in the browser, the mail program gets in.",
	.example = "S: a2 NO [WEBALERT https://example.com/] Web login "
		   "required.",
	.supposed = true,
};

const struct cause cause_login_locked = {
	.id = "login-locked",
	.first = AUDIENCE_ADMIN,
	.title = "The account is locked or disabled",
	.summary = "{places} says that the account is locked or disabled.",
	.user_summary = "Your account at {server} is locked or disabled.",
	.explanation = "Accounts are locked by an administrator, for unpaid "
		       "bills or abuse, or for some time after too many wrong "
		       "passwords: often by another device that still has an "
		       "old one.",
	.remedies =
		{
			[AUDIENCE_USER] = "Ask your provider to unlock the "
					  "account. Correct the password on "
					  "your other devices first.",
			[AUDIENCE_HELPDESK] =
				"Find the device that still has an old "
				"password, then have the account unlocked.",
			[AUDIENCE_ADMIN] =
				"Unlock the account, and look in the log for "
				"the addresses of the failed logins.",
		},
	.example = "S: a2 NO [AUTHORIZATIONFAILED] User is disabled",
	.reference = "RFC 5530 section 3",
	.supposed = true,
};

const struct cause cause_login_attempts = {
	.id = "login-attempts",
	.first = AUDIENCE_HELPDESK,
	.title = "Too many logins failed before",
	.summary = "{places} refuses the login because too many failed before.",
	.user_summary = "{Server} refuses your login because too many failed "
			"before.",
	.explanation = "After several wrong passwords, servers refuse every "
		       "login for some time, even with the right password: "
		       "those of one account, or those from one network. Often "
		       "another device still has an old password. The answer "
		       "does not say whether the account is locked.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Correct the password on your other devices, "
				"wait an hour, and try again.",
			[AUDIENCE_HELPDESK] =
				"Find the device that still has an old "
				"password. Then wait an hour and try again; if "
				"that fails, ask the server's administrator "
				"whether the account is locked.",
			[AUDIENCE_ADMIN] =
				"Look in the log for the addresses of failed "
				"logins, and check whether the account or an "
				"address is blocked.",
		},
	.example = "S: 535 5.7.0 (#AUTH005) Too many bad auth attempts.",
	.supposed = true,
};

const struct cause cause_login_administrator = {
	.id = "login-administrator",
	.first = AUDIENCE_ADMIN,
	.title = "Only the server's administrator can help",
	.summary = "{places} refuses the login for a reason that only the "
		   "server's administrator can fix.",
	.user_summary = "{Server} refuses your login. Your provider has to "
			"find out why.",
	.explanation =
		"The reply does not point to the password. Servers send it if "
		"an account is disabled, may not use this service, or has a "
		"damaged mailbox.",
	.remedies =
		{
			[AUDIENCE_USER] = "Send this report to your provider.",
			[AUDIENCE_HELPDESK] =
				"Give this report to the server's "
				"administrator. Changing the password does "
				"not help.",
			[AUDIENCE_ADMIN] = "Look in the server's log at the "
					   "time of this report.",
		},
	.confirm = "The server's log names the reason.",
	.example = "S: a2 NO [CONTACTADMIN] Contact your administrator",
	.reference = "RFC 5530 section 3; RFC 3206 section 5",
	.supposed = true,
};

const struct cause cause_login_policy = {
	.id = "login-policy",
	.first = AUDIENCE_ADMIN,
	.title = "A sign-in policy blocks the login",
	.summary = "A sign-in policy at {places} blocks this login. The "
		   "password may be right.",
	.user_summary = "Your organisation does not allow this way to sign in "
			"to {server}.",
	.explanation = "The organisation's rules decide who may sign in from "
		       "where, with which device and by which method: "
		       "conditional access, security defaults, lists of "
		       "addresses.",
	.remedies =
		{
			[AUDIENCE_USER] = "Ask your organisation's support "
					  "which programs and networks you may "
					  "use.",
			[AUDIENCE_HELPDESK] =
				"Have the administrator look up the login; "
				"changing the password does not help.",
			[AUDIENCE_ADMIN] = "Find the policy in the sign-in "
					   "log. In Microsoft Entra: Sign-in "
					   "logs, tab Conditional Access.",
		},
	.confirm = "The sign-in log names the policy.",
	.example = "S: 535 5.7.139 Authentication unsuccessful, the request "
		   "did not meet the criteria to be authenticated "
		   "successfully.",
	.supposed = true,
};

const struct cause cause_login_service_off = {
	.id = "login-service-off",
	.first = AUDIENCE_USER,
	.title = "The service is switched off for this mailbox",
	.summary = "{places} is switched off for this mailbox.",
	.user_summary = "Access by mail programs is switched off for your "
			"mailbox at {server}.",
	.explanation = "Providers let each user, or the administrator, switch "
		       "POP3, IMAP and SMTP on and off. The password may be "
		       "right.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Sign in to the provider's website and enable "
				"access by mail programs (IMAP, POP3, SMTP) in "
				"the settings.",
			[AUDIENCE_HELPDESK] =
				"Have the service enabled for this mailbox.",
			[AUDIENCE_ADMIN] =
				"Enable the service for the mailbox. In "
				"Exchange: Get-CASMailbox shows ImapEnabled "
				"and PopEnabled, Set-CASMailbox sets them.",
		},
	.confirm = "The service is listed as enabled in the mailbox's "
		   "settings.",
	.example = "S: a2 NO [ALERT] Your account is not enabled for IMAP use.",
	.supposed = true,
};

const struct cause cause_smtp_auth_off = {
	.id = "smtp-auth-off",
	.first = AUDIENCE_ADMIN,
	.title = "SMTP AUTH is switched off",
	.summary = "{places} does not let this account send: SMTP AUTH is "
		   "switched off for the organisation or the mailbox.",
	.user_summary = "Your organisation does not let mail programs send "
			"through {server}.",
	.explanation = "Exchange Online has authenticated SMTP submission "
		       "switched off by default. It can be enabled for the "
		       "whole organisation or for one mailbox.",
	.remedies =
		{
			[AUDIENCE_USER] = "Ask your administrator to enable "
					  "authenticated SMTP for your "
					  "mailbox.",
			[AUDIENCE_HELPDESK] =
				"Ask the administrator to enable "
				"\"Authenticated SMTP\" for the mailbox; "
				"changing the password does not help.",
			[AUDIENCE_ADMIN] =
				"For one mailbox: Set-CASMailbox "
				"-SmtpClientAuthenticationDisabled $false. "
				"For all: Set-TransportConfig "
				"-SmtpClientAuthenticationDisabled $false.",
		},
	.confirm = "Get-CASMailbox and Get-TransportConfig show "
		   "SmtpClientAuthenticationDisabled.",
	.example = "S: 535 5.7.139 Authentication unsuccessful, "
		   "SmtpClientAuthentication is disabled for the Tenant.",
	.supposed = true,
};

const struct cause cause_mailbox_not_connected = {
	.id = "mailbox-not-connected",
	.first = AUDIENCE_ADMIN,
	.title = "The login works, but the mailbox does not open",
	.summary = "{places} accepted the login, but does not open the "
		   "mailbox.",
	.user_summary = "{Server} knows you, but cannot open your mailbox.",
	.explanation =
		"User name and password or token are right. The mailbox is "
		"not there, has no licence, or the service is disabled for "
		"it; the address is an alias and not the primary one; or the "
		"provider has a fault at the moment.",
	.remedies =
		{
			[AUDIENCE_USER] = "Use your primary address as the "
					  "user name. If it is right, wait "
					  "and try again.",
			[AUDIENCE_HELPDESK] =
				"Check that the service is enabled for the "
				"mailbox and that the address is its primary "
				"one; otherwise wait and try again.",
			[AUDIENCE_ADMIN] =
				"Check the mailbox, its licence and its "
				"services. In Exchange: Get-Mailbox and "
				"Get-CASMailbox.",
		},
	.confirm = "The mailbox opens on the provider's website.",
	.example = "S: a3 BAD User is authenticated but not connected.",
	.supposed = true,
};

const struct cause cause_mailbox_full = {
	.id = "mailbox-full",
	.first = AUDIENCE_USER,
	.title = "The mailbox is full",
	.summary = "{places} says that the mailbox is full.",
	.user_summary = "Your mailbox at {server} is full.",
	.explanation = "A full mailbox accepts no new messages, and some "
		       "servers do not even open it.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"Delete large or old messages on the "
				"provider's website, and empty the trash.",
			[AUDIENCE_HELPDESK] =
				"Have the caller delete messages and empty the "
				"trash, or ask the administrator to raise the "
				"quota.",
			[AUDIENCE_ADMIN] = "Raise the quota.",
		},
	.example = "S: a3 NO [OVERQUOTA] Quota exceeded (mailbox for user is "
		   "full)",
	.reference = "RFC 5530 section 3",
	.supposed = true,
};

const struct cause cause_mailbox_in_use = {
	.id = "mailbox-in-use",
	.first = AUDIENCE_USER,
	.title = "Another program has the mailbox open",
	.summary = "{places} says that another program has the mailbox open.",
	.user_summary = "Another program or device is using your mailbox at "
			"{server}.",
	.explanation = "POP3 lets one program at a time into a mailbox. A "
		       "connection that broke can keep it locked for some "
		       "minutes.",
	.remedies =
		{
			[AUDIENCE_USER] = "Close the mail program on your "
					  "other devices, wait ten minutes and "
					  "try again.",
			[AUDIENCE_HELPDESK] =
				"Have the caller close the mail program on "
				"all other devices, and wait ten minutes.",
			[AUDIENCE_ADMIN] = "Find sessions of this user that "
					   "hang, and end them.",
		},
	.example = "S: -ERR [IN-USE] Unable to lock maildrop",
	.reference = "RFC 2449 section 8.1.2",
	.supposed = true,
};

const struct cause cause_sending_blocked = {
	.id = "sending-blocked",
	.first = AUDIENCE_ADMIN,
	.title = "The provider blocks sending",
	.summary = "{places} accepted the login, but accepts no mail from this "
		   "account.",
	.user_summary = "{Server} accepts no mail from your account.",
	.explanation = "Providers block an account that sent spam, often "
		       "because someone else knows the password, and sometimes "
		       "a whole organisation or network. The reply says which.",
	.remedies =
		{
			[AUDIENCE_USER] =
				"If someone else may know your password, "
				"change "
				"it. Then send this report to your provider.",
			[AUDIENCE_HELPDESK] =
				"If the reply names the account, have the "
				"password changed, look for forwarding rules "
				"that the user did not make, and have the "
				"account unblocked. Otherwise, send this "
				"report "
				"to the provider's administrator.",
			[AUDIENCE_ADMIN] =
				"Secure a blocked account, then let it send "
				"again. In Exchange Online: Microsoft "
				"Defender, "
				"Restricted entities. For a blocked "
				"organisation or network, ask the provider's "
				"support.",
		},
	.confirm = "The provider lists what is blocked.",
	.example = "S: 550 5.1.8 Access denied, bad outbound sender",
	.supposed = true,
};

const struct cause cause_send_as_denied = {
	.id = "send-as-denied",
	.first = AUDIENCE_USER,
	.title = "The account may not send as this address",
	.summary = "{places} accepted the login, but not this address as the "
		   "sender.",
	.user_summary = "{Server} does not let you send with this sender's "
			"address.",
	.explanation = "The sender must be an address of the account that "
		       "signed in, unless the server gives it the right to "
		       "send as another.",
	.remedies =
		{
			[AUDIENCE_USER] = "Set the sender's address in the "
					  "mail program to the account's own.",
			[AUDIENCE_HELPDESK] =
				"Compare the sender's address with the "
				"account that signs in.",
			[AUDIENCE_ADMIN] =
				"Give the account the right to send as this "
				"address: Send As in Exchange, "
				"smtpd_sender_login_maps in Postfix.",
		},
	.confirm = "Mail with the account's own address goes out.",
	.example = "S: 553 5.7.1 <jo@example.com>: Sender address rejected: "
		   "not owned by user ann",
	.reference = "RFC 6409 section 6.1",
	.supposed = true,
};
