#!/usr/bin/env bash
# Starts the portal and its worker on this machine's own address; Ctrl-C stops both, and so does the end of either.
# Reads PORT (8000), DEMO (1: with the demo year; 0: empty, with the first-start wizard), PORTAL_DATA (data).
set -euo pipefail
cd "$(dirname "$0")/.."
umask 077 # personal data: the owner's account only

port=${PORT:-8000}
export PORTAL_HTTPS=False # plain http, hence this machine only
manage=(.venv/bin/python manage.py)

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

stop() {
    local pids
    pids=$(jobs -p)
    trap 'kill -KILL $pids 2>/dev/null || true' INT
    echo "Останавливаю портал…"
    kill $pids 2>/dev/null || true
    wait $pids || true # the worker finishes its task; a second Ctrl-C does not wait for it
}

if answers; then
    echo "Порт $port занят: портал уже запущен или порт взяла другая программа." >&2
    echo "Остановите её или выберите другой порт: make run PORT=$((port + 1))" >&2
    exit 1
fi

deploy/prepare.sh
made=${PORTAL_DATA:-data}/demo_year_made
if [ "${DEMO:-1}" != 0 ] && [ ! -e "$made" ]; then
    "${manage[@]}" demo_year # refuses by itself to touch a portal that is already in use
    touch "$made"
fi

trap stop EXIT
trap 'trap : INT TERM HUP; exit 0' INT TERM HUP # make passes a signal on: once is enough
# setsid: Ctrl-C comes to this script alone, which then asks both to stop, once.
setsid .venv/bin/waitress-serve --listen="127.0.0.1:$port" --threads=8 --ident= --max-request-body-size=268435456 mentorship.wsgi:application &
portal=$!
setsid deploy/worker.sh &

[ "${DEMO:-1}" = 0 ] && hint=(first_start) || hint=(demo_year --print-logins)
welcome=$("${manage[@]}" "${hint[@]}")
until answers; do
    kill -0 $portal 2>/dev/null || { echo "Портал не запустился, причина выше." >&2; exit 1; }
    sleep 0.2
done
printf '\nПортал открыт: http://127.0.0.1:%s   Остановить: Ctrl-C\n%s\n' "$port" "$welcome"

code=0
wait -n || code=$?
echo "Одна из двух программ портала завершилась (код $code)." >&2
exit 1
