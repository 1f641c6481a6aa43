# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# More of wire.py's cases: programs that fewer people have. Each row is the
# service, the command, and how its configuration begins and may end.
SHELL = ["sh", "FILE"]
MESSAGE = "printf 'To: b@example.test\\n\\nx\\n' | "
UNPACKED = "/usr/local/lib/mailsonde-tests/usr"
SSMTP = ["sh", "-c", MESSAGE + f"LD_LIBRARY_PATH=$(echo {UNPACKED}/lib/*-linux-*) "
         "ssmtp -CFILE b@example.test"]
ESMTP = ["sh", "-c", MESSAGE + "esmtp -C FILE b@example.test"]
MPOP = ["mpop", "-C", "FILE", "--serverinfo"]
SNAIL = ["sh", "-c", "MAILRC=FILE s-nail -n -Ssendwait -Sexpandaddr "
         "-Sv15-compat -Stls-verify=ignore -s x b@example.test"]
SNAIL_IN = ["sh", "-c", "MAILRC=FILE s-nail -n -Sv15-compat "
            "-Stls-verify=ignore -Spassword=x -R"]
MUTT = ["sh", "-c", "mutt -n -F FILE -s x b@example.test </dev/null"]
MUTT_IN = ["script", "-qec", "mutt -n -F FILE", "/dev/null"]
# It outlives its terminal.
ALPINE = ["script", "-qec", "exec setpriv --pdeathsig KILL alpine -p FILE",
          "/dev/null"]
NULLMAILER = [
    "sh", "-c", "export HELOHOST=h.test\n"
    "printf 'a@b.test\\nb@example.test\\n\\nTo: b@example.test\\n\\nx\\n' "
    ">FOLDER/letter\nset -- $(cat FILE)\nhost=$1\nshift 2\n"
    "(echo host=$host; for o; do echo ${o#--}; done; echo) >FOLDER/options\n"
    f"exec {UNPACKED}/lib/nullmailer/smtp <FOLDER/options 3<FOLDER/letter"]

URL = "127.0.0.1:PORT"
NEO = "set header_cache =\nset from = jo@example.test\n"
PINE = ("personal-name=Jo\nuser-domain=example.test\nuser-id=jo\n"
        "last-version-used=9.99\ninbox-path=")


def rows(program, service, command, begin, ends):
    return [(program, service, command, begin + end + "\n") for end in ends]


CASES = (
    rows("ssmtp", "smtp", SSMTP,
         "mailhub=" + URL + "\nAuthUser=jo\nAuthPass=x\n",
         ["", "UseTLS=YES", "UseTLS=Yes", "usetls=yes", "UseTLS=true",
          "UseTLS=1", "UseTLS = YES", "UseTLS=NO", "#UseTLS=YES",
          "UseSTARTTLS=YES", "UseSTARTTLS=NO", "UseTLS=YES\nUseSTARTTLS=YES",
          "UseTLS=YES\nUseSTARTTLS=NO", "UseTLS=NO\nUseSTARTTLS=YES",
          "UseSTARTTLS=YES\nUseTLS=NO", "UseSTARTTLS=NO\nUseTLS=YES"]) +
    rows("esmtp", "smtp", ESMTP, "",
         ["hostname=" + URL + "\nstarttls=" + word
          for word in ("enabled", "disabled", "required")] +
         ["hostname = " + URL + "\nstarttls = required",
          "hostname=" + URL + "\nstarttls required",
          "starttls=required\nhostname=" + URL + "\nusername=jo\npassword=x",
          'identity "a@b.test"\nhostname=' + URL + '\nusername="jo"\n'
          'password="x"\nstarttls=enabled']) +
    rows("mpop", "pop3", MPOP, "account default\nhost 127.0.0.1\nport PORT\n"
         "user jo\npassword x\ndelivery maildir FOLDER/m\ntls_certcheck off\n",
         ["", "tls on", "tls off", "tls", "tls_starttls on",
          "tls_starttls off", "tls on\ntls_starttls on",
          "tls on\ntls_starttls off", "tls off\ntls_starttls off",
          "tls\ntls_starttls", "tls on\nkeep on"]) +
    rows("mpop", "pop3", MPOP, "defaults\ntls_certcheck off\n",
         [words + "account default\nhost 127.0.0.1\nport PORT\nuser jo\n"
          "password x\ndelivery mbox FOLDER/x"
          for words in ("tls on\n", "tls on\ntls_starttls off\n", "")] +
         ["account a\nhost a.test\ntls on\ntls_starttls off\n"
          "account default : a\nhost 127.0.0.1\nport PORT\nuser jo\n"
          "delivery mbox FOLDER/x"]) +
    rows("s-nail", "smtp", SNAIL, "set ",
         ["mta=smtp://jo:x@" + URL, "mta=smtps://jo:x@" + URL,
          "mta=submission://jo:x@" + URL, "mta=submissions://jo:x@" + URL,
          "mta=smtp://jo:x@" + URL + " smtp-use-starttls",
          "mta=submission://jo:x@" + URL + " smtp-use-starttls",
          "mta=smtps://jo:x@" + URL + " smtp-use-starttls",
          "mta=smtp://jo:x@" + URL + " nosmtp-use-starttls",
          "smtp-use-starttls\nset mta=smtp://jo:x@" + URL,
          "smtp-use-starttls\nunset smtp-use-starttls\n"
          "set mta=smtp://jo:x@" + URL,
          'mta="smtp://' + URL + '" smtp-auth=none',
          "smtp-use-starttls-" + URL + " mta=smtp://jo:x@" + URL]) +
    rows("s-nail", "imap", SNAIL_IN, "set inbox=imap",
         ["://jo:x@" + URL, "s://jo:x@" + URL,
          "://jo:x@" + URL + " imap-use-starttls"]) +
    rows("s-nail", "pop3", SNAIL_IN, "set inbox=pop3",
         ["://jo:x@" + URL, "s://jo:x@" + URL,
          "://jo:x@" + URL + " pop3-use-starttls"]) +
    rows("mutt", "smtp", MUTT, NEO,
         ['set smtp_url = "smtps://jo:x@' + URL + '/"',
          'set smtp_url = "smtps://' + URL + '/" smtp_pass="x"'] +
         ['set smtp_url = "smtp://jo:x@' + URL + '/"' + end for end in
          ("", "\nset ssl_starttls = no", "\nset ssl_force_tls = no",
           "\nset ssl_starttls = no\nset ssl_force_tls = no",
           "\nunset ssl_starttls ssl_force_tls",
           " nossl_starttls nossl_force_tls", "\nset ssl_starttls=yes")]) +
    rows("mutt", "imap", MUTT_IN, NEO + 'set imap_user=jo imap_pass="x"\n',
         ['set spoolfile = "imap%s://%s/INBOX"%s' % (s, URL, end)
          for s, end in (("s", ""), ("", ""), ("", "\nset ssl_force_tls=no"),
                         ("", "\nset ssl_starttls=no ssl_force_tls=no"))]) +
    rows("mutt", "pop3", MUTT_IN, NEO + 'set pop_pass="x"\n',
         ['set spoolfile="pops://jo@' + URL + '/"',
          'set spoolfile="pop://jo@' + URL + '/"']) +
    rows("alpine", "imap", ALPINE, PINE + "{" + URL,
         [flags + "/novalidate-cert/user=jo}INBOX" for flags in
          ("", "/imap", "/ssl", "/tls", "/notls", "/imap/ssl", "/imap/tls",
           "/imap/notls", "/tryssl", "/ssl/notls", "/imap/tls1_2",
           "/imap/ssl/tls1_2", "/service=imap/ssl")]) +
    rows("alpine", "pop3", ALPINE, PINE + "{" + URL,
         [flags + "/novalidate-cert/user=jo}INBOX" for flags in
          ("/pop3", "/pop3/ssl", "/pop3/tls", "/service=pop3/ssl")]) +
    rows("nullmailer-send", "smtp", NULLMAILER,
         "127.0.0.1 smtp --port=PORT --insecure ",
         ["--auth-login", "--ssl", "--tls", "--starttls", "--ssl --starttls",
          "--starttls --tls"] +
         [words + "--user=jo --pass=x" for words in
          ("", "--ssl ", "--starttls ", "--tls --starttls ")]) +
    rows("curl", "smtp", SHELL, "curl -k --mail-from a@b.test "
         "--mail-rcpt c@d.test -T /dev/null -u jo:x ",
         ["smtp://" + URL, "--ssl smtp://" + URL, "--ssl-reqd smtp://" + URL,
          "--url 'smtps://" + URL + "'", "--ftp-ssl smtp://" + URL,
          "--url smtp://" + URL + " --ftp-ssl-reqd",
          "\\\n --ssl-reqd \\\n --url smtp://" + URL]) +
    rows("curl", "imap", SHELL, "curl -k ",
         ["--ssl imap://jo:x@" + URL + "/INBOX", "imap://jo:x@" + URL,
          "--ftp-ssl-reqd -u jo:x imap://" + URL,
          "-X 'EXAMINE INBOX' --tlsv1.2 imaps://" + URL + " -u jo:x"]) +
    rows("curl", "pop3", SHELL, "curl -k -u jo:x ",
         ["pop3s://" + URL + "/1", "pop3://" + URL,
          "--ssl pop3://" + URL]) +
    rows("swaks", "smtp", SHELL,
         "swaks --to c@d.test --server 127.0.0.1 --port PORT ",
         ["", "-tls", "--tls", "-tlsc", "--tls-on-connect", "-tlso",
          "--tls-optional", "-tlsos", "--tls-optional-strict",
          "--tls --no-tls", "-a -au jo -ap x -tls"] +
         ["--protocol " + name for name in
          ("SMTP", "ESMTP", "ESMTPA -au jo -ap x", "ESMTPS",
           "ESMTPSA -au jo -ap x", "SSMTP", "SSMTPA -au jo -ap x")])
)
