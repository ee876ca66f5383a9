#!/bin/sh
# Writes each *.template as a configuration file; only variables of the environment are replaced, nginx's own stay.
set -e
templates=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
output=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
[ -d "$templates" ] || exit 0
if [ ! -w "$output" ]; then
  echo "entrypoint: $output is not writable, no template is rendered" >&2
  exit 0
fi
defined=$(awk 'BEGIN { for (name in ENVIRON) if (name ~ /^[A-Za-z_][A-Za-z0-9_]*$/ && name ~ ENVIRON["NGINX_ENVSUBST_FILTER"]) printf "${%s} ", name }')
find "$templates" -follow -type f -name "*$suffix" | while IFS= read -r template; do
  result=$output/${template#"$templates/"}
  result=${result%"$suffix"}
  mkdir -p "$(dirname "$result")"
  echo "entrypoint: $template -> $result"
  envsubst "$defined" < "$template" > "$result"
done
