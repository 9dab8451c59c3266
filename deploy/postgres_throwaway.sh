#!/usr/bin/env bash
# Runs a command against a PostgreSQL cluster that lives only as long: deploy/postgres_throwaway.sh COMMAND…
# The command finds it by DATABASE_URL. The server listens on a socket in its own temporary folder and on no
# network port, so it can stand in nobody's way; nothing is left behind.
set -euo pipefail
for name in "${!PG@}"; do unset "$name"; done # the caller may have a PostgreSQL of their own

programs=$(compgen -G "/usr/lib/postgresql/*/bin" | sort -V | tail -1) ||
    { echo "Нет сервера PostgreSQL: его ставит «make test»." >&2; exit 1; }
folder=$(mktemp -d /tmp/portal-postgres.XXXXXX) # not TMPDIR: the path of a socket has at most 107 bytes
as_owner=()
if [ "$(id -u)" = 0 ]; then # the server refuses to be root
    chown postgres "$folder"
    as_owner=(runuser -u postgres --)
fi
postgres() { (cd / && "${as_owner[@]}" "$programs/$1" --pgdata="$folder/cluster" "${@:2}"); }

clean() {
    trap '' INT TERM HUP
    [ ! -e "$folder/cluster/postmaster.pid" ] || postgres pg_ctl stop --silent --mode=fast
    rm -rf "$folder"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

postgres initdb --username=portal --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" ||
    { cat "$folder/log" >&2; exit 1; }
# Speed instead of durability: the data does not outlive the tests.
postgres pg_ctl start --silent --wait --log="$folder/cluster/server.log" --options="-c listen_addresses='' \
    -c unix_socket_directories='$folder' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" ||
    { cat "$folder/cluster/server.log" >&2; exit 1; }

DATABASE_URL="postgres://portal@/$folder/portal" "$@"
