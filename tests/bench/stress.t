#!/bin/bash
# make stress: it runs a snippet in a copy of the project, and holds what comes of it against the record.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if ! build/snip doctor >/dev/null && [[ -z ${CI-} ]]; then
  echo '1..0 # SKIP this machine cannot run snippets: build/snip doctor says why'
  exit
fi
echo '1..1'
said=$(tests/bench/stress --runs 1 accept/many 2>&1) || true
if [[ $said == *'1 snippet × 1 run × 2: 2 equal records, 0 different'* ]]; then
  echo 'ok 1 - a snippet is run'
else
  echo 'not ok 1 - a snippet is run'
  echo "# ${said//$'\n'/$'\n# '}"
  exit 1
fi
