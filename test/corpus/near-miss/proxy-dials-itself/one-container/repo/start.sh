#!/bin/sh
status &
exec nginx -g 'daemon off;'
