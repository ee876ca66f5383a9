#!/bin/sh
set -e

php-fpm --daemonize --fpm-config /etc/php/menu-fpm.conf

exec nginx -g 'daemon off;'
