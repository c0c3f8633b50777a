# Every action of a contributor is a verb. `make` alone lists them.
PYTHON ?= python3.11
PORT ?= 8000
SIZES ?= 1.5 15
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export HOSHIN_HOME ?= $(CURDIR)/.hoshin

.DEFAULT_GOAL := help
.PHONY: help run test queries bench bench-truth bench-portfolio bench-lists check format docs lock clean chromium java

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

run: .venv/run.stamp ## install, load the demonstration into an empty home, start web and worker (PORT=8000)
	@$(BIN)/hoshin serve --port $(PORT) --demo-if-empty

test: .venv/develop.stamp chromium java ## install what tests need and run them all
	@HOSHIN_HOME=$$(mktemp -d) $(BIN)/python -m pytest -n 2 --dist loadgroup

queries: .venv/develop.stamp ## count anew what each page asks of the database, into tests/apps/server/queries.tsv
	@HOSHIN_HOME=$$(mktemp -d) HOSHIN_WRITE_QUERIES=1 $(BIN)/python -m pytest -q tests/apps/server/test_queries.py

bench: .venv/develop.stamp ## measure speed and memory on simulated desks of SIZES million events
	@$(BIN)/python -m tests.benchmarks $(SIZES)

bench-truth: .venv/develop.stamp ## measure how often each way to judge an initiative errs, where the truth is known
	@$(BIN)/python -m tests.benchmarks.truth

bench-portfolio: .venv/develop.stamp ## measure how soon the best plan of a large portfolio is found, and how near it is
	@$(BIN)/python -m tests.benchmarks.portfolio

bench-lists: .venv/develop.stamp ## measure how quickly lists of 10,000 rows are shown
	@$(BIN)/python -m tests.benchmarks.lists

check: export HOSHIN_HOME := $(shell mktemp -du)
check: .venv/develop.stamp ## ruff, format, types, import contracts, migrations, system checks, stale docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hoshin manage makemigrations --check --dry-run
	$(BIN)/hoshin manage check --fail-level WARNING
	$(BIN)/python -m hoshin.server.documentation --check

format: .venv/develop.stamp ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/develop.stamp ## write the generated pages of docs/reference anew
	$(BIN)/python -m hoshin.server.documentation

lock: .venv/develop.stamp ## resolve the dependencies anew, with hashes
	$(PIP) install uv
	$(BIN)/uv pip compile pyproject.toml --extra build --extra develop --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" -q -o requirements/develop.lock
	$(BIN)/uv pip compile pyproject.toml --extra build --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" -q -c requirements/develop.lock -o requirements/run.lock

clean: ## remove the environment and caches; HOSHIN_HOME stays
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Hoshin needs Python 3.11: install it, or name it with 'make $(MAKECMDGOALS) PYTHON=/path/to/python3.11'."; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv .venv

.venv/run.stamp: .venv/bin/python requirements/run.lock pyproject.toml
	@echo "Installing the locked dependencies (about a minute the first time) …"
	@test -e .venv/develop.stamp || $(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/develop.stamp: .venv/bin/python requirements/develop.lock pyproject.toml
	@echo "Installing the locked dependencies for development (about a minute the first time) …"
	@$(PIP) install --require-hashes -r requirements/develop.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ .venv/run.stamp

# Browser tests drive the system's Chromium. Where it is absent and this user may install it, install it.
chromium:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Chromium for the browser tests …"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else echo "No Chromium found and no right to install it: the browser tests will say so and skip. Install the package 'chromium' to run them."; fi

# The metrics are also read on Spark, which needs Java. Where it is absent and this user may install it, install it.
java:
	@if command -v java >/dev/null; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Java for the tests on Spark …"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null; \
	else echo "No Java found and no right to install it: the tests on Spark will say so and skip. Install Java 17 or newer to run them."; fi
