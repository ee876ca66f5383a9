#!/bin/sh
set -e
export PORT=4000
exec node server.mjs
