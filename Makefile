# Two commands matter: `make demo` and `make test`. Both prepare everything they need first.

SHELL := /bin/sh
VENV := .venv
ARGS ?=
# Files side by side, those on Kafka first: they wait more than they work. Each has a broker of its own.
SIDE_BY_SIDE := -n 3 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: setup ## Run the whole thing once on a real Kafka and show what was decided (ARGS=--keep leaves it up)
	@$(VENV)/bin/asb demo $(ARGS)

.PHONY: test
test: lint types tests ## Lint, types, import rules, then all tests on a real Kafka (some twenty minutes)

.PHONY: tests
tests: setup ## The tests alone (ARGS="-k words" chooses)
	$(VENV)/bin/python -m pytest -m "not long" $(SIDE_BY_SIDE) $(ARGS)

.PHONY: test-long
test-long: setup ## The longer grid: more kills, more rebalances, more seeds
	$(VENV)/bin/python -m pytest -m long $(ARGS)

.PHONY: chaos
chaos: setup ## A million events while everything goes wrong at random, then checked (half an hour; ARGS="--seed 1")
	@$(VENV)/bin/python -m tests.chaos $(ARGS)

.PHONY: fuzz
fuzz: setup ## Bad input of every kind, 100,000 messages from a new seed (some minutes; ARGS="--cases 10000 --seed 1")
	@$(VENV)/bin/python -m tests.fuzz $(ARGS)

.PHONY: lint
lint: setup ## Style, format, import rules, bill of materials, secrets in the tree; needs no network
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/lint-imports
	$(VENV)/bin/python -m setup.sbom --check
	setup/find-secrets.sh

.PHONY: types
types: setup ## Type checks
	$(VENV)/bin/mypy

.PHONY: bench-quick
bench-quick: setup ## Compare the engine and the job with their peers (under 3 minutes)
	@$(VENV)/bin/python -m bench $(ARGS)

.PHONY: year
year: setup ## Simulate a year of the city and set it beside the practice (some minutes)
	@$(VENV)/bin/python -m bench.year $(ARGS)

.PHONY: setup
setup: ## Prepare the virtual environment, the locked dependencies and Kafka's jars (PYTHON=... chooses)
	@setup/prepare.sh

.PHONY: schemas
schemas: setup ## Write the JSON Schemas and README's topics table
	$(VENV)/bin/python -m schemas.catalogue
	$(VENV)/bin/python -m streams.policies

.PHONY: lock
lock: ## Choose the newest allowed dependencies and write the locks (needs uv)
	@setup/lock.sh

.PHONY: sbom
sbom: setup ## Write the bill of materials from the locks and NOTICES.md
	$(VENV)/bin/python -m setup.sbom

.PHONY: audit
audit: setup ## Hold the lock against the published vulnerabilities; needs the network (ARGS go to pip-audit)
	@$(VENV)/bin/python -m setup.audit $(ARGS)

.PHONY: clean
clean: ## Stop this folder's Kafka, delete its data and all caches; the environment stays
	@if [ -x $(VENV)/bin/asb ]; then $(VENV)/bin/asb broker reset; fi
	rm -rf .asb .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +
