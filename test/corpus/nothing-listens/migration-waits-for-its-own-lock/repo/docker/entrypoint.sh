#!/bin/sh
set -e

echo "running migrations"
python migrate.py

exec "$@"
