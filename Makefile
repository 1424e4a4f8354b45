# The verbs of the house. Each works in a fresh clone and may be run twice.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE := 1
NU := .venv/nu/node_modules/vnu-jar/build/dist/vnu.jar
WORKERS ?= 2

.PHONY: help setup setup-tests packages demo editor test ci proof lint bench bench-rivals clean

help:  ## these lines
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

setup: .venv/ready  ## the virtual environment in .venv
.venv/ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) scripts/python-fit
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

setup-tests: .venv/ready packages  ## what browser and database tests need beside it
packages:
	scripts/install-system-packages

demo: .venv/ready  ## a working paper on http://localhost:8000, newsroom at /desk/
	scripts/demo

test: setup-tests  ## all tests of an ordinary day
	$(BIN)/python -m pytest -q -n $(WORKERS) --durations 25
# What is compiled, and above all the assertions that pytest rewrites, is kept for the next run.
test: export PYTHONDONTWRITEBYTECODE =
test proof: export VNU_JAR = $(wildcard $(CURDIR)/$(NU))
proof: export SCHEMA_DTS = $(wildcard $(CURDIR)/.venv/types)
proof: export LIGHTHOUSE = $(CURDIR)/.venv/lighthouse

lint: .venv/ready  ## ruff, mypy, the house's walls
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

editor:  ## the editor of rich text, built anew from src/harkara/desk/editor
	cd src/harkara/desk/editor && npm ci --ignore-scripts --no-audit --no-fund && node build.mjs

# Side by side: what Python needs and what browsers and databases need; then, while tests wait for disks, the types.
ci:  ## what the build machine runs
	$(MAKE) --jobs 2 lint test

proof: setup-tests  ## the long stateful, fault and browser runs; figures go to docs/proof.md
	scripts/install-system-packages lighthouse wapiti
	HARKARA_SLICE=all $(BIN)/python -m pytest -q -n $(WORKERS) -m "long and not proof"
	$(BIN)/python scripts/proof.py

bench: .venv/ready  ## side-by-side measurements of this machine
	$(BIN)/python -m bench

bench-rivals: .venv/ready  ## the paper beside WordPress, Wagtail and Ghost, in var/rivals
	$(BIN)/python -m bench.rivals --prepare var/rivals
	$(BIN)/python -m bench.rivals --folder var/rivals --write

clean:  ## everything that make made, except the paper in var/
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
