#!/bin/sh
# Options and *.conf files are redis-server's; it runs as the user redis and, unless a configuration decides, unprotected.
set -e
case "$1" in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "$1" = redis-server ]; then
  case "$*" in
    *protected-mode* | *.conf*) ;;
    *) set -- "$@" --protected-mode no ;;
  esac
  if [ "$(id -u)" = 0 ]; then
    find . ! -user redis -exec chown redis {} +
    set -- setpriv --reuid=redis --regid=redis --init-groups "$@"
  fi
fi
exec "$@"
