#!/bin/sh
mkdir -p /data/incoming
exec "$@"
