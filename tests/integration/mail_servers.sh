# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Cyrus, Courier, and Postfix with Cyrus SASL for tests; sourced behind netns.sh,
# lib.sh and servers.sh. They look for their things in places of the machine,
# which this test's own mounts hide. Debian lets only one IMAP server be
# installed; autogen.sh unpacks the others here.
unpacked=/usr/local/lib/mailsonde-tests

# A /dev with a log of our own, $tmp/syslog.
own_syslog()
{
	mkdir "$tmp/dev"
	mount -t tmpfs none "$tmp/dev"
	for device in null zero full random urandom; do
		: >"$tmp/dev/$device"
		mount --bind "/dev/$device" "$tmp/dev/$device"
	done
	ln -s /proc/self/fd "$tmp/dev/fd"
	mkdir -m 1777 "$tmp/dev/shm"
	python3 "$srcdir/tests/integration/mailbox/syslog.py" "$tmp/dev/log" \
		"$tmp/syslog" </dev/null 9>&- &
	children="$children $!"
	timeout 30 sh -c 'until [ -e "$0" ]; do sleep 0.1; done' "$tmp/dev/log"
	mount --rbind "$tmp/dev" /dev
	umount -R -l "$tmp/dev"
}

# Sets `key` and `chain` to files of the folder.
split_certificate()
{
	key=$1/key.pem chain=$1/chain.pem
	openssl pkey -in "$certs/good.pem" >"$key"
	sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' "$certs/good.pem" >"$chain"
}

# sasl_user FILE REALM USER: with the password of the file $tmp/password
sasl_user()
{
	printf %s "$(cat "$tmp/password")" |
		saslpasswd2 -p -c -f "$1" -u "$2" "$3"
}

sasl_mechanisms="PLAIN LOGIN CRAM-MD5 DIGEST-MD5 NTLM SCRAM-SHA-1 SCRAM-SHA-256"

# Sets imap_port, imaps_port, pop3_port and pop3s_port, and `cyrus` to its
# folder. The users are jo and ann at example.test.
start_cyrus()
{
	make_certificates
	cyrus=$tmp/cyrus
	start_server "$tmp/syslog" 'ready for work' configure_cyrus \
		timeout 300 "$(command -v cyrmaster || echo /usr/sbin/cyrmaster)" \
		-C "$cyrus/imapd.conf" -M "$cyrus/cyrus.conf" \
		-p "$cyrus/pid" -D
}

configure_cyrus()
{
	rm -rf "$cyrus"
	mkdir -p "$cyrus/spool" "$cyrus/lock" "$cyrus/proc"
	for folder in backup db log msg proc ptclient quota sieve socket user; do
		mkdir -p "$cyrus/lib/$folder"
	done
	split_certificate "$cyrus"
	take_port imap_port 143
	take_port imaps_port 993
	take_port pop3_port 110
	take_port pop3s_port 995
	cat >"$cyrus/imapd.conf" <<-END
		configdirectory: $cyrus/lib
		partition-default: $cyrus/spool
		defaultpartition: default
		mboxname_lockpath: $cyrus/lock
		proc_path: $cyrus/proc
		servername: $host
		virtdomains: userid
		defaultdomain: example.test
		unixhierarchysep: yes
		autocreate_quota: 0
		sasl_pwcheck_method: auxprop
		sasl_auxprop_plugin: sasldb
		sasl_sasldb_path: $cyrus/sasldb
		sasl_mech_list: $sasl_mechanisms
		tls_server_cert: $chain
		tls_server_key: $key
		tls_versions: tls1_2 tls1_3
		allowplaintext: no
		debug: yes
		failedloginpause: 0
	END
	programs=$unpacked/usr/lib/cyrus/bin
	cat >"$cyrus/cyrus.conf" <<-END
		START {
		}
		SERVICES {
		  imap cmd="$programs/imapd -C $cyrus/imapd.conf" listen="$address:$imap_port"
		  imaps cmd="$programs/imapd -s -C $cyrus/imapd.conf" listen="$address:$imaps_port"
		  pop3 cmd="$programs/pop3d -C $cyrus/imapd.conf" listen="$address:$pop3_port"
		  pop3s cmd="$programs/pop3d -s -C $cyrus/imapd.conf" listen="$address:$pop3s_port"
		}
	END
	for user in jo ann; do
		sasl_user "$cyrus/sasldb" "$host" $user
	done
	chown -R cyrus:mail "$cyrus"
}

# Postfix that asks Cyrus SASL itself. Sets submission_port and
# submissions_port.
start_sasl_postfix()
{
	dovecot=/nonexistent
	mail_password=$(cat "$tmp/password")
	postfix_settings="smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
smtpd_sasl_local_domain = example.test"
	configure_submission=configure_sasl_postfix
	start_postfix tls-1.2-1.3
}

# Debian's Postfix looks for it beside its own files, whatever these say.
configure_sasl_postfix()
{
	configure_postfix
	mkdir -p "$postfix/sasl"
	cat >"$postfix/sasl/smtpd.conf" <<-END
		pwcheck_method: auxprop
		auxprop_plugin: sasldb
		sasldb_path: $postfix/sasl/db
		mech_list: $sasl_mechanisms
	END
	sasl_user "$postfix/sasl/db" example.test jo
	chown postfix "$postfix/sasl/db"
}

# Sets imap_port, imaps_port, pop3_port and pop3s_port. The user is
# jo@example.test, the log $tmp/courier/log.
start_courier()
{
	make_certificates
	courier=$tmp/courier
	mkdir -p "$courier/etc/authdaemon" "$courier/mail/Maildir/cur" \
		"$courier/mail/Maildir/new" "$courier/mail/Maildir/tmp"
	chown -R nobody:nogroup "$courier/mail"
	mount --bind "$courier/etc" /etc/courier
	mount -t tmpfs none /run
	mkdir -p /run/courier/authdaemon
	cat >/etc/courier/authdaemonrc <<-END
		authmodulelist="authuserdb"
		daemons=2
		authdaemonvar=/run/courier/authdaemon
	END
	cp "$certs/good.pem" /etc/courier/server.pem
	chown courier /etc/courier/server.pem
	openssl dhparam -dsaparam -out /etc/courier/dh.pem 2048 2>"$tmp/err"
	courier_user
	start_server "$courier/log" 'started' configure_courier \
		timeout 300 sh "$courier/run"
}

# hashed KIND
hashed()
{
	{
		cat "$tmp/password"
		cat "$tmp/password"
	} | userdbpw "-$1"
}

courier_user()
{
	{
		printf 'jo@example.test\thome=%s|mail=%s|uid=%s|gid=%s' \
			"$courier/mail" "$courier/mail/Maildir" \
			"$(id -u nobody)" "$(id -g nobody)"
		printf '|systempw=%s|hmac-md5pw=%s\n.\n' "$(hashed md5)" \
			"$(hashed hmac-md5)"
	} >"$courier/users"
	for file in userdb userdbshadow; do
		/usr/lib/courier/courier-authlib/makedatprog "$courier/users" \
			/etc/courier/new "/etc/courier/$file.dat"
	done
	chmod 700 /etc/courier/*.dat
}

# What Courier's own scripts tell its programs, and how they are run.
configure_courier()
{
	take_port imap_port 143
	take_port imaps_port 993
	take_port pop3_port 110
	take_port pop3s_port 995
	parts=$unpacked/usr/lib/courier/courier
	listen="couriertcpd -address=$address -nodnslookup -noidentlookup"
	cat >"$courier/run" <<-END
		exec 2>>$courier/log
		export COURIERTLS=/usr/bin/couriertls MAILDIRPATH=Maildir
		export TLS_CERTFILE=/etc/courier/server.pem TLS_VERIFYPEER=NONE
		export TLS_DHPARAMS=/etc/courier/dh.pem DEBUG_LOGIN=0
		export IMAP_CAPABILITY="IMAP4rev1 UIDPLUS NAMESPACE IDLE AUTH=CRAM-MD5"
		export IMAP_CAPABILITY_TLS="\$IMAP_CAPABILITY AUTH=PLAIN"
		export TLS_STARTTLS_PROTOCOL= POP3AUTH= POP3AUTH_TLS="LOGIN PLAIN CRAM-MD5"
		/usr/lib/courier/courier-authlib/authdaemond &
		started=\$!
		IMAP_TLS=1 $listen $imaps_port \$COURIERTLS -server -tcpd \
			$parts/imaplogin $unpacked/usr/bin/imapd Maildir &
		started="\$started \$!"
		POP3_TLS=1 $listen $pop3s_port \$COURIERTLS -server -tcpd \
			$parts/courierpop3login $parts/courierpop3d Maildir &
		started="\$started \$!"
		IMAP_STARTTLS=YES IMAP_TLS_REQUIRED=1 $listen $imap_port \
			$parts/imaplogin $unpacked/usr/bin/imapd Maildir &
		started="\$started \$!"
		POP3_STARTTLS=YES POP3_TLS_REQUIRED=1 $listen $pop3_port \
			$parts/courierpop3login $parts/courierpop3d Maildir &
		started="\$started \$!"
		until [ -S /run/courier/authdaemon/socket ]; do sleep 0.1; done
		trap 'kill \$started' EXIT
		trap 'exit 0' TERM
		echo started >&2
		wait
	END
}
