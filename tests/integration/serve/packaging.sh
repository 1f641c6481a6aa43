#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the mailsonde authors
#
# What packaging/ hands to other programs, tried with them: Prometheus, its
# alerts and the queries of the dashboard, Icinga 2, the Zabbix template's
# paths and script, the systemd unit.
. "$(dirname "$0")/../lib.sh"
require python3 promtool prometheus icinga2 node systemd-analyze curl

packaging=$srcdir/packaging
tool="python3 $srcdir/tests/integration/serve/packaging.py"

start_standin --listen imap:implicit --listen smtp:implicit \
	--listen smtp:explicit
set -- $ports
target=imaps://127.0.0.1:$1
submissions=submissions://127.0.0.1:$2
submission=submission://127.0.0.1:$3

say "the unit leaves the program little to do harm with"
systemd-analyze security --offline=true --threshold=14 \
	"$packaging/systemd/mailsonde-serve.service" >"$tmp/security" 2>&1 ||
	fail "$(tail -n 1 "$tmp/security")"
sed -e "s|=/usr/bin/mailsonde serve|=$(command -v sh)|" -e /^Documentation/d \
	"$packaging/systemd/mailsonde-serve.service" \
	>"$tmp/mailsonde-serve.service"
systemd-analyze verify "$tmp/mailsonde-serve.service" >"$tmp/verify" 2>&1 || :
if grep -q mailsonde-serve "$tmp/verify"; then
	fail "the unit: $(cat "$tmp/verify")"
fi

say "the alerts"
(cd "$packaging/prometheus" &&
	promtool test rules mailsonde.rules.test.yml) >"$tmp/promtool" 2>&1 ||
	fail "promtool: $(cat "$tmp/promtool")"

say "a Prometheus with that job scrapes mailsonde serve"
free_port
site=127.0.0.1:$port
"$MAILSONDE" serve --listen "$site" --ca-file "$certs/ca.pem" --timeout 5 \
	--allow-private >"$tmp/serve.out" 2>&1 9>&- &
serve=$!
children="$children $serve"
waited=0
until grep -q 'Open http' "$tmp/serve.out" || [ $waited = 100 ]; do
	sleep 0.1
	waited=$((waited + 1))
done
cp "$packaging/prometheus/mailsonde.rules.yml" "$tmp"
sed -e "s|127.0.0.1:8625|$site|" -e "s|imaps://mail.example.com|$target|" \
	-e "s|submissions://mail.example.com|$submissions|" \
	-e "s|submission://mail.example.com|$submission|" \
	-e 's/_interval: 60s/_interval: 1s/' -e 's/_timeout: 30s/_timeout: 1s/' \
	"$packaging/prometheus/mailsonde.yml" >"$tmp/prometheus.yml"
promtool check config "$tmp/prometheus.yml" >"$tmp/promtool" 2>&1 ||
	fail "promtool: $(cat "$tmp/promtool")"
free_port
prometheus --config.file="$tmp/prometheus.yml" --log.level=warn \
	--storage.tsdb.path="$tmp/prometheus" \
	--web.listen-address="127.0.0.1:$port" >"$tmp/prometheus.log" 2>&1 9>&- &
children="$children $!"

# query EXPRESSION: prints what Prometheus answers
query()
{
	curl -s --retry 9 --retry-all-errors \
		"http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1"
}
waited=0
until query 'count(mailsonde_endpoint_verdict{verdict="pass"}) == 3' |
	grep -q '"value":\['; do
	[ $waited -lt 150 ] || break
	sleep 0.1
	waited=$((waited + 1))
done
query 'mailsonde_endpoint_verdict{verdict="pass",module=""} == 1' >"$tmp/answer"
grep -q "\"instance\":\"$target\"" "$tmp/answer" ||
	fail "Prometheus has: $(cat "$tmp/answer" "$tmp/prometheus.log")"
query 'count(mailsonde_policy_rules{module="rfc8314"}) > 0' |
	grep -q '"value":\[' || fail "no rule of the module was judged"

say "the dashboard's queries"
$tool queries "$packaging/grafana/mailsonde.json" >"$tmp/queries"
while read -r expression; do
	query "$expression" >"$tmp/answer"
	grep -q '"status":"success"' "$tmp/answer" ||
		fail "$expression: $(cat "$tmp/answer")"
done <"$tmp/queries"
query "$(sed -n 4p "$tmp/queries")" | grep -q '"value":\[' ||
	fail "no certificate in: $(sed -n 4p "$tmp/queries")"

say "the Zabbix template reads the report"
# report URL: prints what the template's first item receives
report()
{
	curl -s -H 'Content-Type: application/json' \
		-H 'Accept: application/json' \
		-d "{\"settings\": \"$1\"}" "http://$site/api/check"
}
report "$target" >"$tmp/report"
report imaps://127.0.0.1:1 >"$tmp/failure"
$tool template "$packaging/zabbix/mailsonde.yaml" "$tmp/failure" ||
	fail "the template and the report do not fit"
$tool script "$packaging/zabbix/mailsonde.yaml" >"$tmp/script"
node -e 'const fs = require("fs");
const script = JSON.parse(fs.readFileSync(process.argv[1], "utf8"));
const text = new Function("value", script)(fs.readFileSync(process.argv[2], "utf8"));
process.exit(JSON.parse(text).end * 1000 > Date.now() ? 0 : 1);' "$tmp/script" "$tmp/report" ||
	fail "the template's script finds no certificate"
kill "$serve"

say "Icinga 2 runs the command and reads its answer"
mkdir "$tmp/icinga"
cat >"$tmp/icinga/icinga2.conf" <<END
include "$(cd "$packaging" && pwd)/icinga2/mailsonde.conf"
object CheckerComponent "checker" { }
object CheckCommand "hostalive" { command = [ "true" ] }
object EventCommand "record" {
  command = [ "sh", "-c", "echo \"\$\$1\" >>$tmp/icinga/answers", "sh", "\$service.output\$" ]
}
const imap = {
  mailsonde_target = "$target"
  mailsonde_ca_file = "$certs/ca.pem"
  mailsonde_policy = [ "rfc8314", "rfc9325" ]
}
object Host "mail" {
  check_command = "hostalive"
  vars.mailsonde["IMAP"] = imap
}
object Service "now" {
  host_name = "mail"
  check_command = "mailsonde"
  event_command = "record"
  check_interval = 1s
  retry_interval = 1s
  vars += imap
  vars.mailsonde_target = "imaps://127.0.0.1:1"
}
END
# Ends with the shell that calls it, so that this one can end it.
icinga()
{
	exec env PATH="$(dirname "$MAILSONDE"):$PATH" icinga2 daemon "$@" \
		-c "$tmp/icinga/icinga2.conf" \
		-DRunAsUser="$(id -un)" -DRunAsGroup="$(id -gn)" \
		-DDataDir="$tmp/icinga" -DInitRunDir="$tmp/icinga" \
		-DLogDir="$tmp/icinga" -DCacheDir="$tmp/icinga" \
		-DSpoolDir="$tmp/icinga" >"$tmp/icinga/log" 2>&1 9>&-
}
(icinga -C) || fail "icinga2 -C: $(tail -n 20 "$tmp/icinga/log")"
icinga &
children="$children $!"
waited=0
until grep -q 'Most likely' "$tmp/icinga/answers" 2>/dev/null; do
	[ $waited -lt 200 ] || break
	sleep 0.1
	waited=$((waited + 1))
done
grep -q 'CRITICAL - Most likely: .* 127.0.0.1:1 (IMAP)' \
	"$tmp/icinga/answers" ||
	fail "Icinga read: $(cat "$tmp/icinga/answers" "$tmp/icinga/log")"
