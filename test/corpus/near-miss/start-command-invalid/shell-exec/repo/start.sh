#!/usr/bin/env bash
set -euo pipefail
if [ ! -x /usr/local/bin/wait-for-it ]; then
  echo "wait-for-it: not found" >&2
fi
exec "$@"
