# Everything happens in the project's own virtual environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BENCHMARKS := $(filter-out benchmarks/search_corpus.py, $(wildcard benchmarks/*.py))

.PHONY: demo test lint bench docs fast clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	touch $@

# Installs, builds the demonstration corpus, says what was found and how to look at it.
demo: $(STAMP)
	$(BIN)/corpus build

test: $(STAMP)
	$(BIN)/python -m pytest -n auto

lint: $(STAMP)
	$(BIN)/ruff check src tests benchmarks hatch_build.py
	$(BIN)/ruff format --check src tests benchmarks hatch_build.py
	$(BIN)/mypy

# The measures; each file says what it needs and can be run alone.
bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,bench]"
	@for file in $(BENCHMARKS); do echo "== $$file"; $(BIN)/python $$file || exit 1; done

# The rooms that do the work compiled by mypyc (a C compiler, some minutes): the wheel in dist/ is what
# to install where speed matters; unpacked in build/fast, it is measured beside the plain sources.
fast: $(STAMP)
	rm -rf build/fast dist
	CORPUS_COMPILE=1 $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target build/fast dist/*.whl

# Everything in docs/ that is made from the code.
docs: $(STAMP)
	$(BIN)/python -m corpus.cli.reference > docs/reference-cli.md

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
