#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Makes ./configure. What is missing for that, for the build or for the tests
# is named, with the command that would install it.
#
#   ./autogen.sh                       make ./configure
#   ./autogen.sh --install [ARGUMENT]...
#                                      install what is missing, as root or with
#                                      sudo, make ./configure, and run it with
#                                      the arguments
set -eu
cd "$(dirname "$0")"
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# For | what | the command that finds it | its packages of apt, dnf, apk, brew.
# A command that is a function stands below.
requirements='
build|a C compiler|has_compiler|gcc libc6-dev|gcc glibc-devel|gcc musl-dev|gcc
build|make|command -v make|make|make|make|make
build|Autoconf|command -v autoreconf|autoconf|autoconf|autoconf|autoconf
build|Automake|command -v aclocal|automake|automake|automake|automake
build|pkg-config|command -v pkg-config|pkg-config|pkgconf-pkg-config|pkgconf|pkgconf
build|GnuTLS|pkg-config gnutls|libgnutls28-dev|gnutls-devel|gnutls-dev|gnutls
build|Nettle|pkg-config nettle|nettle-dev|nettle-devel|nettle-dev|nettle
build|GMP|pkg-config gmp|libgmp-dev|gmp-devel|gmp-dev|gmp
build|Libidn2|pkg-config libidn2|libidn2-dev|libidn2-devel|libidn2-dev|libidn2
build|libxml2|pkg-config libxml-2.0|libxml2-dev|libxml2-devel|libxml2-dev|libxml2
build|libxslt|pkg-config libexslt|libxslt1-dev|libxslt-devel|libxslt-dev|libxslt
build|libplist|pkg-config libplist-2.0|libplist-dev|libplist-devel|libplist-dev|libplist
build|libcurl|pkg-config libcurl|libcurl4-gnutls-dev|libcurl-devel|curl-dev|curl
build|libmicrohttpd|pkg-config libmicrohttpd|libmicrohttpd-dev|libmicrohttpd-devel|libmicrohttpd-dev|libmicrohttpd
build|jansson|pkg-config jansson|libjansson-dev|jansson-devel|jansson-dev|jansson
build|libgsasl|pkg-config libgsasl|libgsasl-dev|libgsasl-devel|gsasl-dev|gsasl
build|libunbound|has_unbound|libunbound-dev|unbound-devel|unbound-dev|unbound
build|trust anchors|has_anchors|ca-certificates|ca-certificates|ca-certificates|ca-certificates
check|cmocka|pkg-config cmocka|libcmocka-dev|libcmocka-devel|cmocka-dev|cmocka
check|libical|pkg-config libical|libical-dev|libical-devel|libical-dev|libical
check|xmllint|command -v xmllint|libxml2-utils|libxml2|libxml2-utils|libxml2
check|openssl|command -v openssl|openssl|openssl|openssl|openssl
check|gnutls-cli|command -v gnutls-cli|gnutls-bin|gnutls-utils|gnutls-utils|gnutls
check|Dovecot IMAP|has_dovecot imap-login|dovecot-imapd|dovecot|dovecot|dovecot
check|Dovecot POP3|has_dovecot pop3-login|dovecot-pop3d|dovecot|dovecot-pop3d|dovecot
check|Dovecot ManageSieve|has_dovecot managesieve-login|dovecot-managesieved|dovecot-pigeonhole|dovecot-pigeonhole-plugin|dovecot
check|Dovecot LMTP|has_dovecot lmtp|dovecot-lmtpd|dovecot|dovecot-lmtpd|dovecot
check|GSSAPI of Dovecot|has_dovecot_gssapi|dovecot-gssapi|dovecot||
check|Kerberos KDC|command -v kdb5_util|krb5-kdc|krb5-server|krb5-server|krb5
check|administration of Kerberos|command -v kadmin.local|krb5-admin-server|krb5-server|krb5-server|krb5
check|tools of Kerberos|command -v kinit|krb5-user|krb5-workstation|krb5|krb5
check|Cyrus IMAP|has_cyrus|cyrus-common|cyrus-imapd||
check|Courier|has_courier|courier-base courier-authlib-userdb|||
check|tools of Cyrus SASL|command -v saslpasswd2|sasl2-bin|cyrus-sasl|cyrus-sasl|cyrus-sasl
check|nmap|command -v nmap|nmap|nmap|nmap nmap-scripts|nmap
check|sslscan|command -v sslscan|sslscan|sslscan|sslscan|sslscan
check|Postfix|command -v postfix|postfix|postfix|postfix|postfix
check|Knot DNS|has_knot|knot|knot|knot keymgr|knot
check|sources of locales|has_locales|locales|glibc-locale-source|musl-locales|gettext
check|objdump|command -v objdump|binutils|binutils|binutils|binutils
check|Python|command -v python3|python3|python3|python3|python3
check|neomutt|command -v neomutt|neomutt|neomutt|neomutt|neomutt
check|mutt|command -v mutt|mutt|mutt|mutt|mutt
check|msmtp|command -v msmtp|msmtp|msmtp|msmtp|msmtp
check|mpop|command -v mpop|mpop|mpop|mpop|mpop
check|S-nail|command -v s-nail|s-nail|s-nail|s-nail|s-nail
check|Alpine|command -v alpine|alpine|alpine|alpine|alpine
check|ESMTP|command -v esmtp|esmtp|esmtp||
check|mbsync with PLAIN|has_mbsync|isync libsasl2-modules|isync cyrus-sasl-plain|isync cyrus-sasl|isync
check|fetchmail|command -v fetchmail|fetchmail|fetchmail|fetchmail|fetchmail
check|swaks with TLS|has_swaks|swaks libnet-ssleay-perl|swaks perl-Net-SSLeay|swaks perl-net-ssleay|swaks
check|OfflineIMAP|command -v offlineimap|offlineimap3|offlineimap|offlineimap|offlineimap
check|getmail|command -v getmail|getmail6|getmail6|getmail6|getmail6
check|script|command -v script|bsdutils|util-linux|util-linux-misc|util-linux
check|nft|command -v nft|nftables|nftables|nftables|nftables
check|ip|command -v ip|iproute2|iproute|iproute2|iproute2mac
check|unshare|command -v unshare|util-linux|util-linux|util-linux|util-linux
check|faketime|command -v faketime|faketime|libfaketime|libfaketime|libfaketime
check|jsonschema|has_jsonschema|python3-jsonschema|python3-jsonschema|py3-jsonschema|python3
check|prove|command -v prove|perl|perl-Test-Harness|perl-utils|perl
check|promtool|command -v promtool|prometheus|golang-github-prometheus|prometheus|prometheus
check|Icinga 2|command -v icinga2|icinga2-bin|icinga2|icinga2|icinga2
check|Node.js|command -v node|nodejs|nodejs|nodejs|node
check|PyYAML|python3 -c "import yaml"|python3-yaml|python3-pyyaml|py3-yaml|pyyaml
check|curl|command -v curl|curl|curl|curl|curl
check|systemd-analyze|command -v systemd-analyze|systemd|systemd|systemd|systemd
check|Chromium|has_chromium|chromium fonts-dejavu-core|chromium dejavu-sans-fonts|chromium font-dejavu|chromium
check|Firefox ESR|has_firefox|firefox-esr|firefox|firefox-esr|firefox
check|Node.js|command -v node|nodejs|nodejs|nodejs|node
check|npm|command -v npm|npm|nodejs-npm|npm|node
check|pdftotext|command -v pdftotext|poppler-utils|poppler-utils|poppler-utils|poppler
'

has_compiler()
{
	echo '#include <stdio.h>' | cc -E -
}

has_unbound()
{
	echo '#include <unbound.h>' | cc -E -
}

has_anchors()
{
	ls /etc/ssl/certs/ca-certificates.crt || ls /etc/ssl/cert.pem ||
		ls /etc/pki/tls/certs/ca-bundle.crt
}

has_dovecot()
{
	for folder in /usr/lib /usr/libexec /usr/local/libexec /opt/homebrew/libexec; do
		if [ -x "$folder/dovecot/$1" ]; then return; fi
	done
	return 1
}

has_dovecot_gssapi()
{
	ls /usr/lib*/dovecot/modules/auth/libmech_gssapi.so ||
		ls /usr/lib*/dovecot/auth/libmech_gssapi.so
}

has_cyrus()
{
	command -v cyrmaster || command -v cyr_info
}

has_courier()
{
	command -v couriertcpd && command -v userdbpw
}

# mbsync takes its mechanisms from files beside the library.
has_mbsync()
{
	command -v mbsync &&
		ls /usr/lib*/sasl2 /usr/lib/*/sasl2 2>/dev/null | grep -q libplain
}

has_swaks()
{
	command -v swaks && perl -MNet::SSLeay -e 1
}

has_jsonschema()
{
	python3 -c 'import jsonschema' || /usr/bin/python3 -c 'import jsonschema'
}

has_locales()
{
	command -v localedef && ls /usr/share/i18n/locales/tr_TR
}

has_chromium()
{
	command -v chromium || command -v chromium-browser
}

has_firefox()
{
	command -v firefox-esr || command -v firefox
}

has_knot()
{
	command -v knotd && command -v keymgr
}

# Sets `missing` and `packages` to what is missing "for" the one or the other.
look_for()
{
	missing=
	packages=
	while IFS='|' read -r for what find apt dnf apk brew; do
		[ "$for" = "$1" ] || continue
		if eval "$find" >/dev/null 2>&1 </dev/null; then continue; fi
		missing="$missing, $what"
		case $manager in
		apt-get) packages="$packages $apt" ;;
		dnf) packages="$packages $dnf" ;;
		apk) packages="$packages $apk" ;;
		brew) packages="$packages $brew" ;;
		esac
	done <<-END
		$requirements
	END
	missing=${missing#, }
}

# The command that installs packages here. --no-remove: a mail server that the
# machine already has must not be taken away to make room for Postfix.
installer()
{
	case $manager in
	apt-get) echo "apt-get install -y --no-install-recommends --no-remove" ;;
	dnf) echo "dnf install -y" ;;
	apk) echo "apk add" ;;
	brew) echo "brew install" ;;
	*) echo "install with this system's package manager:" ;;
	esac
}

report_missing()
{
	echo "autogen.sh: missing to $1 mailsonde: $missing"
	echo "    ${root:+$root }$(installer)$packages"
} >&2

find_manager()
{
	manager=
	for manager in apt-get dnf apk brew ''; do
		if command -v "${manager:-true}" >/dev/null; then break; fi
	done
	root=
	if [ "$(id -u)" != 0 ] && [ "$manager" != brew ]; then root=sudo; fi
}

# Debian starts and enables a daemon as it is installed. The tests start their
# own on loopback, so that for the time of the installation no daemon may be
# started, and those that came with it are disabled afterwards; daemons that
# were here before are left alone.
policy=/usr/sbin/policy-rc.d
daemons='courier-authdaemon cyrus-imapd dovecot knot krb5-admin-server
	krb5-kdc postfix prometheus prometheus-node-exporter saslauthd'
daemons_before=

deny_daemons()
{
	for daemon in $daemons; do
		if [ -e "/etc/init.d/$daemon" ]; then
			daemons_before="$daemons_before $daemon"
		fi
	done
	if [ -e $policy ] && [ ! -e $policy.before-mailsonde ]; then
		$root mv $policy $policy.before-mailsonde
	fi
	printf '#!/bin/sh\nexit 101\n' | $root tee $policy >/dev/null
	$root chmod 755 $policy
}

# Whatever happens: called on every exit after deny_daemons.
allow_daemons()
{
	for daemon in $daemons; do
		case $daemons_before in *" $daemon"*) continue ;; esac
		if [ ! -e "/etc/init.d/$daemon" ]; then continue; fi
		$root update-rc.d "$daemon" disable >/dev/null 2>&1 || :
		for unit in /lib/systemd/system/"$daemon"*.s*; do
			# What enables a unit is a link; systemd need not be
			# installed for it to be there.
			$root find /etc/systemd/system -type l \
				-name "${unit##*/}" -delete 2>/dev/null || :
		done
	done
	$root rm -f $policy
	if [ -e $policy.before-mailsonde ]; then
		$root mv $policy.before-mailsonde $policy
	fi
}

install_with_apt()
{
	trap allow_daemons EXIT
	trap 'exit 1' HUP INT TERM
	deny_daemons
	$root apt-get update -q
	# Should somebody enable it one day, it serves this machine alone.
	echo 'postfix postfix/main_mailer_type select Local only' |
		$root debconf-set-selections
	$root env DEBIAN_FRONTEND=noninteractive $(installer) $1
	allow_daemons
	trap - EXIT HUP INT TERM
}

# Debian lets only one IMAP server be installed, which is Dovecot, and one
# program that sends mail, which is Postfix. The tests run the others from where
# they are unpacked.
unpacked=/usr/local/lib/mailsonde-tests
unpack_servers()
{
	if [ "$manager" != apt-get ] || {
		[ -e $unpacked/usr/lib/cyrus/bin/imapd ] &&
			[ -e $unpacked/usr/lib/cyrus/bin/pop3d ] &&
			[ -e $unpacked/usr/lib/courier/courier/imaplogin ] &&
			[ -e $unpacked/usr/lib/courier/courier/courierpop3d ] &&
			[ -e $unpacked/usr/sbin/exim4 ] &&
			[ -e $unpacked/usr/sbin/ssmtp ] &&
			[ -e $unpacked/usr/sbin/nullmailer-send ]
	}; then return; fi
	$root apt-get update -q
	folder=$(mktemp -d)
	if (cd "$folder" && apt-get download -q cyrus-imapd cyrus-pop3d \
		courier-imap courier-pop exim4-daemon-light libgnutls-dane0 \
		ssmtp libgnutls-openssl27 nullmailer); then
		for package in "$folder"/*.deb; do
			$root dpkg -x "$package" $unpacked
		done
	else
		echo "autogen.sh: Cyrus, Courier, Exim, sSMTP and \
nullmailer cannot be downloaded; their tests will be skipped" >&2
	fi
	rm -r "$folder"
}

install_missing()
{
	look_for build
	wanted=$packages
	look_for check
	wanted="$wanted $packages"
	if [ -z "${wanted# }" ]; then return; fi
	if [ -n "$root" ] && ! command -v sudo >/dev/null; then
		echo "autogen.sh: --install needs root, or sudo" >&2
		exit 1
	fi
	case $manager in
	apt-get) install_with_apt "$wanted" </dev/null ;;
	?*) $root $(installer) $wanted </dev/null ;;
	esac
}

# What drives the browsers: exactly what the lock file names, by its digests.
install_browser_tests()
{
	(cd tests/browser && npm ci --no-progress) || echo "autogen.sh: the \
packages of tests/browser are missing; its test will be skipped" >&2
}

find_manager
install=false
case ${1-} in
--install) install=true && shift ;;
?*) sed -n '5,13s/^# \{0,1\}//p' autogen.sh && exit 64 ;;
esac

if $install; then
	install_missing
	unpack_servers
	install_browser_tests
fi
look_for check
if [ -n "$missing" ]; then report_missing check; fi
look_for build
if [ -n "$missing" ]; then report_missing build && exit 1; fi
mkdir -p build-aux
autoreconf -f -i -I m4
if $install; then ./configure "$@"; fi
