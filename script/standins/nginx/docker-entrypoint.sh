#!/bin/sh
# Runs the hooks in /docker-entrypoint.d when the command is nginx, then the command.
set -e
if [ "$1" = nginx ]; then
  for hook in $(find /docker-entrypoint.d/ -follow -type f 2> /dev/null | sort -V); do
    if [ ! -x "$hook" ]; then
      echo "entrypoint: ignored, not executable: $hook" >&2
      continue
    fi
    case "$hook" in
      *.envsh) . "$hook" ;;
      *.sh) "$hook" ;;
      *) echo "entrypoint: ignored, not a script: $hook" >&2 ;;
    esac
  done
fi
exec "$@"
