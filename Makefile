# Two commands matter on a fresh machine with Python 3.11 or newer:
#   make test    sets up, then runs every test
#   make evals   sets up, then grades the recorded runs and writes build/evals/report.html
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup test evals check gate format lint types contracts validate self generate drift lock bench clients validators clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(VENV)/.ready  ## create .venv from the lock file

$(VENV)/.ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "onejob needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@$(PYTHON) -m venv $(VENV) || { echo "could not create $(VENV): install your system's venv package (Debian: apt install python3-venv)" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/pyright --version >/dev/null || { echo "pyright could not be set up: it needs the npm registry once" >&2; exit 2; }
	@touch $@

test: setup  ## set up and run every test
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	$(BIN)/python -m pytest -q examples/recipes

evals: setup  ## grade all recordings, both arms, and write build/evals/report.html
	$(BIN)/onejob eval

check: gate test  ## everything CI runs

gate: format lint types contracts validate self  ## the gate without the tests

format: setup
	$(BIN)/ruff format --check .

lint: setup
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy
	cd examples/recipes && $(abspath $(BIN))/mypy && $(abspath $(BIN))/pyright --pythonpath $(abspath $(BIN))/python

contracts: setup
	$(BIN)/lint-imports

validate: setup
	$(BIN)/onejob validate

self: setup
	$(BIN)/python scripts/check.py examples/recipes

generate: setup  ## re-generate snippets, tables and the payload
	$(BIN)/onejob pack

lock: setup  ## re-compile the lock files after a change in pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra test pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra clients pyproject.toml -o requirements/clients.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra validators pyproject.toml -o requirements/validators.txt

# Real coding-agent clients and installers: large programs, in an environment of their own. What comes from npm may be missing.
CLIENTS  := .venv-clients
NPM      := opencode-linux-x64-baseline@1.18.33 @google/gemini-cli@0.61.0 skill-check@1.2.0 skills@1.7.4

$(CLIENTS)/.ready: requirements/clients.txt
	$(PYTHON) -m venv $(CLIENTS)
	@$(CLIENTS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/clients.txt && touch $@ || echo "Claude Code, Codex, gh and library-skills could not be installed: they will be skipped" >&2

$(CLIENTS)/node/.ready: Makefile
	@mkdir -p $(dir $@)
	@npm install --silent --no-audit --no-fund --ignore-scripts --prefix $(dir $@) $(NPM) && touch $@ || echo "opencode, Gemini CLI, skills and skill-check could not be installed (they need npm): they will be skipped" >&2

clients: setup $(CLIENTS)/.ready $(CLIENTS)/node/.ready  ## run the skill in real clients, put there by real installers, offline
	ONEJOB_CLIENTS=1 $(BIN)/python -m pytest -q tests/clients

.venv-validators/.ready: requirements/validators.txt
	$(PYTHON) -m venv .venv-validators
	.venv-validators/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/validators.txt
	@touch $@

validators: setup $(CLIENTS)/.ready $(CLIENTS)/node/.ready .venv-validators/.ready  ## run other people's validators on the skills
	$(BIN)/python tests/clients/validators.py

bench: setup  ## time the check on a tree: make bench TREE=path/to/package
	@test -n "$(TREE)" || { echo "name a package or source folder: make bench TREE=src/app" >&2; exit 2; }
	$(BIN)/python scripts/bench.py $(TREE)

clean:  ## remove everything that was generated on this machine
	rm -rf $(VENV) $(CLIENTS) .venv-validators build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .onejob_cache
