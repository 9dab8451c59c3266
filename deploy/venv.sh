#!/usr/bin/env bash
# Makes .venv and installs pinned packages there, if their list has changed: deploy/venv.sh REQUIREMENTS_FILE
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=.venv/installed-$(dirname "$1" | tr -c 'a-z\n' _)
lists=$(cat requirements.txt deploy/constraints.txt "$1" | sha256sum)
if ! .venv/bin/python -c '' 2>/dev/null; then
    echo "Создаю окружение Python (.venv)…"
    rm -rf .venv
    "$(deploy/python.sh)" -m venv .venv
fi
[ "$(cat "$stamp" 2>/dev/null)" = "$lists" ] && exit
echo "Ставлю пакеты Python из $1 (до минуты)…"
.venv/bin/python -m pip install -qq --disable-pip-version-check \
    --constraint deploy/constraints.txt --requirement "$1"
echo "$lists" >"$stamp"
