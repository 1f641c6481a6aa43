# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Dovecot and Postfix for tests; sourced behind lib.sh. Both live in $tmp and on
# loopback alone, with nothing of the machine's own mail set-up, and end with
# the test.

# Clients at the server's own address count as safe for Dovecot, which then
# takes their passwords before TLS. Ours come from 127.0.0.1.
address=127.0.0.2

# What OpenSSL itself allows a server, whatever the machine's own settings say.
# write_openssl_conf FILE MINIMUM MAXIMUM
write_openssl_conf()
{
	cat >"$1" <<-END
		openssl_conf = init
		[init]
		ssl_conf = ssl
		[ssl]
		system_default = tls
		[tls]
		MinProtocol = $2
		MaxProtocol = $3
		CipherString = ${tls_ciphers:-ALL:@SECLEVEL=0}
	END
	chmod 644 "$1"
}

# Sets `tls_min` and `tls_max` for a set-up's name.
read_set_up()
{
	case $1 in
	tls-1.0-1.2) tls_min=TLSv1 tls_max=TLSv1.2 ;;
	tls-1.2-1.3) tls_min=TLSv1.2 tls_max=TLSv1.3 ;;
	tls-1.3) tls_min=TLSv1.3 tls_max=TLSv1.3 ;;
	*) echo "there is no set-up $1" && exit 1 ;;
	esac
}

# start_server LOG WORDS CONFIGURE COMMAND...
# Calls CONFIGURE, which takes free ports, and runs COMMAND until its LOG has
# the WORDS that tell that all ports are open; with other ports, if another
# took them first. Sets `server` to its process.
start_server()
{
	log=$1 words=$2 configure=$3
	shift 3
	for attempt in 1 2 3; do
		$configure
		rm -f "$log"
		"$@" >"$log.out" 2>&1 9>&- &
		server=$!
		waited=0
		while kill -0 "$server" 2>/dev/null && [ $waited -lt 200 ]; do
			if grep -q "$words" "$log" 2>/dev/null; then
				children="$children $server"
				return
			fi
			sleep 0.1
			waited=$((waited + 1))
		done
		kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || :
	done
	echo "the server does not start: $*"
	cat "$log.out" "$log" 2>/dev/null || :
	exit 1
}

stop_server()
{
	kill "$server" && wait "$server" 2>/dev/null || :
}

# start_dovecot SET-UP [cleartext-login]
# Sets imap_port, imaps_port, pop3_port, pop3s_port, sieve_port and lmtp_port.
# Its folder `dovecot` has the socket `auth` for Postfix. With `mail_password` set, anybody logs in with
# that, to the mailbox below its folder `mail`; otherwise nobody does. With
# `usual_ports` set, it listens at those, and Postfix, too. What stands in
# `dovecot_settings` and `postfix_settings` comes last.
start_dovecot()
{
	make_certificates
	dovecot=$tmp/dovecot
	read_set_up "$1"
	disable_plaintext=yes
	[ "${2-}" != cleartext-login ] || disable_plaintext=no
	rm -rf "$dovecot"
	mkdir -p "$dovecot"
	chmod 755 "$dovecot"
	write_openssl_conf "$dovecot/openssl.cnf" "$tls_min" "$tls_max"
	start_server "$dovecot/log" 'starting up' configure_dovecot \
		timeout 300 dovecot -F -c "$dovecot/dovecot.conf"
}

# take_port VARIABLE USUAL
take_port()
{
	port=$2
	[ -n "${usual_ports-}" ] || free_port
	eval "$1=\$port"
}

passdb()
{
	if [ -n "${mail_password-}" ]; then
		echo "driver = static"
		echo "args = password=$mail_password"
	else
		echo "driver = passwd-file"
		echo "args = /dev/null"
	fi
}

configure_dovecot()
{
	take_port imap_port 143
	take_port imaps_port 993
	take_port pop3_port 110
	take_port pop3s_port 995
	take_port sieve_port 4190
	take_port lmtp_port 24
	mkdir -p "$dovecot/mail"
	chmod 777 "$dovecot/mail"
	cat >"$dovecot/dovecot.conf" <<-END
		base_dir = $dovecot/run
		state_dir = $dovecot/run
		log_path = $dovecot/log
		mail_location = maildir:$dovecot/mail
		protocols = imap pop3 sieve lmtp
		listen = $address
		import_environment = TZ OPENSSL_CONF=$dovecot/openssl.cnf
		ssl = yes
		ssl_cert = <$certs/good.pem
		ssl_key = <$certs/good.pem
		ssl_min_protocol = $tls_min
		ssl_cipher_list = ${tls_ciphers:-ALL:@SECLEVEL=0}
		disable_plaintext_auth = $disable_plaintext
		auth_mechanisms = ${auth_mechanisms:-plain login}
		passdb {
		$(passdb)
		}
		userdb {
		  driver = static
		  args = uid=nobody gid=nogroup home=$dovecot/home
		}
		service imap-login {
		  inet_listener imap {
		    port = $imap_port
		  }
		  inet_listener imaps {
		    port = $imaps_port
		    ssl = yes
		  }
		}
		service pop3-login {
		  inet_listener pop3 {
		    port = $pop3_port
		  }
		  inet_listener pop3s {
		    port = $pop3s_port
		    ssl = yes
		  }
		}
		service managesieve-login {
		  inet_listener sieve {
		    port = $sieve_port
		  }
		}
		service lmtp {
		  inet_listener lmtp {
		    port = $lmtp_port
		  }
		}
		service auth {
		  unix_listener $dovecot/auth {
		    mode = 0666
		  }
		}
	END
	printf '%s\n' "${dovecot_settings-}" >>"$dovecot/dovecot.conf"
	[ "$(id -u)" = 0 ] || configure_dovecot_unprivileged
}

# Without root every process runs as who started it, and none in a chroot.
configure_dovecot_unprivileged()
{
	cat >>"$dovecot/dovecot.conf" <<-END
		default_internal_user = $(id -un)
		default_internal_group = $(id -gn)
		default_login_user = $(id -un)
		service imap-login {
		  chroot =
		}
		service pop3-login {
		  chroot =
		}
		service managesieve-login {
		  chroot =
		}
		service anvil {
		  chroot =
		}
	END
}

# start_postfix SET-UP, after start_dovecot, which knows the passwords.
# Sets submission_port and submissions_port.
start_postfix()
{
	make_certificates
	postfix=${postfix_folder:-$tmp/postfix}
	read_set_up "$1"
	rm -rf "$postfix"
	mkdir -p "$postfix/queue/pid" "$postfix/queue/private" \
		"$postfix/queue/public" "$postfix/data"
	chmod 755 "$postfix" "$postfix/queue"
	chown postfix "$postfix/queue/private" "$postfix/queue/public" \
		"$postfix/data"
	write_openssl_conf "$postfix/openssl.cnf" "$tls_min" "$tls_max"
	start_server "$postfix/log" 'daemon started' \
		"${configure_submission:-configure_postfix}" \
		"$(postconf -d -h daemon_directory)/master" -c "$postfix" -e 300
}

# The protocols that Postfix is to refuse, in its own words.
refused_protocols()
{
	case $1 in
	TLSv1) echo '!SSLv2, !SSLv3' ;;
	TLSv1.2) echo '!SSLv2, !SSLv3, !TLSv1, !TLSv1.1' ;;
	TLSv1.3) echo '!SSLv2, !SSLv3, !TLSv1, !TLSv1.1, !TLSv1.2' ;;
	esac
}

# Where nobody can log in, there is no service that could take a message in.
# Otherwise messages are taken in and thrown away, or go to the transport that
# `delivery` names.
configure_postfix()
{
	take_port submission_port 587
	take_port submissions_port 465
	protocols=$(refused_protocols "$tls_min")
	who_may=${mail_password:+permit_sasl_authenticated,}
	cat >"$postfix/main.cf" <<-END
		compatibility_level = 3.6
		config_directory = $postfix
		queue_directory = $postfix/queue
		data_directory = $postfix/data
		maillog_file = $postfix/log
		maillog_file_prefixes = $postfix
		import_environment = MAIL_CONFIG TZ LANG=C POSTLOG_SERVICE
		  POSTLOG_HOSTNAME OPENSSL_CONF=$postfix/openssl.cnf
		myhostname = $host
		mydestination =
		inet_interfaces = 127.0.0.1
		inet_protocols = ipv4
		mynetworks = 127.0.0.0/8
		smtpd_relay_restrictions = $who_may reject
		smtpd_recipient_restrictions = $who_may reject
		alias_maps =
		local_recipient_maps =
		smtpd_tls_chain_files = $postfix/chain.pem
		smtpd_tls_security_level = encrypt
		smtpd_tls_auth_only = yes
		smtpd_tls_protocols = $protocols
		smtpd_tls_mandatory_protocols = $protocols
		smtpd_tls_mandatory_ciphers = medium
		tls_medium_cipherlist = ALL:@SECLEVEL=0
		smtpd_sasl_auth_enable = yes
		smtpd_sasl_type = dovecot
		smtpd_sasl_path = $dovecot/auth
	END
	cat >"$postfix/master.cf" <<-END
		$address:$submission_port inet n - n - - smtpd
		$address:$submissions_port inet n - n - - smtpd
		  -o smtpd_tls_wrappermode=yes
		anvil unix - - n - 1 anvil
		rewrite unix - - n - - trivial-rewrite
		tlsmgr unix - - n 1000? 1 tlsmgr
		postlog unix-dgram n - n - 1 postlogd
	END
	printf '%s\n' "${postfix_settings-}" >>"$postfix/main.cf"
	chain_with_key_first "$certs/good.pem" >"$postfix/chain.pem"
	[ -z "${mail_password-}" ] || configure_delivery
}

configure_delivery()
{
	for queue in active bounce corrupt defer deferred flush hold incoming \
		maildrop saved trace; do
		mkdir -p "$postfix/queue/$queue"
		chown postfix "$postfix/queue/$queue"
	done
	cat >>"$postfix/main.cf" <<-END
		default_transport = ${delivery:-discard}
		local_transport = ${delivery:-discard}
	END
	cat >>"$postfix/master.cf" <<-END
		cleanup unix n - n - 0 cleanup
		qmgr unix n - n 300 1 qmgr
		bounce unix - - n - 0 bounce
		defer unix - - n - 0 bounce
		trace unix - - n - 0 bounce
		discard unix - - n - - discard
		lmtp unix - - n - - lmtp
	END
}

chain_with_key_first()
{
	openssl pkey -in "$1"
	sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' "$1"
}
