PORT ?= 8000
DATA ?= ./var
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run install test check bench trials translations migrations lock clean

help:  ## Show what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/runtime static/vendor/.installed  ## Start a hub with the demo company (PORT=8000 DATA=./var)
	@HUB_PORT=$(PORT) HUB_DATA_DIR=$(DATA) $(BIN)/python -m hub run --demo

install: .venv/runtime static/vendor/.installed  ## Install what a hub needs, without starting one

test: .venv/chromium check  ## Install what the tests need, then check everything

check: .venv/development static/vendor/.installed  ## Lint, types, imports, migrations, translations, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

trials: .venv/chromium .venv/haproxy .venv/development static/vendor/.installed  ## The long hostile and kill trials
	$(BIN)/pytest -m trial

bench: .venv/development static/vendor/.installed  ## Measure, against baselines in the same run
	$(BIN)/python -m tests.bench

translations: .venv/development  ## Bring the message catalogues up to date
	$(BIN)/python -m tests.translations

migrations: .venv/development  ## Write migrations for changed models
	$(BIN)/python -m tests.migrations

lock: .venv/development  ## Lock the newest versions of all dependencies, with hashes
	$(BIN)/uv pip compile -q --generate-hashes --universal --python-version 3.11 --upgrade pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --generate-hashes --universal --python-version 3.11 --upgrade --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:  ## Remove everything that was installed or built here
	rm -rf .venv node_modules static/vendor

.venv/runtime: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/development: .venv/runtime requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

static/vendor/.installed: .venv/runtime package.json package-lock.json hub/pages/assets.py hub/pages/vendoring.py
	npm ci --no-audit --no-fund --silent
	$(BIN)/python -c "from hub.pages.assets import install_vendor; install_vendor()"
	@touch $@

# The browser tests drive Debian's Chromium; on another system, put a chromium on the PATH.
.venv/chromium: | .venv/runtime
	@command -v chromium >/dev/null || { \
		command -v apt-get >/dev/null || { echo "Please install chromium; the browser tests drive it." >&2; exit 1; }; \
		SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
		$$SUDO apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq chromium fonts-noto-cjk; }
	@touch $@

# The trial of a rolling restart runs Debian's HAProxy in front of the hub.
.venv/haproxy: | .venv/runtime
	@PATH="$$PATH:/usr/sbin"; command -v haproxy >/dev/null || { \
		command -v apt-get >/dev/null || { echo "Please install haproxy; a trial runs it." >&2; exit 1; }; \
		SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
		$$SUDO apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq haproxy; }
	@touch $@
