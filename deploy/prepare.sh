#!/usr/bin/env bash
# Makes what the portal needs before a start or after an update: data folder, secret key, database, static files.
# What is there already stays as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 077 # personal data: the owner's account only

data=${PORTAL_DATA:-data}
mkdir -p "$data/files"
if [ ! -s "$data/secret_key" ]; then
    .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))' >"$data/secret_key.new"
    mv "$data/secret_key.new" "$data/secret_key"
fi

if [ -z "${DATABASE_URL:-}" ] && [ ! -e "$data/db.sqlite3" ]; then
    echo "Создаю базу данных…"
    .venv/bin/python - <<'PYTHON' # the journal's mode stays in the file: it is set once, here
import sqlite3
from mentorship import settings

mode = "WAL" if settings.SQLITE_WAL else "DELETE"
sqlite3.connect(settings.DATABASES["default"]["NAME"]).execute(f"PRAGMA journal_mode={mode}")
PYTHON
fi
.venv/bin/python manage.py migrate --noinput --verbosity 0

statics=${PORTAL_STATIC:-staticfiles}
sources=$(find static requirements.txt -type f -exec sha256sum {} + | sort | sha256sum)
if [ "$(cat "$statics/.sources" 2>/dev/null)" != "$sources" ]; then
    echo "Собираю статические файлы…"
    .venv/bin/python manage.py collectstatic --noinput --clear --verbosity 0
    echo "$sources" >"$statics/.sources"
fi
