# Everything a person does with this checkout. `make` alone lists it.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint format proof bench docs examples lock web clean

# The oldest Python that is supported comes first, since the locks are made with it.
PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$each; break; }; done)

BIN := .venv/bin
LOCKS := requirements/runtime.lock requirements/build.lock requirements/embedded.lock
PYTEST := $(BIN)/python -m pytest -p tests.plugins.no_skips -p tests.plugins.processes --durations=15 --durations-min=5
# Tests run in so many processes; each starts its own engines, which take about 3 GB.
PROCESSES ?= 2
# More for pytest: make test ARGS='-k serve'
ARGS ?=

help: ## List what can be made
	@echo "Registry of information sharing agreements"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.installed ## Install, load the demonstration registry if it is not there, and serve it
	@$(BIN)/isa demo

test: .venv/.installed-dev ## Run the tests, on the embedded engine and on Neo4j where one can be started
	$(PYTEST) -n $(PROCESSES) -m "not proof" $(ARGS)

lint: .venv/.installed-dev ## Check style, types, the lock files and what is generated
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/isa schema --check
	$(BIN)/isa model --check
	$(BIN)/isa settings --check
	$(PYTEST) -q tests/unit/project $(ARGS)

format: .venv/.installed-dev ## Put the code into the one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

proof: .venv/.installed-dev ## Run the long proofs: kill points, random graphs, thousands of operations
	$(PYTEST) -m proof $(ARGS)

bench: .venv/.installed-dev ## Measure, and print ratios against a floor measured in the same run
	$(BIN)/python -m benchmarks $(ARGS)

docs: .venv/.installed-dev ## Write what is generated: the schema, the model page and picture, the settings page
	$(BIN)/isa schema --write
	$(BIN)/isa model --write
	$(BIN)/isa settings --write

examples: .venv/.installed-dev ## Write the answers in README and docs anew, from the demonstration
	$(BIN)/python -m tests.delivery.examples

lock: .venv/.installed-dev ## Write the lock files anew (UPGRADE=1 takes newer versions)
	@UPGRADE=$(UPGRADE) requirements/lock.sh

web: ## Build the explorer's bundle anew (needs Node 20.19 or later)
	cd api/web && npm ci --no-audit --no-fund && npm run build

clean: ## Remove what was installed and cached here; the registry's data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis api/web/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.installed: $(LOCKS) pyproject.toml requirements/install.sh
	@requirements/install.sh "$(PYTHON)"
	@touch $@

.venv/.installed-dev: $(LOCKS) requirements/dev.lock pyproject.toml requirements/install.sh
	@requirements/install.sh "$(PYTHON)" dev
	@touch .venv/.installed $@
