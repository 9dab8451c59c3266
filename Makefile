# One command for each wish; what they do stands in deploy/*.sh.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run check test bench lint tests-sqlite tests-slow tests-postgres journeys run-tools test-tools

PORT ?= 8000
DEMO ?= 1
JOBS ?= 2
export PORT DEMO
unexport PYTHONDONTWRITEBYTECODE # else each worker compiles the portal and its tests anew, six seconds of a run

PYTEST := .venv/bin/python -m pytest

help: ## этот список
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

run: run-tools ## портал с демонстрационным годом на http://127.0.0.1:8000 (PORT=…, DEMO=0 — пустой)
	@deploy/run.sh

check: run-tools ## быстрая проверка: линтеры и тесты на SQLite
	@deploy/venv.sh tests/requirements.txt
	@$(MAKE) --no-print-directory lint tests-sqlite

test: test-tools ## полная проверка: ещё PostgreSQL и браузер
	@$(MAKE) --no-print-directory lint tests-sqlite tests-slow tests-postgres journeys

bench: test-tools ## измерения скорости
	@deploy/packages.sh bench
	.venv/bin/python -m tests.bench

lint: # the four parts of the checks, for one at a time
	@deploy/lint.sh

tests-sqlite: # tables from the models, half a minute sooner; the migrations themselves run on PostgreSQL and in lint
	$(PYTEST) -n $(JOBS) -m "not slow" --nomigrations --dist worksteal -p no:playwright

tests-slow:
	$(PYTEST) -n $(JOBS) -m slow

tests-postgres:
	deploy/postgres_throwaway.sh $(PYTEST) -n $(JOBS)

journeys:
	$(PYTEST) -n $(JOBS) tests/journeys

run-tools:
	@deploy/packages.sh run
	@deploy/venv.sh requirements.txt

test-tools:
	@deploy/packages.sh test
	@deploy/venv.sh tests/requirements.txt
