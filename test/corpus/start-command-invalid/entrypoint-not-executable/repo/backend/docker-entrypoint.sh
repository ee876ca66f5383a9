#!/bin/sh
set -e

mkdir -p /var/lib/menu
exec "$@"
