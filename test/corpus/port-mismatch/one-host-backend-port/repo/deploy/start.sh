#!/bin/sh
set -e

php-fpm --daemonize --fpm-config /etc/php/menu-fpm.conf

cd /var/www/menu-base/backend
python3 -m uvicorn app.main:app --host 127.0.0.1 --port 8001 &

exec nginx -g 'daemon off;'
