#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# mailsonde serve, asked for all that its own document describes and for what
# comes close to it. FUZZ_SEED and FUZZ_COUNT make it another or a longer run.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/start.sh"
require python3
python3 -c "import jsonschema" || require "jsonschema of Python"

start_standin --listen imap:implicit
set -- $ports
free_port
# Behind a proxy nobody is one visitor: there is no limit for each. Whatever is
# named or searched for stays on this computer: nobody listens there.
echo '{"modules": {"quick": {"depth": "best"}}, "behind_proxy": true}' \
	>"$tmp/serve.json"
start_serve --ca-file "$certs/ca.pem" --timeout 2 --allow-private \
	--config "$tmp/serve.json" --dns-server "127.0.0.1@$port" \
	--connect-to "127.0.0.1:$1:127.0.0.1:$1" --connect-to "::127.0.0.1:$port"
say "what the document allows is answered by it, and nothing breaks the rest"
python3 "$srcdir/tests/integration/serve/openapi_fuzz.py" "$site" "$1" \
	"${FUZZ_SEED:-1}" "${FUZZ_COUNT:-20}" || fail "an answer is none of the document's"
stop_serve
[ ! -s "$tmp/serve.err" ] || fail "the log says: $(cat "$tmp/serve.err")"
