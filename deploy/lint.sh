#!/usr/bin/env bash
# Everything that reads the code without running it, and Django's own checks with the shipped settings.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH

PORTAL_DATA=$(mktemp -d)
trap 'rm -rf "$PORTAL_DATA"' EXIT
export PORTAL_DATA
python -c 'import secrets; print(secrets.token_urlsafe(64))' >"$PORTAL_DATA/secret_key"

step() { echo "── $*"; "$@"; }
step env PORTAL_HTTPS=True python manage.py check --deploy --fail-level WARNING &
check=$! # as long as the others together
step ruff check --quiet .
step ruff format --check --quiet .
step djlint templates --lint --quiet
step lint-imports --no-logo
step python manage.py makemigrations --check --dry-run
wait "$check"
