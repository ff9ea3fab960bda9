# Two commands matter: `make run` shows Evenkeel at work, `make test` proves everything. Each sets itself up.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data
MODEL ?= tone-3
CHURN ?= churn-6
APT := $(if $(filter 0,$(shell id -u)),,sudo) apt-get

.PHONY: help run test check lint types contract unit integration e2e bench model lock postgres browser clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/run.stamp: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

run: $(VENV)/run.stamp  ## Show the daemon in dry run beside a sandbox Lemmy with a living community
	$(BIN)/evenkeel demo

test: check integration e2e  ## Everything that must hold

check: lint types contract unit  ## Lint, types, import contract, unit tests; under a minute

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/hadolint Dockerfile

types: $(VENV)/dev.stamp
	$(BIN)/mypy

contract: $(VENV)/dev.stamp
	$(BIN)/lint-imports

unit: $(VENV)/dev.stamp
	$(BIN)/pytest -q tests/unit

integration: $(VENV)/dev.stamp postgres
	EVENKEEL_REQUIRE_POSTGRES=1 $(BIN)/pytest -q tests/contract tests/integration

e2e: $(VENV)/dev.stamp browser
	EVENKEEL_REQUIRE_BROWSER=1 $(BIN)/pytest -q tests/e2e

postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends postgresql >/dev/null; }

browser:
	@command -v chromium >/dev/null || { $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends chromium >/dev/null; }

bench: $(VENV)/dev.stamp  ## Measure the figures that the README states, and put them there
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	$(BIN)/python -m benchmarks --data $(DATA) --write
	$(BIN)/python -m benchmarks.edits --out benchmarks/edits.md
	$(BIN)/python -m benchmarks.histories --data $(DATA) --write --out benchmarks/histories.md
	$(BIN)/python -m benchmarks.tone --data $(DATA) --write --out benchmarks/tone.md

model: $(VENV)/dev.stamp  ## Train the shipped models again from the labelled corpora
	$(BIN)/evenkeel train --base $(DATA) --out models/$(MODEL)
	$(BIN)/python -m bot.training.edits --data $(DATA) --out models/$(CHURN)

lock:  ## Renew the hash-pinned requirements
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --extra postgres pyproject.toml --group build -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --extra distil -c requirements.txt pyproject.toml -o requirements-distil.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -c requirements.txt pyproject.toml --group bench -o requirements-bench.txt

clean:  ## Remove what was built and every demo; a real store under var/ stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache var/demo
