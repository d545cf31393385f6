# Two commands do everything on a fresh Debian 12 with Python 3.11 and make:
#     make run      the site on http://127.0.0.1:8000
#     make test     every test
# The second time either is fast: stamp files say what is already done.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: run test check bench test-night demo lock clean help

VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(firstword $(shell command -v python3.11) $(shell command -v python3))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export VAR ?= $(CURDIR)/var
export COUNCIL ?= vejle
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 1

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make run         install what is missing, migrate, check the library, serve on 127.0.0.1:8000   (COUNCIL=viborg PORT=8080 …)
run: $(VAR)/.static $(VAR)/.checked
	@$(BIN)/python manage.py migrate --no-input -v 0
	@echo "Mestring is at http://$(HOST):$(PORT)  (Ctrl-C stops it)"
	@exec $(BIN)/granian --interface wsgi --host $(HOST) --port $(PORT) --workers $(WORKERS) --blocking-threads 4 --no-ws --log-level warning mestring.config.wsgi:application

## make test        install what the tests need, Chromium included, and run them on both databases
test: $(VENV)/.test $(VENV)/.chromium
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST)

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

## make bench       rows per second of the rules, beside the limit of copying the same memory
bench: $(VENV)/.installed
	@$(BIN)/python bench/rules.py

## make test-night  the tests that are too long for every commit
test-night: $(VENV)/.test $(VENV)/.chromium
	@$(BIN)/python -m pytest -m "night or not night" --override-ini addopts="--strict-markers --import-mode=importlib" $(PYTEST)

## make demo        whole cases told through the system: comes with the casework
demo:
	@echo "There are no cases to show yet: the demo comes with the casework. Until then 'make run' shows all there is,"
	@echo "and http://$(HOST):$(PORT)/proev/ lets you invent a person and see every answer."

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

# The browser is a Debian package: a download of Playwright's own is not needed.
$(VENV)/.chromium: | $(BIN)/python
	@if ! command -v chromium > /dev/null; then \
		echo "Installing Chromium …"; \
		become=""; if [ "$$(id -u)" != 0 ]; then become="sudo -n"; fi; \
		{ $$become apt-get update && DEBIAN_FRONTEND=noninteractive $$become apt-get install -y --no-install-recommends chromium; } > $(VENV)/chromium.log 2>&1 \
			|| { tail -n 3 $(VENV)/chromium.log; echo "Chromium could not be installed. Install it by hand: apt-get install chromium. Browser tests fail without it when CI=true and are skipped otherwise."; if [ "$${CI:-}" = true ]; then exit 1; fi; exit 0; }; \
	fi
	@if command -v chromium > /dev/null; then touch $@; fi

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
