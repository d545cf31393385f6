# Two commands do everything on a fresh Debian 12 with Python 3.11 and make:
#     make run      the site on http://127.0.0.1:8000
#     make test     every test
# The second time either is fast: stamp files say what is already done.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: run test check bench test-night demo clean-demo lock clean help

VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(firstword $(shell command -v python3.11) $(shell command -v python3))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export VAR ?= $(CURDIR)/var
export COUNCIL ?= vejle
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 1
CITIZENS ?= 0

# What touches the database runs on PostgreSQL too; what is set apart has tried both already.
ON_BOTH := tests/audit tests/people tests/cases tests/assessments tests/decisions tests/delivery tests/followups tests/complaints tests/integrations tests/promises tests/stories tests/web/caseworker tests/web/provider tests/web/committee tests/web/team_leader tests/web/administrator tests/web/citizen

# A file is one worker's, in the order of tests/conftest.py, the longest first; by itself xdist begins with those of most tests. By night each test is a long one.
BY_FILE := --dist loadfile --no-loadscope-reorder

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

# A council that was asked for, on the command line or in the environment; empty when it is only the default.
GIVEN := $(if $(filter file,$(origin COUNCIL)),,$(COUNCIL))
SERVE = $(BIN)/granian --interface wsgi --host $(HOST) --port $(PORT) --workers $(WORKERS) --blocking-threads 4 --no-ws --log-level warning mestring.config.wsgi:application

## make run         install what is missing, migrate, check the library, serve on 127.0.0.1:8000   (COUNCIL=viborg PORT=8080 …)
##                  opens the demo that was made last, or COUNCIL's; REAL=1 is a real installation all the same
run: $(VAR)/.static $(VAR)/.checked
	@demo=""; made="$$(cat "$(VAR)/demo" 2> /dev/null || true)"; \
	if [ -z "$(REAL)$${DATABASE_URL:-}" ]; then \
		if [ -z "$(GIVEN)" ]; then demo="$$made"; \
		elif [ -f "$(VAR)/demo-$(GIVEN).sqlite3" ]; then demo="$(GIVEN)"; \
		elif [ -n "$$made" ]; then \
			echo "There is no demo of $(GIVEN). Make it: make demo COUNCIL=$(GIVEN)   A real installation: make run REAL=1 COUNCIL=$(GIVEN)"; exit 1; \
		fi; \
	fi; \
	if [ -z "$$demo" ]; then \
		$(BIN)/python manage.py migrate --no-input -v 0; \
		echo "Mestring is at http://$(HOST):$(PORT)  (Ctrl-C stops it)"; \
		exec $(SERVE); \
	fi; \
	export DEMO=1 COUNCIL="$$demo"; \
	$(BIN)/python manage.py migrate --no-input -v 0; \
	$(SERVE) & site=$$!; \
	$(BIN)/mestring post --loop & post=$$!; \
	trap 'kill $$site $$post 2> /dev/null || true; wait' EXIT; trap 'exit 0' INT TERM; \
	echo "Demo: http://$(HOST):$(PORT)/demo/ – vælg en rolle  (Ctrl-C stops it)"; \
	wait $$site

## make test        install what the tests need, Chromium included, and run them on both databases
test: $(VENV)/.test $(VENV)/.chromium
	@$(BIN)/python -m pytest -n 2 $(BY_FILE) $(PYTEST)
	@$(BIN)/python -m tests.postgres $(BIN)/python -m pytest -n 2 $(BY_FILE) -m "not browser and not night and not apart" $(ON_BOTH)

## make check       style, types, import contract, templates, migrations, the library
check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint mestring --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --database default --fail-level WARNING
	$(BIN)/mestring standards check

## make bench       rows per second of the rules, milliseconds of a letter, the caseworker's pages on 10,000 and 100,000 cases, a night of follow-ups for a million grants, a provider's day among 100,000 orders
bench: $(VENV)/.test
	@$(BIN)/python bench/rules.py
	@$(BIN)/python bench/letters.py
	@$(BIN)/python bench/casework.py
	@$(BIN)/python bench/followups.py
	@$(BIN)/python bench/delivery.py

## make test-night  the tests that are too long for every commit, in 70 minutes at most on two cores
test-night: $(VENV)/.test $(VENV)/.chromium
	@$(BIN)/python -m pytest -n 2 --dist load --maxschedchunk 1 -m night --durations 20 $(PYTEST)

## make demo        whole cases told through the system, in a database of their own; then 'make run'   (COUNCIL=viborg CITIZENS=5000)
demo: $(VAR)/.static $(VAR)/.checked
	@export DEMO=1; unset DATABASE_URL; \
	$(BIN)/python manage.py migrate --no-input -v 0; \
	$(BIN)/mestring demo --citizens $(CITIZENS); \
	echo $(COUNCIL) > "$(VAR)/demo"; \
	echo "Open it: make run"

## make clean-demo  remove every demo, and nothing else
clean-demo:
	rm -rf $(VAR)/demo $(VAR)/demo-*.sqlite3 $(VAR)/demo-*.sqlite3-wal $(VAR)/demo-*.sqlite3-shm $(wildcard $(VAR)/demo-*/)

## make lock        write the pinned, hashed requirements anew (needs uv)
lock:
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --quiet requirements/base.in -o requirements/base.txt
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --quiet requirements/test.in -o requirements/test.txt

## make clean       remove the environment and what was built; the database stays
clean:
	rm -rf $(VENV) $(VAR)/static $(VAR)/.static $(VAR)/.checked build dist *.egg-info .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is missing. Install it: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than Python 3.11."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "The environment could not be made. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.base: requirements/base.txt | $(BIN)/python
	@echo "Installing what Mestring needs …"
	@$(PIP) install --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.base pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.test: $(VENV)/.installed requirements/test.txt
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

# The browser, and strace, with which a test sees that no answer comes before its sync, are Debian packages.
$(VENV)/.chromium: | $(BIN)/python
	@missing=""; for tool in chromium strace; do command -v $$tool > /dev/null || missing="$$missing $$tool"; done; \
	if [ -n "$$missing" ]; then \
		echo "Installing$$missing …"; \
		become=""; if [ "$$(id -u)" != 0 ]; then become="sudo -n"; fi; \
		{ $$become apt-get update && DEBIAN_FRONTEND=noninteractive $$become apt-get install -y --no-install-recommends $$missing; } > $(VENV)/chromium.log 2>&1 \
			|| { tail -n 3 $(VENV)/chromium.log; echo "Could not be installed:$$missing. Install by hand: apt-get install$$missing. Browser tests fail without Chromium when CI=true and are skipped otherwise."; if [ "$${CI:-}" = true ]; then exit 1; fi; exit 0; }; \
	fi
	@if command -v chromium > /dev/null && command -v strace > /dev/null; then touch $@; fi

# The library is checked when it, or the code that reads it, has changed since it was last found whole.
$(VAR)/.checked: $(VENV)/.installed $(shell find mestring/standards mestring/rules -name '*.yaml' -o -name '*.py')
	@mkdir -p $(VAR)
	@echo "Checking the library …"
	@$(BIN)/mestring standards check
	@touch $@

$(VAR)/.static: $(VENV)/.installed $(shell find mestring -path '*/static/*' -type f)
	@mkdir -p $(VAR)
	@$(BIN)/python manage.py collectstatic --no-input --clear -v 0
	@touch $@
