#!/bin/sh
echo "collecting static files"
exec "$@"
