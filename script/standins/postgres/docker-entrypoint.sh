#!/bin/bash
# Starts PostgreSQL as the user postgres, on first start with a new cluster made from POSTGRES_USER, _PASSWORD, _DB and initdb.d.
set -eo pipefail

# from_file NAME: exports NAME, read from the file that NAME_FILE names when that is set
from_file() {
  local file=$1_FILE
  if [[ -n ${!file-} ]]; then export "$1=$(< "${!file}")"; fi
}

sql() { psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc --username "$POSTGRES_USER" "$@"; }

first_start() {
  from_file POSTGRES_PASSWORD; from_file POSTGRES_USER; from_file POSTGRES_DB
  export POSTGRES_USER=${POSTGRES_USER:-postgres}
  export POSTGRES_DB=${POSTGRES_DB:-$POSTGRES_USER}
  local method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256} file options=()
  if [[ -z ${POSTGRES_PASSWORD-} && $method != trust ]]; then
    cat >&2 <<'TEXT'
Error: Database is uninitialized and superuser password is not specified.
       Set POSTGRES_PASSWORD to a non-empty value, or POSTGRES_HOST_AUTH_METHOD=trust to let everybody in.
TEXT
    exit 1
  fi
  read -ra options <<< "${POSTGRES_INITDB_ARGS-}" || true
  initdb --username "$POSTGRES_USER" --pwfile <(printf '%s\n' "${POSTGRES_PASSWORD:-none}") "${options[@]}"
  printf '\nhost all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"
  # reached by nobody but this script while it is filled
  pg_ctl -D "$PGDATA" -w -o "-c listen_addresses=''" start
  if [[ $POSTGRES_DB != postgres ]]; then sql --dbname postgres --set name="$POSTGRES_DB" <<< 'CREATE DATABASE :"name"'; fi
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) if [[ -x $file ]]; then "$file"; else . "$file"; fi ;;
      *.sql) sql --dbname "$POSTGRES_DB" -f "$file" ;;
      *.sql.gz) gunzip -c "$file" | sql --dbname "$POSTGRES_DB" ;;
    esac
  done
  pg_ctl -D "$PGDATA" -m fast -w stop
}

if [[ $1 = -* ]]; then set -- postgres "$@"; fi
if [[ $1 = postgres ]]; then
  if ((EUID == 0)); then
    mkdir -p "$PGDATA"
    find "$PGDATA" ! -user postgres -exec chown postgres {} +
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
  fi
  [[ -s $PGDATA/PG_VERSION ]] || first_start
fi
exec "$@"
