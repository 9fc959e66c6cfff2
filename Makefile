# What a stranger runs first: `make note` renders the founding note, `make test` runs every quick test.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
NOTE := examples/unsc-1540/2009-09-08-san-jose.yaml
# The first Python that will do; `make note PYTHON=/path/to/python` chooses another.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$python -c '$(FITS)' 2>/dev/null && echo $$python && break; done)

ENGINE_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 fonts-noto-core fonts-noto-cjk
# The tests also print Arabic and Chinese, and look into documents with other programs than ours.
TEST_PACKAGES := poppler-utils qpdf chromium
# The slow tests have Word documents laid out by a program that is not ours.
SLOW_PACKAGES := libreoffice-writer

.PHONY: help note test test-all check format setup system test-system slow-system judge gallery bench clean
.DEFAULT_GOAL := help

help:
	@echo "make note      set up and render the founding note to out/"
	@echo "make test      set up and run the tests (make test-all: the slow ones too)"
	@echo "make check     lint and types"
	@echo "make format    lay the code out"
	@echo "make verapdf   fetch the judge of PDF/UA and PDF/A that the tests ask"
	@echo "make gallery   print the founding note in six languages to examples/gallery"
	@echo "make bench     print the measured speeds"
	@echo "make setup     virtual environment, system libraries and fonts"
	@echo "make clean     delete what was made"

include tools/verapdf/fetch.mk

note: setup
	@$(BIN)/notegen render $(NOTE) -o out/

test: setup test-system judge
	$(BIN)/python -m pytest --numprocesses auto -m "not slow" $(ARGS)

test-all: setup test-system slow-system judge
	$(BIN)/python -m pytest --numprocesses auto $(ARGS)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

gallery: setup test-system
	$(BIN)/python tools/draw_gallery.py

bench: setup
	$(BIN)/python benchmarks/speed.py

setup: system $(INSTALLED)

# An editable install, with bytecode: these machines may forbid Python to write it later.
$(INSTALLED): pyproject.toml Makefile
	@test -n "$(PYTHON)" || { echo "no Python from 3.11 to 3.14 is here; try: apt-get install -y python3 python3-venv" >&2; exit 1; }
	@echo "setting up $(VENV) with $$($(PYTHON) --version)"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  rm -rf $(VENV); \
	  $(PYTHON) -c 'import ensurepip' 2>/dev/null || tools/install-packages python3-venv || true; \
	  $(PYTHON) -m venv $(VENV) >/dev/null || { \
	    rm -rf $(VENV); echo "no virtual environment could be made; as root run: apt-get install -y python3-venv" >&2; exit 1; }; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all]' --group dev || { \
	  echo "the packages could not be installed; try: $(BIN)/python -m pip install --editable '.[all]' --group dev" >&2; exit 1; }
	@$(BIN)/python -m compileall -q $(VENV)/lib src || true
	@touch $@

system:
	@tools/install-packages $(ENGINE_PACKAGES)

test-system:
	@tools/install-packages $(TEST_PACKAGES) || echo "some tests will not run" >&2

slow-system:
	@tools/install-packages $(SLOW_PACKAGES) || echo "some tests will not run" >&2

# veraPDF needs Java and Maven. Without it the tests that ask it are not run and say so; .ci/run insists on it.
judge:
	@{ command -v java && command -v mvn; } >/dev/null || tools/install-packages default-jre-headless maven
	@$(MAKE) --no-print-directory verapdf || { \
	  echo "NOT CHECKED BY veraPDF: the tests of PDF/UA and PDF/A will not run" >&2; \
	  test -z "$$NOTEGEN_REQUIRE_VERAPDF"; }

clean:
	rm -rf $(VENV) build out dist .mypy_cache .ruff_cache .pytest_cache
