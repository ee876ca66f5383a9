#!/bin/sh
set -e
mkdir -p /application/var/cache
chown -R www-data:www-data /application/var
echo "ready"
