#!/bin/bash
set -e

node /usr/src/app/server.js &

exec nginx -g 'daemon off;'
