#!/bin/bash
env_vars='$NGINX_SERVER_NAME $NGINX_PORT $NGINX_KEEPALIVE_TIMEOUT'
envsubst "$env_vars" < /etc/nginx/conf.d/default.conf.template > /etc/nginx/conf.d/default.conf
exec nginx -g 'daemon off;'
