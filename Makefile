# The two commands are `make demo` and `make test`; both need only Python ≥ 3.11 and the registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
SOURCES := pyproject.toml hatch_build.py web/client/package-lock.json \
	$(wildcard web/client/src/*) $(wildcard web/translations/*/LC_MESSAGES/*.po)

.PHONY: demo test smoke lint audit bench screenshots docs install clean

demo: $(STAMP)
	$(BIN)/kakehashi demo $(ARGS)

test: $(VENV)/installed-test
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

# The wheel, installed alone in an empty environment.
smoke: $(STAMP)
	$(BIN)/python -m tests.smoke

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.client_check

# Known advisories about what is installed; KAKEHASHI_REQUIRE=advisories where they must be reached.
audit: $(VENV)/installed-test
	$(BIN)/python -m tests.audit $(ARGS)

bench: $(VENV)/installed-test
	$(BIN)/python -m tests.benchmarks $(ARGS)

screenshots: $(VENV)/installed-test
	$(BIN)/python -m tests.screenshots $(ARGS)

# The pages that are written from the code.
docs: $(VENV)/installed-test
	$(BIN)/python -m tests.measure_docs > docs/measures.md

install: $(STAMP)

$(STAMP): $(SOURCES)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kakehashi needs Python 3.11 or newer; set PYTHON=python3.x · Python 3.11 以上が必要です")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-test: $(STAMP)
	$(BIN)/python -m pip install --quiet --editable '.[test,lint]'
	@touch $@

clean:
	rm -rf $(VENV) build dist web/static/bundle web/client/node_modules
