#!/bin/sh
set -e

cd /var/www/menu-base/backend
python3 -m uvicorn app.main:app --host 127.0.0.1 --port 8000 &

exec nginx -g 'daemon off;'
