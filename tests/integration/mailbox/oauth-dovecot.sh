#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# Access tokens at a real Dovecot: one that it verifies by a key, and one that
# it asks an OAuth server about. It refuses others, and says why.
. "$(dirname "$0")/../lib.sh"
. "$srcdir/tests/integration/servers.sh"
if ! [ -x "$builddir/mailsonde-mailbox" ]; then
	echo "skipped: built without mailsonde-mailbox"
	exit 77
fi
require dovecot openssl xmllint python3 root

opaque=opaque-token-9f2c
python3 "$srcdir/tests/integration/mailbox/introspection.py" "$tmp/port" \
	$opaque jo@example.test <"$tmp/hold" 2>"$tmp/err" 9>&- &
children="$children $!"
timeout 30 sh -c 'until [ -e "$0" ]; do sleep 0.1; done' "$tmp/port"

# Tokens that are signed with the key, and one that is not.
mkdir -p "$tmp/keys/default/HS256"
python3 - "$tmp" <<'END'
import base64, hashlib, hmac, json, sys, time
folder = sys.argv[1]
key = bytes(range(32))
with open(folder + "/keys/default/HS256/default", "wb") as file:
    file.write(base64.b64encode(key))
def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")
def write(name, key, seconds):
    claims = {"email": "jo@example.test", "sub": "jo", "iss": "test",
              "scope": "mail", "iat": int(time.time()) - 10000,
              "exp": int(time.time()) + seconds}
    text = encode(b'{"alg":"HS256","typ":"JWT"}') + b"." + encode(
        json.dumps(claims).encode())
    text += b"." + encode(hmac.new(key, text, hashlib.sha256).digest())
    with open(f"{folder}/{name}", "wb") as file:
        file.write(text + b"\n")
write("signed", key, 3600)
write("expired", key, -3600)
write("forged", b"x" * 32, 3600)
END
printf '%s\n' $opaque >"$tmp/opaque"
chmod -R a+rX "$tmp/keys"

cat >"$tmp/local.conf" <<END
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=$tmp/keys/
username_attribute = email
END
cat >"$tmp/remote.conf" <<END
introspection_mode = post
introspection_url = http://127.0.0.1:$(cat "$tmp/port")/
active_attribute = active
active_value = true
username_attribute = username
END
auth_mechanisms="xoauth2 oauthbearer"
dovecot_settings="auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $tmp/local.conf
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $tmp/remote.conf
}"
start_dovecot tls-1.2-1.3

# sign_in FILE ARGUMENT...
sign_in()
{
	where="$1: "
	file=$1
	shift
	run_mailsonde mailbox --user jo@example.test --tls 1.3 --no-follow-up \
		--access-token-file "$tmp/$file" "imaps://$host:$imaps_port" \
		"pop3s://$host:$pop3s_port" "$@"
	if grep -qF -e "$(cut -c 1-40 "$tmp/$file")" "$tmp/stdout" \
		"$tmp/report.xml"; then
		fail "the token is told"
	fi
}

for file in signed opaque; do
	for mechanism in OAUTHBEARER XOAUTH2; do
		sign_in $file --auth $mechanism --transcript
		expect_finding login-imap pass 1
		expect_finding mailbox-open pass 1
		expect_finding login-pop3 pass 2
		[ "$(xpath "count(//m:login[@mechanism='$mechanism'])")" = 2 ] ||
			fail "it was not $mechanism"
	done
done
for file in expired forged; do
	sign_in $file --for helpdesk
	expect_exit 1
	expect_finding login-imap fail 1
	expect_finding login-pop3 fail 2
	[ "$(xpath "string(//m:diagnosis[@rank=1]/@id)")" = login-token ] ||
		fail "it is $(xpath "string(//m:diagnosis[@rank=1]/@id)")"
	[ $file = forged ] || tr -s '\n ' '  ' <"$tmp/stdout" |
		grep -q 'has expired' || fail "nothing says that it has expired"
done
