# The commands of this repository. `make help` lists them.
# Each command installs what it needs: Debian packages (as root or with sudo, else it lists them), then .venv.

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
DRAWING := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
CASES ?= 1000
ENGINES ?=
T ?= tests
WORKERS ?= auto
SPREAD = -n $(WORKERS) --dist loadfile --no-loadscope-reorder # in the order of tests/conftest.py
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help handbook check test quick lint bench engines verification long mutants golden reference samples renew lock audit sbom clean drawing browser tracing

help: ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

handbook: drawing .venv/ready ## Check every case, then publish build/handbook
	$(BIN)/casebound build

check: .venv/ready ## Check every case; write nothing
	$(BIN)/casebound check

test: drawing browser tracing .venv/ready lint ## Run the linters and every test, or what T names (T=tests/unit/judge)
	$(BIN)/python -m pytest $(SPREAD) $(T)

quick: .venv/ready lint ## Run the linters and the unit tests, in less than a minute
	$(BIN)/python -m pytest $(SPREAD) tests/unit

lint: .venv/ready ## Run ruff, mypy --strict and import-linter
	$(BIN)/ruff check generator tests specimens bench mutants
	$(BIN)/ruff format --check generator tests specimens bench mutants
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: drawing .venv/ready .venv-peers/ready ## Measure check and build against similar tools (CASES=100|1000|10000)
	$(BIN)/python bench/run.py --cases $(CASES)

engines: .venv/ready ## Build the same sources with other engines and compare (ENGINES="properdocs zensical")
	$(BIN)/python bench/engines.py $(ENGINES)

verification: .venv/ready ## Test the controls at length; save the figures for the handbook
	rm -rf build/verification
	$(BIN)/python -m pytest tests/verification/test_faults.py tests/verification/test_oracle.py tests/verification/test_stateful.py
	$(BIN)/python -m pytest -m verification tests/verification
	$(BIN)/python -m tests.support.verification_figures --save

long: drawing browser tracing .venv/ready ## Run the slow tests: fresh environments, pre-commit, the YAML language server, axe, the Nu checker; fail on stale figures
	@command -v npm >/dev/null || .ci/debian-packages nodejs npm
	@command -v java >/dev/null || .ci/debian-packages default-jre-headless
	$(BIN)/python -m pytest -m long tests

mutants: .venv/ready .venv-mutants/ready ## Make small changes to the judging code; a test must notice each
	$(BIN)/python mutants/run.py

golden: drawing .venv/ready ## Rewrite the golden files from the current output; review the difference
	$(BIN)/python -m pytest --update-golden tests/integration/test_golden.py tests/verification/test_faults.py

reference: .venv/ready ## Rewrite the documentation of commands and fields, and the controls' examples
	PYTHONPATH=generator:. $(BIN)/python -m tests.support.reference
	PYTHONPATH=generator:. $(BIN)/python -m tests.support.control_examples

samples: drawing .venv/ready ## Rebuild the sample cases' evidence and renew hashes and approvals
	$(BIN)/python specimens/make.py

renew: ## Renew all generated files in order after a change of a control or a schema; review the difference
	$(MAKE) samples
	$(MAKE) reference
	$(MAKE) golden

lock: .venv/ready ## Pin the newest versions that pyproject.toml allows
	$(BIN)/pip install --quiet 'pip-tools>=7.5,<8'
	$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --no-emit-index-url \
		--no-emit-find-links --strip-extras --no-header --no-annotate -o requirements.lock pyproject.toml

audit: ## Compare the locked dependencies with published vulnerabilities (needs the network)
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/pip install --quiet 'pip-audit>=2.9,<3'
	.venv-audit/bin/pip-audit --disable-pip --require-hashes -r requirements.lock

sbom: ## List the locked dependencies in build/sbom.json, as a CycloneDX bill of materials (needs the network)
	$(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/pip install --quiet 'cyclonedx-bom>=7.5,<8'
	mkdir -p build
	.venv-sbom/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --short-PURLs \
		-o build/sbom.json requirements.lock

clean: ## Remove everything that was built, including the virtual environment
	rm -rf build .venv .venv-audit .venv-mutants .venv-peers .venv-sbom .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache tests/actual

drawing:
	@.ci/debian-packages $(DRAWING)

browser:
	@.ci/debian-packages chromium libatomic1 # the driver of the browser links to the latter

tracing:
	@.ci/debian-packages strace

.venv-mutants/ready: mutants/requirements.txt
	$(PYTHON) -m venv .venv-mutants
	.venv-mutants/bin/pip install --quiet -r mutants/requirements.txt
	@touch $@

.venv-peers/ready: bench/requirements.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet -r bench/requirements.txt
	@touch $@

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || .ci/debian-packages python3-venv
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	@touch $@
