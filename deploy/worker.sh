#!/usr/bin/env bash
# The worker: first picks up what a killed one left behind, then does the long work as it comes and the daily work.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/python manage.py repair_work
.venv/bin/python manage.py daily_work
exec .venv/bin/python manage.py db_worker
