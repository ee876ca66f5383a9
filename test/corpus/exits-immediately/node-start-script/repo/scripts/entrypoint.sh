#!/bin/sh
set -e

echo "preparing the ticket index"
node src/prepare.js

nohup node src/server.js > /proc/1/fd/1 2>&1 &
echo "tickets started"
