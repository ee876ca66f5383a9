#!/usr/bin/env bash
# The least that any gate has to do, with the docker client alone: network, app, nginx, wait for 200, remove.
# usage: bench/floor.sh APP_IMAGE NGINX_CONF
set -euo pipefail
docker=${DOCKER:-docker} name="ug-floor-$$"
trap '"$docker" rm -f "$name-app" "$name-nginx" > /dev/null 2>&1 || true; "$docker" network rm "$name" > /dev/null 2>&1 || true' EXIT
"$docker" network create "$name" > /dev/null
"$docker" run -d --name "$name-app" --network "$name" --network-alias app "$1" > /dev/null
"$docker" run -d --name "$name-nginx" --network "$name" -v "$2:/etc/nginx/conf.d/default.conf:ro" nginx:stable > /dev/null
address=$("$docker" inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$name-nginx")
for _ in $(seq 1 500); do
  [[ $(curl -s -o /dev/null -w '%{http_code}' "http://$address/" || true) = 200 ]] && exit 0
  sleep 0.02
done
echo "floor: no 200 from http://$address/" >&2
exit 1
